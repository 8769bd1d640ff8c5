//! «Передача дел»: what an expert leaves.
use axum::http::StatusCode;

use crate::metrics::furnished;
use crate::support::{Browser, OURS, Seen, World};

const WORDS: [(&str, &str); 3] = [
    ("watch", "Звонки до обеда.\nИ вторую встречу."),
    ("why_metrics", "Пять, больше пока не нужно"),
    ("why_plan", ""),
];

async fn write(who: &Browser, more: &[(&str, &str)]) -> Seen {
    let fields: Vec<_> = WORDS.iter().chain(more).copied().collect();
    who.submit("/setup/handover", &fields).await
}

#[tokio::test]
async fn a_handover_keeps_the_set_up_and_the_words_as_they_were() {
    let world = World::new().await;
    furnished(&world).await;
    let blank = world.owner.open("/setup/handover").await;
    assert!(blank.text(".notice").contains("ещё никто не писал"), "{}", blank.body);
    assert!(!blank.has("a[href='/setup/handover/new']"), "the words are the expert's");
    let form = world.expert.open("/setup/handover/new").await;
    assert!(form.text("#handover").contains("Отдел продаж — ведёт РОП"), "{}", form.body);

    let done = write(&world.expert, &[]).await;

    assert_eq!(done.location.as_deref(), Some("/setup/handover"), "{}", done.body);
    world.write(OURS, "update department set name = 'Розница'").await;
    for who in [&world.owner, &world.partner] {
        let seen = who.open("/setup/handover").await;
        assert_eq!(seen.text("#watch .typed"), "Звонки до обеда. И вторую встречу.");
        let sections = seen.text("#sections");
        assert!(sections.contains("Почему так. Пять, больше пока не нужно"), "{sections}");
        assert!(sections.contains("Отдел продаж") && !sections.contains("Розница"), "as it was");
    }
    assert!(world.owner.open("/changes").await.text("#changes").contains("передача дел написана"));
    assert_eq!(world.expert.open("/people").await.status, StatusCode::OK, "he works on");
}

#[tokio::test]
async fn the_last_one_ends_the_experts_time_here() {
    let world = World::new().await;
    let done = write(&world.expert, &[("last", "yes")]).await;
    assert_eq!(done.location.as_deref(), Some("/clients"), "{}", done.body);
    assert_eq!(world.expert.open("/people").await.location.as_deref(), Some("/companies"));
    let seen = world.expert.open("/clients").await;
    assert!(!seen.has("#clients"), "no company is left to him");
    let seen = world.owner.open("/setup/handover").await;
    assert!(seen.text(".notice.sea").contains("завершил работу"));
    assert!(world.owner.open("/people").await.text("#people").contains("вход закрыт"));
}

#[tokio::test]
async fn one_without_words_is_refused_and_keeps_the_typing() {
    let world = World::new().await;
    let long = "я".repeat(10_000);
    let fields =
        [("watch", " "), ("why_plan", long.as_str()), ("why_people", "Мало"), ("last", "yes")];
    let refused = world.expert.submit("/setup/handover", &fields).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.has("#watch-error") && refused.has("#why_plan-error"));
    assert_eq!(refused.text("#why_people"), "Мало");
    assert!(refused.has("#last[checked]"));
    assert_eq!(world.count(OURS, "select count(*) from handover").await, 0);
}

#[tokio::test]
async fn it_is_the_experts_to_write_and_the_owners_to_read() {
    let world = World::new().await;
    for who in [&world.owner, &world.partner, &world.head, &world.manager, &world.accountant] {
        assert_eq!(write(who, &[]).await.status, StatusCode::FORBIDDEN);
    }
    write(&world.expert, &[]).await;
    write(&world.expert, &[("why_people", "Двое")]).await;
    for who in [&world.head, &world.manager, &world.accountant] {
        assert_eq!(who.open("/setup/handover").await.status, StatusCode::FORBIDDEN);
    }
    let earlier = world.owner.open("/setup/handover").await.attribute("#others a", "href");
    assert_eq!(world.owner.open(&earlier).await.status, StatusCode::OK);
    assert_eq!(world.stranger.open(&earlier).await.status, StatusCode::NOT_FOUND);
    assert!(!world.stranger.open("/setup/handover").await.has("#watch"));
}

#[tokio::test]
async fn the_page_takes_at_most_eight_statements() {
    let world = World::new().await;
    for page in ["/setup/handover", "/setup/handover/new"] {
        let (_, statements) = world.expert.open_counting(page).await;
        assert!(statements.len() <= 8, "{statements:#?}");
    }
}
