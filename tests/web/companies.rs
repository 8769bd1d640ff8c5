//! One person in several companies.
use axum::http::{Method, StatusCode};
use mayak::access::Role;

use crate::support::{Browser, OURS, THEIRS, World};

/// A form of the other company, as the stranger's first tab has it: opened there, sent after going to ours.
async fn sent_after_switching(world: &World) -> crate::support::Seen {
    let token = world.stranger.token();
    let ours = OURS.to_string();
    world.stranger.submit("/companies/current", &[("company", &ours)]).await;
    world.stranger.submit_with(&token, "/people", &NEW).await
}

const NEW: [(&str, &str); 4] = [
    ("name", "Сидорова <В.> & «Ко»"),
    ("external_id", "777"),
    ("from_on", "2026-11-01"),
    ("sells", "yes"),
];

/// What a browser does with the button of the page that keeps a form.
async fn press(who: &Browser, page: &crate::support::Seen) -> crate::support::Seen {
    use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
    let names = page.attributes("#resend input", "name");
    let values = page.attributes("#resend input", "value");
    let encoded = |text: &str| utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
    let pairs = names
        .iter()
        .zip(&values)
        .map(|(name, value)| format!("{}={}", encoded(name), encoded(value)));
    let body = pairs.collect::<Vec<_>>().join("&").into_bytes();
    let kind = "application/x-www-form-urlencoded";
    let action = page.attribute("#resend", "action");
    let sent_on = who.send(Method::POST, &action, kind, body.clone()).await;
    assert_eq!(sent_on.status, StatusCode::TEMPORARY_REDIRECT, "{}", sent_on.body);
    who.send(Method::POST, &sent_on.location.unwrap(), kind, body).await
}

#[tokio::test]
async fn an_owner_of_one_company_is_a_manager_in_another() {
    let world = World::new().await;
    world.stranger_is_ours(Role::Manager).await;
    assert!(world.stranger.open("/people").await.body.contains("Другая компания"));
    let choices = world.stranger.open("/companies").await.texts(".choices button");
    assert_eq!(choices, ["Наша · менеджер", "Чужая · собственник"]);
    assert_eq!(world.stranger.open("/people").await.status, StatusCode::OK);
    let ours = OURS.to_string();
    let went = world.stranger.submit("/companies/current", &[("company", &ours)]).await;
    assert_eq!(went.location.as_deref(), Some("/home"));
    assert_eq!(world.stranger.open("/people").await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_form_sent_after_switching_is_refused_and_its_typing_kept() {
    let world = World::new().await;
    world.stranger_is_ours(Role::Owner).await;

    let refused = sent_after_switching(&world).await;

    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert!(refused.text(".outside-card").contains("«Чужая», где форма открыта"));
    let kept = refused.attributes("#resend input[name=name]", "value");
    assert_eq!(kept, ["Сидорова <В.> & «Ко»"]);
    let written = "select count(*) from member where external_id = '777'";
    assert_eq!(world.count(OURS, written).await, 0);
    let sent = press(&world.stranger, &refused).await;
    assert_eq!(sent.location.as_deref(), Some("/people"), "{}", sent.body);
    assert_eq!((world.count(OURS, written).await, world.count(THEIRS, written).await), (0, 1));
    assert!(world.stranger.open("/people").await.body.contains("Сидорова &#60;В.&#62;"));
}

#[tokio::test]
async fn nothing_is_kept_of_a_form_of_a_company_one_is_not_in() {
    let world = World::new().await;
    let token = world.stranger.token();
    let refused = world.owner.submit_with(&token, "/people", &NEW).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert!(!refused.has("#resend") && !refused.body.contains("Чужая"));
}

#[tokio::test]
async fn a_password_is_not_kept_either() {
    let world = World::new().await;
    world.stranger_is_ours(Role::Manager).await;
    let token = format!("{OURS}.{OURS}");
    let fields = [("old", "старая фраза"), ("new", "новая фраза"), ("again", "новая фраза")];
    let refused = world.stranger.submit_with(&token, "/account/password", &fields).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert!(!refused.has("#resend") && !refused.body.contains("фраза"));
}

#[tokio::test]
async fn the_way_back_leads_to_own_pages_and_own_companies_only() {
    let world = World::new().await;
    for (company, to) in
        [(OURS, "//evil.example"), (OURS, "https://evil.example"), (THEIRS, "/people")]
    {
        let path = format!("/companies/{company}/return?to={to}");
        let seen = world.owner.submit(&path, &[]).await;
        assert_eq!(seen.status, StatusCode::NOT_FOUND, "{path}");
    }
}
