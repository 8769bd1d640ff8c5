//! The walls between companies, kept by tests over the schema and over every statement of the program.
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use sqlx::PgPool;

use crate::support::database;

/// Tables that belong to no company, though a session and a link name one.
const GLOBAL: [&str; 9] = [
    "_sqlx_migrations",
    "person",
    "session",
    "consent",
    "reset_link",
    "second_factor",
    "recovery_code",
    "pending_sign_in",
    "own_template",
];

/// Statements of who takes jobs and of the operator's page: they see the line of all companies, and of a company its name and zone.
const LINE: [&str; 2] = ["job", "letter"];

/// Statements that read across companies by design: sign-in alone, by the person or by the secret of a link.
const SIGN_IN: [&str; 7] = [
    "session",
    "member",
    "department_head",
    "second_factor_rule",
    "company_deletion",
    "company_revision",
    "introduction",
];

async fn names(pool: &PgPool, sql: &'static str) -> Vec<String> {
    sqlx::query_scalar(sql).fetch_all(pool).await.unwrap()
}

#[tokio::test]
async fn every_table_of_a_company_is_walled() {
    let bare = names(
        &database().await,
        "select c.relname::text from pg_class c join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'public'
         where c.relkind in ('r', 'p') and not (c.relrowsecurity and c.relforcerowsecurity and exists
             (select from pg_policy p where p.polrelid = c.oid and p.polcmd = '*' and p.polqual is not null and p.polwithcheck is not null))
         order by 1",
    )
    .await;
    let mut global = GLOBAL.map(str::to_owned);
    global.sort();
    assert_eq!(bare, global);
}

#[tokio::test]
async fn every_key_of_a_company_begins_with_it() {
    let loose = names(
        &database().await,
        "select format('%s: %s', c.relname, pg_get_indexdef(i.indexrelid)) from pg_index i join pg_class c on c.oid = i.indrelid
         join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'public'
         join pg_attribute a on a.attrelid = c.oid and a.attname = 'company_id'
         where i.indisunique and i.indkey[0] <> a.attnum and c.relname not in ('session', 'reset_link', 'job', 'letter') order by 1",
    )
    .await;
    assert_eq!(loose, Vec::<String>::new());
    let crossing = names(
        &database().await,
        "select format('%s: %s', conrelid::regclass, pg_get_constraintdef(k.oid)) from pg_constraint k
         join pg_attribute a on a.attrelid = k.conrelid and a.attname = 'company_id'
         where contype = 'f' and conkey[1] <> a.attnum and confrelid <> 'person'::regclass order by 1",
    )
    .await;
    assert_eq!(crossing, Vec::<String>::new());
}

/// Else a copy would be without the rows of a table, silently, and a deletion would leave them.
#[tokio::test]
async fn every_walled_table_is_open_to_copies_and_to_the_eraser() {
    let closed = names(
        &database().await,
        "select c.relname::text from pg_class c join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'public'
         where c.relrowsecurity and not (
             exists (select from pg_policy p where p.polrelid = c.oid and p.polname = 'copy' and pg_get_expr(p.polqual, c.oid) = 'true'
                 and p.polroles = array['mayak_owner'::regrole::oid])
             and exists (select from pg_policy p where p.polrelid = c.oid and p.polname = 'erasure' and not p.polpermissive
                 and p.polroles = array['mayak_eraser'::regrole::oid])
             and has_table_privilege('mayak_eraser', c.oid, 'select') and has_table_privilege('mayak_eraser', c.oid, 'delete'))
         order by 1",
    )
    .await;
    assert_eq!(closed, Vec::<String>::new());
}

/// A copy is in the order of primary keys and knows no counters beside the rows.
#[tokio::test]
async fn every_table_has_a_primary_key_and_none_a_sequence() {
    let odd = names(
        &database().await,
        "select c.relname::text from pg_class c join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'public'
         where c.relkind = 'S' or c.relkind = 'r' and not exists (select from pg_index i where i.indrelid = c.oid and i.indisprimary)",
    )
    .await;
    assert_eq!(odd, Vec::<String>::new());
}

#[tokio::test]
async fn the_runtime_can_neither_pass_the_walls_nor_move_them() {
    let pool = database().await;
    let strong = names(
        &pool,
        "select rolname::text from pg_roles where rolname in ('mayak_login', 'mayak_app', 'mayak_eraser')
         and (rolsuper or rolbypassrls or rolcreaterole or rolcreatedb)",
    )
    .await;
    assert_eq!(strong, Vec::<String>::new());
    let owned = names(
        &pool,
        "select relname::text from pg_class where pg_get_userbyid(relowner) in ('mayak_login', 'mayak_app', 'mayak_eraser')",
    )
    .await;
    assert_eq!(owned, Vec::<String>::new());
    for forbidden in [
        "alter table company add column x int",
        "alter table member disable row level security",
        "truncate fact_entry",
        "update fact_entry set value = 0",
        "delete from change_log",
        "create table loot (x int)",
    ] {
        let mut tx = pool.begin_with("begin; set local role mayak_app").await.unwrap();
        let refused = sqlx::query(forbidden).execute(&mut *tx).await;
        assert!(refused.is_err(), "{forbidden}");
    }
    let mut tx = pool.begin_with("begin; set local role mayak_eraser").await.unwrap();
    assert!(sqlx::query("update company set name = 'x'").execute(&mut *tx).await.is_err());
}

#[tokio::test]
async fn without_a_company_nothing_is_seen_and_with_one_only_its_own() {
    let pool = database().await;
    let mut tx = pool.begin_with("begin; set local role mayak_app").await.unwrap();
    let none: i64 =
        sqlx::query_scalar("select count(*) from member").fetch_one(&mut *tx).await.unwrap();
    assert_eq!(none, 0);
    let begin = "begin; set local role mayak_app; set local app.company_id = '00000000-0000-0000-0000-0000000000b0'";
    let mut tx = pool.begin_with(begin).await.unwrap();
    let theirs: i64 =
        sqlx::query_scalar("select count(*) from member").fetch_one(&mut *tx).await.unwrap();
    assert_eq!(theirs, 1);
}

/// The second wall: every prepared statement that touches a company's table names the company.
#[tokio::test]
async fn every_statement_on_a_companys_table_names_the_company() {
    let tables = names(
        &database().await,
        "select c.relname::text from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'company_id'
         join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'public' where c.relkind = 'r' and c.relname not in ('session', 'reset_link')",
    )
    .await;
    let mut loose = BTreeMap::new();
    let statements = prepared();
    assert!(statements.len() > 10, "the statements of the program are in .sqlx");
    for sql in statements {
        let flat = sql.split_whitespace().collect::<Vec<_>>().join(" ");
        let used: Vec<_> = tables.iter().filter(|table| touches(&flat, table)).cloned().collect();
        let by_sign_in = used.iter().all(|table| SIGN_IN.contains(&table.as_str()))
            && flat.contains("person_id");
        let by_link =
            used == ["invitation"] && flat.ends_with("where token_hash = $1 or letter_hash = $1");
        let in_line = used.iter().all(|table| LINE.contains(&table.as_str()));
        let by_day = used == ["company_deletion"] && flat.contains("where d.due_on <= ");
        let by_design = by_sign_in || by_link || in_line || by_day;
        if !used.is_empty() && !names_company(&flat) && !by_design {
            loose.insert(flat, used);
        }
    }
    assert!(loose.is_empty(), "{loose:#?}");
}

fn touches(sql: &str, table: &str) -> bool {
    ["from", "join", "into", "update"].iter().any(|verb| {
        let at = format!("{verb} {table}");
        sql.match_indices(&at).any(|(start, found)| {
            let next = sql[start + found.len()..].chars().next();
            !next.is_some_and(|letter| letter.is_alphanumeric() || letter == '_')
        })
    })
}

fn names_company(sql: &str) -> bool {
    sql.contains("company_id = $1") || (sql.contains("insert into") && sql.contains("(company_id,"))
}

fn prepared() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(".sqlx");
    fs::read_dir(folder)
        .unwrap()
        .map(|file| {
            let text = fs::read_to_string(file.unwrap().path()).unwrap();
            let data: serde_json::Value = serde_json::from_str(&text).unwrap();
            data["query"].as_str().unwrap().to_owned()
        })
        .collect()
}
