//! The order in which metrics stand on every page.

use super::definition::Metric;
use crate::values::MetricId;

/// A step towards the beginning or the end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    Earlier,
    Later,
}

impl Step {
    pub fn read(typed: &str) -> Option<Self> {
        match typed {
            "earlier" => Some(Self::Earlier),
            "later" => Some(Self::Later),
            _ => None,
        }
    }
}

/// The ids in their new order; the same order at the end of the list. `None`: no such metric.
pub fn moved(all: &[Metric], id: MetricId, step: Step) -> Option<Vec<MetricId>> {
    let mut ids: Vec<MetricId> = all.iter().map(|metric| metric.id).collect();
    let at = ids.iter().position(|known| *known == id)?;
    let to = match step {
        Step::Earlier => at.saturating_sub(1),
        Step::Later => (at + 1).min(ids.len() - 1),
    };
    ids.swap(at, to);
    Some(ids)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metric::{Direction, Kind, OverPeople, OverTime};
    use crate::values::Unit;
    use uuid::Uuid;

    fn id(number: u128) -> MetricId {
        MetricId(Uuid::from_u128(number))
    }

    fn metrics() -> Vec<Metric> {
        let metric = |number| Metric {
            id: id(number),
            code: number.to_string(),
            name: number.to_string(),
            unit: Unit::Piece,
            kind: Kind::Step,
            direction: Direction::Up,
            over_time: OverTime::Sum,
            over_people: OverPeople::Sum,
            scale: 0,
            is_hidden: false,
            row_version: 1,
        };
        (1..=3).map(metric).collect()
    }

    #[test]
    fn a_metric_changes_places_with_its_neighbour() {
        assert_eq!(moved(&metrics(), id(2), Step::Earlier), Some(vec![id(2), id(1), id(3)]));
        assert_eq!(moved(&metrics(), id(2), Step::Later), Some(vec![id(1), id(3), id(2)]));
    }

    #[test]
    fn the_ends_stay_and_a_stranger_is_nobody() {
        assert_eq!(moved(&metrics(), id(1), Step::Earlier), Some(vec![id(1), id(2), id(3)]));
        assert_eq!(moved(&metrics(), id(3), Step::Later), Some(vec![id(1), id(2), id(3)]));
        assert_eq!(moved(&metrics(), id(9), Step::Later), None);
    }
}
