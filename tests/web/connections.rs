//! The server hangs up on connections that lie idle in the pool: nobody at a page notices.
use axum::http::StatusCode;
use sqlx::PgPool;

use crate::support::{World, owner_of};

/// All connections of the pool lie idle and are dead. They were used a moment ago, so nobody asks them before using them.
async fn kill_idle(pool: &PgPool) {
    let mut held = Vec::new();
    for _ in 0..pool.options().get_max_connections() {
        held.push(pool.acquire().await.unwrap());
    }
    let number = held.len();
    drop(held);
    while pool.num_idle() < number {
        tokio::task::yield_now().await;
    }
    let ended: Vec<bool> = sqlx::query_scalar(
        "select pg_terminate_backend(pid, 5000) from pg_stat_activity
         where datname = current_database() and pid <> pg_backend_pid()",
    )
    .fetch_all(&mut owner_of(pool).await)
    .await
    .unwrap();
    assert!(ended.len() >= number && ended.iter().all(|ended| *ended), "{ended:?}");
}

#[tokio::test]
async fn a_page_opens_after_the_server_hung_up_on_every_idle_connection() {
    let world = World::new().await;
    for page in ["/", "/people", "/account", "/plan-fact"] {
        kill_idle(&world.pool).await;
        assert_eq!(world.owner.open(page).await.status, StatusCode::OK, "{page}");
    }
    kill_idle(&world.pool).await;
    assert_eq!(world.operator.open("/operator/jobs").await.status, StatusCode::OK);
    kill_idle(&world.pool).await;
    assert_eq!(world.nobody.open("/reset?link=x").await.status, StatusCode::GONE);
}

#[tokio::test]
async fn a_form_is_written_once_after_the_server_hung_up_on_every_idle_connection() {
    let world = World::new().await;
    kill_idle(&world.pool).await;
    let done = world.manager.submit("/account/reminders", &[]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    let told = "select count(*) from change_log where action = 'stop_reminding'";
    assert_eq!(world.count(crate::support::OURS, told).await, 1);
}
