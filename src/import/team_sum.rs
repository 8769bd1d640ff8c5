//! A head's plan that is really the team's: formulas, section 2. It must not be added to the team's.
use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::figures::Figures;
use crate::values::MetricId;

/// Fewer people than this have no team whose sum could be told from a large plan.
const FEWEST: usize = 4;

/// Why a person's plan looks like the team's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Looks {
    /// It is the sum of all the others, to one per cent.
    SumOfOthers,
    /// It is at least twice the largest of the others.
    TwiceTheLargest,
}

/// More people than this are no team of one head: nothing is looked for.
const MOST: usize = 60;

/// The plans of a month and metric: each person's value.
type Plans = BTreeMap<(NaiveDate, MetricId), Vec<(u32, i64)>>;

/// People of the file (by index) whose plan looks like a sum of a team, judged over the months in
/// which they have a plan. Two heads with the same kind of plan hide each other, so pairs are tried
/// where nobody stands out alone.
pub fn suspects(figures: &Figures) -> BTreeMap<u32, Looks> {
    if figures.people.len() > MOST {
        return BTreeMap::new();
    }
    let mut plans = Plans::new();
    for figure in &figures.list {
        plans.entry((figure.on, figure.metric)).or_default().push((figure.person, figure.value));
    }
    let people = 0..u32::try_from(figures.people.len()).unwrap_or(0);
    let alone = |person| Some((person, looks(person, &plans, None)?));
    let found: BTreeMap<u32, Looks> = people.clone().filter_map(alone).collect();
    if !found.is_empty() {
        return found;
    }
    let beside = |person: u32| {
        let others = people.clone().filter(move |other| *other != person);
        let mut pairs = others.filter(|other| looks(*other, &plans, Some(person)).is_some());
        pairs.find_map(|other| Some((person, looks(person, &plans, Some(other))?)))
    };
    people.clone().filter_map(beside).collect()
}

/// The person's own months against the others in the same months, one of them left aside.
fn looks(person: u32, plans: &Plans, aside: Option<u32>) -> Option<Looks> {
    let (mut own, mut others) = (0_i64, BTreeMap::<u32, i64>::new());
    for list in plans.values() {
        let Some((_, value)) = list.iter().find(|(who, _)| *who == person) else { continue };
        own = own.saturating_add(*value);
        for (who, value) in list.iter().filter(|(who, _)| *who != person && Some(*who) != aside) {
            *others.entry(*who).or_default() += value;
        }
    }
    let (sum, largest) = (others.values().sum::<i64>(), others.values().copied().max()?);
    if others.len() + 1 < FEWEST || own <= 0 || largest <= 0 {
        None
    } else if (own - sum).abs().saturating_mul(100) <= sum {
        Some(Looks::SumOfOthers)
    } else if own >= largest.saturating_mul(2) {
        Some(Looks::TwiceTheLargest)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::import::figures::{Figure, Who};

    fn plan(values: &[i64]) -> Figures {
        let on = NaiveDate::from_ymd_opt(2026, 11, 1).unwrap();
        let metric = MetricId(Uuid::from_u128(1));
        let figure = |(person, value): (usize, &i64)| Figure {
            row: 1,
            person: u32::try_from(person).unwrap(),
            metric,
            on,
            value: *value,
        };
        Figures {
            people: vec![Who::default(); values.len()],
            list: values.iter().enumerate().map(figure).collect(),
            ..Figures::default()
        }
    }

    #[test]
    fn a_plan_that_is_the_sum_of_the_others_is_the_teams() {
        assert_eq!(suspects(&plan(&[10, 20, 30, 60])), BTreeMap::from([(3, Looks::SumOfOthers)]));
        assert!(suspects(&plan(&[10, 20, 30, 25])).is_empty());
        assert!(suspects(&plan(&[30, 60])).is_empty());
    }

    #[test]
    fn two_heads_with_large_plans_do_not_hide_each_other() {
        let found = suspects(&plan(&[500, 500, 200, 100, 150, 100, 100]));
        let expected = [(0, Looks::TwiceTheLargest), (1, Looks::TwiceTheLargest)];
        assert_eq!(found, BTreeMap::from(expected));
    }
}
