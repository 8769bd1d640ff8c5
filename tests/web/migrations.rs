//! Every migration runs on a database that has data, and loses none of it.
use std::borrow::Cow;

use sqlx::migrate::Migrator;
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection};

use crate::support::scratch;

/// Rows of the schema as it is after a migration; a new migration adds its own.
const DATA: &[(i64, &str)] = &[
    (
        20_261_123_090_000,
        "insert into person (id, email_norm, name) values ('00000000-0000-0000-0000-000000000001', 'a@b.ru', 'Анна');
         insert into company (id, name, tz, tracking_from) values ('00000000-0000-0000-0000-00000000000a', 'Наша', 'Europe/Moscow', '2026-01-01');
         insert into member (company_id, id, person_id, name, name_norm, role) values
             ('00000000-0000-0000-0000-00000000000a', '00000000-0000-0000-0000-000000000002', '00000000-0000-0000-0000-000000000001', 'Анна', 'анна', 'owner');
         insert into department (company_id, id, name) values ('00000000-0000-0000-0000-00000000000a', '00000000-0000-0000-0000-000000000003', 'Отдел');
         insert into member_department (company_id, member_id, from_on, department_id) values
             ('00000000-0000-0000-0000-00000000000a', '00000000-0000-0000-0000-000000000002', '2026-01-01', '00000000-0000-0000-0000-000000000003');
         insert into change_log (company_id, id, at, subject, subject_id, action) values
             ('00000000-0000-0000-0000-00000000000a', '00000000-0000-0000-0000-000000000004', now(), 'member', '00000000-0000-0000-0000-000000000002', 'add');
         insert into session (token_hash, person_id, company_id, made_at, seen_at, ends_at) values
             ('\\x01', '00000000-0000-0000-0000-000000000001', '00000000-0000-0000-0000-00000000000a', now(), now(), now());",
    ),
    (
        20_261_123_090_100,
        "insert into metric (company_id, id, code, name, unit, kind, direction, over_time, over_people, scale, position) values
             ('00000000-0000-0000-0000-00000000000a', '00000000-0000-0000-0000-000000000005', 'calls', 'Звонки', 'шт', 'step', 'up', 'sum', 'sum', 0, 1);
         insert into plan_version (company_id, id, department_id, period, starts_on, no, state, effective_on, by_member, made_at) values
             ('00000000-0000-0000-0000-00000000000a', '00000000-0000-0000-0000-000000000006', '00000000-0000-0000-0000-000000000003', 'month', '2026-11-01', 1, 'approved', '2026-11-01', '00000000-0000-0000-0000-000000000002', now());
         insert into target (company_id, id, plan_version_id, metric_id, member_id, value) values
             ('00000000-0000-0000-0000-00000000000a', '00000000-0000-0000-0000-000000000007', '00000000-0000-0000-0000-000000000006', '00000000-0000-0000-0000-000000000005', '00000000-0000-0000-0000-000000000002', 400);
         insert into fact_entry (company_id, id, member_id, metric_id, day, origin, value, recorded_at) values
             ('00000000-0000-0000-0000-00000000000a', '00000000-0000-0000-0000-000000000008', '00000000-0000-0000-0000-000000000002', '00000000-0000-0000-0000-000000000005', '2026-11-18', 'manual', 20, now());
         insert into import_run (company_id, id, kind, file_name, sha256, mapping, state, by_member, made_at) values
             ('00000000-0000-0000-0000-00000000000a', '00000000-0000-0000-0000-000000000009', 'facts', 'факты.csv', '', '{}', 'uploaded', '00000000-0000-0000-0000-000000000002', now());
         insert into import_file (company_id, import_id, content) values
             ('00000000-0000-0000-0000-00000000000a', '00000000-0000-0000-0000-000000000009', 'a;b');",
    ),
    (
        20_261_125_170_000,
        "insert into company_deletion (company_id, asked_by, asked_at, due_on) values
             ('00000000-0000-0000-0000-00000000000a', '00000000-0000-0000-0000-000000000002', now(), '2026-12-25');",
    ),
    (
        20_261_125_140_000,
        "update import_run set discarded_at = now();",
    ),
    (
        20_261_125_100_200,
        "insert into client (company_id, id, name, name_norm) values ('00000000-0000-0000-0000-00000000000a', '00000000-0000-0000-0000-000000000010', 'Ремстрой', 'ремстрой');
         insert into payment (company_id, id, day, member_id, metric_id, client_id, amount, origin, recorded_at) values
             ('00000000-0000-0000-0000-00000000000a', '00000000-0000-0000-0000-000000000011', '2026-11-18', '00000000-0000-0000-0000-000000000002', '00000000-0000-0000-0000-000000000005', '00000000-0000-0000-0000-000000000010', 12000000, 'manual', now());
         insert into day_log (company_id, member_id, day, closed_at) values ('00000000-0000-0000-0000-00000000000a', '00000000-0000-0000-0000-000000000002', '2026-11-18', now());
         insert into period_close (company_id, id, department_id, period, starts_on, ends_on, action, no, by_member, recorded_at) values
             ('00000000-0000-0000-0000-00000000000a', '00000000-0000-0000-0000-000000000012', '00000000-0000-0000-0000-000000000003', 'week', '2026-11-16', '2026-11-22', 'close', 1, '00000000-0000-0000-0000-000000000002', now());
         insert into period_figure (company_id, close_id, member_id, metric_id, plan, fact) values ('00000000-0000-0000-0000-00000000000a', '00000000-0000-0000-0000-000000000012', '00000000-0000-0000-0000-000000000002', '00000000-0000-0000-0000-000000000005', 100, 104);
         insert into correction_proposal (company_id, id, member_id, metric_id, day, value, reason, by_member, proposed_at) values
             ('00000000-0000-0000-0000-00000000000a', '00000000-0000-0000-0000-000000000013', '00000000-0000-0000-0000-000000000002', '00000000-0000-0000-0000-000000000005', '2026-11-18', 21, 'Забыл', '00000000-0000-0000-0000-000000000002', now());
         insert into signal (company_id, id, kind, cause_key, department_id, metric_id, starts_on, ends_on, opened_at, state) values
             ('00000000-0000-0000-0000-00000000000a', '00000000-0000-0000-0000-000000000014', 'deviation', 'x', '00000000-0000-0000-0000-000000000003', '00000000-0000-0000-0000-000000000005', '2026-11-16', '2026-11-22', now(), 'open');
         insert into explanation (company_id, id, signal_id, happened, we_do, by_member, recorded_at) values
             ('00000000-0000-0000-0000-00000000000a', '00000000-0000-0000-0000-000000000015', '00000000-0000-0000-0000-000000000014', 'Мало звонков', 'Звоним', '00000000-0000-0000-0000-000000000002', now());",
    ),
    (
        20_261_125_100_100,
        "insert into session (token_hash, person_id, company_id, made_at, seen_at, ends_at, replaced_at, replaced_by) values
             ('\\x02', '00000000-0000-0000-0000-000000000001', '00000000-0000-0000-0000-00000000000a', now(), now(), now(), now(), '00000000-0000-0000-0000-000000000009');
         insert into reset_link (token_hash, person_id, company_id, made_by, made_by_name, made_at, ends_at) values
             ('\\x03', '00000000-0000-0000-0000-000000000001', '00000000-0000-0000-0000-00000000000a', '00000000-0000-0000-0000-000000000002', 'Анна', now(), now() + interval '1 day');
         insert into second_factor (person_id, secret, last_step, made_at) values
             ('00000000-0000-0000-0000-000000000001', '\\x00', 1, now());
         insert into recovery_code (person_id, code_hash) values ('00000000-0000-0000-0000-000000000001', '\\x04');
         insert into pending_sign_in (token_hash, person_id, next, ends_at) values
             ('\\x05', '00000000-0000-0000-0000-000000000001', '/', now());
         insert into second_factor_rule (company_id, roles, from_on) values
             ('00000000-0000-0000-0000-00000000000a', '{owner}', '2026-12-01');",
    ),
    (
        20_261_125_100_000,
        "insert into invitation (company_id, id, token_hash, name, role, sells, by_member, made_at, ends_at) values
             ('00000000-0000-0000-0000-00000000000a', '00000000-0000-0000-0000-000000000009', '\\x01', 'Пётр', 'manager', true, '00000000-0000-0000-0000-000000000002', now(), now());",
    ),
    (
        20_261_125_180_000,
        "insert into job (id, company_id, kind, dedupe_key, made_at, run_at, most_attempts) values
             ('00000000-0000-0000-0000-000000000016', '00000000-0000-0000-0000-00000000000a', 'tidy_company', 'x', now(), now(), 5),
             ('00000000-0000-0000-0000-000000000017', null, 'tidy', 'x', now(), now(), 5);",
    ),
    (
        20_261_125_190_000,
        "insert into letter (id, company_id, kind, dedupe_key, address, subject_id, made_at) values
             ('00000000-0000-0000-0000-000000000018', '00000000-0000-0000-0000-00000000000a', 'invitation', 'x', 'a@b.ru', '00000000-0000-0000-0000-000000000009', now()),
             ('00000000-0000-0000-0000-000000000019', null, 'reset', 'x', 'a@b.ru', null, now());
         update person set email_confirmed_at = now();",
    ),
    (
        20_261_125_100_300,
        "insert into change_log (company_id, id, at, by_member, as_role, subject, subject_id, action, before, after) values
             ('00000000-0000-0000-0000-00000000000a', '00000000-0000-0000-0000-000000000009', now(), '00000000-0000-0000-0000-000000000002', 'owner',
              'member', '00000000-0000-0000-0000-000000000002', 'edit', '{\"name\": \"Аня\"}', '{\"name\": \"Анна\"}');",
    ),
    (
        20_261_125_200_000,
        "insert into company_setup (company_id, industry, light_until) values ('00000000-0000-0000-0000-00000000000a', 'wholesale', '2026-12-20');
         insert into template_applied (company_id, id, no, template, version, content, diff, by_member, applied_at) values
             ('00000000-0000-0000-0000-00000000000a', '00000000-0000-0000-0000-000000000020', 1, 'wholesale', 1, '{}', '[]', '00000000-0000-0000-0000-000000000002', now());
         insert into norm (company_id, id, metric_id, role, from_on, value, per, source, recorded_at) values
             ('00000000-0000-0000-0000-00000000000a', '00000000-0000-0000-0000-000000000021', '00000000-0000-0000-0000-000000000005', 'manager', '2026-11-01', 40, 'day', 'template', now());
         insert into pipeline (company_id, id, code, name, position) values ('00000000-0000-0000-0000-00000000000a', '00000000-0000-0000-0000-000000000022', 'main', 'Новые клиенты', 1);
         insert into stage (company_id, id, pipeline_id, code, name, position, stale_days) values
             ('00000000-0000-0000-0000-00000000000a', '00000000-0000-0000-0000-000000000023', '00000000-0000-0000-0000-000000000022', 'offer', 'КП отправлено', 1, 7);
         insert into stage_probability (company_id, stage_id, from_on, basis_points) values ('00000000-0000-0000-0000-00000000000a', '00000000-0000-0000-0000-000000000023', '2026-11-01', 2000);
         insert into scorecard (company_id, id, code, name, role, position) values ('00000000-0000-0000-0000-00000000000a', '00000000-0000-0000-0000-000000000024', 'manager', 'Менеджер', 'manager', 1);
         insert into scorecard_version (company_id, id, scorecard_id, no, state, effective_on, by_member, made_at, approved_at) values
             ('00000000-0000-0000-0000-00000000000a', '00000000-0000-0000-0000-000000000025', '00000000-0000-0000-0000-000000000024', 1, 'approved', '2026-11-01', '00000000-0000-0000-0000-000000000002', now(), now());
         insert into scorecard_item (company_id, version_id, position, metric_id, weight, curve) values ('00000000-0000-0000-0000-00000000000a', '00000000-0000-0000-0000-000000000025', 1, '00000000-0000-0000-0000-000000000005', 10000, '[]');
         insert into ritual (company_id, id, code, name, position) values ('00000000-0000-0000-0000-00000000000a', '00000000-0000-0000-0000-000000000026', 'standup', 'Планёрка', 1);
         insert into ritual_rule (company_id, ritual_id, from_on, rrule, starts_at, minutes, recorded_at) values
             ('00000000-0000-0000-0000-00000000000a', '00000000-0000-0000-0000-000000000026', '2026-11-01', 'FREQ=WEEKLY;BYDAY=MO,WE,FR', '09:15', 15, now());
         insert into exercise (company_id, id, code, name, minutes, checklist, phrases, position) values
             ('00000000-0000-0000-0000-00000000000a', '00000000-0000-0000-0000-000000000027', 'first_contact', 'Первый контакт', 20, '{Представился}', '{Добрый день}', 1);
         insert into forecast_terms (company_id, from_on, terms, recorded_at) values ('00000000-0000-0000-0000-00000000000a', '2026-11-01', '{}', now());",
    ),
    (
        20_261_125_220_000,
        "insert into introduction (company_id, is_set_up, weeks_overdue, computed_at) values ('00000000-0000-0000-0000-00000000000a', true, 1, now());
         insert into own_template (id, version, person_id, name, content, made_at) values
             ('00000000-0000-0000-0000-000000000030', 1, '00000000-0000-0000-0000-000000000001', 'Мой опт', '{}', now());
         insert into handover (company_id, id, by_member, made_at, content, is_last) values
             ('00000000-0000-0000-0000-00000000000a', '00000000-0000-0000-0000-000000000031', '00000000-0000-0000-0000-000000000002', now(), '{}', false);",
    ),
    (
        20_261_125_203_000,
        "update scorecard_version set answer = 'Мало денег', answered_by = by_member, answered_at = now();",
    ),
    (20_261_125_160_000, ""),
    (
        20_261_125_210_000,
        "insert into company_day (company_id, day, edition, kind, name, by_member, recorded_at) values
             ('00000000-0000-0000-0000-00000000000a', '2026-12-31', 1, 'off', 'Каникулы', '00000000-0000-0000-0000-000000000002', now());
         insert into absence (company_id, id, member_id, kind, starts_on, ends_on, by_member, recorded_at) values
             ('00000000-0000-0000-0000-00000000000a', '00000000-0000-0000-0000-000000000030', '00000000-0000-0000-0000-000000000002', 'vacation',
              '2026-11-23', '2026-11-27', '00000000-0000-0000-0000-000000000002', now());
         insert into schedule (company_id, member_id, from_on, no, kind, works, rests, by_member, recorded_at) values
             ('00000000-0000-0000-0000-00000000000a', '00000000-0000-0000-0000-000000000002', '2026-11-01', 1, 'cycle', 2, 2,
              '00000000-0000-0000-0000-000000000002', now());
         insert into capacity (company_id, member_id, from_on, no, percent, by_member, recorded_at) values
             ('00000000-0000-0000-0000-00000000000a', '00000000-0000-0000-0000-000000000002', '2026-11-01', 1, 30, '00000000-0000-0000-0000-000000000002', now());
         insert into plan_cover (company_id, department_id, member_id, month, no, decision, carries, by_member, recorded_at) values
             ('00000000-0000-0000-0000-00000000000a', '00000000-0000-0000-0000-000000000003', '00000000-0000-0000-0000-000000000002', '2026-11-01',
              1, 'keep', 1500, '00000000-0000-0000-0000-000000000002', now());
         insert into period_uncovered (company_id, close_id, metric_id, plan)
             select c.company_id, c.id, m.id, 1 from period_close c, metric m where c.company_id = m.company_id limit 1;
         insert into client_owner (company_id, client_id, from_on, no, member_id, by_member, recorded_at)
             select company_id, id, '2026-11-01', 1, '00000000-0000-0000-0000-000000000002', '00000000-0000-0000-0000-000000000002', now() from client
             where company_id = '00000000-0000-0000-0000-00000000000a';",
    ),
    (
        20_261_125_230_000,
        "insert into company_revision (company_id, no) values ('00000000-0000-0000-0000-00000000000a', 1);",
    ),
    (
        20_261_126_030_000,
        "insert into fact_entry (company_id, id, member_id, metric_id, day, origin, value, replaces_id, recorded_at) values
             ('00000000-0000-0000-0000-00000000000a', '00000000-0000-0000-0000-000000000801', '00000000-0000-0000-0000-000000000002', '00000000-0000-0000-0000-000000000005', '2026-11-18', 'manual', 21, '00000000-0000-0000-0000-000000000008', now());",
    ),
];

/// The migrations up to and including a version.
fn up_to(version: i64) -> Migrator {
    let some = mayak::MIGRATOR.iter().filter(|migration| migration.version <= version).cloned();
    Migrator { migrations: Cow::Owned(some.collect()), ..Migrator::DEFAULT }
}

async fn rows(db: &mut PgConnection) -> Vec<(String, i64)> {
    let tables: Vec<String> = sqlx::query_scalar(
        "select relname::text from pg_class c join pg_namespace n on n.oid = relnamespace
         where nspname = 'public' and relkind = 'r' and relname <> '_sqlx_migrations' order by 1",
    )
    .fetch_all(&mut *db)
    .await
    .unwrap();
    let mut counts = Vec::new();
    for table in tables {
        let count = AssertSqlSafe(format!("select count(*) from {table}"));
        counts.push((table, sqlx::query_scalar(count).fetch_one(&mut *db).await.unwrap()));
    }
    counts
}

#[tokio::test]
async fn every_migration_keeps_the_rows_it_finds() {
    let mut db = scratch("migrations").await;
    for migration in mayak::MIGRATOR.iter() {
        let before: Vec<_> =
            rows(&mut db).await.into_iter().filter(|(_, count)| *count > 0).collect();
        up_to(migration.version).run(&mut db).await.unwrap();
        let after = rows(&mut db).await;
        for kept in &before {
            assert!(after.contains(kept), "{kept:?} before {}, {after:?}", migration.version);
        }
        let data = DATA.iter().find(|(version, _)| *version == migration.version);
        let (_, data) = data.unwrap_or_else(|| panic!("no rows for {}", migration.version));
        db.execute(*data).await.unwrap();
    }
    db.close().await.unwrap();
}

#[tokio::test]
async fn migrations_run_twice_are_one() {
    let mut db = scratch("twice").await;
    mayak::MIGRATOR.run(&mut db).await.unwrap();
    mayak::MIGRATOR.run(&mut db).await.unwrap();
}
