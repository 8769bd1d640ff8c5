//! One template with the schema and the world in it; every test gets a copy of its own.
use std::str::FromStr;
use std::sync::atomic::{AtomicUsize, Ordering};

use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection, PgPool};
use tokio::sync::OnceCell;

use super::world;

static TEMPLATE: OnceCell<String> = OnceCell::const_new();
static COPIES: AtomicUsize = AtomicUsize::new(0);

fn server() -> PgConnectOptions {
    let url = std::env::var("DATABASE_URL");
    let url =
        url.expect("run script/test, or script/scratch-postgres cargo test: they give a server");
    PgConnectOptions::from_str(&url).unwrap()
}

async fn server_owner(database: &str) -> PgConnection {
    PgConnection::connect_with(&server().database(database)).await.unwrap()
}

/// The server owner's connection to the database of a pool.
pub async fn owner_of(pool: &PgPool) -> PgConnection {
    server_owner(pool.connect_options().get_database().unwrap()).await
}

/// A pool on a fresh copy of the world, as the product's own role.
pub async fn database() -> PgPool {
    let template = TEMPLATE.get_or_init(template).await;
    let name = format!("{template}_{}", COPIES.fetch_add(1, Ordering::Relaxed));
    let copy = format!("create database {name} template {template}");
    server_owner("postgres").await.execute(AssertSqlSafe(copy)).await.unwrap();
    PgPoolOptions::new()
        .max_connections(4)
        .test_before_acquire(false) // as the product trusts a connection just used
        .after_connect(|connection, _| {
            Box::pin(async move {
                connection.execute("set role mayak_login; set jit = off").await?;
                Ok(())
            })
        })
        .connect_with(server().database(&name))
        .await
        .unwrap()
}

/// The owner's connection to an empty database with the roles and nothing else.
pub async fn scratch(name: &str) -> PgConnection {
    TEMPLATE.get_or_init(template).await;
    empty(&format!("mayak_test_{}_{name}", std::process::id())).await
}

async fn empty(name: &str) -> PgConnection {
    let create = AssertSqlSafe(format!("create database {name}"));
    server_owner("postgres").await.execute(create).await.unwrap();
    let mut owner = server_owner(name).await;
    owner.execute(include_str!("../../../src/db/roles.sql")).await.unwrap();
    owner
}

async fn template() -> String {
    forget_earlier(&mut server_owner("postgres").await).await;
    let name = format!("mayak_test_{}", std::process::id());
    let mut owner = empty(&name).await;
    mayak::MIGRATOR.run(&mut owner).await.unwrap();
    world::furnish(&mut owner).await;
    owner.close().await.unwrap();
    name
}

/// Whether the process that made `mayak_test_<pid>…` is gone.
fn is_orphan(name: &str) -> bool {
    let pid = name.trim_start_matches("mayak_test_").split('_').next().unwrap();
    !std::path::Path::new("/proc").join(pid).exists()
}

/// Databases of runs that ended without cleaning up.
async fn forget_earlier(server: &mut PgConnection) {
    let old: Vec<String> = sqlx::query_scalar(
        "select datname::text from pg_database d where datname like 'mayak\\_test\\_%'
         and not exists (select from pg_stat_activity a where a.datname = d.datname)",
    )
    .fetch_all(&mut *server)
    .await
    .unwrap();
    for name in old.into_iter().filter(|name| is_orphan(name)) {
        let _ = server.execute(AssertSqlSafe(format!("drop database if exists {name}"))).await;
    }
}
