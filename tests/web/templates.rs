//! Templates of industries: what they set up, what they leave alone.
use axum::http::StatusCode;
use chrono::TimeDelta;
use mayak::access::Role;
use mayak::db::{Tenant, TenantTx};
use mayak::template::{self, Template};
use mayak::values::{CompanyId, MemberId};

use crate::support::{Browser, OURS, Seen, THEIRS, World, member, noon};

/// A company as registration leaves it.
async fn begun(world: &World) {
    let mut db = as_owner(world).await;
    mayak::metric::add_starter(&mut db).await.unwrap();
    db.commit().await.unwrap();
}

async fn as_owner(world: &World) -> TenantTx {
    let by = (MemberId(member(0)), Role::Owner);
    Tenant::acting(&world.app, CompanyId(OURS), by, noon()).begin().await.unwrap()
}

async fn now(world: &World) -> Template {
    template::present(&mut as_owner(world).await).await.unwrap().now
}

/// Opens a template and presses «Применить».
async fn apply(who: &Browser, code: &str, start: &str) -> Seen {
    let page = who.open(&format!("/setup/template/{code}?start={start}")).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    let seen = page.attribute("#apply [name=seen]", "value");
    let path = format!("/setup/template/{code}/application");
    who.submit(&path, &[("start", start), ("seen", &seen)]).await
}

/// A number of a company's rows.
async fn rows(world: &World, table: &str) -> usize {
    let count = world.count(OURS, &format!("select count(*) from {table}")).await;
    usize::try_from(count).unwrap()
}

#[tokio::test]
async fn each_template_is_applied_whole_and_its_sums_are_right() {
    for template in template::all() {
        let world = World::new().await;
        begun(&world).await;

        let answer = apply(&world.owner, &template.code, "full").await;

        assert_eq!(answer.location.as_deref(), Some("/setup/template/applied"), "{}", answer.body);
        let mut found = now(&world).await;
        found.metrics.retain(|metric| template.metric(&metric.code).is_some());
        assert_eq!(&found, template, "{}", template.code);
        let stages: usize = template.pipelines.iter().map(|pipeline| pipeline.stages.len()).sum();
        for (table, count) in [
            ("metric where hidden_at is null", template.metrics.len()),
            ("stage", stages),
            ("stage_probability", stages),
            ("ritual where hidden_at is null", template.rituals.len()),
            ("ritual_rule where from_on = '2026-11-18'", template.rituals.len()),
            ("exercise where cardinality(checklist) = 5", 6),
            ("scorecard_version where state = 'approved' and not is_trial", 2),
            // Every card weighs a whole.
            (
                "(select from scorecard_item group by version_id having sum(weight) = 10000) whole",
                2,
            ),
            ("norm where from_on = '2026-11-18' and source = 'template'", norms(template)),
            (
                "forecast_terms where (select sum(share::int) from jsonb_array_elements_text(terms -> 'seasonality') s (share)) = 10000",
                1,
            ),
            ("template_applied", 1),
            ("change_log where subject = 'template'", 1),
        ] {
            assert_eq!(rows(&world, table).await, count, "{}: {table}", template.code);
        }
        let again =
            world.owner.open(&format!("/setup/template/{}?start=full", template.code)).await;
        assert!(!again.has("#apply") && again.text("#diff .notice").contains("менять нечего"));
    }
}

fn norms(template: &Template) -> usize {
    template.metrics.iter().flat_map(|metric| [metric.manager, metric.head]).flatten().count()
}

#[tokio::test]
async fn an_owner_sees_what_will_change_and_then_what_was_done() {
    let world = World::new().await;
    begun(&world).await;

    let page = world.owner.open("/setup/template/wholesale").await;

    let diff = page.texts("#diff .told summary").join("; ");
    assert!(diff.starts_with("Показатели и нормы"), "{diff}");
    let rows = page.texts("#diff .told li");
    assert!(rows.iter().any(|row| row.contains("название: Звонки → Исходящие звонки")), "{rows:?}");
    assert!(rows.iter().any(|row| row.starts_with("убираем с таблиц Счета")), "{rows:?}");
    assert_eq!(page.texts(".switcher [aria-current]"), ["Лёгкий старт"]);
    assert!(page.texts("#metrics tbody tr").iter().any(|row| row.contains("40 в день")));
    assert!(page.text(".scorecard").contains("Поступления"));

    let answer = apply(&world.owner, "wholesale", "light").await;

    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    let done = world.owner.open("/setup/template/applied").await;
    assert!(done.text("h1").contains("B2B-опт"), "{}", done.body);
    assert!(done.text("#next .note").contains("15 декабря"), "{}", done.text("#next"));
    assert!(
        done.texts("#done .told li").iter().any(|row| row.starts_with("убрано с таблиц Счета"))
    );
    let list = world.owner.open("/setup/template").await;
    assert_eq!(list.texts("#templates section").len(), 9);
    assert!(list.text("#templates section").contains("применён"));
    let journal = world.owner.open("/changes?subject=setup").await;
    assert!(journal.body.contains("Шаблон «B2B-опт и дистрибуция»"), "{}", journal.body);
}

#[tokio::test]
async fn a_light_start_shows_five_metrics_and_four_actions_and_offers_the_rest_one_by_one() {
    let world = World::new().await;
    begun(&world).await;
    apply(&world.owner, "wholesale", "light").await;
    assert_eq!(rows(&world, "metric where hidden_at is null").await, 5);
    assert_eq!(rows(&world, "ritual where hidden_at is null").await, 4);
    assert_eq!(rows(&world, "scorecard_version where is_trial").await, 2);
    assert_eq!(rows(&world, "company_setup where light_until = '2026-12-15'").await, 1);

    let code =
        world.owner.open("/setup/template/applied").await.attribute("#next [name=code]", "value");
    assert_eq!(code, "contacts");
    let answer = world.owner.submit("/setup/template/next", &[("code", &code)]).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    assert_eq!(rows(&world, "metric where hidden_at is null").await, 6);
    let next =
        world.owner.open("/setup/template/applied").await.attribute("#next [name=code]", "value");
    assert_eq!(next, "training", "a metric and an action in turns");
    // A ratio comes with what it is counted of.
    world.owner.submit("/setup/template/next", &[("code", "gross_margin")]).await;
    assert_eq!(rows(&world, "metric where hidden_at is null").await, 9);

    let odd = world.owner.submit("/setup/template/next", &[("code", "calls")]).await;
    assert_eq!(odd.status, StatusCode::NOT_FOUND, "it is there already");
    apply(&world.owner, "wholesale", "full").await;
    assert_eq!(rows(&world, "metric where hidden_at is null").await, 11);
    assert_eq!(rows(&world, "company_setup where light_until is null").await, 1);
    assert!(!world.owner.open("/setup/template/applied").await.has("#next form"));
}

#[tokio::test]
async fn what_the_company_entered_is_kept_and_said() {
    let world = World::new().await;
    begun(&world).await;
    apply(&world.owner, "wholesale", "full").await;
    world
        .write(
            OURS,
            format!(
                "update metric set name = 'Обзвон' where code = 'calls';
                 insert into norm (company_id, id, metric_id, role, from_on, value, per, source, recorded_at)
                     select '{OURS}', gen_random_uuid(), id, 'manager', '2026-11-19', 55, 'day', 'own', now() from metric where code = 'calls';
                 insert into norm (company_id, id, metric_id, member_id, from_on, value, per, source, recorded_at)
                     select '{OURS}', gen_random_uuid(), id, '{}', '2026-11-19', 70, 'day', 'own', now() from metric where code = 'calls';
                 update stage set criterion = 'Наш критерий' where code = 'contract';",
                member(3)
            ),
        )
        .await;
    let later = world.after(TimeDelta::days(2), &world.owner);

    apply(&later, "services", "full").await;
    apply(&later, "wholesale", "full").await;

    let found = now(&world).await;
    let calls = found.metric("calls").unwrap();
    assert_eq!((calls.name.as_str(), calls.manager.unwrap().value), ("Обзвон", 55));
    let contract = found.pipelines.iter().find(|p| p.code == "new_client").unwrap();
    assert_eq!(contract.stages[4].criterion, "Наш критерий");
    assert_eq!(rows(&world, "norm where member_id is not null").await, 1);
    let done = later.open("/setup/template/applied").await;
    assert!(
        done.texts("#done .told li").iter().any(|row| row.starts_with("осталось ваше Обзвон")),
        "{}",
        done.body
    );
}

#[tokio::test]
async fn another_industry_keeps_facts_and_hides_what_nobody_used() {
    let world = World::new().await;
    begun(&world).await;
    apply(&world.owner, "wholesale", "full").await;
    world
        .write(
            OURS,
            format!(
                "insert into fact_day (company_id, day, member_id, metric_id, value, late, corrected, conflict)
                     select '{OURS}', '2026-11-17', '{}', id, 3, false, false, false from metric where code in ('meetings', 'payments')",
                member(3)
            ),
        )
        .await;

    apply(&world.owner, "school", "full").await;

    assert_eq!(rows(&world, "fact_day").await, 2);
    let shown = |code: &'static str| {
        let sql = format!("metric where code = '{code}' and hidden_at is null");
        let world = &world;
        async move { rows(world, &sql).await == 1 }
    };
    assert!(shown("meetings").await && shown("payments").await && shown("demos").await);
    assert!(!shown("shipments").await && !shown("contacts").await);
    assert_eq!(rows(&world, "pipeline where hidden_at is null").await, 1);
    assert_eq!(rows(&world, "company_setup where industry = 'school'").await, 1);
    // The cards are new versions, the old ones stay.
    assert_eq!(rows(&world, "scorecard_version where no = 2").await, 2);
    assert_eq!(rows(&world, "scorecard").await, 2);
}

#[tokio::test]
async fn an_expert_proposes_cards_where_there_is_an_owner_and_approves_where_there_is_none() {
    let world = World::new().await;
    begun(&world).await;
    apply(&world.expert, "wholesale", "light").await;
    assert_eq!(rows(&world, "scorecard_version where state = 'proposed'").await, 2);
    // What he proposes next stands in for what nobody has answered.
    apply(&world.expert, "services", "light").await;
    assert_eq!(rows(&world, "scorecard_version where state = 'proposed' and no = 2").await, 2);
    assert_eq!(rows(&world, "scorecard_version where state = 'withdrawn'").await, 2);

    let world = World::new().await;
    begun(&world).await;
    world.write(OURS, "update member set role = 'partner' where role = 'owner'").await;
    apply(&world.expert, "wholesale", "light").await;
    assert_eq!(rows(&world, "scorecard_version where state = 'approved'").await, 2);
}

#[tokio::test]
async fn a_double_click_applies_once_and_a_stale_page_is_told() {
    let world = World::new().await;
    begun(&world).await;
    let page = world.owner.open("/setup/template/services?start=light").await;
    let seen = page.attribute("#apply [name=seen]", "value");
    let (path, token) = ("/setup/template/services/application", world.owner.token());
    let fields = [("start", "light"), ("seen", seen.as_str())];
    world.owner.submit_with(&token, path, &fields).await;
    let again = world.owner.submit_with(&token, path, &fields).await;
    assert_eq!(again.location.as_deref(), Some("/setup/template/applied"));
    assert_eq!(rows(&world, "template_applied").await, 1);

    let late = world.expert.submit(path, &fields).await;
    assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(late.text("#form-error").contains("настройку изменили"), "{}", late.body);
    assert_eq!(rows(&world, "template_applied").await, 1);
}

/// The clock of the world stands still, so both are applied at one time.
#[tokio::test]
async fn of_two_applied_at_once_the_second_holds() {
    let world = World::new().await;
    begun(&world).await;
    for (code, title) in [
        ("services", "Услуги для бизнеса"),
        ("school", "Онлайн-школа и образование"),
        ("wholesale", "B2B-опт и дистрибуция"),
    ] {
        let page = world.owner.open(&format!("/setup/template/{code}?start=light")).await;
        let seen = page.attribute("#apply [name=seen]", "value");
        let path = format!("/setup/template/{code}/application");
        world.owner.submit(&path, &[("start", "light"), ("seen", &seen)]).await;
        assert!(world.owner.open("/setup/template/applied").await.text("h1").contains(title));
    }
}

#[tokio::test]
async fn colleagues_without_the_right_look_or_see_nothing() {
    let world = World::new().await;
    begun(&world).await;
    let path = "/setup/template/wholesale/application";
    for who in [&world.partner, &world.head, &world.manager, &world.accountant] {
        assert_eq!(who.submit(path, &[("start", "light")]).await.status, StatusCode::FORBIDDEN);
        let next = who.submit("/setup/template/next", &[("code", "contacts")]).await;
        assert_eq!(next.status, StatusCode::FORBIDDEN);
    }
    let seen = world.partner.open("/setup/template/wholesale").await;
    assert!(seen.status == StatusCode::OK && !seen.has("#apply"));
    assert!(!world.head.open("/setup/template/wholesale").await.has("#apply"));
    assert_eq!(world.manager.open("/setup/template/wholesale").await.status, StatusCode::FORBIDDEN);
    assert_eq!(rows(&world, "template_applied").await, 0);
}

#[tokio::test]
async fn a_strangers_company_is_untouched_and_unknown_codes_are_not_found() {
    let world = World::new().await;
    begun(&world).await;
    apply(&world.owner, "wholesale", "full").await;
    for table in ["metric", "stage", "ritual", "template_applied", "company_setup"] {
        assert_eq!(
            world.count(THEIRS, &format!("select count(*) from {table}")).await,
            0,
            "{table}"
        );
    }
    let theirs = world.stranger.open("/setup/template/applied").await;
    assert!(theirs.has(".empty"), "{}", theirs.body);
    for path in ["/setup/template/bakery", "/setup/template/wholesale?start=soon"] {
        assert_eq!(world.owner.open(path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    let odd = world.owner.submit("/setup/template/bakery/application", &[]).await;
    assert_eq!(odd.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_pages_take_at_most_eight_statements() {
    let world = World::new().await;
    begun(&world).await;
    apply(&world.owner, "wholesale", "light").await;
    for page in ["/setup/template", "/setup/template/school", "/setup/template/applied"] {
        let (seen, statements) = world.owner.open_counting(page).await;
        assert_eq!(seen.status, StatusCode::OK);
        assert!((2..=8).contains(&statements.len()), "{page}: {statements:#?}");
    }
}
