//! A person who leaves before the answer: the request is dropped wherever it stands.
use std::future::Future;
use std::pin::pin;
use std::task::{Context, Waker};

use chrono::{DateTime, Utc};
use mayak::app::{App, Settings};
use mayak::clock::Clock;
use mayak::db::{Login, Tenant, pool};
use mayak::values::{CompanyId, Ids};
use sqlx::PgPool;

use crate::support::{OURS, World, noon};

/// Goes as far as that many looks lead and gives up.
async fn abandon(work: impl Future, looks: usize) {
    let mut work = pin!(work);
    for _ in 0..looks {
        if work.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_ready() {
            return;
        }
        tokio::task::yield_now().await;
    }
}

/// The role of the next connection, and whether time stands still on it, as inside a transaction.
async fn next(pool: &PgPool) -> (String, bool) {
    let mut connection = pool.acquire().await.unwrap();
    let look = "select current_user::text, now()";
    let mut looks: Vec<(String, DateTime<Utc>)> = Vec::new();
    for _ in 0..2 {
        looks.push(sqlx::query_as(look).fetch_one(&mut *connection).await.unwrap());
    }
    (looks[0].0.clone(), looks[0].1 == looks[1].1)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_connection_of_somebody_who_left_is_handed_on_clean() {
    let world = World::new().await;
    let options = world.pool.connect_options();
    let pool = pool::open(options.as_ref().clone()).await.unwrap();
    let app = App::new(pool.clone(), Clock::fixed(noon()), Ids::seeded(1), Settings::default());
    for round in 0..60 {
        let looks = 1 + round % 6;
        let (company, login) = (Tenant::unattended(&app, CompanyId(OURS)), Login::new(&app));
        if round % 2 == 0 {
            abandon(company.begin(), looks).await;
        } else {
            abandon(login.begin(), looks).await;
        }
        assert_eq!(next(&pool).await, ("mayak_login".into(), false), "round {round}");
    }
}
