//! Requests that no page of ours sends: each is answered with a page of ours, in Russian and with a way out.
use axum::http::{Method, StatusCode};

use crate::support::{Browser, Seen, World};

/// An id that cannot be one: a word, a broken escape, one digit too few, too many.
const NO_IDS: [&str; 5] = [
    "abc",
    "%FF",
    "1",
    "00000000-0000-0000-0000-0000000000c",
    "00000000-0000-0000-0000-0000000000c0-",
];

fn routes() -> Vec<(Method, &'static str)> {
    mayak::web::all_routes()
        .table()
        .iter()
        .map(|(method, path, _)| (method.clone(), *path))
        .collect()
}

/// What ends a session is tried by tests/web/signin.rs.
fn posts() -> Vec<&'static str> {
    let posts = routes().into_iter().filter(|(method, _)| *method == Method::POST);
    posts.map(|(_, path)| path).filter(|path| !path.starts_with("/sign-out")).collect()
}

/// An address of the route with this for its id.
fn with_id(path: &str, id: &str) -> String {
    path.replace("{id}", id)
}

fn is_russian(text: &str) -> bool {
    text.chars().any(|letter| matches!(letter, 'а'..='я' | 'А'..='Я'))
}

/// A page with what happened and somewhere to go.
fn assert_is_a_page_of_ours(seen: &Seen, what: &str) {
    let kind = seen.headers["content-type"].to_str().unwrap();
    assert!(kind.starts_with("text/html"), "{what}: {kind}: {}", seen.body);
    assert!(is_russian(&seen.text("h1")), "{what}: {}", seen.body);
    assert!(!seen.attributes("a[href]", "href").is_empty(), "{what}");
}

async fn ask(who: &Browser, method: &Method, path: &str) -> Seen {
    match *method {
        Method::POST => who.submit(path, &[]).await,
        _ => who.open(path).await,
    }
}

#[tokio::test]
async fn an_address_with_an_id_that_cannot_be_one_is_not_found() {
    let world = World::new().await;
    let with_ids = routes().into_iter().filter(|(_, path)| path.contains("{id}"));
    let mut tried = 0;
    for (method, path) in with_ids {
        let who = match path {
            path if path.starts_with("/operator/") => &world.operator,
            path if path.starts_with("/setup/own-templates/") => &world.expert,
            _ => &world.owner,
        };
        for id in NO_IDS {
            let address = with_id(path, id);
            let seen = ask(who, &method, &address).await;
            assert_eq!(seen.status, StatusCode::NOT_FOUND, "{method} {address}");
            assert_is_a_page_of_ours(&seen, &address);
            assert_eq!(seen.text("h1"), "Такой страницы нет", "{address}");
            tried += 1;
        }
    }
    assert!(tried >= 5 * 14, "{tried}");
}

#[tokio::test]
async fn a_colleague_without_the_right_learns_nothing_from_a_bad_id() {
    let world = World::new().await;
    for path in ["/people/abc", "/metrics/abc", "/imports/abc"] {
        assert_eq!(world.manager.open(path).await.status, StatusCode::FORBIDDEN, "{path}");
        assert_eq!(world.nobody.open(path).await.status, StatusCode::SEE_OTHER, "{path}");
    }
}

#[tokio::test]
async fn a_question_that_cannot_be_read_gets_a_page() {
    let world = World::new().await;
    let twice = "period=2026-11&period=2026-10&next=/a&next=/b&member=x&metric=%FF";
    for query in [twice, "%FF=%FF", "&&&=;", "period=%00", "period[]=2026-11"] {
        let read = |path: &str| path != "/plan-fact.csv";
        let pages = routes().into_iter().filter(|(method, _)| *method == Method::GET);
        for (_, path) in pages.filter(|(_, path)| read(path)) {
            let address =
                format!("{}?{query}", with_id(path, "00000000-0000-0000-0000-0000000000c0"));
            for who in [&world.owner, &world.nobody] {
                let seen = who.open(&address).await;
                assert!(!seen.status.is_server_error(), "{address}");
                if seen.status != StatusCode::SEE_OTHER {
                    assert_is_a_page_of_ours(&seen, &address);
                }
            }
        }
    }
    let seen = world.owner.open("/?period=2026-11&period=2026-10").await;
    assert_eq!(seen.status, StatusCode::BAD_REQUEST);
    assert!(seen.text("main").contains("Откройте её из меню"), "{}", seen.body);
}

/// What is sent instead of a form: its type and its bytes, with a token in them or without.
fn no_forms(token: &str) -> Vec<(&'static str, Vec<u8>)> {
    const FORM: &str = "application/x-www-form-urlencoded";
    let with_token = |rest: &str| format!("token={token}{rest}").into_bytes();
    vec![
        ("", Vec::new()),
        ("", b"token".to_vec()),
        ("text/plain", with_token("")),
        ("application/json", b"{\"token\":1}".to_vec()),
        ("application/xml; charset=utf-16", b"<a/>".to_vec()),
        (FORM, Vec::new()),
        (FORM, b"%FF=%FF&&=&\0=\xff".to_vec()),
        (FORM, with_token("&token=2")),
        (FORM, with_token("&row_version=first&hidden=maybe&company=ours&name=%FF")),
        ("multipart/form-data", with_token("")),
        ("multipart/form-data; boundary=edge", b"no parts at all".to_vec()),
        ("multipart/form-data; boundary=edge", b"--edge\r\n\r\n--edge--\r\n".to_vec()),
        (
            "multipart/form-data; boundary=edge",
            b"--edge\r\nContent-Disposition: form-data; name=\"token\"\r\n\r\n\xff\r\n".to_vec(),
        ),
    ]
}

#[tokio::test]
async fn a_form_that_cannot_be_read_gets_a_page() {
    let world = World::new().await;
    // That one asks for nothing but its token, and answers with a file.
    for path in posts().into_iter().filter(|path| *path != "/export/archive") {
        let address = with_id(path, "00000000-0000-0000-0000-0000000000c0");
        for who in [&world.owner, &world.nobody] {
            for (kind, body) in no_forms(&who.token()) {
                let what = format!("{address} {kind} {:?}", String::from_utf8_lossy(&body));
                let seen = who.send(Method::POST, &address, kind, body).await;
                assert!(!seen.status.is_success() && !seen.status.is_server_error(), "{what}");
                if seen.status != StatusCode::SEE_OTHER {
                    assert_is_a_page_of_ours(&seen, &what);
                }
            }
        }
    }
}

#[tokio::test]
async fn another_method_gets_a_page() {
    let world = World::new().await;
    for method in [Method::PUT, Method::DELETE, Method::PATCH] {
        let seen = world.owner.send(method, "/people", "", Vec::new()).await;
        assert_eq!(seen.status, StatusCode::METHOD_NOT_ALLOWED);
        assert_is_a_page_of_ours(&seen, "/people");
    }
}
