//! The demonstration: the same for the same seed, up to the clock's today, and added to, never made anew.
use chrono::{DateTime, TimeDelta, Utc};
use mayak::clock::Clock;
use mayak::demo;
use sqlx::PgPool;
use uuid::Uuid;

use crate::support::{World, database, noon};

async fn filled(at: DateTime<Utc>) -> PgPool {
    let pool = database().await;
    demo::fill(&pool, Clock::fixed(at)).await.unwrap();
    pool
}

async fn companies(pool: &PgPool) -> Vec<(Uuid, String)> {
    sqlx::query_as("select id, name from company where is_demo order by name desc")
        .fetch_all(pool)
        .await
        .unwrap()
}

/// Facts of a company: how many, their sum, the last day.
async fn facts(pool: &PgPool, company: Uuid) -> (i64, i64, String) {
    let begin = format!("begin; set local role mayak_app; set local app.company_id = '{company}'");
    let mut tx = pool.begin_with(sqlx::AssertSqlSafe(begin)).await.unwrap();
    sqlx::query_as("select count(*), sum(value)::bigint, max(day)::text from fact_day")
        .fetch_one(&mut *tx)
        .await
        .unwrap()
}

#[tokio::test]
async fn two_starts_on_a_day_are_alike_to_the_row() {
    let (one, two) = (filled(noon()).await, filled(noon()).await);
    let company = companies(&one).await;
    assert_eq!(company, companies(&two).await);
    assert_eq!(
        company.iter().map(|(_, name)| name.as_str()).collect::<Vec<_>>(),
        ["ТехноСнаб", "Северный чай"]
    );
    let found = facts(&one, company[0].0).await;
    assert_eq!(found, facts(&two, company[0].0).await);
    assert_eq!(found.2, "2026-11-18");
    assert!(found.0 > 5_000, "a year of days: {found:?}");
}

#[tokio::test]
async fn a_later_start_adds_the_days_that_have_passed_and_changes_none() {
    let pool = filled(noon()).await;
    let (id, _) = companies(&pool).await[0].clone();
    let before = facts(&pool, id).await;
    demo::fill(&pool, Clock::fixed(noon())).await.unwrap();
    assert_eq!(facts(&pool, id).await, before);
    demo::fill(&pool, Clock::fixed(noon() + TimeDelta::days(15))).await.unwrap();
    let after = facts(&pool, id).await;
    assert!(after.0 > before.0 && after.2 == "2026-12-03", "{after:?}");
}

#[tokio::test]
async fn money_comes_from_clients_and_days_were_logged() {
    let pool = filled(noon()).await;
    let (id, _) = companies(&pool).await[0].clone();
    let begin = format!("begin; set local role mayak_app; set local app.company_id = '{id}'");
    let mut tx = pool.begin_with(sqlx::AssertSqlSafe(begin)).await.unwrap();
    let (lines, refunds, clients): (i64, i64, i64) = sqlx::query_as(
        "select count(*), count(*) filter (where amount < 0), count(distinct client_id) from payment where amount is not null",
    )
    .fetch_one(&mut *tx)
    .await
    .unwrap();
    assert!(
        lines > 500 && (3..30).contains(&refunds) && clients > 20,
        "{lines}, {refunds}, {clients}"
    );
    let apart: i64 = sqlx::query_scalar(
        "select count(*) from (
             select day, member_id, metric_id, sum(amount) as sum from payment where amount is not null group by 1, 2, 3) p
         join fact_day f using (day, member_id, metric_id) where f.value <> p.sum",
    )
    .fetch_one(&mut *tx)
    .await
    .unwrap();
    assert_eq!(apart, 0);
    let (days, late, last): (i64, i64, String) = sqlx::query_as(
        "select count(*), count(*) filter (where late), max(day)::text from day_log",
    )
    .fetch_one(&mut *tx)
    .await
    .unwrap();
    assert!(days > 900 && late > 0 && late < 20, "{days}, {late}");
    assert_eq!(last, "2026-11-17", "today is not over");
}

const TODAY: &str = "select coalesce(sum(value), 0)::bigint from fact_day where day = '2026-11-18'";

/// What somebody saved stays as it is, whatever the demonstration would say.
#[tokio::test]
async fn a_later_start_leaves_days_that_visitors_logged() {
    let pool = filled(noon()).await;
    let (id, _) = companies(&pool).await[0].clone();
    let begin = format!("begin; set local role mayak_app; set local app.company_id = '{id}'");
    let count = async |sql: &'static str| -> i64 {
        let mut tx = pool.begin_with(sqlx::AssertSqlSafe(begin.clone())).await.unwrap();
        let found = sqlx::query_scalar(sql).fetch_one(&mut *tx).await.unwrap();
        tx.commit().await.unwrap();
        found
    };
    let before = count(TODAY).await;
    count(
        "with logged as (insert into day_log (company_id, member_id, day, closed_at)
             select company_id, id, '2026-11-18', '2026-11-18T09:00:00Z' from member where sells returning 1)
         select count(*) from logged",
    )
    .await;
    demo::fill(&pool, Clock::fixed(noon() + TimeDelta::days(1))).await.unwrap();
    assert_eq!(count(TODAY).await, before);
}

/// The first pages of everybody, with a year of days behind them.
const PAGES: [&str; 14] = [
    "/",
    "/?period=2026-W47",
    "/?period=2026-Q4",
    "/?period=2025-12",
    "/plan-fact",
    "/plan-fact?period=2026-W47",
    "/plan-fact?period=2026-11-18",
    "/changes",
    "/plan",
    "/plan/days",
    "/people",
    "/metrics",
    "/entries",
    "/imports",
];

#[tokio::test]
async fn every_page_takes_at_most_eight_statements() {
    let world = World::new().await;
    demo::fill(&world.pool, Clock::fixed(noon())).await.unwrap();
    let (company, _) = companies(&world.pool).await[0].clone();
    sqlx::query(
        "insert into session (token_hash, person_id, company_id, made_at, seen_at, ends_at)
         select $1, id, $2, $3, $3, $3 + interval '1 day' from person where email_norm = 'owner@demo.mayak'",
    )
    .bind(mayak::signin::token_hash("demo"))
    .bind(company)
    .bind(noon())
    .execute(&world.pool)
    .await
    .unwrap();
    let mut owner = world.nobody.clone();
    owner.cookies = "mayak=demo".into();
    for page in PAGES {
        let (seen, statements) = owner.open_counting(page).await;
        assert_eq!(seen.status, 200, "{page}");
        assert!((2..=8).contains(&statements.len()), "{page}: {statements:#?}");
    }
}
