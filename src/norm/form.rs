//! A norm as it is typed, and as it may be written.

use chrono::NaiveDate;
use serde::Deserialize;
use uuid::Uuid;

use super::norms::{Per, Whose};
use crate::access::Role;
use crate::company::Member;
use crate::form::FieldErrors;
use crate::metric::{Kind, Metric};
use crate::values::russian::day_and_month;
use crate::values::{MemberId, Quantity};

/// The form as typed. `whose` is a role («manager», «head») or the id of a person.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct NormForm {
    pub whose: String,
    pub value: String,
    pub per: String,
    pub from_on: String,
    pub minutes: String,
    /// The version of all norms of the metric.
    pub row_version: i32,
}

/// What may be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NormDraft {
    pub whose: Whose,
    pub value: Option<i64>,
    pub per: Per,
    pub from_on: NaiveDate,
    /// How long one step takes.
    pub minutes: Option<i16>,
}

impl NormForm {
    /// `people`: those who may have a norm of their own.
    pub fn check(
        &self,
        metric: &Metric,
        people: &[Member],
        today: NaiveDate,
    ) -> Result<NormDraft, FieldErrors> {
        let mut errors = FieldErrors::default();
        let whose = self.whose(&mut errors, people);
        let per = if metric.is_summed() {
            errors.one_of("per", &self.per, &Per::OF_SUMS.map(|per| (per.code(), per)))
        } else {
            Some(Per::Value)
        };
        let value = self.value(&mut errors, metric, per);
        let from_on = errors.date("from_on", &self.from_on);
        if errors.on("from_on").is_none() && from_on < today {
            let day = day_and_month(today);
            errors.add("from_on", format!("Прошлое остаётся прежним: выберите {day} или позже"));
        }
        let minutes = self.minutes(&mut errors, metric);
        let (Some(whose), Some(per)) = (whose, per) else { return Err(errors) };
        errors.or(NormDraft { whose, value, per, from_on, minutes })
    }

    fn whose(&self, errors: &mut FieldErrors, people: &[Member]) -> Option<Whose> {
        let found = match self.whose.as_str() {
            "manager" => Some(Whose::Role(Role::Manager)),
            "head" => Some(Whose::Role(Role::Head)),
            id => id
                .parse::<Uuid>()
                .ok()
                .map(MemberId)
                .filter(|id| people.iter().any(|person| person.id == *id))
                .map(Whose::Member),
        };
        if found.is_none() {
            errors.add("whose", "Выберите из списка");
        }
        found
    }

    /// Nothing and a dash take the norm off.
    fn value(&self, errors: &mut FieldErrors, metric: &Metric, per: Option<Per>) -> Option<i64> {
        if matches!(self.value.trim(), "" | "—" | "-") {
            return None;
        }
        let days = if per == Some(Per::Day) { 1 } else { 31 };
        let most = metric.believed_a_day().saturating_mul(days);
        match Quantity::parse(&self.value, metric.scale, metric.unit) {
            Ok(quantity) if quantity.minor() > most => {
                errors.add("value", "Слишком большая норма: проверьте, нет ли лишних цифр");
            }
            Ok(quantity) if quantity.minor() >= 0 => return Some(quantity.minor()),
            Ok(_) => errors.add("value", "Норма не бывает меньше нуля"),
            Err(why) => errors.add("value", why.to_string()),
        }
        None
    }

    fn minutes(&self, errors: &mut FieldErrors, metric: &Metric) -> Option<i16> {
        if metric.kind != Kind::Step || self.minutes.trim().is_empty() {
            return None;
        }
        Some(errors.number("minutes", &self.minutes, &(1..=600)))
    }
}

#[cfg(test)]
mod tests {
    use super::super::norms::tests::day;
    use super::*;
    use crate::metric::{Direction, OverPeople, OverTime};
    use crate::values::{MetricId, Unit};

    fn calls() -> Metric {
        Metric {
            id: MetricId(Uuid::from_u128(1)),
            code: "calls".into(),
            name: "Звонки".into(),
            unit: Unit::Piece,
            kind: Kind::Step,
            direction: Direction::Up,
            over_time: OverTime::Sum,
            over_people: OverPeople::Sum,
            scale: 0,
            is_hidden: false,
            row_version: 1,
        }
    }

    fn typed(value: &str, from_on: &str) -> NormForm {
        NormForm {
            whose: "manager".into(),
            value: value.into(),
            per: "day".into(),
            from_on: from_on.into(),
            minutes: "4".into(),
            row_version: 0,
        }
    }

    #[test]
    fn a_norm_of_a_role_holds_from_a_day() {
        let draft = typed("40", "2026-11-25").check(&calls(), &[], day("2026-11-25")).unwrap();
        let expected = NormDraft {
            whose: Whose::Role(Role::Manager),
            value: Some(40),
            per: Per::Day,
            from_on: day("2026-11-25"),
            minutes: Some(4),
        };
        assert_eq!(draft, expected);
        let none = typed("", "2026-11-25").check(&calls(), &[], day("2026-11-25")).unwrap();
        assert_eq!(none.value, None);
    }

    #[test]
    fn nonsense_is_told_at_its_field() {
        let form = NormForm {
            whose: Uuid::from_u128(9).to_string(),
            per: "value".into(),
            minutes: "9999".into(),
            ..typed("сорок", "2026-11-24")
        };
        let errors = form.check(&calls(), &[], day("2026-11-25")).unwrap_err();
        for field in ["whose", "value", "per", "from_on", "minutes"] {
            assert!(errors.on(field).is_some(), "{field}");
        }
        assert!(errors.on("from_on").is_some());
        let minus = typed("-5", "2026-11-25").check(&calls(), &[], day("2026-11-25"));
        assert!(minus.unwrap_err().on("value").is_some());
    }
}
