//! The operator is made and dismissed by the keeper of the server.
use crate::cluster::used;
use crate::start::connect;
use crate::support::{Product, get, mayak, refused};
use std::path::Path;

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
