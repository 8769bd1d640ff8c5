//! A new password by a one-time link.
use std::net::SocketAddr;

use axum::extract::ConnectInfo;
use axum::http::{Request, StatusCode};

use crate::support::{
    Browser, IVANOVA, MANAGER, OTHER_DEPARTMENT, OURS, PASSWORD, Seen, THEIRS, World, member,
};

const NEW: &str = "совсем другая длинная фраза";
const WORDS: [(&str, &str); 2] = [("new", NEW), ("again", NEW)];
const MADE: &str = "select count(*) from change_log where action = 'reset_link'";
const RESET: &str = "select count(*) from change_log where action = 'reset_password'";

fn making(of: uuid::Uuid) -> String {
    format!("/security/{of}/link")
}

/// The link on the page, as the path a person opens and the secret in it.
fn link(seen: &Seen) -> (String, String) {
    assert_eq!(seen.status, StatusCode::OK, "{}", seen.body);
    let url = seen.attribute("#link", "value");
    let path = url.strip_prefix("http://mayak.test").unwrap().to_owned();
    (path.clone(), path.strip_prefix("/reset?link=").unwrap().to_owned())
}

async fn make(by: &Browser, of: uuid::Uuid) -> (String, String) {
    link(&by.submit(&making(of), &[]).await)
}

async fn renew(world: &World, secret: &str) -> Seen {
    world.nobody.submit("/reset", &[&[("link", secret)], &WORDS[..]].concat()).await
}

#[tokio::test]
async fn a_person_sets_a_new_password_by_a_link_and_all_earlier_sessions_end() {
    let world = World::new().await;
    world.give_password("manager").await;
    let (path, secret) = make(&world.owner, MANAGER).await;
    let page = world.nobody.open(&path).await;
    assert!(page.body.contains("manager@mayak.test"));

    let done = renew(&world, &secret).await;

    assert_eq!(done.location.as_deref(), Some("/sign-in?after=reset"), "{}", done.body);
    let sign_in = world.nobody.open("/sign-in?after=reset").await;
    assert!(sign_in.text(".notice").contains("Новый пароль задан"));
    assert_eq!(world.manager.open("/account").await.status, StatusCode::SEE_OTHER);
    assert_eq!(world.sign_in("manager", NEW).await.status, StatusCode::SEE_OTHER);
    let old = world.sign_in("manager", PASSWORD).await;
    assert_eq!(old.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!((world.count(OURS, MADE).await, world.count(OURS, RESET).await), (1, 1));
}

#[tokio::test]
async fn the_secret_stands_in_the_link_alone() {
    let world = World::new().await;
    let (_, secret) = make(&world.owner, MANAGER).await;
    renew(&world, &secret).await;

    let kept: String = sqlx::query_scalar("select string_agg(l::text, ' ') from reset_link l")
        .fetch_one(&world.pool)
        .await
        .unwrap();
    assert!(!kept.contains(&secret));
    for table in ["change_log", "idempotency"] {
        let rows = format!("select count(*) from {table} r where r::text like '%{secret}%'");
        assert_eq!(world.count(OURS, &rows).await, 0);
    }
    let page = world.owner.open(&format!("/security/{MANAGER}")).await;
    assert!(!page.body.contains(&secret) && !page.has("#link"));
}

#[tokio::test]
async fn two_clicks_make_one_link_and_show_the_same() {
    let world = World::new().await;
    let (token, path) = (world.owner.token(), making(MANAGER));
    let click = || world.owner.submit_with(&token, &path, &[]);

    let (first, second) = tokio::join!(click(), click());

    assert_eq!(link(&first), link(&second));
    assert_eq!(world.count(OURS, MADE).await, 1);
    assert_eq!(world.nobody.open(&link(&first).0).await.status, StatusCode::OK);
}

#[tokio::test]
async fn two_clicks_set_the_password_once_and_lead_to_the_same_page() {
    let world = World::new().await;
    let (_, secret) = make(&world.owner, MANAGER).await;

    let (first, second) = tokio::join!(renew(&world, &secret), renew(&world, &secret));
    let third = renew(&world, &secret).await;

    for seen in [first, second, third] {
        assert_eq!(seen.location.as_deref(), Some("/sign-in?after=reset"), "{}", seen.body);
    }
    assert_eq!(world.count(OURS, RESET).await, 1);
}

#[tokio::test]
async fn a_refused_password_is_told_at_its_field_and_the_link_still_holds() {
    let world = World::new().await;
    let (path, secret) = make(&world.owner, MANAGER).await;
    let form = [("link", secret.as_str()), ("new", "коротко"), ("again", "иначе")];

    let refused = world.nobody.submit("/reset", &form).await;

    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text("#new-error").contains("От 10 до 128"));
    assert!(refused.has("#again-error"));
    assert_eq!(refused.attribute("input[name=link]", "value"), secret);
    assert_eq!(world.nobody.open(&path).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_wrong_a_spent_an_old_and_a_replaced_link_each_say_so() {
    let world = World::new().await;
    let (older, _) = make(&world.owner, MANAGER).await;
    let (newer, secret) = make(&world.owner, MANAGER).await;
    let heading = async |path: &str| {
        let seen = world.nobody.open(path).await;
        assert_eq!(seen.status, StatusCode::GONE, "{path}");
        seen.text("h1")
    };
    assert!(heading("/reset?link=нет").await.contains("не подошла"));
    assert!(heading("/reset").await.contains("не подошла"));
    assert!(heading(&older).await.contains("больше не действует"));

    renew(&world, &secret).await;
    assert!(heading(&newer).await.contains("уже задан"));
    let form = [("link", secret.as_str()), ("new", PASSWORD), ("again", PASSWORD)];
    let other = world.nobody.submit("/reset", &form).await;
    assert_eq!(other.status, StatusCode::GONE, "another password is no repetition");

    let (late, secret) = make(&world.owner, MANAGER).await;
    sqlx::query("update reset_link set made_at = made_at - interval '1 day', ends_at = ends_at - interval '1 day'")
        .execute(&world.pool)
        .await
        .unwrap();
    assert!(heading(&late).await.contains("Срок"));
    assert_eq!(renew(&world, &secret).await.status, StatusCode::GONE);
    assert_eq!(world.count(OURS, RESET).await, 1);
}

#[tokio::test]
async fn a_password_changed_otherwise_ends_the_link() {
    let world = World::new().await;
    world.give_password("manager").await;
    let (path, _) = make(&world.owner, MANAGER).await;
    let change = [("old", PASSWORD), ("new", NEW), ("again", NEW)];
    world.manager.submit("/account/password", &change).await;
    assert_eq!(world.nobody.open(&path).await.status, StatusCode::GONE);
}

#[tokio::test]
async fn a_sign_in_of_two_companies_is_neithers_to_renew() {
    let world = World::new().await;
    let page = format!("/security/{MANAGER}");
    let (path, secret) = make(&world.owner, MANAGER).await;
    assert_eq!(world.nobody.open(&path).await.status, StatusCode::OK);

    world.join_them(MANAGER).await;

    let dead = world.nobody.open(&path).await;
    assert!(dead.text("h1").contains("не сменить"), "joined after the link was made");
    assert_eq!(renew(&world, &secret).await.status, StatusCode::GONE);
    assert_eq!(world.manager.open("/account").await.status, StatusCode::OK);
    let seen = world.owner.open(&page).await;
    assert!(seen.body.contains("не только вашу компанию") && !seen.has("form .button[type]"));
    for who in [&world.owner, &world.stranger] {
        let refused = who.submit(&making(MANAGER), &[]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.text("#form-error").contains("не только вашу компанию"));
        assert!(!refused.has("#link"));
    }
    assert_eq!(world.count(THEIRS, MADE).await, 0);
}

#[tokio::test]
async fn who_leaves_keeps_no_way_in() {
    let world = World::new().await;
    let (path, secret) = make(&world.head, MANAGER).await;
    world.run(OURS, "update member set dismissed_on = '2026-11-18' where role = 'head'").await;
    assert!(world.nobody.open(&path).await.text("h1").contains("больше не действует"));
    assert_eq!(renew(&world, &secret).await.status, StatusCode::GONE);
}

#[tokio::test]
async fn a_company_left_long_ago_does_not_count() {
    let world = World::new().await;
    world.join_them(MANAGER).await;
    world.run(THEIRS, "update member set dismissed_on = '2026-11-01' where role = 'manager'").await;
    make(&world.owner, MANAGER).await;
}

#[tokio::test]
async fn a_head_helps_the_managers_of_the_own_department_only() {
    let world = World::new().await;
    let names = world.head.open("/security").await.texts("#sign-ins tbody th");
    assert_eq!(names, ["менеджер"]);
    make(&world.head, MANAGER).await;
    for other in [member(0), member(1), member(2), member(4), IVANOVA] {
        let seen = world.head.submit(&making(other), &[]).await;
        assert_eq!(seen.status, StatusCode::NOT_FOUND);
    }
    let moved = format!(
        "update member_department set department_id = '{OTHER_DEPARTMENT}' where member_id = '{MANAGER}'"
    );
    world.run(OURS, &moved).await;
    assert_eq!(world.head.submit(&making(MANAGER), &[]).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_manager_who_heads_a_department_is_the_owners_to_help() {
    let world = World::new().await;
    let heads = format!(
        "insert into department_head (company_id, department_id, from_on, member_id)
         values ('{OURS}', '{OTHER_DEPARTMENT}', '2026-01-01', '{MANAGER}')"
    );
    world.run(OURS, &heads).await;
    assert_eq!(world.head.submit(&making(MANAGER), &[]).await.status, StatusCode::NOT_FOUND);
    make(&world.owner, MANAGER).await;
}

#[tokio::test]
async fn others_may_not_and_a_stranger_does_not_find_our_people() {
    let world = World::new().await;
    for who in [&world.partner, &world.manager, &world.expert, &world.accountant] {
        assert_eq!(who.open("/security").await.status, StatusCode::FORBIDDEN);
        assert_eq!(who.submit(&making(MANAGER), &[]).await.status, StatusCode::FORBIDDEN);
    }
    assert_eq!(world.stranger.submit(&making(MANAGER), &[]).await.status, StatusCode::NOT_FOUND);
    assert_eq!(world.owner.submit(&making(member(0)), &[]).await.status, StatusCode::NOT_FOUND);
    assert_eq!(world.count(OURS, MADE).await, 0);
}

#[tokio::test]
async fn the_page_is_few_statements_and_shows_whose_link_holds() {
    let world = World::new().await;
    make(&world.owner, MANAGER).await;
    let (seen, statements) = world.owner.open_counting("/security").await;
    assert!(statements.len() <= 4, "{statements:#?}");
    assert!(seen.text("#sign-ins").contains("действует до 19 ноября, 12:00"), "{}", seen.body);
}

#[tokio::test]
async fn tries_of_links_are_limited_by_address() {
    let world = World::new().await;
    let guess = || {
        let from = ConnectInfo::<SocketAddr>("203.0.113.7:9".parse().unwrap());
        let request = Request::get("/reset?link=x").header("host", "mayak.test").extension(from);
        world.nobody.ask(request.body(axum::body::Body::empty()).unwrap())
    };
    for _ in 0..40 {
        assert_eq!(guess().await.status, StatusCode::GONE);
    }
    assert_eq!(guess().await.status, StatusCode::TOO_MANY_REQUESTS);
}
