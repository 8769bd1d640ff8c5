//! The terms of the forecast: what holds, from when, and how it was before.
use axum::http::StatusCode;
use chrono::TimeDelta;

use crate::support::{OURS, Seen, World};

const HERE: &str = "/setup/forecast";

/// The form as the page gives it, with some of it typed over.
fn typed(page: &Seen, over: &[(&str, &str)]) -> Vec<(String, String)> {
    let names = page.attributes("#terms input[name]", "name");
    let values = page.attributes("#terms input[name]", "value");
    let fields = names.into_iter().zip(values).filter(|(name, _)| name != "token");
    fields
        .map(|(name, value)| {
            let typed = over.iter().find(|(field, _)| *field == name);
            (name, typed.map_or(value, |(_, typed)| (*typed).to_owned()))
        })
        .collect()
}

async fn save(who: &crate::support::Browser, page: &Seen, over: &[(&str, &str)]) -> Seen {
    let fields = typed(page, over);
    let fields: Vec<(&str, &str)> = fields.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
    let pressed: Vec<(&str, &str)> =
        over.iter().filter(|(name, _)| *name == "do").copied().collect();
    who.submit(HERE, &[fields, pressed].concat()).await
}

#[tokio::test]
async fn terms_that_are_not_set_teach_and_offer_what_is_usual() {
    let world = World::new().await;
    let page = world.owner.open(HERE).await;
    assert_eq!(page.attribute("#unset a", "href"), "/setup/template");
    assert_eq!(page.attribute("#hit_0", "value"), "85");
    assert!(!page.has("#history"));
    assert!(world.partner.open(HERE).await.has(".empty"), "who only reads is told who sets them");

    let saved = save(&world.owner, &page, &[]).await;

    assert_eq!(saved.location.as_deref(), Some(HERE), "{}", saved.body);
    assert!(world.owner.open(HERE).await.text("#history").contains("с 18 ноября 2026"));
    assert!(world.stranger.open(HERE).await.has("#unset"), "ours are not theirs");
}

#[tokio::test]
async fn a_change_holds_from_today_and_the_past_keeps_its_own() {
    let world = World::new().await;
    save(&world.owner, &world.owner.open(HERE).await, &[]).await;
    let tomorrow = world.after(TimeDelta::days(1), &world.expert);
    let page = tomorrow.open(HERE).await;

    save(&tomorrow, &page, &[("hit_1", "40"), ("calibration_k", "20")]).await;

    let lines = tomorrow.open(HERE).await.texts("#history li");
    assert_eq!(lines.len(), 2);
    assert!(lines[0].starts_with("с 19 ноября 2026 эксперт"), "{lines:?}");
    assert!(
        lines[0].contains("вероятно: 45 % → 40 %") && lines[0].contains("10 → 20"),
        "{lines:?}"
    );
    assert_eq!(world.count(OURS, "select (terms->'hit_rates'->>'likely')::bigint from forecast_terms order by from_on limit 1").await, 4_500);
    let journal =
        world.owner.open("/changes?subject=forecast_terms").await.text("#changes td.wrap");
    assert!(
        journal.contains("Условия прогноза: изменены") && journal.contains("вероятно: 45 % → 40 %"),
        "{journal}"
    );
    let read = world.head.open(HERE).await;
    assert!(read.text("main").contains("сделки, которых ещё нет") && !read.has("#terms"));
}

#[tokio::test]
async fn the_same_day_stands_in_and_the_same_numbers_change_nothing() {
    let world = World::new().await;
    for over in [[("hit_0", "80")], [("hit_0", "82")], [("hit_0", "82")]] {
        let saved = save(&world.owner, &world.owner.open(HERE).await, &over).await;
        assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.body);
    }
    assert_eq!(world.count(OURS, "select count(*) from forecast_terms").await, 1);
    assert_eq!(
        world.count(OURS, "select count(*) from change_log where subject = 'forecast_terms'").await,
        2
    );
}

#[tokio::test]
async fn odd_typing_is_told_at_its_field_and_kept() {
    let world = World::new().await;
    let page = world.owner.open(HERE).await;
    for (field, value, error, said) in [
        ("month_0", "7", "month", "не хватает 1,34 %"),
        ("delay_4", "5", "delay", "лишние 2 %"),
        ("hit_2", "мало", "hit_2", "не число"),
        ("hit_2", "50", "hit_2", "Не больше"),
        ("profile_1", "80", "profile_2", "только растёт"),
        ("new_deals", "1000000000000000", "new_deals", "Слишком большое"),
        ("new_deals", "120", "new_deals", "от 0 до 100"),
        ("calibration_k", "-1", "calibration_k", "от 0 до 100"),
        ("month_5", "", "month_5", "Введите число"),
    ] {
        let refused = save(&world.owner, &page, &[(field, value)]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{field}");
        let told = refused.text(&format!("#{error}-error"));
        assert!(told.contains(said), "{field}: {told}");
        assert_eq!(refused.attribute(&format!("#{field}"), "value"), value);
    }
    assert_eq!(world.count(OURS, "select count(*) from forecast_terms").await, 0);
}

#[tokio::test]
async fn seasons_are_brought_to_a_hundred_without_being_saved() {
    let world = World::new().await;
    let page = world.owner.open(HERE).await;
    let months: Vec<String> = (0..12).map(|at| format!("month_{at}")).collect();
    let over: Vec<(&str, &str)> =
        months.iter().map(|name| (name.as_str(), "10")).chain([("do", "whole")]).collect();

    let scaled = save(&world.owner, &page, &over).await;

    assert_eq!(scaled.status, StatusCode::OK);
    assert_eq!(scaled.attribute("#month_0", "value"), "8,34");
    assert!(scaled.text("#seasons").contains("В сумме 100 %"));
    assert_eq!(world.count(OURS, "select count(*) from forecast_terms").await, 0);
    assert_eq!(save(&world.owner, &scaled, &[]).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn the_second_of_two_editors_is_told_and_keeps_the_typing() {
    let world = World::new().await;
    let page = world.owner.open(HERE).await;
    save(&world.expert, &page, &[("hit_0", "80")]).await;

    let late = save(&world.owner, &page, &[("hit_0", "90")]).await;

    assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
    let told = late.text("#form-error");
    assert!(told.contains("эксперт") && told.contains("уверен 80 %"), "{told}");
    assert_eq!(late.attribute("#hit_0", "value"), "90");
    assert_eq!(save(&world.owner, &late, &[]).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn colleagues_read_or_see_nothing_and_a_page_takes_few_statements() {
    let world = World::new().await;
    let page = world.owner.open(HERE).await;
    for who in [&world.partner, &world.head, &world.manager, &world.accountant] {
        assert_eq!(save(who, &page, &[]).await.status, StatusCode::FORBIDDEN);
    }
    assert_eq!(world.manager.open(HERE).await.status, StatusCode::FORBIDDEN);
    let (_, statements) = world.owner.open_counting(HERE).await;
    assert!((2..=8).contains(&statements.len()), "{statements:#?}");
}
