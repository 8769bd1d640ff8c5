//! Months close by the owner's word or by themselves, and open again with a reason.
use axum::http::StatusCode;
use std::time::Duration;

use mayak::closing::close_due;
use sqlx::{AssertSqlSafe, Executor, PgConnection};

use crate::figures::Figures;
use crate::support::{OURS, World, owner_of};

/// September is due, October is over and open, November runs.
async fn world() -> World {
    let world = World::new().await;
    let begin = format!("begin; set local role mayak_app; set local app.company_id = '{OURS}'");
    let mut tx = world.pool.begin_with(sqlx::AssertSqlSafe(begin)).await.unwrap();
    sqlx::query("update company set tracking_from = '2026-09-01', month_closes_on = 15")
        .execute(&mut *tx)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    world
}

const SAID: &str = "select count(*) from period_close";

#[tokio::test]
async fn the_owner_closes_a_month_that_is_over_and_opens_it_again_with_a_reason() {
    let world = world().await;
    let page = world.owner.open("/closing").await;
    assert_eq!(page.texts("#months th[scope]"), ["Ноябрь", "Октябрь", "Сентябрь"]);
    assert_eq!(page.texts("#months .pill"), ["идёт", "открыт", "закрыт"]);

    let closed = world.owner.submit("/closing/2026-10/closing", &[]).await;
    assert_eq!(closed.location.as_deref(), Some("/closing"));
    let page = world.owner.open("/closing").await;
    assert_eq!(page.texts("#m-2026-10 .pill"), ["закрыт"]);
    let frozen = page.attributes("#m-2026-10 th a", "href").remove(0);
    assert!(world.partner.open(&frozen).await.text("h1").contains("октябрь"));

    let refused = world.owner.submit("/closing/2026-10/reopening", &[("no", "1")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.has("#reason-2026-10-error"));
    let typed = [("no", "1"), ("reason", "забыли возврат")];
    let reopened = world.owner.submit("/closing/2026-10/reopening", &typed).await;
    assert_eq!(reopened.status, StatusCode::SEE_OTHER, "{}", reopened.body);
    let page = world.owner.open("/closing").await;
    assert_eq!(page.texts("#m-2026-10 .pill"), ["снова открыт"]);
    assert!(page.text("#m-2026-10").contains("забыли возврат"));
}

#[tokio::test]
async fn a_month_that_runs_is_not_closed_and_a_closed_one_not_twice() {
    let world = world().await;
    for (month, why) in
        [("2026-11", "ещё идёт"), ("2026-09", "уже закрыт"), ("2026-08", "до начала")]
    {
        let refused = world.owner.submit(&format!("/closing/{month}/closing"), &[]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{month}");
        if month != "2026-08" {
            assert!(refused.text(&format!("#m-{month} .error")).contains(why), "{month}");
        }
    }
    for wrong in ["2026-W47", "2026-13", "ноябрь", "2026"] {
        let missing = world.owner.submit(&format!("/closing/{wrong}/closing"), &[]).await;
        assert_eq!(missing.status, StatusCode::NOT_FOUND, "{wrong}");
    }
    let stale = [("no", "0"), ("reason", "возврат")];
    world.owner.submit("/closing/2026-10/closing", &[]).await;
    let refused = world.owner.submit("/closing/2026-10/reopening", &stale).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(refused.attributes("#reason-2026-10", "value"), ["возврат"]);
    assert!(refused.text("#m-2026-10 .error").contains("сказали другое"));
}

#[tokio::test]
async fn only_the_owner_decides_and_only_of_his_company() {
    let world = world().await;
    let typed = [("no", "0"), ("reason", "возврат")];
    for colleague in [&world.partner, &world.head, &world.manager, &world.expert] {
        for path in ["/closing/2026-10/closing", "/closing/2026-09/reopening", "/closing/timing"] {
            assert_eq!(colleague.submit(path, &typed).await.status, StatusCode::FORBIDDEN);
        }
    }
    world.owner.submit("/closing/2026-10/closing", &[]).await;
    let page = world.owner.open("/closing").await;
    let frozen = page.attributes("#m-2026-10 th a", "href").remove(0);
    assert_eq!(world.stranger.open(&frozen).await.status, StatusCode::NOT_FOUND);
    assert_eq!(world.head.open(&frozen).await.status, StatusCode::FORBIDDEN);
    assert_eq!(world.count(OURS, SAID).await, 1);
}

#[tokio::test]
async fn hours_of_closing_are_checked_kept_and_the_second_editor_is_told() {
    let world = world().await;
    let typed = [("day_closes_at", "25:00"), ("month_closes_on", "40"), ("row_version", "1")];
    let refused = world.owner.submit("/closing/timing", &typed).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.has("#day_closes_at-error") && refused.has("#month_closes_on-error"));
    assert_eq!(refused.attributes("#month_closes_on", "value"), ["40"]);

    let typed = [("day_closes_at", "19:00"), ("month_closes_on", "3"), ("row_version", "1")];
    assert_eq!(world.owner.submit("/closing/timing", &typed).await.status, StatusCode::SEE_OTHER);
    let typed = [("day_closes_at", "21:00"), ("month_closes_on", "3"), ("row_version", "1")];
    let second = world.owner.submit("/closing/timing", &typed).await;
    assert_eq!(second.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(second.text("#form-error").contains("день — в 19:00"));
    assert_eq!(second.attributes("#day_closes_at", "value"), ["21:00"]);
    let again = [("day_closes_at", "21:00"), ("month_closes_on", "3"), ("row_version", "2")];
    assert_eq!(world.owner.submit("/closing/timing", &again).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn months_close_by_themselves_once_and_a_reopened_one_stays_open() {
    let world = world().await;
    Figures::new(&world).await;
    let (one, two) = tokio::join!(close_due(&world.app), close_due(&world.app));
    assert_eq!(one.unwrap() + two.unwrap(), 1, "September, by one of two");
    let typed = [("no", "1"), ("reason", "возврат")];
    let reopened = world.owner.submit("/closing/2026-09/reopening", &typed).await;
    assert_eq!(reopened.status, StatusCode::SEE_OTHER, "{}", reopened.body);
    assert_eq!(close_due(&world.app).await.unwrap(), 0);
    assert_eq!(world.count(OURS, SAID).await, 2);
    let page = world.owner.open("/closing").await;
    assert_eq!(page.texts("#m-2026-09 .pill"), ["снова открыт"]);
}

/// So many wait for locks in this database.
async fn waiting(owner: &mut PgConnection, number: i64) {
    let waits = "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'";
    while sqlx::query_scalar::<_, i64>(waits).fetch_one(&mut *owner).await.unwrap() < number {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

/// The list of due months was made before the owner's word, and its turn came after.
#[tokio::test]
async fn a_month_reopened_while_others_close_stays_open() {
    let world = world().await;
    Figures::new(&world).await;
    let (mut holder, mut owner) = (owner_of(&world.pool).await, owner_of(&world.pool).await);
    let hold = format!("begin; select from department where company_id = '{OURS}' for update");
    holder.execute(AssertSqlSafe(hold)).await.unwrap();
    let reopening = async {
        let typed = [("no", "0"), ("reason", "возврат")];
        world.owner.submit("/closing/2026-09/reopening", &typed).await
    };
    let closing = async {
        waiting(&mut owner, 1).await;
        close_due(&world.app).await
    };
    let mut both = owner_of(&world.pool).await;
    let release = async {
        waiting(&mut both, 2).await;
        holder.execute("commit").await
    };
    let (reopened, closed, _) = tokio::join!(reopening, closing, release);
    assert_eq!(reopened.status, StatusCode::SEE_OTHER, "{}", reopened.body);
    assert_eq!(closed.unwrap(), 0);
    let page = world.owner.open("/closing").await;
    assert_eq!(page.texts("#m-2026-09 .pill"), ["снова открыт"]);
}
