//! Which days of which months a plan is compared over.
use super::*;
use crate::values::{DayChange, DayKind};

#[test]
fn money_is_due_as_it_usually_comes() {
    let late: Vec<i64> =
        (1..=20).map(|day| if day <= 9 { day * 4 } else { 36 + (day - 9) * 64 / 11 }).collect();
    let mut evidence = evidence(
        vec![seller(1, "Иванова О.")],
        vec![target(1, PAID, kopecks(6_000_000))],
        vec![fact(1, PAID, "2026-11-05", kopecks(2_340_000))],
    );
    let profile = crate::report::profile::Profile::of([late.clone(), late.clone(), late]).unwrap();
    evidence.profiles.insert(metric(PAID), profile);
    let table = table(&evidence, &frame("2026-11", "2026-11-14"));
    let cell = table.team[3];
    assert_eq!(cell.pace.unwrap().plan_to_date, kopecks(2_160_000));
    assert_eq!(cell.pace.unwrap().plan, kopecks(6_000_000));
    assert_eq!(cell.status, Status::Green);
}

#[test]
fn a_plan_lowered_today_leaves_the_days_that_passed_as_they_were_due() {
    let late: Vec<i64> =
        (1..=20).map(|day| if day <= 9 { day * 4 } else { 36 + (day - 9) * 64 / 11 }).collect();
    let profile = crate::report::profile::Profile::of([late.clone(), late.clone(), late]).unwrap();
    let first = target(1, PAID, kopecks(6_000_000));
    let lowered = TargetRow {
        effective_on: day("2026-11-16"),
        no: 2,
        value: Some(kopecks(3_000_000)),
        ..first.clone()
    };
    let pace = |targets: Vec<TargetRow>, today: &str| {
        let facts = vec![fact(1, PAID, "2026-11-05", kopecks(2_340_000))];
        let mut evidence = evidence(vec![seller(1, "Иванова О.")], targets, facts);
        evidence.profiles.insert(metric(PAID), profile.clone());
        table(&evidence, &frame("2026-11", today)).team[3].pace.unwrap()
    };
    let (before, after) =
        (pace(vec![first.clone()], "2026-11-16"), pace(vec![first, lowered.clone()], "2026-11-16"));
    assert_eq!(before.plan_to_date, kopecks(2_160_000));
    assert_eq!(after.plan_to_date, before.plan_to_date);
    assert_eq!(after.plan, kopecks(3_000_000));
    let last_day = pace(vec![target(1, PAID, kopecks(6_000_000)), lowered], "2026-11-30");
    assert!(kopecks(2_900_000) < last_day.plan_to_date && last_day.plan_to_date < last_day.plan);
}

/// Nothing usually comes on days off alone, but the plan must add up.
#[test]
fn a_plan_changed_for_the_last_days_off_holds_to_the_end() {
    let profile = crate::report::profile::Profile::of(vec![(1..=19).collect(); 3]).unwrap();
    let first = target(1, PAID, kopecks(6_000_000));
    let changed = TargetRow {
        effective_on: day("2026-11-28"),
        no: 2,
        value: Some(kopecks(7_000_000)),
        ..first.clone()
    };
    let mut evidence = evidence(vec![seller(1, "Иванова О.")], vec![first, changed], vec![]);
    evidence.profiles.insert(metric(PAID), profile);
    let last_off = DayChange {
        day: day("2026-11-30"),
        learnt_on: day("2026-11-01"),
        kind: Some(DayKind::Off),
        name: String::new(),
    };
    let roster = Roster::plain(WorkCalendar::russia().with([last_off]));
    let frame = Frame { roster, ..frame("2026-11", "2026-11-26") };
    assert_eq!(table(&evidence, &frame).team[3].plan, Some(kopecks(7_000_000)));
}

#[test]
fn a_week_takes_its_days_from_both_months() {
    let december = TargetRow {
        month: day("2026-12-01"),
        effective_on: day("2026-12-01"),
        ..target(1, CALLS, 220)
    };
    let targets = vec![target(1, CALLS, 200), december];
    let evidence = evidence(vec![seller(1, "Иванова О.")], targets, vec![]);
    let table = table(&evidence, &frame("2026-W49", "2026-12-20"));
    assert_eq!(table.team[0].plan, Some(10 + 40));
    assert_eq!(table.team[0].status, Status::Grey(Grey::NoData));
}

#[test]
fn facts_of_months_without_a_plan_stand_outside_of_it() {
    let facts = vec![
        fact(1, CALLS, "2026-10-05", 300),
        fact(1, CALLS, "2026-11-05", 150),
        fact(2, CALLS, "2026-10-06", 40),
    ];
    let people = vec![seller(1, "Иванова О."), seller(2, "Петров И.")];
    let evidence = evidence(people, vec![target(1, CALLS, 200)], facts);
    let shown = table(&evidence, &frame("2026-Q4", "2027-01-20"));
    let cell = shown.rows[0].cells[0];
    assert_eq!((cell.fact, cell.plan, cell.outside), (Some(150), Some(200), Some(300)));
    assert_eq!(cell.to_date, Some(Percent::whole(75)));
    assert_eq!((shown.team[0].fact, shown.team[0].status), (Some(150), Status::Red));
    assert_eq!((shown.outside[0].fact, shown.all[0].fact), (Some(340), Some(490)));
}

#[test]
fn a_week_over_two_months_compares_the_days_of_the_planned_one() {
    let facts = vec![fact(1, CALLS, "2026-11-30", 9), fact(1, CALLS, "2026-12-02", 25)];
    let targets = vec![target(1, CALLS, 200)];
    let evidence = evidence(vec![seller(1, "Иванова О.")], targets, facts);
    let table = table(&evidence, &frame("2026-W49", "2026-12-20"));
    let (team, outside) = (table.team[0], table.outside[0]);
    assert_eq!((team.fact, team.plan, outside.fact), (Some(9), Some(10), Some(25)));
    assert_eq!(team.to_date, Some(Percent::whole(90)));
}

#[test]
fn a_ratio_and_a_latest_value_take_all_months() {
    let facts = vec![
        fact(1, CALLS, "2026-10-05", 100),
        fact(1, MEETINGS, "2026-10-05", 30),
        fact(1, CALLS, "2026-11-05", 100),
        fact(1, PAID, "2026-12-05", 70),
    ];
    let targets = vec![target(1, CALLS, 200), target(1, PAID, 60)];
    let mut evidence = evidence(vec![seller(1, "Иванова О.")], targets, facts);
    evidence.metrics[3].over_time = OverTime::Last;
    let cells = &table(&evidence, &frame("2026-Q4", "2027-01-20")).rows[0].cells;
    assert_eq!((cells[2].fact, cells[3].fact), (Some(150), Some(70)));
}
