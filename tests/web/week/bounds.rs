//! Addresses, roles and the number of statements.
use axum::http::StatusCode;

use super::{WEEK, confirm, held, prepared};
use crate::figures::begin;
use crate::support::{DEPARTMENT, OTHER_DEPARTMENT, OURS, PETROV, World, noon};

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
        crate::support::member(0)
    );
    sqlx::query(sqlx::AssertSqlSafe(nobody)).execute(&mut *db).await.unwrap();
    db.commit().await.unwrap();
    let seen = world.head.open("/week").await;
    assert_eq!((seen.status, seen.text(".empty h2")), (StatusCode::OK, "Отдела пока нет".into()));
    assert_eq!(world.head.open(&format!("{WEEK}/facts")).await.status, StatusCode::NOT_FOUND);
    let owner = world.owner.open("/week").await;
    assert_eq!(owner.location.as_deref(), Some("/week/2026-11-02/facts"), "now the owner heads it");
    let facts = world.owner.open(&format!("{WEEK}/facts")).await;
    assert!(facts.has("#facts") || facts.has(".empty"));
}

/// Thirty people, twelve metrics, a plan, every day logged, corrections: as many statements as with three.
#[tokio::test]
async fn a_large_team_takes_eight_statements_a_page() {
    let world = World::new().await;
    prepared(&world).await;
    crowd(&world).await;
    for end in ["/facts", "/reasons", "/plan", ""] {
        let path = format!("{WEEK}{end}");
        let (seen, statements) = world.head.open_counting(&path).await;
        assert_eq!(seen.status, StatusCode::OK, "{path}");
        assert!((2..=8).contains(&statements.len()), "{path}: {statements:#?}");
    }
    let days = format!("{WEEK}/days?person={PETROV}");
    for (who, path) in [(&world.head, days.as_str()), (&world.owner, WEEK), (&world.owner, "/")] {
        let (seen, statements) = who.open_counting(path).await;
        assert_eq!(seen.status, StatusCode::OK, "{path}");
        assert!(statements.len() <= 8, "{path}: {statements:#?}");
    }
    let rows = world.head.open(&format!("{WEEK}/facts")).await.texts("#facts tbody tr").len();
    assert_eq!(rows, 30);
    confirm(&world.head).await;
}

/// Fills our department up to thirty people and twelve metrics with a month of planned and logged days.
async fn crowd(world: &World) {
    let mut db = begin(world, noon()).await;
    for sql in [
        "insert into member (company_id, id, name, name_norm, role, sells)
         select '{o}', ('00000000-0000-0000-0000-0000000001' || lpad(n::text, 2, '0'))::uuid, 'Продавец ' || n, 'продавец ' || n, 'manager', true
         from generate_series(1, 27) n",
        "insert into member_department (company_id, member_id, from_on, department_id)
         select '{o}', id, '2026-01-01', '{d}' from member where company_id = '{o}' and name like 'Продавец%'",
        "insert into metric (company_id, id, code, name, unit, kind, direction, over_time, over_people, scale, position)
         select '{o}', ('00000000-0000-0000-0000-0000000002' || lpad(n::text, 2, '0'))::uuid, 'm' || n, 'Шаг ' || n, 'шт', 'step', 'up',
             'sum', 'sum', 0, 100 + n
         from generate_series(1, 7) n",
        "insert into target (company_id, id, plan_version_id, metric_id, member_id, value)
         select '{o}', gen_random_uuid(), v.id, k.id, m.id, 200 from plan_version v, metric k, member m
         where v.company_id = '{o}' and v.period = 'month' and k.company_id = '{o}' and m.company_id = '{o}' and m.name like 'Продавец%'",
        "insert into fact_day (company_id, day, member_id, metric_id, department_id, value, late, corrected, conflict)
         select '{o}', date '2026-11-02' + d, m.id, k.id, '{d}', 9, false, d = 9, false
         from generate_series(0, 14) d, metric k, member m
         where k.company_id = '{o}' and m.company_id = '{o}' and m.name like 'Продавец%'",
    ] {
        let sql = sql.replace("{o}", &OURS.to_string()).replace("{d}", &DEPARTMENT.to_string());
        sqlx::query(sqlx::AssertSqlSafe(sql)).execute(&mut *db).await.unwrap();
    }
    db.commit().await.unwrap();
}
