use super::*;
use crate::closing::Act;
use crate::week::evidence::tests::{
    CALLS, CAPTAIN, IVANOVA, MEETINGS, PAID, PETROV, closures, evidence, metric, month, who, word,
};
use crate::week::person::tests::{day, sales};
use chrono::DateTime;

const FRIDAY: &str = "2026-11-20T16:30:00";

fn part(on: &str) -> WeekPart {
    WeekPart::containing(day(on))
}

fn starts(on: &str) -> Vec<String> {
    next_parts(part(on), WorkCalendar::russia())
        .iter()
        .map(|part| part.starts_on.to_string())
        .collect()
}

fn given(ahead: &Ahead, member: u128, of: u128) -> Option<(i64, i64)> {
    ahead.gives(who(member), &metric(of)).map(|gift| (gift.left, gift.week))
}

fn form(ahead: &Ahead, no: &str, cells: &[(u128, u128, &str)]) -> AheadForm {
    let cells = cells.iter().map(|(member, of, typed)| {
        (ahead.cell_name(who(*member), &metric(*of)), (*typed).to_owned())
    });
    AheadForm { fields: cells.chain([(ahead.no_name(), no.to_owned())]).collect() }
}

fn set(no: i32, targets: &[(u128, u128, i64)]) -> WeekPlan {
    WeekPlan {
        department: sales(),
        part: part("2026-11-23"),
        no,
        by_name: "Соколова Е.".into(),
        at: DateTime::UNIX_EPOCH,
        targets: month("2026-11-01", targets).targets,
    }
}

#[test]
fn the_week_ahead_is_whole_or_in_the_parts_a_month_makes_of_it() {
    assert_eq!(starts("2026-11-16"), ["2026-11-23"]);
    assert_eq!(starts("2026-11-23"), ["2026-11-30", "2026-12-01"]);
    assert_eq!(starts("2026-11-30"), ["2026-12-01"]);
    // 1 November is a Sunday: nobody plans it.
    assert_eq!(starts("2026-10-26"), ["2026-11-02"]);
}

/// November has 6 working days after the 20th; five of them are in the next week. Of 200 calls 80 + 60 are done: 60
/// are left, ten a day.
#[test]
fn the_rest_of_the_month_is_spread_over_the_days_left() {
    let mut evidence =
        evidence(FRIDAY, &[(IVANOVA, CALLS, 200)], &[(IVANOVA, CALLS, "2026-11-18", 60)]);
    evidence.facts.say_earlier((who(IVANOVA), metric(CALLS).id), 80);
    let ahead = Ahead::lay(&evidence, part("2026-11-23"));
    assert_eq!(given(&ahead, IVANOVA, CALLS), Some((60, 50)));
    assert_eq!(given(&ahead, PETROV, CALLS), None);
    assert!(ahead.is_due());
}

#[test]
fn a_month_that_is_done_gives_nothing_more_and_money_comes_in_whole_roubles() {
    let targets = [(IVANOVA, CALLS, 50), (IVANOVA, PAID, 100_000)];
    let evidence = evidence(FRIDAY, &targets, &[(IVANOVA, CALLS, "2026-11-18", 60)]);
    let ahead = Ahead::lay(&evidence, part("2026-11-23"));
    assert_eq!(given(&ahead, IVANOVA, CALLS), Some((0, 0)));
    // 1,000 roubles over six days: 167 each for the first four, 166 for the last two.
    assert_eq!(given(&ahead, IVANOVA, PAID), Some((100_000, 83_300)));
}

#[test]
fn a_part_of_the_next_month_takes_that_months_plan_whole() {
    let mut evidence = evidence("2026-11-27T16:30:00", &[(IVANOVA, CALLS, 200)], &[]);
    evidence.part = part("2026-11-23");
    evidence.plans.months.push(month("2026-12-01", &[(IVANOVA, CALLS, 220)]));
    let [first, second] = next_parts(evidence.part, WorkCalendar::russia()).try_into().unwrap();
    assert_eq!(given(&Ahead::lay(&evidence, first), IVANOVA, CALLS), Some((200, 200)));
    // December 2026 has 22 working days, four of them in its first week.
    assert_eq!(given(&Ahead::lay(&evidence, second), IVANOVA, CALLS), Some((220, 40)));
}

#[test]
fn a_department_is_the_sum_of_those_who_sell() {
    let targets = [(IVANOVA, CALLS, 60), (PETROV, CALLS, 60), (CAPTAIN, CALLS, 120)];
    let ahead = Ahead::lay(&evidence(FRIDAY, &targets, &[]), part("2026-11-23"));
    let sum = ahead.sum(|member| ahead.gives(member, &metric(CALLS)).map(|gift| gift.week));
    assert_eq!(sum, Some(100));
    assert!(!ahead.people.last().unwrap().sells);
}

#[test]
fn what_is_typed_becomes_a_plan_and_what_is_not_stays_as_it_was_shown() {
    let targets = [(IVANOVA, CALLS, 60), (PETROV, CALLS, 60)];
    let ahead = Ahead::lay(&evidence(FRIDAY, &targets, &[]), part("2026-11-23"));
    let typed = form(&ahead, "0", &[(IVANOVA, CALLS, "55"), (IVANOVA, MEETINGS, "")]);
    let [week] = typed.check_all(std::slice::from_ref(&ahead)).unwrap().try_into().unwrap();
    let values: Vec<_> = week.targets.iter().map(|target| (target.member, target.value)).collect();
    assert_eq!(values, [(Some(who(IVANOVA)), Some(55)), (Some(who(PETROV)), Some(50))]);
}

#[test]
fn a_plan_is_not_below_zero_and_not_beyond_reason() {
    let ahead = Ahead::lay(&evidence(FRIDAY, &[(IVANOVA, CALLS, 60)], &[]), part("2026-11-23"));
    for wrong in ["-5", "1000000000", "много", "1,5"] {
        let typed = form(&ahead, "0", &[(IVANOVA, CALLS, wrong)]);
        let errors = typed.check_all(std::slice::from_ref(&ahead)).unwrap_err();
        assert!(errors.on(&ahead.cell_name(who(IVANOVA), &metric(CALLS))).is_some(), "{wrong}");
    }
}

#[test]
fn the_second_of_two_who_plan_is_told_when_they_differ() {
    let mut evidence = evidence(FRIDAY, &[(IVANOVA, CALLS, 60)], &[]);
    evidence.plans.weeks = vec![set(1, &[(IVANOVA, CALLS, 40)])];
    let all = [Ahead::lay(&evidence, part("2026-11-23"))];
    let typed = |no, value| form(&all[0], no, &[(IVANOVA, CALLS, value)]);
    assert!(typed("0", "55").overtaken(&all).is_some());
    assert!(typed("1", "55").overtaken(&all).is_none());
    assert!(typed("0", "40").overtaken(&all).is_none(), "both say the same");
    assert_eq!(typed("1", "40").check_all(&all), Ok(vec![]));
}

#[test]
fn a_week_that_is_over_or_confirmed_is_planned_no_more() {
    let targets = [(IVANOVA, CALLS, 60)];
    let late = evidence("2026-11-30T09:00:00", &targets, &[]);
    let over = Ahead::lay(&late, part("2026-11-23"));
    assert!(!over.is_open && !over.is_due());
    assert!(
        form(&over, "0", &[])
            .check_all(std::slice::from_ref(&over))
            .unwrap_err()
            .general()
            .is_some()
    );
    let mut confirmed = evidence(FRIDAY, &targets, &[]);
    confirmed.closures = closures(FRIDAY, vec![word(part("2026-11-23"), Act::Close)]);
    assert!(!Ahead::lay(&confirmed, part("2026-11-23")).is_open);
    let mut bare = evidence(FRIDAY, &targets, &[]);
    bare.plans.months.clear();
    let bare = Ahead::lay(&bare, part("2026-11-23"));
    assert!(bare.is_open && !bare.is_due(), "no plan of the month: nothing is asked for");
}
