//! Starts that must not happen, and what they say.
use crate::cluster::used;
use crate::support::{folder, mayak, refused};
use std::fs;
use std::net::TcpListener;

#[test]
fn a_wrong_value_is_named_with_its_allowed_form() {
    for (name, value, form) in [
        ("MAYAK_ADDR", "3900", "127.0.0.1:3900"),
        ("MAYAK_PUBLIC_URL", "mayak.example.ru", "https://mayak.example.ru"),
        ("MAYAK_LOG", "xml", "json"),
        ("RUST_LOG", "mayak=loud", "debug"),
        ("DATABASE_URL", "localhost", "postgres://"),
        ("MAYAK_DATA", "", "/var/lib/mayak"),
    ] {
        let (code, said) = refused(mayak(&[]).env(name, value));
        assert_eq!(code, 2, "{said}");
        assert!(said.contains(name) && said.contains(form), "{name}: {said}");
    }
}

#[test]
fn programs_of_the_server_that_are_not_there_are_named() {
    let place = folder();
    let data = place.path().join("data");
    let mut command = mayak(&["migrate"]);
    command.env("MAYAK_DATA", data).env("MAYAK_PG_BIN", place.path());
    let (code, said) = refused(&mut command);
    assert_eq!(code, 1);
    assert!(said.contains("MAYAK_PG_BIN"), "{said}");
}

#[test]
fn the_folder_of_another_cluster_is_refused_and_not_touched() {
    let place = folder();
    let foreign = place.path().join("main");
    fs::create_dir(&foreign).unwrap();
    fs::write(foreign.join("PG_VERSION"), "15\n").unwrap();
    let (code, said) = refused(mayak(&[]).env("MAYAK_DATA", &foreign));
    assert_eq!(code, 1);
    assert!(said.contains("создана не Маяком"), "{said}");
    assert_eq!(fs::read_dir(&foreign).unwrap().count(), 1);
}

#[test]
fn a_cluster_put_in_the_place_of_ours_is_refused() {
    let (_place, data) = used();
    fs::remove_file(data.join("pg/data/mayak.cluster")).unwrap();
    let (code, said) = refused(mayak(&[]).env("MAYAK_DATA", &data));
    assert_eq!(code, 1);
    assert!(said.contains("создал не Маяк"), "{said}");
}

#[test]
fn a_taken_address_is_told() {
    let place = folder();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let mut command = mayak(&[]);
    command.env("MAYAK_DATA", place.path().join("data")).env("MAYAK_ADDR", &address);
    let (code, said) = refused(&mut command);
    assert_eq!(code, 1);
    assert!(said.contains(&address) && said.contains("MAYAK_ADDR"), "{said}");
}

#[test]
fn the_help_is_russian_and_ends_well() {
    let done = mayak(&["--help"]).output().unwrap();
    assert!(done.status.success());
    let said = String::from_utf8(done.stdout).unwrap();
    for word in ["serve", "demo", "migrate", "MAYAK_ADDR", "DATABASE_OWNER_URL"] {
        assert!(said.contains(word), "{word}: {said}");
    }
}
