//! The queue of jobs: written with their cause, done once, tried again, taken in turns, told to the operator.
use chrono::{DateTime, TimeDelta, Utc};
use mayak::app::App;
use mayak::clock::Clock;
use mayak::db::{Login, Tenant};
use mayak::jobs::{
    Kind, State, Wanted, enqueue, enqueue_by_sign_in, enqueue_due, numbers, run_due,
};
use mayak::values::CompanyId;
use sqlx::{AssertSqlSafe, Executor};
use uuid::Uuid;

use crate::support::{OURS, THEIRS, World, noon, owner_of};

async fn sql(world: &World, statement: &str) {
    owner_of(&world.pool).await.execute(AssertSqlSafe(statement.to_owned())).await.unwrap();
}

async fn ask(world: &World, company: Uuid, wanted: Wanted) {
    let mut db = Tenant::unattended(&world.app, CompanyId(company)).begin().await.unwrap();
    enqueue(&mut db, wanted).await.unwrap();
    db.commit().await.unwrap();
}

fn at(app: &App, now: DateTime<Utc>) -> App {
    App { clock: Clock::fixed(now), ..app.clone() }
}

async fn number(world: &World, of: State) -> i64 {
    let numbers = numbers(&world.app).await.unwrap();
    numbers.iter().filter(|all| all.state == of).map(|all| all.number).sum()
}

async fn states(world: &World) -> Vec<(String, i32, Option<String>)> {
    sqlx::query_as("select state, attempts, error from job order by id")
        .fetch_all(&world.pool)
        .await
        .unwrap()
}

#[tokio::test]
async fn a_job_is_there_when_its_cause_is() {
    let world = World::new().await;
    let mut db = Tenant::unattended(&world.app, CompanyId(OURS)).begin().await.unwrap();
    enqueue(&mut db, Wanted::new(Kind::TidyCompany)).await.unwrap();
    drop(db); // the cause came to nothing
    assert_eq!(run_due(&world.app).await.unwrap(), 0);

    ask(&world, OURS, Wanted::new(Kind::TidyCompany)).await;
    assert_eq!(run_due(&world.app).await.unwrap(), 1);
    assert_eq!(number(&world, State::Done).await, 1);
}

#[tokio::test]
async fn what_is_asked_for_twice_is_done_once_in_each_company() {
    let world = World::new().await;
    for company in [OURS, OURS, THEIRS] {
        ask(&world, company, Wanted::new(Kind::TidyCompany).once("уборка")).await;
    }
    for _ in 0..2 {
        let mut db = Login::new(&world.app).begin().await.unwrap();
        enqueue_by_sign_in(&mut db, None, Wanted::new(Kind::Tidy).once("уборка")).await.unwrap();
        db.commit().await.unwrap();
    }
    assert_eq!(run_due(&world.app).await.unwrap(), 3);
    ask(&world, OURS, Wanted::new(Kind::TidyCompany).once("уборка")).await;
    assert_eq!(run_due(&world.app).await.unwrap(), 0, "nor again when it is done");
}

#[tokio::test]
async fn a_job_may_wait_for_its_time() {
    let world = World::new().await;
    ask(&world, OURS, Wanted::new(Kind::TidyCompany).after(TimeDelta::seconds(30))).await;
    assert_eq!(run_due(&world.app).await.unwrap(), 0);
    let later = at(&world.app, noon() + TimeDelta::seconds(30));
    assert_eq!(run_due(&later).await.unwrap(), 1);
}

#[tokio::test]
async fn a_company_sees_its_own_jobs_and_moves_none() {
    let world = World::new().await;
    ask(&world, THEIRS, Wanted::new(Kind::TidyCompany)).await;
    assert_eq!(world.count(OURS, "select count(*) from job").await, 0);
    assert_eq!(world.count(THEIRS, "select count(*) from job").await, 1);
    for forbidden in [
        "update job set state = 'dropped'".to_owned(),
        "delete from job".to_owned(),
        format!(
            "insert into job (id, company_id, kind, made_at, run_at, most_attempts)
             values (gen_random_uuid(), '{THEIRS}', 'tidy_company', now(), now(), 1)"
        ),
    ] {
        let begin = format!("begin; set local role mayak_app; set local app.company_id = '{OURS}'");
        let mut db = world.pool.begin_with(AssertSqlSafe(begin)).await.unwrap();
        assert!(db.execute(AssertSqlSafe(forbidden.clone())).await.is_err(), "{forbidden}");
    }
}

#[tokio::test]
async fn a_failure_is_tried_again_with_growing_pauses_and_then_told() {
    let world = World::new().await;
    sql(&world, "revoke delete on idempotency from mayak_app").await;
    ask(&world, OURS, Wanted::new(Kind::TidyCompany)).await;

    let mut now = noon();
    for tries in 1..=5 {
        assert_eq!(run_due(&at(&world.app, now)).await.unwrap(), 1, "try {tries}");
        assert_eq!(run_due(&at(&world.app, now)).await.unwrap(), 0, "not at once");
        now += TimeDelta::seconds(12 << (tries - 1)); // the longest pause
    }

    let refused = Some("База данных отказала, код 42501".to_owned());
    assert_eq!(states(&world).await, [("failed".to_owned(), 5, refused)]);
    assert_eq!(run_due(&at(&world.app, now + TimeDelta::hours(1))).await.unwrap(), 0);
}

#[tokio::test]
async fn what_can_never_be_done_fails_at_once() {
    let world = World::new().await;
    let mut db = Login::new(&world.app).begin().await.unwrap();
    enqueue_by_sign_in(&mut db, None, Wanted::new(Kind::TidyCompany)).await.unwrap();
    db.commit().await.unwrap();
    run_due(&world.app).await.unwrap();
    let why = Some("У задачи нет компании".to_owned());
    assert_eq!(states(&world).await, [("failed".to_owned(), 1, why)]);
}

#[tokio::test]
async fn the_job_of_a_dead_instance_is_taken_over() {
    let world = World::new().await;
    ask(&world, OURS, Wanted::new(Kind::TidyCompany)).await;
    let taken = "update job set state = 'running', attempts = 1, lease = gen_random_uuid(), locked_until = now() + interval";
    sql(&world, &format!("{taken} '1 hour'")).await;
    assert_eq!(run_due(&world.app).await.unwrap(), 0, "while it is heard of");
    sql(&world, &format!("{taken} '-1 second'")).await;
    assert_eq!(run_due(&world.app).await.unwrap(), 1);
    assert_eq!(states(&world).await, [("done".to_owned(), 2, None)]);
}

#[tokio::test]
async fn a_job_that_kills_its_instance_each_time_ends() {
    let world = World::new().await;
    ask(&world, OURS, Wanted::new(Kind::TidyCompany)).await;
    sql(&world, "update job set state = 'running', attempts = 5, lease = gen_random_uuid(), locked_until = now() - interval '1 second'").await;
    assert_eq!(run_due(&world.app).await.unwrap(), 0);
    let why = Some("Программа, выполнявшая задачу, прервалась".to_owned());
    assert_eq!(states(&world).await, [("failed".to_owned(), 5, why)]);
}

/// Notes whose jobs are taken in what order.
const WATCH: &str = "create table turn (no serial, company uuid);
    create function note() returns trigger language plpgsql security definer as $$
    begin insert into turn (company) values (new.company_id); return new; end $$;
    create trigger noted after update on job for each row when (new.state = 'running' and old.state = 'waiting') execute function note();
    grant select on turn to mayak_login";

#[tokio::test]
async fn a_company_with_many_jobs_does_not_hold_up_the_others() {
    let world = World::new().await;
    sql(&world, WATCH).await;
    for _ in 0..20 {
        ask(&world, OURS, Wanted::new(Kind::TidyCompany)).await;
    }
    ask(&world, THEIRS, Wanted::new(Kind::TidyCompany)).await;

    assert_eq!(run_due(&world.app).await.unwrap(), 21);

    let turns: Vec<Uuid> = sqlx::query_scalar("select company from turn order by no")
        .fetch_all(&world.pool)
        .await
        .unwrap();
    assert_eq!(turns[..2], [OURS, THEIRS], "asked for last, done second");
}

/// Our company has three jobs, and two of them are being done.
async fn two_of_three_run(world: &World) {
    for _ in 0..3 {
        ask(world, OURS, Wanted::new(Kind::TidyCompany)).await;
    }
    let two = "update job set state = 'running', lease = gen_random_uuid(), locked_until = now() + interval '1 hour'
         where id in (select id from job limit 2)";
    sql(world, two).await;
}

#[tokio::test]
async fn of_one_company_two_jobs_run_at_once() {
    let world = World::new().await;
    two_of_three_run(&world).await;
    ask(&world, THEIRS, Wanted::new(Kind::TidyCompany)).await;
    assert_eq!(run_due(&world.app).await.unwrap(), 1, "theirs; our third waits");
    assert_eq!(number(&world, State::Waiting).await, 1);
}

/// A link for a forgotten password does not wait for the copy of the night.
#[tokio::test]
async fn letters_do_not_stand_behind_other_jobs() {
    let world = World::new().await;
    two_of_three_run(&world).await;
    ask(&world, OURS, Wanted::new(Kind::Letter)).await;
    assert_eq!(run_due(&world.app).await.unwrap(), 1, "the letter");
    assert_eq!(number(&world, State::Waiting).await, 1, "the third waits");
}

#[tokio::test]
async fn each_run_of_the_schedule_is_one_job_whoever_looks() {
    let world = World::new().await;
    sql(&world, &format!("update company set tz = 'Asia/Vladivostok' where id = '{THEIRS}'")).await;
    enqueue_due(&world.app).await.unwrap();
    assert_eq!(run_due(&world.app).await.unwrap(), 8);
    let other = App { ids: mayak::values::Ids::random(), ..world.app.clone() };
    enqueue_due(&other).await.unwrap();
    assert_eq!(run_due(&other).await.unwrap(), 0, "another instance in the same minute");

    let keys: Vec<(Option<Uuid>, String)> =
        sqlx::query_as("select company_id, dedupe_key from job order by dedupe_key")
            .fetch_all(&world.pool)
            .await
            .unwrap();
    let own = |key: &str| (None, key.to_owned());
    let of = |company, key: &str| (Some(company), key.to_owned());
    assert_eq!(
        keys,
        [
            own("close_months@2026-11-18T09:00Z"),
            own("copy_database@2026-11-18T00:00Z"),
            own("erase_companies@2026-11-18T08:30Z"),
            own("forget_sign_ins@2026-11-18T08:17Z"),
            own("introduction@2026-11-18T08:25Z"),
            own("tidy@2026-11-18T00:40Z"),
            of(THEIRS, "tidy_company@2026-11-17T17:10Z"),
            of(OURS, "tidy_company@2026-11-18T00:10Z"),
        ]
    );
    let next = at(&world.app, noon() + TimeDelta::minutes(1));
    enqueue_due(&next).await.unwrap();
    assert_eq!(run_due(&next).await.unwrap(), 1, "months are looked at each minute");
}

#[tokio::test]
async fn the_night_forgets_what_nobody_needs_any_more() {
    let world = World::new().await;
    let old = noon() - TimeDelta::days(31);
    sql(
        &world,
        &format!(
            "insert into idempotency (company_id, key, member_id, location, at) values
                 ('{OURS}', gen_random_uuid(), gen_random_uuid(), '/old', '{old}'),
                 ('{OURS}', gen_random_uuid(), gen_random_uuid(), '/new', '{}');
             insert into import_run (company_id, id, kind, file_name, sha256, mapping, state, by_member, made_at)
                 select '{OURS}', gen_random_uuid(), 'facts', name || '.csv', '', '{{}}', 'uploaded', m.id, at
                 from (values ('старый', '{old}'::timestamptz), ('новый', '{}')) as f (name, at), (select id from member where company_id = '{OURS}' limit 1) m;
             insert into import_file (company_id, import_id, content) select company_id, id, 'a' from import_run;
             insert into letter (id, kind, address, made_at) values
                 (gen_random_uuid(), 'reset', 'old@mayak.test', '{old}'), (gen_random_uuid(), 'reset', 'new@mayak.test', '{}');
             insert into job (id, kind, state, made_at, run_at, ended_at, most_attempts) values
                 (gen_random_uuid(), 'tidy', 'done', '{old}', '{old}', '{old}', 1),
                 (gen_random_uuid(), 'tidy', 'failed', '{old}', '{old}', '{old}', 1)",
            noon(),
            noon(),
            noon()
        ),
    )
    .await;
    ask(&world, OURS, Wanted::new(Kind::TidyCompany)).await;
    let mut db = Login::new(&world.app).begin().await.unwrap();
    enqueue_by_sign_in(&mut db, None, Wanted::new(Kind::Tidy)).await.unwrap();
    db.commit().await.unwrap();

    assert_eq!(run_due(&world.app).await.unwrap(), 2);

    let of_ours = async |what: &str| world.count(OURS, what).await;
    assert_eq!(of_ours("select count(*) from idempotency where location = '/old'").await, 0);
    assert_eq!(of_ours("select count(*) from idempotency where location = '/new'").await, 1);
    assert_eq!(of_ours("select count(*) from import_file").await, 1);
    let discarded = "select count(*) from import_run where discarded_at is not null and file_name = 'старый.csv'";
    assert_eq!(of_ours(discarded).await, 1);
    let given_up = "select array_agg(address) from letter where state = 'failed'";
    let given_up: Vec<String> =
        sqlx::query_scalar(given_up).fetch_one(&mut owner_of(&world.pool).await).await.unwrap();
    assert_eq!(given_up, ["old@mayak.test"], "nobody sends it any more");
    assert_eq!(number(&world, State::Failed).await, 1, "failures wait for the operator");
    assert_eq!(number(&world, State::Done).await, 2, "only those of this night");
}
