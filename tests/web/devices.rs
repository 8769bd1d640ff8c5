//! What every form and every page stands on.
use axum::http::StatusCode;

use crate::support::{OURS, World};

const NEW: [(&str, &str); 5] = [
    ("name", "Сидорова В."),
    ("external_id", "777"),
    ("department", "00000000-0000-0000-0000-0000000000a1"),
    ("from_on", "2026-11-01"),
    ("sells", "yes"),
];

const SIDOROVA: &str = "select count(*) from member where name like 'Сидорова%'";

#[tokio::test]
async fn two_clicks_at_once_write_once_and_lead_to_the_same_page() {
    let world = World::new().await;
    let token = world.owner.token();
    let click = || world.owner.submit_with(&token, "/people", &NEW);
    let (first, second) = tokio::join!(click(), click());
    assert_eq!(first.status, StatusCode::SEE_OTHER, "{}", first.body);
    assert_eq!(first.location, second.location);
    assert_eq!(world.count(OURS, SIDOROVA).await, 1);
}

#[tokio::test]
async fn the_same_form_with_other_typing_is_another_submission() {
    let world = World::new().await;
    let token = world.owner.token();
    world.owner.submit_with(&token, "/people", &NEW).await;
    let mut other = NEW;
    other[0].1 = "Сидорова Г.";
    other[1].1 = "778";
    world.owner.submit_with(&token, "/people", &other).await;
    assert_eq!(world.count(OURS, SIDOROVA).await, 2);
}

#[tokio::test]
async fn a_refused_form_can_be_sent_again_with_the_same_token() {
    let world = World::new().await;
    let token = world.owner.token();
    let mut wrong = NEW;
    wrong[0].1 = "";
    let refused = world.owner.submit_with(&token, "/people", &wrong).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let added = world.owner.submit_with(&token, "/people", &NEW).await;
    assert_eq!(added.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn what_was_done_is_said_once() {
    let world = World::new().await;
    let done = world.owner.submit("/people", &NEW).await;
    let said = done.headers.get_all("set-cookie").iter().find_map(|cookie| {
        cookie.to_str().ok()?.split(';').next().filter(|pair| pair.starts_with("flash="))
    });
    let mut owner = world.owner.clone();
    owner.cookies = format!("{}; {}", owner.cookies, said.unwrap());
    let shown = owner.open("/people").await;
    assert!(shown.has(".flash"));
    let taken_back = shown.headers["set-cookie"].to_str().unwrap();
    assert!(taken_back.starts_with("flash=;"), "{taken_back}");
}

#[tokio::test]
async fn a_form_without_a_token_or_too_large_is_refused_with_a_page() {
    let world = World::new().await;
    let kind = "application/x-www-form-urlencoded";
    let post = axum::http::Method::POST;
    let bare = world.owner.send(post.clone(), "/people", kind, b"name=X".to_vec()).await;
    assert_eq!(bare.status, StatusCode::BAD_REQUEST);
    assert!(bare.has("h1"));
    let large = world.owner.send(post, "/people", kind, vec![b'a'; 3 * 1024 * 1024]).await;
    assert_eq!(large.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert!(large.text("h1").contains("Слишком большой"));
}

#[tokio::test]
async fn a_dismissed_member_is_out_and_a_lapsed_session_has_ended() {
    let world = World::new().await;
    let mut tx = world
        .pool
        .begin_with("begin; set local role mayak_app; set local app.company_id = '00000000-0000-0000-0000-0000000000a0'")
        .await
        .unwrap();
    sqlx::query("update member set dismissed_on = '2026-11-01' where role = 'partner'")
        .execute(&mut *tx)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    assert_eq!(world.partner.open("/").await.location.as_deref(), Some("/companies"));
    sqlx::query("update session set seen_at = seen_at - interval '15 days'")
        .execute(&world.pool)
        .await
        .unwrap();
    assert_eq!(world.owner.open("/").await.location.as_deref(), Some("/sign-in"));
}
