//! «Настройка»: every setting in one place, found by what people call it; the company's name and zone.
use axum::http::StatusCode;

use crate::metrics::furnished;
use crate::support::{Seen, World};

fn names(seen: &Seen) -> Vec<String> {
    seen.texts(".settings .what > a, .settings .what > b")
}

#[tokio::test]
async fn every_setting_has_a_value_a_sentence_and_a_way_to_it() {
    let world = World::new().await;
    furnished(&world).await;
    let seen = world.owner.open("/setup").await;
    let count = seen.texts(".settings > li").len();
    assert!(count >= 15, "{count}");
    for css in [".settings .what .note", ".settings .value"] {
        assert!(seen.texts(css).iter().all(|text| !text.is_empty()), "{css}");
    }
    let hrefs = seen.attributes(".settings .what > a", "href");
    assert_eq!(hrefs.len(), count, "an owner may open them all");
    for href in hrefs {
        let page = href.split('#').next().unwrap();
        let status = world.owner.open(page).await.status;
        assert!(matches!(status, StatusCode::OK | StatusCode::SEE_OTHER), "{href}: {status}");
    }
    let all = seen.text("main");
    for told in ["Наша · Москва, МСК", "день — в 20:00", "8 человек, продают 3", "с 01.11.2026"]
    {
        assert!(all.contains(told), "{told}: {all}");
    }
}

#[tokio::test]
async fn what_others_open_is_said_and_who_has_no_business_here_is_told_who_has() {
    let world = World::new().await;
    let partner = world.partner.open("/setup?q=фактор").await;
    assert!(!partner.has(".settings .what > a"));
    assert!(partner.text(".settings .value").contains("Открывает собственник"));
    for who in [&world.head, &world.manager, &world.accountant] {
        let seen = who.open("/setup").await;
        assert_eq!(seen.status, StatusCode::FORBIDDEN);
        assert!(seen.text("main").contains("собственник, партнёр, эксперт"), "{}", seen.body);
    }
}

#[tokio::test]
async fn a_setting_is_found_without_scripts_and_nothing_found_says_what_to_do() {
    let world = World::new().await;
    let found = world.expert.open("/setup?q=%D0%9F%D0%9E%D0%AF%D0%A1").await; // ПОЯС
    assert_eq!(names(&found), ["Название и часовой пояс"]);
    assert_eq!(found.attribute("#q", "value"), "ПОЯС");
    let none = world.expert.open("/setup?q=самолёт").await;
    assert!(none.text(".empty").contains("Такой настройки нет"));
    let long = format!("/setup?q={}", "я".repeat(10_000));
    assert_eq!(world.expert.open(&long).await.status, StatusCode::OK);
    let markup = world.expert.open("/setup?q=%3Cb%3E").await;
    assert!(!markup.body.contains("value=\"<b>"));
}

#[tokio::test]
async fn since_when_is_the_day_of_the_last_change() {
    let world = World::new().await;
    let value = async || world.owner.open("/setup?q=пояс").await.text(".settings .value");
    assert!(!value().await.contains("18.11.2026"));
    let fields = [("name", "Наша"), ("zone", "Asia/Omsk"), ("row_version", "1")];
    world.owner.submit("/setup/company", &fields).await;
    assert!(value().await.contains("Омск, МСК+3 задано 18.11.2026"), "{}", value().await);
}

#[tokio::test]
async fn the_menu_is_lighter_for_those_who_have_the_settings() {
    let world = World::new().await;
    let items = async |who: &crate::support::Browser, page: &str| {
        who.open(page).await.texts(".side .menu a")
    };
    let owner = items(&world.owner, "/people").await;
    assert!(
        owner.contains(&"Настройка".into()) && !owner.contains(&"Показатели".into()),
        "{owner:?}"
    );
    let head = items(&world.head, "/people").await;
    assert!(head.contains(&"Показатели".into()) && !head.contains(&"Настройка".into()), "{head:?}");
    let metrics = world.owner.open("/metrics").await;
    assert_eq!(metrics.text(".side .menu [aria-current]"), "Настройка");
}

#[tokio::test]
async fn the_name_and_the_zone_are_changed_and_the_second_editor_is_told() {
    let world = World::new().await;
    let fields = [("name", " Наша и Ко "), ("zone", "Asia/Omsk"), ("row_version", "1")];
    let done = world.expert.submit("/setup/company", &fields).await;
    assert_eq!(done.location.as_deref(), Some("/setup/company"), "{}", done.body);
    let seen = world.owner.open("/setup/company").await;
    assert_eq!(seen.attribute("#name", "value"), "Наша и Ко");
    assert_eq!(seen.attribute("#zone option[selected]", "value"), "Asia/Omsk");
    let journal = world.owner.open("/changes").await.text("#changes");
    assert!(journal.contains("название: Наша → Наша и Ко"), "{journal}");
    let late = [("name", "Другая"), ("zone", "Asia/Omsk"), ("row_version", "1")];
    let late = world.owner.submit("/setup/company", &late).await;
    assert!(late.text("#form-error").contains("эксперт"), "{}", late.body);
    assert_eq!(late.attribute("#name", "value"), "Другая");
}

#[tokio::test]
async fn nonsense_is_refused_and_only_owner_and_expert_change_their_own_company() {
    let world = World::new().await;
    let fields = [("name", " "), ("zone", "Mars/Olympus"), ("row_version", "1")];
    let refused = world.owner.submit("/setup/company", &fields).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.has("#name-error") && refused.has("#zone-error"));
    let fields = [("name", "Моя"), ("zone", "Asia/Omsk"), ("row_version", "1")];
    for who in [&world.partner, &world.head, &world.manager, &world.accountant] {
        assert_eq!(who.submit("/setup/company", &fields).await.status, StatusCode::FORBIDDEN);
    }
    assert!(!world.partner.open("/setup/company").await.has("#company"));
    world.stranger.submit("/setup/company", &fields).await;
    assert_eq!(world.owner.open("/setup/company").await.attribute("#name", "value"), "Наша");
}

#[tokio::test]
async fn the_list_takes_at_most_eight_statements() {
    let world = World::new().await;
    let (_, statements) = world.owner.open_counting("/setup").await;
    assert!(statements.len() <= 8, "{statements:#?}");
}
