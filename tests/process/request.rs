//! Requests at the edges: open while stopping, sent by halves.
use crate::cluster::used;
use crate::start::connect;
use crate::support::{Product, is_ready, read_all, send_get, wait_for};
use nix::sys::signal::Signal;
use std::io::Write;
use std::net::TcpStream;
use std::time::{Duration, Instant};

#[tokio::test]
async fn a_request_open_while_the_product_stops_is_finished() {
    let (_place, data) = used();
    let (mut product, address) = Product::start(&data);
    let mut database = connect(&data, "mayak").await;
    // The readiness question waits as long as this transaction holds its table.
    let hold = "begin; lock table _sqlx_migrations in access exclusive mode";
    sqlx::raw_sql(hold).execute(&mut database).await.unwrap();
    let mut stream = TcpStream::connect(address).unwrap();
    send_get(&mut stream, "/health/ready");
    let mut watcher = connect(&data, "mayak").await;
    wait_for_a_waiting_statement(&mut watcher).await;
    drop(watcher);
    product.signal(Signal::SIGTERM);
    wait_for("новых не принимает", || TcpStream::connect(address).is_err());
    sqlx::raw_sql("commit").execute(&mut database).await.unwrap();
    drop(database);
    let answer = tokio::task::spawn_blocking(move || read_all(&mut stream)).await.unwrap();
    assert!(answer.starts_with(b"HTTP/1.1 200"), "{}", String::from_utf8_lossy(&answer));
    assert!(product.end().success());
}

async fn wait_for_a_waiting_statement(database: &mut sqlx::PgConnection) {
    let ends = Instant::now() + crate::support::PATIENCE;
    loop {
        let waiting: bool = sqlx::query_scalar(
            "select exists (select from pg_stat_activity
             where application_name = 'mayak' and wait_event_type = 'Lock')",
        )
        .fetch_one(&mut *database)
        .await
        .unwrap();
        if waiting {
            return;
        }
        assert!(Instant::now() < ends, "запрос не дошёл до базы");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

#[test]
fn requests_sent_by_halves_are_closed_and_others_are_served_meanwhile() {
    let (_place, data) = used();
    let (product, address) = Product::start(&data);
    let started = Instant::now();
    let mut halves: Vec<TcpStream> = ["", "GET /health/live HTTP/1.1\r\nHost: m", "GET / HT"]
        .iter()
        .map(|half| {
            let mut stream = TcpStream::connect(address).unwrap();
            stream.write_all(half.as_bytes()).unwrap();
            stream
        })
        .collect();
    assert!(is_ready(address));
    for stream in &mut halves {
        read_all(stream); // returns when the product closes the connection
        assert!(started.elapsed() < Duration::from_secs(20));
    }
    product.stop();
}
