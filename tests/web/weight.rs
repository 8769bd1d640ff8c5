//! The weight of one company, and of all at once: a busy answer comes soon and is a page, and others are served.
use std::time::{Duration, Instant};

use axum::http::StatusCode;
use mayak::app::{App, Settings};
use mayak::clock::Clock;
use mayak::db::{Tenant, pool};
use mayak::values::{CompanyId, Ids};
use mayak::web;

use crate::support::{Browser, OURS, Seen, THEIRS, World, noon};

const SOON: Duration = Duration::from_secs(1);

/// The product on its own kind of pool, which is smaller than patience.
async fn product(world: &World) -> App {
    let options = world.pool.connect_options();
    let pool = pool::open(options.as_ref().clone()).await.unwrap();
    App::new(pool, Clock::fixed(noon()), Ids::seeded(2), Settings::default())
}

fn is_busy(seen: &Seen) -> bool {
    seen.status == StatusCode::SERVICE_UNAVAILABLE
        && seen.text("h1") == "Маяк сейчас занят"
        && seen.headers.get("retry-after").is_some_and(|after| after == "2")
}

#[tokio::test]
async fn an_exhausted_pool_is_told_within_a_second_and_health_is_not_ill_of_it() {
    let world = World::new().await;
    let app = product(&world).await;
    let router = web::router(app.clone());
    let owner = Browser::new(&router, Some("owner"), OURS);
    let mut held = Vec::new();
    for _ in 0..app.pool.options().get_max_connections() {
        held.push(app.pool.acquire().await.unwrap());
    }
    let asked = Instant::now();
    assert!(is_busy(&owner.open("/").await));
    assert!(asked.elapsed() < SOON, "{:?}", asked.elapsed());
    assert_eq!(owner.open("/health/live").await.status, StatusCode::OK);
    assert_eq!(owner.open("/health/ready").await.status, StatusCode::OK);
    drop(held);
    assert_eq!(owner.open("/").await.status, StatusCode::OK);
}

#[tokio::test]
async fn who_is_asking_is_waited_for_no_longer_than_a_page() {
    let world = World::new().await;
    let app = product(&world).await;
    let owner = Browser::new(&web::router(app.clone()), Some("owner"), OURS);
    let mut held = Vec::new();
    while let Ok(look_up) = app.look_ups.take().await {
        held.push(look_up);
    }
    assert!(held.len() >= 2, "{}", held.len());
    let asked = Instant::now();
    assert!(is_busy(&owner.open("/").await));
    assert!(asked.elapsed() < SOON, "{:?}", asked.elapsed());
    held.remove(0).done();
    assert_eq!(owner.open("/").await.status, StatusCode::OK, "an answer was read whole");
    held.truncate(1);
    assert_eq!(owner.open("/").await.status, StatusCode::OK, "a request was given up");
}

#[tokio::test]
async fn a_company_that_takes_all_it_may_leaves_the_others_served() {
    let world = World::new().await;
    let app = product(&world).await;
    let router = web::router(app.clone());
    let owner = Browser::new(&router, Some("owner"), OURS);
    let stranger = Browser::new(&router, Some("stranger"), THEIRS);
    let ours = Tenant::unattended(&app, CompanyId(OURS));
    let mut held = Vec::new();
    while let Ok(db) = ours.begin().await {
        held.push(db);
    }
    let connections = usize::try_from(app.pool.options().get_max_connections()).unwrap();
    assert!(held.len() < connections, "{} of {connections}", held.len());
    let asked = Instant::now();
    assert!(is_busy(&owner.open("/").await));
    assert!(asked.elapsed() < SOON, "{:?}", asked.elapsed());
    assert_eq!(stranger.open("/").await.status, StatusCode::OK);
    drop(held);
    assert_eq!(owner.open("/").await.status, StatusCode::OK);
}
