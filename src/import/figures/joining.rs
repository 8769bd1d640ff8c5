//! Two names of one person: their figures become one.
use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};

use super::{Figure, Figures};
use crate::import::exact::LARGEST;
use crate::values::{MemberId, MetricId};

/// Why a figure is not taken.
pub(super) const TOO_LARGE: &str =
    "вместе с другими числами этого человека выходит слишком большое число";

impl Figure {
    /// Takes in another figure of the same cell: added, or instead of it. `false`: no business has
    /// such a sum, and nothing is changed.
    pub(super) fn take(&mut self, value: i64, adds_up: bool) -> bool {
        let sum = if adds_up { self.value.saturating_add(value) } else { value };
        let fits = i128::from(sum).abs() <= LARGEST;
        if fits {
            self.value = sum;
        }
        fits
    }
}

impl Figures {
    /// Makes all names of a member one person. `who`: the member of each person of the file; `sums`:
    /// metrics whose figures add up, of others the last one stands. Sums too large become problems; the row of the
    /// first is given.
    pub fn join(&mut self, who: &[Option<MemberId>], sums: &HashSet<MetricId>) -> Option<usize> {
        let same = firsts(who);
        if same.iter().zip(0..).all(|(first, at)| *first == at) {
            return None;
        }
        let mut places = HashMap::with_capacity(self.list.len());
        let mut refused = None;
        let mut joined: Vec<Figure> = Vec::with_capacity(self.list.len());
        for mut figure in std::mem::take(&mut self.list) {
            figure.person = same.get(figure.person as usize).copied().unwrap_or(figure.person);
            match places.entry((figure.person, figure.metric, figure.on)) {
                Entry::Vacant(place) => {
                    place.insert(joined.len());
                    joined.push(figure);
                }
                Entry::Occupied(place) => {
                    let adds_up = sums.contains(&figure.metric);
                    if joined[*place.get()].take(figure.value, adds_up) {
                        self.added_up += 1;
                    } else {
                        let row = figure.row as usize;
                        self.problem(row - 1, "", TOO_LARGE.into());
                        refused = refused.or(Some(row));
                    }
                }
            }
        }
        self.list = joined;
        refused
    }
}

/// The first person of the file who is the same member; each stranger is himself.
fn firsts(who: &[Option<MemberId>]) -> Vec<u32> {
    let mut first = HashMap::new();
    let one = |(at, member): (u32, &Option<MemberId>)| match member {
        Some(member) => *first.entry(*member).or_insert(at),
        None => at,
    };
    (0..).zip(who).map(one).collect()
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn names_of_one_person_add_up_where_the_metric_does() {
        let (sum, latest) = (MetricId(Uuid::from_u128(1)), MetricId(Uuid::from_u128(2)));
        let member = MemberId(Uuid::from_u128(3));
        let on = "2026-11-16".parse().unwrap();
        let large = i64::try_from(LARGEST).unwrap();
        let one = |row, person, metric, value| Figure { row, person, metric, on, value };
        let list = vec![
            one(2, 0, sum, 5),
            one(3, 1, sum, 7),
            one(4, 2, sum, 1),
            one(5, 2, latest, 9),
            one(6, 0, latest, 8),
            one(7, 2, sum, large),
        ];
        let mut figures = Figures { list, ..Figures::default() };
        let who = [Some(member), None, Some(member)];
        assert_eq!(figures.join(&who, &HashSet::from([sum])), Some(7));
        let values: Vec<_> = figures.list.iter().map(|f| (f.person, f.metric, f.value)).collect();
        assert_eq!(values, [(0, sum, 6), (1, sum, 7), (0, latest, 8)]);
        assert_eq!((figures.added_up, figures.problem_count, figures.problems[0].row), (2, 1, 7));
    }
}
