//! The first step: facts typed over.
use axum::http::StatusCode;
use mayak::actual::Origin;

use super::{ROUBLES, WEEK, field, held, said, typed, value};
use crate::figures::{Figures, begin};
use crate::support::{DEPARTMENT, IVANOVA, OTHER_DEPARTMENT, OURS, PETROV, World, noon};

const IVANOVA_MEETS: &str = "Иванова О., Встречи, факт";
const PETROV_MEETS: &str = "Петров И., Встречи, факт";
const CORRECTIONS: &str = "select count(*) from fact_entry where origin = 'correction'";

fn facts() -> String {
    format!("{WEEK}/facts")
}

#[tokio::test]
async fn plan_fact_and_percent_of_everybody_stand_on_one_sheet() {
    let world = World::new().await;
    held(&world).await;
    let seen = world.head.open(&facts()).await;
    assert_eq!(seen.text("h1"), "Неделя 9–13 ноября");
    assert_eq!(value(&seen, PETROV_MEETS), "10");
    let row = seen.texts("#facts tbody tr").into_iter().find(|row| row.starts_with("Петров И."));
    let row = row.unwrap();
    assert!(row.contains("20") && row.contains("отстаёт 50"), "{row}");
    assert!(row.contains("нет записей: пн, вт, чт и пт"), "{row}");
    assert!(
        seen.text("#facts tfoot").contains("40 30 отстаёт 75"),
        "{}",
        seen.text("#facts tfoot")
    );
}

#[tokio::test]
async fn a_correction_stands_beside_its_original_with_reason_author_and_time() {
    let world = World::new().await;
    held(&world).await;

    let answer = typed(&world.head, &facts(), &[(PETROV_MEETS, "12")], "сверили с CRM").await;

    assert_eq!(answer.location.as_deref(), Some("/week/2026-11-09/facts"), "{}", answer.body);
    assert!(said(&answer).starts_with("Исправлено 1 число"));
    let seen = world.head.open(&facts()).await;
    assert_eq!(value(&seen, PETROV_MEETS), "12");
    assert!(seen.text(".typed.corrected").contains("было 10"));
    let told = seen.text("#corrections li");
    assert_eq!(
        told,
        "Петров И. · Встречи, ср 11.11 было 10, собственник, 18 ноября в 11:30 → 12 · РОП, 18 ноября в 12:00 сверили с CRM"
    );
    let entries = world.owner.open(&format!("/entries?member={PETROV}&period=2026-11")).await;
    assert!(entries.body.contains("сверили с CRM"));
    assert_eq!(world.count(OURS, CORRECTIONS).await, 1);
}

#[tokio::test]
async fn a_double_click_corrects_once() {
    let world = World::new().await;
    held(&world).await;
    let page = world.head.open(&facts()).await;
    let (token, name) = (world.head.token(), field(&page, PETROV_MEETS));
    let fields = [(name.as_str(), "12"), ("reason", "сверили")];
    let first = world.head.submit_with(&token, &facts(), &fields).await;
    let second = world.head.submit_with(&token, &facts(), &fields).await;
    assert_eq!((first.status, first.location), (StatusCode::SEE_OTHER, second.location));
    assert_eq!(world.count(OURS, CORRECTIONS).await, 1);
}

#[tokio::test]
async fn bad_cells_are_told_at_their_place_and_all_typing_stays() {
    let world = World::new().await;
    held(&world).await;
    let cells = [
        (PETROV_MEETS, "-5"),
        (IVANOVA_MEETS, "1000000000"),
        ("Иванова О., Звонки, факт", "много"),
        ("Петров И., Звонки, факт", "7"),
    ];
    let refused = typed(&world.head, &facts(), &cells, &"я".repeat(10_000)).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(refused.texts("#facts td .error").len(), 3);
    assert!(refused.text("#reason-error").contains("Не длиннее"));
    for (label, typed) in cells {
        assert_eq!(value(&refused, label), typed);
    }
    let bare = typed(&world.head, &facts(), &[(PETROV_MEETS, "12")], " ").await;
    assert_eq!(bare.text("#reason-error"), "Заполните это поле");
    assert_eq!(world.count(OURS, CORRECTIONS).await, 0);
}

#[tokio::test]
async fn an_untouched_sheet_corrects_nothing_and_asks_no_reason() {
    let world = World::new().await;
    held(&world).await;
    let same = [(PETROV_MEETS, "10"), (IVANOVA_MEETS, "20")];
    let answer = typed(&world.head, &facts(), &same, "").await;
    assert_eq!(said(&answer), "Числа прежние: исправлять нечего.");
    assert_eq!(world.count(OURS, CORRECTIONS).await, 0);
}

#[tokio::test]
async fn what_a_manager_says_meanwhile_is_neither_lost_nor_overruled_unseen() {
    let world = World::new().await;
    let figures = held(&world).await;
    let page = world.head.open(&facts()).await;
    let (petrov, ivanova) = (field(&page, PETROV_MEETS), field(&page, IVANOVA_MEETS));
    figures.facts(&[(PETROV, figures.meetings, "2026-11-12", 3)]).await;

    let other = [(petrov.as_str(), "10"), (ivanova.as_str(), "21"), ("reason", "сверили")];
    let answer = world.head.submit(&facts(), &other).await;
    assert!(answer.location.is_some(), "an untouched cell says nothing: {}", answer.body);
    let seen = world.head.open(&facts()).await;
    assert_eq!(
        (value(&seen, PETROV_MEETS), value(&seen, IVANOVA_MEETS)),
        ("13".into(), "21".into())
    );

    let blind = [(petrov.as_str(), "11"), ("reason", "сверили")];
    let refused = world.head.submit(&facts(), &blind).await;
    assert!(refused.text("#facts td .error").contains("здесь стало 13"), "{}", refused.body);
    assert_eq!(value(&refused, PETROV_MEETS), "11");
    let again = [(field(&refused, PETROV_MEETS), "11"), ("reason".to_owned(), "сверили")];
    let again: Vec<(&str, &str)> =
        again.iter().map(|(name, typed)| (name.as_str(), *typed)).collect();
    assert!(world.head.submit(&facts(), &again).await.location.is_some());
}

#[tokio::test]
async fn a_correction_taken_back_leaves_the_first_figure() {
    let world = World::new().await;
    held(&world).await;
    typed(&world.head, &facts(), &[(PETROV_MEETS, "12")], "сверили").await;
    typed(&world.head, &facts(), &[(PETROV_MEETS, "10")], "ошибся").await;
    let seen = world.head.open(&facts()).await;
    assert_eq!(value(&seen, PETROV_MEETS), "10");
    assert!(!seen.has("#corrections") && !seen.has(".typed.corrected"));
}

#[tokio::test]
async fn an_import_is_the_original_that_a_correction_overrules() {
    let world = World::new().await;
    let figures = held(&world).await;
    figures.say(Origin::Crm, (PETROV, figures.meetings, "2026-11-11", Some(9))).await;
    typed(&world.head, &facts(), &[(PETROV_MEETS, "12")], "сверили").await;
    assert!(world.head.open(&facts()).await.text("#corrections li").contains("было 9, "));
}

#[tokio::test]
async fn days_of_a_person_are_typed_one_by_one() {
    let world = World::new().await;
    let figures = held(&world).await;
    let days = format!("{WEEK}/days?person={PETROV}");
    let page = world.head.open(&days).await;
    assert_eq!(
        (page.text("h1"), value(&page, "Встречи, 11\u{a0}ноября")),
        ("Петров И.".into(), "10".into())
    );
    let cells = [("Встречи, 12\u{a0}ноября", "4"), ("Оплаты, 13\u{a0}ноября", "120 000,50")];
    let answer = typed(&world.head, &days, &cells, "забыл внести").await;
    assert_eq!(answer.location.as_deref(), Some(days.as_str()), "{}", answer.body);
    let seen = world.head.open(&days).await;
    assert_eq!(value(&seen, "Оплаты, 13\u{a0}ноября"), "120 000,50");
    assert_eq!(seen.texts("#corrections li").len(), 2);
    assert!(seen.text("#corrections").contains("записи не было"));
    let refused = typed(&world.head, &days, &[("Встречи, 12\u{a0}ноября", "-1")], "сверили").await;
    assert!(refused.has("#days td .error"));

    let read = world.owner.open(&days).await;
    assert!(!read.has("#days input[aria-label]") && !read.has("#reason"));
    let href = read.attributes("#days td a", "href").remove(0);
    assert!(world.owner.open(&href).await.text("#figure").contains("10"), "{href}");
    let nobody = format!("{WEEK}/days?person={}", figures.meetings);
    assert_eq!(world.head.open(&nobody).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn days_ahead_and_days_before_and_after_a_person_are_refused() {
    let world = World::new().await;
    let figures = held(&world).await;
    let path = format!("/week/2026-11-16/days?person={PETROV}");
    let page = world.head.open(&path).await;
    let has = |label: &str| page.has(&format!("input[aria-label='{label}']"));
    assert!(has("Встречи, 18\u{a0}ноября") && !has("Встречи, 19\u{a0}ноября"));
    let tomorrow = format!("{PETROV}.{}.2026-11-19.none", figures.meetings);
    let refused = world.head.submit(&path, &[(&tomorrow, "1"), ("reason", "вперёд")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let mut db = begin(&world, noon()).await;
    sqlx::query(sqlx::AssertSqlSafe(format!(
        "update member set dismissed_on = '2026-11-11' where company_id = '{OURS}' and id = '{PETROV}'"
    )))
    .execute(&mut *db)
    .await
    .unwrap();
    db.commit().await.unwrap();
    let gone = format!("{PETROV}.{}.2026-11-12.none", figures.meetings);
    let refused = world.head.submit(&facts(), &[(&gone, "1"), ("reason", "после")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(world.count(OURS, CORRECTIONS).await, 0);
}

#[tokio::test]
async fn only_who_heads_the_department_corrects() {
    let world = World::new().await;
    let figures = held(&world).await;
    let name = format!("{PETROV}.{}.week.10", figures.meetings);
    let fields = [(name.as_str(), "12"), ("reason", "сверили")];
    for who in [&world.partner, &world.expert, &world.manager, &world.accountant] {
        assert_eq!(who.submit(&facts(), &fields).await.status, StatusCode::FORBIDDEN);
        assert_eq!(who.open(&facts()).await.status, StatusCode::FORBIDDEN);
    }
    for who in [&world.owner, &world.stranger] {
        assert_eq!(who.submit(&facts(), &fields).await.status, StatusCode::NOT_FOUND);
    }
    for department in [OTHER_DEPARTMENT, uuid::Uuid::from_u128(0xB1)] {
        let path = format!("{}?department={department}", facts());
        assert_eq!(world.head.submit(&path, &fields).await.status, StatusCode::NOT_FOUND);
    }
    let theirs = format!("{}?department={DEPARTMENT}", facts());
    assert_eq!(world.stranger.submit(&theirs, &fields).await.status, StatusCode::NOT_FOUND);
    let stranger = format!("{}.{}.week.none", crate::support::STRANGER, figures.meetings);
    let refused = world.head.submit(&facts(), &[(&stranger, "12"), ("reason", "сверили")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(world.count(OURS, CORRECTIONS).await, 0);
}

#[tokio::test]
async fn a_hidden_metric_is_no_column_and_still_serves_ratios() {
    let world = World::new().await;
    let figures = Figures::new(&world).await;
    let (calls, meetings) = (figures.calls, figures.meetings);
    figures
        .facts(&[(IVANOVA, calls, "2026-11-10", 100), (IVANOVA, meetings, "2026-11-10", 25)])
        .await;
    let mut db = begin(&world, noon()).await;
    let ratio = format!(
        "insert into metric (company_id, id, code, name, unit, kind, direction, over_time, over_people, scale,
             numerator_id, denominator_id, position)
         values ('{OURS}', gen_random_uuid(), 'share', 'Доля встреч', '%', 'quality', 'up', 'ratio', 'ratio', 1,
             '{meetings}', '{calls}', 99)"
    );
    sqlx::query(sqlx::AssertSqlSafe(ratio)).execute(&mut *db).await.unwrap();
    let hide = format!(
        "update metric set hidden_at = now() where company_id = '{OURS}' and id = '{calls}'"
    );
    sqlx::query(sqlx::AssertSqlSafe(hide)).execute(&mut *db).await.unwrap();
    db.commit().await.unwrap();
    let seen = world.head.open(&facts()).await;
    let heads = seen.texts("#facts thead th.metric");
    assert!(heads.contains(&"Доля встреч, %".into()) && !heads.contains(&"Звонки".into()));
    assert!(!seen.has("input[aria-label='Иванова О., Доля встреч, факт']"), "it is computed");
    let row = seen.texts("#facts tbody tr").into_iter().find(|row| row.starts_with("Иванова О."));
    assert!(row.unwrap().contains("25"));
}

#[tokio::test]
async fn money_is_corrected_by_the_sum_and_may_be_returned() {
    let world = World::new().await;
    let figures = held(&world).await;
    let paid = "Иванова О., Оплаты, факт";
    let answer = typed(&world.head, &facts(), &[(paid, "999 000")], "возврат 1 000 ₽").await;
    assert!(answer.location.is_some(), "{}", answer.body);
    let seen = world.head.open(&facts()).await;
    assert_eq!(value(&seen, paid), "999 000");
    let sum = "select coalesce(sum(value), 0)::bigint from fact_day where corrected";
    assert_eq!(world.count(OURS, sum).await, 999_000 * ROUBLES);
    assert!(seen.text("#corrections").contains("было 1 000 000"));
    assert_eq!(figures.paid.get_version_num(), 7);
}
