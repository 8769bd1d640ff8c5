//! The operator's pages: the queue, its failures, and nothing of the companies.
use axum::http::StatusCode;
use mayak::jobs::run_due;
use sqlx::Executor;
use uuid::Uuid;

use crate::support::{OURS, World, owner_of};

const HERE: &str = "/operator/jobs";
const FAILED: Uuid = Uuid::from_u128(0xD1);

/// A failed job of our company.
async fn with_failure() -> World {
    let world = World::new().await;
    let sql = format!(
        "insert into job (id, company_id, kind, state, payload, made_at, run_at, attempts, most_attempts, ended_at, error) values
         ('{FAILED}', '{OURS}', 'tidy_company', 'failed', '{{\"secret\": \"тайна\"}}', '2026-11-18T08:00Z', '2026-11-18T08:00Z', 5, 5,
          '2026-11-18T08:05Z', 'База данных отказала, код 42501')"
    );
    owner_of(&world.pool).await.execute(sqlx::AssertSqlSafe(sql)).await.unwrap();
    world
}

#[tokio::test]
async fn the_operator_sees_failures_with_their_reason_and_of_a_company_its_name() {
    let world = with_failure().await;
    let (seen, statements) = world.operator.open_counting(HERE).await;
    assert_eq!(seen.status, StatusCode::OK);
    assert_eq!(seen.text("h1"), "Не выполнено: 1 задача");
    let failed = seen.text("#failed tbody tr");
    assert!(
        failed.starts_with(
            "Ночная уборка компании Наша База данных отказала, код 42501 5 из 5 11:05"
        ),
        "{failed}"
    );
    assert!(!seen.body.contains("тайна"));
    assert_eq!(
        seen.texts("#schedule tbody tr")[0],
        "Закрытие месяцев каждую минуту Маяк, по Москве 12:01"
    );
    assert_eq!(statements.len(), 3, "{statements:#?}");
}

#[tokio::test]
async fn a_job_that_rests_after_a_failure_says_until_when() {
    let world = World::new().await;
    let sql = format!(
        "insert into job (id, company_id, kind, made_at, run_at, attempts, most_attempts, error) values
         ('{FAILED}', '{OURS}', 'tidy_company', '2026-11-18T08:00Z', '2026-11-18T09:30Z', 1, 5, 'База данных отказала'),
         ('{}', null, 'tidy', '2026-11-18T08:00Z', '2026-11-17T09:30Z', 0, 5, null)",
        Uuid::from_u128(0xD2)
    );
    owner_of(&world.pool).await.execute(sqlx::AssertSqlSafe(sql)).await.unwrap();
    let seen = world.operator.open(HERE).await;
    let line = seen.text("#line tbody");
    assert!(
        line.contains("отложена до 12:30") && line.contains("ждёт с 17 ноября, 12:30"),
        "{line}"
    );
}

#[tokio::test]
async fn a_failed_job_is_tried_again_at_the_operators_word() {
    let world = with_failure().await;
    let answer = world.operator.submit(&format!("{HERE}/{FAILED}/retry"), &[]).await;
    assert_eq!(answer.location.as_deref(), Some(HERE));
    let seen = world.operator.open(HERE).await;
    assert!(
        !seen.has("#failed") && seen.text("#line").contains("0 из 5"),
        "{}",
        seen.text("#line")
    );
    run_due(&world.app).await.unwrap();
    let state: String = sqlx::query_scalar("select state from job where id = $1")
        .bind(FAILED)
        .fetch_one(&world.pool)
        .await
        .unwrap();
    assert_eq!(state, "done");
}

#[tokio::test]
async fn a_job_is_taken_out_once() {
    let world = with_failure().await;
    let path = format!("{HERE}/{FAILED}/removal");
    assert_eq!(world.operator.submit(&path, &[]).await.status, StatusCode::SEE_OTHER);
    assert!(!world.operator.open(HERE).await.has("#failed"));
    let again = world.operator.submit(&path, &[]).await;
    let said = again.cookie("flash").unwrap();
    let said = percent_encoding::percent_decode_str(&said).decode_utf8_lossy().into_owned();
    assert!(said.contains("ушла дальше"), "{said}");
    let unknown = format!("{HERE}/{}/retry", Uuid::from_u128(1));
    assert_eq!(world.operator.submit(&unknown, &[]).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn nobody_else_sees_or_moves_a_job() {
    let world = with_failure().await;
    for who in [&world.owner, &world.manager, &world.stranger] {
        let seen = who.open(HERE).await;
        assert_eq!(seen.status, StatusCode::FORBIDDEN);
        assert!(seen.text("main").contains("только оператор"), "{}", seen.text("main"));
        let moved = who.submit(&format!("{HERE}/{FAILED}/retry"), &[]).await;
        assert_eq!(moved.status, StatusCode::FORBIDDEN);
    }
    let nobody = world.nobody.open(HERE).await;
    assert!(nobody.location.unwrap().starts_with("/sign-in"));
}

#[tokio::test]
async fn the_operator_comes_to_his_page_and_to_no_companys() {
    let world = World::new().await;
    world.give_password("operator").await;
    let seen = world.sign_in("operator", crate::support::PASSWORD).await;
    let operator = world.operator.with(&seen);
    for path in ["/home", "/", "/people", "/plan"] {
        let seen = operator.open(path).await;
        assert_eq!(seen.location.as_deref(), Some(HERE), "{path}");
    }
}
