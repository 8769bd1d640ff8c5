//! What the log says of requests, and what it never says.
use crate::cluster::used;
use crate::support::{Product, get, mayak, read_all, wait_for};
use std::io::Write;
use std::net::TcpStream;
use std::os::unix::fs::symlink;

#[test]
fn every_line_of_a_request_carries_its_id_and_no_line_its_query() {
    let (_place, data) = used();
    let mut command = mayak(&[]);
    let (product, address) =
        Product::of(command.env("MAYAK_DATA", &data).env("MAYAK_LOG", "json"), &data);
    let mut stream = TcpStream::connect(address).unwrap();
    let request = "GET /sign-in?email=anna@example.ru HTTP/1.1\r\nHost: mayak\r\n\
        X-Request-Id: forged\r\nAccept-Encoding: gzip\r\nConnection: close\r\n\r\n";
    stream.write_all(request.as_bytes()).unwrap();
    let answer = head(&mut stream);
    let id = value(&answer, "x-request-id: ");
    assert_ne!(id, "forged");
    assert_eq!(value(&answer, "content-encoding: "), "gzip");
    let about = |line: &&str| line.contains(&id);
    wait_for("строка о запросе", || product.log().lines().any(|line| about(&line)));
    let log = product.log();
    assert!(!log.contains("anna"), "{log}");
    let line: serde_json::Value = serde_json::from_str(log.lines().find(about).unwrap()).unwrap();
    assert_eq!(line["span"]["path"], "/sign-in", "{line}");
    assert_eq!(line["status"], 200, "{line}");
    product.stop();
}

/// As on a full disk; the symbolic link stands where the log of the test's product goes.
#[test]
fn a_log_that_cannot_be_written_stops_nothing() {
    let (_place, data) = used();
    symlink("/dev/full", data.with_extension("stderr")).unwrap();
    let (product, address) = Product::start(&data);
    for _ in 0..2 {
        assert!(get(address, "/sign-in").starts_with("HTTP/1.1 200"));
    }
    product.stop();
}

fn head(stream: &mut TcpStream) -> String {
    let answer = read_all(stream);
    String::from_utf8_lossy(&answer).split("\r\n\r\n").next().unwrap().to_lowercase()
}

fn value(head: &str, name: &str) -> String {
    let line = head.lines().find_map(|line| line.strip_prefix(name));
    line.unwrap_or_else(|| panic!("нет {name}: {head}")).to_owned()
}
