use super::*;
use crate::plan::sheet::Sheet;
use crate::plan::sheet::tests::{laid, november, seller, target, version};
use proptest::prelude::*;

const CALLS: u128 = 10;
const PAID: u128 = 11;
const ROUBLES: i64 = 100;

/// Ivanova works in full; Petrov is away for five days of twenty; Belova carries 60 %.
fn roster() -> Roster {
    let known = format!(
        r#"{{"company": [], "schedules": [],
            "absences": [{{"member": "{}", "kind": "vacation", "starts_on": "2026-11-23", "ends_on": "2026-11-27",
                "learnt_on": "2026-11-16", "voided_on": null}}],
            "capacities": [{{"member": "{}", "from_on": "2026-11-01", "percent": 60}}]}}"#,
        seller(22, "").id,
        seller(23, "").id
    );
    let known = serde_json::from_str(&known).unwrap();
    Roster::of(known, november().first(), november().last())
}

fn sheet(targets: Vec<Target>) -> Sheet {
    let people = [seller(21, "Иванова О."), seller(22, "Петров И."), seller(23, "Белова А.")];
    laid(&people, vec![version(1, targets)])
}

fn ground<'a>(sheet: &'a Sheet, roster: &'a Roster, made: &'a [Made]) -> Ground<'a> {
    Ground { section: &sheet.sections[0], metrics: &sheet.metrics, month: november(), roster, made }
}

fn sum(targets: &[Target], metric: u128) -> i64 {
    let metric = target(None, metric, 0).metric;
    targets.iter().filter(|t| t.metric == metric).filter_map(|t| t.value).sum()
}

fn value(targets: &[Target], member: Option<u128>, metric: u128) -> Option<i64> {
    let cell = target(member, metric, 0);
    targets.iter().find(|t| t.member == cell.member && t.metric == cell.metric)?.value
}

#[test]
fn five_days_of_twenty_leave_three_quarters_and_the_rest_waits() {
    let (sheet, roster) = (sheet(vec![target(Some(22), PAID, 1_500_000 * ROUBLES)]), roster());
    let ground = ground(&sheet, &roster, &[]);
    let gaps = ground.gaps();
    assert_eq!(gaps.len(), 1);
    assert_eq!(gaps[0].words, ["15 из 20\u{a0}дней"]);
    assert_eq!(gaps[0].missing, [(sheet.metrics[1].id, 375_000 * ROUBLES)]);
    let shown = ground.covered(&gaps[0], Decision::Show).unwrap();
    assert_eq!(value(&shown, Some(22), PAID), Some(1_125_000 * ROUBLES));
    assert_eq!(value(&shown, None, PAID), Some(375_000 * ROUBLES));
    assert_eq!(ground.covered(&gaps[0], Decision::Share), Err(vec!["Показатель 11".to_owned()]));
}

#[test]
fn the_others_take_over_by_days_and_capacity() {
    let plans = [21, 22, 23].map(|who| target(Some(who), CALLS, 320));
    let (sheet, roster) = (sheet(plans.into()), roster());
    let ground = ground(&sheet, &roster, &[]);
    let gaps = ground.gaps();
    assert_eq!(gaps.iter().map(|gap| gap.missing[0].1).collect::<Vec<_>>(), [80, 128]);
    assert_eq!(gaps[1].words, ["выход на 60\u{a0}%"]);
    // Ivanova carries 20 days, Belova 12.
    let shared = ground.covered(&gaps[0], Decision::Share).unwrap();
    assert_eq!([21, 22, 23].map(|who| value(&shared, Some(who), CALLS).unwrap()), [370, 240, 350]);
    assert_eq!(sum(&shared, CALLS), 960);
}

#[test]
fn what_was_decided_is_asked_again_only_when_more_is_missing() {
    let (sheet, roster) = (sheet(vec![target(Some(22), CALLS, 240)]), roster());
    let department = sheet.sections[0].department.id;
    let made = |carries| [Made { department, member: seller(22, "").id, carries }];
    assert_eq!(ground(&sheet, &roster, &made(1_500)).gaps(), []);
    assert_eq!(ground(&sheet, &roster, &made(1_400)).gaps(), []);
    // Decided when four days were missing; now five are.
    let again = ground(&sheet, &roster, &made(1_600)).gaps();
    assert_eq!(again[0].missing[0].1, 15);
}

#[test]
fn what_nobody_carries_may_be_given_to_people_later() {
    let plans =
        vec![target(Some(21), CALLS, 300), target(Some(23), CALLS, 200), target(None, CALLS, 80)];
    let (sheet, roster) = (sheet(plans), roster());
    let ground = ground(&sheet, &roster, &[]);
    let shared = ground.covered(&ground.uncovered().unwrap(), Decision::Share).unwrap();
    assert_eq!(
        (value(&shared, Some(21), CALLS), value(&shared, Some(23), CALLS)),
        (Some(350), Some(230))
    );
    assert_eq!(value(&shared, None, CALLS), None);
}

#[test]
fn a_dismissal_takes_the_days_after_it() {
    let gone =
        Member { dismissed_on: "2026-11-23".parse().ok(), ..seller(21, "Иванова О.") };
    let load = Load::of(&gone, november(), &roster());
    assert_eq!((load.days, load.of, load.carries), (14, 20, 1_400));
}

proptest! {
    #[test]
    fn the_sum_of_the_department_never_changes(
        plans in prop::collection::vec(prop::option::of(0_i64..10_000_000_000), 6),
        uncovered in 0_i64..1_000_000_000,
        at in 0_usize..3,
    ) {
        let cells = [(21, CALLS), (22, CALLS), (23, CALLS), (21, PAID), (22, PAID), (23, PAID)];
        let mut targets: Vec<Target> = cells.into_iter().zip(&plans)
            .filter_map(|((who, what), plan)| Some(target(Some(who), what, (*plan)?)))
            .collect();
        targets.push(target(None, PAID, uncovered));
        let (sheet, roster) = (sheet(targets.clone()), roster());
        let ground = ground(&sheet, &roster, &[]);
        let gaps = ground.gaps().into_iter().chain(ground.uncovered());
        for gap in gaps {
            if gap.member.is_none() && Decision::ALL[at] != Decision::Share {
                continue;
            }
            let Ok(covered) = ground.covered(&gap, Decision::ALL[at]) else { continue };
            for metric in [CALLS, PAID] {
                prop_assert_eq!(sum(&covered, metric), sum(&targets, metric));
            }
            let is_whole = covered.iter().all(|t| t.value.is_none_or(|value| value >= 0));
            prop_assert!(is_whole);
        }
    }
}
