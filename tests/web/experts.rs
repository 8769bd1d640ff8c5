//! One who leads companies of others: comes, makes a company for its owner, sees his companies and no other, is let in until a day.
use axum::http::StatusCode;
use chrono::TimeDelta;
use mayak::jobs::run_due;
use uuid::Uuid;

use crate::invitation::invite;
use crate::support::{Browser, IVANOVA, OURS, PASSWORD, STRANGER, Seen, THEIRS, World, member};

const EXPERT: [(&str, &str); 4] = [
    ("as", "expert"),
    ("name", "Тренер Игорь"),
    ("email", "trainer@firma.example"),
    ("password", PASSWORD),
];

/// The company he makes.
const KEY: &str = "01936d8e-0000-7000-8000-00000000000e";

const COMPANY: [(&str, &str); 5] = [
    ("company", "Ромашка"),
    ("zone", "Asia/Omsk"),
    ("name", "Анна Климова"),
    ("access_until", "2027-05-18"),
    ("key", KEY),
];

async fn agreed(world: &World, consent: &str) -> Browser {
    let mut newcomer = world.nobody.clone();
    let seen = newcomer.submit(consent, &[("agree", "yes")]).await;
    newcomer.cookies = seen.cookie("consent").unwrap();
    newcomer
}

/// An expert who has just registered.
async fn trainer(world: &World) -> Browser {
    let seen = agreed(world, "/consent").await.submit("/register", &EXPERT).await;
    assert_eq!(seen.location.as_deref(), Some("/clients"), "{}", seen.body);
    world.nobody.with(&seen)
}

/// The expert's browser in a company.
async fn in_company(who: &Browser, company: Uuid) -> Browser {
    let id = company.to_string();
    let went = who.submit("/companies/current", &[("company", &id)]).await;
    assert_eq!(went.location.as_deref(), Some("/home"), "{}", went.body);
    Browser { company, ..who.clone() }
}

/// The path of the owner's link on the page that shows it.
fn link(made: &Seen) -> String {
    assert_eq!(made.status, StatusCode::OK, "{}", made.body);
    made.attribute("#link", "value").replacen("http://mayak.test", "", 1)
}

fn made() -> Uuid {
    KEY.parse().unwrap()
}

/// The owner comes by the link.
async fn owner_comes(world: &World, path: &str) -> Browser {
    let fields =
        [("name", "Анна Климова"), ("email", "anna@firma.example"), ("password", PASSWORD)];
    let newcomer = agreed(world, &format!("{path}/consent")).await;
    let came = newcomer.submit(&format!("{path}/registration"), &fields).await;
    Browser { company: made(), ..world.nobody.with(&came) }
}

/// He as a member of the other company.
const STRANGER_EXPERT: Uuid = Uuid::from_u128(0xB44);

/// The expert of our company leads the other one as well.
async fn leads_both(world: &World) {
    world
        .write(
            THEIRS,
            format!(
                "insert into member (company_id, id, person_id, name, name_norm, role, access_until)
                 values ('{THEIRS}', '{STRANGER_EXPERT}', '{}', 'эксперт', 'эксперт', 'expert', '2026-11-30 21:00+00')",
                member(4)
            ),
        )
        .await;
}

fn names(seen: &Seen) -> Vec<String> {
    seen.texts("#clients tbody th button")
}

#[tokio::test]
async fn an_expert_registers_without_a_company_and_sees_his_empty_list() {
    let world = World::new().await;
    let form = agreed(&world, "/consent").await.open("/register?as=expert").await;
    assert!(!form.has("#company") && !form.has("#zone"));
    assert_eq!(form.text(".switcher [aria-current]"), "Я эксперт: веду чужие компании");
    let trainer = trainer(&world).await;
    let seen = trainer.open("/clients").await;
    assert!(seen.text(".empty").contains("Пока никого"), "{}", seen.body);
    assert_eq!(trainer.open("/home").await.location.as_deref(), Some("/companies"));
    assert_eq!(trainer.open("/companies").await.location.as_deref(), Some("/clients"));
    let again = agreed(&world, "/consent").await.submit("/register", &EXPERT).await;
    assert_eq!(again.location.as_deref(), Some("/clients"), "sent twice");
    let refused = [("as", "expert"), ("name", ""), ("email", "trainer"), ("password", "1")];
    let refused = agreed(&world, "/consent").await.submit("/register", &refused).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.has("#name-error") && refused.attribute("#email", "value") == "trainer");
}

#[tokio::test]
async fn an_expert_makes_a_company_and_its_owner_takes_it_over() {
    let world = World::new().await;
    let trainer = trainer(&world).await;
    let path = link(&trainer.submit("/clients", &COMPANY).await);
    let again = trainer.submit("/clients", &COMPANY).await;
    assert_eq!(again.location.as_deref(), Some("/clients"), "sent twice it is one company");
    assert_eq!(names(&trainer.open("/clients").await), ["Ромашка"]);

    let inside = in_company(&trainer, made()).await;
    let people = inside.open("/people").await;
    assert!(people.text(".notice.watch").contains("пока нет собственника"), "{}", people.body);
    assert!(people.text("#invitations").contains("Анна Климова — собственник"));
    assert!(people.text("#people").contains("есть по 18.05.2027"));
    let plan = inside.submit("/plan", &[]).await;
    assert_eq!(plan.status, StatusCode::FORBIDDEN, "decisions wait for the owner");
    let clients = trainer.open("/clients").await;
    assert!(clients.text("#clients").contains("собственник ещё не вошёл"));

    let owner = owner_comes(&world, &path).await;
    let seen = owner.open("/people").await;
    assert!(!seen.has(".notice.watch") && seen.has("#people form[action$=access-closing]"));
    assert!(!inside.open("/people").await.has(".notice.watch"));
    assert_eq!(inside.open("/people").await.status, StatusCode::OK, "the expert stays");
    let second =
        inside.submit("/people/invitations", &[("name", "Второй"), ("role", "owner")]).await;
    assert!(second.has("#role-error"), "owners are asked in by the owner now");
    assert!(!trainer.open("/clients").await.text("#clients").contains("ещё не вошёл"));
    let journal = owner.open("/changes?as=expert").await;
    assert!(journal.texts("#changes .pill").iter().all(|role| role == "эксперт"));
    assert!(journal.texts("#changes .pill").len() > 1, "{}", journal.body);
}

#[tokio::test]
async fn the_owners_invitation_can_be_sent_again_while_nobody_came() {
    let world = World::new().await;
    let trainer = trainer(&world).await;
    let old = link(&trainer.submit("/clients", &COMPANY).await);
    let inside = in_company(&trainer, made()).await;
    let people = inside.open("/people").await;
    let renew = people.attribute("#invitations form[action$=link]", "action");
    let path = link(&inside.submit(&renew, &[("row_version", "1")]).await);
    assert_eq!(world.nobody.open(&old).await.status, StatusCode::NOT_FOUND);
    owner_comes(&world, &path).await;
    assert_eq!(world.count(made(), "select count(*) from member where role = 'owner'").await, 1);
}

#[tokio::test]
async fn a_refused_company_keeps_the_typing_and_makes_nothing() {
    let world = World::new().await;
    let trainer = trainer(&world).await;
    for (field, value) in [
        ("company", ""),
        ("zone", "Mars/Olympus"),
        ("name", ""),
        ("access_until", "2026-11-17"),
        ("access_until", "2027-11-20"),
    ] {
        let mut form = COMPANY;
        form.iter_mut().find(|(name, _)| *name == field).unwrap().1 = value;
        let refused = trainer.submit("/clients", &form).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{field}");
        assert!(refused.has(&format!("#{field}-error")), "{field}");
        let kept = if field == "company" {
            ("#name", "Анна Климова")
        } else {
            ("#company", "Ромашка")
        };
        assert_eq!(refused.attribute(kept.0, "value"), kept.1);
    }
    let companies: i64 =
        sqlx::query_scalar("select count(*) from company").fetch_one(&world.pool).await.unwrap();
    assert_eq!(companies, 2);
    assert_eq!(world.nobody.submit("/clients", &COMPANY).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn with_a_mail_server_the_owner_gets_a_letter_and_the_experts_own_address_is_refused() {
    let (world, smtp) = crate::letters::world().await;
    let trainer = trainer(&world).await;
    let with =
        |email: &'static str| COMPANY.into_iter().chain([("email", email)]).collect::<Vec<_>>();
    let own = trainer.submit("/clients", &with("Trainer@firma.example")).await;
    assert!(own.text("#email-error").contains("ваш собственный"));
    assert!(trainer.submit("/clients", &with("anna")).await.has("#email-error"));
    let made = trainer.submit("/clients", &with("anna@firma.example")).await;
    assert!(made.text(".notice.good").contains("anna@firma.example"));
    run_due(&world.app).await.unwrap();
    let letters = smtp.taken();
    let letter = letters.iter().find(|letter| letter.to == "anna@firma.example").unwrap();
    assert_eq!(letter.subject, "Приглашение в «Ромашка»");
    assert_eq!(world.nobody.open(&letter.link("http")).await.status, StatusCode::OK);
}

#[tokio::test]
async fn an_expert_of_two_companies_sees_both_and_nothing_of_a_third() {
    let world = World::new().await;
    leads_both(&world).await;
    let trainer = trainer(&world).await;
    trainer.submit("/clients", &COMPANY).await;
    run_due(&world.app).await.unwrap();
    let seen = world.expert.open("/clients").await;
    assert_eq!(names(&seen), ["Наша", "Чужая"]);
    assert!(seen.text("#clients").contains("ваш вход закроется после 30.11.2026"));
    assert!(!seen.body.contains("Ромашка"));
    assert_eq!(names(&trainer.open("/clients").await), ["Ромашка"]);
    let third = KEY.to_string();
    let went = world.expert.submit("/companies/current", &[("company", &third)]).await;
    assert_eq!(went.status, StatusCode::NOT_FOUND);
    in_company(&world.expert, THEIRS).await;
    assert!(world.expert.open("/people").await.text("#people").contains("Чужой"));
    assert!(world.expert.open("/").await.texts(".side .menu a").contains(&"Клиенты".to_owned()));
    for other in [&world.owner, &world.manager, &world.stranger] {
        assert!(!other.open("/clients").await.has("#clients"), "they lead nobody");
    }
}

/// The wall in the database itself: whoever asks sees what the named person leads.
#[tokio::test]
async fn how_far_a_company_has_come_is_seen_by_its_expert_alone() {
    let world = World::new().await;
    for company in [OURS, THEIRS] {
        let row = format!(
            "insert into introduction (company_id, is_set_up, weeks_overdue, computed_at) values ('{company}', true, 0, now())"
        );
        world.write(company, row).await;
    }
    let seen = async |person: Uuid| -> i64 {
        let begin =
            format!("begin; set local role mayak_login; set local app.person_id = '{person}'");
        let mut tx = world.pool.begin_with(sqlx::AssertSqlSafe(begin)).await.unwrap();
        sqlx::query_scalar("select count(*) from introduction").fetch_one(&mut *tx).await.unwrap()
    };
    assert_eq!((seen(member(4)).await, seen(member(0)).await, seen(STRANGER).await), (1, 0, 0));
}

#[tokio::test]
async fn the_list_says_how_far_a_company_has_come_and_what_is_wrong() {
    let world = World::new().await;
    assert!(world.expert.open("/clients").await.text("#clients").contains("считаем"));
    mayak::jobs::enqueue_due(&world.app).await.unwrap();
    run_due(&world.app).await.unwrap();
    let row = world.expert.open("/clients").await.text("#clients tbody tr");
    for told in ["2 недели не подтверждены", "нет плана на ноябрь", "без срока", "сегодня, 12:00"]
    {
        assert!(row.contains(told), "{told}: {row}");
    }
    world
        .write(
            OURS,
            format!(
                "insert into period_close (company_id, id, department_id, period, starts_on, ends_on, action, no, by_member, recorded_at)
                 select '{OURS}', gen_random_uuid(), '{}', 'week', day, day + 6, 'close', 1, '{}', now()
                 from unnest('{{2026-11-02, 2026-11-09}}'::date[]) day",
                crate::support::DEPARTMENT,
                member(2)
            ),
        )
        .await;
    let later = world.after(TimeDelta::hours(1), &world.expert);
    let app = mayak::app::App {
        clock: mayak::clock::Clock::fixed(crate::support::noon() + TimeDelta::hours(1)),
        ..world.app.clone()
    };
    mayak::jobs::enqueue_due(&app).await.unwrap();
    run_due(&app).await.unwrap();
    let row = later.open("/clients").await.text("#clients tbody tr");
    assert!(!row.contains("не подтверждены") && row.contains("2–6 ноября"), "{row}");
}

#[tokio::test]
async fn thirty_companies_take_at_most_eight_statements() {
    let world = World::new().await;
    for number in 0..30_u128 {
        let company = Uuid::from_u128(0xD000 + number);
        world
            .write(
                company,
                format!(
                    "insert into company (id, name, tz, tracking_from) values ('{company}', 'Компания {number}', 'Europe/Moscow', '2026-11-01');
                     insert into member (company_id, id, person_id, name, name_norm, role) values ('{company}', '{company}', '{}', 'Эксперт', 'эксперт', 'expert');
                     insert into introduction (company_id, is_set_up, weeks_overdue, computed_at) values ('{company}', true, 0, now())",
                    member(4)
                ),
            )
            .await;
    }
    let (seen, statements) = world.expert.open_counting("/clients").await;
    assert_eq!(names(&seen).len(), 31);
    assert!(statements.len() <= 8, "{statements:#?}");
}

#[tokio::test]
async fn an_owner_shuts_an_expert_out_with_one_press() {
    let world = World::new().await;
    leads_both(&world).await;
    let path = format!("/people/{}/access-closing", member(4));
    let version = [("row_version", "1")];
    for who in [&world.partner, &world.head, &world.manager, &world.expert, &world.accountant] {
        assert_eq!(who.submit(&path, &version).await.status, StatusCode::FORBIDDEN);
    }
    assert_eq!(world.stranger.submit(&path, &version).await.status, StatusCode::NOT_FOUND);
    let other = world.owner.submit(&format!("/people/{IVANOVA}/access-closing"), &version).await;
    assert_eq!(other.status, StatusCode::NOT_FOUND, "no expert");
    let late = world.owner.submit(&path, &[("row_version", "9")]).await;
    assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(world.expert.open("/people").await.status, StatusCode::OK);

    let done = world.owner.submit(&path, &version).await;

    assert_eq!(done.location.as_deref(), Some("/people"), "{}", done.body);
    assert_eq!(world.expert.open("/people").await.location.as_deref(), Some("/companies"));
    assert_eq!(names(&world.expert.open("/clients").await), ["Чужая"], "only here");
    let people = world.owner.open("/people").await;
    assert!(people.text("#people").contains("вход закрыт"));
    assert!(!people.has("#people form[action$=access-closing]"));
    assert!(world.owner.open("/changes").await.text("#changes").contains("вход эксперта закрыт"));
}

#[tokio::test]
async fn one_whose_time_is_over_is_out_and_is_not_in_the_list() {
    let world = World::new().await;
    leads_both(&world).await;
    let inside = in_company(&world.expert, THEIRS).await;
    let later = world.after(TimeDelta::days(13), &inside);
    assert_eq!(later.open("/people").await.location.as_deref(), Some("/companies"));
    assert_eq!(names(&later.open("/clients").await), ["Наша"]);
}

#[tokio::test]
async fn nobody_prolongs_himself_and_a_year_is_the_most() {
    let world = World::new().await;
    let own = format!("/people/{}/role", member(4));
    let longer = [("role", "expert"), ("access_until", "2027-01-01"), ("row_version", "1")];
    assert!(world.expert.submit(&own, &longer).await.has("#role-error"));
    for day in ["2026-11-17", "2027-11-19", ""] {
        let fields = [("role", "expert"), ("access_until", day), ("row_version", "1")];
        let refused = world.owner.submit(&own, &fields).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{day}");
        assert!(refused.has("#access_until-error"));
    }
    assert_eq!(
        world.stranger.open(&format!("/people/{}", member(4))).await.status,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn a_registered_expert_comes_into_a_second_company_at_one_press() {
    let world = World::new().await;
    let trainer = trainer(&world).await;
    let fields = [("name", "Тренер"), ("role", "expert"), ("access_until", "2027-01-31")];
    let path = invite(&world.owner, &fields).await;
    assert!(trainer.open(&path).await.text("#joining").contains("trainer@firma.example"));
    let came = trainer.submit(&format!("{path}/joining"), &[]).await;
    assert_eq!(came.location.as_deref(), Some("/home"));
    assert_eq!(trainer.open("/home").await.location.as_deref(), Some("/"), "the overview");
    run_due(&world.app).await.unwrap();
    let row = trainer.open("/clients").await.text("#clients tbody tr");
    assert!(
        row.contains("Наша") && row.contains("31.01.2027") && !row.contains("считаем"),
        "{row}"
    );
}

#[tokio::test]
async fn two_people_do_not_come_by_one_address() {
    let (world, _smtp) = crate::letters::world().await;
    let asked = |name: &'static str, email: &'static str| {
        [("name", name), ("role", "accountant"), ("email", email)]
    };
    let first = asked("Орлова М.", "orlova@firma.example");
    assert_eq!(world.owner.submit("/people/invitations", &first).await.status, StatusCode::OK);
    let twice = asked("Орлова Мария", "Orlova@firma.example");
    let twice = world.owner.submit("/people/invitations", &twice).await;
    assert!(
        twice.text("#email-error").contains("уже ждёт приглашение: Орлова М."),
        "{}",
        twice.body
    );
    assert_eq!(twice.attribute("#name", "value"), "Орлова Мария");
    let here =
        world.owner.submit("/people/invitations", &asked("Соколова", "head@mayak.test")).await;
    assert!(here.text("#email-error").contains("уже входит в компанию: РОП"), "{}", here.body);
    let elsewhere = asked("Сторонний", "stranger@mayak.test");
    assert_eq!(world.owner.submit("/people/invitations", &elsewhere).await.status, StatusCode::OK);
}

#[tokio::test]
async fn the_first_owner_may_be_named_by_the_expert_and_the_only_one_stays() {
    let world = World::new().await;
    let trainer = trainer(&world).await;
    trainer.submit("/clients", &COMPANY).await;
    let inside = in_company(&trainer, made()).await;
    let id = Uuid::from_u128(0xE7);
    world
        .write(made(), format!("insert into member (company_id, id, person_id, name, name_norm, role) values ('{KEY}', '{id}', '{STRANGER}', 'Климова', 'климова', 'manager')"))
        .await;
    let becomes =
        |role: &'static str, version: &'static str| [("role", role), ("row_version", version)];
    let path = format!("/people/{id}/role");
    let named = inside.submit(&path, &becomes("owner", "1")).await;
    assert_eq!(named.status, StatusCode::SEE_OTHER, "{}", named.body);
    assert!(inside.submit(&path, &becomes("manager", "2")).await.has("#role-error"), "no more");
    let owner = in_company(&world.stranger, made()).await;
    let refused = owner.submit(&path, &becomes("partner", "2")).await;
    assert!(refused.text("#role-error").contains("единственный собственник"));
}
