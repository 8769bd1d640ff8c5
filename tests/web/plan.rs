//! The plan of a month by hand.
use axum::http::StatusCode;
use uuid::Uuid;

use crate::metrics::furnished;
use crate::support::{
    Browser, DEPARTMENT, IVANOVA, OTHER_DEPARTMENT, OURS, PETROV, Seen, THEIRS, World,
};

const VERSIONS: &str = "select count(*) from plan_version";

fn cell(member: Uuid, metric: Uuid) -> String {
    format!("{DEPARTMENT}.{member}.{metric}")
}

/// The sheet of November with some cells typed, opened when version `no` was the last.
fn typed<'a>(
    cells: &'a [(String, &'a str)],
    no: &'a str,
    more: &[(&'a str, &'a str)],
) -> Vec<(&'a str, &'a str)> {
    const NO: &str = "no.00000000-0000-0000-0000-0000000000a1";
    let cells = cells.iter().map(|(name, typed)| (name.as_str(), *typed));
    [("period", "2026-11"), (NO, no)].into_iter().chain(cells).chain(more.iter().copied()).collect()
}

fn value(seen: &Seen, name: &str) -> String {
    seen.attribute(&format!("input[name='{name}']"), "value").replace('\u{a0}', " ")
}

async fn approve(who: &Browser, cells: &[(String, &str)], no: &str, reason: &str) -> Seen {
    let more = [("effective_on", "2026-11-18"), ("reason", reason)];
    who.submit("/plan", &typed(cells, no, &more)).await
}

#[tokio::test]
async fn an_approved_plan_is_seen_by_its_own_company_only() {
    let world = World::new().await;
    let ids = furnished(&world).await;
    let cells = [(cell(IVANOVA, ids[0]), "240"), (cell(IVANOVA, ids[4]), "1 234 567,50")];

    let answer = approve(&world.owner, &cells, "0", "").await;

    assert_eq!(answer.location.as_deref(), Some("/plan?period=2026-11"), "{}", answer.body);
    let seen = world.owner.open("/plan?period=2026-11").await;
    assert_eq!(value(&seen, &cells[0].0), "240");
    assert_eq!(value(&seen, &cells[1].0), "1 234 567,50");
    assert!(world.head.open("/plan").await.texts(".planned").contains(&"240".into()));
    assert_eq!(world.count(THEIRS, VERSIONS).await, 0);
    let first = "select count(*) from plan_version where no = 1 and effective_on = '2026-11-01' and state = 'approved'";
    assert_eq!(world.count(OURS, first).await, 1);
}

#[tokio::test]
async fn a_double_click_approves_one_version() {
    let world = World::new().await;
    let ids = furnished(&world).await;
    let (token, cells) = (world.owner.token(), [(cell(IVANOVA, ids[0]), "240")]);

    let first = world.owner.submit_with(&token, "/plan", &typed(&cells, "0", &[])).await;
    let second = world.owner.submit_with(&token, "/plan", &typed(&cells, "0", &[])).await;

    assert_eq!(first.location, second.location);
    assert_eq!(world.count(OURS, VERSIONS).await, 1);
}

#[tokio::test]
async fn bad_cells_are_told_at_their_place_and_all_typing_stays() {
    let world = World::new().await;
    let ids = furnished(&world).await;
    let cells = [
        (cell(IVANOVA, ids[0]), "много"),
        (cell(IVANOVA, ids[1]), "-5"),
        (cell(IVANOVA, ids[4]), "10,123"),
        (cell(PETROV, ids[0]), "99999999999999999"),
        (cell(PETROV, ids[1]), "15"),
    ];

    let refused = approve(&world.owner, &cells, "0", "").await;

    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    for (name, _) in &cells[..4] {
        assert!(refused.has(&format!("[id='{name}-error']")), "{name}");
        assert_eq!(refused.attribute(&format!("input[name='{name}']"), "aria-invalid"), "true");
    }
    for (name, typed) in &cells {
        assert_eq!(value(&refused, name), *typed);
    }
    assert!(!refused.has(&format!("[id='{}-error']", cells[4].0)));
    assert_eq!(world.count(OURS, VERSIONS).await, 0);
}

#[tokio::test]
async fn only_the_owner_approves_and_managers_see_no_sheet() {
    let world = World::new().await;
    let ids = furnished(&world).await;
    let cells = [(cell(IVANOVA, ids[0]), "240")];
    for who in [&world.head, &world.partner, &world.expert, &world.manager, &world.accountant] {
        assert_eq!(approve(who, &cells, "0", "").await.status, StatusCode::FORBIDDEN);
    }
    assert_eq!(world.manager.open("/plan").await.status, StatusCode::FORBIDDEN);
    let read_only = world.head.open("/plan").await;
    assert!(!read_only.has("#plan input[data-col]") && !read_only.has("table[data-grid]"));
    assert_eq!(world.count(OURS, VERSIONS).await, 0);
}

#[tokio::test]
async fn a_stranger_plans_none_of_our_people() {
    let world = World::new().await;
    let ids = furnished(&world).await;
    let cells = [(cell(IVANOVA, ids[0]), "240")];

    approve(&world.stranger, &cells, "0", "").await;

    assert_eq!(world.count(OURS, VERSIONS).await + world.count(THEIRS, VERSIONS).await, 0);
    for path in [
        format!("/plan/days?whose=m.{IVANOVA}"),
        format!("/plan/days?whose=d.{DEPARTMENT}"),
        format!("/plan/days?metric={}", ids[0]),
    ] {
        assert_eq!(world.stranger.open(&path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
}

#[tokio::test]
async fn a_change_of_an_approved_plan_needs_a_reason_and_keeps_what_is_not_on_the_form() {
    let world = World::new().await;
    let ids = furnished(&world).await;
    let first = [(cell(IVANOVA, ids[0]), "240"), (cell(PETROV, ids[0]), "200")];
    approve(&world.owner, &first, "0", "").await;
    let second = [(cell(IVANOVA, ids[0]), "180")];

    let refused = approve(&world.owner, &second, "1", " ").await;
    let approved = approve(&world.owner, &second, "1", "Отпуск").await;

    assert!(refused.has("#reason-error"));
    assert_eq!(approved.status, StatusCode::SEE_OTHER, "{}", approved.body);
    let seen = world.owner.open("/plan").await;
    assert_eq!(
        (value(&seen, &first[0].0), value(&seen, &first[1].0)),
        ("180".into(), "200".into())
    );
    assert!(
        seen.text(".version").contains("версия 2, действует с 18.11.2026 · собственник · Отпуск")
    );
    let kept = "select count(*) from target t join plan_version v on v.id = t.plan_version_id where v.no = 2";
    assert_eq!(world.count(OURS, kept).await, 2);
}

#[tokio::test]
async fn a_day_of_another_month_is_refused() {
    let world = World::new().await;
    let ids = furnished(&world).await;
    approve(&world.owner, &[(cell(IVANOVA, ids[0]), "240")], "0", "").await;
    let cells = [(cell(IVANOVA, ids[0]), "180")];
    let more = [("effective_on", "2026-12-01"), ("reason", "Отпуск")];

    let refused = world.owner.submit("/plan", &typed(&cells, "1", &more)).await;

    assert_eq!(refused.text("#effective_on-error"), "Выберите день этого месяца");
    assert_eq!(refused.attribute("#reason", "value"), "Отпуск");
}

#[tokio::test]
async fn days_that_passed_keep_their_plan_until_the_month_is_over() {
    let world = World::new().await;
    let ids = furnished(&world).await;
    approve(&world.owner, &[(cell(IVANOVA, ids[0]), "240")], "0", "").await;
    let cells = [(cell(IVANOVA, ids[0]), "180")];
    let more = [("effective_on", "2026-11-17"), ("reason", "Отпуск")];

    let refused = world.owner.submit("/plan", &typed(&cells, "1", &more)).await;

    assert_eq!(
        refused.text("#effective_on-error"),
        "Прошедшие дни сохраняют свой план: выберите 18 ноября или позже"
    );
    assert_eq!(world.count(OURS, VERSIONS).await, 1);
}

#[tokio::test]
async fn a_month_that_is_over_is_corrected_whole_and_with_a_reason() {
    let world = World::new().await;
    let ids = furnished(&world).await;
    let october = |typed: &'static str, no: &'static str, reason: &'static str| {
        let name = cell(IVANOVA, ids[0]);
        let no_name = format!("no.{DEPARTMENT}");
        let fields = [
            ("period".to_owned(), "2026-10"),
            (no_name, no),
            (name, typed),
            ("reason".to_owned(), reason),
        ];
        let owner = &world.owner;
        async move {
            let fields: Vec<_> =
                fields.iter().map(|(name, typed)| (name.as_str(), *typed)).collect();
            owner.submit("/plan", &fields).await
        }
    };
    assert_eq!(october("240", "0", "").await.status, StatusCode::SEE_OTHER);
    let sheet = world.owner.open("/plan?period=2026-10").await;
    assert!(sheet.text("#correction").starts_with("Месяц закончился"));
    assert!(!sheet.has("#effective_on"));

    assert!(october("180", "1", "").await.has("#reason-error"));
    assert_eq!(october("180", "1", "Ошиблись").await.status, StatusCode::SEE_OTHER);

    let from_first = "select count(*) from plan_version where effective_on = '2026-10-01'";
    assert_eq!(world.count(OURS, from_first).await, 2);
}

#[tokio::test]
async fn a_year_without_a_calendar_says_so_on_the_plan_by_days() {
    let world = World::new().await;
    furnished(&world).await;
    let lead = async |month: &str| {
        world.owner.open(&format!("/plan/days?period={month}")).await.text(".lead")
    };
    assert!(lead("2019-11").await.contains("по обычной пятидневке"));
    assert!(!lead("2026-11").await.contains("пятидневке"));
}

#[tokio::test]
async fn the_second_of_two_editors_is_told_and_keeps_the_typing() {
    let world = World::new().await;
    let ids = furnished(&world).await;
    approve(&world.owner, &[(cell(IVANOVA, ids[0]), "240")], "0", "").await;
    let cells = [(cell(IVANOVA, ids[0]), "180")];

    let late = approve(&world.owner, &cells, "0", "Отпуск").await;

    assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
    let told = late.text("#form-error");
    assert!(told.contains("собственник, 18 ноября в 12:00") && told.contains("версия 1"), "{told}");
    assert_eq!(value(&late, &cells[0].0), "180");
    assert!(late.texts(".help").contains(&"сейчас 240".into()));
    let no = late.attribute(&format!("input[name='no.{DEPARTMENT}']"), "value");
    assert_eq!(approve(&world.owner, &cells, &no, "Отпуск").await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn an_editor_never_takes_back_what_another_did_in_other_cells() {
    let world = World::new().await;
    let ids = furnished(&world).await;
    let (ours, theirs) = (cell(IVANOVA, ids[0]), cell(PETROV, ids[0]));
    let both =
        |ours_typed, theirs_typed| [(ours.clone(), ours_typed), (theirs.clone(), theirs_typed)];
    approve(&world.owner, &both("240", "200"), "0", "").await;
    approve(&world.owner, &both("240", "150"), "1", "Больничный").await;

    let late = approve(&world.owner, &both("180", "200"), "1", "Отпуск").await;

    assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!((value(&late, &ours), value(&late, &theirs)), ("180".into(), "150".into()));
    let idle = approve(&world.owner, &both("240", "200"), "1", "").await;
    assert_eq!(idle.status, StatusCode::SEE_OTHER, "nothing of his own: nothing to decide");
}

#[tokio::test]
async fn an_unchanged_sheet_makes_no_version() {
    let world = World::new().await;
    let ids = furnished(&world).await;
    let cells = [(cell(IVANOVA, ids[0]), "240")];
    approve(&world.owner, &cells, "0", "").await;

    let again = approve(&world.owner, &cells, "1", "").await;

    assert_eq!(again.status, StatusCode::SEE_OTHER);
    assert_eq!(world.count(OURS, VERSIONS).await, 1);
}

#[tokio::test]
async fn the_month_before_is_copied_into_empty_cells_and_saves_nothing() {
    let world = World::new().await;
    let ids = furnished(&world).await;
    let cells = [(cell(IVANOVA, ids[0]), "240")];
    approve(&world.owner, &cells, "0", "").await;

    let plain = world.owner.open("/plan?period=2026-12").await;
    let copy = world.owner.open("/plan?period=2026-12&copy=yes").await;

    assert_eq!(
        (value(&plain, &cells[0].0), value(&copy, &cells[0].0)),
        (String::new(), "240".into())
    );
    assert!(plain.texts(".help").contains(&"— / 240".into()));
    assert_eq!(copy.attribute("table.grid", "data-grid"), "dirty");
    assert_eq!(world.count(OURS, VERSIONS).await, 1);
}

#[tokio::test]
async fn a_department_is_the_sum_of_those_who_sell() {
    let world = World::new().await;
    let ids = furnished(&world).await;
    let petrov = format!("/people/{PETROV}");
    let department = DEPARTMENT.to_string();
    let captain = [
        ("name", "Петров И."),
        ("department", &department),
        ("from_on", "2020-01-01"),
        ("row_version", "1"),
    ];
    let cells = [(cell(IVANOVA, ids[0]), "240"), (cell(PETROV, ids[0]), "900")];
    approve(&world.owner, &cells, "0", "").await;
    world.owner.submit(&petrov, &captain).await;

    let seen = world.owner.open("/plan").await;

    assert_eq!(seen.text("tr.sum td"), "240");
    assert!(seen.texts(".who small").iter().any(|note| note.contains("не продаёт сам")));
}

#[tokio::test]
async fn the_plan_by_days_adds_up_to_the_month() {
    let world = World::new().await;
    let ids = furnished(&world).await;
    approve(&world.owner, &[(cell(IVANOVA, ids[1]), "23")], "0", "").await;

    let path = format!("/plan/days?period=2026-11&whose=m.{IVANOVA}&metric={}", ids[1]);
    let seen = world.head.open(&path).await;

    let sums = seen.texts("#days tbody td:nth-last-child(2)");
    assert_eq!(sums, ["0", "4", "6", "6", "6", "1"]);
    assert_eq!(seen.text("#days tbody tr:last-child td:last-child"), "23");
    assert_eq!(seen.text("#days .now small"), "18");
}

#[tokio::test]
async fn a_head_sees_the_own_department_only() {
    let world = World::new().await;
    furnished(&world).await;
    let seen = world.head.open(&format!("/plan/days?whose=d.{OTHER_DEPARTMENT}")).await;
    assert_eq!(seen.status, StatusCode::NOT_FOUND);
    assert_eq!(world.head.open("/plan?period=ноябрь").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn without_metrics_or_people_the_page_teaches() {
    let world = World::new().await;
    assert_eq!(world.owner.open("/plan").await.text(".empty h2"), "Сначала — показатели");
    furnished(&world).await;
    assert!(!world.owner.open("/plan").await.has(".empty"));
}

#[tokio::test]
async fn the_sheet_takes_eight_statements_whatever_its_size() {
    let world = World::new().await;
    let ids = furnished(&world).await;
    approve(&world.owner, &[(cell(IVANOVA, ids[0]), "240")], "0", "").await;
    let (_, sheet) = world.owner.open_counting("/plan").await;
    assert!(sheet.len() <= 8, "{sheet:#?}");
}
