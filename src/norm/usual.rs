//! The company's own norm: the median of what people did in the weeks before.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Days, NaiveDate};

use super::norms::Per;
use crate::metric::{Metric, OverTime};
use crate::values::{MemberId, MetricId, Unit};

/// How many weeks are looked at, and how many must have facts.
pub const WEEKS: u64 = 8;
pub const LEAST_WEEKS: usize = 4;

/// What somebody did of a metric in an ISO week.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WeekFact {
    pub member: MemberId,
    pub metric: MetricId,
    pub monday: NaiveDate,
    pub sum: i64,
    /// The value of its last day.
    pub last: i64,
}

/// What people usually do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Usual {
    /// Minor units of the metric, for the period asked for.
    pub value: i64,
    pub weeks: usize,
    pub people: usize,
}

/// The whole weeks looked at on a day: from a Monday to a Sunday.
pub fn span(today: NaiveDate) -> (NaiveDate, NaiveDate) {
    let monday = today.week(chrono::Weekday::Mon).first_day();
    (monday - Days::new(7 * WEEKS), monday - Days::new(1))
}

/// The median of a metric's weeks of people; `days` says how many days somebody worked in the week of a Monday. None
/// while fewer than four weeks have facts.
pub fn usual(
    metric: &Metric,
    all: &[Metric],
    per: Per,
    facts: &[WeekFact],
    days: impl Fn(MemberId, NaiveDate) -> u32,
) -> Option<Usual> {
    let of = |id: MetricId| facts.iter().filter(move |fact| fact.metric == id);
    let rates = match (metric.over_time, per.days()) {
        (OverTime::Sum, Some(factor)) => of(metric.id)
            .filter_map(|fact| {
                let worked = i64::from(days(fact.member, fact.monday));
                (worked > 0).then(|| rounded(i128::from(fact.sum) * i128::from(factor), worked))
            })
            .collect(),
        (OverTime::Ratio { numerator, denominator }, _) => {
            ratios(metric, all, &sums(of(numerator)), &sums(of(denominator)))
        }
        (OverTime::Last, _) => latest(of(metric.id)),
        (OverTime::Sum, None) => Vec::new(),
    };
    let said = metric.over_time.parts().map_or(metric.id, |(_, denominator)| denominator);
    let weeks: BTreeSet<NaiveDate> = of(said).map(|fact| fact.monday).collect();
    let people: BTreeSet<MemberId> = of(said).map(|fact| fact.member).collect();
    (weeks.len() >= LEAST_WEEKS).then(|| median(rates)).flatten().map(|value| Usual {
        value,
        weeks: weeks.len(),
        people: people.len(),
    })
}

fn sums<'a>(facts: impl Iterator<Item = &'a WeekFact>) -> BTreeMap<MemberId, i64> {
    facts.fold(BTreeMap::new(), |mut sums, fact| {
        *sums.entry(fact.member).or_default() += fact.sum;
        sums
    })
}

/// Each person's ratio over all the weeks, in minor units of the metric.
fn ratios(
    metric: &Metric,
    all: &[Metric],
    numerators: &BTreeMap<MemberId, i64>,
    denominators: &BTreeMap<MemberId, i64>,
) -> Vec<i64> {
    let scale = |id: Option<MetricId>| {
        let found = all.iter().find(|other| Some(other.id) == id);
        u32::from(found.map_or(0, |metric| metric.scale))
    };
    let parts = metric.over_time.parts();
    let (above, below) = (scale(parts.map(|p| p.0)), scale(parts.map(|p| p.1)));
    let percent = if metric.unit == Unit::Percent { 100 } else { 1 };
    let up = 10_i128.pow(u32::from(metric.scale) + below) * percent;
    let down = 10_i128.pow(above);
    denominators
        .iter()
        .filter(|(_, whole)| **whole > 0)
        .map(|(member, whole)| {
            let part = i128::from(numerators.get(member).copied().unwrap_or(0));
            rounded128(part * up, i128::from(*whole) * down)
        })
        .collect()
}

/// Each person's last value.
fn latest<'a>(facts: impl Iterator<Item = &'a WeekFact>) -> Vec<i64> {
    let last = facts.fold(BTreeMap::new(), |mut last: BTreeMap<_, WeekFact>, fact| {
        let kept = last.entry(fact.member).or_insert(*fact);
        if kept.monday < fact.monday {
            *kept = *fact;
        }
        last
    });
    last.into_values().map(|fact| fact.last).collect()
}

/// The middle one, or the mean of the two in the middle.
fn median(mut values: Vec<i64>) -> Option<i64> {
    values.sort_unstable();
    let middle = values.len() / 2;
    match values.len() {
        0 => None,
        odd if odd % 2 == 1 => Some(values[middle]),
        _ => Some(rounded(i128::from(values[middle - 1]) + i128::from(values[middle]), 2)),
    }
}

fn rounded(value: i128, parts: i64) -> i64 {
    rounded128(value, i128::from(parts))
}

/// Half away from zero; what no metric can hold is brought to the limits.
fn rounded128(value: i128, parts: i128) -> i64 {
    let half = if value < 0 { -parts } else { parts };
    i64::try_from((2 * value + half) / (2 * parts)).unwrap_or(crate::values::LIMIT)
}

#[cfg(test)]
mod tests {
    use super::super::norms::tests::day;
    use super::*;
    use crate::metric::{Direction, Kind, OverPeople};
    use proptest::prelude::*;
    use uuid::Uuid;

    fn metric(id: u128, over_time: OverTime, unit: Unit) -> Metric {
        Metric {
            id: MetricId(Uuid::from_u128(id)),
            code: format!("m{id}"),
            name: format!("m{id}"),
            unit,
            kind: Kind::Step,
            direction: Direction::Up,
            over_time,
            over_people: OverPeople::Sum,
            scale: u8::from(unit == Unit::Percent),
            is_hidden: false,
            row_version: 1,
        }
    }

    fn fact(member: u128, metric: u128, week: u64, sum: i64) -> WeekFact {
        WeekFact {
            member: MemberId(Uuid::from_u128(member)),
            metric: MetricId(Uuid::from_u128(metric)),
            monday: day("2026-10-05") + Days::new(7 * week),
            sum,
            last: sum,
        }
    }

    fn five(_: MemberId, _: NaiveDate) -> u32 {
        5
    }

    #[test]
    fn a_norm_of_a_day_is_the_median_of_weeks_by_days_worked() {
        let calls = metric(1, OverTime::Sum, Unit::Piece);
        let facts: Vec<_> = (0..4)
            .flat_map(|week| [fact(1, 1, week, 200), fact(2, 1, week, 150), fact(3, 1, week, 100)])
            .collect();
        let all = std::slice::from_ref(&calls);
        let day = usual(&calls, all, Per::Day, &facts, five).unwrap();
        assert_eq!(day, Usual { value: 30, weeks: 4, people: 3 });
        assert_eq!(usual(&calls, all, Per::Month, &facts, five).unwrap().value, 630);
        let three = |_: MemberId, _: NaiveDate| 3;
        assert_eq!(usual(&calls, all, Per::Day, &facts, three).unwrap().value, 50);
        assert_eq!(usual(&calls, all, Per::Day, &facts[..9], five), None, "three weeks");
    }

    #[test]
    fn a_ratio_is_each_persons_over_all_weeks() {
        let parts = OverTime::Ratio {
            numerator: MetricId(Uuid::from_u128(2)),
            denominator: MetricId(Uuid::from_u128(1)),
        };
        let all = [
            metric(1, OverTime::Sum, Unit::Piece),
            metric(2, OverTime::Sum, Unit::Piece),
            metric(3, parts, Unit::Percent),
        ];
        let facts: Vec<_> = (0..4)
            .flat_map(|week| [fact(1, 1, week, 10), fact(1, 2, week, 2), fact(2, 1, week, 10)])
            .collect();
        let found = usual(&all[2], &all, Per::Value, &facts, five).unwrap();
        assert_eq!(found, Usual { value: 100, weeks: 4, people: 2 }, "20 % and 0 %: 10,0 %");
    }

    #[test]
    fn a_level_is_the_median_of_last_values() {
        let debt = metric(1, OverTime::Last, Unit::Percent);
        let facts: Vec<_> = (0..5).map(|week| fact(1, 1, week, 10 + week.cast_signed())).collect();
        let all = std::slice::from_ref(&debt);
        assert_eq!(usual(&debt, all, Per::Value, &facts, five).unwrap().value, 14);
    }

    #[test]
    fn eight_whole_weeks_end_last_sunday() {
        assert_eq!(span(day("2026-11-18")), (day("2026-09-21"), day("2026-11-15")));
        assert_eq!(span(day("2026-11-16")), (day("2026-09-21"), day("2026-11-15")));
    }

    proptest! {
        #[test]
        fn a_median_lies_among_its_values(values in prop::collection::vec(-1_000_000_i64..1_000_000, 1..50)) {
            let (least, most) = (*values.iter().min().unwrap(), *values.iter().max().unwrap());
            let found = median(values).unwrap();
            prop_assert!((least..=most).contains(&found));
        }
    }
}
