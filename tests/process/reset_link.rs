//! The link for a new password that the keeper of the server makes.
use crate::cluster::used;
use crate::start::connect;
use crate::support::{Product, get, mayak, refused};
use std::path::Path;

async fn add_person(data: &Path) {
    let add = "insert into person (id, email_norm, name) values (gen_random_uuid(), 'anna@firma.example', 'Анна')";
    sqlx::raw_sql(add).execute(&mut connect(data, "mayak").await).await.unwrap();
}

/// The link the command prints, as a path.
fn link(data: &Path) -> String {
    let mut command = mayak(&["reset-link", " Anna@firma.example", "--hours", "3"]);
    command.env("MAYAK_DATA", data).env("MAYAK_PUBLIC_URL", "https://mayak.example");
    let done = command.output().unwrap();
    let said = String::from_utf8(done.stdout).unwrap();
    assert!(said.contains("3\u{a0}часа"), "{said}{}", String::from_utf8_lossy(&done.stderr));
    let path = said.lines().next().unwrap().strip_prefix("https://mayak.example").unwrap();
    assert!(path.starts_with("/reset?link="), "{path}");
    path.to_owned()
}

#[tokio::test]
async fn a_link_is_made_beside_a_running_product_and_while_it_rests() {
    let (_place, data) = used();
    let (product, address) = Product::start(&data);
    add_person(&data).await;
    let first = link(&data);
    assert!(get(address, &first).contains("anna@firma.example"));
    product.stop();

    let second = link(&data);

    let (_product, address) = Product::start(&data);
    assert!(get(address, &second).contains("anna@firma.example"));
    assert!(get(address, &first).starts_with("HTTP/1.1 410"));
}

#[tokio::test]
async fn an_unknown_address_and_a_folder_without_a_database_are_told() {
    let (_place, data) = used();
    let (_product, _) = Product::start(&data);
    let unknown = refused(mayak(&["reset-link", "boris@firma.example"]).env("MAYAK_DATA", &data));
    assert_eq!(unknown.0, 1);
    assert!(unknown.1.contains("Никто не входит по адресу boris@firma.example"), "{}", unknown.1);
    let empty = data.with_extension("empty");
    let nothing = refused(mayak(&["reset-link", "a@b.ru"]).env("MAYAK_DATA", &empty));
    assert!(nothing.1.contains("нет базы данных Маяка"), "{}", nothing.1);
    assert!(!empty.exists());
}
