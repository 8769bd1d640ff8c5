//! Addresses, roles and the number of statements.
use std::time::Instant;

use axum::http::StatusCode;
use sqlx::AssertSqlSafe;
use uuid::Uuid;

use super::{WEEK, held};
use crate::figures::begin;
use crate::support::{DEPARTMENT, OTHER_DEPARTMENT, OURS, PETROV, World, member, noon};
use crate::team;

#[tokio::test]
async fn the_earliest_unconfirmed_week_waits_on_the_heads_first_page() {
    let world = World::new().await;
    let home = world.head.open("/home").await;
    assert_eq!(home.location.as_deref(), Some("/week"));
    let to = world.head.open("/week").await;
    assert_eq!(to.location.as_deref(), Some("/week/2026-11-02/facts"));
    let later = world.head.open(&format!("{WEEK}/facts")).await;
    assert_eq!(later.attribute("#earlier a", "href"), "/week/2026-11-02/facts");
    assert_eq!(
        later.attributes(".period a", "href"),
        ["/week/2026-11-02/facts", "/week/2026-11-16/facts"]
    );
    let steps = later.texts(".steps a");
    assert_eq!(steps.len(), 4);
    assert_eq!(later.attribute(".steps [aria-current]", "href"), format!("{WEEK}/facts"));
    let owners = world.owner.open("/week").await;
    assert_eq!(owners.location.as_deref(), Some("/week/2026-11-02"));
    let asked = world.owner.open(&format!("/week?department={OTHER_DEPARTMENT}")).await;
    let expected = format!("/week/2026-11-02?department={OTHER_DEPARTMENT}");
    assert_eq!(asked.location, Some(expected));
}

#[tokio::test]
async fn no_such_week_department_or_reader() {
    let world = World::new().await;
    held(&world).await;
    for odd in ["2026-11-10", "2026-02-31", "262142-12-28", "1812-06-24", "sejchas"] {
        for end in ["", "/facts", "/reasons", "/plan"] {
            let path = format!("/week/{odd}{end}");
            assert_eq!(world.head.open(&path).await.status, StatusCode::NOT_FOUND, "{path}");
        }
    }
    for path in [
        format!("{WEEK}?department={OTHER_DEPARTMENT}"),
        format!("{WEEK}/facts?department={OTHER_DEPARTMENT}"),
        format!("{WEEK}/facts?department=x"),
        format!("{WEEK}/days?person={PETROV}&department={OTHER_DEPARTMENT}"),
        format!("{WEEK}/days"),
    ] {
        assert_eq!(world.head.open(&path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    let ours = format!("{WEEK}?department={DEPARTMENT}");
    assert_eq!(world.owner.open(&ours).await.status, StatusCode::OK);
    assert_eq!(world.stranger.open(&ours).await.status, StatusCode::NOT_FOUND);
    for who in [&world.manager, &world.accountant] {
        assert_eq!(who.open("/week").await.status, StatusCode::FORBIDDEN);
        assert_eq!(who.open(WEEK).await.status, StatusCode::FORBIDDEN);
    }
    for who in [&world.owner, &world.partner, &world.expert] {
        let seen = who.open(WEEK).await;
        assert!(seen.has("#report") && !seen.has("form[action*='/week/']"));
    }
}

#[tokio::test]
async fn a_form_of_another_company_is_refused() {
    let world = World::new().await;
    held(&world).await;
    let token = world.stranger.token();
    for end in ["facts", "reasons", "plan", "confirmation"] {
        let seen = world.head.submit_with(&token, &format!("{WEEK}/{end}"), &[]).await;
        assert_eq!(seen.status, StatusCode::CONFLICT, "{end}");
    }
}

#[tokio::test]
async fn who_heads_nothing_is_told_so() {
    let world = World::new().await;
    let mut db = begin(&world, noon()).await;
    let nobody = format!(
        "update department_head set member_id = '{}' where company_id = '{OURS}'",
        member(0)
    );
    sqlx::query(AssertSqlSafe(nobody)).execute(&mut *db).await.unwrap();
    db.commit().await.unwrap();
    let seen = world.head.open("/week").await;
    assert_eq!((seen.status, seen.text(".empty h2")), (StatusCode::OK, "Отдела пока нет".into()));
    assert_eq!(world.head.open(&format!("{WEEK}/facts")).await.status, StatusCode::NOT_FOUND);
    let owner = world.owner.open("/week").await;
    assert_eq!(owner.location.as_deref(), Some("/week/2026-11-02/facts"), "now the owner heads it");
    let facts = world.owner.open(&format!("{WEEK}/facts")).await;
    assert!(facts.has("#facts") || facts.has(".empty"));
}

/// A large team on the week of 9–13 November: planned, logged, one figure in ten corrected.
async fn crowded(world: &World) {
    team::furnish(world).await;
    let mut db = begin(world, noon()).await;
    let corrected = format!(
        "with changed as (
             update fact_day set corrected = true, original = value, value = value - 1
             where company_id = '{OURS}' and day between '2026-11-09' and '2026-11-13' and random() < 0.1
             returning member_id, metric_id, day, value)
         insert into fact_entry (company_id, id, member_id, metric_id, day, origin, value, reason, by_member, recorded_at)
         select '{OURS}', gen_random_uuid(), member_id, metric_id, day, 'correction', value, 'сверили', '{}', '2026-11-14' from changed",
        member(2)
    );
    sqlx::query(AssertSqlSafe(corrected)).execute(&mut *db).await.unwrap();
    db.commit().await.unwrap();
}

fn pages(person: Uuid) -> Vec<String> {
    let steps = ["/facts", "/reasons", "/plan", ""].map(|end| format!("{WEEK}{end}"));
    steps.into_iter().chain([format!("{WEEK}/days?person={person}")]).collect()
}

#[tokio::test]
async fn a_large_team_takes_eight_statements_a_page() {
    let world = World::new().await;
    crowded(&world).await;
    for path in pages(PETROV) {
        let (seen, statements) = world.head.open_counting(&path).await;
        assert_eq!(seen.status, StatusCode::OK, "{path}");
        assert!((2..=8).contains(&statements.len()), "{path}: {statements:#?}");
    }
    for path in [WEEK, "/", "/?period=2026-W47", "/week"] {
        let (_, statements) = world.owner.open_counting(path).await;
        assert!((2..=8).contains(&statements.len()), "{path}: {statements:#?}");
    }
    let sheet = world.head.open(&format!("{WEEK}/facts")).await;
    assert_eq!(sheet.texts("#facts tbody tr").len(), team::PEOPLE);
    assert_eq!(sheet.texts("#facts input[data-col]").len(), team::PEOPLE * team::METRICS);
    assert!(sheet.texts(".typed.corrected").len() > 100);
}

#[tokio::test]
#[ignore = "measures, for people to read: --ignored --nocapture"]
async fn what_a_large_teams_week_costs() {
    const ROUNDS: usize = 41;
    let world = World::new().await;
    crowded(&world).await;
    for path in pages(PETROV) {
        let mut times = vec![];
        for _ in 0..ROUNDS {
            let start = Instant::now();
            world.head.open(&path).await;
            times.push(start.elapsed());
        }
        times.sort();
        println!("{path}: p50 {:?}", times[ROUNDS / 2]);
    }
}
