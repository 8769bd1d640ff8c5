//! The second factor: a code from the phone after the password.
use axum::http::StatusCode;
use mayak::app::Settings;
use mayak::signin::{Key, make_reset_link};
use totp_rs::{Builder, Secret};

use crate::support::{Browser, MANAGER, OURS, PASSWORD, Seen, World, member, noon};

const HERE: &str = "/account/second-factor";
const OFF: &str = "/account/second-factor/off";
const RULE: &str = "/security/second-factor";
const ON: &str = "select count(*) from change_log where action = 'turn_second_factor_on'";
const LIFTED: &str = "select count(*) from change_log where action = 'lift_second_factor'";

/// The code a phone shows so many half minutes from noon.
fn code(seed: &str, steps: i64) -> String {
    let secret = Secret::try_from_base32(seed).unwrap();
    let at = noon().timestamp() + steps * 30;
    let phone = Builder::new().with_secret(secret).build().unwrap();
    phone.generate(at.try_into().unwrap()).to_string()
}

/// Six digits that are not the phone's now.
fn wrong(seed: &str) -> String {
    let right: Vec<String> = (-1..=1).map(|steps| code(seed, steps)).collect();
    (0..10).map(|no| format!("{no:06}")).find(|no| !right.contains(no)).unwrap()
}

async fn seed(browser: &Browser) -> String {
    browser.open(HERE).await.attribute("input[name=seed]", "value")
}

/// Turns it on for one with a password: the secret in the phone and the answer.
async fn turn_on(world: &World, name: &str, browser: &Browser) -> (String, Seen) {
    world.give_password(name).await;
    let seed = seed(browser).await;
    let now = code(&seed, 0);
    let form = [("seed", seed.as_str()), ("code", &now), ("password", PASSWORD)];
    let shown = browser.submit(HERE, &form).await;
    assert_eq!(shown.status, StatusCode::OK, "{}", shown.body);
    (seed, shown)
}

/// Types the password: the browser that is then asked for a code.
async fn asked(world: &World, name: &str) -> Browser {
    let seen = world.sign_in(name, PASSWORD).await;
    assert_eq!(seen.location.as_deref(), Some("/sign-in/code"), "{}", seen.body);
    assert!(seen.cookie("mayak").is_none());
    Browser { cookies: seen.cookie("mayak-code").unwrap(), ..world.nobody.clone() }
}

async fn answer(browser: &Browser, code: &str) -> Seen {
    browser.submit("/sign-in/code", &[("code", code)]).await
}

#[tokio::test]
async fn a_person_turns_it_on_and_is_then_asked_for_a_code() {
    let world = World::new().await;
    world.give_password("head").await;
    let elsewhere = world.nobody.with(&world.sign_in("head", PASSWORD).await);
    let page = world.head.open(HERE).await;
    assert!(page.has("svg.qr path[d]") && !page.has("[style]"));
    assert_eq!(page.text("#seed").replace(' ', ""), page.attribute("input[name=seed]", "value"));

    let (seed, shown) = turn_on(&world, "head", &world.head).await;

    assert_eq!(shown.texts("#codes li").len(), 10);
    assert_eq!(world.head.open("/account").await.status, StatusCode::OK, "this session stays");
    assert_eq!(elsewhere.open("/account").await.status, StatusCode::SEE_OTHER, "others end");
    assert_eq!(world.count(OURS, ON).await, 1);
    let asked = asked(&world, "head").await;
    assert!(asked.open("/sign-in/code").await.body.contains("head@mayak.test"));
    assert_eq!(asked.open("/account").await.location.as_deref(), Some("/sign-in?next=%2Faccount"));
    let entered = answer(&asked, &code(&seed, 1)).await;
    assert_eq!(entered.location.as_deref(), Some("/home"), "{}", entered.body);
    assert_eq!(asked.with(&entered).open("/account").await.status, StatusCode::OK);
    let page = world.head.open(HERE).await;
    assert!(page.text("h2").contains("Включён с 18 ноября") && !page.body.contains(&seed));
}

#[tokio::test]
async fn a_person_goes_on_where_she_was_going() {
    let world = World::new().await;
    let (seed, _) = turn_on(&world, "head", &world.head).await;
    let form = [("email", "head@mayak.test"), ("password", PASSWORD), ("next", "/people")];
    let sent = world.nobody.submit("/sign-in", &form).await;
    let asked = Browser { cookies: sent.cookie("mayak-code").unwrap(), ..world.nobody.clone() };
    assert_eq!(answer(&asked, &code(&seed, 1)).await.location.as_deref(), Some("/people"));
}

#[tokio::test]
async fn a_code_opens_once() {
    let world = World::new().await;
    let (seed, _) = turn_on(&world, "head", &world.head).await;
    let (first, second) = (asked(&world, "head").await, asked(&world, "head").await);

    for used in [code(&seed, 0), code(&seed, -1)] {
        let refused = answer(&first, &used).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "turned on by it or later");
        assert!(refused.text("#code-error").contains("Код не подошёл"));
    }
    assert_eq!(answer(&first, &code(&seed, 1)).await.status, StatusCode::SEE_OTHER);
    assert_eq!(answer(&second, &code(&seed, 1)).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(answer(&second, &code(&seed, 2)).await.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn a_recovery_code_opens_once_however_it_is_written() {
    let world = World::new().await;
    let (_, shown) = turn_on(&world, "head", &world.head).await;
    let written = shown.texts("#codes li").swap_remove(3);

    let entered = answer(&asked(&world, "head").await, &written.to_uppercase()).await;

    assert_eq!(entered.location.as_deref(), Some("/home"), "{}", entered.body);
    let again = answer(&asked(&world, "head").await, &written.replace('-', "")).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(world.head.open(HERE).await.body.contains("Осталось 9\u{a0}запасных кодов"));
    let kept: String = sqlx::query_scalar("select string_agg(c::text, ' ') from recovery_code c")
        .fetch_one(&world.pool)
        .await
        .unwrap();
    assert!(!kept.contains(&written.replace('-', "")));
}

#[tokio::test]
async fn two_clicks_turn_it_on_once_and_show_the_same_codes() {
    let world = World::new().await;
    world.give_password("head").await;
    let (seed, token) = (seed(&world.head).await, world.head.token());
    let now = code(&seed, 0);
    let form = [("seed", seed.as_str()), ("code", &now), ("password", PASSWORD)];
    let click = || world.head.submit_with(&token, HERE, &form);

    let (first, second) = tokio::join!(click(), click());
    let third = click().await;

    assert_eq!(first.texts("#codes li").len(), 10, "{}", first.body);
    assert_eq!(first.texts("#codes li"), second.texts("#codes li"));
    assert_eq!(first.texts("#codes li"), third.texts("#codes li"));
    assert_eq!(world.count(OURS, ON).await, 1);
    let other = world.head.submit(HERE, &form).await;
    assert_eq!(other.location.as_deref(), Some(HERE), "another form does not show or make codes");
}

#[tokio::test]
async fn two_clicks_on_a_code_open_one_session() {
    let world = World::new().await;
    let (seed, _) = turn_on(&world, "head", &world.head).await;
    let (asked, code) = (asked(&world, "head").await, code(&seed, 1));

    let (first, second) = tokio::join!(answer(&asked, &code), answer(&asked, &code));
    let third = answer(&asked, &code).await;

    assert!(first.cookie("mayak").is_some());
    for seen in [&second, &third] {
        assert_eq!(
            (seen.cookie("mayak"), &seen.location),
            (first.cookie("mayak"), &first.location)
        );
    }
    let other = answer(&asked, "000000").await;
    assert_eq!(other.location.as_deref(), Some("/sign-in?after=late"));
}

#[tokio::test]
async fn a_refused_set_up_says_why_and_keeps_the_secret() {
    let world = World::new().await;
    world.give_password("head").await;
    let seed = seed(&world.head).await;
    let guess = wrong(&seed);
    let form = [("seed", seed.as_str()), ("code", &guess), ("password", "не тот пароль")];

    let refused = world.head.submit(HERE, &form).await;

    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.has("#code-error") && refused.has("#password-error"));
    assert_eq!(refused.attribute("input[name=seed]", "value"), seed);
    assert_eq!(world.count(OURS, ON).await, 0);
    let broken = [("seed", "GEZD"), ("code", guess.as_str()), ("password", PASSWORD)];
    let refused = world.head.submit(HERE, &broken).await;
    assert!(refused.text("#form-error").contains("устарела"));
}

#[tokio::test]
async fn it_is_turned_off_by_password_and_code() {
    let world = World::new().await;
    let (seed, _) = turn_on(&world, "head", &world.head).await;
    let (guess, right) = (wrong(&seed), code(&seed, 1));
    for (code, password, field) in
        [(&guess, PASSWORD, "#code-error"), (&right, "не тот пароль", "#password-error")]
    {
        let refused = world.head.submit(OFF, &[("code", code), ("password", password)]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.has(field), "{field}");
    }
    let (token, form) = (world.head.token(), [("code", right.as_str()), ("password", PASSWORD)]);
    let click = || world.head.submit_with(&token, OFF, &form);

    let (first, second) = tokio::join!(click(), click());
    let third = click().await;

    for seen in [first, second, third] {
        assert_eq!(seen.location.as_deref(), Some(HERE), "{}", seen.body);
    }
    let off = "select count(*) from change_log where action = 'turn_second_factor_off'";
    assert_eq!(world.count(OURS, off).await, 1);
    assert!(world.sign_in("head", PASSWORD).await.cookie("mayak").is_some());
}

#[tokio::test]
async fn guessing_ends_soon() {
    let world = World::new().await;
    let (seed, _) = turn_on(&world, "head", &world.head).await;
    let guess = wrong(&seed);
    for _ in 0..2 {
        let asked = asked(&world, "head").await;
        for _ in 0..4 {
            assert_eq!(answer(&asked, &guess).await.status, StatusCode::UNPROCESSABLE_ENTITY);
        }
        let fifth = answer(&asked, &guess).await;
        assert_eq!(fifth.location.as_deref(), Some("/sign-in?after=late"));
        let late = answer(&asked, &code(&seed, 1)).await;
        assert_eq!(
            late.location.as_deref(),
            Some("/sign-in?after=late"),
            "the password is asked again"
        );
    }
    let asked = asked(&world, "head").await;
    assert_eq!(answer(&asked, &guess).await.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(world.nobody.open("/sign-in?after=late").await.text(".notice").contains("снова"));
}

#[tokio::test]
async fn a_wrong_password_does_not_tell_that_it_is_on() {
    let world = World::new().await;
    turn_on(&world, "head", &world.head).await;
    world.give_password("manager").await;
    let (on, off) = (
        world.sign_in("head", "не тот пароль").await,
        world.sign_in("manager", "не тот пароль").await,
    );
    assert_eq!(on.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(on.body.replace("head@", "manager@"), off.body);
    assert!(on.cookie("mayak-code").is_none());
}

#[tokio::test]
async fn waiting_for_a_code_opens_nothing_and_ends() {
    let world = World::new().await;
    let (seed, _) = turn_on(&world, "head", &world.head).await;
    let asked = asked(&world, "head").await;
    let disguised =
        Browser { cookies: asked.cookies.replace("mayak-code", "mayak"), ..asked.clone() };
    assert_eq!(disguised.open("/account").await.status, StatusCode::SEE_OTHER);
    sqlx::query("update pending_sign_in set ends_at = ends_at - interval '10 minutes'")
        .execute(&world.pool)
        .await
        .unwrap();
    assert_eq!(asked.open("/sign-in/code").await.location.as_deref(), Some("/sign-in?after=late"));
    assert!(answer(&asked, &code(&seed, 1)).await.cookie("mayak").is_none());
    assert_eq!(world.nobody.open("/sign-in/code").await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn with_a_key_the_secret_lies_sealed_and_without_it_codes_wait() {
    let key = Key::from_hex(&"a1".repeat(32));
    let world = World::with(Settings { key, ..Settings::default() }).await;
    let (seed, shown) = turn_on(&world, "head", &world.head).await;
    let stored: Vec<u8> = sqlx::query_scalar("select secret from second_factor")
        .fetch_one(&world.pool)
        .await
        .unwrap();
    let bare = Secret::try_from_base32(&seed).unwrap();
    assert!(!stored.windows(20).any(|part| part == bare.as_bytes()));
    assert_eq!(
        answer(&asked(&world, "head").await, &code(&seed, 1)).await.status,
        StatusCode::SEE_OTHER
    );

    sqlx::query("update second_factor set secret = set_byte(secret, 20, get_byte(secret, 20) # 1)")
        .execute(&world.pool)
        .await
        .unwrap();
    let asked = asked(&world, "head").await;
    assert!(
        answer(&asked, &code(&seed, 1)).await.text("#code-error").contains("нет нужного ключа")
    );
    let written = &shown.texts("#codes li")[0];
    assert_eq!(answer(&asked, written).await.status, StatusCode::SEE_OTHER);
}

fn asks<'a>(roles: &[&'a str], from_on: &'a str, row_version: &'a str) -> Vec<(&'a str, &'a str)> {
    let roles = roles.iter().map(|role| ("role", *role));
    roles.chain([("from_on", from_on), ("row_version", row_version)]).collect()
}

#[tokio::test]
async fn the_owner_asks_for_it_and_after_the_grace_nothing_else_opens() {
    let world = World::new().await;
    let form = asks(&["head", "manager"], "2026-11-19", "0");
    let (token, before) = (world.owner.token(), world.head.open("/people").await);
    assert!(!before.body.contains("вторым фактором"));
    let click = || world.owner.submit_with(&token, RULE, &form);
    let (first, second) = tokio::join!(click(), click());
    for seen in [first, second] {
        assert_eq!(seen.location.as_deref(), Some("/security"), "{}", seen.body);
    }
    let logged = "select count(*) from change_log where subject = 'second_factor_rule'";
    assert_eq!(world.count(OURS, logged).await, 1);
    let told = world.head.open("/people").await;
    assert!(told.text(".notice.watch").contains("С 19 ноября"), "the grace is seen");

    let today = asks(&["head", "manager"], "2026-11-18", "1");
    assert_eq!(world.owner.submit(RULE, &today).await.status, StatusCode::SEE_OTHER);

    for path in ["/people", "/home", "/account", "/"] {
        assert_eq!(world.head.open(path).await.location.as_deref(), Some(HERE), "{path}");
    }
    let page = world.head.open(HERE).await;
    assert!(page.text(".notice.watch").contains("только со вторым фактором"));
    for who in [&world.owner, &world.stranger] {
        assert_eq!(who.open("/people").await.status, StatusCode::OK, "not asked");
    }
    turn_on(&world, "head", &world.head).await;
    assert_eq!(world.head.open("/people").await.status, StatusCode::OK);
    assert_eq!(world.manager.submit("/sign-out", &[]).await.location.as_deref(), Some("/sign-in"));
}

#[tokio::test]
async fn a_refused_rule_says_why_and_the_second_editor_is_told() {
    let world = World::new().await;
    let refused = world.owner.submit(RULE, &asks(&["head"], "2026-11-01", "0")).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text("#from_on-error").contains("от сегодня"));
    assert!(refused.has("#role-head[checked]") && !refused.has("#role-owner[checked]"));
    let unknown = world.owner.submit(RULE, &asks(&["king"], "2026-11-20", "0")).await;
    assert!(unknown.text("#rule .error").contains("Выберите роли"));

    world.owner.submit(RULE, &asks(&["owner"], "2026-11-25", "0")).await;
    let second = world.owner.submit(RULE, &asks(&["head"], "2026-11-30", "0")).await;
    assert_eq!(second.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(second.text("#form-error").contains("собственник, с 25 ноября"), "{}", second.body);
    assert_eq!(second.attribute("#from_on", "value"), "2026-11-30");
    assert_eq!(second.attribute("#rule input[name=row_version]", "value"), "1");
}

#[tokio::test]
async fn only_the_owner_rules_and_lifts() {
    let world = World::new().await;
    let lifting = format!("/security/{MANAGER}/second-factor");
    for who in [&world.partner, &world.head, &world.manager, &world.expert, &world.accountant] {
        let ruling = who.submit(RULE, &asks(&["head"], "2026-11-25", "0")).await;
        assert_eq!(ruling.status, StatusCode::FORBIDDEN);
        assert_eq!(who.submit(&lifting, &[]).await.status, StatusCode::FORBIDDEN);
    }
    assert_eq!(world.stranger.submit(&lifting, &[]).await.status, StatusCode::NOT_FOUND);
    let own = format!("/security/{}/second-factor", member(0));
    assert_eq!(world.owner.submit(&own, &[]).await.status, StatusCode::NOT_FOUND);
    assert!(!world.head.open("/security").await.has("#rule"));
}

#[tokio::test]
async fn the_owner_takes_a_lost_one_off() {
    let world = World::new().await;
    turn_on(&world, "manager", &world.manager).await;
    let (page, lifting) =
        (format!("/security/{MANAGER}"), format!("/security/{MANAGER}/second-factor"));
    assert!(world.owner.open("/security").await.text("#sign-ins").contains("включён"));
    let token = world.owner.token();
    let click = || world.owner.submit_with(&token, &lifting, &[]);

    let (first, second) = tokio::join!(click(), click());

    for seen in [first, second] {
        assert_eq!(seen.location.as_ref(), Some(&page), "{}", seen.body);
    }
    assert_eq!(world.count(OURS, LIFTED).await, 1);
    assert_eq!(world.manager.open("/account").await.status, StatusCode::SEE_OTHER);
    assert!(world.sign_in("manager", PASSWORD).await.cookie("mayak").is_some());
}

#[tokio::test]
async fn one_of_two_companies_does_not_take_it_off() {
    let world = World::new().await;
    turn_on(&world, "manager", &world.manager).await;
    world.join_them(MANAGER).await;
    for who in [&world.owner, &world.stranger] {
        let refused = who.submit(&format!("/security/{MANAGER}/second-factor"), &[]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.text("#form-error").contains("не только вашу компанию"));
    }
    assert_eq!(world.sign_in("manager", PASSWORD).await.location.as_deref(), Some("/sign-in/code"));
}

#[tokio::test]
async fn a_link_leaves_it_on_unless_the_keeper_of_the_server_says_otherwise() {
    let world = World::new().await;
    turn_on(&world, "owner", &world.owner).await;
    for (lifts, next) in [(false, "/sign-in/code"), (true, "/home")] {
        let email = "owner@mayak.test";
        let hour = chrono::TimeDelta::hours(1);
        let link = make_reset_link(&world.app, email, hour, lifts).await.unwrap();
        let page = world.nobody.open(&format!("/reset?link={link}")).await;
        assert_eq!(page.body.contains("Второй фактор снимется"), lifts);
        let form = [("link", link.as_str()), ("new", PASSWORD), ("again", PASSWORD)];
        let done = world.nobody.submit("/reset", &form).await;
        assert_eq!(done.location.as_deref(), Some("/sign-in?after=reset"), "{}", done.body);
        assert_eq!(world.sign_in("owner", PASSWORD).await.location.as_deref(), Some(next));
    }
    assert_eq!(world.count(OURS, LIFTED).await, 1);
}
