//! Corrections that managers propose for closed days.
use axum::http::StatusCode;
use mayak::access::Role;
use mayak::closing::{self, NewProposal};
use mayak::db::Tenant;
use mayak::values::{CompanyId, MemberId, MetricId};

use super::{WEEK, an_hour_later, confirm, held, prepared, said, value};
use crate::figures::{Figures, day};
use crate::support::{OTHER_DEPARTMENT, OURS, PETROV, World, noon};

const OPEN: &str = "select count(*) from correction_proposal where state = 'open'";

/// Петров И. says of a closed Thursday that there were three meetings.
async fn proposed(world: &World, figures: &Figures<'_>) -> String {
    let tenant =
        Tenant::acting(&world.app, CompanyId(OURS), (MemberId(PETROV), Role::Manager), noon());
    let mut db = tenant.begin().await.unwrap();
    let new = NewProposal {
        member: MemberId(PETROV),
        metric: MetricId(figures.meetings),
        day: day("2026-11-12"),
        value: 3,
        reason: "забыл внести".into(),
    };
    let id = closing::propose(&mut db, &new).await.unwrap();
    db.commit().await.unwrap();
    format!("{WEEK}/proposals/{id}")
}

#[tokio::test]
async fn an_accepted_proposal_becomes_a_correction() {
    let world = World::new().await;
    let figures = prepared(&world).await;
    confirm(&world.head).await;
    let path = proposed(&world, &figures).await;
    let seen = world.head.open(&format!("{WEEK}/facts")).await;
    let told = seen.text("#proposals li");
    assert!(told.starts_with("Петров И. · Встречи, чт 12.11 — → 3"), "{told}");
    assert!(told.contains("забыл внести"));

    let head = an_hour_later(&world);
    let answer = head.submit(&format!("{path}/acceptance"), &[]).await;

    assert_eq!(answer.location.as_deref(), Some("/week/2026-11-09/facts"), "{}", answer.body);
    let seen = world.head.open(&format!("{WEEK}/facts")).await;
    assert!(!seen.has("#proposals"));
    assert_eq!(value(&seen, "Петров И., Встречи, факт"), "13");
    assert!(seen.text("#corrections li").contains("Петров И.: забыл внести"));
    assert!(seen.text("#corrections li").contains("после подтверждения"));
    let again = world.head.submit(&format!("{path}/refusal"), &[("answer", "поздно")]).await;
    assert_eq!(said(&again), "Уже принято: РОП, 18 ноября в 13:00.");
}

/// Nobody looks into a week that is confirmed.
#[tokio::test]
async fn a_proposal_is_told_on_every_other_week_to_whoever_decides() {
    let world = World::new().await;
    let figures = held(&world).await;
    proposed(&world, &figures).await;
    let (seen, statements) = world.head.open_counting("/week/2026-11-16/facts").await;
    assert!(statements.len() <= 8, "{statements:#?}");
    assert_eq!(seen.attributes("#proposed a", "href"), ["/week/2026-11-09/facts#proposals"]);
    assert!(seen.text("#proposed").contains("неделю 9–13 ноября"), "{}", seen.text("#proposed"));
    assert!(!world.head.open(&format!("{WEEK}/facts")).await.has("#proposed"), "it is told there");
    assert!(!world.owner.open("/week/2026-11-16").await.has("#proposed"), "the head decides");
}

#[tokio::test]
async fn a_refusal_asks_why() {
    let world = World::new().await;
    let figures = held(&world).await;
    let path = proposed(&world, &figures).await;
    let bare = world.head.submit(&format!("{path}/refusal"), &[("answer", " ")]).await;
    assert_eq!(bare.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(bare.text("#answer-error"), "Заполните это поле");
    assert_eq!(world.count(OURS, OPEN).await, 1);
    let told =
        world.head.submit(&format!("{path}/refusal"), &[("answer", "это другая неделя")]).await;
    assert!(told.location.is_some());
    assert_eq!(world.count(OURS, OPEN).await, 0);
    let answered = "select count(*) from correction_proposal where state = 'declined' and answer = 'это другая неделя'";
    assert_eq!(world.count(OURS, answered).await, 1);
}

#[tokio::test]
async fn two_who_decide_at_once_decide_once() {
    let world = World::new().await;
    let figures = held(&world).await;
    let path = proposed(&world, &figures).await;
    let (accept, refuse) = (format!("{path}/acceptance"), format!("{path}/refusal"));
    let (one, other) = tokio::join!(
        world.head.submit(&accept, &[]),
        world.head.submit(&refuse, &[("answer", "нет")])
    );
    let late = [said(&one), said(&other)].iter().filter(|text| text.starts_with("Уже ")).count();
    assert_eq!(late, 1, "{} / {}", said(&one), said(&other));
}

#[tokio::test]
async fn others_decide_nothing() {
    let world = World::new().await;
    let figures = held(&world).await;
    let path = proposed(&world, &figures).await;
    for end in ["acceptance", "refusal"] {
        let path = format!("{path}/{end}");
        let fields = [("answer", "нет")];
        for who in [&world.partner, &world.manager, &world.expert, &world.accountant] {
            assert_eq!(who.submit(&path, &fields).await.status, StatusCode::FORBIDDEN);
        }
        for who in [&world.owner, &world.stranger] {
            assert_eq!(who.submit(&path, &fields).await.status, StatusCode::NOT_FOUND);
        }
        let elsewhere = path.replace("2026-11-09", "2026-11-16");
        assert_eq!(world.head.submit(&elsewhere, &fields).await.status, StatusCode::NOT_FOUND);
        let other = format!("{path}?department={OTHER_DEPARTMENT}");
        assert_eq!(world.head.submit(&other, &fields).await.status, StatusCode::NOT_FOUND);
    }
    assert_eq!(world.count(OURS, OPEN).await, 1);
}
