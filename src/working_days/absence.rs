//! Days on which somebody is away.

use chrono::{Datelike, NaiveDate};
use serde::Deserialize;
use uuid::Uuid;

use super::schedule::near;
use crate::company::Member;
use crate::form::FieldErrors;
use crate::values::MemberId;
use crate::values::russian::{NO_BREAK, capitalized, day_and_month, full_date};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum AbsenceKind {
    Vacation,
    Sickness,
    Trip,
    Other,
}

impl AbsenceKind {
    pub const ALL: [Self; 4] = [Self::Vacation, Self::Sickness, Self::Trip, Self::Other];

    pub const fn code(self) -> &'static str {
        match self {
            Self::Vacation => "vacation",
            Self::Sickness => "sickness",
            Self::Trip => "trip",
            Self::Other => "other",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    pub const fn name(self) -> &'static str {
        match self {
            Self::Vacation => "отпуск",
            Self::Sickness => "больничный",
            Self::Trip => "командировка",
            Self::Other => "отсутствие",
        }
    }

    /// «Сегодня у вас отпуск»
    pub const fn today(self) -> &'static str {
        match self {
            Self::Vacation => "Сегодня у вас отпуск",
            Self::Sickness => "Сегодня у вас больничный",
            Self::Trip => "Сегодня вы в командировке",
            Self::Other => "Сегодня вас нет на работе",
        }
    }
}

/// One that holds, or one that was taken back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Absence {
    pub id: Uuid,
    pub member: MemberId,
    pub kind: AbsenceKind,
    pub starts_on: NaiveDate,
    pub ends_on: NaiveDate,
    pub note: String,
    pub by_name: String,
    pub is_void: bool,
    pub row_version: i32,
}

impl Absence {
    pub fn has(&self, day: NaiveDate) -> bool {
        self.starts_on <= day && day <= self.ends_on
    }

    /// «9–13 ноября»
    pub fn days(&self, today: NaiveDate) -> String {
        days(self.starts_on, self.ends_on, today)
    }

    /// «отпуск, 9–13 ноября»
    pub fn said(&self, today: NaiveDate) -> String {
        format!("{}, {}", self.kind.name(), self.days(today))
    }
}

/// «9–13 ноября», «30 ноября – 4 декабря», «9 ноября»; with years where they are not today's.
pub fn days(first: NaiveDate, last: NaiveDate, today: NaiveDate) -> String {
    let is_now = first.year() == today.year() && last.year() == today.year();
    let written = if is_now { day_and_month } else { full_date };
    if first == last {
        return written(first);
    }
    if (first.year(), first.month()) == (last.year(), last.month()) {
        return format!("{}–{}", first.day(), written(last));
    }
    format!("{}{NO_BREAK}– {}", written(first), written(last))
}

/// The form as typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct AbsenceForm {
    pub kind: String,
    pub starts_on: String,
    pub ends_on: String,
    pub note: String,
}

/// What may be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewAbsence {
    pub kind: AbsenceKind,
    pub starts_on: NaiveDate,
    pub ends_on: NaiveDate,
    pub note: String,
}

/// The longest absence, in days.
const LONGEST: i64 = 366;

impl AbsenceForm {
    pub fn blank() -> Self {
        Self { kind: AbsenceKind::Vacation.code().into(), ..Self::default() }
    }

    /// `known`: the absences of this person that hold.
    pub fn check(
        &self,
        member: &Member,
        known: &[Absence],
        today: NaiveDate,
    ) -> Result<NewAbsence, FieldErrors> {
        let mut errors = FieldErrors::default();
        let offered = AbsenceKind::ALL.map(|kind| (kind.code(), kind));
        let kind = errors.one_of("kind", &self.kind, &offered).unwrap_or(AbsenceKind::Other);
        let starts_on = near(&mut errors, "starts_on", &self.starts_on, today);
        let ends_on = errors.date("ends_on", &self.ends_on);
        let note = errors.optional("note", &self.note).unwrap_or_default();
        if errors.on("starts_on").is_none() && errors.on("ends_on").is_none() {
            let new = NewAbsence { kind, starts_on, ends_on, note: note.clone() };
            if let Some((field, why)) = new.trouble(member, known, today) {
                errors.add(field, why);
            }
        }
        errors.or(NewAbsence { kind, starts_on, ends_on, note })
    }
}

impl NewAbsence {
    fn trouble(
        &self,
        member: &Member,
        known: &[Absence],
        today: NaiveDate,
    ) -> Option<(&'static str, String)> {
        if self.ends_on < self.starts_on {
            return Some(("ends_on", "Последний день раньше первого: поменяйте их местами".into()));
        }
        if (self.ends_on - self.starts_on).num_days() >= LONGEST {
            return Some(("ends_on", "Дольше года: проверьте год последнего дня".into()));
        }
        if let Some(gone) = member.dismissed_on.filter(|gone| *gone <= self.ends_on) {
            let gone = full_date(gone);
            return Some((
                "ends_on",
                format!("{} не работает с {gone}: дни после этого не записывают", member.name),
            ));
        }
        let overlaps =
            |one: &&Absence| one.starts_on <= self.ends_on && self.starts_on <= one.ends_on;
        let other = known.iter().filter(|one| !one.is_void).find(overlaps)?;
        let why = format!(
            "Эти дни уже записаны: {}. Отмените ту запись или выберите другие дни",
            other.said(today)
        );
        Some(("starts_on", why))
    }

    /// «Записано: отпуск, 9–13 ноября»
    pub fn said(&self, today: NaiveDate) -> String {
        format!("{}: {}", capitalized(self.kind.name()), days(self.starts_on, self.ends_on, today))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::Role;
    use crate::values::russian::NO_BREAK;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn petrov() -> Member {
        Member {
            id: MemberId(Uuid::from_u128(1)),
            name: "Петров И.".into(),
            external_id: None,
            role: Role::Manager,
            sells: true,
            department: None,
            department_from: None,
            dismissed_on: Some(day("2027-02-01")),
            access_until: None,
            has_sign_in: false,
            row_version: 1,
        }
    }

    fn vacation(first: &str, last: &str) -> Absence {
        Absence {
            id: Uuid::nil(),
            member: petrov().id,
            kind: AbsenceKind::Vacation,
            starts_on: day(first),
            ends_on: day(last),
            note: String::new(),
            by_name: String::new(),
            is_void: false,
            row_version: 1,
        }
    }

    fn check(first: &str, last: &str, known: &[Absence]) -> Result<NewAbsence, (String, String)> {
        let form =
            AbsenceForm { starts_on: first.into(), ends_on: last.into(), ..AbsenceForm::blank() };
        form.check(&petrov(), known, day("2026-11-18")).map_err(|errors| {
            let field =
                ["starts_on", "ends_on", "kind"].into_iter().find(|f| errors.on(f).is_some());
            let field = field.unwrap();
            (field.to_owned(), errors.on(field).unwrap().replace(NO_BREAK, " "))
        })
    }

    #[test]
    fn an_absence_is_of_days_in_a_row_of_somebody_who_works() {
        assert!(check("2026-11-23", "2026-11-27", &[]).is_ok());
        let field = |first, last| check(first, last, &[]).unwrap_err().0;
        assert_eq!(field("2026-11-27", "2026-11-23"), "ends_on");
        assert_eq!(field("2026-01-11", "2027-01-12"), "ends_on");
        assert_eq!(field("2027-01-28", "2027-02-01"), "ends_on");
        assert_eq!(field("2016-11-23", "2016-11-27"), "starts_on");
        assert_eq!(field("скоро", "2026-11-27"), "starts_on");
    }

    #[test]
    fn two_absences_do_not_overlap_unless_one_was_taken_back() {
        let known = vacation("2026-11-23", "2026-12-04");
        let (field, why) =
            check("2026-12-04", "2026-12-05", std::slice::from_ref(&known)).unwrap_err();
        assert_eq!(field, "starts_on");
        assert!(why.starts_with("Эти дни уже записаны: отпуск, 23 ноября – 4 декабря"), "{why}");
        assert!(check("2026-12-05", "2026-12-06", std::slice::from_ref(&known)).is_ok());
        let void = Absence { is_void: true, ..known };
        assert!(check("2026-12-04", "2026-12-05", &[void]).is_ok());
    }

    #[test]
    fn days_in_a_row_are_said_shortly() {
        let said =
            |first, last| days(day(first), day(last), day("2026-11-18")).replace(NO_BREAK, " ");
        assert_eq!(said("2026-11-09", "2026-11-13"), "9–13 ноября");
        assert_eq!(said("2026-11-09", "2026-11-09"), "9 ноября");
        assert_eq!(said("2026-12-28", "2027-01-08"), "28 декабря 2026 – 8 января 2027");
    }
}
