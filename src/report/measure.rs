//! What is measured, as far as a comparison needs to know it.

use crate::values::{MetricId, Percent, Quantity, Unit};

use super::status::{Direction, Kind};

/// How values of days become the value of a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OverTime {
    Sum,
    /// The latest value of the period.
    Last,
    /// Sum of one metric over the sum of another; never summed itself.
    Ratio {
        numerator: MetricId,
        denominator: MetricId,
    },
}

/// How values of people become the value of the team.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OverPeople {
    Sum,
    /// From the sums of both parts.
    Ratio,
    None,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Measure {
    pub id: MetricId,
    pub name: String,
    pub unit: Unit,
    pub scale: u8,
    pub kind: Kind,
    pub direction: Direction,
    pub over_time: OverTime,
    pub over_people: OverPeople,
}

impl Measure {
    /// A value of this metric; one beyond all limits is shown as the limit.
    pub fn quantity(&self, minor: i64) -> Quantity {
        Quantity::saturating(minor, self.scale, self.unit)
    }

    pub fn is_sum(&self) -> bool {
        self.over_time == OverTime::Sum
    }

    /// The head of its column: money is said in thousands.
    pub fn heading(&self) -> String {
        match self.unit {
            Unit::Rouble => format!("{}, тыс.\u{202F}₽", self.name),
            Unit::Piece => self.name.clone(),
            unit => format!("{}, {}", self.name, unit.sign()),
        }
    }

    /// The value of a ratio in minor units of this metric, from the sums of its parts, each in
    /// minor units of its own.
    pub fn ratio(&self, numerator: (&Self, i64), denominator: (&Self, i64)) -> Option<i64> {
        let hundred = if self.unit == Unit::Percent { 100 } else { 1 };
        let up = hundred * ten_to(self.scale) * ten_to(denominator.0.scale);
        let top = i128::from(numerator.1).checked_mul(up)?;
        let bottom = i128::from(denominator.1) * ten_to(numerator.0.scale);
        Percent::ratio(top, bottom)?.times(1)
    }
}

fn ten_to(scale: u8) -> i128 {
    10_i128.pow(u32::from(scale))
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn measure(unit: Unit, scale: u8) -> Measure {
        let id = MetricId(Uuid::nil());
        Measure {
            id,
            name: "Показатель".into(),
            unit,
            scale,
            kind: Kind::Quality,
            direction: Direction::Up,
            over_time: OverTime::Ratio { numerator: id, denominator: id },
            over_people: OverPeople::Ratio,
        }
    }

    #[test]
    fn a_conversion_is_a_percent_of_two_sums() {
        let (share, count) = (measure(Unit::Percent, 1), measure(Unit::Piece, 0));
        assert_eq!(share.ratio((&count, 25), (&count, 100)), Some(250));
        assert_eq!(share.ratio((&count, 1), (&count, 3)), Some(333));
        assert_eq!(share.ratio((&count, 1), (&count, 0)), None);
    }

    #[test]
    fn an_average_check_is_money_over_pieces() {
        let (money, count) = (measure(Unit::Rouble, 2), measure(Unit::Piece, 0));
        assert_eq!(money.ratio((&money, 120_000_000), (&count, 8)), Some(15_000_000));
    }
}
