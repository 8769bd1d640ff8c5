//! Schedules and the share of a full plan. Today is Wednesday, 18 November 2026.
use axum::http::StatusCode;

use super::plain;
use crate::support::{Browser, OURS, PETROV, Seen, World};

const SCHEDULES: &str = "select count(*) from schedule";
const CAPACITIES: &str = "select count(*) from capacity";

async fn submit(who: &Browser, what: &str, fields: &[(&str, &str)]) -> Seen {
    who.submit(&format!("/people/{PETROV}/{what}"), fields).await
}

async fn days(who: &Browser) -> Seen {
    who.open(&format!("/people/{PETROV}/days")).await
}

const SHIFTS: [(&str, &str); 5] =
    [("kind", "cycle"), ("works", "2"), ("rests", "2"), ("from_on", "2026-11-18"), ("seen", "0")];

#[tokio::test]
async fn shifts_hold_from_a_day_until_the_next_schedule() {
    let world = World::new().await;
    let chosen = async || days(&world.head).await.attributes("input[name=kind][checked]", "value");
    assert!(chosen().await.contains(&"company".into()), "what holds now is chosen");
    let done = submit(&world.head, "schedule", &SHIFTS).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    assert!(chosen().await.contains(&"cycle".into()));
    let next = [
        ("kind", "week"),
        ("tue", "yes"),
        ("sat", "yes"),
        ("from_on", "2026-12-01"),
        ("seen", "1"),
    ];
    assert_eq!(submit(&world.owner, "schedule", &next).await.status, StatusCode::SEE_OTHER);
    let seen = days(&world.owner).await;
    let lines = seen.texts("#schedules li").join("; ").replace('\u{a0}', " ");
    assert!(lines.contains("2/2 с 18 ноября 2026сейчас"), "{lines}");
    assert!(lines.contains("вт и сб, праздники выходные с 1 декабря 2026потом"), "{lines}");
    let strip = world.owner.open("/people/absences").await;
    let petrov = strip.attributes("#strip tbody tr:last-child td", "class").join(",");
    assert!(petrov.starts_with("now,,rest,rest,,,rest,rest") || petrov.contains("now"), "{petrov}");
    let void = [("kind", "void"), ("from_on", "2026-12-01"), ("seen", "2")];
    assert_eq!(submit(&world.owner, "schedule", &void).await.status, StatusCode::SEE_OTHER);
    assert_eq!(days(&world.owner).await.texts("#schedules li").len(), 1);
    assert_eq!(world.count(OURS, SCHEDULES).await, 3, "lines are added, none is lost");
}

#[tokio::test]
async fn a_newcomers_ramp_is_one_click() {
    let world = World::new().await;
    let ramp = [("mode", "ramp"), ("from_on", "2026-11-09"), ("seen", "0")];
    assert_eq!(submit(&world.head, "capacity", &ramp).await.status, StatusCode::SEE_OTHER);
    let lines = days(&world.owner).await.texts("#capacities li").join("; ").replace('\u{a0}', " ");
    assert!(lines.contains("30 % полного плана с 9 ноября 2026сейчас"), "{lines}");
    assert!(lines.contains("60 % полного плана с 9 декабря 2026потом"), "{lines}");
    assert!(
        plain(&world.owner.open("/people/absences").await, "#strip").contains("несёт 30 % плана")
    );
    let own = [("mode", "own"), ("percent", "50"), ("from_on", "2026-11-18"), ("seen", "3")];
    assert_eq!(submit(&world.owner, "capacity", &own).await.status, StatusCode::SEE_OTHER);
    assert!(
        plain(&world.owner.open("/people/absences").await, "#strip").contains("несёт 50 % плана")
    );
    assert_eq!(world.count(OURS, CAPACITIES).await, 4);
    let journal = plain(&world.owner.open("/changes").await, "main");
    assert!(journal.contains("доля плана: 30 % с 9 ноября 2026"), "{journal}");
}

#[tokio::test]
async fn refused_lines_come_back_as_typed() {
    let world = World::new().await;
    let wrong = [
        ("kind", "cycle"),
        ("works", "0"),
        ("rests", "ночь"),
        ("from_on", "2026-11-18"),
        ("seen", "0"),
    ];
    let refused = submit(&world.owner, "schedule", &wrong).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.has("#works-error") && refused.has("#rests-error"));
    assert_eq!(refused.attribute("#rests", "value"), "ночь");
    let none = [("kind", "week"), ("from_on", "2026-11-18"), ("seen", "0")];
    assert!(submit(&world.owner, "schedule", &none).await.has("#kind-error"));
    let much = [("mode", "own"), ("percent", "150"), ("from_on", "2026-11-18"), ("seen", "0")];
    let refused = submit(&world.owner, "capacity", &much).await;
    assert_eq!(plain(&refused, "#percent-error"), "Введите число от 0 до 100");
    assert_eq!(refused.attribute("#percent", "value"), "150");
    let counts = (world.count(OURS, SCHEDULES).await, world.count(OURS, CAPACITIES).await);
    assert_eq!(counts, (0, 0));
}

#[tokio::test]
async fn the_second_of_two_editors_is_told() {
    let world = World::new().await;
    submit(&world.expert, "schedule", &SHIFTS).await;
    let late = submit(&world.owner, "schedule", &SHIFTS).await;
    assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(late.text("#form-error").contains("эксперт"), "{}", late.body);
    assert_eq!(world.count(OURS, SCHEDULES).await, 1);
}

#[tokio::test]
async fn those_without_the_right_write_no_lines() {
    let world = World::new().await;
    let ramp = [("mode", "ramp"), ("from_on", "2026-11-09"), ("seen", "0")];
    for (who, answer) in [
        (&world.partner, StatusCode::FORBIDDEN),
        (&world.manager, StatusCode::FORBIDDEN),
        (&world.stranger, StatusCode::NOT_FOUND),
    ] {
        assert_eq!(submit(who, "schedule", &SHIFTS).await.status, answer);
        assert_eq!(submit(who, "capacity", &ramp).await.status, answer);
    }
    let counts = (world.count(OURS, SCHEDULES).await, world.count(OURS, CAPACITIES).await);
    assert_eq!(counts, (0, 0));
}
