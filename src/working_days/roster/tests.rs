use super::*;
use uuid::Uuid;

const PETROV: MemberId = MemberId(Uuid::from_u128(1));
const BELOVA: MemberId = MemberId(Uuid::from_u128(2));

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn november() -> Period {
    Period::month(day("2026-11-01"))
}

fn roster(known: &str) -> Roster {
    let known = known.replace("PETROV", &PETROV.to_string());
    Roster::of(serde_json::from_str(&known).unwrap(), november().first(), november().last())
}

const LINES: &str = r#"{"company": [], "absences": [], "schedules": [], "capacities": []}"#;

/// Away from 23 to 27 November, as was learnt on the 16th.
const VACATION: &str = r#"{"member": "PETROV", "kind": "vacation", "starts_on": "2026-11-23", "ends_on": "2026-11-27",
    "learnt_on": "2026-11-16", "voided_on": null}"#;

fn with(part: &str, lines: &str) -> Roster {
    roster(&LINES.replace(&format!(r#""{part}": []"#), &format!(r#""{part}": [{lines}]"#)))
}

#[test]
fn five_days_of_twenty_away_leave_three_quarters() {
    let roster = with("absences", VACATION);
    assert_eq!(
        (roster.days_of(PETROV, november()), roster.scheduled_of(PETROV, november())),
        (15, 20)
    );
    assert_eq!(roster.carried(PETROV, november()), 1_500);
    assert_eq!(roster.days_of(BELOVA, november()), 20);
    assert_eq!(roster.absence_on(PETROV, day("2026-11-25")), Some(AbsenceKind::Vacation));
    assert_eq!(roster.absence_on(PETROV, day("2026-11-28")), None);
    let before = roster.calendar(PETROV).as_known_on(day("2026-11-15"));
    assert_eq!(before.working_days_in(november()), 20);
}

#[test]
fn an_absence_taken_back_gives_the_days_back() {
    let void = VACATION.replace(r#""voided_on": null"#, r#""voided_on": "2026-11-18""#);
    let roster = with("absences", &void);
    assert_eq!(roster.days_of(PETROV, november()), 20);
    assert_eq!(roster.absence_on(PETROV, day("2026-11-25")), None);
    let between = roster.calendar(PETROV).as_known_on(day("2026-11-17"));
    assert_eq!(between.working_days_in(november()), 15);
}

#[test]
fn shifts_hold_until_the_next_schedule_and_a_line_taken_back_does_not() {
    let line = |from: &str, no_kind: &str, learnt: &str| {
        format!(
            r#"{{"member": "PETROV", "from_on": "{from}", "kind": "{no_kind}", "weekdays": 0, "works": 2, "rests": 2,
                "learnt_on": "{learnt}"}}"#
        )
    };
    let shifts = line("2026-11-02", "cycle", "2026-10-20");
    assert_eq!(with("schedules", &shifts).days_of(PETROV, november()), 15);
    let till = format!("{shifts}, {}", line("2026-11-16", "company", "2026-10-20"));
    assert_eq!(with("schedules", &till).days_of(PETROV, november()), 8 + 11);
    let back = format!("{till}, {}", line("2026-11-16", "void", "2026-11-10"));
    assert_eq!(with("schedules", &back).days_of(PETROV, november()), 15);
}

#[test]
fn a_newcomer_carries_more_from_month_to_month() {
    let lines =
        [("2026-11-16", "30"), ("2026-11-23", "60"), ("2026-11-23", "null"), ("2026-11-30", "100")];
    let lines = lines.map(|(from, percent)| {
        format!(r#"{{"member": "PETROV", "from_on": "{from}", "percent": {percent}}}"#)
    });
    let roster = with("capacities", &lines.join(", "));
    let on = |text| roster.capacity_of(PETROV, day(text));
    assert_eq!(
        [on("2026-11-15"), on("2026-11-16"), on("2026-11-27"), on("2026-11-30")],
        [100, 30, 30, 100]
    );
    assert_eq!(roster.carried(PETROV, november()), 900 + 300 + 100);
    assert_eq!(roster.capacity_of(BELOVA, day("2026-11-20")), 100);
}

#[test]
fn a_day_of_the_companys_own_is_everybodys() {
    let roster = with(
        "company",
        r#"["2026-11-20", "off", "Юбилей", "2026-11-10"], ["2026-11-21", "work", "", "2026-11-10"]"#,
    );
    assert!(!roster.company().is_working(day("2026-11-20")));
    assert!(roster.calendar(PETROV).is_working(day("2026-11-21")));
    assert_eq!(roster.company().name(day("2026-11-20")), Some("Юбилей"));
}
