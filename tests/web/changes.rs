//! The journal: every change in plain words, to those who may see it, page by page.
use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};

use axum::http::StatusCode;
use mayak::changes::has_words;
use serde_json::json;
use sqlx::AssertSqlSafe;
use uuid::Uuid;

use crate::figures::{Figures, begin};
use crate::support::{
    Browser, DEPARTMENT, IVANOVA, MANAGER, OTHER_DEPARTMENT, OURS, PETROV, STRANGER, Seen, World,
    member, noon,
};

fn told(seen: &Seen) -> Vec<String> {
    seen.texts("#changes td.wrap")
}

/// Moves Петров to «Опт», as the form does it.
async fn move_petrov(world: &World) {
    let department = OTHER_DEPARTMENT.to_string();
    let form =
        [("department", department.as_str()), ("from_on", "2026-11-01"), ("row_version", "1")];
    let sent = world.owner.submit(&format!("/people/{PETROV}/department"), &form).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
}

/// A change: subject, its id, action, author and role, minutes after noon.
type Logged<'a> = (&'a str, Uuid, &'a str, (Uuid, &'a str), i64);

/// Puts rows into the log as store functions do.
async fn log(world: &World, rows: &[Logged<'_>]) {
    let mut db = begin(world, noon()).await;
    for (subject, id, action, (by, role), minutes) in rows {
        sqlx::query(
            "insert into change_log (company_id, id, at, by_member, as_role, subject, subject_id, action)
             values ($1, gen_random_uuid(), $2, $3, $4, $5, $6, $7)",
        )
        .bind(OURS)
        .bind(noon() + chrono::TimeDelta::minutes(*minutes))
        .bind(by)
        .bind(role)
        .bind(subject)
        .bind(id)
        .bind(action)
        .execute(&mut *db)
        .await
        .unwrap();
    }
    db.commit().await.unwrap();
}

#[tokio::test]
async fn a_change_says_who_when_what_from_what_to_what() {
    let world = World::new().await;
    move_petrov(&world).await;
    let seen = world.owner.open("/changes").await;
    assert_eq!(seen.status, StatusCode::OK);
    assert_eq!(seen.text("h1"), "Журнал изменений");
    assert_eq!(seen.text("#changes tr.part"), "Среда, 18 ноября");
    assert_eq!(seen.text("#changes td.at"), "12:00");
    assert_eq!(seen.text("#changes td.who"), "собственник собственник");
    let line = "Петров И.: перевод в отдел «Опт» с 1 ноября 2026 отделы: Отдел продаж с 1 января 2020 → \
                Отдел продаж с 1 января 2020, Опт с 1 ноября 2026";
    assert_eq!(told(&seen), [line]);
}

#[tokio::test]
async fn an_empty_journal_says_what_will_be_there() {
    let world = World::new().await;
    let seen = world.owner.open("/changes").await;
    assert_eq!(seen.text(".empty h2"), "Изменений пока нет");
    let seen = world.owner.open("/changes?subject=plan").await;
    assert_eq!(seen.text(".empty h2"), "Таких изменений нет");
}

#[tokio::test]
async fn a_plan_and_a_metric_are_told_in_the_words_of_their_pages() {
    let world = World::new().await;
    let figures = Figures::new(&world).await;
    figures.plan("2026-11-01", &[(IVANOVA, figures.calls, 200)]).await;
    let hide = format!("/metrics/{}/visibility", figures.meetings);
    world.owner.submit(&hide, &[("hidden", "true"), ("row_version", "1")]).await;
    let all = told(&world.owner.open("/changes").await);
    for line in [
        "Встречи: убран с таблиц",
        "План на ноябрь 2026, Отдел продаж: утверждение 1 число",
        "Звонки: новый показатель",
    ] {
        assert!(all.contains(&line.to_owned()), "{all:#?}");
    }
}

#[tokio::test]
async fn the_journal_is_narrowed_by_person_kind_thing_month_and_days() {
    let world = World::new().await;
    let figures = Figures::new(&world).await;
    figures.plan("2026-11-01", &[(IVANOVA, figures.calls, 200)]).await;
    figures.plan("2026-10-01", &[(IVANOVA, figures.calls, 200)]).await;
    move_petrov(&world).await;
    let yesterday = -60 * 24;
    log(&world, &[("member", IVANOVA, "take_back", (member(4), "expert"), yesterday)]).await;
    let list = async |query: &str| told(&world.owner.open(&format!("/changes?{query}")).await);
    let returned = ["Иванова О.: снова в команде"];
    assert_eq!(list(&format!("by={}", member(4))).await, returned);
    assert_eq!(list("from=2026-11-17&to=2026-11-17").await, returned);
    assert_eq!(list(&format!("subject=member&id={IVANOVA}")).await, returned);
    assert_eq!(list("subject=member").await.len(), 2);
    assert_eq!(list("subject=plan").await.len(), 2);
    let november = list("subject=plan&month=2026-11").await;
    assert_eq!(november, ["План на ноябрь 2026, Отдел продаж: утверждение 1 число"]);
    assert_eq!(list("from=2026-11-19").await.len(), 0);
    let one = world.owner.open(&format!("/changes?subject=member&id={PETROV}")).await;
    assert_eq!(one.text("h1"), "История: Петров И.");
    assert!(one.has("a.back") && one.has("#filter [name=id]"));
}

#[tokio::test]
async fn pages_of_people_metrics_plans_and_files_lead_to_their_history() {
    let world = World::new().await;
    let figures = Figures::new(&world).await;
    for (page, href) in [
        (format!("/people/{PETROV}"), format!("/changes?subject=member&id={PETROV}")),
        (
            format!("/metrics/{}", figures.calls),
            format!("/changes?subject=metric&id={}", figures.calls),
        ),
        ("/plan?period=2026-11".to_owned(), "/changes?subject=plan&month=2026-11".to_owned()),
    ] {
        let seen = world.owner.open(&page).await;
        assert_eq!(seen.attribute("a[href^='/changes?']", "href"), href);
        assert_eq!(world.owner.open(&href).await.status, StatusCode::OK, "{href}");
    }
    let head = world.head.open("/plan?period=2026-11").await;
    assert!(head.has("a[href='/changes?subject=plan&month=2026-11']"));
}

#[tokio::test]
async fn a_head_sees_what_concerns_the_own_department() {
    let world = World::new().await;
    let figures = Figures::new(&world).await;
    figures.plan("2026-11-01", &[(IVANOVA, figures.calls, 200)]).await;
    let (owner, head, manager) = ((member(0), "owner"), (member(2), "head"), (MANAGER, "manager"));
    let unknown = Uuid::from_u128(0xF1);
    log(
        &world,
        &[
            ("member", IVANOVA, "dismiss", owner, 1),
            ("member", member(0), "edit", owner, 2),
            ("department", DEPARTMENT, "add", owner, 3),
            ("department", OTHER_DEPARTMENT, "add", owner, 4),
            ("import", unknown, "upload", owner, 5),
            ("import", unknown, "undo", head, 6),
            ("import", unknown, "map", manager, 7),
            // A manager of the department who was the owner at that time.
            ("import", unknown, "apply", (MANAGER, "owner"), 8),
        ],
    )
    .await;
    assert_eq!(told(&world.owner.open("/changes").await).len(), 5 + 1 + 8);
    let seen = told(&world.head.open("/changes").await);
    assert_eq!(
        seen[..4],
        [
            "Загрузка: столбцы размечены",
            "Загрузка: загрузка отменена",
            "Отдел продаж: новый отдел",
            "Иванова О.: увольнение",
        ]
    );
    let plan = "План на ноябрь 2026, Отдел продаж: утверждение 1 число";
    assert!(seen.contains(&plan.to_owned()), "{seen:#?}");
    assert_eq!(seen.len(), 5 + 5, "and the catalogue of metrics");
    let of = |what: &str, id: Uuid| format!("/changes?subject={what}&id={id}");
    for (who, path, status) in [
        (&world.head, of("member", IVANOVA), StatusCode::OK),
        (&world.head, of("member", member(0)), StatusCode::NOT_FOUND),
        (&world.head, of("department", OTHER_DEPARTMENT), StatusCode::NOT_FOUND),
        (&world.head, of("department", DEPARTMENT), StatusCode::OK),
        (&world.head, format!("/changes?by={}", member(0)), StatusCode::NOT_FOUND),
        (&world.head, format!("/changes?by={MANAGER}"), StatusCode::OK),
    ] {
        assert_eq!(who.open(&path).await.status, status, "{path}");
    }
}

#[tokio::test]
async fn others_may_not_and_a_stranger_finds_nothing_of_ours() {
    let world = World::new().await;
    move_petrov(&world).await;
    for who in [&world.owner, &world.partner, &world.expert] {
        assert_eq!(told(&who.open("/changes").await).len(), 1);
    }
    for who in [&world.manager, &world.accountant] {
        assert_eq!(who.open("/changes").await.status, StatusCode::FORBIDDEN);
    }
    assert_eq!(world.nobody.open("/changes").await.status, StatusCode::SEE_OTHER);
    assert!(world.stranger.open("/changes").await.has(".empty"));
    let path = |query: String| format!("/changes?{query}");
    for (who, query) in [
        (&world.stranger, format!("subject=member&id={PETROV}")),
        (&world.stranger, format!("by={}", member(0))),
        (&world.owner, format!("by={STRANGER}")),
        (&world.owner, format!("subject=member&id={STRANGER}")),
        (&world.owner, "subject=salary".into()),
        (&world.owner, "id=x".into()),
        (&world.owner, "subject=plan&month=2026-13".into()),
    ] {
        let seen = who.open(&path(query.clone())).await;
        assert_eq!(seen.status, StatusCode::NOT_FOUND, "{query}");
    }
}

#[tokio::test]
async fn a_day_that_is_none_is_told_at_its_field_and_kept() {
    let world = World::new().await;
    let seen = world.owner.open("/changes?from=2026-02-31").await;
    assert_eq!(seen.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(seen.text("#from-error").starts_with("Такого дня нет"));
    assert_eq!(seen.attribute("#from", "value"), "2026-02-31");
    let seen = world.owner.open("/changes?from=2026-11-18&to=2026-11-01").await;
    assert!(seen.text("#to-error").contains("раньше начала"));
}

#[tokio::test]
async fn what_the_log_holds_besides_is_never_shown() {
    let world = World::new().await;
    let mut db = begin(&world, noon()).await;
    let after =
        json!({ "name": "Петров И.", "password_hash": "argon-тайна", "text": "разговор-тайна" });
    for (subject, action) in [("member", "edit"), ("talk", "write"), ("session", "end")] {
        sqlx::query(
            "insert into change_log (company_id, id, at, by_member, as_role, subject, subject_id, action, before, after)
             values ($1, gen_random_uuid(), $2, null, null, $3, $4, $5, '{}', $6)",
        )
        .bind(OURS)
        .bind(noon())
        .bind(subject)
        .bind(PETROV)
        .bind(action)
        .bind(&after)
        .execute(&mut *db)
        .await
        .unwrap();
    }
    db.commit().await.unwrap();
    let seen = world.owner.open("/changes").await;
    assert_eq!(told(&seen).len(), 3);
    assert!(told(&seen).contains(&"Петров И.: изменение".to_owned()));
    assert!(!seen.body.contains("тайна"), "{}", seen.body);
    assert!(seen.texts("#changes td.who").iter().all(|who| who == "Маяк"));
}

/// All pages from the newest down, by their «Раньше».
async fn turned(who: &Browser, mut between: impl AsyncFnMut()) -> Vec<Vec<String>> {
    let (mut pages, mut path) = (vec![], Some("/changes".to_owned()));
    while let Some(here) = path {
        let seen = who.open(&here).await;
        pages.push(seen.attributes("#changes td.wrap a", "href"));
        let links = seen
            .texts(".card > .form-end a")
            .into_iter()
            .zip(seen.attributes(".card > .form-end a", "href"));
        path = links.filter(|(text, _)| text == "Раньше").map(|(_, href)| href).next();
        between().await;
    }
    pages
}

#[tokio::test]
async fn pages_of_rows_of_one_instant_miss_none_and_repeat_none_while_new_rows_arrive() {
    let world = World::new().await;
    let fill = async |count: i32, minutes: i32| {
        let mut db = begin(&world, noon()).await;
        // Each row is of a person of its own, who knows where the row is told.
        let insert = format!(
            "with added as (insert into member (company_id, id, name, name_norm, role)
                 select '{OURS}', gen_random_uuid(), 'Человек', 'человек', 'manager' from generate_series(1, {count})
                 returning id)
             insert into change_log (company_id, id, at, by_member, as_role, subject, subject_id, action)
             select '{OURS}', gen_random_uuid(), timestamptz '2026-11-18 09:00Z' + interval '1 minute' * {minutes},
                 '{}', 'owner', 'member', id, 'add' from added",
            member(0)
        );
        sqlx::query(AssertSqlSafe(insert)).execute(&mut *db).await.unwrap();
        db.commit().await.unwrap();
    };
    fill(130, 0).await;
    let before: HashSet<String> =
        turned(&world.owner, async || {}).await.concat().into_iter().collect();
    assert_eq!(before.len(), 130);
    let pages = turned(&world.owner, async || fill(7, 1).await).await;
    assert_eq!(pages.iter().map(Vec::len).collect::<Vec<_>>(), [50, 50, 30]);
    let after: HashSet<String> = pages.concat().into_iter().collect();
    assert_eq!(after, before, "rows that came meanwhile stand above and shift nothing");
}

#[tokio::test]
async fn a_page_takes_at_most_eight_statements() {
    let world = World::new().await;
    let figures = Figures::new(&world).await;
    figures.plan("2026-11-01", &[(IVANOVA, figures.calls, 200)]).await;
    move_petrov(&world).await;
    for path in ["/changes", "/changes?subject=metric", "/changes?from=2026-11-01"] {
        for who in [&world.owner, &world.head] {
            let (seen, statements) = who.open_counting(path).await;
            assert_eq!(seen.status, StatusCode::OK);
            assert!((2..=8).contains(&statements.len()), "{path}: {statements:#?}");
        }
    }
}

#[tokio::test]
async fn a_hundred_thousand_changes_are_read_from_their_place_in_an_index() {
    let world = World::new().await;
    let mut db = begin(&world, noon()).await;
    let fill = format!(
        "insert into change_log (company_id, id, at, by_member, as_role, subject, subject_id, action)
         select '{OURS}', gen_random_uuid(), timestamptz '2026-01-01' + interval '1 minute' * (n / 10),
             ('{{{},{},{MANAGER}}}'::uuid[])[1 + n % 3], 'owner', (array['member', 'metric', 'plan', 'import'])[1 + n % 4],
             gen_random_uuid(), 'edit'
         from generate_series(1, 100000) n",
        member(0),
        member(2)
    );
    sqlx::query(AssertSqlSafe(fill)).execute(&mut *db).await.unwrap();
    db.commit().await.unwrap();
    let mut owner = crate::support::owner_of(&world.pool).await;
    sqlx::query("analyze change_log").execute(&mut owner).await.unwrap();
    let mut db = begin(&world, noon()).await;
    // Also as the server plans a statement once for all its parameters.
    for mode in ["force_custom_plan", "force_generic_plan"] {
        sqlx::query(AssertSqlSafe(format!("set local plan_cache_mode = {mode}")))
            .execute(&mut *db)
            .await
            .unwrap();
        for (filter, most) in [
            ("true", 200),
            ("by_member = $4", 400),
            ("subject = 'plan'", 400),
            ("subject_id = $4", 10),
        ] {
            let prepare = format!(
                "prepare page (uuid, timestamptz, uuid, uuid) as select id from change_log
                 where company_id = $1 and (at, id) < ($2, $3) and at >= '1990-01-01' and {filter}
                 order by at desc, id desc limit 51"
            );
            sqlx::raw_sql(AssertSqlSafe(prepare)).execute(&mut *db).await.unwrap();
            let explain = format!(
                "explain (analyze, buffers, costs off) execute page ('{OURS}', '2026-01-04', '{}', '{MANAGER}')",
                Uuid::nil()
            );
            let plan: Vec<String> =
                sqlx::query_scalar(AssertSqlSafe(explain)).fetch_all(&mut *db).await.unwrap();
            sqlx::raw_sql("deallocate page").execute(&mut *db).await.unwrap();
            let plan = plan.join("\n");
            assert!(
                plan.contains("change_log_") && !plan.contains("Sort"),
                "{mode}, {filter}: {plan}"
            );
            assert!(buffers(&plan) < most, "{mode}, {filter}: {plan}");
        }
    }
}

/// How many blocks the whole plan touched.
fn buffers(plan: &str) -> u64 {
    let line = plan.lines().find(|line| line.contains("Buffers:")).unwrap();
    let numbers = line.split(['=', ' ']).filter_map(|word| word.parse::<u64>().ok());
    numbers.sum()
}

/// Files of one slice.
type Sources = Vec<(PathBuf, String)>;

fn sources(folder: &Path) -> Sources {
    let inside = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut found: Sources = inside
        .flat_map(|path| {
            if path.is_dir() {
                return sources(&path);
            }
            let text = fs::read_to_string(&path).unwrap_or_default();
            let text = text.split("#[cfg(test)]").next().unwrap_or_default().to_owned();
            vec![(path, text)]
        })
        .collect();
    found.sort();
    found
}

/// The pairs of subject and action that a slice logs; a place that is not understood is told.
fn logged(slice: &Sources) -> Result<HashSet<(String, String)>, String> {
    let mut pairs = HashSet::new();
    for (path, text) in slice {
        for (at, _) in text.match_indices("Change {") {
            let literal = &text[at..at + text[at..].find('}').unwrap()];
            if text[..at].ends_with("struct ") || !literal.contains("subject") {
                continue;
            }
            let subjects = said(slice, (text, at), literal, "subject");
            let actions = said(slice, (text, at), literal, "action");
            if subjects.is_empty() || actions.is_empty() {
                return Err(format!("{}: {literal}", path.display()));
            }
            let all =
                |s: &String| actions.iter().map(|a| (s.clone(), a.clone())).collect::<Vec<_>>();
            pairs.extend(subjects.iter().flat_map(all));
        }
    }
    Ok(pairs)
}

/// What a field of the literal may be: quoted there, or a name that has got its value somewhere.
fn said(slice: &Sources, place: (&str, usize), literal: &str, field: &str) -> Vec<String> {
    match literal.split_once(&format!("{field}: ")) {
        Some((_, value)) if value.starts_with('"') => strings(value).into_iter().take(1).collect(),
        // The period of a closing.
        Some((_, value)) if value.starts_with("span.code()") => vec!["week".into(), "month".into()],
        _ => valued(slice, place, field),
    }
}

/// The texts that a name may stand for: bound in the function, or given to it by those who call it.
fn valued(slice: &Sources, (text, at): (&str, usize), name: &str) -> Vec<String> {
    let start = text[..at].rfind("fn ").unwrap_or(0);
    let function = &text[start..at];
    let bindings = function.match_indices("let ").map(|(from, _)| {
        let statement = &function[from..];
        statement[..statement.find(";\n").unwrap_or(statement.len())].split_once('=')
    });
    let is_bound = |left: &str| {
        left.split(|c: char| !c.is_alphanumeric() && c != '_').any(|word| word == name)
    };
    if let Some((left, right)) = bindings.flatten().filter(|(left, _)| is_bound(left)).last() {
        return bound(left, right.trim(), name);
    }
    let called = function[3..].split(['(', '<']).next().unwrap_or_default();
    let is_public = text[..start].ends_with("pub ") || text[..start].ends_with("pub async ");
    let everywhere = slice.iter().filter(|(_, other)| is_public || other == text);
    everywhere.flat_map(|(_, other)| calls(slice, other, called, name)).collect()
}

/// The texts of a binding; of a tuple only those in the place of the name.
fn bound(left: &str, right: &str, name: &str) -> Vec<String> {
    let Some(tuple) = right.strip_prefix('(') else { return strings(right) };
    let names = left.trim_start_matches("let ").trim().trim_matches(['(', ')']);
    let place = names.split(',').position(|one| one.trim() == name).unwrap_or(0);
    strings(tuple.split(',').nth(place).unwrap_or_default())
}

/// What is given under a name to a function by all who call it.
fn calls(slice: &Sources, text: &str, function: &str, name: &str) -> Vec<String> {
    let sign = format!("{function}(");
    let places = text.match_indices(&sign).map(|(at, _)| at).filter(|at| {
        let before = &text[..*at];
        let is_whole = !before.ends_with(|c: char| c.is_alphanumeric() || c == '_');
        is_whole && !before.ends_with("fn ")
    });
    places
        .flat_map(|at| {
            let given = strings(arguments(&text[at + function.len()..]));
            if given.is_empty() { valued(slice, (text, at), name) } else { given }
        })
        .collect()
}

/// The text between the first parenthesis and its pair.
fn arguments(text: &str) -> &str {
    let mut depth = 0;
    for (at, letter) in text.char_indices() {
        depth += i32::from(letter == '(') - i32::from(letter == ')');
        if depth == 0 {
            return &text[..at];
        }
    }
    text
}

/// Quoted words that are not keys of JSON.
fn strings(text: &str) -> Vec<String> {
    let parts: Vec<&str> = text.split('"').collect();
    let word = |at: usize| {
        let is_key = parts.get(at + 1).is_some_and(|next| next.trim_start().starts_with(':'));
        (!is_key).then(|| parts[at].to_owned())
    };
    (1..parts.len()).step_by(2).filter_map(word).collect()
}

#[test]
fn every_change_that_is_logged_has_words() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let folders = fs::read_dir(source).unwrap().map(|entry| entry.unwrap().path());
    let slices = folders.filter(|path| path.is_dir() && !path.ends_with("db"));
    let pairs: HashSet<(String, String)> = slices
        .flat_map(|slice| {
            logged(&sources(&slice)).unwrap_or_else(|place| panic!("how is it logged? {place}"))
        })
        .collect();
    for known in [
        ("member", "dismiss"),
        ("member", "reset_link"),
        ("metric", "show"),
        ("department", "appoint_head"),
        ("proposal", "decline"),
        ("week", "reopen"),
        ("week_plan", "set"),
    ] {
        let known = (known.0.to_owned(), known.1.to_owned());
        assert!(pairs.contains(&known), "the scan finds {known:?} among {pairs:#?}");
    }
    let mute: Vec<_> =
        pairs.iter().filter(|(subject, action)| !has_words(subject, action)).collect();
    assert!(mute.is_empty(), "add words for these to src/changes/words: {mute:#?}");
}

#[test]
fn the_scan_understands_the_ways_a_change_is_logged() {
    let text = r#"
        async fn dismiss() {
            let action = if gone { "dismiss" } else { "take_back" };
            log(db, Change { subject: "member", id, action, before, after }).await
        }
        fn appoint() {
            let (subject, id, action) = ("department", department.0, "appoint_head");
            log(db, Change { subject, id, action, before: None, after }).await
        }
        fn order() {
            record(db, id, "move", Some(json!({ "place": at })))
        }
        fn record(db: &mut TenantTx, id: Id, action: &'static str) {
            log(db, Change { subject: "metric", id, action, before, after }).await
        }
    "#;
    let found = |text: &str| logged(&vec![(PathBuf::new(), text.to_owned())]);
    let expected = [
        ("member", "dismiss"),
        ("member", "take_back"),
        ("department", "appoint_head"),
        ("metric", "move"),
    ];
    let expected = expected.map(|(subject, action)| (subject.to_owned(), action.to_owned()));
    assert_eq!(found(text).unwrap(), HashSet::from(expected));
    assert!(found("fn f() { Change { subject: noun, id, action: verb } }").is_err());
}

#[tokio::test]
async fn the_journal_is_narrowed_by_role_and_by_a_part_of_a_name() {
    let world = World::new().await;
    move_petrov(&world).await;
    let fields = [("name", "Иванова Ольга"), ("sells", "yes"), ("row_version", "1")];
    world.expert.submit(&format!("/people/{IVANOVA}"), &fields).await;
    let shown =
        async |query: &str| world.owner.open(&format!("/changes?{query}")).await.text("main");
    let by_expert = shown("as=expert").await;
    assert!(by_expert.contains("Иванова Ольга") && !by_expert.contains("Петров"), "{by_expert}");
    let named = shown("q=%D0%9F%D0%95%D0%A2%D0%A0%D0%9E%D0%92").await; // ПЕТРОВ
    assert!(named.contains("Петров И.") && !named.contains("Иванова Ольга"), "{named}");
    assert!(shown("q=%25").await.contains("Таких изменений нет"), "a sign is a sign");
    assert!(shown("as=manager").await.contains("Таких изменений нет"));
    for (query, status) in [
        ("as=boss", StatusCode::NOT_FOUND),
        ("by=00000000-0000-0000-0000-0000000000ff", StatusCode::NOT_FOUND),
        ("by=somebody", StatusCode::NOT_FOUND),
    ] {
        let seen = world.owner.open(&format!("/changes?{query}")).await;
        assert_eq!(seen.status, status, "{query}");
    }
    let long = world.owner.open(&format!("/changes?q={}", "a".repeat(10_000))).await;
    assert_eq!(long.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(long.text("#q-error").contains("Не длиннее"));
    let (_, statements) = world.owner.open_counting("/changes?q=a&as=expert").await;
    assert!(statements.len() <= 8, "{statements:#?}");
}
