//! All data of a company for its owner.
use std::collections::BTreeSet;
use std::io::{Cursor, Read};

use axum::http::StatusCode;
use mayak::export::{EXPORTED, LEFT_OUT};
use serde_json::Value;
use sha2::{Digest, Sha256};
use sqlx::PgPool;
use zip::ZipArchive;

use crate::support::{Browser, OURS, World, database, member};

struct Archive(ZipArchive<Cursor<Vec<u8>>>);

impl Archive {
    async fn of(who: &Browser) -> Self {
        let (head, bytes) = who.download("/export/archive").await;
        assert_eq!(head["content-type"], "application/zip");
        assert_eq!(head["content-disposition"], "attachment; filename=\"mayak-2026-11-18.zip\"");
        assert_eq!(head["content-length"].to_str().unwrap(), bytes.len().to_string());
        Self(ZipArchive::new(Cursor::new(bytes)).unwrap())
    }

    fn bytes(&mut self, name: &str) -> Vec<u8> {
        let mut bytes = Vec::new();
        self.0.by_name(name).unwrap().read_to_end(&mut bytes).unwrap();
        bytes
    }

    fn text(&mut self, name: &str) -> String {
        String::from_utf8(self.bytes(name)).unwrap()
    }

    fn names(&self) -> Vec<String> {
        self.0.file_names().map(|name| name.unwrap().into_owned()).collect()
    }
}

#[tokio::test]
async fn the_owner_takes_everything_of_the_company_along_and_nothing_of_others() {
    let world = World::new().await;
    world
        .write(
            OURS,
            format!(
                "insert into client (company_id, id, name, name_norm) values ('{OURS}', '{}', '=HYPERLINK(1)', 'x')",
                member(0)
            ),
        )
        .await;
    let mut archive = Archive::of(&world.owner).await;
    let people = archive.text("member.csv");
    assert!(people.starts_with("\u{FEFF}company_id;id;person_id;name;"), "{people}");
    assert!(people.contains(";Петров И.;") && !people.contains("Чужой"), "{people}");
    assert!(archive.text("client.csv").contains(";'=HYPERLINK(1);"), "no formula is left live");
    assert!(archive.text("company.csv").contains("Наша"));
    assert!(archive.text("О выгрузке.txt").contains("Данные компании «Наша», 18.11.2026 12:00"));
    let journal = world.owner.open("/changes").await;
    assert!(journal.body.contains("все данные компании выгружены"));
}

#[tokio::test]
async fn the_manifest_says_what_is_in_each_file() {
    let world = World::new().await;
    crate::metrics::furnished(&world).await;
    let content = "Дата;Сотрудник;Звонки\n18.11.2026;Петров И.;20\n".as_bytes();
    world.owner.upload("/imports", &[("kind", "facts")], ("file", "факты.csv", content)).await;
    let mut archive = Archive::of(&world.owner).await;
    let manifest: Value = serde_json::from_slice(&archive.bytes("manifest.json")).unwrap();
    let files = manifest["files"].as_array().unwrap().clone();
    assert!(files.len() >= EXPORTED.len());
    for file in &files {
        let bytes = archive.bytes(file["file"].as_str().unwrap());
        let digest: String = mayak::values::hex(&Sha256::digest(&bytes));
        assert_eq!(file["sha256"], digest, "{file}");
        assert_eq!(file["bytes"].as_u64().unwrap(), bytes.len() as u64);
    }
    let people = files.iter().find(|file| file["file"] == "member.csv").unwrap();
    assert_eq!(people["rows"], 8);
    let uploads: Vec<_> = archive.names().into_iter().filter(|n| n.starts_with("files/")).collect();
    assert_eq!(uploads.len(), 1, "{uploads:?}");
    assert_eq!(archive.bytes(&uploads[0]), content);
}

#[tokio::test]
async fn nobody_but_an_owner_takes_the_data_along() {
    let world = World::new().await;
    for who in [&world.partner, &world.head, &world.manager, &world.expert, &world.accountant] {
        assert_eq!(who.open("/export").await.status, StatusCode::FORBIDDEN);
        assert_eq!(who.submit("/export/archive", &[]).await.status, StatusCode::FORBIDDEN);
    }
    let mut theirs = Archive::of(&world.stranger).await;
    assert!(!theirs.text("member.csv").contains("Петров"));
    let (page, statements) = world.owner.open_counting("/export").await;
    assert!(page.has("form[action='/export/archive']"));
    assert!(statements.len() <= 8, "{statements:#?}");
}

async fn names(pool: &PgPool, sql: &'static str) -> BTreeSet<String> {
    sqlx::query_scalar::<_, String>(sql).fetch_all(pool).await.unwrap().into_iter().collect()
}

/// Add a new table to `EXPORTED` of src/export/table.rs, or to `LEFT_OUT` with the reason.
#[tokio::test]
async fn every_table_of_a_company_is_in_the_archive_or_left_out_for_a_reason() {
    let walled = names(
        &database().await,
        "select relname::text from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and relrowsecurity",
    )
    .await;
    let known = EXPORTED.iter().map(|table| table.name).chain(LEFT_OUT.map(|(name, _)| name));
    assert_eq!(known.map(str::to_owned).collect::<BTreeSet<_>>(), walled);
}

#[tokio::test]
async fn no_column_that_sounds_like_a_secret_is_in_the_archive() {
    let secret = names(
        &database().await,
        "select c.relname || '.' || a.attname from pg_attribute a join pg_class c on c.oid = a.attrelid
         where c.relnamespace = 'public'::regnamespace and c.relrowsecurity and c.relkind = 'r' and a.attnum > 0
           and (a.attname ~ 'hash|token|secret|password' or a.atttypid = 'bytea'::regtype)",
    )
    .await;
    let harmless = ["import_run.sha256"];
    for column in secret.iter().filter(|column| !harmless.contains(&column.as_str())) {
        let (table, name) = column.split_once('.').unwrap();
        let exported = EXPORTED.iter().find(|exported| exported.name == table);
        assert!(exported.is_none_or(|table| table.hidden.contains(&name)), "{column}");
    }
}
