//! «Мои входы»: where one is signed in.
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{Request, StatusCode, header};
use std::net::SocketAddr;

use crate::support::{Browser, OURS, PASSWORD, Seen, World};

const HERE: &str = "/account/sessions";
const OTHERS: &str = "/account/other-sessions/ending";
const WINDOWS: &str = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36";

/// Opens the list from a browser on Windows at an address.
async fn open_from(browser: &Browser, address: &str) -> Seen {
    let peer = ConnectInfo::<SocketAddr>(address.parse().unwrap());
    let request = Request::get(HERE)
        .header(header::HOST, "mayak.test")
        .header(header::COOKIE, &browser.cookies)
        .header(header::USER_AGENT, WINDOWS)
        .extension(peer);
    browser.ask(request.body(Body::empty()).unwrap()).await
}

/// The head at another browser.
async fn elsewhere(world: &World) -> Browser {
    world.head.with(&world.sign_in("head", PASSWORD).await)
}

/// The addresses by which the sessions of the list are ended.
fn endings(seen: &Seen) -> Vec<String> {
    seen.attributes("#sessions form", "action")
}

#[tokio::test]
async fn a_session_is_known_by_browser_network_and_time() {
    let world = World::new().await;
    world.give_password("head").await;
    elsewhere(&world).await;

    open_from(&world.head, "203.0.113.7:9").await;
    let seen = open_from(&world.head, "203.0.113.8:9").await;

    let this = &seen.texts("#sessions tbody tr")[0];
    assert_eq!(this, "Chrome, Windows этот вход 203.0.113.* сегодня, 12:00 сегодня, 12:00");
    assert!(seen.texts("#sessions tbody tr")[1].starts_with("Неизвестный браузер сеть не видна"));
    assert_eq!(endings(&seen).len(), 1, "this one is left by the button of the menu");
    let kept: String = sqlx::query_scalar("select string_agg(s::text, ' ') from session s")
        .fetch_one(&world.pool)
        .await
        .unwrap();
    assert!(!kept.contains("203.0.113.8") && !kept.contains("Mozilla"), "{kept}");
}

#[tokio::test]
async fn a_session_used_from_elsewhere_says_so_at_once() {
    let world = World::new().await;
    open_from(&world.head, "203.0.113.7:9").await;
    open_from(&world.head, "198.51.100.1:9").await;
    let seen = world.head.open(HERE).await;
    assert!(!seen.body.contains("203.0.113"), "the latest visit is told");
}

#[tokio::test]
async fn one_ends_a_session_elsewhere_once_and_stays() {
    let world = World::new().await;
    world.give_password("head").await;
    let (first, second) = (elsewhere(&world).await, elsewhere(&world).await);
    let (path, token) = (endings(&world.head.open(HERE).await).swap_remove(0), world.head.token());
    let click = || world.head.submit_with(&token, &path, &[]);

    let (one, two) = tokio::join!(click(), click());

    for seen in [one, two] {
        assert_eq!(seen.location.as_deref(), Some(HERE), "{}", seen.body);
    }
    let living = [&first, &second, &world.head].map(|browser| browser.open("/account"));
    let mut open = 0;
    for browser in living {
        open += usize::from(browser.await.status == StatusCode::OK);
    }
    assert_eq!(open, 2);
    let logged = "select count(*) from change_log where action = 'end_session'";
    assert_eq!(world.count(OURS, logged).await, 1);
    assert_eq!(world.head.submit(&path, &[]).await.status, StatusCode::NOT_FOUND, "it is gone");
}

#[tokio::test]
async fn one_ends_all_others_and_nobody_elses() {
    let world = World::new().await;
    world.give_password("head").await;
    let (first, second) = (elsewhere(&world).await, elsewhere(&world).await);
    let token = world.head.token();
    let click = || world.head.submit_with(&token, OTHERS, &[]);

    let (one, two) = tokio::join!(click(), click());

    assert_eq!((one.location.as_deref(), two.location.as_deref()), (Some(HERE), Some(HERE)));
    for gone in [&first, &second] {
        assert_eq!(gone.open("/account").await.status, StatusCode::SEE_OTHER);
    }
    for there in [&world.head, &world.manager, &world.stranger] {
        assert_eq!(there.open("/account").await.status, StatusCode::OK);
    }
    assert_eq!(world.head.open(HERE).await.texts("#sessions tbody tr").len(), 1);
    assert!(!world.head.open(HERE).await.has(&format!("form[action='{OTHERS}']")));
}

#[tokio::test]
async fn a_session_of_another_person_is_not_found() {
    let world = World::new().await;
    world.give_password("head").await;
    let theirs = elsewhere(&world).await;
    let path = endings(&world.head.open(HERE).await).swap_remove(0);
    for who in [&world.owner, &world.manager, &world.stranger] {
        assert_eq!(who.submit(&path, &[]).await.status, StatusCode::NOT_FOUND);
    }
    assert_eq!(theirs.open("/account").await.status, StatusCode::OK);
    assert!(world.nobody.submit(&path, &[]).await.location.is_some());
}

#[tokio::test]
async fn who_ends_the_session_he_is_in_is_out() {
    let world = World::new().await;
    let id: uuid::Uuid = sqlx::query_scalar("select id from session where token_hash = $1")
        .bind(mayak::signin::token_hash("head"))
        .fetch_one(&world.pool)
        .await
        .unwrap();
    let seen = world.head.submit(&format!("/account/sessions/{id}/ending"), &[]).await;
    assert_eq!(seen.location.as_deref(), Some("/sign-in"), "{}", seen.body);
    assert_eq!(world.head.open("/account").await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn ended_sessions_are_not_listed_and_then_forgotten() {
    let world = World::new().await;
    world.give_password("head").await;
    elsewhere(&world).await;
    sqlx::query(
        "update session set seen_at = seen_at - interval '14 days' where token_hash <> all ($1)",
    )
    .bind(vec![mayak::signin::token_hash("head"), mayak::signin::token_hash("owner")])
    .execute(&world.pool)
    .await
    .unwrap();
    assert_eq!(world.head.open(HERE).await.texts("#sessions tbody tr").len(), 1);

    mayak::signin::forget_ended(&world.app).await.unwrap();

    let left: i64 =
        sqlx::query_scalar("select count(*) from session").fetch_one(&world.pool).await.unwrap();
    assert_eq!(left, 2);
    assert_eq!(world.head.open(HERE).await.status, StatusCode::OK);
}

#[tokio::test]
async fn who_got_a_password_by_a_link_is_told_who_made_it() {
    let world = World::new().await;
    let path = format!("/security/{}/link", crate::support::MANAGER);
    let url = world.owner.submit(&path, &[]).await.attribute("#link", "value");
    let link = url.split("link=").nth(1).unwrap();
    let form = [("link", link), ("new", PASSWORD), ("again", PASSWORD)];
    world.nobody.submit("/reset", &form).await;

    let (seen, statements) =
        world.manager.with(&world.sign_in("manager", PASSWORD).await).open_counting(HERE).await;

    assert!(seen.text(".notice.watch").contains("ссылку сделал: собственник"), "{}", seen.body);
    assert!(statements.len() <= 3, "{statements:#?}");
    assert!(!world.head.open(HERE).await.has(".notice.watch"));
}

/// Whoever was signed out while typing is told that nothing was written, and comes back to the page.
#[tokio::test]
async fn a_form_sent_after_the_session_ended_says_so_and_leads_back() {
    let world = World::new().await;
    let form = Request::post("/week/2026-11-09/reasons")
        .header("host", "mayak.test")
        .header(header::REFERER, "https://mayak.test/week/2026-11-09/reasons?department=x")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    let sent = world.nobody.ask(form.body(Body::from("reason=x")).unwrap()).await;
    let location = sent.location.unwrap();
    let back = "%2Fweek%2F2026%2D11%2D09%2Freasons%3Fdepartment%3Dx";
    assert_eq!(location, format!("/sign-in?after=ended&next={back}"));
    let seen = world.nobody.open(&location).await;
    assert!(seen.text(".notice").contains("она не записана"), "{}", seen.text(".notice"));
    assert_eq!(
        seen.attribute("input[name=next]", "value"),
        "/week/2026-11-09/reasons?department=x"
    );
    let bare = world.nobody.submit("/plan", &[]).await;
    assert_eq!(bare.location.as_deref(), Some("/sign-in?after=ended"));
}
