//! Departments: their heads by date, their names, the archive; moves of people.
use axum::http::StatusCode;
use uuid::Uuid;

use crate::support::{DEPARTMENT, OTHER_DEPARTMENT, OURS, PETROV, World, member};

fn page(of: Uuid) -> String {
    format!("/people/departments/{of}")
}

fn head<'a>(member: &'a str, from_on: &'a str, row_version: &'a str) -> [(&'a str, &'a str); 3] {
    [("member", member), ("from_on", from_on), ("row_version", row_version)]
}

fn to<'a>(department: &'a str, from_on: &'a str, version: &'a str) -> [(&'a str, &'a str); 3] {
    [("department", department), ("from_on", from_on), ("row_version", version)]
}

#[tokio::test]
async fn an_owner_heads_a_department_himself_from_a_day() {
    let world = World::new().await;
    let (path, owner) = (format!("{}/head", page(OTHER_DEPARTMENT)), member(0).to_string());

    let done = world.owner.submit(&path, &head(&owner, "2026-11-18", "1")).await;

    assert_eq!(done.location, Some(page(OTHER_DEPARTMENT)), "{}", done.body);
    assert_eq!(
        world.owner.open(&page(OTHER_DEPARTMENT)).await.texts("#history li"),
        ["собственник с 18.11.2026"]
    );
    assert!(
        world.owner.open("/people").await.text("#people").contains("Опт руководит собственник")
    );
}

#[tokio::test]
async fn a_head_appointed_for_a_later_day_heads_from_then_on() {
    let world = World::new().await;
    let (path, sokolova) = (format!("{}/head", page(OTHER_DEPARTMENT)), member(2).to_string());
    world.owner.submit(&path, &head(&sokolova, "2026-11-20", "1")).await;
    assert!(!world.head.open("/people").await.text("#people").contains("Опт"));
    let later = world.after(chrono::TimeDelta::days(2), &world.head);
    assert!(later.open("/people").await.text("#people").contains("Опт"));
}

#[tokio::test]
async fn a_headship_ends_from_a_day() {
    let world = World::new().await;
    let path = format!("{}/head", page(DEPARTMENT));
    world.owner.submit(&path, &head("none", "2026-11-18", "1")).await;
    let seen = world.owner.open(&page(DEPARTMENT)).await;
    assert_eq!(seen.texts("#history li"), ["РОП 01.01.2020 – 17.11.2026"]);
    assert!(world.head.open("/people").await.body.contains("Вы пока не руководите отделом"));
    let petrov = world.head.open(&format!("/people/{PETROV}")).await;
    assert_eq!(petrov.status, StatusCode::NOT_FOUND, "not his people any more");
}

#[tokio::test]
async fn wrong_heads_and_days_are_refused_with_the_typing() {
    let world = World::new().await;
    let path = format!("{}/head", page(OTHER_DEPARTMENT));
    let [owner, manager, stranger] =
        [member(0), member(3), Uuid::from_u128(0xB10)].map(|id| id.to_string());
    for (who, day, error) in [
        (owner.as_str(), "31.02.2026", "#from_on-error"),
        (owner.as_str(), "2019-12-31", "#from_on-error"),
        (owner.as_str(), "9999-01-01", "#from_on-error"),
        (manager.as_str(), "2026-11-18", "#member-error"),
        (stranger.as_str(), "2026-11-18", "#member-error"),
        ("", "2026-11-18", "#member-error"),
        ("none", "2026-11-18", "#member-error"),
    ] {
        let refused = world.owner.submit(&path, &head(who, day, "1")).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{who} {day}");
        assert!(refused.has(error), "{who} {day}");
        assert_eq!(refused.attribute("#from_on", "value"), day);
    }
    assert_eq!(world.count(OURS, "select count(*) from department_head").await, 1);
}

#[tokio::test]
async fn a_department_is_renamed_and_the_second_editor_is_told() {
    let world = World::new().await;
    let path = page(OTHER_DEPARTMENT);
    let named = |name| [("department_name", name), ("row_version", "1")];
    let taken = world.owner.submit(&path, &named("отдел продаж")).await;
    assert_eq!(taken.text("#department_name-error"), "Такой отдел уже есть");
    let long = "я".repeat(10_000);
    assert!(world.owner.submit(&path, &named(&long)).await.has("#department_name-error"));
    let renamed = world.expert.submit(&path, &named("Оптовый")).await;
    assert_eq!(renamed.status, StatusCode::SEE_OTHER);
    let late = world.owner.submit(&path, &named("Крупный опт")).await;
    assert!(late.text("#form-error").contains("Сейчас записано: Оптовый"), "{}", late.body);
    assert_eq!(late.attribute("#department_name", "value"), "Крупный опт");
}

#[tokio::test]
async fn an_empty_department_goes_to_the_archive_and_comes_back() {
    let world = World::new().await;
    let (archive, back) = (
        format!("{}/archiving", page(OTHER_DEPARTMENT)),
        format!("{}/restoring", page(OTHER_DEPARTMENT)),
    );
    let gone = world.owner.submit(&archive, &[("row_version", "1")]).await;
    assert_eq!(gone.location.as_deref(), Some("/people"), "{}", gone.body);
    let team = world.owner.open("/people").await;
    assert!(!team.text("#people").contains("Опт"));
    assert!(team.text("#departments").contains("Опт с 18.11.2026"));
    assert!(
        !world.owner.open(&format!("/people/{PETROV}")).await.text("#department").contains("Опт")
    );
    let returned = world.owner.submit(&back, &[("row_version", "2")]).await;
    assert_eq!(returned.status, StatusCode::SEE_OTHER);
    assert!(world.owner.open("/people").await.text("#people").contains("Опт"));
}

#[tokio::test]
async fn a_department_with_people_or_people_to_come_is_not_archived() {
    let world = World::new().await;
    let archive = |id| format!("{}/archiving", page(id));
    let full = world.owner.submit(&archive(DEPARTMENT), &[("row_version", "1")]).await;
    assert_eq!(full.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(full.text("#archive-error").contains("Иванова О."));
    let other = OTHER_DEPARTMENT.to_string();
    let moved = format!("/people/{PETROV}/department");
    world.owner.submit(&moved, &to(&other, "2026-12-01", "1")).await;
    let later = world.owner.submit(&archive(OTHER_DEPARTMENT), &[("row_version", "1")]).await;
    assert!(later.text("#archive-error").contains("Петров И."), "he will be there");
    world.owner.submit(&moved, &to(&DEPARTMENT.to_string(), "2026-12-01", "2")).await;
    let fields = [("name", "Гость"), ("role", "manager"), ("department", other.as_str())];
    world.owner.submit("/people/invitations", &fields).await;
    let invited = world.owner.submit(&archive(OTHER_DEPARTMENT), &[("row_version", "1")]).await;
    assert!(invited.text("#archive-error").contains("Гость"));
}

#[tokio::test]
async fn departments_are_changed_by_those_who_set_up_and_found_by_their_own() {
    let world = World::new().await;
    let own = page(OTHER_DEPARTMENT);
    let forms = ["", "/head", "/archiving", "/restoring"].map(|part| format!("{own}{part}"));
    for path in &forms {
        for who in [&world.partner, &world.head, &world.manager, &world.accountant] {
            let seen = who.submit(path, &[("row_version", "1")]).await;
            assert_eq!(seen.status, StatusCode::FORBIDDEN, "{path}");
        }
        let seen = world.stranger.submit(path, &[("row_version", "1")]).await;
        assert_eq!(seen.status, StatusCode::NOT_FOUND, "{path}");
    }
    assert_eq!(world.stranger.open(&own).await.status, StatusCode::NOT_FOUND);
    assert_eq!(world.count(OURS, "select count(*) from change_log").await, 0);
}

#[tokio::test]
async fn a_move_is_seen_in_the_history_and_a_wrong_day_is_corrected() {
    let world = World::new().await;
    let other = OTHER_DEPARTMENT.to_string();
    let (person, path) = (format!("/people/{PETROV}"), format!("/people/{PETROV}/department"));
    world.owner.submit(&path, &to(&other, "2026-11-16", "1")).await;
    let seen = world.owner.open(&person).await;
    assert_eq!(
        seen.texts("#history li > div"),
        ["Опт с 16.11.2026", "Отдел продаж 01.01.2020 – 15.11.2026"]
    );
    let form = world.owner.open(&format!("{person}?correct=2026-11-16")).await;
    assert_eq!(form.attribute("#placement input[name=was]", "value"), "2026-11-16");
    let corrected = [("was", "2026-11-16"), ("from_on", "2026-11-10"), ("row_version", "2")];
    let done = world.owner.submit(&path, &corrected).await;
    assert_eq!(done.location, Some(person.clone()), "{}", done.body);
    assert_eq!(world.owner.open(&person).await.text("#history small"), "с 10.11.2026");
    let beyond = [("was", "2026-11-10"), ("from_on", "2020-01-01"), ("row_version", "3")];
    assert!(world.owner.submit(&path, &beyond).await.has("#from_on-error"));
}

#[tokio::test]
async fn wrong_moves_are_refused_and_the_second_mover_is_told() {
    let world = World::new().await;
    let path = format!("/people/{PETROV}/department");
    let (other, own) = (OTHER_DEPARTMENT.to_string(), DEPARTMENT.to_string());
    let foreign = Uuid::from_u128(0xB1).to_string();
    for (department, day, error) in [
        (foreign.as_str(), "2026-11-18", "#department-error"),
        ("", "2026-11-18", "#department-error"),
        (own.as_str(), "2026-11-18", "#department-error"),
        (other.as_str(), "31.02.2026", "#from_on-error"),
        (other.as_str(), "1990-01-01", "#from_on-error"),
    ] {
        let refused = world.owner.submit(&path, &to(department, day, "1")).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{department} {day}");
        assert!(refused.has(error), "{department} {day}");
    }
    world.expert.submit(&path, &to(&other, "2026-11-17", "1")).await;
    let late = world.owner.submit(&path, &to(&other, "2026-11-18", "1")).await;
    assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
    let stale = world.owner.submit(&path, &to("none", "2026-11-18", "1")).await;
    assert!(stale.text("#form-error").contains("эксперт, 18 ноября"));
    assert_eq!(stale.attribute("#placement option[selected]", "value"), "none");
}

#[tokio::test]
async fn pages_of_departments_and_people_take_few_statements() {
    let world = World::new().await;
    for page in [page(DEPARTMENT), format!("/people/{PETROV}"), "/people".into()] {
        let (_, statements) = world.owner.open_counting(&page).await;
        assert!(statements.len() <= 5, "{page}: {statements:#?}");
    }
}
