//! Migrations from several processes, and with few rights.
use crate::support::{Product, binaries, folder, is_ready, mayak, refused};
use mayak::db::embedded::{Durability, Embedded, Options};
use sqlx::postgres::PgConnectOptions;
use sqlx::{ConnectOptions, PgConnection};
use std::process::Stdio;
use std::time::Duration;
use tempfile::TempDir;

/// A server that somebody else runs, as far as the product knows.
pub struct Server {
    embedded: Embedded,
    _place: TempDir,
}

impl Server {
    pub fn start() -> Self {
        let place = folder();
        let options = Options {
            folder: place.path().join("server"),
            binaries: binaries(),
            durability: Durability::ThrowAway,
        };
        Self { embedded: Embedded::start(&options).unwrap(), _place: place }
    }

    pub fn url(&self, user: &str) -> String {
        self.url_of(user, "work")
    }

    pub fn url_of(&self, user: &str, database: &str) -> String {
        let folder = self.embedded.socket_folder().display().to_string().replace('/', "%2F");
        format!("postgres://{user}@localhost/{database}?host={folder}")
    }

    pub async fn connect(&self, database: &str) -> PgConnection {
        let options: PgConnectOptions = self.url("mayak_super").parse().unwrap();
        options.database(database).connect().await.unwrap()
    }

    pub async fn make_database(&self) {
        let mut connection = self.connect("postgres").await;
        sqlx::raw_sql("create database work").execute(&mut connection).await.unwrap();
    }
}

#[tokio::test]
async fn two_migrations_at_once_take_turns() {
    let server = Server::start();
    server.make_database().await;
    let url = server.url("mayak_super");
    let run = || {
        let mut command = mayak(&["migrate"]);
        command.env("DATABASE_URL", &url).stderr(Stdio::piped()).spawn().unwrap()
    };
    for process in [run(), run(), run()] {
        let done = process.wait_with_output().unwrap();
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    }
    let mut connection = server.connect("work").await;
    let applied: i64 = sqlx::query_scalar("select count(*) from _sqlx_migrations")
        .fetch_one(&mut connection)
        .await
        .unwrap();
    assert_eq!(usize::try_from(applied).unwrap(), mayak::MIGRATOR.iter().count());
}

/// Who waits for a table makes all who come later wait as well: a long copy must not stop the pages.
#[tokio::test]
async fn a_migration_lets_others_pass_while_it_waits_for_a_table() {
    let server = Server::start();
    server.make_database().await;
    let migrate = || {
        let mut command = mayak(&["migrate"]);
        command.env("DATABASE_URL", server.url("mayak_super")).stderr(Stdio::piped());
        command.spawn().unwrap()
    };
    assert!(migrate().wait().unwrap().success());
    let (mut copy, mut page) = (server.connect("work").await, server.connect("work").await);
    let undone = "delete from _sqlx_migrations where version = 20261126030000;
        drop index fact_entry_of_cell;
        create index fact_entry_first on fact_entry (company_id); create index fact_entry_by_cell on fact_entry (company_id)";
    sqlx::raw_sql(undone).execute(&mut page).await.unwrap();
    sqlx::raw_sql("begin; select from fact_entry").execute(&mut copy).await.unwrap();
    let mut migration = migrate();
    let waits = "select exists (select from pg_locks where relation = 'fact_entry'::regclass and not granted)";
    for is_waiting in [true, false, true] {
        while sqlx::query_scalar::<_, bool>(waits).fetch_one(&mut page).await.unwrap() != is_waiting
        {
            assert!(migration.try_wait().unwrap().is_none(), "it gave up");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
    sqlx::raw_sql("commit").execute(&mut copy).await.unwrap();
    let done = migration.wait_with_output().unwrap();
    let said = String::from_utf8_lossy(&done.stderr);
    assert!(done.status.success() && said.contains("когда освободятся таблицы"), "{said}");
}

/// Roles belong to the whole server, locks to a database.
#[tokio::test]
async fn starts_on_several_databases_of_a_fresh_server_do_not_trip_over_its_roles() {
    let server = Server::start();
    let mut connection = server.connect("postgres").await;
    let names = ["one", "two", "three", "four"];
    for name in names {
        let make = sqlx::AssertSqlSafe(format!("create database {name}"));
        sqlx::raw_sql(make).execute(&mut connection).await.unwrap();
    }
    let run = |name: &str| {
        let mut command = mayak(&["migrate"]);
        command.env("DATABASE_URL", server.url_of("mayak_super", name));
        command.stderr(Stdio::piped()).spawn().unwrap()
    };
    for process in names.map(run) {
        let done = process.wait_with_output().unwrap();
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    }
}

#[tokio::test]
async fn with_one_url_the_product_drops_to_its_role_and_warns() {
    let server = Server::start();
    server.make_database().await;
    let place = folder();
    let mut command = mayak(&[]);
    command.env("DATABASE_URL", server.url("mayak_super"));
    let (product, address) = Product::of(&mut command, &place.path().join("unused"));
    assert!(is_ready(address));
    assert!(product.log().contains("DATABASE_OWNER_URL"), "{}", product.log());
    product.stop();
}

#[tokio::test]
async fn the_runtimes_own_login_serves_a_current_schema_and_refuses_an_old_one() {
    let server = Server::start();
    server.make_database().await;
    let login = server.url("mayak_login");
    let mut connection = server.connect("work").await;
    let roles = include_str!("../../src/db/roles.sql");
    sqlx::raw_sql(roles).execute(&mut connection).await.unwrap();
    let (code, said) = refused(mayak(&["migrate"]).env("DATABASE_URL", &login));
    assert_eq!(code, 1);
    assert!(said.contains("DATABASE_OWNER_URL"), "{said}");
    let owner = server.url("mayak_owner");
    let mut migrate = mayak(&["migrate"]);
    migrate.env("DATABASE_URL", &login).env("DATABASE_OWNER_URL", &owner);
    assert!(migrate.status().unwrap().success());
    let place = folder();
    let mut serve = mayak(&[]);
    serve.env("DATABASE_URL", &login);
    let (product, address) = Product::of(&mut serve, &place.path().join("unused"));
    assert!(is_ready(address));
    product.stop();
}

#[tokio::test]
async fn a_role_that_only_an_administrator_can_make_is_asked_for() {
    let server = Server::start();
    server.make_database().await;
    let mut connection = server.connect("work").await;
    let roles = include_str!("../../src/db/roles.sql");
    sqlx::raw_sql(roles).execute(&mut connection).await.unwrap();
    sqlx::raw_sql("alter role mayak_eraser rename to gone").execute(&mut connection).await.unwrap();
    let (code, said) = refused(mayak(&["migrate"]).env("DATABASE_URL", server.url("mayak_owner")));
    assert_eq!(code, 1);
    assert!(said.contains("mayak_eraser") && said.contains("roles.sql"), "{said}");
}

#[tokio::test]
async fn a_runtime_role_that_could_step_over_the_wall_is_refused() {
    let server = Server::start();
    server.make_database().await;
    let mut connection = server.connect("work").await;
    let roles = include_str!("../../src/db/roles.sql");
    sqlx::raw_sql(roles).execute(&mut connection).await.unwrap();
    sqlx::raw_sql("alter role mayak_login bypassrls").execute(&mut connection).await.unwrap();
    let (code, said) = refused(mayak(&[]).env("DATABASE_URL", server.url("mayak_super")));
    assert_eq!(code, 1);
    assert!(said.contains("bypassrls"), "{said}");
}
