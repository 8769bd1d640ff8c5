//! Norms of metrics.
use axum::http::StatusCode;
use uuid::Uuid;

use crate::metrics::furnished;
use crate::support::{DEPARTMENT, IVANOVA, OURS, PETROV, Seen, World};

/// What somebody types; the version is that of a metric without norms.
fn typed<'a>(whose: &'a str, value: &'a str, from_on: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("whose", whose),
        ("value", value),
        ("per", "day"),
        ("from_on", from_on),
        ("minutes", "4"),
        ("row_version", "0"),
    ]
}

fn row(seen: &Seen) -> String {
    seen.text("#norms tbody tr:first-child").replace(['\u{202F}', '\u{A0}'], " ")
}

/// Petrov's calls of so many Mondays before this week: 150 a week.
async fn called(world: &World, calls: Uuid, weeks: i64) {
    let sql = format!(
        "insert into fact_day (company_id, day, member_id, metric_id, value, late, corrected, conflict)
         select '{OURS}', date '2026-11-09' - 7 * n, '{PETROV}', '{calls}', 150, false, false, false
         from generate_series(0, {weeks} - 1) as n"
    );
    world.write(OURS, sql).await;
}

#[tokio::test]
async fn a_norm_holds_from_its_day_and_one_of_a_person_beside_it() {
    let world = World::new().await;
    let calls = furnished(&world).await[0];
    let path = format!("/norms/{calls}");

    let saved = world.owner.submit(&path, &typed("manager", "40", "2026-11-18")).await;
    assert_eq!(saved.location.as_deref(), Some("/norms"), "{}", saved.body);
    let petrov = PETROV.to_string();
    let mut own = typed(&petrov, "25", "2026-11-18");
    own[5].1 = "1";
    world.owner.submit(&path, &own).await;

    let seen = world.head.open("/norms").await;
    assert!(row(&seen).contains("40 в день"), "{}", row(&seen));
    assert!(row(&seen).contains("Петров И.: 25 в день"), "{}", row(&seen));
    let history = world.owner.open(&path).await.texts("#history li").join("; ");
    assert!(history.contains("все менеджеры: 40 в день"), "{history}");
    assert_eq!(world.owner.open(&path).await.attribute("#minutes", "value"), "4");
    let journal = world.owner.open("/changes").await.text("#changes");
    assert!(journal.contains("норма с 18 ноября 2026, все менеджеры"), "{journal}");
    assert!(journal.contains("норма с 18 ноября 2026, Петров И."), "{journal}");
}

#[tokio::test]
async fn a_norm_to_come_changes_nothing_today() {
    let world = World::new().await;
    let calls = furnished(&world).await[0];
    let path = format!("/norms/{calls}");
    world.owner.submit(&path, &typed("manager", "40", "2026-11-18")).await;
    let mut later = typed("manager", "60", "2026-11-20");
    later[5].1 = "1";
    world.owner.submit(&path, &later).await;
    assert!(row(&world.owner.open("/norms").await).contains("40 в день"));
    let friday = world.after(chrono::TimeDelta::days(2), &world.owner);
    assert!(row(&friday.open("/norms").await).contains("60 в день"));
}

#[tokio::test]
async fn a_refused_norm_says_why_at_its_field_and_keeps_the_typing() {
    let world = World::new().await;
    let calls = furnished(&world).await[0];
    let path = format!("/norms/{calls}");
    for (value, from_on, field) in [
        ("сорок", "2026-11-18", "value"),
        ("-1", "2026-11-18", "value"),
        ("99999999999999999999", "2026-11-18", "value"),
        ("1000000000", "2026-11-18", "value"),
        ("40", "2026-11-17", "from_on"),
        ("40", "завтра", "from_on"),
    ] {
        let refused = world.owner.submit(&path, &typed("manager", value, from_on)).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{value} {from_on}");
        assert!(refused.has(&format!("#{field}-error")), "{value} {from_on}");
        assert_eq!(refused.attribute("#value", "value"), value);
    }
    let nobody = Uuid::from_u128(1).to_string();
    let refused = world.owner.submit(&path, &typed(&nobody, "40", "2026-11-18")).await;
    assert!(refused.has("#whose-error"));
}

#[tokio::test]
async fn the_second_of_two_editors_is_told() {
    let world = World::new().await;
    let calls = furnished(&world).await[0];
    let path = format!("/norms/{calls}");
    world.owner.submit(&path, &typed("manager", "40", "2026-11-18")).await;
    let refused = world.expert.submit(&path, &typed("manager", "50", "2026-11-18")).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text("#form-error").contains("40 в день"), "{}", refused.text("#form-error"));
    assert_eq!(refused.attribute("#value", "value"), "50");
}

#[tokio::test]
async fn after_four_weeks_the_companys_own_median_is_offered_and_taken() {
    let world = World::new().await;
    let calls = furnished(&world).await[0];
    called(&world, calls, 3).await;
    assert!(row(&world.owner.open("/norms").await).contains("мало данных"));
    let world = World::new().await;
    let calls = furnished(&world).await[0];
    called(&world, calls, 5).await;

    let seen = world.owner.open("/norms").await;
    // One of these weeks has the day off of 4 November.
    assert!(row(&seen).contains("30 в день 5 недель, 1 человек"), "{}", row(&seen));
    let fields = [("row_version", "0"), ("value", "30")];
    let path = format!("/norms/{calls}/median");
    assert_eq!(world.head.submit(&path, &fields).await.status, StatusCode::FORBIDDEN);
    assert_eq!(world.stranger.submit(&path, &fields).await.status, StatusCode::NOT_FOUND);
    let other = world.owner.submit(&path, &[("row_version", "0"), ("value", "31")]).await;
    assert_eq!(other.status, StatusCode::UNPROCESSABLE_ENTITY);

    let taken = world.owner.submit(&path, &fields).await;
    assert_eq!(taken.location.as_deref(), Some("/norms"), "{}", taken.body);
    let seen = world.owner.open("/norms").await;
    assert!(row(&seen).contains("ваша медиана с 18.11.2026"), "{}", row(&seen));
    assert!(!seen.has("#norms form"));
}

#[tokio::test]
async fn norms_are_read_by_those_who_see_metrics_and_changed_by_those_who_edit_them() {
    let world = World::new().await;
    let calls = furnished(&world).await[0];
    let path = format!("/norms/{calls}");
    let fields = typed("manager", "40", "2026-11-18");
    for colleague in [&world.partner, &world.head, &world.manager] {
        assert_eq!(colleague.submit(&path, &fields).await.status, StatusCode::FORBIDDEN);
    }
    assert_eq!(world.manager.open("/norms").await.status, StatusCode::FORBIDDEN);
    assert_eq!(world.stranger.open(&path).await.status, StatusCode::NOT_FOUND);
    assert_eq!(world.stranger.submit(&path, &fields).await.status, StatusCode::NOT_FOUND);
    assert_eq!(world.count(OURS, "select count(*) from norm").await, 0);
}

#[tokio::test]
async fn a_plan_is_filled_by_the_norms_of_own_days() {
    let world = World::new().await;
    let calls = furnished(&world).await[0];
    let sql = format!(
        "insert into norm (company_id, id, metric_id, role, from_on, value, per, source, recorded_at)
             values ('{OURS}', '{calls}', '{calls}', 'manager', '2026-11-01', 40, 'day', 'own', now());
         insert into absence (company_id, id, member_id, kind, starts_on, ends_on, by_member, recorded_at)
             values ('{OURS}', '{calls}', '{PETROV}', 'vacation', '2026-12-07', '2026-12-11', '{IVANOVA}', now());"
    );
    world.write(OURS, sql).await;
    let (seen, statements) = world.owner.open_counting("/plan?period=2026-12&norms=yes").await;
    assert!(statements.len() <= 8, "{statements:#?}");
    let cell = |member: Uuid| {
        let name = format!("{DEPARTMENT}.{member}.{calls}");
        seen.attribute(&format!("input[name='{name}']"), "value")
    };
    assert_eq!((cell(IVANOVA).as_str(), cell(PETROV).as_str()), ("880", "680"), "22 days and 17");
    assert!(seen.text(".notice").contains("заполнены по нормам"));
    assert_eq!(world.count(OURS, "select count(*) from plan_version").await, 0, "nothing is saved");
}

#[tokio::test]
async fn a_plan_filled_by_norms_shows_the_plan_before_without_facts_nobody_asked_for() {
    let world = World::new().await;
    let figures = crate::figures::Figures::new(&world).await;
    figures.plan("2026-11-01", &[(PETROV, figures.meetings, 80)]).await;
    figures.facts(&[(PETROV, figures.meetings, "2026-11-11", 10)]).await;
    let help = async |query: &str| {
        let seen = world.owner.open(&format!("/plan?period=2026-12{query}")).await;
        (seen.texts(".grid .help"), seen.text(".grid th.who small"))
    };
    let (plain, by_norms) = (help("").await, help("&norms=yes").await);
    assert!(plain.0.contains(&"10 / 80".into()) && plain.1.ends_with("факт / план"), "{plain:?}");
    assert!(by_norms.0.contains(&"80".into()) && by_norms.1.ends_with(": план"), "{by_norms:?}");
}

#[tokio::test]
async fn the_pages_take_few_statements() {
    let world = World::new().await;
    let calls = furnished(&world).await[0];
    for path in ["/norms".to_owned(), format!("/norms/{calls}")] {
        let (_, statements) = world.owner.open_counting(&path).await;
        assert!((2..=8).contains(&statements.len()), "{path}: {statements:#?}");
    }
}
