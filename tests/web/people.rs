//! The team: who is measured.
use axum::http::StatusCode;

use crate::support::{DEPARTMENT, IVANOVA, OTHER_DEPARTMENT, OURS, PETROV, World, member};

const FORESEEN: [(&str, &str); 3] =
    [("from_on", "2026-11-18"), ("sells", "yes"), ("row_version", "0")];

fn person<'a>(name: &'a str, more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    [&[("name", name)], more, &FORESEEN[..]].concat()
}

fn edited<'a>(
    name: &'a str,
    external_id: &'a str,
    row_version: &'a str,
) -> Vec<(&'a str, &'a str)> {
    vec![
        ("name", name),
        ("external_id", external_id),
        ("sells", "yes"),
        ("row_version", row_version),
    ]
}

fn page(of: uuid::Uuid) -> String {
    format!("/people/{of}")
}

#[tokio::test]
async fn an_added_person_is_seen_by_the_own_company_only() {
    let world = World::new().await;
    let department = DEPARTMENT.to_string();
    let fields = person("Орлова Мария", &[("department", &department), ("external_id", "272")]);

    let answer = world.owner.submit("/people", &fields).await;

    assert_eq!(answer.location.as_deref(), Some("/people"), "{}", answer.body);
    let (ours, theirs) = (world.head.open("/people").await, world.stranger.open("/people").await);
    assert!(ours.texts("#people tbody th").contains(&"Орлова Мария".into()));
    assert!(ours.texts("#people td").contains(&"272".into()));
    assert!(!theirs.texts("#people tbody th").contains(&"Орлова Мария".into()));
}

#[tokio::test]
async fn a_double_click_adds_one_person() {
    let world = World::new().await;
    let (token, fields) = (world.owner.token(), person("Орлова Мария", &[]));

    let first = world.owner.submit_with(&token, "/people", &fields).await;
    let second = world.owner.submit_with(&token, "/people", &fields).await;

    assert_eq!(first.location, second.location);
    let added = "select count(*) from member where name = 'Орлова Мария'";
    assert_eq!(world.count(OURS, added).await, 1);
}

#[tokio::test]
async fn a_refused_person_comes_back_as_typed_with_every_reason() {
    let world = World::new().await;
    let fields = [("name", " "), ("external_id", "42"), ("from_on", "31.02.2026")];

    let refused = world.owner.submit("/people", &fields).await;

    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(refused.text("#name-error"), "Заполните это поле");
    assert!(refused.has("#from_on-error"));
    assert_eq!(refused.attribute("#external_id", "value"), "42");
}

#[tokio::test]
async fn a_namesake_is_asked_about_and_then_added() {
    let world = World::new().await;

    let asked = world.owner.submit("/people", &person("иванова о", &[])).await;
    let sure = world.owner.submit("/people", &person("иванова о", &[("another", "yes")])).await;

    assert_eq!(asked.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(asked.text("#another-error"), "Такой человек уже есть: Иванова О.");
    assert_eq!(sure.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn an_external_id_belongs_to_one_person() {
    let world = World::new().await;
    world.owner.submit("/people", &person("Орлова Мария", &[("external_id", "272")])).await;

    let added = world.owner.submit("/people", &person("Другой", &[("external_id", "272")])).await;
    let edited = world.owner.submit(&page(PETROV), &edited("Петров И.", "272", "1")).await;

    for refused in [added, edited] {
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(refused.text("#external_id-error"), "Этот внешний номер уже у другого человека");
    }
}

#[tokio::test]
async fn only_those_who_set_up_change_the_team() {
    let world = World::new().await;
    let (edit, dismissal) = (page(PETROV), format!("{}/dismissal", page(PETROV)));
    for who in [&world.partner, &world.manager, &world.accountant] {
        for (path, fields) in [
            (edit.as_str(), edited("Иной", "", "1")),
            (dismissal.as_str(), vec![("day", "2026-11-18"), ("row_version", "1")]),
        ] {
            assert_eq!(who.submit(path, &fields).await.status, StatusCode::FORBIDDEN, "{path}");
        }
    }
    for who in [&world.head, &world.partner, &world.manager, &world.accountant] {
        for (path, fields) in [
            ("/people", person("Орлова", &[])),
            ("/people/departments", vec![("department_name", "Розница")]),
        ] {
            assert_eq!(who.submit(path, &fields).await.status, StatusCode::FORBIDDEN, "{path}");
        }
    }
    assert_eq!(world.count(OURS, "select count(*) from change_log").await, 0);
}

#[tokio::test]
async fn a_stranger_does_not_find_our_people() {
    let world = World::new().await;
    let day = [("day", "2026-11-18"), ("row_version", "1")];

    assert_eq!(world.stranger.open(&page(PETROV)).await.status, StatusCode::NOT_FOUND);
    let edit = world.stranger.submit(&page(PETROV), &edited("Иной", "", "1")).await;
    let dismissal = world.stranger.submit(&format!("{}/dismissal", page(PETROV)), &day).await;
    let back = world.stranger.submit(&format!("{}/return", page(PETROV)), &day).await;

    for answer in [edit, dismissal, back] {
        assert_eq!(answer.status, StatusCode::NOT_FOUND);
    }
}

#[tokio::test]
async fn a_foreign_department_is_refused() {
    let world = World::new().await;
    let foreign = uuid::Uuid::from_u128(0xB1).to_string();

    let refused =
        world.owner.submit("/people", &person("Орлова", &[("department", &foreign)])).await;

    assert_eq!(refused.text("#department-error"), "Выберите отдел из списка");
}

#[tokio::test]
async fn the_second_of_two_editors_is_told_and_keeps_the_typing() {
    let world = World::new().await;
    world.expert.submit(&page(PETROV), &edited("Петров Илья", "", "1")).await;

    let late = world.owner.submit(&page(PETROV), &edited("Петров Иван", "7", "1")).await;

    assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
    let told = late.text("#form-error");
    assert!(told.contains("эксперт, 18 ноября в 12:00"), "{told}");
    assert!(told.contains("Сейчас записано: Петров Илья"), "{told}");
    assert_eq!(late.attribute("#name", "value"), "Петров Иван");
    let version = late.attribute("#particulars input[name=row_version]", "value");
    let again = world.owner.submit(&page(PETROV), &edited("Петров Иван", "7", &version)).await;
    assert_eq!(again.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_person_moves_to_another_department_and_the_past_stays() {
    let world = World::new().await;
    let other = OTHER_DEPARTMENT.to_string();
    let fields = [("department", other.as_str()), ("from_on", "2026-11-16"), ("row_version", "1")];

    let answer = world.owner.submit(&format!("{}/department", page(PETROV)), &fields).await;

    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    let rows = "select count(*) from member_department where member_id = '00000000-0000-0000-0000-000000000a17'";
    assert_eq!(world.count(OURS, rows).await, 2);
    let head = world.head.open("/people").await;
    assert!(!head.texts("#people tbody th").contains(&"Петров И.".into()), "the head lost him");
}

#[tokio::test]
async fn a_corrected_day_of_a_department_is_one_row() {
    let world = World::new().await;
    let fields = [("was", "2020-01-01"), ("from_on", "2021-03-01"), ("row_version", "1")];

    world.owner.submit(&format!("{}/department", page(PETROV)), &fields).await;

    let rows = "select count(*) from member_department where member_id = '00000000-0000-0000-0000-000000000a17'
                and from_on = '2021-03-01'";
    assert_eq!(world.count(OURS, rows).await, 1);
    assert_eq!(world.count(OURS, "select count(*) from member_department").await, 3);
}

#[tokio::test]
async fn a_dismissed_person_stays_in_the_list_and_comes_back() {
    let world = World::new().await;
    let dismissal = format!("{}/dismissal", page(IVANOVA));
    let fields = [("day", "2026-11-18"), ("row_version", "1")];

    let answer = world.owner.submit(&dismissal, &fields).await;

    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    assert_eq!(world.owner.open("/people").await.texts("#dismissed tr.off th"), ["Иванова О."]);
    let back = format!("{}/return", page(IVANOVA));
    world.owner.submit(&back, &[("row_version", "2")]).await;
    assert!(!world.owner.open("/people").await.has("#dismissed"));
    let logged = "select count(*) from change_log where action in ('dismiss', 'take_back')";
    assert_eq!(world.count(OURS, logged).await, 2);
}

#[tokio::test]
async fn a_dismissal_without_a_day_or_of_oneself_is_refused() {
    let world = World::new().await;

    let empty = world
        .owner
        .submit(&format!("{}/dismissal", page(PETROV)), &[("day", ""), ("row_version", "1")])
        .await;
    let own = world
        .owner
        .submit(
            &format!("{}/dismissal", page(member(0))),
            &[("day", "2026-11-18"), ("row_version", "1")],
        )
        .await;
    let late = world
        .owner
        .submit(
            &format!("{}/dismissal", page(PETROV)),
            &[("day", "2026-11-18"), ("row_version", "9")],
        )
        .await;

    assert!(empty.has("#day-error") && late.has("#form-error"));
    assert_eq!(own.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(!own.has("#day"), "the form is not offered");
    assert_eq!(
        world.count(OURS, "select count(*) from member where dismissed_on is not null").await,
        0
    );
}

#[tokio::test]
async fn departments_have_names_of_their_own() {
    let world = World::new().await;

    let added = world.owner.submit("/people/departments", &[("department_name", "Розница")]).await;
    let again = world.owner.submit("/people/departments", &[("department_name", "розница")]).await;

    assert_eq!(added.status, StatusCode::SEE_OTHER);
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(again.text("#department_name-error"), "Такой отдел уже есть");
    assert_eq!(world.owner.open("/people").await.texts("#people .part a").len(), 3);
}

#[tokio::test]
async fn the_team_takes_few_statements() {
    let world = World::new().await;
    let (_, statements) = world.owner.open_counting("/people").await;
    assert!(statements.len() <= 4, "{statements:#?}");
}
