//! What is measured.
use axum::http::StatusCode;
use mayak::db::Tenant;
use mayak::{metric, values};

use crate::support::{OURS, World};

/// The five metrics of a new company, in our company; their ids in order.
pub async fn furnished(world: &World) -> Vec<uuid::Uuid> {
    let tenant = Tenant::unattended(&world.app, values::CompanyId(OURS));
    let mut db = tenant.begin().await.unwrap();
    metric::add_starter(&mut db).await.unwrap();
    let all = metric::all(&mut db).await.unwrap();
    db.commit().await.unwrap();
    all.into_iter().map(|metric| metric.id.0).collect()
}

const COUNT: [(&str, &str); 7] = [
    ("unit", "шт"),
    ("kind", "step"),
    ("direction", "up"),
    ("over_time", "sum"),
    ("over_people", "sum"),
    ("scale", "0"),
    ("code", ""),
];

fn count<'a>(name: &'a str, row_version: &'a str) -> Vec<(&'a str, &'a str)> {
    [&[("name", name), ("row_version", row_version)], &COUNT[..]].concat()
}

fn names(seen: &crate::support::Seen) -> Vec<String> {
    seen.texts("#metrics tbody th")
}

#[tokio::test]
async fn a_new_company_starts_with_five_metrics_in_the_order_of_the_funnel() {
    let world = World::new().await;
    furnished(&world).await;
    let seen = world.head.open("/metrics").await;
    assert_eq!(names(&seen), ["Звонки", "Встречи", "КП", "Счета", "Оплаты"]);
}

#[tokio::test]
async fn an_added_metric_is_seen_by_its_own_company_only() {
    let world = World::new().await;

    let answer = world.owner.submit("/metrics", &count("Новые клиенты", "0")).await;

    assert_eq!(answer.location.as_deref(), Some("/metrics"), "{}", answer.body);
    assert_eq!(names(&world.owner.open("/metrics").await), ["Новые клиенты"]);
    assert!(names(&world.stranger.open("/metrics").await).is_empty());
}

#[tokio::test]
async fn a_double_click_adds_one_metric() {
    let world = World::new().await;
    let (token, fields) = (world.owner.token(), count("Новые клиенты", "0"));
    world.owner.submit_with(&token, "/metrics", &fields).await;
    world.owner.submit_with(&token, "/metrics", &fields).await;
    assert_eq!(names(&world.owner.open("/metrics").await), ["Новые клиенты"]);
}

#[tokio::test]
async fn a_refused_metric_comes_back_as_typed_with_every_reason() {
    let world = World::new().await;
    let fields = [("name", ""), ("code", "звонки"), ("unit", "шт"), ("scale", "7")];

    let refused = world.owner.submit("/metrics", &fields).await;

    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    for field in ["name", "code", "scale", "kind", "direction", "over_time", "over_people"] {
        assert!(refused.has(&format!("#{field}-error")), "{field}");
    }
    assert_eq!(refused.attribute("#code", "value"), "звонки");
}

#[tokio::test]
async fn a_code_belongs_to_one_metric() {
    let world = World::new().await;
    let ids = furnished(&world).await;
    let mut fields = count("Звоночки", "1");
    fields.retain(|(name, _)| *name != "code");
    fields.push(("code", "meetings"));

    let added = world.owner.submit("/metrics", &fields).await;
    let edited = world.owner.submit(&format!("/metrics/{}", ids[0]), &fields).await;

    for refused in [added, edited] {
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.has("#code-error"));
        assert_eq!(refused.attribute("#name", "value"), "Звоночки");
    }
}

#[tokio::test]
async fn a_second_metric_of_the_same_name_is_refused_at_its_field() {
    let world = World::new().await;
    let ids = furnished(&world).await;
    let mut fields = count(" звонки.", "1");
    fields.retain(|(name, _)| *name != "code");
    fields.push(("code", "other"));

    let added = world.owner.submit("/metrics", &fields).await;
    let renamed = world.owner.submit(&format!("/metrics/{}", ids[1]), &fields).await;

    for refused in [added, renamed] {
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.text("#name-error").contains("«Звонки» уже есть"), "{}", refused.body);
        assert_eq!(refused.attribute("#name", "value"), " звонки.");
    }
    let own = world.owner.submit(&format!("/metrics/{}", ids[0]), &count("ЗВОНКИ", "1")).await;
    assert_eq!(own.status, StatusCode::SEE_OTHER, "{}", own.body);
}

#[tokio::test]
async fn two_who_add_the_same_name_at_once_make_one_metric() {
    let world = World::new().await;
    let named = |code: &'static str| {
        let mut fields = count("Новые клиенты", "0");
        fields.retain(|(name, _)| *name != "code");
        fields.push(("code", code));
        fields
    };
    let (first, second) = (named("one"), named("two"));
    tokio::join!(world.owner.submit("/metrics", &first), world.expert.submit("/metrics", &second));
    assert_eq!(names(&world.owner.open("/metrics").await), ["Новые клиенты"]);
}

#[tokio::test]
async fn colleagues_without_the_right_read_or_see_nothing() {
    let world = World::new().await;
    let ids = furnished(&world).await;
    let (edit, hide) = (format!("/metrics/{}", ids[0]), format!("/metrics/{}/visibility", ids[0]));
    let position = format!("/metrics/{}/position", ids[0]);
    for who in [&world.head, &world.partner, &world.manager] {
        for (path, fields) in [
            ("/metrics", count("Новые", "0")),
            (edit.as_str(), count("Иные", "1")),
            (hide.as_str(), vec![("hidden", "true"), ("row_version", "1")]),
            (position.as_str(), vec![("step", "later"), ("row_version", "1")]),
        ] {
            assert_eq!(who.submit(path, &fields).await.status, StatusCode::FORBIDDEN, "{path}");
        }
    }
    assert!(!world.head.open("/metrics").await.has("#metrics form"));
    assert_eq!(world.manager.open("/metrics").await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_stranger_does_not_find_our_metrics() {
    let world = World::new().await;
    let ids = furnished(&world).await;
    let page = format!("/metrics/{}", ids[0]);
    assert_eq!(world.stranger.open(&page).await.status, StatusCode::NOT_FOUND);
    for (path, fields) in [
        (page.clone(), count("Иные", "1")),
        (format!("{page}/visibility"), vec![("hidden", "true")]),
        (format!("{page}/position"), vec![("step", "later")]),
    ] {
        assert_eq!(world.stranger.submit(&path, &fields).await.status, StatusCode::NOT_FOUND);
    }
}

#[tokio::test]
async fn the_second_of_two_editors_is_told_and_keeps_the_typing() {
    let world = World::new().await;
    let ids = furnished(&world).await;
    let page = format!("/metrics/{}", ids[0]);
    world.expert.submit(&page, &count("Дозвоны", "1")).await;

    let late = world.owner.submit(&page, &count("Разговоры", "1")).await;

    assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
    let told = late.text("#form-error");
    assert!(told.contains("эксперт") && told.contains("Дозвоны, шт"), "{told}");
    assert_eq!(late.attribute("#name", "value"), "Разговоры");
    let version = late.attribute("input[name=row_version]", "value");
    let again = world.owner.submit(&page, &count("Разговоры", &version)).await;
    assert_eq!(again.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_hidden_metric_keeps_its_place_and_comes_back() {
    let world = World::new().await;
    let ids = furnished(&world).await;
    let path = format!("/metrics/{}/visibility", ids[1]);

    world.owner.submit(&path, &[("hidden", "true"), ("row_version", "1")]).await;

    assert_eq!(world.owner.open("/metrics").await.texts("#metrics tr.off a"), ["Встречи"]);
    world.owner.submit(&path, &[("hidden", "false"), ("row_version", "2")]).await;
    assert!(!world.owner.open("/metrics").await.has("#metrics tr.off"));
}

#[tokio::test]
async fn a_metric_moves_by_one_place_and_not_beyond_the_end() {
    let world = World::new().await;
    let ids = furnished(&world).await;
    let path = format!("/metrics/{}/position", ids[4]);
    let first = format!("/metrics/{}/position", ids[0]);

    world.owner.submit(&path, &[("step", "earlier"), ("row_version", "1")]).await;
    world.owner.submit(&first, &[("step", "earlier"), ("row_version", "1")]).await;
    let odd = world.owner.submit(&path, &[("step", "sideways")]).await;

    let seen = names(&world.owner.open("/metrics").await);
    assert_eq!(seen, ["Звонки", "Встречи", "КП", "Оплаты", "Счета"]);
    assert_eq!(odd.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn the_second_of_two_who_hide_a_metric_is_told_and_hides_nothing() {
    let world = World::new().await;
    let ids = furnished(&world).await;
    let path = format!("/metrics/{}/visibility", ids[1]);
    world.expert.submit(&path, &[("hidden", "true"), ("row_version", "1")]).await;
    world.expert.submit(&path, &[("hidden", "false"), ("row_version", "2")]).await;

    let late = world.owner.submit(&path, &[("hidden", "true"), ("row_version", "1")]).await;

    assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
    let told = late.text("#form-error");
    assert!(told.contains("эксперт") && told.contains("Встречи, шт (meetings)"), "{told}");
    assert!(!late.has("#metrics tr.off"));
    let versions = late.attributes("form[action$=visibility] [name=row_version]", "value");
    assert_eq!(versions, ["1", "3", "1", "1", "1"]);
}

#[tokio::test]
async fn the_second_of_two_who_move_a_metric_is_told_whichever_of_the_pair_was_moved() {
    let world = World::new().await;
    let ids = furnished(&world).await;
    let position = |at: usize| format!("/metrics/{}/position", ids[at]);
    world.expert.submit(&position(1), &[("step", "earlier"), ("row_version", "1")]).await;

    for at in [0, 1] {
        let late =
            world.owner.submit(&position(at), &[("step", "later"), ("row_version", "1")]).await;
        assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY, "{at}");
        assert!(late.text("#form-error").contains("эксперт"), "{at}");
        assert_eq!(names(&late), ["Встречи", "Звонки", "КП", "Счета", "Оплаты"]);
    }
    let other =
        world.owner.submit(&position(4), &[("step", "earlier"), ("row_version", "1")]).await;
    assert_eq!(other.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn two_moves_at_once_both_count() {
    let world = World::new().await;
    let ids = furnished(&world).await;
    let (second, last) =
        (format!("/metrics/{}/position", ids[1]), format!("/metrics/{}/position", ids[4]));
    let earlier = [("step", "earlier"), ("row_version", "1")];
    tokio::join!(world.owner.submit(&second, &earlier), world.expert.submit(&last, &earlier));

    let seen = names(&world.owner.open("/metrics").await);
    assert_eq!(seen, ["Встречи", "Звонки", "КП", "Оплаты", "Счета"]);
}

#[tokio::test]
async fn a_ratio_is_made_of_two_sums_and_never_of_a_ratio() {
    let world = World::new().await;
    let ids: Vec<String> = furnished(&world).await.iter().map(ToString::to_string).collect();
    let ratio = |name: &'static str, numerator: &'static str| {
        let mut fields = count(name, "0");
        fields.retain(|(name, _)| *name != "over_time");
        [fields, vec![("over_time", "ratio"), ("numerator", numerator)]].concat()
    };
    let meetings: &'static str = ids[1].clone().leak();
    let fields = [ratio("Конверсия", meetings), vec![("denominator", ids[0].as_str())]].concat();

    let added = world.owner.submit("/metrics", &fields).await;

    assert_eq!(added.status, StatusCode::SEE_OTHER, "{}", added.body);
    let seen = world.owner.open("/metrics").await;
    assert!(seen.texts("#metrics td").contains(&"Встречи / Звонки".into()));
    let own = seen.attributes("#metrics tbody th a", "href").pop().unwrap();
    let own: &'static str = own.trim_start_matches("/metrics/").to_owned().leak();
    let of_ratio = [ratio("Доля", own), vec![("denominator", ids[0].as_str())]].concat();
    let refused = world.owner.submit("/metrics", &of_ratio).await;
    assert!(refused.has("#numerator-error"));
}

#[tokio::test]
async fn a_metric_with_facts_keeps_its_scale() {
    let world = World::new().await;
    let ids = furnished(&world).await;
    let mut tx = world
        .pool
        .begin_with(sqlx::AssertSqlSafe(format!(
            "begin; set local role mayak_app; set local app.company_id = '{OURS}'"
        )))
        .await
        .unwrap();
    sqlx::query("insert into fact_entry (company_id, id, member_id, metric_id, day, origin, value, recorded_at)
                 values ($1, $2, $3, $4, '2026-11-02', 'manual', 5, now())")
        .bind(OURS)
        .bind(uuid::Uuid::from_u128(1))
        .bind(crate::support::PETROV)
        .bind(ids[0])
        .execute(&mut *tx)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let page = format!("/metrics/{}", ids[0]);
    let mut fields = count("Звонки", "1");
    fields.retain(|(name, _)| *name != "scale");
    fields.push(("scale", "2"));

    let refused = world.owner.submit(&page, &fields).await;

    assert!(refused.text("#scale-error").contains("уже есть числа"));
    assert_eq!(world.owner.open(&page).await.texts("#scale option").len(), 1);
}

#[tokio::test]
async fn an_empty_catalogue_teaches() {
    let world = World::new().await;
    assert!(world.owner.open("/metrics").await.has(".empty a.button"));
}
