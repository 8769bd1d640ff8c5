//! Days on which the company differs from the production calendar. Only days to come may be changed.

use chrono::{Days, NaiveDate};
use serde::Deserialize;

use super::absence::days;
use crate::form::FieldErrors;
use crate::values::russian::day_and_month;
use crate::values::{DayKind, WorkCalendar};

/// The most days changed at once.
const MOST: i64 = 31;
/// How far ahead a day may be changed.
const AHEAD: Days = Days::new(731);

/// The form as typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct OwnDayForm {
    /// «off», «work», «short», or «calendar»: as in the production calendar again.
    pub kind: String,
    pub first: String,
    /// Empty: one day.
    pub last: String,
    pub name: String,
    /// How many changes of days were known when the page was opened.
    pub seen: i64,
}

/// Days that become another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewDays {
    pub days: Vec<NaiveDate>,
    /// `None`: as in the production calendar again.
    pub kind: Option<DayKind>,
    pub name: String,
}

impl OwnDayForm {
    pub fn blank() -> Self {
        Self { kind: DayKind::Off.code().into(), ..Self::default() }
    }

    /// `company`: the calendar as it is now.
    pub fn check(&self, company: &WorkCalendar, today: NaiveDate) -> Result<NewDays, FieldErrors> {
        let mut errors = FieldErrors::default();
        let kind = self.kind(&mut errors);
        let name = match kind {
            Some(DayKind::Off) => errors.required("name", &self.name),
            _ => errors.optional("name", &self.name).unwrap_or_default(),
        };
        let (first, last) = self.span(&mut errors, today);
        let differs = |day: &NaiveDate| match kind {
            Some(kind) => company.kind(*day) != kind || company.name(*day).unwrap_or("") != name,
            None => company.change(*day).is_some_and(|change| change.kind.is_some()),
        };
        let is_meant = |day: &NaiveDate| {
            // Several days off in a row take no weekends along.
            first == last || kind != Some(DayKind::Off) || company.is_working(*day)
        };
        let span = first
            .iter_days()
            .take_while(|day| *day <= last)
            .take(usize::try_from(MOST).unwrap_or(0));
        let days: Vec<NaiveDate> = span.filter(|day| is_meant(day) && differs(day)).collect();
        if errors.is_empty() && days.is_empty() {
            errors.add("first", already(kind, first == last));
        }
        errors.or(NewDays { days, kind, name })
    }

    fn kind(&self, errors: &mut FieldErrors) -> Option<DayKind> {
        let kind = DayKind::from_code(&self.kind);
        if kind.is_none() && self.kind != "calendar" {
            errors.add("kind", "Выберите, каким станет день");
        }
        kind
    }

    fn span(&self, errors: &mut FieldErrors, today: NaiveDate) -> (NaiveDate, NaiveDate) {
        let first = errors.date("first", &self.first);
        if errors.on("first").is_some() {
            return (first, first);
        }
        let last =
            if self.last.trim().is_empty() { first } else { errors.date("last", &self.last) };
        let tomorrow = today + Days::new(1);
        if first <= today {
            let from = day_and_month(tomorrow);
            let why = format!("Прошедшие дни и сегодняшний не меняются: выберите {from} или позже");
            errors.add("first", why);
        } else if first > today + AHEAD {
            errors.add("first", "Дальше чем на два года вперёд календарь не меняют: проверьте год");
        } else if errors.on("last").is_none() && last < first {
            errors.add("last", "Последний день раньше первого: поменяйте их местами");
        } else if (last - first).num_days() >= MOST {
            errors.add("last", "За раз меняют не больше 31 дня");
        }
        (first, last)
    }
}

fn already(kind: Option<DayKind>, is_one: bool) -> String {
    let what = match kind {
        Some(DayKind::Off) => "нерабочий",
        Some(DayKind::Work) => "рабочий",
        Some(DayKind::Short) => "сокращённый",
        None if is_one => return "Этот день и так по производственному календарю".into(),
        None => return "Эти дни и так по производственному календарю".into(),
    };
    if is_one {
        format!("Этот день и так {what}")
    } else {
        "Среди этих дней менять нечего: они и так такие".into()
    }
}

impl NewDays {
    /// «28–30 декабря — нерабочие дни: «Каникулы»»
    pub fn said(&self, today: NaiveDate) -> String {
        let (Some(first), Some(last)) = (self.days.first(), self.days.last()) else {
            return String::new();
        };
        let span = days(*first, *last, today);
        let what = match self.kind {
            Some(DayKind::Off) => "не работаем",
            Some(DayKind::Work) => "работаем",
            Some(DayKind::Short) => "на час короче",
            None => "по производственному календарю",
        };
        format!("{span}: {what}. Прошедшие дни не изменились")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::values::DayChange;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn typed(kind: &str, first: &str, last: &str, name: &str) -> Result<NewDays, String> {
        let own = DayChange {
            day: day("2026-12-25"),
            learnt_on: day("2026-11-01"),
            kind: Some(DayKind::Off),
            name: "Юбилей".into(),
        };
        let (kind, first, last, name) = (kind.into(), first.into(), last.into(), name.into());
        let form = OwnDayForm { kind, first, last, name, seen: 0 };
        form.check(&WorkCalendar::russia().with([own]), day("2026-11-18")).map_err(|errors| {
            let fields = ["kind", "first", "last", "name"];
            fields.into_iter().find(|field| errors.on(field).is_some()).unwrap().into()
        })
    }

    #[test]
    fn days_to_come_may_become_others() {
        let days = typed("off", "2026-12-24", "2026-12-30", "Каникулы").unwrap().days;
        let expected = ["2026-12-24", "2026-12-28", "2026-12-29", "2026-12-30"];
        assert_eq!(days, expected.map(day), "no weekend, and what is off is off");
        assert_eq!(typed("work", "2026-11-21", "", "").unwrap().days, [day("2026-11-21")]);
        assert_eq!(typed("calendar", "2026-12-25", "", "").unwrap().kind, None);
    }

    #[test]
    fn the_past_and_what_changes_nothing_are_refused() {
        for (kind, first, last, name, field) in [
            ("off", "2026-11-18", "", "Сбой", "first"),
            ("off", "2026-11-17", "", "Сбой", "first"),
            ("off", "2036-11-17", "", "Сбой", "first"),
            ("off", "2026-11-19", "", " ", "name"),
            ("off", "2026-11-19", "2026-11-18", "Сбой", "last"),
            ("off", "2026-11-19", "2027-11-18", "Сбой", "last"),
            ("work", "2026-11-19", "", "", "first"),
            ("off", "2026-12-25", "", "Юбилей", "first"),
            ("calendar", "2026-12-24", "", "", "first"),
            ("праздник", "2026-12-24", "", "", "kind"),
            ("off", "завтра", "", "Сбой", "first"),
        ] {
            assert_eq!(typed(kind, first, last, name), Err(field.into()), "{kind} {first} {last}");
        }
    }
}
