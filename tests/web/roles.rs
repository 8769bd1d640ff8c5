//! Base roles, and what a head may do with the own people.
use axum::http::StatusCode;
use mayak::access::Role;
use uuid::Uuid;

use crate::support::{GUEST, IVANOVA, MANAGER, OTHER_DEPARTMENT, OURS, PETROV, World, member};

fn role(of: Uuid) -> String {
    format!("/people/{of}/role")
}

fn becomes<'a>(code: &'a str, version: &'a str) -> [(&'a str, &'a str); 2] {
    [("role", code), ("row_version", version)]
}

#[tokio::test]
async fn a_changed_role_is_said_in_words_and_works_at_once() {
    let world = World::new().await;
    assert_eq!(world.manager.open("/people").await.status, StatusCode::FORBIDDEN);

    let done = world.owner.submit(&role(MANAGER), &becomes("partner", "1")).await;

    assert_eq!(done.location, Some(format!("/people/{MANAGER}")), "{}", done.body);
    let said = done.cookie("flash").unwrap();
    let said = percent_encoding::percent_decode_str(&said).decode_utf8_lossy().into_owned();
    assert!(said.contains("менеджер — партнёр: видит всё, что видит собственник"), "{said}");
    assert_eq!(world.manager.open("/people").await.status, StatusCode::OK, "no new sign-in");
    let logged = "select count(*) from change_log where action = 'change_role'
        and before->>'role' = 'manager' and after->>'role' = 'partner'";
    assert_eq!(world.count(OURS, logged).await, 1);
}

#[tokio::test]
async fn a_refused_role_keeps_the_choice() {
    let world = World::new().await;
    for (fields, error) in [
        (vec![("role", "boss"), ("row_version", "1")], "#role-error"),
        (vec![("row_version", "1")], "#role-error"),
        (vec![("role", "expert"), ("row_version", "1")], "#access_until-error"),
        (
            vec![("role", "expert"), ("access_until", "31.02.2027"), ("row_version", "1")],
            "#access_until-error",
        ),
    ] {
        let refused = world.owner.submit(&role(MANAGER), &fields).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{fields:?}");
        assert!(refused.has(error), "{fields:?}");
        assert_eq!(refused.has("#role-expert[checked]"), fields[0].1 == "expert");
    }
    let late = world.owner.submit(&role(MANAGER), &becomes("partner", "9")).await;
    assert!(late.has("#form-error") && late.has("#role-partner[checked]"));
}

#[tokio::test]
async fn roles_are_given_by_owner_and_expert_within_their_company() {
    let world = World::new().await;
    for who in [&world.partner, &world.head, &world.manager, &world.accountant] {
        let seen = who.submit(&role(IVANOVA), &becomes("partner", "1")).await;
        assert_eq!(seen.status, StatusCode::FORBIDDEN);
    }
    let stranger = world.stranger.submit(&role(IVANOVA), &becomes("partner", "1")).await;
    assert_eq!(stranger.status, StatusCode::NOT_FOUND);
    let by_expert = world.expert.submit(&role(IVANOVA), &becomes("head", "1")).await;
    assert_eq!(by_expert.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn an_expert_makes_no_owners_and_does_not_touch_himself() {
    let world = World::new().await;
    for (of, code) in [(MANAGER, "owner"), (member(0), "partner"), (member(4), "owner")] {
        let refused = world.expert.submit(&role(of), &becomes(code, "1")).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{code}");
        assert!(refused.has("#role-error"));
    }
    let longer = [("role", "expert"), ("access_until", "2027-11-01"), ("row_version", "1")];
    let longer = world.expert.submit(&role(member(4)), &longer).await;
    assert!(longer.has("#role-error"), "nobody prolongs himself");
}

#[tokio::test]
async fn the_only_owner_is_neither_demoted_nor_dismissed() {
    let world = World::new().await;
    let demoted = world.owner.submit(&role(member(0)), &becomes("partner", "1")).await;
    assert!(demoted.text("#role-error").contains("единственный собственник"));
    // One who has no sign-in, is leaving or is let in for a while only does not count.
    world.write(OURS, format!("update member set role = 'owner' where id = '{PETROV}'")).await;
    world
        .write(OURS, format!("update member set role = 'owner', dismissed_on = '2026-12-01' where id = '{MANAGER}'"))
        .await;
    let demoted = world.owner.submit(&role(member(0)), &becomes("partner", "1")).await;
    assert!(demoted.has("#role-error"));
    let day = [("day", "2026-11-18"), ("row_version", "1")];
    let by_leaving = world.manager.submit(&format!("/people/{}/dismissal", member(0)), &day).await;
    assert!(by_leaving.text("#day-error").contains("единственный собственник"));
    assert_eq!(world.owner.open("/people").await.status, StatusCode::OK);
}

#[tokio::test]
async fn an_owner_among_two_may_step_down() {
    let world = World::new().await;
    world.stranger_is_ours(Role::Owner).await;
    let done = world.owner.submit(&role(member(0)), &becomes("manager", "1")).await;
    assert_eq!(done.location.as_deref(), Some("/home"), "the page of people is shut to him now");
    assert_eq!(world.owner.open("/people").await.status, StatusCode::FORBIDDEN);
}

/// Two owners of ours, each at a browser.
async fn two_owners() -> World {
    let world = World::new().await;
    world.stranger_is_ours(Role::Owner).await;
    let ours = OURS.to_string();
    world.stranger.submit("/companies/current", &[("company", &ours)]).await;
    world
}

const OWNERS: &str = "select count(*) from member where role = 'owner' and dismissed_on is null";

#[tokio::test]
async fn of_two_owners_who_demote_each_other_at_once_one_remains() {
    for round in 0..8 {
        let world = two_owners().await;
        let token = format!("{OURS}.{OURS}");
        let (first, second, partner) = (role(GUEST), role(member(0)), becomes("partner", "1"));
        let (one, two) = tokio::join!(
            world.owner.submit_with(&token, &first, &partner),
            world.stranger.submit_with(&token, &second, &partner),
        );
        let done = [&one, &two].iter().filter(|seen| seen.status == StatusCode::SEE_OTHER).count();
        assert_eq!(done, 1, "round {round}: {} {}", one.status, two.status);
        assert_eq!(world.count(OURS, OWNERS).await, 1);
    }
}

#[tokio::test]
async fn of_two_owners_one_dismissing_and_one_demoting_at_once_one_remains() {
    for _ in 0..8 {
        let world = two_owners().await;
        let token = format!("{OURS}.{OURS}");
        let (demote, dismiss) = (role(GUEST), format!("/people/{}/dismissal", member(0)));
        let (partner, day) =
            (becomes("partner", "1"), [("day", "2026-11-18"), ("row_version", "1")]);
        tokio::join!(
            world.owner.submit_with(&token, &demote, &partner),
            world.stranger.submit_with(&token, &dismiss, &day),
        );
        assert_eq!(world.count(OURS, OWNERS).await, 1);
    }
}

#[tokio::test]
async fn one_who_heads_a_department_gives_it_up_before_the_role() {
    let world = World::new().await;
    let refused = world.owner.submit(&role(member(2)), &becomes("manager", "1")).await;
    assert!(refused.text("#role-error").contains("Отдел продаж"), "{}", refused.body);
}

#[tokio::test]
async fn a_head_edits_and_dismisses_the_managers_of_the_own_department() {
    let world = World::new().await;
    let path = format!("/people/{PETROV}");
    assert_eq!(world.head.open(&path).await.status, StatusCode::OK);
    let fields = [("name", "Петров Илья"), ("sells", "yes"), ("row_version", "1")];
    let edited = world.head.submit(&path, &fields).await;
    assert_eq!(edited.status, StatusCode::SEE_OTHER, "{}", edited.body);
    let day = [("day", "2026-11-18"), ("row_version", "2")];
    let dismissed = world.head.submit(&format!("{path}/dismissal"), &day).await;
    assert_eq!(dismissed.status, StatusCode::SEE_OTHER);
    let back = world.head.submit(&format!("{path}/return"), &[("row_version", "3")]).await;
    assert_eq!(back.status, StatusCode::SEE_OTHER);
    let logged = "select count(*) from change_log where as_role = 'head'";
    assert_eq!(world.count(OURS, logged).await, 3);
    assert!(!world.head.open(&path).await.has("#base-role"), "roles are not his");
}

#[tokio::test]
async fn people_outside_the_own_department_do_not_exist_for_a_head() {
    let world = World::new().await;
    world
        .write(OURS, format!("update member_department set department_id = '{OTHER_DEPARTMENT}' where member_id = '{PETROV}'"))
        .await;
    // Another's manager, the owner, the accountant, himself.
    for of in [PETROV, member(0), member(5), member(2)] {
        let path = format!("/people/{of}");
        let fields = [("name", "Иной"), ("day", "2026-11-18"), ("row_version", "1")];
        for form in ["", "/department", "/dismissal", "/return"] {
            let seen = world.head.submit(&format!("{path}{form}"), &fields).await;
            assert_eq!(seen.status, StatusCode::NOT_FOUND, "{of}{form}");
        }
        assert_eq!(world.head.open(&path).await.status, StatusCode::NOT_FOUND);
    }
    assert_eq!(world.count(OURS, "select count(*) from change_log").await, 0);
}

#[tokio::test]
async fn a_head_moves_people_between_the_own_departments_only() {
    let world = World::new().await;
    let (path, other) = (format!("/people/{PETROV}/department"), OTHER_DEPARTMENT.to_string());
    let fields = [("department", other.as_str()), ("from_on", "2026-11-18"), ("row_version", "1")];
    let refused = world.head.submit(&path, &fields).await;
    assert!(refused.has("#department-error"), "{}", refused.body);
    let nowhere = [("department", "none"), ("from_on", "2026-11-18"), ("row_version", "1")];
    assert!(world.head.submit(&path, &nowhere).await.has("#department-error"));
    world
        .write(
            OURS,
            format!("insert into department_head (company_id, department_id, from_on, member_id) values ('{OURS}', '{OTHER_DEPARTMENT}', '2026-01-01', '{}')", member(2)),
        )
        .await;
    assert_eq!(world.head.submit(&path, &fields).await.status, StatusCode::SEE_OTHER);
}
