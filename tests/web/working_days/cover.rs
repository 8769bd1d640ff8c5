//! What people cannot carry of a month's plan. Today is Wednesday, 18 November 2026.
use axum::http::StatusCode;
use uuid::Uuid;

use super::plain;
use crate::metrics::furnished;
use crate::support::{
    Browser, DEPARTMENT, IVANOVA, MANAGER, OTHER_DEPARTMENT, OURS, PETROV, Seen, World,
};

const VERSIONS: &str = "select count(*) from plan_version";

/// A plan of money: Ivanova 3 000 000, Petrov 1 500 000, and of 200 calls for each; Petrov is away in the last full week.
async fn planned(world: &World) -> Vec<Uuid> {
    let ids = furnished(world).await;
    let cell = |who: Uuid, what: usize| format!("{DEPARTMENT}.{who}.{}", ids[what]);
    let no = format!("no.{DEPARTMENT}");
    let cells = [
        (cell(IVANOVA, 4), "3000000"),
        (cell(PETROV, 4), "1500000"),
        (cell(IVANOVA, 0), "200"),
        (cell(PETROV, 0), "200"),
    ];
    let mut fields = vec![("period", "2026-11"), (no.as_str(), "0")];
    fields.extend(cells.iter().map(|(name, typed)| (name.as_str(), *typed)));
    let done = world.owner.submit("/plan", &fields).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    away(&world.owner, "2026-11-23", "2026-11-27").await;
    ids
}

async fn away(who: &Browser, first: &str, last: &str) {
    let fields = [("kind", "vacation"), ("starts_on", first), ("ends_on", last)];
    let done = who.submit(&format!("/people/{PETROV}/absences"), &fields).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
}

async fn decide(who: &Browser, member: &str, decision: &str, no: &str) -> Seen {
    let department = DEPARTMENT.to_string();
    let fields = [
        ("period", "2026-11"),
        ("department", department.as_str()),
        ("member", member),
        ("decision", decision),
        ("no", no),
    ];
    who.submit("/plan/cover", &fields).await
}

fn petrov() -> String {
    PETROV.to_string()
}

/// The sums under the columns of the sheet.
fn sums(seen: &Seen) -> Vec<String> {
    seen.texts("#plan tr.sum td").iter().map(|text| text.replace('\u{a0}', " ")).collect()
}

#[tokio::test]
async fn the_sheet_tells_who_cannot_carry_all_of_the_plan() {
    let world = World::new().await;
    planned(&world).await;
    let seen = world.head.open("/plan?period=2026-11").await;
    assert_eq!(
        seen.texts(".load").iter().map(|text| text.replace('\u{a0}', " ")).collect::<Vec<_>>(),
        ["15 из 20 дней"]
    );
    let gaps = plain(&seen, "#gaps");
    assert!(gaps.contains("Петров И.: 15 из 20 дней"), "{gaps}");
    assert!(gaps.contains("не успеть: Звонки — 50, Оплаты — 375 000 ₽"), "{gaps}");
    assert_eq!(seen.texts("#gaps button").len(), 3);
    let partner = world.partner.open("/plan?period=2026-11").await;
    assert!(partner.has("#gaps") && !partner.has("#gaps button"));
    let (_, statements) = world.owner.open_counting("/plan?period=2026-11").await;
    assert!(statements.len() <= 8, "{statements:#?}");
}

#[tokio::test]
async fn what_is_shown_stands_as_a_line_of_its_own_in_every_report() {
    let world = World::new().await;
    planned(&world).await;
    let before = sums(&world.owner.open("/plan?period=2026-11").await);
    let done = decide(&world.head, &petrov(), "show", "1").await;
    assert_eq!(done.location.as_deref(), Some("/plan?period=2026-11"), "{}", done.body);
    let seen = world.owner.open("/plan?period=2026-11").await;
    assert_eq!(sums(&seen), before, "the department's sum is as it was");
    let line = plain(&seen, "#plan tr.own");
    assert!(
        line.contains("Не обеспечено людьми") && line.contains("50") && line.contains("375 000"),
        "{line}"
    );
    assert!(plain(&seen, ".version").contains("версия 2, действует с 18.11.2026"));
    let overview = world.owner.open("/?period=2026-11").await;
    let rows = plain(&overview, "#people");
    assert!(rows.contains("Не обеспечено людьми"), "{rows}");
    assert!(plain(&overview, "#people tfoot").contains("4 500"), "{rows}");
    assert!(!overview.body.contains("member=00000000-0000-0000-0000-000000000000"));
    let plan_fact = world.head.open("/plan-fact?period=2026-11").await;
    assert!(plain(&plan_fact, "main").contains("Не обеспечено людьми"), "{}", plan_fact.body);
    let week = world.head.open("/week/2026-11-16").await;
    assert!(plain(&week, "main").contains("Не обеспечено людьми"), "{}", week.body);
    let days = world.owner.open("/plan/days?period=2026-11").await;
    assert!(plain(&days, ".figure").contains("4 500 000"));
    for path in [
        "/?period=2026-11",
        "/plan-fact?period=2026-11",
        "/week/2026-11-16",
        "/plan?period=2026-11",
    ] {
        let (_, statements) = world.owner.open_counting(path).await;
        assert!(statements.len() <= 8, "{path}: {statements:#?}");
    }
    let journal = plain(&world.owner.open("/changes").await, "main");
    assert!(
        journal.contains("Петров И.: 15 из 20 дней; показано как не обеспеченное людьми"),
        "{journal}"
    );
}

#[tokio::test]
async fn a_closed_period_keeps_what_nobody_carried() {
    let world = World::new().await;
    planned(&world).await;
    let shown = decide(&world.head, &petrov(), "show", "1").await;
    assert_eq!(shown.status, StatusCode::SEE_OTHER, "{}", shown.body);
    let later = world.after(chrono::TimeDelta::days(13), &world.owner);
    let closing = later.submit("/closing/2026-11/closing", &[]).await;
    assert_eq!(closing.location.as_deref(), Some("/closing"), "{}", closing.body);
    assert_eq!(
        world.count(OURS, "select sum(plan)::bigint from period_uncovered").await,
        37_500_000 + 50
    );
    let list = later.open("/closing").await;
    let figures = later.open(&list.attribute("#months th a", "href")).await;
    assert!(plain(&figures, "#figures").contains("Не обеспечено людьми"), "{}", figures.body);
}

#[tokio::test]
async fn the_others_take_it_over_and_nothing_is_asked_again() {
    let world = World::new().await;
    let ids = planned(&world).await;
    let before = sums(&world.owner.open("/plan?period=2026-11").await);
    let done = decide(&world.head, &petrov(), "share", "1").await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    let seen = world.owner.open("/plan?period=2026-11").await;
    assert_eq!(sums(&seen), before);
    let value = |who: Uuid, what: usize| {
        let css = format!("input[name='{DEPARTMENT}.{who}.{}']", ids[what]);
        seen.attribute(&css, "value").replace('\u{a0}', " ")
    };
    assert_eq!((value(PETROV, 4), value(IVANOVA, 4)), ("1 125 000".into(), "3 375 000".into()));
    assert_eq!((value(PETROV, 0), value(IVANOVA, 0)), ("150".into(), "250".into()));
    assert!(!seen.has("#gaps") && !seen.has("#plan tr.own"));
    away(&world.head, "2026-11-30", "2026-11-30").await;
    let again = plain(&world.owner.open("/plan?period=2026-11").await, "#gaps");
    assert!(again.contains("Петров И.: 14 из 20 дней") && again.contains("75 000 ₽"), "{again}");
}

#[tokio::test]
async fn what_is_left_as_it_is_makes_no_version() {
    let world = World::new().await;
    planned(&world).await;
    let kept = decide(&world.owner, &petrov(), "keep", "1").await;
    assert_eq!(kept.status, StatusCode::SEE_OTHER);
    assert!(!world.owner.open("/plan?period=2026-11").await.has("#gaps"));
    assert_eq!(world.count(OURS, VERSIONS).await, 1);
    let again = decide(&world.owner, &petrov(), "show", "1").await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(again.text("#form-error").contains("решать уже нечего"));
}

#[tokio::test]
async fn what_is_shown_may_be_given_to_people_later() {
    let world = World::new().await;
    planned(&world).await;
    let before = sums(&world.owner.open("/plan?period=2026-11").await);
    decide(&world.head, &petrov(), "show", "1").await;
    let done = decide(&world.head, "", "share", "2").await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    let seen = world.owner.open("/plan?period=2026-11").await;
    assert_eq!(sums(&seen), before);
    assert!(!seen.has("#plan tr.own"));
}

#[tokio::test]
async fn the_second_of_two_who_decide_is_told_and_a_double_click_is_one() {
    let world = World::new().await;
    planned(&world).await;
    let department = DEPARTMENT.to_string();
    let petrov = petrov();
    let fields = [
        ("period", "2026-11"),
        ("department", department.as_str()),
        ("member", petrov.as_str()),
        ("decision", "show"),
        ("no", "1"),
    ];
    let token = world.head.token();
    world.head.submit_with(&token, "/plan/cover", &fields).await;
    world.head.submit_with(&token, "/plan/cover", &fields).await;
    assert_eq!(world.count(OURS, VERSIONS).await, 2);
    let late = decide(&world.owner, &petrov, "share", "1").await;
    assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(late.text("#form-error").contains("РОП"), "{}", late.text("#form-error"));
}

#[tokio::test]
async fn nobody_else_decides_and_no_stranger() {
    let world = World::new().await;
    planned(&world).await;
    for who in [&world.partner, &world.expert, &world.manager, &world.accountant] {
        assert_eq!(decide(who, &petrov(), "show", "1").await.status, StatusCode::FORBIDDEN);
    }
    assert_eq!(decide(&world.stranger, &petrov(), "show", "1").await.status, StatusCode::NOT_FOUND);
    let other = OTHER_DEPARTMENT.to_string();
    let fields =
        [("period", "2026-11"), ("department", other.as_str()), ("decision", "show"), ("no", "0")];
    assert_eq!(world.head.submit("/plan/cover", &fields).await.status, StatusCode::NOT_FOUND);
    let whoever = decide(&world.head, &Uuid::from_u128(1).to_string(), "show", "1").await;
    assert_eq!(whoever.status, StatusCode::NOT_FOUND);
    let whatever = decide(&world.head, &petrov(), "burn", "1").await;
    assert_eq!(whatever.status, StatusCode::BAD_REQUEST);
    let nothing = decide(&world.head, &MANAGER.to_string(), "show", "1").await;
    assert_eq!(nothing.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(world.count(OURS, VERSIONS).await, 1);
}
