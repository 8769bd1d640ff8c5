//! Coming into a company by a link.
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{Request, StatusCode};
use chrono::TimeDelta;

use crate::figures::Figures;
use crate::invitation::{invite, manager};
use crate::support::{Browser, IVANOVA, OTHER_DEPARTMENT, OURS, STRANGER, Seen, THEIRS, World};

const PASSWORD: &str = "лошадь скрепка батарея";

const ORLOVA: [(&str, &str); 3] =
    [("name", "Орлова Мария"), ("email", "Orlova@firma.example"), ("password", PASSWORD)];

/// Somebody who has agreed to the processing of personal data at this link.
async fn agreed(world: &World, path: &str) -> Browser {
    let mut newcomer = world.nobody.clone();
    let seen = newcomer.submit(&format!("{path}/consent"), &[("agree", "yes")]).await;
    assert_eq!(seen.location, Some(format!("{path}/registration")));
    newcomer.cookies = seen.cookie("consent").unwrap();
    newcomer
}

/// Comes in as a new person.
async fn register(world: &World, path: &str, fields: &[(&str, &str)]) -> Seen {
    agreed(world, path).await.submit(&format!("{path}/registration"), fields).await
}

/// The browser after coming in.
fn inside(world: &World, came: &Seen) -> Browser {
    assert_eq!(came.location.as_deref(), Some("/home"), "{}", came.body);
    let mut browser = world.nobody.clone();
    browser.cookies = came.cookie("mayak").unwrap();
    browser
}

#[tokio::test]
async fn a_newcomer_agrees_gives_three_things_and_is_in_the_department_from_today() {
    let world = World::new().await;
    let path = invite(&world.owner, &manager("Орлова М.")).await;
    let seen = world.nobody.open(&path).await;
    assert_eq!(seen.text("h1"), "Вас зовут в компанию «Наша»");
    assert!(seen.text(".facts").contains("менеджер"));
    assert_eq!(seen.attributes(".button", "href")[0], format!("{path}/consent"));
    let form = agreed(&world, &path).await.open(&format!("{path}/registration")).await;
    assert_eq!(form.attribute("#name", "value"), "Орлова М.");

    let came = register(&world, &path, &ORLOVA).await;

    let orlova = inside(&world, &came);
    assert!(orlova.open("/account").await.body.contains("orlova@firma.example"));
    assert_eq!(orlova.open("/people").await.status, StatusCode::FORBIDDEN, "a manager");
    let team = world.head.open("/people").await;
    assert!(team.texts("#people th[scope=row]").contains(&"Орлова Мария".into()));
    assert!(!team.has("#invitations"));
    let placed = "select count(*) from member_department d join member m on m.id = d.member_id
        where m.name = 'Орлова Мария' and d.from_on = '2026-11-18' and m.sells";
    assert_eq!(world.count(OURS, placed).await, 1);
    let kept: (String, i32) = sqlx::query_as("select document, version from consent")
        .fetch_one(&world.pool)
        .await
        .unwrap();
    assert_eq!(kept, ("personal-data".into(), 2));
    let logged = "select count(*) from change_log where action in ('admit', 'accept')";
    assert_eq!(world.count(OURS, logged).await, 2);
}

#[tokio::test]
async fn without_consent_there_is_no_form() {
    let world = World::new().await;
    let path = invite(&world.owner, &manager("Орлова М.")).await;
    let (form, consent) = (format!("{path}/registration"), format!("{path}/consent"));
    assert_eq!(world.nobody.open(&form).await.location.as_ref(), Some(&consent));
    assert_eq!(world.nobody.submit(&form, &ORLOVA).await.location.as_ref(), Some(&consent));
    let unticked = world.nobody.submit(&consent, &[]).await;
    assert_eq!(unticked.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(unticked.attribute("form", "action"), consent);
    let ticked = world.nobody.submit(&consent, &[("agree", "yes")]).await;
    let set = ticked.headers["set-cookie"].to_str().unwrap();
    assert!(set.contains(&format!("Path={path};")), "good at this link only: {set}");
}

#[tokio::test]
async fn a_refused_newcomer_keeps_the_typing_but_the_password() {
    let world = World::new().await;
    let path = invite(&world.owner, &manager("Орлова М.")).await;
    let long = "я".repeat(10_000);
    let fields = [("name", long.as_str()), ("email", "orlova"), ("password", "qwertyuiop")];
    let refused = register(&world, &path, &fields).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    for field in ["name", "email", "password"] {
        assert!(refused.has(&format!("#{field}-error")), "{field}");
    }
    assert_eq!(refused.attribute("#email", "value"), "orlova");
    assert!(!refused.body.contains("qwertyuiop"));
    assert_eq!(world.nobody.open(&path).await.status, StatusCode::OK, "the link waits on");
}

#[tokio::test]
async fn an_imported_person_becomes_the_one_who_comes_and_finds_the_facts() {
    let world = World::new().await;
    let figures = Figures::new(&world).await;
    figures.facts(&[(IVANOVA, figures.calls, "2026-11-10", 24)]).await;
    let ivanova = IVANOVA.to_string();
    let path = invite(&world.head, &[("member", &ivanova), ("role", "manager")]).await;
    assert!(world.nobody.open(&path).await.text(".notice").contains("Иванова О."));

    let came = register(&world, &path, &ORLOVA).await;

    let entries = inside(&world, &came).open("/entries?period=2026-11").await;
    assert!(entries.text("#entries").contains("24"), "{}", entries.body);
    let joined = "select count(*) from member where name = 'Иванова О.' and person_id is not null";
    assert_eq!(world.count(OURS, joined).await, 1);
    assert_eq!(world.count(OURS, "select count(*) from member where name like 'Орлова%'").await, 0);
}

#[tokio::test]
async fn a_head_heads_the_department_from_the_day_he_comes() {
    let world = World::new().await;
    let wholesale = OTHER_DEPARTMENT.to_string();
    let fields = [("name", "Соколова Е."), ("role", "head"), ("department", &*wholesale)];
    let path = invite(&world.owner, &fields).await;
    let came = register(&world, &path, &ORLOVA).await;
    let head = inside(&world, &came);
    assert!(head.open("/people").await.text("#people .part").starts_with("Опт"));
    let team = world.owner.open("/people").await;
    assert!(
        team.text("#people").contains("Опт руководит Орлова Мария"),
        "{}",
        team.text("#people")
    );
}

#[tokio::test]
async fn an_expert_comes_for_a_while() {
    let world = World::new().await;
    let fields = [("name", "Тренер"), ("role", "expert"), ("access_until", "2026-11-20")];
    let path = invite(&world.owner, &fields).await;
    assert!(world.nobody.open(&path).await.text(".facts").contains("20.11.2026"));
    let expert = inside(&world, &register(&world, &path, &ORLOVA).await);
    let on = |days| world.after(TimeDelta::days(days), &expert);
    assert_eq!(on(2).open("/people").await.status, StatusCode::OK, "the last day");
    assert_eq!(on(3).open("/people").await.location.as_deref(), Some("/companies"));
    let team = world.owner.open("/people").await;
    assert!(team.text("#people").contains("есть по 20.11.2026"));
}

#[tokio::test]
async fn links_that_were_never_given_out_are_answered_alike() {
    let world = World::new().await;
    let path = invite(&world.owner, &manager("Орлова М.")).await;
    let unlike = [
        format!("/invitations/{}", "0".repeat(64)),
        "/invitations/x".into(),
        "/invitations/%00".into(),
        format!("/invitations/{}", "%D1%8F".repeat(100)),
        path[..path.len() - 1].to_owned(),
    ];
    let mut bodies: Vec<_> = Vec::new();
    for unknown in &unlike {
        for seen in [
            world.nobody.open(unknown).await,
            world.nobody.open(&format!("{unknown}/consent")).await,
            world.nobody.submit(&format!("{unknown}/registration"), &ORLOVA).await,
            world.manager.submit(&format!("{unknown}/joining"), &[]).await,
        ] {
            assert_eq!(seen.status, StatusCode::NOT_FOUND, "{unknown}");
            bodies.push(seen.body);
        }
    }
    bodies.dedup();
    assert_eq!(bodies.len(), 1);
    assert!(bodies[0].contains("попросите новую ссылку"));
}

#[tokio::test]
async fn a_used_link_says_what_to_do() {
    let world = World::new().await;
    let path = invite(&world.owner, &manager("Орлова М.")).await;
    let late = agreed(&world, &path).await;
    register(&world, &path, &ORLOVA).await;
    let mut other = ORLOVA;
    other[1].1 = "belova@firma.example";
    let sent = late.submit(&format!("{path}/registration"), &other).await;
    for seen in [world.nobody.open(&path).await, late.open(&path).await, sent] {
        assert_eq!(seen.status, StatusCode::GONE);
        assert!(seen.text(".outside-card").contains("Если это были вы — войдите"));
        assert!(!seen.body.contains("Наша"), "says nothing of the company");
    }
    let people: i64 = sqlx::query_scalar("select count(*) from person where name like 'Орлова%'")
        .fetch_one(&world.pool)
        .await
        .unwrap();
    assert_eq!(people, 1);
}

#[tokio::test]
async fn a_newcomers_form_sent_twice_lets_in_once_and_leads_to_the_same_page() {
    let world = World::new().await;
    let path = invite(&world.owner, &manager("Орлова М.")).await;
    let newcomer = agreed(&world, &path).await;
    let form = format!("{path}/registration");
    let click = || newcomer.submit(&form, &ORLOVA);
    let (first, second) = tokio::join!(click(), click());
    let third = click().await;
    for came in [first, second, third] {
        assert_eq!(inside(&world, &came).open("/account").await.status, StatusCode::OK);
    }
    assert_eq!(world.count(OURS, "select count(*) from member where name like 'Орлова%'").await, 1);
    let mut wrong = ORLOVA;
    wrong[2].1 = "совсем другая фраза";
    let wrong = newcomer.submit(&form, &wrong).await;
    assert_eq!(wrong.status, StatusCode::GONE, "not without the password");
    let later = world.after(TimeDelta::minutes(11), &newcomer).submit(&form, &ORLOVA).await;
    assert_eq!(later.status, StatusCode::GONE, "nor long after");
}

#[tokio::test]
async fn of_two_who_come_at_once_by_one_link_one_comes_in() {
    for round in 0..5 {
        let world = World::new().await;
        let path = invite(&world.owner, &manager("Орлова М.")).await;
        let (one, two) = (agreed(&world, &path).await, agreed(&world, &path).await);
        let form = format!("{path}/registration");
        let mut other = ORLOVA;
        (other[0].1, other[1].1) = ("Белова Анна", "belova@firma.example");
        let (one, two) = tokio::join!(one.submit(&form, &ORLOVA), two.submit(&form, &other));
        let mut statuses = [one.status, two.status];
        statuses.sort();
        assert_eq!(statuses, [StatusCode::SEE_OTHER, StatusCode::GONE], "round {round}");
        let came = "select count(*) from member where name in ('Орлова Мария', 'Белова Анна')";
        assert_eq!(world.count(OURS, came).await, 1);
        let people: i64 = sqlx::query_scalar(
            "select count(*) from person where email_norm like '%firma.example'",
        )
        .fetch_one(&world.pool)
        .await
        .unwrap();
        assert_eq!(people, 1, "the other left no trace");
    }
}

#[tokio::test]
async fn of_two_who_are_signed_in_and_press_at_once_one_comes_in() {
    for _ in 0..5 {
        let world = World::new().await;
        let path = invite(&world.stranger, &[("name", "Кто-нибудь"), ("role", "manager")]).await;
        let press = format!("{path}/joining");
        let (one, two) =
            tokio::join!(world.owner.submit(&press, &[]), world.head.submit(&press, &[]));
        let mut statuses = [one.status, two.status];
        statuses.sort();
        assert_eq!(statuses, [StatusCode::SEE_OTHER, StatusCode::GONE]);
        assert_eq!(world.count(THEIRS, "select count(*) from member").await, 2);
    }
}

#[tokio::test]
async fn an_address_that_has_an_account_is_told_to_sign_in_and_the_link_waits() {
    let world = World::new().await;
    let path = invite(&world.owner, &manager("Орлова М.")).await;
    let mut taken = ORLOVA;
    taken[1].1 = "stranger@mayak.test";
    let refused = register(&world, &path, &taken).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text("#email-error").contains("войдите"));
    assert_eq!(refused.attribute(".outside-foot a", "href"), format!("/sign-in?next={path}"));
    for secret in ["Чужая", "Чужой", PASSWORD] {
        assert!(!refused.body.contains(secret), "{secret}");
    }
    assert_eq!(world.nobody.open(&path).await.status, StatusCode::OK);
}

#[tokio::test]
async fn one_with_a_sign_in_signs_in_and_comes_back_to_the_link() {
    let world = World::new().await;
    let first = invite(&world.owner, &manager("Орлова М.")).await;
    register(&world, &first, &ORLOVA).await;
    let second = invite(&world.stranger, &[("name", "Орлова М."), ("role", "accountant")]).await;
    let ways = world.nobody.open(&second).await.attributes("main .button", "href");
    assert_eq!(ways[1], format!("/sign-in?next={second}"));

    let form = [("email", "orlova@firma.example"), ("password", PASSWORD), ("next", &second)];
    let entered = world.nobody.submit("/sign-in", &form).await;

    assert_eq!(entered.location.as_ref(), Some(&second));
    let mut orlova = world.nobody.clone();
    orlova.cookies = entered.cookie("mayak").unwrap();
    let asked = orlova.open(&second).await;
    assert!(asked.text("#joining").contains("Вы вошли как orlova@firma.example"));
    assert_eq!(asked.text("#joining button"), "Войти в компанию «Чужая» как бухгалтер");
    let came = orlova.submit(&format!("{second}/joining"), &[]).await;
    assert_eq!(came.location.as_deref(), Some("/home"));
    let again = orlova.submit(&format!("{second}/joining"), &[]).await;
    assert_eq!(again.location.as_deref(), Some("/home"), "a second press leads to the same page");
    assert!(orlova.open("/account").await.body.contains("Чужая"), "and is there now");
    let choices = orlova.open("/companies").await.texts(".choices button");
    assert_eq!(choices, ["Наша · менеджер", "Чужая · бухгалтер"]);
}

#[tokio::test]
async fn one_who_is_here_already_leaves_the_link_to_another() {
    let world = World::new().await;
    let ivanova = IVANOVA.to_string();
    for fields in [&manager("Орлова М.")[..], &[("member", &ivanova), ("role", "manager")]] {
        let path = invite(&world.owner, fields).await;
        let pressed = world.manager.submit(&format!("{path}/joining"), &[]).await;
        assert_eq!(pressed.location.as_ref(), Some(&path));
        let seen = world.manager.open(&path).await;
        assert!(seen.text(".notice").contains("Вы уже в этой компании: менеджер"));
        assert!(!seen.has("#joining"));
        assert_eq!(world.nobody.open(&path).await.status, StatusCode::OK, "it waits on");
    }
}

#[tokio::test]
async fn one_who_was_dismissed_or_whose_time_is_over_is_told_whom_to_ask() {
    let world = World::new().await;
    let path = invite(&world.owner, &manager("Орлова М.")).await;
    for (undone, who, says) in [
        (
            "update member set dismissed_on = '2026-11-01' where role = 'partner'",
            &world.partner,
            "уволены",
        ),
        (
            "update member set access_until = '2026-11-01' where role = 'expert'",
            &world.expert,
            "Срок",
        ),
    ] {
        world.write(OURS, undone).await;
        assert!(who.open(&path).await.text(".notice").contains(says));
        let pressed = who.submit(&format!("{path}/joining"), &[]).await;
        assert_eq!(pressed.location.as_ref(), Some(&path));
        assert_eq!(who.open("/people").await.location.as_deref(), Some("/companies"), "still out");
    }
}

#[tokio::test]
async fn an_invitation_whose_member_came_by_another_way_or_left_lets_nobody_in() {
    for undone in [
        format!("update member set person_id = '{STRANGER}' where id = '{IVANOVA}'"),
        format!("update member set dismissed_on = '2026-11-18' where id = '{IVANOVA}'"),
    ] {
        let world = World::new().await;
        let ivanova = IVANOVA.to_string();
        let path = invite(&world.owner, &[("member", &ivanova), ("role", "manager")]).await;
        let newcomer = agreed(&world, &path).await;
        world.write(OURS, undone.as_str()).await;
        let sent = newcomer.submit(&format!("{path}/registration"), &ORLOVA).await;
        for seen in [sent, world.nobody.open(&path).await] {
            assert_eq!(seen.status, StatusCode::GONE, "{undone}");
            assert_eq!(seen.text("h1"), "Приглашение больше не действует");
        }
    }
}

#[tokio::test]
async fn one_who_is_signed_in_may_come_as_somebody_else() {
    let world = World::new().await;
    let path = invite(&world.owner, &manager("Орлова М.")).await;
    let mut at_owners_desk = agreed(&world, &path).await;
    at_owners_desk.cookies = format!("{}; {}", at_owners_desk.cookies, world.owner.cookies);
    let came = at_owners_desk.submit(&format!("{path}/registration"), &ORLOVA).await;
    assert!(inside(&world, &came).open("/account").await.body.contains("orlova@"));
    assert_eq!(world.owner.open("/account").await.status, StatusCode::SEE_OTHER, "that one ended");
}

#[tokio::test]
async fn guessing_is_limited_per_address() {
    let world = World::new().await;
    let path = invite(&world.owner, &manager("Орлова М.")).await;
    let open = |address: &str, path: &str| {
        let address: std::net::SocketAddr = format!("{address}:9").parse().unwrap();
        let request = Request::get(path).header("host", "mayak.test");
        request.extension(ConnectInfo(address)).body(Body::empty()).unwrap()
    };
    for guess in 0..60 {
        let seen = world.nobody.ask(open("203.0.113.7", &format!("/invitations/{guess}"))).await;
        assert_eq!(seen.status, StatusCode::NOT_FOUND);
    }
    let held = world.nobody.ask(open("203.0.113.7", &path)).await;
    assert_eq!(held.status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(world.nobody.ask(open("198.51.100.1", &path)).await.status, StatusCode::OK);
}

#[tokio::test]
async fn the_link_is_told_to_nobody() {
    let world = World::new().await;
    let path = invite(&world.owner, &manager("Орлова М.")).await;
    let seen = world.nobody.open(&path).await;
    assert_eq!(seen.headers["referrer-policy"], "strict-origin");
    assert_eq!(seen.headers["cache-control"], "no-store");
    assert!(seen.attributes("a[href^=http]", "href").is_empty());
}

#[tokio::test]
async fn joining_a_second_company_works_and_roles_stay_apart() {
    let world = World::new().await;
    let path = invite(&world.owner, &manager("Чужой")).await;
    world.stranger.submit(&format!("{path}/joining"), &[]).await;
    assert_eq!(world.stranger.open("/people").await.status, StatusCode::FORBIDDEN);
    let theirs = THEIRS.to_string();
    world.stranger.submit("/companies/current", &[("company", &theirs)]).await;
    assert_eq!(world.stranger.open("/people").await.status, StatusCode::OK);
}
