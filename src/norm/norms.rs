//! What is usual for one person who works full time, and what it makes for somebody's own days.

use chrono::NaiveDate;

use crate::access::Role;
use crate::values::{MemberId, MetricId, NormId};

/// Working days of a week and of a month by which a norm of one period is said for another.
pub const WEEK: i64 = 5;
pub const MONTH: i64 = 21;

/// For what a norm is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Per {
    Day,
    Week,
    Month,
    /// A ratio or a level: days do not multiply it.
    Value,
}

impl Per {
    pub const ALL: [Self; 4] = [Self::Day, Self::Week, Self::Month, Self::Value];
    /// Those of a metric whose days add up.
    pub const OF_SUMS: [Self; 3] = [Self::Day, Self::Week, Self::Month];

    pub fn code(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Week => "week",
            Self::Month => "month",
            Self::Value => "value",
        }
    }

    /// «в день»; nothing for a value that has no period.
    pub fn words(self) -> &'static str {
        match self {
            Self::Day => "в день",
            Self::Week => "в неделю",
            Self::Month => "в месяц",
            Self::Value => "",
        }
    }

    /// How many working days it is said for; none when days do not matter.
    pub fn days(self) -> Option<i64> {
        match self {
            Self::Day => Some(1),
            Self::Week => Some(WEEK),
            Self::Month => Some(MONTH),
            Self::Value => None,
        }
    }
}

/// Where a norm comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    Template,
    Own,
    /// The company's median of the weeks before.
    Median,
}

impl Source {
    pub const ALL: [Self; 3] = [Self::Template, Self::Own, Self::Median];

    pub fn code(self) -> &'static str {
        match self {
            Self::Template => "template",
            Self::Own => "own",
            Self::Median => "median",
        }
    }

    pub fn name(self) -> &'static str {
        match self {
            Self::Template => "шаблон",
            Self::Own => "своя",
            Self::Median => "ваша медиана",
        }
    }
}

/// Whose norm it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Whose {
    /// Everybody of a role who has none of his own: managers or heads.
    Role(Role),
    Member(MemberId),
}

/// A norm from a day until the next one of the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Norm {
    pub id: NormId,
    pub metric: MetricId,
    pub whose: Whose,
    pub from_on: NaiveDate,
    /// Minor units of the metric; none: from that day there is no norm.
    pub value: Option<i64>,
    pub per: Per,
    pub source: Source,
    pub row_version: i32,
}

impl Norm {
    /// What the norm makes for the hundredths of full working days that somebody carries (k·a of formulas 1) in a month
    /// that has `month_days`, rounded half up. A value without a period stays what it is.
    pub fn for_days(&self, carried: u32, month_days: u32) -> Option<i64> {
        let value = i128::from(self.value?);
        let whole = match self.per {
            Per::Day => 1,
            Per::Week => i128::from(WEEK),
            Per::Month => i128::from(month_days.max(1)),
            Per::Value => return self.value,
        };
        let worth = value * i128::from(carried);
        let parts = whole * 100;
        i64::try_from((2 * worth + parts) / (2 * parts)).ok()
    }
}

/// The norms of a company, all of them: past, present and to come.
#[derive(Debug, Clone, Default)]
pub struct Norms(Vec<Norm>);

impl Norms {
    pub fn new(norms: Vec<Norm>) -> Self {
        Self(norms)
    }

    /// The norm of a role or a person on a day, said for it itself.
    pub fn of(&self, metric: MetricId, whose: Whose, day: NaiveDate) -> Option<&Norm> {
        let own = self.0.iter().filter(|norm| norm.metric == metric && norm.whose == whose);
        own.filter(|norm| norm.from_on <= day).max_by_key(|norm| norm.from_on)
    }

    /// The norm that holds for a person: the own one, else that of the role.
    pub fn for_member(
        &self,
        metric: MetricId,
        member: MemberId,
        role: Role,
        day: NaiveDate,
    ) -> Option<&Norm> {
        let role = if role == Role::Head { Role::Head } else { Role::Manager };
        self.of(metric, Whose::Member(member), day)
            .filter(|norm| norm.value.is_some())
            .or_else(|| self.of(metric, Whose::Role(role), day))
            .filter(|norm| norm.value.is_some())
    }

    /// The people with a norm of their own on a day.
    pub fn exceptions(&self, metric: MetricId, day: NaiveDate) -> Vec<&Norm> {
        let mut own: Vec<&Norm> = self
            .0
            .iter()
            .filter(|norm| norm.metric == metric && norm.value.is_some())
            .filter(|norm| matches!(norm.whose, Whose::Member(_)))
            .filter(|norm| self.of(metric, norm.whose, day) == Some(norm))
            .collect();
        own.sort_by_key(|norm| norm.id);
        own
    }

    /// Everything ever said of a metric, the newest first.
    pub fn history(&self, metric: MetricId) -> Vec<&Norm> {
        let mut all: Vec<&Norm> = self.0.iter().filter(|norm| norm.metric == metric).collect();
        all.sort_by_key(|norm| (std::cmp::Reverse(norm.from_on), norm.id));
        all
    }

    /// Grows with every change of a metric's norms: tells the second of two editors.
    pub fn version(&self, metric: MetricId) -> i32 {
        self.0.iter().filter(|norm| norm.metric == metric).map(|norm| norm.row_version).sum()
    }
}

#[cfg(test)]
pub mod tests {
    use super::*;
    use uuid::Uuid;

    pub fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    pub fn norm(id: u128, whose: Whose, from_on: &str, value: Option<i64>) -> Norm {
        Norm {
            id: NormId(Uuid::from_u128(id)),
            metric: MetricId(Uuid::from_u128(1)),
            whose,
            from_on: day(from_on),
            value,
            per: Per::Day,
            source: Source::Own,
            row_version: 1,
        }
    }

    const MANAGERS: Whose = Whose::Role(Role::Manager);

    #[test]
    fn a_day_is_multiplied_by_own_days_and_by_the_ramp() {
        let calls = norm(1, MANAGERS, "2026-11-01", Some(40));
        assert_eq!(calls.for_days(2000, 20), Some(800));
        assert_eq!(calls.for_days(900, 20), Some(360));
        let offers = Norm { per: Per::Month, value: Some(20), ..calls.clone() };
        assert_eq!(offers.for_days(1500, 20), Some(15));
        assert_eq!(offers.for_days(210, 20), Some(2), "2.1");
        let visits = Norm { per: Per::Week, value: Some(4), ..calls.clone() };
        assert_eq!(visits.for_days(2000, 20), Some(16));
        let margin = Norm { per: Per::Value, value: Some(180), ..calls };
        assert_eq!(margin.for_days(90, 20), Some(180));
    }

    #[test]
    fn a_persons_own_norm_goes_before_the_roles_until_it_is_taken_off() {
        let (metric, petrov) = (MetricId(Uuid::from_u128(1)), MemberId(Uuid::from_u128(7)));
        let norms = Norms::new(vec![
            norm(1, MANAGERS, "2026-01-01", Some(40)),
            norm(2, MANAGERS, "2026-11-16", Some(45)),
            norm(3, Whose::Member(petrov), "2026-11-01", Some(20)),
            norm(4, Whose::Member(petrov), "2026-12-01", None),
        ]);
        let on = |at: &str| {
            norms.for_member(metric, petrov, Role::Manager, day(at)).and_then(|norm| norm.value)
        };
        assert_eq!(on("2025-12-31"), None);
        assert_eq!(on("2026-10-31"), Some(40));
        assert_eq!(on("2026-11-20"), Some(20));
        assert_eq!(on("2026-12-01"), Some(45));
        assert_eq!(norms.exceptions(metric, day("2026-11-20")).len(), 1);
        assert!(norms.exceptions(metric, day("2026-12-01")).is_empty());
    }
}
