use super::*;
use crate::week::evidence::tests::{
    CALLS, CAPTAIN, DEBT, IVANOVA, MEETINGS, PAID, PETROV, evidence, what, who,
};
use crate::week::facts::{Correction, Fact, Original};
use crate::week::person::tests::day;

const FRIDAY: &str = "2026-11-20T16:30:00";
const WEDNESDAY: &str = "2026-11-18T12:00:00";

fn figure(sheet: &Sheet, member: u128, metric: u128) -> Figure {
    let at = sheet.metrics.iter().position(|known| known.id == what(metric)).unwrap();
    sheet.row(who(member)).unwrap().figures[at]
}

fn total(sheet: &Sheet, metric: u128) -> Figure {
    let at = sheet.metrics.iter().position(|known| known.id == what(metric)).unwrap();
    sheet.totals[at]
}

fn percent(figure: Figure) -> Option<i64> {
    figure.percent.map(|percent| percent.rounded(0))
}

/// 200 calls of November are 50 a week; 400 are 100.
#[test]
fn plan_fact_and_percent_of_people_and_of_the_department() {
    let targets = [(IVANOVA, CALLS, 400), (PETROV, CALLS, 200)];
    let facts = [
        (IVANOVA, CALLS, "2026-11-16", 60),
        (IVANOVA, CALLS, "2026-11-20", 44),
        (PETROV, CALLS, "2026-11-17", 20),
    ];
    let sheet = Sheet::lay(&evidence(FRIDAY, &targets, &facts));
    let ivanova = figure(&sheet, IVANOVA, CALLS);
    assert_eq!((ivanova.plan, ivanova.fact, percent(ivanova)), (Some(100), Some(104), Some(104)));
    assert_eq!(percent(figure(&sheet, PETROV, CALLS)), Some(40));
    let all = total(&sheet, CALLS);
    assert_eq!((all.plan, all.fact, percent(all)), (Some(150), Some(124), Some(83)));
}

#[test]
fn until_the_last_working_day_the_closed_days_are_compared() {
    let targets = [(IVANOVA, CALLS, 400)];
    let facts = [(IVANOVA, CALLS, "2026-11-16", 30), (IVANOVA, CALLS, "2026-11-18", 15)];
    let figure = figure(&Sheet::lay(&evidence(WEDNESDAY, &targets, &facts)), IVANOVA, CALLS);
    assert_eq!((figure.plan, figure.fact), (Some(100), Some(45)));
    assert_eq!((figure.due, figure.done, percent(figure)), (Some(40), Some(30), Some(75)));
}

#[test]
fn silence_is_no_percent_while_the_week_goes_on_and_nothing_done_when_it_is_over() {
    let targets = [(IVANOVA, CALLS, 400)];
    let of = |now| figure(&Sheet::lay(&evidence(now, &targets, &[])), IVANOVA, CALLS);
    assert_eq!((percent(of(WEDNESDAY)), of(WEDNESDAY).fact), (None, None));
    assert_eq!((percent(of(FRIDAY)), of(FRIDAY).fact), (Some(0), None));
}

#[test]
fn a_plan_that_is_the_teams_sum_is_shown_apart_and_never_added() {
    let targets = [(IVANOVA, CALLS, 400), (CAPTAIN, CALLS, 400)];
    let sheet = Sheet::lay(&evidence(FRIDAY, &targets, &[]));
    let names: Vec<_> = sheet.rows.iter().map(|row| row.person.name.as_str()).collect();
    assert_eq!(names, ["Иванова О.", "Петров И.", "Капитан"]);
    assert_eq!(total(&sheet, CALLS).plan, Some(100));
    let without = Sheet::lay(&evidence(FRIDAY, &[(IVANOVA, CALLS, 400)], &[]));
    assert!(without.row(who(CAPTAIN)).is_none());
}

#[test]
fn a_ratio_is_made_of_sums_and_a_debt_is_the_last_one() {
    let facts = [
        (IVANOVA, CALLS, "2026-11-16", 100),
        (IVANOVA, MEETINGS, "2026-11-16", 10),
        (PETROV, CALLS, "2026-11-16", 20),
        (PETROV, MEETINGS, "2026-11-17", 8),
        (IVANOVA, DEBT, "2026-11-16", 900),
        (IVANOVA, DEBT, "2026-11-18", 700),
    ];
    let sheet = Sheet::lay(&evidence(FRIDAY, &[(IVANOVA, DEBT, 800)], &facts));
    let share = crate::week::evidence::tests::SHARE;
    assert_eq!(figure(&sheet, IVANOVA, share).fact, Some(100));
    assert_eq!(total(&sheet, share).fact, Some(150));
    let debt = figure(&sheet, IVANOVA, DEBT);
    assert_eq!((debt.plan, debt.fact, percent(debt)), (Some(800), Some(700), Some(88)));
}

#[test]
fn days_nobody_spoke_of_are_named_when_they_are_closed_and_counted() {
    let mut evidence = evidence(WEDNESDAY, &[], &[(IVANOVA, CALLS, "2026-11-16", 1)]);
    evidence.facts.log(who(IVANOVA), day("2026-11-17"), true);
    let sheet = Sheet::lay(&evidence);
    let row = |member| sheet.row(who(member)).unwrap();
    assert_eq!(row(IVANOVA).silent, []);
    assert_eq!(row(IVANOVA).late, [day("2026-11-17")]);
    assert_eq!(row(PETROV).silent, [day("2026-11-16"), day("2026-11-17")]);
    assert_eq!(sheet.silent_days(), 2);
}

#[test]
fn one_who_came_on_tuesday_missed_no_monday() {
    let mut evidence = evidence(WEDNESDAY, &[], &[(PAID, CALLS, "2026-11-16", 1)]);
    evidence.people[2].places[0].0 = day("2026-11-17");
    let sheet = Sheet::lay(&evidence);
    assert_eq!(sheet.row(who(PETROV)).unwrap().silent, [day("2026-11-17")]);
}

#[test]
fn a_corrected_week_shows_what_it_was() {
    let mut evidence = evidence(FRIDAY, &[], &[(IVANOVA, MEETINGS, "2026-11-16", 2)]);
    let correction = Correction {
        original: Some(Original { value: 4, said: None }),
        reason: "сверили".into(),
        by_name: None,
        at: chrono::DateTime::UNIX_EPOCH,
    };
    let fact = Fact { value: 3, is_late: false, correction: Some(correction) };
    evidence.facts.say((who(IVANOVA), what(MEETINGS)), day("2026-11-18"), fact);
    let figure = figure(&Sheet::lay(&evidence), IVANOVA, MEETINGS);
    assert_eq!((figure.fact, figure.original, figure.is_corrected), (Some(5), Some(6), true));
}
