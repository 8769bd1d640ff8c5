//! Contents of pages made once: whoever looks sees what is so now, and what has not changed is not read again.
use chrono::TimeDelta;
use uuid::Uuid;

use crate::figures::{Figures, begin};
use crate::support::{IVANOVA, OURS, World, noon};

const ROUBLES: i64 = 100;

async fn revision(world: &World) -> i64 {
    world.count(OURS, "select coalesce(sum(no), 0)::bigint from company_revision").await
}

#[tokio::test]
async fn what_has_not_changed_is_not_read_again() {
    let world = World::new().await;
    let figures = Figures::new(&world).await;
    figures.facts(&[(IVANOVA, figures.paid, "2026-11-10", 77_000 * ROUBLES)]).await;
    let (first, made) = world.owner.open_counting("/").await;
    let (second, ready) = world.partner.open_counting("/").await;
    assert!(made.len() > 1, "{made:#?}");
    assert_eq!(ready.len(), 1, "the session alone: {ready:#?}");
    assert_eq!(first.texts("#people td"), second.texts("#people td"));
    let (other, read) = world.owner.open_counting("/?period=2026-10").await;
    assert!(
        read.len() > 1 && other.text("h1") != first.text("h1"),
        "another period is another page"
    );
}

#[tokio::test]
async fn a_change_is_seen_at_once_by_every_instance() {
    let world = World::new().await;
    let figures = Figures::new(&world).await;
    figures.facts(&[(IVANOVA, figures.paid, "2026-11-10", 77_000 * ROUBLES)]).await;
    let elsewhere = world.after(TimeDelta::zero(), &world.owner);
    for who in [&world.owner, &elsewhere] {
        assert!(who.open("/").await.text("#plan-fact .figure").starts_with("77"));
    }
    figures.facts(&[(IVANOVA, figures.paid, "2026-11-11", 11_000 * ROUBLES)]).await;
    for who in [&world.owner, &elsewhere] {
        assert!(who.open("/").await.text("#plan-fact .figure").starts_with("88"));
    }
    world
        .write(OURS, format!("update member set name = 'Иванова-Петрова' where id = '{IVANOVA}'"))
        .await;
    assert!(
        world.owner.open("/").await.texts("#people th").contains(&"Иванова-Петрова".to_owned())
    );
}

#[tokio::test]
async fn a_page_made_before_the_day_closed_is_made_again_after_it() {
    let world = World::new().await;
    let figures = Figures::new(&world).await;
    figures.facts(&[(IVANOVA, figures.paid, "2026-11-18", 77_000 * ROUBLES)]).await;
    assert!(world.owner.open("/").await.body.contains("пока 77"));
    let later = world.later(TimeDelta::hours(9), &world.owner);
    assert!(!later.open("/").await.body.contains("пока 77"), "the day has closed");
}

/// Whatever is written inside a company counts, and what is not kept does not.
#[tokio::test]
async fn every_transaction_of_a_company_counts_and_one_given_up_does_not() {
    let world = World::new().await;
    let before = revision(&world).await;
    drop(begin(&world, noon()).await);
    assert_eq!(revision(&world).await, before);
    begin(&world, noon()).await.commit().await.unwrap();
    assert_eq!(revision(&world).await, before + 1);
    let left = begin(&world, noon()).await.into_login().await.unwrap();
    left.commit().await.unwrap();
    assert_eq!(revision(&world).await, before + 2, "also when it goes on as sign-in");
    let sql = "select count(*) from company_revision";
    assert_eq!(world.count(Uuid::from_u128(0xDEAD), sql).await, 0, "another company has its own");
}
