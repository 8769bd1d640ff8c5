//! What the owner reads first.
use axum::http::StatusCode;
use sqlx::AssertSqlSafe;
use uuid::Uuid;

use crate::figures::{Figures, begin};
use crate::support::{IVANOVA, MANAGER, OURS, PETROV, Seen, World, member, noon};

const ROUBLES: i64 = 100;

/// The cells of a person's line, the name first.
fn line(seen: &Seen, name: &str) -> Vec<String> {
    let names = seen.texts("#people tr > th");
    let at = names.iter().filter(|n| *n != "Менеджер").position(|n| n.starts_with(name));
    let rows = seen.texts("#people tbody tr, #people tfoot tr");
    let row = at.and_then(|_| rows.into_iter().find(|row| row.starts_with(name)));
    vec![row.unwrap_or_else(|| panic!("no line of {name} in {names:?}"))]
}

#[tokio::test]
async fn an_empty_company_is_told_the_three_steps() {
    let world = World::new().await;
    let seen = world.owner.open("/").await;
    assert_eq!(seen.status, StatusCode::OK);
    assert_eq!(seen.texts("#start b"), ["Люди", "План на месяц", "Факты"]);
    assert_eq!(seen.texts("#start a.button"), ["Задать план", "Загрузить файл"]);
    assert!(!seen.has("#plan-fact"));
    let theirs = world.stranger.open("/").await;
    assert_eq!(theirs.texts("#start a.button")[0], "Добавить человека");
}

#[tokio::test]
async fn the_month_says_where_it_goes_and_the_steps_that_lag() {
    let world = World::new().await;
    let figures = Figures::new(&world).await;
    let (calls, meetings, paid) = (figures.calls, figures.meetings, figures.paid);
    figures
        .plan(
            "2026-11-01",
            &[
                (IVANOVA, paid, 6_000_000 * ROUBLES),
                (IVANOVA, meetings, 20),
                (PETROV, meetings, 20),
                (IVANOVA, calls, 200),
            ],
        )
        .await;
    figures
        .facts(&[
            (IVANOVA, paid, "2026-11-13", 2_860_000 * ROUBLES),
            (IVANOVA, meetings, "2026-11-10", 12),
            (PETROV, meetings, "2026-11-10", 5),
            (IVANOVA, calls, "2026-11-10", 120),
            (IVANOVA, paid, "2026-11-18", 70_000 * ROUBLES),
        ])
        .await;
    let seen = world.owner.open("/").await;
    assert_eq!(seen.text(".when"), "Среда, 18 ноября · 12-й рабочий день из 20");
    let verdict = seen.text("#verdict");
    assert!(
        verdict.starts_with("Грубо: идём к 5,2 млн из 6 млн ₽ — не хватает 800 тыс."),
        "{verdict}"
    );
    assert!(verdict.contains("Мало встреч: Петров И."), "{verdict}");
    assert_eq!(
        seen.text("#plan-fact .figure"),
        "2,86 млн ₽ из 6 млн ₽ · 48 %, а по плану на сегодня 55 %"
    );
    assert!(seen.text(".bar-legend").contains("план на сегодня 3,3 млн"));
    assert!(seen.text(".bar-legend").contains("при таком темпе 5,2 млн"));
    assert_eq!(
        seen.texts("#plan-fact > .note")[0],
        "Сегодня, 18 ноября, пока 70 тыс. ₽: войдёт в счёт, когда день закроется, в 20:00."
    );
    let ivanova = &line(&seen, "Иванова О.")[0];
    assert!(ivanova.contains("120 / 200") && ivanova.contains("12 / 20"), "{ivanova}");
    assert!(ivanova.contains("2 860 / 6 000") && ivanova.contains("рано судить"), "{ivanova}");
    assert_eq!(seen.attributes("#people tbody td data", "value")[4 - 2], "2860000.00");
}

#[tokio::test]
async fn a_percent_is_of_those_who_have_a_plan_and_the_rest_stands_outside() {
    let world = World::new().await;
    let figures = Figures::new(&world).await;
    let paid = figures.paid;
    figures.plan("2019-11-01", &[(IVANOVA, paid, 1_825_000 * ROUBLES)]).await;
    figures
        .facts(&[
            (IVANOVA, paid, "2019-11-05", 121_017_468),
            (PETROV, paid, "2019-11-09", 200_000_000),
            (MANAGER, paid, "2019-11-30", 28_026_335),
        ])
        .await;
    let seen = world.owner.open("/?period=2019-11").await;
    let verdict = seen.text("#verdict");
    let expected = "Ноябрь 2019: 1,21 млн из 1,83 млн ₽ — не хватило 615 тыс.";
    assert!(verdict.starts_with(expected), "{verdict}");
    assert_eq!(seen.text("#plan-fact .figure"), "1,21 млн ₽ из 1,83 млн ₽ · 66,3 %");
    assert!(seen.text(".when").ends_with("по обычной пятидневке"));
    assert_eq!(seen.attribute("#people tr.sum data", "value"), "1210174.68");
    assert_eq!(seen.attribute("#people tr.sum ~ tr.sum data", "value"), "2280263.35");
    assert_eq!(seen.attribute("#people tfoot tr:nth-child(3) data", "value"), "3490438.03");
    assert_eq!(seen.texts("#people thead th"), ["Менеджер", "Оплаты, тыс. ₽", "К плану"]);
    assert!(line(&seen, "С планом")[0].contains("66 %"));
    let note = &seen.texts("#plan-fact > .note")[0];
    assert_eq!(note, "Ещё 2,28 млн ₽ вне плана: 2 человека без плана, в процент они не входят.");
}

#[tokio::test]
async fn a_heads_plan_is_shown_apart_and_never_added() {
    let world = World::new().await;
    let figures = Figures::new(&world).await;
    let (head, paid) = (member(2), figures.paid);
    figures
        .plan(
            "2026-10-01",
            &[(IVANOVA, paid, 1_000_000 * ROUBLES), (head, paid, 1_000_000 * ROUBLES)],
        )
        .await;
    figures.facts(&[(IVANOVA, paid, "2026-10-05", 1_000_000 * ROUBLES)]).await;
    let seen = world.owner.open("/?period=2026-10").await;
    let verdict = seen.text("#verdict");
    assert!(verdict.starts_with("Октябрь: 1 млн из 1 млн ₽ — ровно по плану."), "{verdict}");
    assert!(seen.text("#people tr.apart").contains("РОП"));
    assert!(line(&seen, "Всего")[0].contains("1 000 / 1 000"));
}

#[tokio::test]
async fn three_finished_months_make_a_profile_and_money_is_judged() {
    let world = World::new().await;
    let figures = Figures::new(&world).await;
    let paid = figures.paid;
    figures.plan("2026-11-01", &[(IVANOVA, paid, 1_000_000 * ROUBLES)]).await;
    let mut facts = vec![(IVANOVA, paid, "2026-11-10", 300_000 * ROUBLES)];
    for (early, late) in
        [("2026-08-05", "2026-08-31"), ("2026-09-05", "2026-09-30"), ("2026-10-05", "2026-10-30")]
    {
        facts.push((IVANOVA, paid, early, 200_000 * ROUBLES));
        facts.push((IVANOVA, paid, late, 600_000 * ROUBLES));
    }
    figures.facts(&facts).await;
    let seen = world.owner.open("/").await;
    let verdict = seen.text("#verdict");
    assert!(verdict.starts_with("Идём к 1,2 млн из 1 млн ₽ — с запасом 200 тыс."), "{verdict}");
    assert!(line(&seen, "Иванова О.")[0].contains("120 %"));
    assert!(seen.has("#people .pill.good"));
    assert!(seen.text(".bar-legend").contains("план на сегодня 250 тыс."));
}

#[tokio::test]
async fn weeks_and_quarters_are_looked_at_and_back_in_time() {
    let world = World::new().await;
    let figures = Figures::new(&world).await;
    figures.plan("2026-11-01", &[(IVANOVA, figures.calls, 200)]).await;
    figures.facts(&[(IVANOVA, figures.calls, "2026-11-10", 60)]).await;
    let week = world.owner.open("/?period=2026-W46").await;
    assert_eq!(
        week.text("#verdict"),
        "Звонки. Неделя 9–15 ноября: 60 из 50 — план перевыполнен на 10. \
         Нет данных за 4 рабочих дня: 9, 11, 12 и 13 ноября."
    );
    assert_eq!(
        week.attributes(".switcher a", "href"),
        ["/?period=2026-W46", "/?period=2026-11", "/?period=2026-Q4"]
    );
    assert_eq!(week.attributes(".period a", "href"), ["/?period=2026-W45", "/?period=2026-W47"]);
    let quarter = world.owner.open("/?period=2026-Q4").await;
    assert!(quarter.texts("#plan-fact > .note").iter().any(|note| {
        note == "План на октябрь и декабрь не задан и в сравнение не входит."
    }));
    let ahead = world.owner.open("/?period=2026-12").await;
    assert_eq!(ahead.text("#verdict"), "За декабрь нет ни плана, ни факта.");
    for odd in ["/?period=2026-13", "/?period=2026-11-18", "/?period=2026", "/?period=вчера"] {
        let odd = odd.replace("вчера", "%D0%B2");
        assert_eq!(world.owner.open(&odd).await.status, StatusCode::NOT_FOUND, "{odd}");
    }
}

#[tokio::test]
async fn facts_without_a_plan_and_a_plan_without_facts_say_so() {
    let world = World::new().await;
    let figures = Figures::new(&world).await;
    figures.facts(&[(IVANOVA, figures.paid, "2026-11-10", 500_000 * ROUBLES)]).await;
    let seen = world.owner.open("/").await;
    assert_eq!(seen.text("#verdict span"), "план не задан, сравнить не с чем.");
    assert_eq!(seen.attribute("#lack a", "href"), "/plan");
    figures.plan("2026-11-01", &[(PETROV, figures.paid, 500_000 * ROUBLES)]).await;
    let seen = world.owner.open("/").await;
    assert!(seen.text("#verdict").starts_with("Ноябрь: план 500 тыс. ₽, фактов пока нет."));
    assert!(
        line(&seen, "Петров И.")[0].contains("нет данных")
            || line(&seen, "Петров И.")[0].contains("рано судить")
    );
}

#[tokio::test]
async fn another_company_sees_none_of_it_and_other_roles_are_told_who_may() {
    let world = World::new().await;
    let figures = Figures::new(&world).await;
    figures.plan("2026-11-01", &[(IVANOVA, figures.paid, 500_000 * ROUBLES)]).await;
    figures.facts(&[(IVANOVA, figures.paid, "2026-11-10", 77_000 * ROUBLES)]).await;
    let theirs = world.stranger.open("/").await;
    assert!(theirs.has("#start") && !theirs.body.contains("Иванова"));
    for who in [&world.partner, &world.expert] {
        assert!(who.open("/").await.has("#plan-fact"));
    }
    for who in [&world.head, &world.manager, &world.accountant] {
        let led = who.open("/").await;
        assert_eq!(led.location.as_deref(), Some("/home"), "to the first page of their own");
    }
}

#[tokio::test]
async fn the_overview_takes_at_most_eight_statements_however_many_people() {
    let world = World::new().await;
    let figures = Figures::new(&world).await;
    let paid = figures.paid;
    figures.plan("2026-11-01", &[(IVANOVA, paid, 100), (PETROV, paid, 100)]).await;
    figures.facts(&[(IVANOVA, paid, "2026-11-10", 7), (PETROV, paid, "2026-10-10", 7)]).await;
    for path in ["/", "/?period=2026-W47", "/?period=2026-Q4", "/?period=2026-10"] {
        let (seen, statements) = world.owner.open_counting(path).await;
        assert!(seen.has("#plan-fact"));
        assert!((1..=8).contains(&statements.len()), "{path}: {statements:#?}");
    }
}

#[tokio::test]
async fn every_figure_of_a_person_leads_to_its_entries() {
    let world = World::new().await;
    let figures = Figures::new(&world).await;
    figures.plan("2026-11-01", &[(IVANOVA, figures.calls, 200)]).await;
    figures
        .facts(&[
            (IVANOVA, figures.calls, "2026-11-10", 60),
            (IVANOVA, figures.calls, "2026-11-11", 5),
        ])
        .await;
    let seen = world.owner.open("/").await;
    for href in seen.attributes("#people td a", "href") {
        let entries = world.owner.open(&href).await;
        assert_eq!(entries.attribute("#figure data", "value"), "65", "{href}");
        assert_eq!(entries.texts("#entries tbody tr").len(), 2);
    }
}

/// Every figure of a table is a link, and its entries add up to it. Gives what the links say.
async fn adds_up(world: &World, path: &str) -> Vec<String> {
    let seen = world.owner.open(path).await;
    let said = seen.attributes("#people td data", "value");
    let hrefs = seen.attributes("#people td a", "href");
    assert_eq!(said.len(), hrefs.len(), "{path}: a figure that does not open");
    for (value, href) in said.iter().zip(&hrefs) {
        let (entries, statements) = world.owner.open_counting(href).await;
        assert_eq!(entries.attribute("#figure data", "value"), *value, "{path}: {href}");
        assert!(statements.len() <= 8, "{href}: {statements:#?}");
    }
    said
}

/// The exact figures of a row, column by column.
fn figures_of(seen: &Seen, row: &str) -> Vec<String> {
    seen.attributes(&format!("#people {row} data"), "value")
}

#[tokio::test]
async fn somebody_with_a_plan_of_steps_and_none_of_money_counts_in_both_sums() {
    let world = World::new().await;
    let figures = Figures::new(&world).await;
    let (calls, paid) = (figures.calls, figures.paid);
    figures
        .plan(
            "2026-10-01",
            &[
                (IVANOVA, calls, 200),
                (IVANOVA, paid, 1_000 * ROUBLES),
                (PETROV, calls, 100),
                (member(2), paid, 1_000 * ROUBLES),
            ],
        )
        .await;
    figures
        .facts(&[
            (IVANOVA, calls, "2026-10-06", 150),
            (IVANOVA, paid, "2026-10-06", 400 * ROUBLES),
            (PETROV, calls, "2026-10-06", 60),
            (PETROV, paid, "2026-10-06", 70 * ROUBLES),
            (MANAGER, calls, "2026-10-07", 5),
            (member(2), paid, "2026-10-07", 3 * ROUBLES),
        ])
        .await;
    let seen = world.owner.open("/?period=2026-10").await;
    assert_eq!(seen.texts("#people tfoot th"), ["С планом", "Вне плана", "Всего фактов"]);
    assert_eq!(figures_of(&seen, "tfoot tr:nth-child(1)"), ["210", "400.00"]);
    assert_eq!(figures_of(&seen, "tfoot tr:nth-child(2)"), ["5", "73.00"]);
    assert_eq!(figures_of(&seen, "tfoot tr:nth-child(3)"), ["215", "473.00"]);
    assert!(line(&seen, "С планом")[0].contains("210 / 300"));
    let petrov = &line(&seen, "Петров И.")[0];
    assert!(petrov.contains("60 / 100") && petrov.contains("/ — план не задан"), "{petrov}");
    assert_eq!(seen.texts("#people tr.part")[0], "Без плана");
    let apart = seen.text("#people tr.apart");
    assert!(apart.contains("план команды"), "one's own facts are not judged by it: {apart}");
    assert!(!seen.has("#people tr.apart .behind"));
    let notes = seen.texts("#plan-fact > .note");
    for expected in [
        "Ещё 73 ₽ вне плана: 1 человек без плана и 1 человек с планом команды, в процент они не входят.",
        "«С планом» — сумма чисел, у которых есть план; остальные числа — в строке «Вне плана».",
    ] {
        assert!(notes.iter().any(|note| note == expected), "{notes:#?}");
    }
    assert_eq!(adds_up(&world, "/?period=2026-10").await.len(), 6 + 6);
}

#[tokio::test]
async fn a_metric_without_any_plan_parts_nobody() {
    let world = World::new().await;
    let figures = Figures::new(&world).await;
    figures.plan("2026-10-01", &[(IVANOVA, figures.paid, 1_000 * ROUBLES)]).await;
    figures
        .facts(&[
            (IVANOVA, figures.calls, "2026-10-06", 150),
            (IVANOVA, figures.paid, "2026-10-06", 400 * ROUBLES),
        ])
        .await;
    let seen = world.owner.open("/?period=2026-10").await;
    assert_eq!(seen.texts("#people tfoot th"), ["Всего"]);
    assert_eq!(figures_of(&seen, "tfoot"), ["150", "400.00"]);
    assert!(!seen.has("#people tr.part"));
    adds_up(&world, "/?period=2026-10").await;
}

#[tokio::test]
async fn every_number_of_any_period_opens_to_entries_that_add_up_to_it() {
    let world = World::new().await;
    let figures = Figures::new(&world).await;
    let (calls, meetings, paid) = (figures.calls, figures.meetings, figures.paid);
    let (head, owner) = (member(2), member(0));
    figures
        .plan("2026-10-01", &[(IVANOVA, calls, 200), (head, paid, 90), (PETROV, meetings, 9)])
        .await;
    figures
        .plan("2026-11-01", &[(IVANOVA, paid, 90), (PETROV, calls, 0), (head, calls, 900)])
        .await;
    let mut facts = vec![];
    for (at, on) in
        ["2026-09-30", "2026-10-06", "2026-10-30", "2026-11-02", "2026-11-17"].iter().enumerate()
    {
        for (who, person) in [IVANOVA, PETROV, MANAGER, head, owner].into_iter().enumerate() {
            let value = 10_i64.pow(u32::try_from(at).unwrap()) * i64::try_from(who + 1).unwrap();
            facts.extend([(person, calls, *on, value), (person, paid, *on, 2 * value)]);
            facts.extend((at % 2 == 0).then_some((person, meetings, *on, value)));
        }
    }
    facts.push((IVANOVA, calls, "2026-11-18", 7));
    figures.facts(&facts).await;
    add_metric(&world, "'debt', 'Долг', '₽', 'money', 'down', 'last', 'sum', 2, null, null").await;
    let ratio = format!(
        "'share', 'Доля', '%', 'quality', 'up', 'ratio', 'ratio', 1, '{meetings}', '{calls}'"
    );
    add_metric(&world, &ratio).await;
    let debt = metric(&world, "debt").await;
    figures
        .facts(&[
            (IVANOVA, debt, "2026-11-02", 500),
            (IVANOVA, debt, "2026-11-09", 300),
            (PETROV, debt, "2026-11-03", 40),
        ])
        .await;
    for period in ["2026-Q4", "2026-10", "2026-11", "2026-W40", "2026-W44", "2026-W45", "2026-W47"]
    {
        let said = adds_up(&world, &format!("/?period={period}")).await;
        assert!(!said.is_empty(), "{period}");
    }
    let seen = world.owner.open("/?period=2026-Q4").await;
    let href = seen.attribute("#plan-fact .figure a", "href");
    let entries = world.owner.open(&href).await;
    let full = seen.attribute("#plan-fact .figure b", "title");
    assert!(entries.text("#figure").starts_with(full.replace('\u{a0}', " ").as_str()), "{full}");
    assert!(figures_of(&seen, "tfoot tr:nth-child(3)").contains(&"3.40".to_owned()), "the debt");
}

/// Puts a metric into our company: code, name, unit, kind, direction, over time, over people, scale, parts.
async fn add_metric(world: &World, values: &str) {
    let mut db = begin(world, noon()).await;
    let insert = format!(
        "insert into metric (company_id, id, position, code, name, unit, kind, direction, over_time, over_people, scale,
             numerator_id, denominator_id)
         values ('{OURS}', gen_random_uuid(), 99, {values})"
    );
    sqlx::query(AssertSqlSafe(insert)).execute(&mut *db).await.unwrap();
    db.commit().await.unwrap();
}

async fn metric(world: &World, code: &str) -> Uuid {
    let mut db = begin(world, noon()).await;
    sqlx::query_scalar("select id from metric where company_id = $1 and code = $2")
        .bind(OURS)
        .bind(code)
        .fetch_one(&mut *db)
        .await
        .unwrap()
}

#[tokio::test]
async fn a_quarter_holds_facts_against_the_months_that_have_a_plan() {
    let world = World::new().await;
    let figures = Figures::new(&world).await;
    figures.plan("2026-11-01", &[(IVANOVA, figures.calls, 200)]).await;
    figures
        .facts(&[
            (IVANOVA, figures.calls, "2026-10-10", 300),
            (IVANOVA, figures.calls, "2026-11-10", 60),
        ])
        .await;
    let seen = world.owner.open("/?period=2026-Q4").await;
    assert!(seen.text("#plan-fact .figure").starts_with("60 из 200 · 30 %"));
    let notes = seen.texts("#plan-fact > .note");
    let outside = "Ещё 300 вне плана: месяцы без плана, в процент они не входят.";
    assert!(notes.iter().any(|note| note == outside), "{notes:#?}");
    assert!(line(&seen, "Всего фактов")[0].contains("360"));
    assert!(line(&seen, "Вне плана")[0].contains("300"));
    assert!(line(&seen, "Иванова О.")[0].contains("60 / 200 +300 вне плана"));
    adds_up(&world, "/?period=2026-Q4").await;
}

#[tokio::test]
async fn a_hidden_metric_still_serves_ratios() {
    let world = World::new().await;
    let figures = Figures::new(&world).await;
    figures
        .facts(&[
            (IVANOVA, figures.calls, "2026-11-10", 100),
            (IVANOVA, figures.meetings, "2026-11-10", 25),
        ])
        .await;
    let ratio = format!(
        "'share', 'Доля встреч', '%', 'quality', 'up', 'ratio', 'ratio', 1, '{}', '{}'",
        figures.meetings, figures.calls
    );
    add_metric(&world, &ratio).await;
    let mut db = begin(&world, noon()).await;
    let hide = format!(
        "update metric set hidden_at = now() where company_id = '{OURS}' and id = '{}'",
        figures.calls
    );
    sqlx::query(AssertSqlSafe(hide)).execute(&mut *db).await.unwrap();
    db.commit().await.unwrap();
    let seen = world.owner.open("/").await;
    let heads = seen.texts("#people thead th");
    assert!(heads.iter().any(|head| head.starts_with("Доля встреч")), "{heads:?}");
    assert!(!heads.iter().any(|head| head.starts_with("Звонки")), "{heads:?}");
    assert!(line(&seen, "Иванова О.")[0].contains("25"));
}

/// A year of a large team: the page's statements stay on their indexes.
#[tokio::test]
async fn facts_of_a_month_are_read_by_index() {
    let world = World::new().await;
    Figures::new(&world).await;
    let mut db = begin(&world, noon()).await;
    let fill = format!(
        "insert into fact_day (company_id, day, member_id, metric_id, value, late, corrected, conflict)
         select '{OURS}', date '2026-01-01' + d, m.id, k.id, 1, false, false, false
         from generate_series(0, 320) d, member m, metric k where m.company_id = '{OURS}' and k.company_id = '{OURS}'"
    );
    sqlx::query(AssertSqlSafe(fill)).execute(&mut *db).await.unwrap();
    sqlx::query("set local enable_seqscan = off").execute(&mut *db).await.unwrap();
    let plan: Vec<String> = sqlx::query_scalar(AssertSqlSafe(format!(
        "explain select member_id, metric_id, day, sum(value)::bigint from fact_day
         where company_id = '{OURS}' and day between '2026-11-01' and '2026-11-30' group by 1, 2, 3"
    )))
    .fetch_all(&mut *db)
    .await
    .unwrap();
    assert!(plan.iter().any(|step| step.contains("fact_day_pkey")), "{plan:#?}");
}
