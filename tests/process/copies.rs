//! Copies of the database: made, tried, put back; and the ones that are refused.
use crate::cluster::used;
use crate::migrate::Server;
use crate::start::connect;
use crate::support::{Product, ask, folder, is_ready, mayak, refused, wait_for};
use mayak::signin::token_hash;
use scraper::{Html, Selector};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::net::SocketAddr;
use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::process::Command;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// The database of the demonstration on that day.
const DEMO: &str = "mayak_demo_20261118";

/// What a command that must succeed says.
fn done(command: &mut Command) -> String {
    let done = command.output().unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    String::from_utf8(done.stdout).unwrap()
}

/// A server with the demonstration in it, and its owner signed in by the token `owner`.
async fn furnished() -> Server {
    let (server, place) = (Server::start(), folder());
    let mut demo = mayak(&["demo", "--today", "2026-11-18", "--port", "0"]);
    demo.env("DATABASE_URL", server.url_of("mayak_super", "postgres"));
    Product::of(&mut demo, &place.path().join("unused")).0.stop();
    let sign_in = "insert into session (token_hash, person_id, company_id, made_at, seen_at, ends_at)
        select $1, m.person_id, m.company_id, now(), now(), now() + interval '1 day'
        from member m join person p on p.id = m.person_id where p.email_norm = 'owner@demo.mayak' order by m.company_id limit 1";
    let mut database = server.connect(DEMO).await;
    sqlx::query(sign_in).bind(token_hash("owner")).execute(&mut database).await.unwrap();
    server
}

/// The owner's first page as a person reads it.
fn overview(address: SocketAddr) -> String {
    let answer = ask(address, "/?period=2026-11", "Cookie: mayak=owner\r\n");
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    let main = Selector::parse("main").unwrap();
    let page = Html::parse_document(&answer);
    page.select(&main).next().unwrap().text().collect::<Vec<_>>().join(" ")
}

/// The drill of docs/operating.md.
#[tokio::test]
async fn a_copy_put_back_into_an_empty_folder_holds_the_same_and_answers_the_same() {
    let (server, place) = (furnished().await, folder());
    let copy = place.path().join("copy.zip");
    let (login, owner) = (server.url_of("mayak_login", DEMO), server.url_of("mayak_owner", DEMO));
    let ours = |command: &mut Command| {
        command.env("DATABASE_URL", &login).env("DATABASE_OWNER_URL", &owner);
    };
    let mut serve = mayak(&[]);
    ours(&mut serve);
    let (product, address) = Product::of(&mut serve, &place.path().join("unused"));
    let before = overview(address);
    assert!(before.contains("План"), "{before}");

    let mut backup = mayak(&["backup", copy.to_str().unwrap()]);
    ours(&mut backup);
    let said = done(&mut backup); // beside the running product
    assert!(said.contains("Копия готова"), "{said}");
    assert_eq!(fs::metadata(&copy).unwrap().mode() & 0o777, 0o600);
    product.stop();
    let said = done(&mut mayak(&["verify", copy.to_str().unwrap()]));
    assert!(said.contains("fact_day") && said.contains("Копия цела"), "{said}");

    let data = place.path().join("data");
    let said = done(mayak(&["restore", copy.to_str().unwrap()]).env("MAYAK_DATA", &data));
    assert!(said.contains("Копия восстановлена и сверена"), "{said}");
    let against = || {
        let mut verify = mayak(&["verify", copy.to_str().unwrap(), "--against"]);
        verify.env("MAYAK_DATA", &data);
        verify
    };
    assert!(done(&mut against()).contains("В базе то же, что в копии"));
    let (product, address) = Product::start(&data);
    assert_eq!(overview(address), before);

    let change = "update company set name = 'Другая'";
    sqlx::raw_sql(change).execute(&mut connect(&data, "mayak").await).await.unwrap();
    let (code, said) = refused(&mut against());
    assert_eq!(code, 1);
    assert!(said.contains("В базе не то, что в копии"), "{said}");
    product.stop();
}

/// Row-level security hides every company from the owner of the tables too: he copies by a policy and fills without the wall.
#[tokio::test]
async fn the_owner_alone_copies_all_companies_and_puts_them_back_behind_their_walls() {
    let (server, place) = (furnished().await, folder());
    let copy = place.path().join("copy.zip");
    done(
        mayak(&["backup", copy.to_str().unwrap()])
            .env("DATABASE_URL", server.url_of("mayak_owner", DEMO)),
    );
    let make = "create database back owner mayak_owner";
    sqlx::raw_sql(make).execute(&mut server.connect("postgres").await).await.unwrap();
    let back = server.url_of("mayak_owner", "back");
    done(mayak(&["restore", copy.to_str().unwrap()]).env("DATABASE_URL", &back));
    let mut database = server.connect("back").await;
    let (companies, bare): (i64, i64) = sqlx::query_as(
        "select (select count(*) from company),
                (select count(*) from pg_class where relrowsecurity and not relforcerowsecurity)",
    )
    .fetch_one(&mut database)
    .await
    .unwrap();
    assert!(companies > 1 && bare == 0, "{companies} companies, {bare} tables without a wall");
    let mut same = mayak(&["verify", copy.to_str().unwrap(), "--against"]);
    done(same.env("DATABASE_URL", &back));

    let mut again = mayak(&["restore", copy.to_str().unwrap()]);
    let (code, said) = refused(again.env("DATABASE_URL", &back));
    assert_eq!(code, 1);
    assert!(said.contains("База не пуста"), "{said}");
    let mut login = mayak(&["backup", place.path().join("another.zip").to_str().unwrap()]);
    let (_, said) = refused(login.env("DATABASE_URL", server.url_of("mayak_login", DEMO)));
    assert!(said.contains("DATABASE_OWNER_URL"), "{said}");
}

#[test]
fn what_is_no_whole_copy_is_refused_and_leaves_an_empty_database() {
    let (place, data) = used();
    let path = |name: &str| place.path().join(name).to_str().unwrap().to_owned();
    let copy = path("copy.zip");
    done(mayak(&["backup", &copy]).env("MAYAK_DATA", &data)); // the product rests
    let whole = fs::read(&copy).unwrap();
    fs::write(path("half.zip"), &whole[..whole.len() / 2]).unwrap();
    fs::write(path("other.zip"), "-- PostgreSQL database dump").unwrap();
    for (name, word) in
        [("half.zip", "оборвана"), ("other.zip", "не копия Маяка"), ("none.zip", "не открывается")]
    {
        for command in ["verify", "restore"] {
            let (code, said) = refused(mayak(&[command, &path(name)]).env("MAYAK_DATA", &data));
            assert_eq!(code, 1);
            assert!(said.contains(word), "{command} {name}: {said}");
        }
    }
    let (code, said) = refused(mayak(&["backup", &copy]).env("MAYAK_DATA", &data));
    assert_eq!(code, 1);
    assert!(said.contains("Файл уже есть"), "{said}");
    done(mayak(&["restore", &copy]).env("MAYAK_DATA", &data)); // a schema nobody has used is no hindrance
    assert_eq!(parts(place.path()), 0);
}

#[test]
fn a_copy_is_not_put_under_a_running_product() {
    let (place, data) = used();
    let copy = place.path().join("copy.zip");
    let (product, address) = Product::start(&data);
    done(mayak(&["backup", copy.to_str().unwrap()]).env("MAYAK_DATA", &data));
    let mut restore = mayak(&["restore", copy.to_str().unwrap()]);
    let (code, said) = refused(restore.env("MAYAK_DATA", &data));
    assert_eq!(code, 1);
    assert!(said.contains("Маяк уже запущен"), "{said}");
    assert!(is_ready(address));
    product.stop();
}

#[tokio::test]
async fn a_copy_is_not_put_under_a_product_on_somebody_elses_server_either() {
    let (server, place) = (Server::start(), folder());
    server.make_database().await;
    let copy = written(place.path(), "copy.zip", &[]);
    done(mayak(&["migrate"]).env("DATABASE_URL", server.url("mayak_super")));
    let mut serve = mayak(&[]);
    serve.env("DATABASE_URL", server.url("mayak_login"));
    let (product, _) = Product::of(&mut serve, &place.path().join("unused"));
    let mut restore = mayak(&["restore", &copy]);
    let (code, said) = refused(restore.env("DATABASE_URL", server.url("mayak_owner")));
    assert_eq!(code, 1);
    assert!(said.contains("остановите Маяк"), "{said}");
    product.stop();
}

/// A copy of one person, made under the first migration and those named.
fn written(folder: &Path, name: &str, further: &[(i64, &str)]) -> String {
    let row = "00000000-0000-0000-0000-000000000001\ta@b.ru\tАнна\\nБорисовна\t\\N\tf\t\\N\n";
    let first = mayak::MIGRATOR.iter().next().unwrap();
    let own = [(first.version, mayak::values::hex(&first.checksum))];
    let further = further.iter().map(|(version, sum)| (*version, (*sum).to_owned()));
    let migrations: BTreeMap<i64, String> = own.into_iter().chain(further).collect();
    let manifest = serde_json::json!({
        "format": 1, "program": "0.1.0", "made_at": "2026-11-18T00:00:00Z", "migrations": migrations,
        "tables": [{
            "name": "person", "rows": 1, "sha256": mayak::values::hex(&Sha256::digest(row)),
            "columns": ["id", "email_norm", "name", "password_hash", "is_operator", "erased_at"],
        }],
    });
    let path = folder.join(name);
    let mut zip = ZipWriter::new(fs::File::create(&path).unwrap());
    zip.start_file("data/person.copy", SimpleFileOptions::default()).unwrap();
    zip.write_all(row.as_bytes()).unwrap();
    zip.start_file("manifest.json", SimpleFileOptions::default()).unwrap();
    zip.write_all(manifest.to_string().as_bytes()).unwrap();
    zip.finish().unwrap();
    path.to_str().unwrap().to_owned()
}

#[tokio::test]
async fn an_older_copy_is_brought_up_to_this_program_and_a_newer_one_is_refused() {
    let place = folder();
    let data = place.path().join("data");
    let newer = written(place.path(), "newer.zip", &[(99_991_231_000_000, "00")]);
    let (code, said) = refused(mayak(&["restore", &newer]).env("MAYAK_DATA", &data));
    assert_eq!(code, 1);
    assert!(said.contains("более новая программа"), "{said}");
    let first = mayak::MIGRATOR.iter().next().unwrap().version;
    let other = written(place.path(), "other.zip", &[(first, "00")]);
    let (_, said) = refused(&mut mayak(&["verify", &other]));
    assert!(said.contains("другая сборка"), "{said}");

    let older = written(place.path(), "older.zip", &[]);
    done(mayak(&["restore", &older]).env("MAYAK_DATA", &data));
    let (product, address) = Product::start(&data);
    assert!(is_ready(address));
    let names: Vec<String> = sqlx::query_scalar("select name from person")
        .fetch_all(&mut connect(&data, "mayak").await)
        .await
        .unwrap();
    assert_eq!(names, ["Анна\nБорисовна"]);
    product.stop();
}

/// The run that was missed while nothing ran is made good at once, so nobody waits for the night here.
#[test]
fn a_copy_is_made_each_night_and_tried() {
    let (place, data) = used();
    let copies = place.path().join("copies");
    fs::create_dir(&copies).unwrap();
    fs::write(copies.join("mayak-2020-01-01.zip.7.part"), "half").unwrap();
    fs::write(copies.join("mine.txt"), "kept").unwrap();
    let today = mayak::clock::Clock::system().today(mayak::jobs::PRODUCT_ZONE);
    let path = copies.join(format!("mayak-{today}.zip"));
    fs::write(&path, "a copy that cannot be read back is none").unwrap();
    let mut command = mayak(&[]);
    command.env("MAYAK_DATA", &data).env("MAYAK_BACKUP_DIR", &copies);
    let (product, _) = Product::of(&mut command, &data);
    let is_whole = || mayak(&["verify", path.to_str().unwrap()]).output().unwrap().status.success();
    wait_for("копия этой ночи", is_whole);
    assert!(copies.join("mine.txt").exists() && parts(&copies) == 0);
    product.stop();
}

/// Files left half-written.
fn parts(folder: &Path) -> usize {
    let names = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name());
    names.filter(|name| name.to_string_lossy().ends_with(".part")).count()
}
