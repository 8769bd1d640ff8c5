//! Getting in and out.
use std::net::SocketAddr;

use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{Method, Request, StatusCode};

use crate::support::World;

const REGISTRATION: [(&str, &str); 6] = [
    ("company", "Рога и копыта"),
    ("name", "Анна Климова"),
    ("email", "Anna@Firma.example "),
    ("password", "лошадь скрепка батарея"),
    ("zone", "Asia/Omsk"),
    ("key", "01936d8e-0000-7000-8000-000000000001"),
];

/// A newcomer who has agreed to the processing of personal data.
async fn agreed(world: &World) -> crate::support::Browser {
    let mut newcomer = world.nobody.clone();
    let seen = newcomer.submit("/consent", &[("agree", "yes")]).await;
    newcomer.cookies = seen.cookie("consent").unwrap();
    newcomer
}

#[tokio::test]
async fn an_owner_registers_a_company_once_however_often_the_form_is_sent() {
    let world = World::new().await;
    let newcomer = agreed(&world).await;
    let first = newcomer.submit("/register", &REGISTRATION).await;
    assert_eq!(first.location.as_deref(), Some("/start"));
    let again = newcomer.submit("/register", &REGISTRATION).await;
    assert_eq!(again.location.as_deref(), Some("/start"));
    let companies: i64 =
        sqlx::query_scalar("select count(*) from company").fetch_one(&world.pool).await.unwrap();
    assert_eq!(companies, 3);
    let mut owner = world.nobody.clone();
    owner.cookies = first.cookie("mayak").unwrap();
    assert!(owner.open("/account").await.body.contains("anna@firma.example"));
}

#[tokio::test]
async fn without_consent_there_is_no_registration_and_its_version_and_time_are_kept() {
    let world = World::new().await;
    assert_eq!(world.nobody.open("/register").await.location.as_deref(), Some("/consent"));
    let sent = world.nobody.submit("/register", &REGISTRATION).await;
    assert_eq!(sent.location.as_deref(), Some("/consent"));
    assert!(!world.nobody.open("/consent").await.has("input[name=agree][checked]"));
    let unticked = world.nobody.submit("/consent", &[]).await;
    assert_eq!(unticked.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(unticked.has("#agree-error"));
    agreed(&world).await.submit("/register", &REGISTRATION).await;
    let kept: (String, i32, chrono::DateTime<chrono::Utc>) =
        sqlx::query_as("select document, version, at from consent")
            .fetch_one(&world.pool)
            .await
            .unwrap();
    assert_eq!((kept.0.as_str(), kept.1), ("personal-data", 2));
    assert_eq!(kept.2, world.app.clock.now());
}

#[tokio::test]
async fn a_refused_registration_says_why_and_keeps_what_was_typed() {
    let world = World::new().await;
    let newcomer = agreed(&world).await;
    let mut form = REGISTRATION;
    form[2].1 = "anna";
    form[3].1 = "qwertyuiop";
    let refused = newcomer.submit("/register", &form).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text("#email-error").contains("anna@firma.ru"));
    assert!(refused.text("#password-error").contains("подбирают"));
    assert_eq!(refused.attribute("#company", "value"), "Рога и копыта");
    assert_eq!(refused.attributes("#password", "value"), [""]);
    assert!(!refused.body.contains("qwertyuiop"));
}

#[tokio::test]
async fn an_address_registers_one_person() {
    let world = World::new().await;
    let newcomer = agreed(&world).await;
    newcomer.submit("/register", &REGISTRATION).await;
    let mut other = REGISTRATION;
    other[5].1 = "01936d8e-0000-7000-8000-000000000002";
    let refused = newcomer.submit("/register", &other).await;
    assert!(refused.text("#email-error").contains("уже зарегистрирован"));
}

/// A registered owner: the session's cookie.
async fn registered(world: &World) -> String {
    let seen = agreed(world).await.submit("/register", &REGISTRATION).await;
    seen.cookie("mayak").unwrap()
}

#[tokio::test]
async fn a_person_signs_in_and_goes_where_she_was_going() {
    let world = World::new().await;
    registered(&world).await;
    let asked = world.nobody.open("/account?a=b").await;
    assert_eq!(asked.location.as_deref(), Some("/sign-in?next=%2Faccount%3Fa%3Db"));
    let form = [
        ("email", "ANNA@firma.example"),
        ("password", "лошадь скрепка батарея"),
        ("next", "/account"),
    ];
    let entered = world.nobody.submit("/sign-in", &form).await;
    assert_eq!(entered.location.as_deref(), Some("/account"));
    let set = entered.headers["set-cookie"].to_str().unwrap();
    assert!(
        set.contains("HttpOnly") && set.contains("SameSite=Lax") && !set.contains("Secure"),
        "{set}"
    );
    let form = [
        ("email", "anna@firma.example"),
        ("password", "лошадь скрепка батарея"),
        ("next", "//evil.example"),
    ];
    assert_eq!(world.nobody.submit("/sign-in", &form).await.location.as_deref(), Some("/home"));
}

#[tokio::test]
async fn a_wrong_password_and_an_unknown_address_get_the_same_answer() {
    let world = World::new().await;
    registered(&world).await;
    let wrong = [("email", "anna@firma.example"), ("password", "не тот пароль вовсе")];
    let unknown = [("email", "boris@firma.example"), ("password", "не тот пароль вовсе")];
    let (wrong, unknown) = (
        world.nobody.submit("/sign-in", &wrong).await,
        world.nobody.submit("/sign-in", &unknown).await,
    );
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(wrong.body.replace("anna", "boris"), unknown.body);
}

#[tokio::test]
async fn the_eleventh_attempt_on_an_account_waits() {
    let world = World::new().await;
    let form = [("email", "anna@firma.example"), ("password", "гадаю")];
    for _ in 0..10 {
        assert_eq!(
            world.nobody.submit("/sign-in", &form).await.status,
            StatusCode::UNPROCESSABLE_ENTITY
        );
    }
    let refused = world.nobody.submit("/sign-in", &form).await;
    assert_eq!(refused.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(refused.text("h1").contains("Слишком много попыток"));
}

/// A request of nobody from an address of his own.
fn knock(method: Method, path: &str, from: &str) -> Request<Body> {
    let address: SocketAddr = format!("{from}:9").parse().unwrap();
    Request::builder()
        .method(method)
        .uri(path)
        .header("host", "mayak.test")
        .header("cookie", "mayak-code=guess")
        .header("content-type", "application/x-www-form-urlencoded")
        .extension(ConnectInfo(address))
        .body(Body::from("code=123456"))
        .unwrap()
}

/// More than an office does in a minute, fewer than keep the database busy.
const MOST: usize = 200;

#[tokio::test]
async fn who_guesses_secrets_without_signing_in_is_held_up_by_address() {
    let world = World::new().await;
    for (no, (method, path, guessed)) in [
        (Method::GET, "/unsubscribe/guess", StatusCode::GONE),
        (Method::POST, "/unsubscribe/guess", StatusCode::GONE),
        (Method::GET, "/sign-in/code", StatusCode::SEE_OTHER),
        (Method::POST, "/sign-in/code", StatusCode::SEE_OTHER),
        (Method::GET, "/confirmation?link=guess", StatusCode::GONE),
        (Method::POST, "/confirmation", StatusCode::GONE),
        (Method::GET, "/reset?link=guess", StatusCode::GONE),
        (Method::POST, "/reset", StatusCode::GONE),
        (Method::GET, "/invitations/guess", StatusCode::NOT_FOUND),
    ]
    .into_iter()
    .enumerate()
    {
        let from = format!("203.0.113.{no}");
        let mut guesses = 0;
        let held = loop {
            let seen = world.nobody.ask(knock(method.clone(), path, &from)).await;
            if seen.status != guessed || guesses == MOST {
                break seen;
            }
            guesses += 1;
        };
        assert!((40..MOST).contains(&guesses), "{method} {path}: {guesses}");
        assert_eq!(held.status, StatusCode::TOO_MANY_REQUESTS, "{method} {path}");
        assert!(held.headers.contains_key("retry-after") && held.text("h1").contains("Слишком"));
        let other = world.nobody.ask(knock(method.clone(), path, "198.51.100.1")).await;
        assert_eq!(other.status, guessed, "{method} {path}");
    }
}

#[tokio::test]
async fn leaving_ends_this_session_or_all_of_them() {
    let world = World::new().await;
    let mut owner = world.nobody.clone();
    owner.cookies = registered(&world).await;
    let mut elsewhere = world.nobody.clone();
    let form = [("email", "anna@firma.example"), ("password", "лошадь скрепка батарея")];
    elsewhere.cookies = elsewhere.submit("/sign-in", &form).await.cookie("mayak").unwrap();
    let mut third = world.nobody.clone();
    third.cookies = third.submit("/sign-in", &form).await.cookie("mayak").unwrap();

    owner.submit("/sign-out", &[]).await;
    assert_eq!(owner.open("/account").await.status, StatusCode::SEE_OTHER);
    assert_eq!(elsewhere.open("/account").await.status, StatusCode::OK);
    elsewhere.submit("/sign-out-everywhere", &[]).await;
    assert_eq!(third.open("/account").await.status, StatusCode::SEE_OTHER);
    assert_eq!(world.owner.open("/account").await.status, StatusCode::OK, "other people stay");
}

#[tokio::test]
async fn a_new_password_renews_this_session_and_ends_the_others() {
    let world = World::new().await;
    let mut owner = world.nobody.clone();
    owner.cookies = registered(&world).await;
    let company: uuid::Uuid = REGISTRATION[5].1.parse().unwrap();
    let token = format!("{company}.{company}");
    let wrong = [("old", "не тот"), ("new", "коротко"), ("again", "коротко")];
    let refused = owner.submit_with(&token, "/account/password", &wrong).await;
    assert!(refused.has("#old-error") && refused.has("#new-error"));
    let new = "совсем другая длинная фраза";
    let right = [("old", "лошадь скрепка батарея"), ("new", new), ("again", new)];
    let changed = owner.submit_with(&token, "/account/password", &right).await;
    assert_eq!(changed.location.as_deref(), Some("/account"));
    assert_eq!(owner.open("/account").await.status, StatusCode::SEE_OTHER, "the old session");
    owner.cookies = changed.cookie("mayak").unwrap();
    assert_eq!(owner.open("/account").await.status, StatusCode::OK);
    let form = [("email", "anna@firma.example"), ("password", new)];
    assert_eq!(world.nobody.submit("/sign-in", &form).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_form_of_another_company_is_refused() {
    let world = World::new().await;
    let token = world.stranger.token();
    let form = [("old", "a"), ("new", "b"), ("again", "b")];
    let refused = world.owner.submit_with(&token, "/account/password", &form).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert!(refused.text("h1").contains("другой компании"));
}

#[tokio::test]
async fn nobody_enters_a_company_that_is_not_theirs() {
    let world = World::new().await;
    let theirs = crate::support::THEIRS.to_string();
    let refused = world.owner.submit("/companies/current", &[("company", &theirs)]).await;
    assert_eq!(refused.status, StatusCode::NOT_FOUND);
    let ours = crate::support::OURS.to_string();
    let entered = world.owner.submit("/companies/current", &[("company", &ours)]).await;
    assert_eq!(entered.location.as_deref(), Some("/home"));
}

#[tokio::test]
async fn a_form_from_another_site_is_refused_with_a_page() {
    let world = World::new().await;
    let request = axum::http::Request::post("/sign-in")
        .header("host", "mayak.test")
        .header("origin", "https://evil.example")
        .header("sec-fetch-site", "cross-site")
        .header("content-type", "application/x-www-form-urlencoded")
        .body("email=a&password=b".into())
        .unwrap();
    let refused = world.nobody.ask(request).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    assert!(refused.text("h1").contains("чужого сайта"));
}

#[tokio::test]
async fn every_answer_is_strict_and_an_error_names_its_request() {
    let world = World::new().await;
    let missing = world.owner.open("/no-such-page").await;
    assert_eq!(missing.status, StatusCode::NOT_FOUND);
    let id = missing.headers["x-request-id"].to_str().unwrap();
    assert_eq!(missing.text(".code"), id);
    for page in [missing, world.nobody.open("/sign-in").await] {
        let policy = page.headers["content-security-policy"].to_str().unwrap();
        assert!(policy.contains("frame-ancestors 'none'") && !policy.contains("unsafe"));
        assert_eq!(page.headers["x-content-type-options"], "nosniff");
        assert_eq!(page.headers["cache-control"], "no-store");
        assert!(!page.has("[style], script:not([src])"));
    }
}

#[tokio::test]
async fn over_https_the_cookie_is_bound_to_the_host() {
    let settings = mayak::app::Settings {
        public_url: Some("https://mayak.example".into()),
        ..mayak::app::Settings::default()
    };
    let world = World::with(settings).await;
    let form = [("email", "a@b.ru"), ("password", "x")];
    let seen = world.nobody.submit("/sign-in", &form).await;
    assert!(seen.headers["strict-transport-security"].to_str().unwrap().contains("max-age"));
    let left = world.nobody.submit("/sign-out", &[]).await;
    let set = left.headers["set-cookie"].to_str().unwrap();
    assert!(
        set.starts_with("__Host-mayak=") && set.contains("Secure") && set.contains("Path=/;"),
        "{set}"
    );
}
