//! What the figures are made of.
use axum::http::StatusCode;
use mayak::actual::{self, NewEntry, Origin};
use mayak::values::ImportId;
use uuid::Uuid;

use crate::figures::{Figures, begin, cell};
use crate::support::{
    DEPARTMENT, IVANOVA, MANAGER, OTHER_DEPARTMENT, OURS, PETROV, World, member, noon,
};

fn address(who: Uuid, what: Uuid) -> String {
    format!("/entries?member={who}&metric={what}&period=2026-11")
}

#[tokio::test]
async fn entries_say_who_when_and_where_from() {
    let world = World::new().await;
    let figures = Figures::new(&world).await;
    figures.facts(&[(IVANOVA, figures.paid, "2026-11-10", 84_230_050)]).await;
    let seen = world.owner.open(&address(IVANOVA, figures.paid)).await;
    assert_eq!(seen.text("h1"), "Иванова О. · Оплаты");
    assert_eq!(seen.text("#figure"), "842 300,50 ₽ ноябрь");
    assert_eq!(
        seen.text("#entries tbody tr"),
        "вт 10.11 Иванова О. Оплаты 842 300,50 ₽ ручной ввод собственник 18.11.2026, 11:30"
    );
}

#[tokio::test]
async fn a_replaced_figure_stays_in_sight_struck_through() {
    let world = World::new().await;
    let figures = Figures::new(&world).await;
    let fact = |value| [(IVANOVA, figures.calls, "2026-11-10", value)];
    assert_eq!(figures.facts(&fact(20)).await.added, 1);
    assert_eq!(figures.facts(&fact(20)).await.unchanged, 1);
    assert_eq!(figures.facts(&fact(25)).await.replaced, 1);
    let seen = world.owner.open(&address(IVANOVA, figures.calls)).await;
    assert_eq!(seen.text("#figure"), "25 ноябрь");
    assert_eq!(seen.texts("#entries tbody tr").len(), 2);
    assert_eq!(seen.texts("#entries tr.off s"), ["20"]);
}

#[tokio::test]
async fn origins_never_add_up_and_the_louder_one_counts() {
    let world = World::new().await;
    let figures = Figures::new(&world).await;
    let cell = (IVANOVA, figures.calls, "2026-11-10");
    figures.facts(&[(cell.0, cell.1, cell.2, 20)]).await;
    figures.say(Origin::Crm, (cell.0, cell.1, cell.2, Some(18))).await;
    let seen = world.owner.open(&address(IVANOVA, figures.calls)).await;
    assert_eq!(seen.text("#figure"), "18 ноябрь");
    assert_eq!(seen.texts("#entries tr.off s"), ["20"]);
    assert!(seen.text("#entries tr.off").contains("не в счёте"));
    figures.say(Origin::Correction, (cell.0, cell.1, cell.2, Some(19))).await;
    let seen = world.owner.open(&address(IVANOVA, figures.calls)).await;
    assert_eq!(seen.text("#figure"), "19 ноябрь");
    assert!(seen.text("#entries").contains("сверили с банком"));
    figures.say(Origin::Correction, (cell.0, cell.1, cell.2, None)).await;
    let seen = world.owner.open(&address(IVANOVA, figures.calls)).await;
    assert_eq!(seen.text("#figure"), "18 ноябрь");
    let conflicts = "select count(*) from fact_day where conflict and not corrected";
    assert_eq!(world.count(OURS, conflicts).await, 1);
}

#[tokio::test]
async fn today_is_told_apart_until_it_closes() {
    let world = World::new().await;
    let figures = Figures::new(&world).await;
    figures
        .facts(&[
            (IVANOVA, figures.calls, "2026-11-17", 20),
            (IVANOVA, figures.calls, "2026-11-18", 3),
        ])
        .await;
    let seen = world.owner.open(&address(IVANOVA, figures.calls)).await;
    assert_eq!(seen.text("#figure"), "20 ноябрь");
    assert!(seen.text("#open").starts_with("Ещё 3 — за незакрытые дни"));
}

#[tokio::test]
async fn each_sees_as_far_as_the_role_goes() {
    let world = World::new().await;
    let figures = Figures::new(&world).await;
    figures
        .facts(&[
            (IVANOVA, figures.calls, "2026-11-10", 1),
            (MANAGER, figures.calls, "2026-11-10", 2),
            (member(0), figures.calls, "2026-11-10", 4),
        ])
        .await;
    let all = format!("/entries?metric={}&period=2026-11", figures.calls);
    let figure = async |who: &crate::support::Browser| who.open(&all).await.text("#figure");
    for who in [&world.owner, &world.partner, &world.expert] {
        assert_eq!(figure(who).await, "7 ноябрь");
    }
    assert_eq!(figure(&world.head).await, "3 ноябрь");
    assert_eq!(figure(&world.manager).await, "2 ноябрь");
    assert_eq!(world.accountant.open(&all).await.status, StatusCode::FORBIDDEN);
    let of = |who| address(who, figures.calls);
    for (who, whose, status) in [
        (&world.manager, MANAGER, StatusCode::OK),
        (&world.manager, IVANOVA, StatusCode::NOT_FOUND),
        (&world.head, IVANOVA, StatusCode::OK),
        (&world.head, member(0), StatusCode::NOT_FOUND),
        (&world.owner, Uuid::from_u128(0xDEAD), StatusCode::NOT_FOUND),
        (&world.stranger, IVANOVA, StatusCode::NOT_FOUND),
    ] {
        assert_eq!(who.open(&of(whose)).await.status, status);
    }
    assert!(!world.manager.open(&all).await.has("#filter [name=member]"));
}

#[tokio::test]
async fn one_side_of_the_plan_is_looked_at_and_kept_in_the_ways_on() {
    let world = World::new().await;
    let figures = Figures::new(&world).await;
    let calls = figures.calls;
    figures.plan("2026-11-01", &[(IVANOVA, calls, 200)]).await;
    figures
        .facts(&[
            (IVANOVA, calls, "2026-11-10", 60),
            (PETROV, calls, "2026-11-10", 7),
            (IVANOVA, calls, "2026-11-18", 4),
        ])
        .await;
    let of = |whose: &str| format!("/entries?metric={calls}&period=2026-11&whose={whose}");
    let planned = world.owner.open(&of("planned")).await;
    assert_eq!(planned.text("h1"), "Звонки · с планом");
    assert_eq!(planned.text("#figure"), "60 ноябрь");
    assert!(planned.text("#open").starts_with("Ещё 4"));
    assert_eq!(planned.texts("#entries tbody tr").len(), 2);
    assert_eq!(planned.text("#filter [name=whose] [selected]"), "С планом");
    let onward = planned.attributes(".switcher a, .period a", "href");
    assert!(onward.iter().all(|href| href.ends_with("&whose=planned")), "{onward:#?}");
    let rest = world.owner.open(&of("unplanned")).await;
    assert_eq!(
        (rest.text("h1"), rest.text("#figure")),
        ("Звонки · вне плана".into(), "7 ноябрь".into())
    );
    assert_eq!(world.owner.open(&of("")).await.text("#figure"), "67 ноябрь");
    assert_eq!(world.owner.open(&of("mine")).await.status, StatusCode::NOT_FOUND);
    assert_eq!(world.manager.open(&of("planned")).await.texts("#entries tbody tr").len(), 0);
    assert_eq!(world.head.open(&of("unplanned")).await.text("#figure"), "7 ноябрь");
    assert_eq!(world.stranger.open(&of("planned")).await.status, StatusCode::NOT_FOUND);
    let all = world.owner.open("/entries?period=2026-11&whose=planned").await;
    assert_eq!(all.texts("#entries tbody tr").len(), 3, "a side of no one metric is none");
    assert!(!all.has("#filter [name=whose]"));
}

#[tokio::test]
async fn odd_addresses_are_not_found() {
    let world = World::new().await;
    for path in ["/entries?member=x", "/entries?metric=x", "/entries?period=x"] {
        assert_eq!(world.owner.open(path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    let unknown = format!("/entries?metric={}", Uuid::from_u128(1));
    assert_eq!(world.owner.open(&unknown).await.status, StatusCode::NOT_FOUND);
    let empty = world.owner.open("/entries").await;
    assert_eq!(empty.text(".empty h2"), "За это время записей нет");
}

#[tokio::test]
async fn a_long_list_is_turned_page_by_page() {
    let world = World::new().await;
    let figures = Figures::new(&world).await;
    let days: Vec<String> = (1..=30).map(|day| format!("2026-10-{day:02}")).collect();
    let mut facts = vec![];
    for day in &days {
        for who in [IVANOVA, PETROV, MANAGER, member(0)] {
            facts.push((who, figures.calls, day.as_str(), 1));
        }
    }
    figures.facts(&facts).await;
    let first = world.owner.open("/entries?period=2026-10").await;
    assert_eq!(first.texts("#entries tbody tr").len(), 100);
    let href = first.attribute(".card > .form-end a", "href");
    let second = world.owner.open(&href).await;
    assert_eq!(second.texts("#entries tbody tr").len(), 20);
    let both = [first.texts("#entries tbody tr"), second.texts("#entries tbody tr")].concat();
    let different: std::collections::HashSet<String> = both.into_iter().collect();
    assert_eq!(different.len(), 120, "no entry twice and none left out");
    assert!(!second.has(".card > .form-end a"));
}

#[tokio::test]
async fn entries_of_a_day_stand_by_name_and_then_by_the_order_of_metrics() {
    let world = World::new().await;
    let figures = Figures::new(&world).await;
    let (calls, meetings, paid) = (figures.calls, figures.meetings, figures.paid);
    let day = "2026-11-10";
    figures
        .facts(&[
            (PETROV, calls, day, 1),
            (IVANOVA, paid, day, 2),
            (IVANOVA, calls, "2026-11-09", 3),
            (IVANOVA, meetings, day, 4),
            (IVANOVA, calls, day, 5),
        ])
        .await;
    let seen = world.owner.open("/entries?period=2026-11").await;
    let rows = seen.texts("#entries tbody tr");
    let starts = [
        "вт 10.11 Иванова О. Звонки 5",
        "вт 10.11 Иванова О. Встречи",
        "вт 10.11 Иванова О. Оплаты",
        "вт 10.11 Петров И. Звонки",
        "пн 09.11 Иванова О. Звонки",
    ];
    assert_eq!(rows.len(), starts.len());
    for (row, start) in rows.iter().zip(starts) {
        assert!(row.starts_with(start), "{row}: {start}");
    }
}

#[tokio::test]
async fn an_undone_import_gives_the_earlier_figure_back() {
    let world = World::new().await;
    let figures = Figures::new(&world).await;
    let (one, two) = (import(&world, 1).await, import(&world, 2).await);
    let record = async |import, value| {
        let mut db = begin(&world, noon()).await;
        let entry = NewEntry::imported(cell(IVANOVA, figures.calls, "2026-11-10"), value, import);
        actual::record(&mut db, &[entry]).await.unwrap();
        db.commit().await.unwrap();
    };
    let withdraw = async |import: ImportId| {
        let mut db = begin(&world, noon()).await;
        let taken = actual::withdraw(&mut db, import).await.unwrap();
        sqlx::query("update import_run set undone_at = now() where company_id = $1 and id = $2")
            .bind(OURS)
            .bind(import.0)
            .execute(&mut *db)
            .await
            .unwrap();
        db.commit().await.unwrap();
        taken
    };
    let figure = async || {
        let seen = world.owner.open(&address(IVANOVA, figures.calls)).await;
        seen.texts("#figure").pop()
    };
    figures.facts(&[(IVANOVA, figures.calls, "2026-11-10", 5)]).await;
    record(one, 7).await;
    record(two, 9).await;
    assert_eq!(figure().await.as_deref(), Some("9 ноябрь"));
    assert_eq!(withdraw(one).await, 0);
    assert_eq!(figure().await.as_deref(), Some("9 ноябрь"));
    assert_eq!(withdraw(two).await, 1);
    assert_eq!(figure().await.as_deref(), Some("5 ноябрь"));
    assert_eq!(withdraw(two).await, 0);
    let seen = world.owner.open(&address(IVANOVA, figures.calls)).await;
    assert!(seen.attributes("#entries a", "href").contains(&format!("/imports/{two}")));
}

async fn import(world: &World, number: u128) -> ImportId {
    let id = ImportId(Uuid::from_u128(0xF00 + number));
    let mut db = begin(world, noon()).await;
    sqlx::query(
        "insert into import_run (company_id, id, kind, file_name, sha256, mapping, state, by_member, made_at)
         values ($1, $2, 'facts', 'calls.csv', '', '{}', 'applied', $3, now())",
    )
    .bind(OURS)
    .bind(id.0)
    .bind(member(0))
    .execute(&mut *db)
    .await
    .unwrap();
    db.commit().await.unwrap();
    id
}

#[tokio::test]
async fn the_projection_made_step_by_step_is_the_one_made_anew() {
    let world = World::new().await;
    let figures = Figures::new(&world).await;
    let (calls, paid) = (figures.calls, figures.paid);
    figures
        .facts(&[
            (IVANOVA, calls, "2026-11-10", 5),
            (PETROV, calls, "2019-02-10", 6),
            (member(0), paid, "2026-11-11", 7),
        ])
        .await;
    figures.say(Origin::Crm, (IVANOVA, calls, "2026-11-10", Some(8))).await;
    figures.say(Origin::Correction, (PETROV, calls, "2019-02-10", Some(1))).await;
    figures.say(Origin::Manual, (member(0), paid, "2026-11-11", None)).await;
    let before = projection(&world).await;
    let mut db = begin(&world, noon()).await;
    actual::rebuild(&mut db).await.unwrap();
    db.commit().await.unwrap();
    assert_eq!(projection(&world).await, before);
    assert_eq!(before.len(), 2);
    assert!(before.iter().all(|row| row.contains(&DEPARTMENT.to_string())), "{before:#?}");
}

#[tokio::test]
async fn a_move_to_another_department_changes_only_the_days_after_it() {
    let world = World::new().await;
    let figures = Figures::new(&world).await;
    let calls = figures.calls;
    figures.facts(&[(IVANOVA, calls, "2026-11-10", 5), (IVANOVA, calls, "2026-11-12", 6)]).await;
    let mut db = begin(&world, noon()).await;
    sqlx::query("insert into member_department (company_id, member_id, from_on, department_id) values ($1, $2, '2026-11-12', $3)")
        .bind(OURS)
        .bind(IVANOVA)
        .bind(OTHER_DEPARTMENT)
        .execute(&mut *db)
        .await
        .unwrap();
    actual::restamp(&mut db, mayak::values::MemberId(IVANOVA)).await.unwrap();
    db.commit().await.unwrap();
    let rows = projection(&world).await;
    assert!(
        rows[0].contains(&DEPARTMENT.to_string())
            && rows[1].contains(&OTHER_DEPARTMENT.to_string())
    );
}

async fn projection(world: &World) -> Vec<String> {
    let mut db = begin(world, noon()).await;
    sqlx::query_scalar(
        "select fact_day::text from fact_day where company_id = $1 order by day, member_id",
    )
    .bind(OURS)
    .fetch_all(&mut *db)
    .await
    .unwrap()
}
