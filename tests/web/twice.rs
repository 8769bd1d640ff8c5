//! Forms of one's own sign-in sent twice: by a double click, or again because the answer was lost.
use axum::http::StatusCode;

use crate::support::{Browser, OURS, PASSWORD, THEIRS, World, member};

const NEW: &str = "совсем другая длинная фраза";
const CHANGE: [(&str, &str); 3] = [("old", PASSWORD), ("new", NEW), ("again", NEW)];
const CHANGES: &str = "select count(*) from change_log where action = 'change_password'";

async fn is_in(browser: &Browser) -> bool {
    browser.open("/account").await.status == StatusCode::OK
}

#[tokio::test]
async fn two_clicks_at_once_change_the_password_once_and_both_lead_in() {
    let world = World::new().await;
    world.give_password("head").await;
    let token = world.head.token();
    let click = || world.head.submit_with(&token, "/account/password", &CHANGE);

    let (first, second) = tokio::join!(click(), click());

    for seen in [&first, &second] {
        assert_eq!(seen.location.as_deref(), Some("/account"), "{}", seen.body);
        assert!(is_in(&world.head.with(seen)).await);
    }
    assert_eq!(first.cookie("mayak"), second.cookie("mayak"));
    assert_eq!(world.count(OURS, CHANGES).await, 1);
    assert_eq!(world.sign_in("head", NEW).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_retry_in_the_ended_session_leads_to_the_same_page_signed_in() {
    let world = World::new().await;
    world.give_password("head").await;
    let token = world.head.token();
    let first = world.head.submit_with(&token, "/account/password", &CHANGE).await;

    let again = world.head.submit_with(&token, "/account/password", &CHANGE).await;

    assert_eq!(first.location, again.location);
    assert!(is_in(&world.head.with(&again)).await);
    assert_eq!(world.count(OURS, CHANGES).await, 1);
}

#[tokio::test]
async fn everything_else_in_the_ended_session_is_signed_out() {
    let world = World::new().await;
    world.give_password("head").await;
    let token = world.head.token();
    world.head.submit_with(&token, "/account/password", &CHANGE).await;

    let other = [("old", NEW), ("new", PASSWORD), ("again", PASSWORD)];
    for seen in [
        world.head.submit_with(&token, "/account/password", &other).await,
        world.head.submit("/account/password", &CHANGE).await,
        world.head.submit("/sign-out-everywhere", &[]).await,
        world.head.open("/account").await,
        world.head.open("/people").await,
    ] {
        assert!(seen.cookie("mayak").is_none());
        assert!(seen.location.is_some_and(|to| to.starts_with("/sign-in")), "{}", seen.status);
    }
    assert_eq!(world.sign_in("head", NEW).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_retry_after_a_minute_is_signed_out() {
    let world = World::new().await;
    world.give_password("head").await;
    let token = world.head.token();
    world.head.submit_with(&token, "/account/password", &CHANGE).await;
    sqlx::query("update session set replaced_at = replaced_at - interval '1 minute' where replaced_at is not null")
        .execute(&world.pool)
        .await
        .unwrap();

    let late = world.head.submit_with(&token, "/account/password", &CHANGE).await;

    assert_eq!(late.location.as_deref(), Some("/sign-in?after=ended"));
}

#[tokio::test]
async fn a_refused_change_leaves_the_session_and_can_be_sent_again() {
    let world = World::new().await;
    world.give_password("head").await;
    let token = world.head.token();
    let wrong = [("old", "не тот"), ("new", NEW), ("again", NEW)];
    let refused = world.head.submit_with(&token, "/account/password", &wrong).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);

    let changed = world.head.submit_with(&token, "/account/password", &CHANGE).await;

    assert_eq!(changed.location.as_deref(), Some("/account"));
}

#[tokio::test]
async fn leaving_twice_leads_to_the_same_page_and_touches_nobody_else() {
    for path in ["/sign-out", "/sign-out-everywhere"] {
        let world = World::new().await;
        let click = || world.head.submit(path, &[]);

        let (first, second) = tokio::join!(click(), click());
        let third = click().await;

        for seen in [first, second, third] {
            assert_eq!(seen.location.as_deref(), Some("/sign-in"), "{path}: {}", seen.status);
        }
        assert!(!is_in(&world.head).await);
        assert!(is_in(&world.manager).await);
    }
}

#[tokio::test]
async fn changing_the_company_twice_leads_to_the_same_page_in_it() {
    let world = World::new().await;
    world.join_them(member(2)).await;
    let theirs = THEIRS.to_string();
    let form = [("company", theirs.as_str())];
    let click = || world.head.submit("/companies/current", &form);

    let (first, second) = tokio::join!(click(), click());
    let third = click().await;

    for seen in [first, second, third] {
        assert_eq!(seen.location.as_deref(), Some("/home"), "{}", seen.body);
    }
    assert!(world.head.open("/account").await.body.contains("Чужая"));
}

#[tokio::test]
async fn signing_in_twice_leads_to_the_same_page_and_both_are_in() {
    let world = World::new().await;
    world.give_password("head").await;
    let click = || world.sign_in("head", PASSWORD);

    let (first, second) = tokio::join!(click(), click());

    assert_eq!(first.location, second.location);
    assert!(is_in(&world.head.with(&first)).await && is_in(&world.head.with(&second)).await);
}
