//! «План и факт»: who sees whose figures, against what they are held, and what each is made of.
use std::time::{Duration, Instant};

use axum::http::{StatusCode, header};
use mayak::actual;
use mayak::values::MemberId;
use scraper::{ElementRef, Html, Selector};
use sqlx::AssertSqlSafe;
use uuid::Uuid;

use crate::figures::{Figures, begin};
use crate::support::{
    Browser, DEPARTMENT, IVANOVA, MANAGER, OTHER_DEPARTMENT, OURS, PETROV, Seen, World, member,
    noon,
};
use crate::team;

const ROUBLES: i64 = 100;

fn folded(element: ElementRef<'_>) -> String {
    element.text().collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The rows that a selector finds: the name, then what `cells` finds in each.
fn rows(seen: &Seen, css: &str, cells: &str) -> Vec<(String, Vec<String>)> {
    let (rows, name) = (Selector::parse(css).unwrap(), Selector::parse("th").unwrap());
    let cells = Selector::parse(cells).unwrap();
    Html::parse_document(&seen.body)
        .select(&rows)
        .map(|row| {
            let name = row.select(&name).next().map(folded).unwrap_or_default();
            (name, row.select(&cells).map(folded).collect())
        })
        .collect()
}

/// «219 / 400» of every metric, by the line, as the overview says it.
fn pairs(seen: &Seen) -> Vec<(String, Vec<String>)> {
    let lines = "#plan-fact tbody tr:not(.part), #plan-fact tfoot tr";
    // Only the number: what stands below it is the plan to date and the part done.
    let facts = rows(seen, lines, "td.fact > a, td.fact > data, td.fact > span");
    let plans = rows(seen, lines, "td.plan > data, td.plan > span");
    let pair = |(fact, plan): (&String, &String)| {
        if plan == "—" { fact.clone() } else { format!("{fact} / {plan}") }
    };
    let both = facts.into_iter().zip(plans);
    both.map(|((name, facts), (_, plans))| (name, facts.iter().zip(&plans).map(pair).collect()))
        .collect()
}

fn overview_pairs(seen: &Seen) -> Vec<(String, Vec<String>)> {
    let lines = rows(seen, "#people tbody tr:not(.part), #people tfoot tr", "td");
    // What months without a plan brought stands beside the figure there, and below it here.
    let bare = |text: &String| {
        let text = text.replace("отстаёт ", "");
        text.split(" +").next().unwrap_or_default().to_owned()
    };
    lines
        .into_iter()
        .map(|(name, cells)| (name, cells[..cells.len() - 1].iter().map(bare).collect()))
        .collect()
}

/// Sales of October and November with everything in it: people with a plan and without, months without, today.
async fn autumn(world: &World) -> Figures<'_> {
    let figures = Figures::new(world).await;
    let (calls, meetings, paid) = (figures.calls, figures.meetings, figures.paid);
    figures
        .plan(
            "2026-11-01",
            &[
                (IVANOVA, calls, 200),
                (IVANOVA, meetings, 20),
                (IVANOVA, paid, 1_000_000 * ROUBLES),
                (MANAGER, calls, 100),
                (MANAGER, paid, 400_000 * ROUBLES),
                (member(2), paid, 1_400_000 * ROUBLES),
            ],
        )
        .await;
    figures
        .facts(&[
            (IVANOVA, calls, "2026-11-10", 90),
            (IVANOVA, calls, "2026-11-17", 15),
            (IVANOVA, calls, "2026-11-18", 6),
            (IVANOVA, meetings, "2026-11-17", 4),
            (IVANOVA, paid, "2026-11-16", 300_000 * ROUBLES),
            (IVANOVA, calls, "2026-10-20", 44),
            (MANAGER, calls, "2026-11-10", 30),
            (MANAGER, paid, "2026-11-12", 50_000 * ROUBLES),
            (PETROV, calls, "2026-11-11", 7),
            (PETROV, paid, "2026-11-11", 10_000 * ROUBLES),
            (member(0), paid, "2026-11-11", 5_000 * ROUBLES),
        ])
        .await;
    figures
}

#[tokio::test]
async fn a_month_says_plan_fact_and_pace_of_everybody() {
    let world = World::new().await;
    autumn(&world).await;
    let seen = world.owner.open("/plan-fact?period=2026-11").await;
    assert_eq!(seen.status, StatusCode::OK);
    assert_eq!(seen.text(".when"), "План и факт · Среда, 18 ноября · 12-й рабочий день из 20");
    assert!(seen.text("#verdict").starts_with("Грубо: идём к"), "{}", seen.text("#verdict"));
    let heads = seen.texts("#plan-fact thead tr:first-child th");
    assert_eq!(heads, ["Менеджер", "Звонки", "Встречи", "Оплаты, тыс. ₽"]);
    assert_eq!(seen.texts("#plan-fact thead tr + tr th")[..3], ["план", "факт", "%"]);
    let lines = rows(&seen, "#plan-fact tbody tr", "td:not(.what)");
    let ivanova = &lines.iter().find(|(name, _)| name == "Иванова О.").unwrap().1;
    assert_eq!(
        ivanova[..3],
        ["200 110", "105 53 %", "95 %"],
        "plan to date and the part done below"
    );
    assert_eq!(ivanova[6..], ["1 000 550", "300 30 %", "рано судить"]);
    let petrov = &lines.iter().find(|(name, _)| name == "Петров И.").unwrap().1;
    assert_eq!(petrov[..3], ["—", "7", "план не задан"]);
    assert_eq!(petrov[3..6], ["—", "—", "план не задан"]);
}

#[tokio::test]
async fn one_metric_is_shown_in_full_and_so_is_one_person() {
    let world = World::new().await;
    let figures = autumn(&world).await;
    let metric = format!("/plan-fact?period=2026-11&metric={}", figures.calls);
    let seen = world.owner.open(&metric).await;
    assert_eq!(
        seen.texts("#plan-fact thead th")[1..],
        [
            "план",
            "факт",
            "% плана",
            "план на сегодня",
            "к плану на сегодня",
            "сегодня, пока",
            "при таком темпе"
        ]
    );
    let lines = rows(&seen, "#plan-fact tbody tr", "td");
    assert_eq!(lines[0].0, "Иванова О.");
    assert_eq!(lines[0].1, ["200", "105", "53 %", "110", "95 %", "6", "191"]);
    let href = seen.attribute("#plan-fact tbody th a", "href");
    let person = world.owner.open(&href).await;
    assert!(person.text(".when").starts_with("Иванова О. · Среда"));
    let lines = rows(&person, "#plan-fact tbody tr", "td");
    assert_eq!(
        lines.iter().map(|line| line.0.as_str()).collect::<Vec<_>>(),
        ["Звонки", "Встречи", "Оплаты, тыс. ₽"]
    );
    assert_eq!(lines[0].1, ["200", "105", "53 %", "110", "95 %", "6", "191"]);
    assert_eq!(lines[2].1[4], "рано судить");
    assert!(person.has("a.back"));
}

#[tokio::test]
async fn the_figures_are_those_of_the_overview() {
    let world = World::new().await;
    autumn(&world).await;
    for period in ["2026-11", "2026-W46", "2026-W47", "2026-Q4", "2026-10"] {
        let here = world.owner.open(&format!("/plan-fact?period={period}")).await;
        let there = world.owner.open(&format!("/?period={period}")).await;
        let (here_pairs, there_pairs) = (pairs(&here), overview_pairs(&there));
        assert_eq!(here_pairs, there_pairs, "{period}");
        assert_eq!(here.text("#verdict"), told(&there), "{period}");
    }
}

/// The verdict of the overview without its words on silent days.
fn told(seen: &Seen) -> String {
    let verdict = seen.text("#verdict");
    verdict.split(" Нет данных за").next().unwrap_or(&verdict).to_owned()
}

#[tokio::test]
async fn each_role_sees_as_far_as_the_policy_goes() {
    let world = World::new().await;
    let figures = autumn(&world).await;
    let names = async |who: &Browser| {
        let seen = who.open("/plan-fact?period=2026-11").await;
        seen.texts("#plan-fact tbody tr:not(.part, .sum) th")
    };
    let all = ["Иванова О.", "менеджер", "Петров И.", "собственник", "РОП"];
    for who in [&world.owner, &world.partner, &world.expert] {
        assert_eq!(names(who).await, all);
    }
    assert_eq!(names(&world.head).await, ["Иванова О.", "менеджер", "Петров И.", "РОП"]);
    let own = world.manager.open("/plan-fact?period=2026-11").await;
    assert_eq!(own.texts("#plan-fact tbody th"), ["Звонки", "Оплаты, тыс. ₽"]);
    assert_eq!(rows(&own, "#plan-fact tbody tr", "td")[0].1[..2], ["100", "30"]);
    let team = &rows(&own, "#team tbody tr", "td")[0];
    let calls = ["300", "135 вне плана +7", "45 %", "165", "82 %", "6", "245"];
    assert_eq!(
        (team.0.as_str(), team.1.as_slice()),
        ("Звонки", calls.map(String::from).as_slice())
    );
    assert!(!own.has("#team a"), "a colleague's entries are not the manager's to open");
    for name in ["Иванова", "Петров", "собственник"] {
        assert!(!own.body.contains(name), "{name} stands on a manager's page");
    }
    assert_eq!(world.accountant.open("/plan-fact").await.status, StatusCode::FORBIDDEN);
    assert!(world.stranger.open("/plan-fact").await.has(".empty"));
    let signed_out = world.nobody.open("/plan-fact").await;
    assert_eq!(signed_out.location.as_deref(), Some("/sign-in?next=%2Fplan%2Dfact"));
    let foreign = format!("/plan-fact?metric={}", figures.calls);
    assert_eq!(world.stranger.open(&foreign).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn it_stands_in_the_menu_of_all_who_may_open_it() {
    let world = World::new().await;
    for who in [&world.owner, &world.partner, &world.head, &world.manager, &world.expert] {
        let seen = who.open("/plan-fact").await;
        assert_eq!(seen.text(".side a[aria-current]"), "План и факт");
    }
    assert!(!world.accountant.open("/account").await.has("a[href='/plan-fact']"));
}

#[tokio::test]
async fn an_id_that_is_not_yours_is_not_found() {
    let world = World::new().await;
    autumn(&world).await;
    let of = |what: &str, id: Uuid| format!("/plan-fact?{what}={id}");
    let unknown = Uuid::from_u128(0xDEAD);
    for (who, path) in [
        (&world.owner, of("member", unknown)),
        (&world.owner, of("metric", unknown)),
        (&world.owner, of("department", unknown)),
        (&world.owner, of("member", crate::support::STRANGER)),
        (&world.head, of("member", member(0))),
        (&world.head, of("department", OTHER_DEPARTMENT)),
        (&world.manager, of("member", IVANOVA)),
        (&world.manager, of("department", DEPARTMENT)),
        (&world.stranger, of("member", IVANOVA)),
        (&world.stranger, of("department", DEPARTMENT)),
        (&world.owner, "/plan-fact?member=x".into()),
        (&world.owner, "/plan-fact?period=2026".into()),
    ] {
        assert_eq!(who.open(&path).await.status, StatusCode::NOT_FOUND, "{path}");
        let file = path.replace("/plan-fact?", "/plan-fact.csv?");
        assert_eq!(who.open(&file).await.status, StatusCode::NOT_FOUND, "{file}");
    }
    let path = of("member", IVANOVA);
    assert_eq!(world.head.open(&path).await.status, StatusCode::OK);
    let path = of("member", MANAGER);
    assert_eq!(world.manager.open(&path).await.status, StatusCode::OK);
}

/// Every link of a table leads to entries that add up to the number it stands on.
async fn opens(who: &Browser, path: &str) -> usize {
    let seen = who.open(path).await;
    let links = seen.attributes("td.fact a", "href");
    let values = seen.attributes("td.fact a > data", "value");
    for (href, value) in links.iter().zip(&values) {
        let entries = who.open(href).await;
        assert_eq!(entries.status, StatusCode::OK, "{href}");
        assert_eq!(entries.attribute("#figure data", "value"), *value, "{path}: {href}");
    }
    links.len()
}

#[tokio::test]
async fn every_figure_opens_to_its_entries() {
    let world = World::new().await;
    let figures = autumn(&world).await;
    assert!(opens(&world.owner, "/plan-fact?period=2026-11").await > 8);
    assert!(opens(&world.owner, "/plan-fact?period=2026-W46").await > 4);
    assert!(opens(&world.owner, "/plan-fact?period=2026-11-17").await == 4);
    let department = format!("/plan-fact?period=2026-11&department={DEPARTMENT}");
    assert!(opens(&world.owner, &department).await > 8);
    assert!(opens(&world.head, "/plan-fact?period=2026-11").await > 8);
    assert!(opens(&world.manager, "/plan-fact?period=2026-11").await == 2);
    let metric = format!("/plan-fact?period=2026-11&metric={}", figures.calls);
    assert!(opens(&world.head, &metric).await > 3);
}

#[tokio::test]
async fn the_days_of_one_who_moved_stay_with_the_department() {
    let world = World::new().await;
    let figures = autumn(&world).await;
    let mut db = begin(&world, noon()).await;
    let moved = format!(
        "insert into member_department (company_id, member_id, from_on, department_id)
         values ('{OURS}', '{IVANOVA}', '2026-11-16', '{OTHER_DEPARTMENT}')"
    );
    sqlx::query(AssertSqlSafe(moved)).execute(&mut *db).await.unwrap();
    actual::restamp(&mut db, MemberId(IVANOVA)).await.unwrap();
    db.commit().await.unwrap();
    let calls = async |who: &Browser, path: &str| {
        let seen = who.open(path).await;
        let lines = rows(&seen, "#plan-fact tbody tr", "td.fact > a");
        lines.into_iter().find(|(name, _)| name == "Иванова О.").unwrap().1[0].clone()
    };
    let department = |id| format!("/plan-fact?period=2026-11&department={id}");
    assert_eq!(calls(&world.head, "/plan-fact?period=2026-11").await, "90");
    assert_eq!(calls(&world.owner, &department(DEPARTMENT)).await, "90");
    assert_eq!(calls(&world.owner, &department(OTHER_DEPARTMENT)).await, "15");
    assert_eq!(calls(&world.owner, "/plan-fact?period=2026-11").await, "105");
    assert!(opens(&world.head, "/plan-fact?period=2026-11").await > 5);
    assert!(opens(&world.owner, &department(OTHER_DEPARTMENT)).await > 1);
    let never = format!("/entries?member={}&metric={}", member(0), figures.calls);
    assert_eq!(world.head.open(&never).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_day_has_its_part_of_the_plan_and_today_is_told_as_so_far() {
    let world = World::new().await;
    autumn(&world).await;
    let today = world.owner.open("/plan-fact?period=2026-11-18").await;
    assert_eq!(today.text(".when"), "План и факт · Среда, 18 ноября");
    assert!(today.text("#verdict").ends_with("День закроется в 20:00."));
    assert_eq!(today.texts("#plan-fact thead tr + tr th")[..3], ["план", "факт", "%"]);
    let lines = rows(&today, "#plan-fact tbody tr", "td:not(.what)");
    let ivanova = &lines.iter().find(|(name, _)| name == "Иванова О.").unwrap().1;
    assert_eq!(ivanova[..3], ["10", "6", "60 %"], "not coloured while the day is open");
    assert!(!today.has("#plan-fact td.rate .bad"));
    let closed = world.owner.open("/plan-fact?period=2026-11-17").await;
    let lines = rows(&closed, "#plan-fact tbody tr", "td:not(.what)");
    let ivanova = &lines.iter().find(|(name, _)| name == "Иванова О.").unwrap().1;
    assert_eq!(ivanova[..3], ["10", "15", "150 %"]);
    assert!(closed.has("#plan-fact td.rate .good"));
    let off = world.owner.open("/plan-fact?period=2026-11-15").await;
    assert!(
        off.text(".when").ends_with("воскресенье, 15 ноября · выходной")
            || off.text(".when").ends_with("Воскресенье, 15 ноября · выходной")
    );
    assert_eq!(
        today.attributes(".switcher a", "href")[0..2],
        ["/plan-fact?period=2026-11-18", "/plan-fact?period=2026-W47"]
    );
    let turned = today.attributes(".period a", "href");
    assert_eq!(turned, ["/plan-fact?period=2026-11-17", "/plan-fact?period=2026-11-19"]);
}

#[tokio::test]
async fn ratios_and_latest_values_are_held_against_their_target_and_never_summed() {
    let world = World::new().await;
    let figures = Figures::new(&world).await;
    let (share, debt) = (Uuid::from_u128(0x51), Uuid::from_u128(0x52));
    let mut db = begin(&world, noon()).await;
    for metric in [
        format!(
            "('{OURS}', '{share}', 'share', 'Доля встреч', '%', 'quality', 'up', 'ratio', 'ratio', 1, '{}', '{}', 98)",
            figures.meetings, figures.calls
        ),
        format!(
            "('{OURS}', '{debt}', 'debt', 'Долг', 'шт', 'result', 'down', 'last', 'sum', 0, null, null, 99)"
        ),
    ] {
        let insert = format!(
            "insert into metric (company_id, id, code, name, unit, kind, direction, over_time, over_people, scale,
                 numerator_id, denominator_id, position) values {metric}"
        );
        sqlx::query(AssertSqlSafe(insert)).execute(&mut *db).await.unwrap();
    }
    db.commit().await.unwrap();
    figures.plan("2026-11-01", &[(IVANOVA, share, 200), (IVANOVA, debt, 10)]).await;
    figures
        .facts(&[
            (IVANOVA, figures.calls, "2026-11-10", 100),
            (IVANOVA, figures.meetings, "2026-11-10", 25),
            (PETROV, figures.calls, "2026-11-10", 300),
            (PETROV, figures.meetings, "2026-11-10", 15),
            (IVANOVA, debt, "2026-11-10", 30),
            (IVANOVA, debt, "2026-11-12", 8),
        ])
        .await;
    let seen = world.owner.open(&format!("/plan-fact?period=2026-11&metric={share}")).await;
    let lines = rows(&seen, "#plan-fact tbody tr", "td");
    let ivanova = &lines.iter().find(|(name, _)| name == "Иванова О.").unwrap().1;
    assert_eq!(ivanova[..5], ["20", "25", "125 %", "—", "125 %"]);
    assert_eq!(seen.text("#plan-fact tfoot data"), "10", "of the sums, not of the percents");
    let seen = world.owner.open(&format!("/plan-fact?period=2026-11&metric={debt}")).await;
    let lines = rows(&seen, "#plan-fact tbody tr", "td");
    let ivanova = &lines.iter().find(|(name, _)| name == "Иванова О.").unwrap().1;
    assert_eq!(
        ivanova[..5],
        ["10", "8", "125 %", "—", "125 %"],
        "fewer is better, the last counts"
    );
    assert!(seen.text("#verdict").starts_with("Долг: сравнивается с целью"));
}

#[tokio::test]
async fn an_empty_period_teaches_what_will_be_there() {
    let world = World::new().await;
    let seen = world.owner.open("/plan-fact?period=2019-11").await;
    assert_eq!(seen.text(".empty h2"), "За это время нет ни плана, ни факта");
    assert!(!seen.has("#plan-fact"));
    let own = world.manager.open("/plan-fact?period=2019-11").await;
    assert_eq!(own.text(".empty h2"), "У вас нет ни плана, ни записей за это время");
}

#[tokio::test]
async fn the_file_has_the_figures_of_the_page_and_no_formula() {
    let world = World::new().await;
    autumn(&world).await;
    let mut db = begin(&world, noon()).await;
    let rename =
        format!("update member set name = '=cmd' where company_id = '{OURS}' and id = '{PETROV}'");
    sqlx::query(AssertSqlSafe(rename)).execute(&mut *db).await.unwrap();
    db.commit().await.unwrap();
    let page = world.owner.open("/plan-fact?period=2026-11").await;
    let file = world.owner.open(&page.attribute("a[href^='/plan-fact.csv']", "href")).await;
    assert_eq!(file.headers[header::CONTENT_TYPE], "text/csv; charset=utf-8");
    let name = file.headers[header::CONTENT_DISPOSITION].to_str().unwrap();
    assert_eq!(name, "attachment; filename=\"plan-fact-2026-11.csv\"");
    let lines: Vec<&str> = file.body.split("\r\n").collect();
    assert!(
        lines[0].starts_with("\u{FEFF}Кто;Показатель;Единица;План;Факт;% плана;План на сегодня")
    );
    assert_eq!(lines[1], "Иванова О.;Звонки;шт;200;105;52,5;110;95,5;6;191;");
    let paid = "Иванова О.;Оплаты;руб.;1000000,00;300000,00;30,0;550000,00;;;545454,55;рано судить";
    assert!(file.body.contains(paid), "{}", file.body);
    assert!(file.body.contains("\r\n'=cmd;Звонки;шт;;7;"), "{}", file.body);
    assert!(file.body.contains("\r\nС планом;Звонки;шт;300;135;"));
    let own = world.manager.open("/plan-fact.csv?period=2026-11").await;
    assert!(own.body.contains("\r\nменеджер;Звонки;шт;100;30;"));
    assert!(own.body.contains("\r\nОтдел;Звонки;шт;300;135;"));
    assert!(!own.body.contains("Иванова"));
    assert_eq!(world.accountant.open("/plan-fact.csv").await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn thirty_people_by_twelve_metrics_take_at_most_eight_statements() {
    let world = World::new().await;
    team::furnish(&world).await;
    for period in ["2026-11-18", "2026-W47", "2026-11", "2026-Q4"] {
        let path = format!("/plan-fact?period={period}");
        for who in [&world.owner, &world.head, &world.manager] {
            let (seen, statements) = who.open_counting(&path).await;
            assert_eq!(seen.status, StatusCode::OK);
            assert!((2..=8).contains(&statements.len()), "{path}: {statements:#?}");
        }
        let seen = world.owner.open(&path).await;
        assert_eq!(seen.texts("#plan-fact tbody tr").len(), team::PEOPLE);
        assert_eq!(seen.texts("#plan-fact thead a").len(), team::METRICS);
    }
}

/// What this thread has spent: the server's part of a request without the database's.
fn spent() -> Duration {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap();
    Duration::from_nanos(text.split(' ').next().unwrap().parse().unwrap())
}

#[tokio::test]
#[ignore = "measures, for people to read: --ignored --nocapture"]
async fn what_a_large_team_costs() {
    const ROUNDS: u32 = 41;
    let world = World::new().await;
    team::furnish(&world).await;
    for period in ["2026-11-18", "2026-W47", "2026-11", "2026-Q4"] {
        for page in ["/plan-fact", "/"] {
            let path = format!("{page}?period={period}");
            let mut times = vec![];
            let before = spent();
            for _ in 0..ROUNDS {
                let start = Instant::now();
                world.owner.open(&path).await;
                times.push(start.elapsed());
            }
            times.sort();
            let each = spent().saturating_sub(before) / ROUNDS;
            println!("{path}: p50 {:?}, of it the server's own {each:?}", times[times.len() / 2]);
        }
    }
}
