//! The second step: causes and measures.
use axum::http::StatusCode;

use super::{ROUBLES, WEEK, confirm, explain, explain_seen, held, prepared, said};
use crate::support::{IVANOVA, OTHER_DEPARTMENT, OURS, PETROV, World};

const WORDS: &str = "select count(*) from explanation";

fn reasons() -> String {
    format!("{WEEK}/reasons")
}

#[tokio::test]
async fn the_costliest_deviation_is_named_with_its_worth_and_those_behind() {
    let world = World::new().await;
    held(&world).await;
    let seen = world.head.open(&reasons()).await;
    assert_eq!(seen.texts(".deviation h2"), ["Встречи −25 %"]);
    assert_eq!(
        seen.text(".deviation .note"),
        "30 из 40, по плану месяца это 250 тыс. ₽ · Петров И."
    );
    assert!(!seen.has("#so-far") && !seen.has("#goes-on"));
}

#[tokio::test]
async fn an_explanation_is_written_seen_by_the_owner_and_edited_without_losing_the_first() {
    let world = World::new().await;
    let figures = held(&world).await;

    let answer = explain(&world.head, figures.meetings, "Предлагает КП вместо встречи").await;

    assert_eq!(answer.location.as_deref(), Some("/week/2026-11-09/reasons"), "{}", answer.body);
    assert_eq!(said(&answer), "Причины и меры записаны.");
    let report = world.owner.open(WEEK).await;
    let cause = report.text("#causes .cause");
    for words in ["Предлагает КП", "до 27 ноября", "Телефония с записью", "РОП, 18 ноября в 12:00"]
    {
        assert!(cause.contains(words), "{cause}");
    }
    assert!(explain(&world.head, figures.meetings, "Иначе").await.location.is_some());
    assert!(world.owner.open(WEEK).await.text("#causes .cause").contains("Иначе"));
    assert_eq!(world.count(OURS, WORDS).await, 2);
    let again = explain(&world.head, figures.meetings, "Иначе").await;
    assert_eq!(said(&again), "Всё уже записано.");
    assert_eq!(world.count(OURS, WORDS).await, 2);
}

#[tokio::test]
async fn what_is_missing_is_told_at_its_field_and_the_typing_stays() {
    let world = World::new().await;
    let figures = held(&world).await;
    let long = "я".repeat(10_000);
    for (happened, due, wrong) in [
        (" ", "2026-11-27", "happened"),
        (long.as_str(), "2026-11-27", "happened"),
        ("мало", "31.02.2026", "due_on"),
        ("мало", "2026-11-01", "due_on"),
        ("мало", "", "due_on"),
    ] {
        let name = |field: &str| format!("{field}.{}", figures.meetings);
        let names = ["happened", "we_do", "due_on", "needed", "seen"].map(name);
        let typed = [happened, "Двойные визиты", due, "", ""];
        let fields: Vec<(&str, &str)> = names.iter().map(String::as_str).zip(typed).collect();
        let refused = world.head.submit(&reasons(), &fields).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
        assert!(refused.has(&format!("[id='{}-error']", name(wrong))), "{wrong}");
        assert_eq!(refused.text(&format!("[id='{}']", name("we_do"))), "Двойные визиты");
    }
    assert_eq!(world.count(OURS, WORDS).await, 0);
}

#[tokio::test]
async fn a_deviation_left_bare_waits() {
    let world = World::new().await;
    let figures = held(&world).await;
    let names = ["happened", "we_do", "due_on", "needed", "seen"]
        .map(|field| format!("{field}.{}", figures.meetings));
    let fields: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), "")).collect();
    let answer = world.head.submit(&reasons(), &fields).await;
    assert_eq!(said(&answer), "Записывать нечего. Осталось объяснить: 1.");
    assert_eq!(world.count(OURS, WORDS).await, 0);
}

#[tokio::test]
async fn the_second_of_two_who_explain_is_told_and_keeps_the_typing() {
    let world = World::new().await;
    let figures = held(&world).await;
    explain(&world.head, figures.meetings, "Первая").await;

    let late = explain_seen(&world.head, figures.meetings, "", "Вторая").await;

    assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
    let told = late.text("#form-error");
    assert!(told.contains("РОП, 18 ноября в 12:00") && told.contains("Первая"), "{told}");
    assert_eq!(late.text(&format!("[id='happened.{}']", figures.meetings)), "Вторая");
    let seen = late.attribute(&format!("input[name='seen.{}']", figures.meetings), "value");
    let again = explain_seen(&world.head, figures.meetings, &seen, "Вторая").await;
    assert!(again.location.is_some(), "{}", again.body);
    assert_eq!(world.count(OURS, WORDS).await, 2);
}

#[tokio::test]
async fn two_who_explain_at_once_write_one_chain() {
    let world = World::new().await;
    let figures = held(&world).await;
    let (one, other) = tokio::join!(
        explain_seen(&world.head, figures.meetings, "", "Первая"),
        explain_seen(&world.head, figures.meetings, "", "Вторая")
    );
    let statuses = [one.status, other.status];
    assert!(statuses.contains(&StatusCode::SEE_OTHER), "{statuses:?}");
    assert!(statuses.contains(&StatusCode::UNPROCESSABLE_ENTITY), "{statuses:?}");
    assert_eq!(world.count(OURS, WORDS).await, 1);
}

#[tokio::test]
async fn a_confirmed_week_is_explained_no_more() {
    let world = World::new().await;
    let figures = prepared(&world).await;
    confirm(&world.head).await;
    let late = explain_seen(&world.head, figures.meetings, "", "Поздно").await;
    assert!(late.text("#form-error").contains("неделя подтверждена: РОП"), "{}", late.body);
    let page = world.head.open(&reasons()).await;
    assert!(!page.has("textarea") && page.has(".cause"));
    assert_eq!(world.count(OURS, WORDS).await, 1);
}

#[tokio::test]
async fn a_week_on_plan_asks_for_nothing() {
    let world = World::new().await;
    let figures = held(&world).await;
    figures.facts(&[(PETROV, figures.meetings, "2026-11-12", 10)]).await;
    let seen = world.head.open(&reasons()).await;
    assert!(seen.text("#calm").starts_with("Объяснять нечего."));
    assert!(!seen.has("#reasons"));
    let report = world.owner.open(WEEK).await;
    assert!(report.text("#causes").contains("объяснять нечего"));
}

#[tokio::test]
async fn while_the_week_goes_on_its_closed_days_are_compared() {
    let world = World::new().await;
    let figures = held(&world).await;
    // Eight meetings are due by Tuesday, four a day.
    figures.facts(&[(IVANOVA, figures.meetings, "2026-11-16", 2)]).await;
    figures.facts(&[(IVANOVA, figures.paid, "2026-11-17", 900_000 * ROUBLES)]).await;
    let seen = world.head.open("/week/2026-11-16/reasons").await;
    assert_eq!(
        seen.text("#so-far"),
        "Неделя ещё идёт: сравниваем план и факт по вторник, 17 ноября."
    );
    assert_eq!(seen.texts(".deviation h2"), ["Встречи −87 %"]);
    let ahead = world.head.open("/week/2026-11-23/reasons").await;
    assert!(ahead.text("#calm").contains("ещё нет"));
}

#[tokio::test]
async fn only_who_heads_the_department_explains() {
    let world = World::new().await;
    let figures = held(&world).await;
    for who in [&world.partner, &world.expert, &world.manager, &world.accountant] {
        let seen = explain_seen(who, figures.meetings, "", "Чужое").await;
        assert_eq!(seen.status, StatusCode::FORBIDDEN);
    }
    for who in [&world.owner, &world.stranger] {
        let seen = explain_seen(who, figures.meetings, "", "Чужое").await;
        assert_eq!(seen.status, StatusCode::NOT_FOUND);
    }
    let other = format!("{}?department={OTHER_DEPARTMENT}", reasons());
    assert_eq!(world.head.submit(&other, &[]).await.status, StatusCode::NOT_FOUND);
    assert_eq!(world.count(OURS, WORDS).await, 0);
}
