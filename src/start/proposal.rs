//! The plan that a goal makes: money and steps of each person, by own working days and ramp.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::feasibility::Need;
use crate::access::Role;
use crate::metric::{Metric, OverTime};
use crate::norm::Norms;
use crate::plan::decomposition::effective_on;
use crate::plan::{NewVersion, Target};
use crate::values::{DepartmentId, MemberId, MetricId, Period, distribute};

/// Somebody who sells, in a month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seller {
    pub member: MemberId,
    pub name: String,
    pub role: Role,
    pub department: DepartmentId,
    /// Own working days of the month.
    pub days: u32,
    /// The same times the percent of a full plan carried on each: k·a of formulas 1.
    pub carried: u32,
}

impl Seller {
    /// Percent of a full plan, when it is less.
    pub fn part(&self) -> Option<u32> {
        let percent = self.carried.checked_div(self.days)?;
        (percent < 100).then_some(percent)
    }
}

/// What a plan is made of.
#[derive(Debug)]
pub struct Ground<'a> {
    pub month: Period,
    pub today: NaiveDate,
    /// Working days of the company's month.
    pub month_days: u32,
    pub sellers: &'a [Seller],
    /// Those on the tables.
    pub metrics: &'a [Metric],
    pub norms: &'a Norms,
    pub money: Option<&'a Metric>,
    /// Of the month.
    pub kopecks: i64,
    pub needs: &'a [Need],
}

/// A version for each department that has no plan of the month yet.
pub fn proposal(ground: &Ground<'_>, planned: &[DepartmentId]) -> Vec<NewVersion> {
    let mut targets: BTreeMap<DepartmentId, Vec<Target>> = BTreeMap::new();
    for metric in ground.metrics {
        for (seller, value) in ground.sellers.iter().zip(ground.values(metric)) {
            if value.is_some() && !planned.contains(&seller.department) {
                let target = Target { member: Some(seller.member), metric: metric.id, value };
                targets.entry(seller.department).or_default().push(target);
            }
        }
    }
    let effective = effective_on(ground.month, None, ground.today);
    let version = |(department, targets)| NewVersion {
        department,
        month: ground.month.first(),
        effective_on: effective,
        reason: None,
        import: None,
        targets,
    };
    targets.into_iter().map(version).collect()
}

impl Ground<'_> {
    /// The number of each seller: the goal and the steps it asks are shared out, anything else is the norm.
    pub fn values(&self, metric: &Metric) -> Vec<Option<i64>> {
        let unit = 10_i64.pow(u32::from(metric.scale));
        if self.money.is_some_and(|money| money.id == metric.id) {
            return self.shared(self.kopecks / 100 * unit + self.kopecks % 100 * unit / 100);
        }
        match self.need(metric.id) {
            Some(need) if metric.over_time == OverTime::Sum => {
                self.shared(need.saturating_mul(unit))
            }
            _ => self.sellers.iter().map(|seller| self.norm(metric, seller)).collect(),
        }
    }

    fn need(&self, metric: MetricId) -> Option<i64> {
        self.needs.iter().find(|need| need.metric == metric).map(|need| need.total)
    }

    fn shared(&self, total: i64) -> Vec<Option<i64>> {
        let weights: Vec<u32> = self.sellers.iter().map(|seller| seller.carried).collect();
        distribute(total, &weights).into_iter().map(Some).collect()
    }

    fn norm(&self, metric: &Metric, seller: &Seller) -> Option<i64> {
        let day = self.month.last();
        let norm = self.norms.for_member(metric.id, seller.member, seller.role, day)?;
        norm.for_days(seller.carried, self.month_days)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metric::{Direction, Kind, OverPeople};
    use crate::norm::{Norm, Per, Source, Whose};
    use crate::values::{NormId, Unit};
    use proptest::prelude::*;
    use uuid::Uuid;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn metric(id: u128, unit: Unit) -> Metric {
        Metric {
            id: MetricId(Uuid::from_u128(id)),
            code: format!("m{id}"),
            name: format!("m{id}"),
            unit,
            kind: Kind::Step,
            direction: Direction::Up,
            over_time: OverTime::Sum,
            over_people: OverPeople::Sum,
            scale: if unit == Unit::Rouble { 2 } else { 0 },
            is_hidden: false,
            row_version: 1,
        }
    }

    fn seller(id: u128, days: u32, capacity: u32) -> Seller {
        Seller {
            member: MemberId(Uuid::from_u128(id)),
            name: format!("{id}"),
            role: Role::Manager,
            department: DepartmentId(Uuid::from_u128(1)),
            days,
            carried: days * capacity,
        }
    }

    fn need(metric: u128, total: i64) -> Need {
        let (metric, name) = (MetricId(Uuid::from_u128(metric)), String::new());
        Need { metric, name, total, per_day: 0, day_norm: None, load: None }
    }

    fn norms(metric: u128, value: i64) -> Norms {
        Norms::new(vec![Norm {
            id: NormId(Uuid::from_u128(1)),
            metric: MetricId(Uuid::from_u128(metric)),
            whose: Whose::Role(Role::Manager),
            from_on: day("2026-11-01"),
            value: Some(value),
            per: Per::Day,
            source: Source::Template,
            row_version: 1,
        }])
    }

    fn shares(kopecks: i64, sellers: &[Seller]) -> Vec<NewVersion> {
        let metrics = [metric(1, Unit::Piece), metric(2, Unit::Rouble), metric(3, Unit::Piece)];
        let ground = Ground {
            month: Period::month(day("2026-12-01")),
            today: day("2026-11-25"),
            month_days: 20,
            sellers,
            metrics: &metrics,
            norms: &norms(3, 5),
            money: Some(&metrics[1]),
            kopecks,
            needs: &[need(1, 100)],
        };
        proposal(&ground, &[])
    }

    #[test]
    fn the_goal_is_shared_by_days_and_ramp_and_the_rest_is_the_norm() {
        let found =
            shares(600_000_000, &[seller(1, 20, 100), seller(2, 15, 100), seller(3, 20, 30)]);
        let [version] = &found[..] else { panic!("{found:?}") };
        assert_eq!(version.effective_on, day("2026-12-01"));
        let of = |metric: u128| -> Vec<i64> {
            let id = MetricId(Uuid::from_u128(metric));
            version.targets.iter().filter(|t| t.metric == id).filter_map(|t| t.value).collect()
        };
        assert_eq!(of(2), [292_682_927, 219_512_195, 87_804_878]);
        assert_eq!(of(1), [49, 36, 15]);
        assert_eq!(of(3), [100, 75, 30], "5 a day");
    }

    #[test]
    fn a_department_that_has_a_plan_keeps_it() {
        let sellers = [seller(1, 20, 100)];
        let metrics = [metric(2, Unit::Rouble)];
        let ground = Ground {
            month: Period::month(day("2026-12-01")),
            today: day("2026-11-25"),
            month_days: 20,
            sellers: &sellers,
            metrics: &metrics,
            norms: &Norms::default(),
            money: Some(&metrics[0]),
            kopecks: 100,
            needs: &[],
        };
        assert!(proposal(&ground, &[sellers[0].department]).is_empty());
    }

    proptest! {
        #[test]
        fn the_parts_add_up_to_the_goal(kopecks in 100_i64..1_000_000_000_000, days in prop::collection::vec(0_u32..23, 1..12)) {
            let sellers: Vec<_> = days.iter().enumerate().map(|(at, days)| seller(at as u128, *days, 100)).collect();
            let money = MetricId(Uuid::from_u128(2));
            let found = shares(kopecks, &sellers);
            let cells = found.iter().flat_map(|version| &version.targets).filter(|t| t.metric == money);
            prop_assert_eq!(cells.filter_map(|t| t.value).sum::<i64>(), kopecks);
        }
    }
}
