//! A regular action as it is typed.

use chrono::NaiveDate;

use super::cadence::{Cadence, WEEK, Weekdays, month_days};
use super::ritual::{Ritual, Rule};
use crate::company::name_norm;
use crate::form::{FieldErrors, Typed};
use crate::values::{RitualId, Share};

/// The ways to repeat, by the codes of the form.
pub const CADENCES: [(&str, &str); 6] = [
    ("daily", "каждый рабочий день"),
    ("weekly", "каждую неделю, в эти дни"),
    ("fortnightly", "раз в две недели"),
    ("month_days", "каждый месяц, по числам"),
    ("by_working_day", "раз в месяц, до рабочего дня №"),
    ("quarterly", "раз в квартал, до рабочего дня №"),
];

/// The longest one may last: a working day.
const LONGEST: u16 = 480;

/// A new action of one's own: a quarter of an hour a week.
pub fn blank(today: NaiveDate) -> Typed {
    let mut form = Typed::default();
    for (field, value) in [
        ("cadence", "weekly"),
        ("day_0", "yes"),
        ("starts_at", "09:30"),
        ("minutes", "30"),
        ("weight", "0"),
    ] {
        form.set(field, value);
    }
    form.set("from_on", today.to_string());
    form
}

/// The form filled with the newest rule: what holds, or what will.
pub fn typed(ritual: &Ritual, today: NaiveDate) -> Typed {
    let mut form = blank(today);
    form.set("name", ritual.name.clone());
    form.set("row_version", ritual.row_version.to_string());
    let Some(rule) = ritual.rules.first() else { return form };
    form.set("from_on", rule.from_on.max(today).to_string());
    form.set("day_0", "");
    put_cadence(&mut form, &rule.cadence);
    form.set("starts_at", rule.starts_at.format("%H:%M").to_string());
    form.set("minutes", rule.minutes.to_string());
    form.set("is_per_person", if rule.is_per_person { "yes" } else { "" });
    form.set("agenda", rule.agenda.clone());
    form.set("outcome", rule.outcome.clone());
    form.set("weight", rule.weight.number());
    form
}

fn put_cadence(form: &mut Typed, cadence: &Cadence) {
    let code = match cadence {
        Cadence::Daily => "daily",
        Cadence::Weekly { every: 1, .. } => "weekly",
        Cadence::Weekly { .. } => "fortnightly",
        Cadence::MonthDays(_) => "month_days",
        Cadence::ByWorkingDay { every: 1, .. } => "by_working_day",
        Cadence::ByWorkingDay { .. } => "quarterly",
    };
    form.set("cadence", code);
    match cadence {
        Cadence::Daily => {}
        Cadence::Weekly { days, .. } => {
            for at in (0..WEEK.len()).filter(|at| days.holds(*at)) {
                form.set(format!("day_{at}"), "yes");
            }
        }
        Cadence::MonthDays(days) => {
            let days: Vec<String> = days.iter().map(ToString::to_string).collect();
            form.set("numbers", days.join(", "));
        }
        Cadence::ByWorkingDay { day, .. } => form.set("numbers", day.to_string()),
    }
}

/// Name and rule, or everything that is wrong. `all` are the actions of the company.
pub fn check(
    form: &Typed,
    own: Option<RitualId>,
    all: &[Ritual],
    today: NaiveDate,
) -> Result<(String, Rule), FieldErrors> {
    let mut errors = FieldErrors::default();
    let name = errors.required("name", form.get("name"));
    let norm = name_norm(&name);
    let mut others = all.iter().filter(|ritual| Some(ritual.id) != own);
    if !norm.is_empty() && others.any(|ritual| name_norm(&ritual.name) == norm) {
        errors.add("name", format!("«{name}» уже есть в списке. Назовите иначе"));
    }
    let cadence = cadence(&mut errors, form);
    let rule = Rule {
        from_on: errors.day_from("from_on", form.get("from_on"), today),
        starts_at: errors.time("starts_at", form.get("starts_at")),
        minutes: errors.number("minutes", form.get("minutes"), &(1..=LONGEST)),
        is_per_person: form.is_on("is_per_person"),
        agenda: errors.optional_text("agenda", form.get("agenda")),
        outcome: errors.optional_text("outcome", form.get("outcome")),
        weight: errors.share("weight", form.get("weight"), Share::WHOLE),
        by_name: None,
        cadence: cadence.unwrap_or(Cadence::Daily),
    };
    errors.or((name, rule))
}

fn cadence(errors: &mut FieldErrors, form: &Typed) -> Option<Cadence> {
    let chosen = (0..WEEK.len()).filter(|at| form.is_on(&format!("day_{at}")));
    let days = Weekdays::of(chosen.map(|at| WEEK[at].0)).unwrap_or_default();
    match form.get("cadence") {
        "daily" => Some(Cadence::Daily),
        "weekly" => Some(Cadence::Weekly { every: 1, days }),
        "fortnightly" => Some(Cadence::Weekly { every: 2, days }),
        "month_days" => {
            let days = month_days(form.get("numbers"));
            if days.is_none() {
                errors.add("numbers", "Числа месяца от 1 до 28 через запятую, например 1, 15");
            }
            days.map(Cadence::MonthDays)
        }
        "by_working_day" => {
            Some(Cadence::ByWorkingDay { every: 1, day: working_day(errors, form) })
        }
        "quarterly" => Some(Cadence::ByWorkingDay { every: 3, day: working_day(errors, form) }),
        _ => {
            errors.add("cadence", "Выберите из списка");
            None
        }
    }
}

fn working_day(errors: &mut FieldErrors, form: &Typed) -> u8 {
    errors.number("numbers", form.get("numbers"), &(1..=15))
}

#[cfg(test)]
mod tests {
    use super::super::ritual::tests::{ritual, rule};
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn form(fields: &[(&str, &str)]) -> Typed {
        let mut form = blank(day("2026-11-18"));
        form.set("name", "Разбор дебиторки");
        for (field, typed) in fields {
            form.set(*field, *typed);
        }
        form
    }

    fn checked(fields: &[(&str, &str)]) -> Result<(String, Rule), FieldErrors> {
        check(&form(fields), None, &[ritual(vec![])], day("2026-11-18"))
    }

    #[test]
    fn every_way_to_repeat_is_read_back_from_its_own_form() {
        for cadence in [
            "FREQ=DAILY",
            "FREQ=WEEKLY;BYDAY=MO,WE,FR",
            "FREQ=WEEKLY",
            "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU",
            "FREQ=MONTHLY;BYMONTHDAY=1,15",
            "FREQ=MONTHLY;BYSETPOS=3",
            "FREQ=MONTHLY;INTERVAL=3;BYSETPOS=5",
        ] {
            let ritual = ritual(vec![rule("2026-10-01", cadence, 15, true)]);
            let form = typed(&ritual, day("2026-11-18"));
            let (name, read) =
                check(&form, Some(ritual.id), std::slice::from_ref(&ritual), day("2026-11-18"))
                    .unwrap();
            assert_eq!(name, ritual.name);
            assert!(read.says_as(&ritual.rules[0]), "{cadence}: {read:?}");
            assert_eq!(read.from_on, day("2026-11-18"), "a change holds from today");
        }
    }

    #[test]
    fn odd_typing_is_told_at_its_field() {
        for (field, typed) in [
            ("name", ""),
            ("name", "планёрка"),
            ("from_on", "2026-11-17"),
            ("from_on", "завтра"),
            ("starts_at", "25:00"),
            ("minutes", "0"),
            ("minutes", "1000000000000000"),
            ("minutes", "полчаса"),
            ("weight", "101"),
            ("cadence", "иногда"),
        ] {
            let errors = checked(&[(field, typed)]).unwrap_err();
            assert!(errors.on(field).is_some(), "{field}: {typed}");
        }
        for (cadence, numbers) in [
            ("month_days", "31"),
            ("month_days", ""),
            ("by_working_day", "третий"),
            ("quarterly", "16"),
        ] {
            let errors = checked(&[("cadence", cadence), ("numbers", numbers)]).unwrap_err();
            assert!(errors.on("numbers").is_some(), "{cadence}: {numbers}");
        }
        assert!(checked(&[]).is_ok());
    }

    #[test]
    fn a_form_of_a_change_to_come_keeps_its_day() {
        let ritual = ritual(vec![
            rule("2026-10-01", "FREQ=DAILY", 15, false),
            rule("2026-12-01", "FREQ=WEEKLY;BYDAY=MO", 15, false),
        ]);
        let form = typed(&ritual, day("2026-11-18"));
        assert_eq!((form.get("from_on"), form.get("cadence")), ("2026-12-01", "weekly"));
        assert!(form.is_on("day_0") && !form.is_on("day_1"));
    }
}
