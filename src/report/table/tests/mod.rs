mod days;
mod sums;

use super::*;
use crate::metric::{Direction, OverPeople, OverTime};
use crate::report::evidence::{FactRow, TargetRow};
use crate::report::status::Grey;
use crate::values::{MemberId, MetricId, Unit, WorkCalendar};
use crate::working_days::Roster;
use chrono::NaiveDate;
use uuid::Uuid;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn member(number: u128) -> MemberId {
    MemberId(Uuid::from_u128(number))
}

fn metric(number: u128) -> MetricId {
    MetricId(Uuid::from_u128(100 + number))
}

fn seller(number: u128, name: &str) -> Seller {
    Seller {
        id: member(number),
        name: name.into(),
        sells: true,
        department: None,
        dismissed_on: None,
    }
}

const CALLS: u128 = 1;
const MEETINGS: u128 = 2;
const CONVERSION: u128 = 3;
const PAID: u128 = 4;

fn metric_of(number: u128, name: &str, kind: Kind) -> Metric {
    let (unit, scale) = if kind == Kind::Money { (Unit::Rouble, 2) } else { (Unit::Piece, 0) };
    Metric {
        id: metric(number),
        name: name.into(),
        unit,
        scale,
        kind,
        direction: Direction::Up,
        over_time: OverTime::Sum,
        over_people: OverPeople::Sum,
        code: name.to_lowercase(),
        is_hidden: false,
        row_version: 1,
    }
}

fn metrics() -> Vec<Metric> {
    vec![
        metric_of(CALLS, "Звонки", Kind::Step),
        metric_of(MEETINGS, "Встречи", Kind::Step),
        Metric {
            unit: Unit::Percent,
            scale: 1,
            over_time: OverTime::Ratio { numerator: metric(MEETINGS), denominator: metric(CALLS) },
            over_people: OverPeople::Ratio,
            ..metric_of(CONVERSION, "Звонок → встреча", Kind::Quality)
        },
        metric_of(PAID, "Оплаты", Kind::Money),
    ]
}

fn frame(period: &str, today: &str) -> Frame {
    let today = day(today);
    let closed = today.pred_opt().unwrap();
    let roster = Roster::plain(WorkCalendar::russia().clone());
    Frame { period: period.parse().unwrap(), today, closed, roster }
}

fn target(who: u128, what: u128, value: i64) -> TargetRow {
    TargetRow {
        month: day("2026-11-01"),
        department: None,
        effective_on: day("2026-11-01"),
        no: 1,
        cell: Some((member(who), metric(what))),
        value: Some(value),
    }
}

fn fact(who: u128, what: u128, on: &str, value: i64) -> FactRow {
    FactRow { member: member(who), metric: metric(what), day: day(on), department: None, value }
}

fn evidence(sellers: Vec<Seller>, targets: Vec<TargetRow>, facts: Vec<FactRow>) -> Evidence {
    Evidence { sellers, metrics: metrics(), targets, facts, ..Evidence::default() }
}

fn kopecks(roubles: i64) -> i64 {
    roubles * 100
}

#[test]
fn a_percent_is_taken_over_those_who_have_a_plan() {
    let sellers = vec![seller(1, "Эми"), seller(2, "Линда"), seller(3, "Джей")];
    let targets = vec![target(1, PAID, kopecks(1_625_000)), target(3, PAID, kopecks(200_000))];
    let facts = vec![
        fact(1, PAID, "2026-11-02", 98_005_081),
        fact(3, PAID, "2026-11-07", 23_012_387),
        fact(2, PAID, "2026-11-10", 228_026_335),
    ];
    let evidence = evidence(sellers, targets, facts);
    let table = table(&evidence, &frame("2026-11", "2026-12-20"));
    let main = table.main.unwrap();
    let (team, outside, all) = (table.team[main], table.outside[main], table.all[main]);
    assert_eq!((team.fact, team.plan), (Some(121_017_468), Some(182_500_000)));
    assert_eq!(team.to_date.unwrap().rounded(1), 663);
    assert_eq!((outside.fact, outside.plan), (Some(228_026_335), None));
    assert_eq!(all.fact, Some(349_043_803));
    assert_eq!(team.status, Status::Red);
    let places: Vec<_> = table.rows.iter().map(|row| (&*row.seller.name, row.place)).collect();
    let expected = [("Джей", Place::Team), ("Эми", Place::Team), ("Линда", Place::Outside)];
    assert_eq!(places, expected);
}

#[test]
fn a_heads_plan_is_never_added_to_the_teams() {
    let head = Seller { sells: false, ..seller(9, "Соколова Е.") };
    let sellers = vec![seller(1, "Иванова О."), head];
    let targets = vec![target(1, PAID, kopecks(100)), target(9, PAID, kopecks(100))];
    let facts =
        vec![fact(1, PAID, "2026-11-02", kopecks(40)), fact(9, PAID, "2026-11-02", kopecks(7))];
    let table = table(&evidence(sellers, targets, facts), &frame("2026-11", "2026-12-20"));
    let main = table.main.unwrap();
    assert_eq!(table.team[main].plan, Some(kopecks(100)));
    assert_eq!(table.team[main].fact, Some(kopecks(40)));
    assert_eq!(table.outside[main].fact, Some(kopecks(7)));
    assert_eq!(table.rows.last().unwrap().place, Place::Apart);
    assert_eq!(table.rows.last().unwrap().cells[main].plan, Some(kopecks(100)));
}

#[test]
fn a_ratio_is_made_from_sums_and_never_added() {
    let sellers = vec![seller(1, "Иванова О."), seller(2, "Петров И.")];
    let facts = vec![
        fact(1, CALLS, "2026-11-02", 100),
        fact(1, MEETINGS, "2026-11-02", 25),
        fact(2, CALLS, "2026-11-03", 300),
        fact(2, MEETINGS, "2026-11-03", 15),
    ];
    let table = table(&evidence(sellers, vec![], facts), &frame("2026-11", "2026-12-20"));
    let by_person: Vec<_> = table.rows.iter().map(|row| row.cells[2].fact).collect();
    assert_eq!(by_person, [Some(250), Some(50)]);
    assert_eq!(table.all[2].fact, Some(100));
    assert_eq!((table.team[2].fact, table.outside[2].fact), (None, None));
}

#[test]
fn a_ratio_is_made_of_hidden_metrics_too() {
    let facts = vec![fact(1, CALLS, "2026-11-02", 100), fact(1, MEETINGS, "2026-11-02", 25)];
    let mut evidence = evidence(vec![seller(1, "Иванова О.")], vec![], facts);
    let calls = evidence.metrics.remove(0);
    evidence.hidden.push(Metric { is_hidden: true, ..calls });
    let table = table(&evidence, &frame("2026-11", "2026-12-20"));
    assert_eq!(table.metrics.len(), 3);
    assert_eq!((table.rows[0].cells[1].fact, table.all[1].fact), (Some(250), Some(250)));
}

#[test]
fn a_latest_value_is_not_a_sum() {
    let mut evidence = evidence(
        vec![seller(1, "Иванова О.")],
        vec![target(1, CALLS, 10)],
        vec![fact(1, CALLS, "2026-11-02", 4), fact(1, CALLS, "2026-11-09", 8)],
    );
    evidence.metrics[0].over_time = OverTime::Last;
    let table = table(&evidence, &frame("2026-11", "2026-12-20"));
    let cell = table.rows[0].cells[0];
    assert_eq!((cell.fact, cell.plan, cell.pace), (Some(8), Some(10), None));
    assert_eq!(cell.to_date, Some(Percent::whole(80)));
    assert_eq!(cell.status, Status::Red);
}

#[test]
fn money_waits_for_a_profile_and_steps_do_not() {
    let targets = vec![target(1, PAID, kopecks(2_000_000)), target(1, CALLS, 200)];
    let facts = vec![fact(1, PAID, "2026-11-05", kopecks(100)), fact(1, CALLS, "2026-11-05", 100)];
    let evidence = evidence(vec![seller(1, "Иванова О.")], targets, facts);
    let table = table(&evidence, &frame("2026-11", "2026-11-16"));
    let cells = &table.rows[0].cells;
    assert_eq!(cells[3].status, Status::Grey(Grey::NoProfile));
    assert_eq!(cells[3].pace.unwrap().plan_to_date, kopecks(900_000));
    assert_eq!(cells[0].status, Status::Green);
    assert_eq!(cells[0].to_date.unwrap().rounded(0), 111);
}

#[test]
fn today_stands_apart_and_the_dismissed_are_shown_while_they_count() {
    let gone = Seller { dismissed_on: Some(day("2026-10-01")), ..seller(2, "Белова А.") };
    let facts = vec![fact(1, CALLS, "2026-11-18", 12), fact(1, CALLS, "2026-11-17", 20)];
    let people = vec![seller(1, "Иванова О."), gone.clone()];
    let table_of =
        |facts| table(&evidence(people.clone(), vec![], facts), &frame("2026-11", "2026-11-18"));
    let shown = table_of(facts.clone());
    assert_eq!((shown.rows[0].cells[0].fact, shown.rows[0].cells[0].today), (Some(20), Some(12)));
    assert_eq!(shown.rows.len(), 1);
    let late = [facts, vec![fact(2, CALLS, "2026-11-02", 1)]].concat();
    assert_eq!(table_of(late).rows.len(), 2);
}

#[test]
fn a_version_that_leaves_a_number_out_takes_it_back() {
    let newer = TargetRow {
        effective_on: day("2026-11-16"),
        no: 2,
        cell: None,
        value: None,
        ..target(1, CALLS, 0)
    };
    let targets = vec![target(1, CALLS, 200), newer];
    let evidence = evidence(vec![seller(1, "Иванова О.")], targets, vec![]);
    let table = table(&evidence, &frame("2026-11", "2026-12-20"));
    assert_eq!(table.team[0].plan, Some(90));
}
