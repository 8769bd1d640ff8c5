//! Which changes are asked for, in an address and back.

use chrono::{DateTime, Days, NaiveDate, NaiveTime, Utc};
use chrono_tz::Tz;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Deserialize;
use uuid::Uuid;

use super::record::Cursor;
use crate::access::Role;
use crate::company::name_norm;
use crate::form::FieldErrors;
use crate::values::{DepartmentId, MemberId, Period, Span, optional_id};

/// What changes, as people look for it, by the nouns of the log.
pub struct Kind {
    pub code: &'static str,
    pub name: &'static str,
    pub subjects: &'static [&'static str],
}

pub const KINDS: [Kind; 14] = [
    Kind { code: "member", name: "Люди и входы", subjects: &["member"] },
    Kind { code: "invitation", name: "Приглашения", subjects: &["invitation"] },
    Kind { code: "department", name: "Отделы", subjects: &["department"] },
    Kind { code: "metric", name: "Показатели", subjects: &["metric"] },
    Kind { code: "setup", name: "Настройка", subjects: &["template"] },
    Kind { code: "plan", name: "План", subjects: &["plan", "week_plan"] },
    Kind {
        code: "day", name: "Дни и поправки", subjects: &["day", "proposal", "client"]
    },
    Kind {
        code: "week", name: "Недели и закрытие", subjects: &["week", "month", "explanation"]
    },
    Kind { code: "import", name: "Загрузки", subjects: &["import"] },
    Kind { code: "scorecard", name: "Карты KPI", subjects: &["scorecard"] },
    Kind {
        code: "ritual", name: "Ритм и упражнения", subjects: &["ritual", "exercise"]
    },
    Kind { code: "stage", name: "Воронка", subjects: &["pipeline", "stage"] },
    Kind {
        code: "forecast_terms", name: "Условия прогноза", subjects: &["forecast_terms"]
    },
    Kind {
        code: "company",
        name: "Компания",
        subjects: &["company", "second_factor_rule", "handover"],
    },
];

/// Nouns whose changes concern everybody who sees the journal: by them all are measured.
pub const EVERYBODYS: [&str; 7] =
    ["metric", "scorecard", "ritual", "exercise", "pipeline", "stage", "forecast_terms"];

impl Kind {
    /// The kind that a noun of the log belongs to.
    pub fn of(subject: &str) -> Option<&'static Self> {
        KINDS.iter().find(|kind| kind.subjects.contains(&subject))
    }
}

/// The address as typed; empty is «все».
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    pub by: String,
    /// As whom they acted.
    #[serde(rename = "as")]
    pub role: String,
    /// A part of the name of what was changed.
    pub q: String,
    pub subject: String,
    /// One thing.
    pub id: String,
    /// The plan of one month.
    pub month: String,
    pub from: String,
    pub to: String,
    pub after: String,
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    pub by: Option<MemberId>,
    pub role: Option<Role>,
    /// A part of a name, as names are compared.
    pub named: Option<String>,
    pub subjects: Option<Vec<String>>,
    pub id: Option<Uuid>,
    /// The first day of the plan's month.
    pub month: Option<NaiveDate>,
    pub from: Option<NaiveDate>,
    pub to: Option<NaiveDate>,
    pub after: Option<Cursor>,
}

/// What a head sees; others see the whole journal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reach {
    /// People of the departments headed: changes of them are seen.
    pub people: Vec<MemberId>,
    /// Those whose own changes are seen.
    pub authors: Vec<MemberId>,
    pub departments: Vec<DepartmentId>,
}

impl Asked {
    /// `None`: no address of ours says so. Days are typed by people and have their messages.
    pub fn check(&self) -> Option<(Filter, FieldErrors)> {
        let kind = KINDS.iter().find(|kind| kind.code == self.subject);
        if kind.is_none() && !self.subject.is_empty() {
            return None;
        }
        let subjects = kind.map(|kind| kind.subjects.iter().map(ToString::to_string).collect());
        let mut errors = FieldErrors::default();
        let (from, to) = (day(&mut errors, "from", &self.from), day(&mut errors, "to", &self.to));
        if from.zip(to).is_some_and(|(from, to)| from > to) {
            errors.add("to", "Этот день раньше начала. Поменяйте дни местами");
        }
        let role = if self.role.is_empty() { None } else { Some(self.role.parse().ok()?) };
        let named = errors.optional("q", &self.q).map(|text| name_norm(&text));
        let named = named.filter(|text| !text.is_empty());
        let (by, id) = (optional_id(&self.by).ok()?, optional_id(&self.id).ok()?);
        let (month, after) = (self.month().ok()?, Cursor::read(&self.after));
        Some((Filter { by, role, named, subjects, id, month, from, to, after }, errors))
    }

    /// The month of a plan; anything else is no address of ours.
    fn month(&self) -> Result<Option<NaiveDate>, ()> {
        if self.month.is_empty() {
            return Ok(None);
        }
        let month: Period = self.month.parse().map_err(|_| ())?;
        let is_plans = month.span() == Span::Month && self.subject == "plan";
        if is_plans { Ok(Some(month.first())) } else { Err(()) }
    }

    /// The same list below a change, or from its newest.
    pub fn address(&self, after: Option<Cursor>) -> String {
        let after = after.map(Cursor::write).unwrap_or_default();
        let q = utf8_percent_encode(&self.q, NON_ALPHANUMERIC).to_string();
        let fields = [
            ("by", &self.by),
            ("as", &self.role),
            ("q", &q),
            ("subject", &self.subject),
            ("id", &self.id),
            ("month", &self.month),
            ("from", &self.from),
            ("to", &self.to),
            ("after", &after),
        ];
        let said = fields.iter().filter(|(_, value)| !value.is_empty());
        let said: Vec<String> = said.map(|(name, value)| format!("{name}={value}")).collect();
        if said.is_empty() { "/changes".into() } else { format!("/changes?{}", said.join("&")) }
    }
}

fn day(errors: &mut FieldErrors, field: &str, typed: &str) -> Option<NaiveDate> {
    let typed = typed.trim();
    if typed.is_empty() {
        return None;
    }
    let day = typed.parse::<NaiveDate>().ok().filter(|day| sane().contains(day));
    if day.is_none() {
        errors.add(field, "Такого дня нет. Напишите, например, 2026-11-18");
    }
    day
}

fn sane() -> std::ops::Range<NaiveDate> {
    let year = |year| NaiveDate::from_ymd_opt(year, 1, 1).unwrap_or_default();
    year(1990)..year(2101)
}

impl Filter {
    /// Whether only such changes are asked for.
    pub fn is_everybodys(&self) -> bool {
        let subjects = self.subjects.as_deref();
        subjects.is_some_and(|all| all.iter().all(|one| EVERYBODYS.contains(&one.as_str())))
    }

    /// From this instant on.
    pub fn since(&self, zone: Tz) -> DateTime<Utc> {
        start(self.from.unwrap_or(sane().start), zone)
    }

    /// Below this: the change of the page before, else the end of the last day.
    pub fn below(&self, zone: Tz) -> Cursor {
        let end = self.to.unwrap_or(sane().end) + Days::new(1);
        let last = Cursor { at: start(end, zone), id: Uuid::nil() };
        self.after.filter(|after| after.at < last.at).unwrap_or(last)
    }
}

/// The first instant of a day in a zone; where midnight is skipped, the hour after it.
fn start(day: NaiveDate, zone: Tz) -> DateTime<Utc> {
    let midnight = day.and_time(NaiveTime::MIN);
    let local = midnight.and_local_timezone(zone).earliest();
    local.map_or_else(|| midnight.and_utc(), |local| local.to_utc())
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono_tz::Europe::Moscow;

    fn asked(subject: &str, month: &str, from: &str, to: &str) -> Asked {
        Asked {
            subject: subject.into(),
            month: month.into(),
            from: from.into(),
            to: to.into(),
            ..Asked::default()
        }
    }

    #[test]
    fn days_are_the_companys_and_the_last_one_is_whole() {
        let (filter, errors) = asked("", "", "2026-11-01", "2026-11-18").check().unwrap();
        assert!(errors.is_empty());
        assert_eq!(filter.since(Moscow).to_rfc3339(), "2026-10-31T21:00:00+00:00");
        assert_eq!(filter.below(Moscow).at.to_rfc3339(), "2026-11-18T21:00:00+00:00");
        let after = Cursor { at: filter.since(Moscow), id: Uuid::from_u128(5) };
        let next = Filter { after: Some(after), ..filter };
        assert_eq!(next.below(Moscow), after);
    }

    #[test]
    fn a_day_that_is_none_is_told_at_its_field() {
        let (_, errors) = asked("", "", "2026-02-31", "9999999").check().unwrap();
        assert!(errors.on("from").is_some() && errors.on("to").is_some());
        let (_, errors) = asked("", "", "2026-11-18", "2026-11-01").check().unwrap();
        assert!(errors.on("to").unwrap().contains("раньше начала"));
    }

    #[test]
    fn a_name_is_compared_as_names_are_and_an_endless_one_is_refused() {
        let named = |q: &str| Asked { q: q.into(), ..Asked::default() }.check().unwrap();
        assert_eq!(named(" ПЁТР ").0.named.as_deref(), Some("петр"));
        assert_eq!(named(" . ").0.named, None);
        assert!(named(&"я".repeat(10_000)).1.on("q").is_some());
    }

    #[test]
    fn what_is_no_address_of_ours_is_not_found() {
        assert!(asked("salary", "", "", "").check().is_none());
        assert!(asked("plan", "2026-W47", "", "").check().is_none());
        assert!(asked("member", "2026-11", "", "").check().is_none());
        assert!(Asked { id: "x".into(), ..Asked::default() }.check().is_none());
        assert!(Asked { role: "boss".into(), ..Asked::default() }.check().is_none());
        assert!(asked("plan", "2026-11", "", "").check().is_some());
    }

    #[test]
    fn an_address_says_only_what_was_asked() {
        assert_eq!(Asked::default().address(None), "/changes");
        let address = asked("plan", "2026-11", "", "").address(None);
        assert_eq!(address, "/changes?subject=plan&month=2026-11");
        let named = Asked { q: "А & Б".into(), role: "expert".into(), ..Asked::default() };
        assert_eq!(named.address(None), "/changes?as=expert&q=%D0%90%20%26%20%D0%91");
    }
}
