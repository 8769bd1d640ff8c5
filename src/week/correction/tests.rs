use super::*;
use crate::week::evidence::tests::{
    CALLS, DEBT, IVANOVA, MEETINGS, PAID, PETROV, SHARE, evidence, what, who,
};
use crate::week::facts::{Correction, Original};
use crate::week::person::tests::{day, sales};

const FRIDAY: &str = "2026-11-20T16:30:00";

fn place(member: u128, metric: u128, on: Option<&str>) -> Place {
    Place { cell: (who(member), what(metric)), day: on.map(day) }
}

fn form(reason: &str, cells: &[(Place, Option<i64>, &str)]) -> FactsForm {
    let cells = cells.iter().map(|(place, seen, typed)| (place.name(*seen), (*typed).to_owned()));
    let fields = cells.chain([("reason".to_owned(), reason.to_owned())]).collect();
    FactsForm { fields }
}

fn meetings(value: i64) -> Evidence {
    evidence(
        FRIDAY,
        &[],
        &[(IVANOVA, MEETINGS, "2026-11-17", 3), (IVANOVA, MEETINGS, "2026-11-19", value)],
    )
}

/// Days and figures of the corrections.
fn days(checked: Result<Vec<NewEntry>, FieldErrors>) -> Vec<(String, Option<i64>)> {
    let entries = checked.unwrap();
    assert!(
        entries.iter().all(|entry| entry.origin == Origin::Correction && entry.reason.is_some())
    );
    entries.iter().map(|entry| (entry.cell.day.to_string(), entry.value)).collect()
}

fn refusal(evidence: &Evidence, place: Place, seen: Option<i64>, typed: &str) -> String {
    let errors = form("сверили", &[(place, seen, typed)]).check(evidence).unwrap_err();
    errors.on(&place.key()).unwrap().to_owned()
}

#[test]
fn more_in_a_week_goes_to_the_last_day_that_was_spoken_of() {
    let week = place(IVANOVA, MEETINGS, None);
    let checked = form("сверили", &[(week, Some(4), "6")]).check(&meetings(1));
    assert_eq!(days(checked), [("2026-11-19".to_owned(), Some(3))]);
}

#[test]
fn less_in_a_week_is_taken_from_the_last_days_and_never_below_zero() {
    let week = place(IVANOVA, MEETINGS, None);
    let checked = form("сверили", &[(week, Some(4), "2")]).check(&meetings(1));
    let expected = [("2026-11-17".to_owned(), Some(2)), ("2026-11-19".to_owned(), Some(0))];
    assert_eq!(days(checked), expected);
}

#[test]
fn a_silent_week_is_said_on_its_last_working_day_that_has_come() {
    let week = place(PETROV, MEETINGS, None);
    for (typed, value) in [("2", 2), ("0", 0)] {
        let checked = form("забыл", &[(week, None, typed)]).check(&meetings(1));
        assert_eq!(days(checked), [("2026-11-20".to_owned(), Some(value))]);
    }
}

#[test]
fn a_day_is_corrected_as_it_is_typed_and_brought_back_by_its_original() {
    let tuesday = place(IVANOVA, MEETINGS, Some("2026-11-17"));
    let checked = form("сверили", &[(tuesday, Some(3), "5")]).check(&meetings(1));
    assert_eq!(days(checked), [("2026-11-17".to_owned(), Some(5))]);

    let mut evidence = meetings(1);
    let correction = Correction {
        original: Some(Original { value: 8, said: None }),
        reason: "ошибка".into(),
        by_name: None,
        at: chrono::DateTime::UNIX_EPOCH,
    };
    let fact = Fact { value: 5, is_late: false, correction: Some(correction) };
    evidence.facts.say((who(IVANOVA), what(CALLS)), day("2026-11-17"), fact);
    let back = place(IVANOVA, CALLS, Some("2026-11-17"));
    let checked = form("всё верно", &[(back, Some(5), "8")]).check(&evidence);
    assert_eq!(days(checked), [("2026-11-17".to_owned(), None)], "the correction is taken away");
}

#[test]
fn a_number_that_is_not_a_sum_becomes_that_of_its_last_day() {
    let facts = [(IVANOVA, DEBT, "2026-11-16", 900), (IVANOVA, DEBT, "2026-11-18", 70_000)];
    let evidence = evidence(FRIDAY, &[], &facts);
    let week = place(IVANOVA, DEBT, None);
    let checked = form("сверили", &[(week, Some(70_000), "500")]).check(&evidence);
    assert_eq!(days(checked), [("2026-11-18".to_owned(), Some(50_000))]);
}

#[test]
fn money_returned_may_be_below_zero_and_calls_may_not() {
    let facts = [(IVANOVA, PAID, "2026-11-18", 10_000), (IVANOVA, CALLS, "2026-11-18", 5)];
    let evidence = evidence(FRIDAY, &[], &facts);
    let paid = place(IVANOVA, PAID, None);
    let checked = form("возврат", &[(paid, Some(10_000), "−50")]).check(&evidence);
    assert_eq!(days(checked), [("2026-11-18".to_owned(), Some(-5_000))]);
    let calls = place(IVANOVA, CALLS, None);
    assert_eq!(refusal(&evidence, calls, Some(5), "-5"), "Меньше нуля не бывает");
    assert!(refusal(&evidence, calls, Some(5), "1000000000").starts_with("Слишком большое"));
    assert!(refusal(&evidence, calls, Some(5), "много").contains("не число"));
    assert!(refusal(&evidence, calls, Some(5), " ").starts_with("Поставьте число"));
    assert!(refusal(&evidence, place(IVANOVA, SHARE, None), None, "5").contains("считается само"));
}

#[test]
fn a_figure_said_meanwhile_is_neither_lost_nor_overruled_unseen() {
    let week = place(IVANOVA, MEETINGS, None);
    // Seen 4, now 6.
    let untouched = form("сверили", &[(week, Some(4), "4")]).check(&meetings(3));
    assert_eq!(untouched, Ok(vec![]));
    assert!(refusal(&meetings(3), week, Some(4), "5").contains("здесь стало 6"));
    let alike = form("сверили", &[(week, Some(4), "6")]).check(&meetings(3));
    assert_eq!(alike, Ok(vec![]), "both say the same");
}

#[test]
fn no_day_that_has_not_come_or_on_which_nobody_worked_here() {
    let mut evidence = meetings(1);
    evidence.today = day("2026-11-19");
    let on = |text| place(IVANOVA, MEETINGS, Some(text));
    assert!(refusal(&evidence, on("2026-11-20"), None, "1").contains("ещё не наступил"));
    assert!(refusal(&evidence, on("2026-11-23"), None, "1").contains("нет в этой неделе"));
    evidence.people[0].dismissed_on = Some(day("2026-11-18"));
    assert!(refusal(&evidence, on("2026-11-18"), None, "1").contains("уже не работает"));
    evidence.people[0].dismissed_on = None;
    evidence.people[0].places = vec![(day("2026-11-17"), Some(sales()))];
    assert!(refusal(&evidence, on("2026-11-16"), None, "1").contains("ещё не работает"));
    evidence.people[0].places.push((day("2026-11-18"), None));
    assert!(refusal(&evidence, on("2026-11-18"), None, "1").contains("не в этом отделе"));
    let stranger = place(99, MEETINGS, None);
    assert!(refusal(&evidence, stranger, None, "1").contains("больше нет"));
}

#[test]
fn a_reason_is_asked_once_and_only_when_something_changes() {
    let week = place(IVANOVA, MEETINGS, None);
    assert_eq!(form("", &[(week, Some(4), "4")]).check(&meetings(1)), Ok(vec![]));
    let errors = form(" ", &[(week, Some(4), "5")]).check(&meetings(1)).unwrap_err();
    assert_eq!(errors.on("reason"), Some("Заполните это поле"));
    let long = "я".repeat(10_000);
    assert!(form(&long, &[(week, Some(4), "5")]).check(&meetings(1)).is_err());
}

#[test]
fn a_field_is_read_as_it_is_named() {
    for (place, seen) in [
        (place(IVANOVA, PAID, None), Some(-5_000)),
        (place(PETROV, CALLS, Some("2026-11-18")), None),
    ] {
        assert_eq!(Place::read(&place.name(seen)), Some((place, seen)));
    }
    for odd in ["reason", "token", "1.2.week.4", "..week.none", ""] {
        assert_eq!(Place::read(odd), None, "{odd}");
    }
}
