//! A total is the sum of the cells it claims, whatever is planned of whom.
use super::*;
use proptest::prelude::*;

const SUMMED: [u128; 3] = [CALLS, MEETINGS, PAID];
const PERIODS: [&str; 5] = ["2026-Q4", "2026-11", "2026-12", "2026-W49", "2026-W40"];
const DAYS: [&str; 4] = ["2026-09-30", "2026-11-18", "2026-12-01", "2027-01-20"];

/// Any people with days of their own, plans of any metrics in any months, also such as nobody carries, one taken back in
/// between, and any facts.
fn anything() -> impl Strategy<Value = (Evidence, Frame)> {
    let who = 1_u128..=4;
    let what = prop::sample::select(&SUMMED[..]);
    let month = prop::sample::select(&["2026-10-01", "2026-11-01", "2026-12-01"][..]);
    let carrier = 0_u128..=4;
    let plan = (carrier, what.clone(), month, 0_i64..500)
        .prop_map(|(who, what, month, value)| planned(who, what, month, value));
    let fact = (who, what, 0_i64..95, -20_i64..200).prop_map(|(who, what, after, value)| FactRow {
        day: day("2026-09-28") + chrono::Days::new(u64::try_from(after).unwrap()),
        ..fact(who, what, "2026-09-28", value)
    });
    let sells = prop::collection::vec(any::<bool>(), 4);
    let plans = prop::collection::btree_map(0_u8..20, plan, 0..8);
    let facts = prop::collection::vec(fact, 0..30);
    let when = (prop::sample::select(&PERIODS[..]), prop::sample::select(&DAYS[..]));
    let away = prop::collection::vec((1_u128..=4, 0_u64..95, 1_u64..20, 0_u64..95), 0..4);
    (sells, plans, any::<bool>(), facts, (when, away)).prop_map(
        |(sells, plans, is_taken_back, facts, ((period, today), away))| {
            let people = (1..).zip(sells).map(|(number, sells)| Seller {
                sells,
                ..seller(number, &format!("Менеджер {number}"))
            });
            let mut targets: Vec<TargetRow> = plans.into_values().collect();
            targets.extend(is_taken_back.then(taken_back));
            let people = people.chain(Seller::nobody(&targets)).collect();
            let frame = Frame { roster: away_on(&away), ..frame(period, today) };
            (evidence(people, targets, facts), frame)
        },
    )
}

/// People away from some day on for some days, as was learnt on some day.
fn away_on(away: &[(u128, u64, u64, u64)]) -> Roster {
    let on = |after: u64| day("2026-09-28") + chrono::Days::new(after);
    let absences = away.iter().map(|(who, first, days, learnt)| {
        serde_json::json!({
            "member": member(*who), "kind": "trip", "starts_on": on(*first), "ends_on": on(first + days),
            "learnt_on": on(*learnt), "voided_on": null,
        })
    });
    let known = serde_json::json!({
        "company": [], "absences": absences.collect::<Vec<_>>(), "schedules": [], "capacities": [],
    });
    Roster::of(serde_json::from_value(known).unwrap(), day("2026-09-01"), day("2026-12-31"))
}

fn planned(who: u128, what: u128, month: &str, value: i64) -> TargetRow {
    TargetRow { month: day(month), effective_on: day(month), ..target(who, what, value) }
}

/// From the middle of November on nobody has a plan.
fn taken_back() -> TargetRow {
    TargetRow { effective_on: day("2026-11-16"), no: 2, cell: None, value: None, ..target(1, 1, 0) }
}

fn sum(values: impl Iterator<Item = Option<i64>>) -> Option<i64> {
    values.flatten().fold(None, |sum, value| Some(sum.unwrap_or(0) + value))
}

proptest! {
    #[test]
    fn every_total_is_the_sum_of_the_cells_it_claims((evidence, frame) in anything()) {
        let table = table(&evidence, &frame);
        for (at, metric) in table.metrics.iter().enumerate().filter(|(_, m)| m.is_summed()) {
            let cells = |side: bool| {
                let rows = table.rows.iter().filter(move |row| row.is_planned(at) == side);
                rows.map(|row| row.cells[at]).collect::<Vec<_>>()
            };
            let (held, rest) = (cells(true), cells(false));
            let (team, outside, all) = (table.team[at], table.outside[at], table.all[at]);
            prop_assert_eq!(team.fact, sum(held.iter().map(|cell| cell.fact)));
            prop_assert_eq!(team.plan, sum(held.iter().map(|cell| cell.plan)));
            prop_assert_eq!(team.today, sum(held.iter().map(|cell| cell.today)));
            let beside = held.iter().chain(&rest).map(|cell| cell.outside);
            let beside_today = held.iter().chain(&rest).map(|cell| cell.outside_today);
            prop_assert_eq!(outside.fact, sum(rest.iter().map(|cell| cell.fact).chain(beside)));
            prop_assert_eq!(
                outside.today,
                sum(rest.iter().map(|cell| cell.today).chain(beside_today))
            );
            prop_assert_eq!(outside.plan, None);
            prop_assert_eq!(all.fact, sum([team.fact, outside.fact].into_iter()));
            prop_assert_eq!(all.today, sum([team.today, outside.today].into_iter()));
            if !table.is_split(at) {
                let whole = table.whole()[at];
                prop_assert_eq!((whole.fact, whole.plan), (all.fact, team.plan), "{}", metric.name);
            }
        }
    }

    #[test]
    fn the_months_that_have_a_plan_hold_the_facts_of_the_total((evidence, frame) in anything()) {
        let table = table(&evidence, &frame);
        for (at, metric) in table.metrics.iter().enumerate().filter(|(_, m)| m.is_summed()) {
            let months = evidence.planned_months(&frame, metric.id, None);
            let closed = |fact: &&FactRow| {
                fact.metric == metric.id && frame.period.contains(fact.day) && fact.day <= frame.closed
            };
            let is_held = |fact: &FactRow| {
                months.iter().any(|(who, month)| *who == fact.member && month.contains(fact.day))
            };
            let facts = |side: bool| {
                let of = evidence.facts.iter().filter(closed).filter(move |f| is_held(f) == side);
                sum(of.map(|fact| Some(fact.value)))
            };
            prop_assert_eq!(table.team[at].fact, facts(true));
            prop_assert_eq!(table.outside[at].fact, facts(false));
        }
    }
}

#[test]
fn a_plan_of_steps_without_one_of_money_parts_the_two() {
    let people = vec![seller(1, "Иванова О."), seller(2, "Петров И."), seller(3, "Белова А.")];
    let targets = vec![target(1, PAID, kopecks(100)), target(1, CALLS, 200), target(2, CALLS, 100)];
    let facts = vec![
        fact(1, PAID, "2026-11-05", kopecks(40)),
        fact(2, PAID, "2026-11-05", kopecks(7)),
        fact(3, PAID, "2026-11-05", kopecks(5)),
        fact(1, CALLS, "2026-11-05", 150),
        fact(2, CALLS, "2026-11-05", 60),
    ];
    let table = table(&evidence(people, targets, facts), &frame("2026-11", "2026-12-20"));
    let places: Vec<_> = table.rows.iter().map(|row| (&*row.seller.name, row.place)).collect();
    let expected =
        [("Иванова О.", Place::Team), ("Петров И.", Place::Team), ("Белова А.", Place::Outside)];
    assert_eq!(places, expected);
    assert_eq!((table.team[0].fact, table.team[0].plan), (Some(210), Some(300)));
    assert_eq!((table.team[3].fact, table.outside[3].fact), (Some(kopecks(40)), Some(kopecks(12))));
    assert!(table.is_split(3) && !table.is_split(0));
    assert!(!table.rows[1].is_planned(3) && table.rows[1].is_planned(0));
}

#[test]
fn a_metric_that_nobody_plans_is_whole() {
    let targets = vec![target(1, PAID, kopecks(100))];
    let facts = vec![fact(1, PAID, "2026-11-05", kopecks(40)), fact(1, CALLS, "2026-11-05", 150)];
    let people = vec![seller(1, "Иванова О.")];
    let table = table(&evidence(people, targets, facts), &frame("2026-11", "2026-12-20"));
    assert!((0..4).all(|at| !table.is_split(at)));
    assert_eq!((table.whole()[0].fact, table.whole()[0].plan), (Some(150), None));
    assert_eq!(table.whole()[3].plan, Some(kopecks(100)));
}

#[test]
fn a_person_is_held_against_the_own_days() {
    let evidence = evidence(
        vec![seller(1, "Иванова О."), seller(2, "Петров И.")],
        vec![target(1, CALLS, 200), target(2, CALLS, 150)],
        vec![fact(1, CALLS, "2026-11-05", 90), fact(2, CALLS, "2026-11-05", 90)],
    );
    // Petrov is away from 16 to 20 November, known since October.
    let frame = Frame { roster: away_on(&[(2, 49, 4, 5)]), ..frame("2026-11", "2026-11-21") };
    let table = table(&evidence, &frame);
    let pace = |name: &str| {
        let row = table.rows.iter().find(|row| row.seller.name == name).unwrap();
        row.cells[0].pace.unwrap()
    };
    let (full, away) = (pace("Иванова О."), pace("Петров И."));
    assert_eq!((full.passed, full.total, full.plan_to_date), (14, 20, 140));
    assert_eq!((away.passed, away.total, away.plan_to_date), (9, 15, 90));
    assert_eq!((full.run_rate(), away.run_rate()), (Some(129), Some(150)));
    assert_eq!(table.team[0].pace.unwrap().plan_to_date, 230);
}

#[test]
fn what_nobody_carries_is_a_line_of_its_own_and_nobody_is_judged_by_it() {
    let targets = vec![target(1, CALLS, 150), target(0, CALLS, 50)];
    let people = [seller(1, "Иванова О.")].into_iter().chain(Seller::nobody(&targets)).collect();
    let evidence = evidence(people, targets, vec![fact(1, CALLS, "2026-11-05", 100)]);
    let table = table(&evidence, &frame("2026-11", "2026-12-20"));
    assert_eq!((table.team[0].fact, table.team[0].plan), (Some(100), Some(200)));
    let last = table.rows.last().unwrap();
    assert_eq!((last.place, last.cells[0].plan), (Place::Nobody, Some(50)));
    assert_eq!(last.cells[0].status, Status::Grey(Grey::Nobody));
    assert_eq!(last.seller.name, "Не обеспечено людьми");
}
