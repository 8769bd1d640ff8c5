//! Starting and stopping as people do.
use crate::cluster::used;
use crate::support::{Product, folder, get, is_ready, lives, mayak, refused, wait_for};
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use sqlx::postgres::PgConnectOptions;
use sqlx::{ConnectOptions, PgConnection};
use std::net::TcpListener;
use std::path::Path;
use std::process::Stdio;

/// Past the product, straight to its private server.
pub async fn connect(data: &Path, database: &str) -> PgConnection {
    let socket = PgConnectOptions::new_without_pgpass().socket(data.join("pg")).port(5432);
    socket.username("mayak_super").database(database).connect().await.unwrap()
}

#[test]
fn a_first_start_becomes_ready_and_a_stop_leaves_nothing_running() {
    let place = folder();
    let (product, address) = Product::start(&place.path().join("data"));
    assert!(is_ready(address));
    assert!(get(address, "/health/live").starts_with("HTTP/1.1 200"));
    let server = product.server();
    product.stop();
    wait_for("сервер базы остановлен", || !lives(server));
}

#[test]
fn a_second_start_with_the_same_folder_is_told_who_has_it() {
    let (_place, data) = used();
    let (product, address) = Product::start(&data);
    let (code, said) = refused(mayak(&[]).env("MAYAK_DATA", &data));
    assert_eq!(code, 1);
    assert!(said.contains("Маяк уже запущен (процесс "), "{said}");
    assert!(said.contains("MAYAK_DATA"), "{said}");
    assert!(is_ready(address), "первому не помешали");
    product.stop();
}

#[tokio::test]
async fn data_survive_a_restart() {
    let (_place, data) = used();
    let (product, _) = Product::start(&data);
    let mut database = connect(&data, "mayak").await;
    let keep = "create table kept (word text); insert into kept values ('запомни')";
    sqlx::raw_sql(keep).execute(&mut database).await.unwrap();
    drop(database);
    product.stop();
    let (product, _) = Product::start(&data);
    let mut database = connect(&data, "mayak").await;
    let word: String =
        sqlx::query_scalar("select word from kept").fetch_one(&mut database).await.unwrap();
    assert_eq!(word, "запомни");
    product.stop();
}

#[tokio::test]
async fn the_demonstration_has_a_database_of_its_own_and_shows_its_sign_ins() {
    let place = folder();
    let data = place.path().join("data");
    let mut command = mayak(&["demo", "--today", "2026-11-18", "--port", "0"]);
    let (product, address) = Product::of(command.env("MAYAK_DATA", &data), &data);
    assert!(product.line().contains("owner@demo.mayak"));
    assert!(is_ready(address));
    let mut server = connect(&data, "postgres").await;
    let names: Vec<String> =
        sqlx::query_scalar("select datname::text from pg_database where datname like 'mayak%'")
            .fetch_all(&mut server)
            .await
            .unwrap();
    assert_eq!(names, ["mayak_demo_20261118"]);
    product.stop();
}

#[tokio::test]
async fn the_product_serves_as_a_role_that_may_neither_change_tables_nor_see_past_the_wall() {
    let (_place, data) = used();
    let (product, _) = Product::start(&data);
    let mut database = connect(&data, "mayak").await;
    let users: Vec<String> = sqlx::query_scalar(
        "select distinct usename::text from pg_stat_activity where application_name = 'mayak'",
    )
    .fetch_all(&mut database)
    .await
    .unwrap();
    assert_eq!(users, ["mayak_login"]);
    let owned: i64 = sqlx::query_scalar(
        "select count(*) from pg_class where relowner = 'mayak_login'::regrole
           or has_schema_privilege('mayak_login', 'public', 'create')",
    )
    .fetch_one(&mut database)
    .await
    .unwrap();
    assert_eq!(owned, 0);
    product.stop();
}

#[test]
fn a_start_whose_words_nobody_reads_lives_on() {
    let place = folder();
    let free = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let mut child = mayak(&["demo", "--port", &free.port().to_string()])
        .env("MAYAK_DATA", place.path().join("data"))
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    wait_for("демонстрация открыта", || is_ready(free));
    kill(Pid::from_raw(child.id().cast_signed()), Signal::SIGTERM).unwrap();
    assert!(child.wait().unwrap().success());
}

/// A proxy sees that the instance is leaving while the door is still open, and sends the next request elsewhere.
#[test]
fn an_instance_that_stops_says_so_before_it_closes_its_door() {
    let (_place, data) = used();
    let mut command = mayak(&[]);
    command.env("MAYAK_DATA", &data).env("MAYAK_TRUSTED_PROXY", "10.0.0.0/8,127.0.0.1");
    let (mut product, address) = Product::of(&mut command, &data);
    assert!(is_ready(address));
    product.signal(Signal::SIGTERM);
    wait_for("не готов", || get(address, "/health/ready").contains("останавливается"));
    assert!(get(address, "/health/live").starts_with("HTTP/1.1 200"));
    assert!(get(address, "/sign-in").starts_with("HTTP/1.1 200"), "still served");
    assert!(product.end().success(), "{}", product.log());
    assert!(get(address, "/health/live").is_empty());
}
