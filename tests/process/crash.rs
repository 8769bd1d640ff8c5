//! Kill -9 of one, of the other, of both.
use crate::cluster::used;
use crate::support::{Product, folder, is_ready, lives, mayak, server_of, wait_for};
use nix::sys::signal::{Signal, kill};

#[test]
fn a_killed_server_is_restarted_under_the_living_product() {
    let (_place, data) = used();
    let (product, address) = Product::start(&data);
    for _ in 0..2 {
        let killed = product.server();
        kill(killed, Signal::SIGKILL).unwrap();
        wait_for("новый сервер базы", || {
            server_of(&data).is_some_and(|now| now != killed)
        });
        wait_for("снова готов", || is_ready(address));
    }
    product.stop();
}

#[test]
fn a_killed_product_takes_its_server_along_and_the_next_start_recovers() {
    let (_place, data) = used();
    let (mut product, _) = Product::start(&data);
    let server = product.server();
    product.signal(Signal::SIGKILL);
    product.end();
    // At once, while the old server may still be stopping.
    let (next, address) = Product::start(&data);
    assert!(is_ready(address));
    assert!(!lives(server) && next.server() != server);
    next.stop();
}

/// Where nothing ties the server to the product it outlives a kill: the lock says whose it was.
#[test]
fn an_orphaned_server_is_stopped_by_the_next_start() {
    let (_place, data) = used();
    let mut command = mayak(&[]);
    command.env("MAYAK_DATA", &data).env("PATH", "/nonexistent"); // no setpriv
    let (mut product, _) = Product::of(&mut command, &data);
    let server = product.server();
    product.signal(Signal::SIGKILL);
    product.end();
    assert!(lives(server));
    let (next, address) = Product::start(&data);
    assert!(is_ready(address));
    assert!(!lives(server) && next.server() != server);
    next.stop();
}

#[test]
fn both_killed_at_once_the_next_start_recovers() {
    let (_place, data) = used();
    let (mut product, _) = Product::start(&data);
    let server = product.server();
    product.signal(Signal::SIGSTOP); // so that it does not restart its server
    kill(server, Signal::SIGKILL).unwrap();
    product.signal(Signal::SIGKILL);
    product.end();
    let (next, address) = Product::start(&data);
    assert!(is_ready(address));
    next.stop();
}

#[test]
fn a_first_start_killed_halfway_leaves_nothing_in_the_way() {
    let place = folder();
    let data = place.path().join("data");
    let mut child = mayak(&[]).env("MAYAK_DATA", &data).spawn().unwrap();
    wait_for("началось создание базы", || {
        std::fs::read_dir(data.join("pg")).is_ok_and(|mut entries| entries.next().is_some())
    });
    child.kill().unwrap();
    child.wait().unwrap();
    let (next, address) = Product::start(&data);
    assert!(is_ready(address));
    next.stop();
}
