//! The operator is made and dismissed by the keeper of the server.
use crate::cluster::used;
use crate::start::connect;
use crate::support::{Product, folder, get, mayak, refused, wait_for};
use nix::unistd::{User, chown, geteuid};
use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::Command;

fn said(data: &Path, arguments: &[&str]) -> String {
    let mut command = mayak(arguments);
    let done = command
        .env("MAYAK_DATA", data)
        .env("MAYAK_PUBLIC_URL", "https://mayak.example")
        .output()
        .unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    String::from_utf8(done.stdout).unwrap()
}

async fn is_operator(data: &Path) -> bool {
    sqlx::query_scalar("select is_operator from person where email_norm = 'anna@firma.example'")
        .fetch_one(&mut connect(data, "mayak").await)
        .await
        .unwrap()
}

#[tokio::test]
async fn an_operator_is_made_with_a_sign_in_of_his_own_and_dismissed() {
    let (_place, data) = used();
    let (_product, address) = Product::start(&data);

    let made = said(&data, &["operator", " Anna@firma.example"]);

    assert!(is_operator(&data).await);
    let link = made.lines().next().unwrap().strip_prefix("https://mayak.example").unwrap();
    assert!(get(address, link).contains("anna@firma.example"), "{made}");
    let dismissed = said(&data, &["operator", "anna@firma.example", "--dismiss"]);
    assert!(dismissed.contains("Больше не оператор"), "{dismissed}");
    assert!(!is_operator(&data).await);
}

#[test]
fn what_is_no_address_is_refused() {
    let (_place, data) = used();
    let (_product, _) = Product::start(&data);
    let typed = refused(mayak(&["operator", "anna"]).env("MAYAK_DATA", &data));
    assert!(typed.1.contains("anna@firma.ru"), "{}", typed.1);
    let unknown =
        refused(mayak(&["operator", "a@b.example", "--dismiss"]).env("MAYAK_DATA", &data));
    assert!(unknown.1.contains("Никто не входит"), "{}", unknown.1);
}

#[tokio::test]
async fn an_operator_is_made_in_the_very_second_of_the_first_start() {
    let place = folder();
    let data = place.path().join("data");
    let starts = data.clone();
    let start = std::thread::spawn(move || Product::start(&starts));
    // The product has taken the folder; its database is still to be made.
    wait_for("папка занята", || {
        data.join("mayak.lock").metadata().is_ok_and(|lock| lock.len() > 0)
    });
    assert!(!data.join("pg/data").exists());

    let made = said(&data, &["operator", "anna@firma.example"]);

    assert!(made.starts_with("https://mayak.example/reset?link="), "{made}");
    let (product, address) = start.join().unwrap();
    assert!(is_operator(&data).await);
    let link = made.lines().next().unwrap().strip_prefix("https://mayak.example").unwrap();
    assert!(get(address, link).contains("anna@firma.example"));
    product.stop();
}

/// Started as a user of its own, as a service is.
#[tokio::test]
async fn root_makes_an_operator_beside_a_product_of_another_user() {
    let nobody = User::from_name("nobody").unwrap().filter(|_| geteuid().is_root());
    let Some(nobody) = nobody.filter(can_run) else { return };
    let place = folder();
    let data = place.path().join("data");
    fs::create_dir(&data).unwrap();
    chown(&data, Some(nobody.uid), Some(nobody.gid)).unwrap();
    fs::set_permissions(&data, Permissions::from_mode(0o700)).unwrap();
    let mut command = as_user(mayak(&[]), &nobody);
    let (product, _) = Product::of(command.env("MAYAK_DATA", &data), &data);

    said(&data, &["operator", "anna@firma.example"]);

    assert!(is_operator(&data).await);
    product.stop();
    let rests = refused(mayak(&["operator", "anna@firma.example"]).env("MAYAK_DATA", &data));
    assert!(rests.1.contains("принадлежит пользователю nobody"), "{}", rests.1);
}

fn as_user(mut command: Command, user: &User) -> Command {
    command.uid(user.uid.as_raw()).gid(user.gid.as_raw());
    command
}

/// The tests may lie where only root goes.
fn can_run(user: &User) -> bool {
    as_user(mayak(&["--help"]), user).output().is_ok_and(|done| done.status.success())
}
