use super::*;
use crate::plan::WeekPlan;
use crate::signal::Explanation;
use crate::values::{ExplanationId, MetricId};
use crate::week::evidence::tests::{
    CALLS, IVANOVA, MEETINGS, PAID, PETROV, closures, evidence, month, what, word,
};
use crate::week::person::tests::{day, sales};
use chrono::DateTime;
use uuid::Uuid;

const FRIDAY: &str = "2026-11-20T16:30:00";
/// Money 4 million, 160 meetings, 2,000 calls: a meeting is worth 25,000 roubles, a call 2,000.
const MONTH: [(u128, u128, i64); 4] = [
    (IVANOVA, PAID, 400_000_000),
    (IVANOVA, MEETINGS, 80),
    (PETROV, MEETINGS, 80),
    (IVANOVA, CALLS, 2_000),
];
/// Meetings 30 of 40, calls 490 of 500, money as planned.
const WEEK: [(u128, u128, &str, i64); 4] = [
    (IVANOVA, PAID, "2026-11-18", 100_000_000),
    (IVANOVA, MEETINGS, "2026-11-18", 20),
    (PETROV, MEETINGS, "2026-11-18", 10),
    (IVANOVA, CALLS, "2026-11-18", 490),
];

fn explained(metric: MetricId) -> Explained {
    let explanation = Explanation {
        id: ExplanationId(Uuid::from_u128(1)),
        happened: "мало звонков".into(),
        we_do: "звоним".into(),
        due_on: None,
        needed: String::new(),
        by_name: "Соколова Е.".into(),
        at: DateTime::UNIX_EPOCH,
    };
    Explained { metric, part: part(), explanation }
}

fn part() -> WeekPart {
    WeekPart::containing(day("2026-11-18"))
}

fn planned() -> WeekPlan {
    WeekPlan {
        department: sales(),
        part: part().next(),
        no: 1,
        by_name: "Соколова Е.".into(),
        at: DateTime::UNIX_EPOCH,
        targets: month("2026-11-01", &[(IVANOVA, CALLS, 500)]).targets,
    }
}

#[test]
fn a_week_is_confirmed_when_its_deviations_are_explained_and_the_next_is_planned() {
    let mut evidence = evidence(FRIDAY, &MONTH, &WEEK);
    let desk = Desk::lay(evidence.clone());
    assert_eq!(desk.deviations.len(), 1);
    assert_eq!(desk.deviations[0].whose(), "Петров И.");
    let expected = [Missing::Reasons(vec!["Встречи".into()]), Missing::Plan(part().next())];
    assert_eq!(desk.missing(), expected);
    assert_eq!((desk.mark(Step::Reasons), desk.mark(Step::Plan)), (Mark::Left(1), Mark::Left(1)));

    evidence.explained = vec![explained(what(MEETINGS))];
    evidence.plans.weeks = vec![planned()];
    let ready = Desk::lay(evidence);
    assert_eq!(ready.missing(), []);
    assert_eq!((ready.mark(Step::Reasons), ready.mark(Step::Plan)), (Mark::Done, Mark::Done));
    assert_eq!(ready.mark(Step::Report), Mark::Open);
}

#[test]
fn before_its_last_working_day_nothing_is_confirmed_and_nothing_is_done() {
    let early = Desk::lay(evidence("2026-11-18T12:00:00", &[], &[]));
    assert_eq!(early.missing(), [Missing::Day(day("2026-11-20"))]);
    assert_eq!(early.mark(Step::Reasons), Mark::Open);
}

#[test]
fn days_without_entries_are_counted_and_keep_nobody_from_confirming() {
    let desk =
        Desk::lay(evidence("2026-11-21T12:00:00", &[], &[(IVANOVA, CALLS, "2026-11-16", 5)]));
    assert_eq!(desk.mark(Step::Facts), Mark::Left(4 + 5));
    assert_eq!(desk.missing(), []);
}

#[test]
fn what_is_no_deviation_any_more_keeps_its_explanation() {
    let mut evidence = evidence(FRIDAY, &MONTH, &WEEK);
    evidence.explained = vec![explained(what(CALLS))];
    let desk = Desk::lay(evidence);
    assert_eq!(desk.settled().len(), 1);
    assert_eq!(desk.unexplained().len(), 1);
}

#[test]
fn the_sight_of_a_week_changes_with_what_is_said() {
    let sight =
        |facts: &[(u128, u128, &str, i64)]| Desk::lay(evidence(FRIDAY, &MONTH, facts)).sight();
    let mut other = WEEK;
    assert_eq!(sight(&WEEK), sight(&other));
    other[1].3 = 21;
    assert_ne!(sight(&WEEK), sight(&other));
    other[1] = (IVANOVA, MEETINGS, "2026-11-17", 20);
    assert_ne!(sight(&WEEK), sight(&other), "another day is another fact");
    let mut explained_too = evidence(FRIDAY, &MONTH, &WEEK);
    explained_too.explained = vec![explained(what(MEETINGS))];
    assert_ne!(sight(&WEEK), Desk::lay(explained_too).sight());
}

#[test]
fn a_reopened_week_says_why_and_a_confirmed_one_by_whom() {
    let with = |act| {
        let mut evidence = evidence(FRIDAY, &MONTH, &WEEK);
        evidence.closures = closures(FRIDAY, vec![word(part(), act)]);
        Desk::lay(evidence)
    };
    let confirmed = with(Act::Close);
    assert!(confirmed.is_closed() && confirmed.confirmation().is_some());
    assert_eq!(confirmed.mark(Step::Report), Mark::Done);
    assert_eq!(confirmed.mark(Step::Reasons), Mark::Done);
    let reopened = with(Act::Reopen("забыли возврат".into()));
    assert_eq!(reopened.reopening().map(|(_, why)| why), Some("забыли возврат"));
    assert!(!reopened.is_closed() && reopened.confirmation().is_none());
}
