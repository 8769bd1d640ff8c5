//! Inviting people: who may, what the link is, how it is taken back.
use axum::http::StatusCode;
use chrono::TimeDelta;
use uuid::Uuid;

use crate::support::{
    Browser, DEPARTMENT, IVANOVA, OTHER_DEPARTMENT, OURS, PETROV, Seen, World, member,
};

/// A manager for the sales department.
pub fn manager(name: &str) -> [(&str, &str); 4] {
    const SALES: &str = "00000000-0000-0000-0000-0000000000a1";
    [("name", name), ("role", "manager"), ("department", SALES), ("sells", "yes")]
}

/// Makes an invitation; gives the path of its link.
pub async fn invite(who: &Browser, fields: &[(&str, &str)]) -> String {
    link(&who.submit("/people/invitations", fields).await)
}

/// The path of the link that is shown.
pub fn link(shown: &Seen) -> String {
    assert_eq!(shown.status, StatusCode::OK, "{}", shown.body);
    shown.attribute("#link", "value").replacen("http://mayak.test", "", 1)
}

async fn id(world: &World, name: &str) -> Uuid {
    let waiting = world.owner.open("/people").await;
    let at = waiting.texts("#invitations b").iter().position(|one| one == name);
    let forms = waiting.attributes("#invitations form[action$=link]", "action");
    forms[at.unwrap()].split('/').nth(3).unwrap().parse().unwrap()
}

fn page(id: Uuid) -> String {
    format!("/people/invitations/{id}")
}

#[tokio::test]
async fn an_owner_makes_a_link_and_sees_it_once() {
    let world = World::new().await;
    let path = invite(&world.owner, &manager("Орлова М.")).await;

    let token = path.strip_prefix("/invitations/").unwrap();
    assert_eq!(token.len(), 64);
    let team = world.owner.open("/people").await;
    let said = team.text("#invitations li");
    assert!(said.starts_with("Орлова М. — менеджер, Отдел продаж"), "{said}");
    assert!(said.contains("ждём до 25 ноября"), "{said}");
    assert!(said.contains("зовёт собственник (вы)"), "{said}");
    let shown = world.owner.open(&page(id(&world, "Орлова М.").await)).await;
    for seen in [&team, &shown] {
        assert!(!seen.body.contains(token));
    }
    let kept = "select count(*) from change_log where before::text like '%' || $$TOKEN$$ || '%'
        or after::text like '%TOKEN%'";
    let kept: &'static str = Box::leak(kept.replace("TOKEN", token).into_boxed_str());
    assert_eq!(world.count(OURS, kept).await, 0);
    assert_eq!(
        world.count(OURS, "select octet_length(token_hash)::bigint from invitation").await,
        32
    );
    assert!(!world.stranger.open("/people").await.has("#invitations"));
}

#[tokio::test]
async fn behind_a_public_address_the_link_begins_with_it() {
    let settings = mayak::app::Settings {
        public_url: Some("https://mayak.example".into()),
        ..mayak::app::Settings::default()
    };
    let world = World::with(settings).await;
    let mut owner = world.owner.clone();
    owner.cookies = "__Host-mayak=owner".into();
    let shown = owner.submit("/people/invitations", &manager("Орлова М.")).await;
    let link = shown.attribute("#link", "value");
    assert!(link.starts_with("https://mayak.example/invitations/"), "{link}");
    assert!(shown.has("#link[readonly]") && shown.has("button[data-copies=link][hidden]"));
}

#[tokio::test]
async fn a_double_click_makes_one_invitation_and_offers_a_new_link() {
    let world = World::new().await;
    let (token, fields) = (world.owner.token(), manager("Орлова М."));
    world.owner.submit_with(&token, "/people/invitations", &fields).await;

    let second = world.owner.submit_with(&token, "/people/invitations", &fields).await;

    assert_eq!(second.status, StatusCode::SEE_OTHER);
    let shown = world.owner.open(&second.location.unwrap()).await;
    assert!(!shown.has("#link") && shown.has("form[action$=link]"));
    assert_eq!(world.count(OURS, "select count(*) from invitation").await, 1);
}

#[tokio::test]
async fn a_refused_invitation_keeps_the_typing_and_names_every_field() {
    let world = World::new().await;
    let (long, foreign) = ("я".repeat(10_000), Uuid::from_u128(0xB1).to_string());
    for (fields, error) in [
        (vec![("name", long.as_str()), ("role", "manager")], "#name-error"),
        (vec![("name", ""), ("role", "manager")], "#name-error"),
        (vec![("name", "Орлова М."), ("role", "boss")], "#role-error"),
        (vec![("name", "Орлова М."), ("role", "")], "#role-error"),
        (
            vec![("name", "Орлова М."), ("role", "manager"), ("department", foreign.as_str())],
            "#department-error",
        ),
        (
            vec![("name", "Орлова М."), ("role", "expert"), ("access_until", "2027-02-31")],
            "#access_until-error",
        ),
        (
            vec![("name", "Орлова М."), ("role", "expert"), ("access_until", "2020-01-01")],
            "#access_until-error",
        ),
        (vec![("name", "иванова о"), ("role", "manager")], "#another-error"),
    ] {
        let refused = world.owner.submit("/people/invitations", &fields).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{fields:?}");
        assert!(refused.has(error), "{fields:?}");
        assert_eq!(refused.attribute("#name", "value"), fields[0].1);
    }
    assert_eq!(world.count(OURS, "select count(*) from invitation").await, 0);
}

#[tokio::test]
async fn an_owner_invites_anybody_and_an_expert_anybody_but_owners() {
    let world = World::new().await;
    for (who, made) in [(&world.owner, true), (&world.expert, false)] {
        for role in ["partner", "head", "manager", "expert", "accountant"] {
            let fields = [("name", role), ("role", role), ("access_until", "2026-12-31")];
            let fields = [&fields[..], &[("another", "yes")]].concat();
            let seen = who.submit("/people/invitations", &fields).await;
            assert_eq!(seen.status, StatusCode::OK, "{role}: {}", seen.body);
        }
        let fields = [("name", "Второй"), ("role", "owner"), ("another", "yes")];
        let seen = who.submit("/people/invitations", &fields).await;
        assert_eq!(seen.has("#link"), made);
    }
    assert!(!world.expert.open("/people/invitations/new").await.has("#role-owner"));
}

#[tokio::test]
async fn an_expert_gives_no_more_time_than_he_has() {
    let world = World::new().await;
    world.write(OURS, "update member set access_until = '2026-12-01' where role = 'expert'").await;
    let fields = |until| [("name", "Ещё эксперт"), ("role", "expert"), ("access_until", until)];
    let longer = world.expert.submit("/people/invitations", &fields("2026-12-31")).await;
    assert!(longer.text("#access_until-error").contains("ваш собственный"));
    let shorter = world.expert.submit("/people/invitations", &fields("2026-11-29")).await;
    assert!(shorter.has("#link"), "{}", shorter.body);
}

#[tokio::test]
async fn a_head_invites_managers_into_the_own_department_only() {
    let world = World::new().await;
    let other = OTHER_DEPARTMENT.to_string();
    invite(&world.head, &manager("Орлова М.")).await;
    world
        .owner
        .submit(
            "/people/invitations",
            &[("name", "Опт"), ("role", "manager"), ("department", &other)],
        )
        .await;
    invite(&world.owner, &[("name", "Бухгалтер"), ("role", "accountant"), ("another", "yes")])
        .await;

    let form = world.head.open("/people/invitations/new").await;
    assert!(!form.has("input[type=radio]"), "not asked which role");
    assert_eq!(form.texts("#department option"), ["Отдел продаж"]);
    for (name, value) in [("role", "head"), ("department", other.as_str()), ("department", "")] {
        let mut fields = manager("Белова А.");
        fields.iter_mut().find(|field| field.0 == name).unwrap().1 = value;
        let refused = world.head.submit("/people/invitations", &fields).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{name}={value}");
    }
    assert_eq!(world.head.open("/people").await.texts("#invitations b"), ["Орлова М."]);
    for name in ["Опт", "Бухгалтер"] {
        let path = page(id(&world, name).await);
        for path in [format!("{path}/link"), format!("{path}/revocation")] {
            let seen = world.head.submit(&path, &[("row_version", "1")]).await;
            assert_eq!(seen.status, StatusCode::NOT_FOUND, "{path}");
        }
        assert_eq!(world.head.open(&path).await.status, StatusCode::NOT_FOUND);
    }
}

#[tokio::test]
async fn a_head_asks_in_the_imported_people_of_the_own_department_only() {
    let world = World::new().await;
    world
        .write(
            OURS,
            format!("update member_department set department_id = '{OTHER_DEPARTMENT}' where member_id = '{PETROV}'"),
        )
        .await;
    let (ivanova, petrov) = (IVANOVA.to_string(), PETROV.to_string());
    let own = [("member", ivanova.as_str()), ("role", "manager")];
    let others = [("member", petrov.as_str()), ("role", "manager")];

    assert!(world.head.submit("/people/invitations", &own).await.has("#link"));
    let seen = world.head.submit("/people/invitations", &others).await;
    assert_eq!(seen.status, StatusCode::NOT_FOUND);
    let form = world.head.open(&format!("/people/invitations/new?member={PETROV}")).await;
    assert_eq!(form.status, StatusCode::NOT_FOUND);
    let team = world.head.open("/people").await;
    assert!(team.body.contains("ждём") && !team.has("a[href*='new?member=']"));
}

#[tokio::test]
async fn those_without_the_right_invite_nobody() {
    let world = World::new().await;
    invite(&world.owner, &manager("Орлова М.")).await;
    let path = page(id(&world, "Орлова М.").await);
    for who in [&world.partner, &world.manager, &world.accountant] {
        let made = who.submit("/people/invitations", &manager("Белова А.")).await;
        let renewed = who.submit(&format!("{path}/link"), &[("row_version", "1")]).await;
        let revoked = who.submit(&format!("{path}/revocation"), &[("row_version", "1")]).await;
        for seen in [made, renewed, revoked, who.open(&path).await] {
            assert_eq!(seen.status, StatusCode::FORBIDDEN);
        }
    }
    let seen = world.partner.open("/people").await;
    assert!(seen.has("#invitations li") && !seen.has("#invitations form"), "sees, decides nothing");
}

#[tokio::test]
async fn a_stranger_finds_neither_our_invitations_nor_our_people() {
    let world = World::new().await;
    invite(&world.owner, &manager("Орлова М.")).await;
    let (path, ivanova) = (page(id(&world, "Орлова М.").await), IVANOVA.to_string());
    let version = [("row_version", "1")];
    let renewed = world.stranger.submit(&format!("{path}/link"), &version).await;
    let revoked = world.stranger.submit(&format!("{path}/revocation"), &version).await;
    let asked = [("member", ivanova.as_str()), ("role", "manager")];
    let asked = world.stranger.submit("/people/invitations", &asked).await;
    for seen in [renewed, revoked, asked, world.stranger.open(&path).await] {
        assert_eq!(seen.status, StatusCode::NOT_FOUND);
    }
    assert!(world.owner.open("/people").await.text("#invitations").contains("ждём"));
}

#[tokio::test]
async fn a_revoked_link_says_so_and_the_second_to_press_is_told_who_was_first() {
    let world = World::new().await;
    let path = invite(&world.owner, &manager("Орлова М.")).await;
    let own = page(id(&world, "Орлова М.").await);
    let version = [("row_version", "1")];

    let revoked = world.expert.submit(&format!("{own}/revocation"), &version).await;
    let late = world.owner.submit(&format!("{own}/revocation"), &version).await;

    assert_eq!(revoked.location.as_deref(), Some("/people"));
    assert!(!world.owner.open("/people").await.has("#invitations"));
    assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(late.text("#form-error").contains("эксперт, 18 ноября в 12:00"), "{}", late.body);
    assert!(late.text(".facts").contains("отозвано") && !late.has("form[action$=link]"));
    let shut = world.nobody.open(&path).await;
    assert_eq!(shut.status, StatusCode::GONE);
    assert!(shut.text("h1").contains("отозвано"));
}

#[tokio::test]
async fn a_new_link_shuts_the_old_one_and_waits_seven_days_anew() {
    let world = World::new().await;
    let old = invite(&world.owner, &manager("Орлова М.")).await;
    let own = page(id(&world, "Орлова М.").await);
    let week = TimeDelta::days(8);
    let (owner, guest) = (world.after(week, &world.owner), world.after(week, &world.nobody));
    assert_eq!(guest.open(&old).await.text("h1"), "Срок ссылки вышел");
    assert!(owner.open("/people").await.text("#invitations").contains("срок вышел"));

    let new = link(&owner.submit(&format!("{own}/link"), &[("row_version", "1")]).await);

    assert_eq!(guest.open(&old).await.status, StatusCode::NOT_FOUND, "as one never given out");
    assert!(guest.open(&new).await.text("h1").contains("Вас зовут в компанию «Наша»"));
    let late = owner.submit(&format!("{own}/link"), &[("row_version", "1")]).await;
    assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY, "the second would shut the first's");
    assert_eq!(guest.open(&new).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_second_invitation_of_a_member_shuts_the_first() {
    let world = World::new().await;
    let ivanova = IVANOVA.to_string();
    let fields = [("member", ivanova.as_str()), ("role", "manager")];
    let first = invite(&world.owner, &fields).await;
    let second = invite(&world.expert, &fields).await;
    assert_eq!(world.nobody.open(&first).await.status, StatusCode::GONE);
    assert_eq!(world.nobody.open(&second).await.status, StatusCode::OK);
    let told = [("member", &*member(0).to_string()), ("role", "manager")];
    let told = world.owner.submit("/people/invitations", &told).await;
    assert!(told.text("#form-error").contains("уже входит"));
}

#[tokio::test]
async fn of_two_who_invite_one_member_at_once_one_link_remains() {
    for _ in 0..5 {
        let world = World::new().await;
        let ivanova = IVANOVA.to_string();
        let fields = [("member", ivanova.as_str()), ("role", "manager")];
        let (one, two) = tokio::join!(
            world.owner.submit("/people/invitations", &fields),
            world.expert.submit("/people/invitations", &fields),
        );
        assert!(one.has("#link") || two.has("#link"));
        for seen in [&one, &two].into_iter().filter(|seen| !seen.has("#link")) {
            assert!(seen.text("#form-error").contains("только что пригласили"), "{}", seen.body);
        }
        let open = "select count(*) from invitation where revoked_at is null";
        assert_eq!(world.count(OURS, open).await, 1);
    }
}

#[tokio::test]
async fn a_link_that_would_let_nobody_in_is_not_made_anew() {
    let world = World::new().await;
    let ivanova = IVANOVA.to_string();
    invite(&world.owner, &[("member", &ivanova), ("role", "manager")]).await;
    let own = page(id(&world, "Иванова О.").await);
    let day = [("day", "2026-11-18"), ("row_version", "1")];
    world.owner.submit(&format!("/people/{IVANOVA}/dismissal"), &day).await;
    let team = world.owner.open("/people").await;
    assert!(team.text("#invitations").contains("не действует"));
    assert!(!team.has("#invitations form[action$=link]"));
    let refused = world.owner.submit(&format!("{own}/link"), &[("row_version", "1")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(!refused.has("#link") && refused.has("form[action$=revocation]"));
}

#[tokio::test]
async fn a_link_is_worth_what_its_author_may() {
    for undone in [
        "update member set dismissed_on = '2026-11-18' where role = 'head'".to_owned(),
        format!(
            "insert into department_head (company_id, department_id, from_on) values ('{OURS}', '{DEPARTMENT}', '2026-11-18')"
        ),
        "update member set role = 'manager' where role = 'head'".to_owned(),
    ] {
        let world = World::new().await;
        let path = invite(&world.head, &manager("Орлова М.")).await;
        world.write(OURS, undone.as_str()).await;
        let shut = world.nobody.open(&path).await;
        assert_eq!(shut.status, StatusCode::GONE, "{undone}");
        assert_eq!(shut.text("h1"), "Приглашение больше не действует");
        assert!(
            world
                .owner
                .open("/people")
                .await
                .text("#invitations")
                .contains("автор больше не приглашает")
        );
        let own = page(id(&world, "Орлова М.").await);
        let new = link(&world.owner.submit(&format!("{own}/link"), &[("row_version", "1")]).await);
        assert_eq!(world.nobody.open(&new).await.status, StatusCode::OK, "the owner stands for it");
    }
}

#[tokio::test]
async fn pages_of_invitations_take_few_statements() {
    let world = World::new().await;
    let path = invite(&world.owner, &manager("Орлова М.")).await;
    for (who, page) in [
        (&world.owner, "/people".to_owned()),
        (&world.owner, "/people/invitations/new".to_owned()),
        (&world.stranger, path),
    ] {
        let (_, statements) = who.open_counting(&page).await;
        assert!(statements.len() <= 7, "{page}: {statements:#?}");
    }
}
