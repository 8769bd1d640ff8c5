//! The company's own calendar. Today is Wednesday, 18 November 2026.
use axum::http::StatusCode;

use super::plain;
use crate::metrics::furnished;
use crate::support::{Browser, DEPARTMENT, IVANOVA, OURS, Seen, THEIRS, World};

const HERE: &str = "/setup/calendar?year=2026";
const ROWS: &str = "select count(*) from company_day";

async fn change(
    who: &Browser,
    kind: &str,
    first: &str,
    last: &str,
    name: &str,
    seen: &str,
) -> Seen {
    let fields = [("kind", kind), ("first", first), ("last", last), ("name", name), ("seen", seen)];
    who.submit(HERE, &fields).await
}

#[tokio::test]
async fn a_year_has_its_holidays_moved_and_short_days_and_says_by_what_edition() {
    let world = World::new().await;
    let seen = world.head.open(HERE).await;
    assert_eq!(seen.texts("#year .mini").len(), 12);
    assert!(
        plain(&seen, ".lead")
            .starts_with("247 рабочих дней. Производственный календарь России, издание 1")
    );
    let named = plain(&seen, "#named");
    assert!(named.contains("4 ноября не работаем · День народного единства"), "{named}");
    assert!(named.contains("3 ноября на час короче"), "{named}");
    assert!(!seen.has("#own-day"), "a head only looks");
    let far = world.owner.open("/setup/calendar?year=2029").await;
    assert!(plain(&far, ".lead").contains("по обычной пятидневке"));
    assert_eq!(world.owner.open("/setup/calendar?year=много").await.status, StatusCode::NOT_FOUND);
    assert_eq!(world.manager.open(HERE).await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn days_of_the_companys_own_are_its_own_only_and_can_be_taken_back() {
    let world = World::new().await;
    let done = change(&world.owner, "off", "2026-12-28", "2026-12-30", "Каникулы", "0").await;
    assert_eq!(done.location.as_deref(), Some("/setup/calendar?year=2026"), "{}", done.body);
    let seen = world.owner.open(HERE).await;
    assert!(plain(&seen, ".lead").starts_with("244 рабочих дня"));
    assert!(plain(&seen, "#named").contains("28–30 декабря не работаем · Каникулы день компании"));
    assert!(plain(&world.stranger.open(HERE).await, ".lead").starts_with("247"));
    assert_eq!(world.count(THEIRS, ROWS).await, 0);
    let back = change(&world.expert, "calendar", "2026-12-29", "", "", "3").await;
    assert_eq!(back.status, StatusCode::SEE_OTHER, "{}", back.body);
    assert!(plain(&world.owner.open(HERE).await, ".lead").starts_with("245 рабочих дней"));
    assert_eq!(world.count(OURS, ROWS).await, 4, "editions are added, none is lost");
    let journal = plain(&world.owner.open("/changes").await, "main");
    assert!(journal.contains("28–30 декабря 2026: не работаем, «Каникулы»"), "{journal}");
}

#[tokio::test]
async fn a_working_saturday_counts_and_is_taken_once_by_two_clicks() {
    let world = World::new().await;
    let token = world.owner.token();
    let fields =
        [("kind", "work"), ("first", "2026-11-21"), ("last", ""), ("name", ""), ("seen", "0")];
    world.owner.submit_with(&token, HERE, &fields).await;
    world.owner.submit_with(&token, HERE, &fields).await;
    assert_eq!(world.count(OURS, ROWS).await, 1);
    let when = plain(&world.owner.open("/?period=2026-11").await, "main");
    assert!(when.contains("12-й рабочий день из 21"), "{when}");
}

#[tokio::test]
async fn the_past_is_not_changed_and_typing_is_kept() {
    let world = World::new().await;
    let refused = change(&world.owner, "off", "2026-11-18", "", "Сбой", "0").await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let why = plain(&refused, "#first-error");
    assert_eq!(why, "Прошедшие дни и сегодняшний не меняются: выберите 19 ноября или позже");
    assert_eq!(refused.attribute("#name", "value"), "Сбой");
    assert_eq!(refused.attribute("#first", "value"), "2026-11-18");
    let empty = change(&world.owner, "off", "2026-11-19", "2026-11-10", "", "0").await;
    assert!(empty.has("#name-error") && empty.has("#last-error"));
    assert_eq!(world.count(OURS, ROWS).await, 0);
}

#[tokio::test]
async fn the_second_of_two_editors_is_told() {
    let world = World::new().await;
    change(&world.expert, "off", "2026-12-25", "", "Юбилей", "0").await;
    let late = change(&world.owner, "off", "2026-12-24", "", "Праздник", "0").await;
    assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(late.text("#form-error").contains("эксперт"), "{}", late.text("#form-error"));
    assert_eq!(late.attribute("#name", "value"), "Праздник");
    let again = late.attribute("#own-day input[name='seen']", "value");
    let done = change(&world.owner, "off", "2026-12-24", "", "Праздник", &again).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn those_without_the_right_change_no_day() {
    let world = World::new().await;
    for who in [&world.partner, &world.head, &world.manager, &world.accountant] {
        let refused = change(who, "off", "2026-12-25", "", "Юбилей", "0").await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN);
    }
    assert_eq!(world.count(OURS, ROWS).await, 0);
}

/// A plan of 200 calls: ten a day. Six days off of the nine left move what is left, and no day that passed.
#[tokio::test]
async fn a_change_moves_the_days_left_and_none_that_passed() {
    let world = World::new().await;
    let ids = furnished(&world).await;
    let cell = format!("{DEPARTMENT}.{IVANOVA}.{}", ids[0]);
    let no = format!("no.{DEPARTMENT}");
    let fields = [("period", "2026-11"), (no.as_str(), "0"), (cell.as_str(), "200")];
    let done = world.owner.submit("/plan", &fields).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    let days = format!("/plan/days?period=2026-11&whose=m.{IVANOVA}&metric={}", ids[0]);
    let weeks = |seen: &Seen| {
        let to_date = seen.texts("#days tbody td:last-child");
        to_date.iter().map(|text| text.replace('\u{a0}', " ")).collect::<Vec<_>>()
    };
    assert_eq!(weeks(&world.owner.open(&days).await), ["0", "40", "90", "140", "190", "200"]);
    change(&world.owner, "off", "2026-11-23", "2026-11-27", "Простой", "0").await;
    let seen = world.owner.open(&days).await;
    assert_eq!(weeks(&seen), ["0", "40", "90", "178", "178", "200"]);
    let past: Vec<String> = seen.texts("#days tbody tr:nth-child(4) td").drain(..2).collect();
    assert_eq!(past, ["1610", "1710"], "Monday and Tuesday keep their ten");
}
