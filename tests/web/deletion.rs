//! Deleting a company: asked by its owner, told to everybody, taken back for thirty days, then done to the last row.
use std::time::Duration;

use axum::http::StatusCode;
use chrono::{DateTime, TimeDelta, Utc};
use mayak::app::App;
use mayak::clock::Clock;
use mayak::values::Ids;
use mayak::{deletion, demo};
use sqlx::{AssertSqlSafe, Executor, PgConnection, PgPool};
use tokio::task::JoinHandle;
use uuid::Uuid;

use crate::support::{Browser, OURS, PASSWORD, Seen, THEIRS, World, member, noon, owner_of};

async fn ask(who: &Browser, name: &str, password: &str) -> Seen {
    who.submit("/deletion", &[("name", name), ("password", password)]).await
}

/// What the product does by itself at that time; gives how many companies went.
async fn erase_at(world: &World, now: DateTime<Utc>) -> usize {
    let (ids, settings) = (Ids::random(), world.app.settings.clone());
    let app = App::new(world.pool.clone(), Clock::fixed(now), ids, settings);
    deletion::erase_due(&app).await.unwrap()
}

/// The rows and their digest in every table of a company, read past all walls.
async fn contents(pool: &PgPool, company: Uuid) -> Vec<(String, i64, Option<String>)> {
    let mut owner = owner_of(pool).await;
    let tables: Vec<String> = sqlx::query_scalar(
        "select relname::text from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' and relrowsecurity order by 1",
    )
    .fetch_all(&mut owner)
    .await
    .unwrap();
    let mut contents = Vec::new();
    for table in tables {
        let key = if table == "company" { "id" } else { "company_id" };
        let sum = format!(
            "select count(*), md5(string_agg(t::text, E'\\n' order by t::text)) from {table} t where {key} = $1"
        );
        let (rows, digest) =
            sqlx::query_as(AssertSqlSafe(sum)).bind(company).fetch_one(&mut owner).await.unwrap();
        contents.push((table, rows, digest));
    }
    contents
}

#[tokio::test]
async fn everybody_is_told_of_a_deletion_and_the_owner_takes_it_back() {
    let world = World::new().await;
    world.give_password("owner").await;
    let asked = ask(&world.owner, "«наша»", PASSWORD).await;
    assert_eq!(asked.status, StatusCode::SEE_OTHER);
    for (who, page) in
        [(&world.owner, "/people"), (&world.manager, "/day"), (&world.accountant, "/account")]
    {
        let seen = who.open(page).await;
        assert!(seen.text(".notice.bad").contains("Компания будет удалена 18 декабря"));
    }
    let owner = world.owner.open("/deletion").await;
    assert!(owner.text("#asked h2").contains("18 декабря 2026"), "{}", owner.text("#asked h2"));
    let journal = world.owner.open("/changes").await;
    assert!(journal.body.contains("компанию попросили удалить"));

    let kept = world.owner.submit("/deletion/cancellation", &[]).await;
    assert_eq!(kept.status, StatusCode::SEE_OTHER);
    assert!(!world.manager.open("/day").await.has(".notice.bad"));
    assert_eq!(erase_at(&world, noon() + TimeDelta::days(40)).await, 0);
    assert!(world.owner.open("/deletion").await.has("#ask"));
}

#[tokio::test]
async fn another_name_or_a_wrong_password_deletes_nothing_and_keeps_the_typing() {
    let world = World::new().await;
    world.give_password("owner").await;
    let seen = ask(&world.owner, "Ваша", "не тот пароль").await;
    assert_eq!(seen.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(seen.text("#name-error").contains("Наша"));
    assert_eq!(seen.text("#password-error"), "Пароль не подошёл");
    assert_eq!(seen.attribute("#name", "value"), "Ваша");
    assert!(!seen.body.contains("не тот пароль"));
    assert_eq!(world.count(OURS, "select count(*) from company_deletion").await, 0);
}

#[tokio::test]
async fn only_an_owner_deletes_and_only_his_own_company() {
    let world = World::new().await;
    for who in [&world.partner, &world.head, &world.manager, &world.expert] {
        assert_eq!(ask(who, "Наша", PASSWORD).await.status, StatusCode::FORBIDDEN);
        let cancelled = who.submit("/deletion/cancellation", &[]).await;
        assert_eq!(cancelled.status, StatusCode::FORBIDDEN);
    }
    world.give_password("stranger").await;
    assert_eq!(ask(&world.stranger, "Чужая", PASSWORD).await.status, StatusCode::SEE_OTHER);
    assert!(!world.owner.open("/people").await.has(".notice.bad"));
    assert_eq!(world.count(THEIRS, "select count(*) from company_deletion").await, 1);
    // Nor does an owner of another company take it back.
    world.owner.submit("/deletion/cancellation", &[]).await;
    assert_eq!(world.count(THEIRS, "select count(*) from company_deletion").await, 1);
}

#[tokio::test]
async fn after_thirty_days_nothing_of_the_company_is_left_and_nothing_of_others_is_touched() {
    let world = World::new().await;
    demo::fill(&world.pool, Clock::fixed(noon())).await.unwrap();
    let demos: Vec<(Uuid, Uuid)> = sqlx::query_as(
        "select c.id, m.person_id from company c join member m on m.company_id = c.id and m.role = 'owner' where c.is_demo order by c.name desc",
    )
    .fetch_all(&mut owner_of(&world.pool).await)
    .await
    .unwrap();
    let [(going, owner), (staying, _)] = demos[..] else { panic!("{demos:?}") };
    furnish_rest(&world, going).await;
    furnish_setup(&world, going).await;
    let before = contents(&world.pool, staying).await;
    assert!(
        contents(&world.pool, going).await.iter().all(|(_, rows, _)| *rows > 0),
        "a row of each kind"
    );

    assert_eq!(erase_at(&world, noon() + TimeDelta::days(29)).await, 0);
    assert_eq!(erase_at(&world, noon() + TimeDelta::days(30)).await, 1);

    let left = contents(&world.pool, going).await;
    assert!(left.iter().all(|(_, rows, _)| *rows == 0), "{left:#?}");
    assert_eq!(contents(&world.pool, staying).await, before);
    let (people, sessions): (i64, i64) = sqlx::query_as(
        "select (select count(*) from person where id = $1 and password_hash is not null),
                (select count(*) from session where person_id = $1 and company_id is null)",
    )
    .bind(owner)
    .fetch_one(&world.pool)
    .await
    .unwrap();
    assert_eq!((people, sessions), (1, 1), "he is still signed in, in no company");
}

/// A transaction of somebody else that keeps a deletion waiting at its first rows.
async fn hold_journal(world: &World, company: Uuid) -> PgConnection {
    let mut holder = owner_of(&world.pool).await;
    let hold = format!("begin; select from change_log where company_id = '{company}' for update");
    holder.execute(AssertSqlSafe(hold)).await.unwrap();
    holder
}

/// Deletes what is due in thirty days, and returns when it waits for rows that are held.
async fn erasing(world: &World) -> JoinHandle<anyhow::Result<usize>> {
    let (ids, settings) = (Ids::random(), world.app.settings.clone());
    let clock = Clock::fixed(noon() + TimeDelta::days(30));
    let app = App::new(world.pool.clone(), clock, ids, settings);
    let erasing = tokio::spawn(async move { deletion::erase_due(&app).await });
    let mut owner = owner_of(&world.pool).await;
    let waits = "select exists (select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock')";
    while !sqlx::query_scalar::<_, bool>(waits).fetch_one(&mut owner).await.unwrap() {
        assert!(!erasing.is_finished(), "nothing held it up");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    erasing
}

/// Ours and theirs are to be deleted, ours first.
async fn both_asked() -> World {
    let world = World::new().await;
    for (who, name, account) in
        [(&world.owner, "Наша", "owner"), (&world.stranger, "Чужая", "stranger")]
    {
        world.give_password(account).await;
        assert_eq!(ask(who, name, PASSWORD).await.status, StatusCode::SEE_OTHER);
    }
    let sooner =
        format!("update company_deletion set due_on = due_on - 1 where company_id = '{OURS}'");
    owner_of(&world.pool).await.execute(AssertSqlSafe(sooner)).await.unwrap();
    world
}

async fn companies(world: &World) -> Vec<Uuid> {
    let all = "select id from company order by id";
    sqlx::query_scalar(all).fetch_all(&mut owner_of(&world.pool).await).await.unwrap()
}

#[tokio::test]
async fn a_company_taken_back_while_others_are_deleted_is_kept() {
    let world = both_asked().await;
    let mut holder = hold_journal(&world, OURS).await;
    let erasing = erasing(&world).await;

    let kept = world.stranger.submit("/deletion/cancellation", &[]).await;
    assert_eq!(kept.status, StatusCode::SEE_OTHER);
    let before = contents(&world.pool, THEIRS).await;
    holder.execute("commit").await.unwrap();

    assert_eq!(erasing.await.unwrap().unwrap(), 1, "ours, as it was asked");
    assert_eq!(companies(&world).await, [THEIRS]);
    assert_eq!(contents(&world.pool, THEIRS).await, before);
    assert_eq!(world.stranger.open("/people").await.status, StatusCode::OK, "still signed in");
}

#[tokio::test]
async fn a_company_taken_back_in_the_middle_of_its_deletion_is_kept_whole() {
    let world = both_asked().await;
    let mut holder = hold_journal(&world, OURS).await;
    let erasing = erasing(&world).await;

    let kept = world.owner.submit("/deletion/cancellation", &[]).await;
    assert_eq!(kept.status, StatusCode::SEE_OTHER, "{}", kept.body);
    let before = contents(&world.pool, OURS).await;
    holder.execute("commit").await.unwrap();

    let said = erasing.await.unwrap().unwrap_err().to_string();
    assert_eq!(said, "1 companies not deleted", "and theirs is, as it was asked");
    assert_eq!(companies(&world).await, [OURS]);
    assert_eq!(contents(&world.pool, OURS).await, before);
    assert_eq!(world.owner.open("/people").await.status, StatusCode::OK, "still signed in");
    assert_eq!(erase_at(&world, noon() + TimeDelta::days(40)).await, 0);
}

/// What the demonstration has none of: the request itself, files, drafts, links, a session.
async fn furnish_rest(world: &World, company: Uuid) {
    let id = Uuid::from_u128(0xE0);
    let mut owner = owner_of(&world.pool).await;
    let (member, person): (Uuid, Uuid) = sqlx::query_as(
        "select id, person_id from member where company_id = $1 and role = 'owner' and person_id is not null limit 1",
    )
    .bind(company)
    .fetch_one(&mut owner)
    .await
    .unwrap();
    let rows = format!(
        "insert into company_deletion (company_id, asked_by, asked_at, due_on) values ('{company}', '{member}', now(), '2026-12-18') on conflict do nothing;
         insert into idempotency (company_id, key, member_id, location, at) values ('{company}', '{id}', '{member}', '/', now());
         insert into second_factor_rule (company_id, roles, from_on) values ('{company}', '{{owner}}', '2026-12-01') on conflict do nothing;
         insert into invitation (company_id, id, token_hash, name, role, sells, by_member, made_at, ends_at)
             values ('{company}', '{id}', '\\x01', 'Пётр', 'manager', true, '{member}', now(), now());
         insert into import_run (company_id, id, kind, file_name, sha256, mapping, state, by_member, made_at)
             values ('{company}', '{id}', 'facts', 'a.csv', '', '{{}}', 'applied', '{member}', now());
         insert into import_file (company_id, import_id, content) values ('{company}', '{id}', 'a;b');
         insert into correction_proposal (company_id, id, member_id, metric_id, day, value, reason, by_member, proposed_at)
             select '{company}', '{id}', '{member}', id, '2026-11-18', 1, 'Забыл', '{member}', now() from metric where company_id = '{company}' limit 1;
         insert into signal (company_id, id, kind, cause_key, starts_on, ends_on, opened_at, state)
             values ('{company}', '{id}', 'deviation', 'x', '2026-11-16', '2026-11-22', now(), 'open');
         insert into explanation (company_id, id, signal_id, happened, we_do, by_member, recorded_at)
             values ('{company}', '{id}', '{id}', 'Мало', 'Звоним', '{member}', now());
         insert into job (id, company_id, kind, most_attempts, made_at, run_at) values ('{id}', '{company}', 'tidy_company', 5, now(), now());
         insert into letter (id, company_id, kind, address, subject_id, made_at) values ('{id}', '{company}', 'invitation', 'a@b.ru', '{id}', now());
         insert into reset_link (token_hash, person_id, company_id, made_by, made_by_name, made_at, ends_at)
             values ('\\x09', '{person}', '{company}', '{member}', 'Анна', now(), now() + interval '1 hour');
         delete from session where person_id = '{person}';
         insert into session (token_hash, person_id, company_id, made_at, seen_at, ends_at)
             values ('\\x0a', '{person}', '{company}', now(), now(), now() + interval '1 hour');"
    );
    sqlx::raw_sql(AssertSqlSafe(rows)).execute(&mut owner).await.unwrap();
}

/// What a company is set up with.
async fn furnish_setup(world: &World, company: Uuid) {
    let id = Uuid::from_u128(0xE1);
    let rows = format!(
        "insert into company_setup (company_id) values ('{company}') on conflict do nothing;
         insert into template_applied (company_id, id, no, template, version, content, diff, by_member, applied_at)
             select '{company}', '{id}', 99, 'wholesale', 1, '{{}}', '[]', id, now() from member where company_id = '{company}' limit 1;
         insert into norm (company_id, id, metric_id, role, from_on, value, per, source, recorded_at)
             select '{company}', '{id}', id, 'head', '2001-01-01', 1, 'day', 'own', now() from metric where company_id = '{company}' limit 1;
         insert into pipeline (company_id, id, code, name, position) values ('{company}', '{id}', 'furnished', 'Воронка', 9);
         insert into stage (company_id, id, pipeline_id, code, name, position, stale_days) values ('{company}', '{id}', '{id}', 'offer', 'КП', 1, 7);
         insert into stage_probability (company_id, stage_id, from_on, basis_points) values ('{company}', '{id}', '2026-11-01', 2000);
         insert into scorecard (company_id, id, code, name, role, position) values ('{company}', '{id}', 'furnished', 'Карта', 'manager', 9);
         insert into scorecard_version (company_id, id, scorecard_id, no, state, effective_on, by_member, made_at)
             select '{company}', '{id}', '{id}', 1, 'draft', '2026-11-01', id, now() from member where company_id = '{company}' limit 1;
         insert into scorecard_item (company_id, version_id, position, system_code, weight, curve) values ('{company}', '{id}', 1, 'rhythm', 10000, '[]');
         insert into ritual (company_id, id, code, name, position) values ('{company}', '{id}', 'furnished', 'Планёрка', 9);
         insert into ritual_rule (company_id, ritual_id, from_on, rrule, starts_at, minutes, recorded_at)
             values ('{company}', '{id}', '2026-11-01', 'FREQ=WEEKLY;BYDAY=MO', '09:15', 15, now());
         insert into exercise (company_id, id, code, name, minutes, checklist, phrases, position)
             values ('{company}', '{id}', 'furnished', 'Контакт', 20, '{{a}}', '{{b}}', 9);
         insert into forecast_terms (company_id, from_on, terms, recorded_at) values ('{company}', '2001-01-01', '{{}}', now()) on conflict do nothing;
         insert into introduction (company_id, is_set_up, weeks_overdue, computed_at) values ('{company}', true, 0, now());
         insert into handover (company_id, id, by_member, made_at, content, is_last)
             select '{company}', '{id}', id, now(), '{{}}', false from member where company_id = '{company}' limit 1;
         insert into company_day (company_id, day, edition, kind, by_member, recorded_at)
             select '{company}', '2099-01-01', 1, 'off', id, now() from member where company_id = '{company}' limit 1;
         insert into absence (company_id, id, member_id, kind, starts_on, ends_on, by_member, recorded_at)
             select '{company}', '{id}', id, 'trip', '2001-01-01', '2001-01-02', id, now() from member where company_id = '{company}' limit 1;
         insert into schedule (company_id, member_id, from_on, no, kind, by_member, recorded_at)
             select '{company}', id, '2001-01-01', 1, 'company', id, now() from member where company_id = '{company}' limit 1;
         insert into capacity (company_id, member_id, from_on, no, percent, by_member, recorded_at)
             select '{company}', id, '2001-01-01', 1, 100, id, now() from member where company_id = '{company}' limit 1;
         insert into plan_cover (company_id, department_id, member_id, month, no, decision, carries, by_member, recorded_at)
             select '{company}', d.id, m.id, '2001-01-01', 1, 'keep', 1500, m.id, now() from member m, department d
             where m.company_id = '{company}' and d.company_id = '{company}' limit 1;
         insert into period_uncovered (company_id, close_id, metric_id, plan)
             select '{company}', c.id, m.id, 1 from period_close c, metric m where c.company_id = '{company}' and m.company_id = '{company}' limit 1;
         insert into client_owner (company_id, client_id, from_on, no, member_id, by_member, recorded_at)
             select '{company}', c.id, '2001-01-01', 1, m.id, m.id, now() from member m, client c
             where m.company_id = '{company}' and c.company_id = '{company}' limit 1;"
    );
    let mut owner = owner_of(&world.pool).await;
    sqlx::raw_sql(AssertSqlSafe(rows)).execute(&mut owner).await.unwrap();
}

/// The wall stands in the database itself: no request, no deletion, whatever the program says.
#[tokio::test]
async fn the_eraser_is_powerless_in_a_company_that_did_not_ask() {
    let world = World::new().await;
    let begin = format!("begin; set local role mayak_eraser; set local app.company_id = '{OURS}'");
    let mut tx = world.pool.begin_with(AssertSqlSafe(begin)).await.unwrap();
    let gone = sqlx::query("delete from department_head").execute(&mut *tx).await.unwrap();
    assert_eq!(gone.rows_affected(), 0);
    drop(tx);
    world.write(THEIRS, format!("insert into company_deletion (company_id, asked_by, asked_at, due_on) values ('{THEIRS}', '{}', now(), '2026-12-18')", member(0))).await;
    let begin =
        format!("begin; set local role mayak_eraser; set local app.company_id = '{THEIRS}'");
    let mut tx = world.pool.begin_with(AssertSqlSafe(begin)).await.unwrap();
    let gone = sqlx::query("delete from member").execute(&mut *tx).await.unwrap();
    assert_eq!(gone.rows_affected(), 1, "the other company's own and no more");
}
