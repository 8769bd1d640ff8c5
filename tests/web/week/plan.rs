//! The third step: the week ahead.
use axum::http::StatusCode;

use super::{WEEK, confirm, field, held, plan, prepared, said, value};
use crate::support::{Browser, IVANOVA, OTHER_DEPARTMENT, OURS, PETROV, Seen, World};

const IVANOVA_MEETS: &str = "Иванова О., Встречи, план";
const PETROV_MEETS: &str = "Петров И., Встречи, план";
const PLANS: &str = "select count(*) from plan_version where period = 'week'";

fn path() -> String {
    format!("{WEEK}/plan")
}

async fn set(who: &Browser, cells: &[(&str, &str)], no: &str) -> Seen {
    let page = who.open(&path()).await;
    let names: Vec<String> = cells.iter().map(|(label, _)| field(&page, label)).collect();
    let mut fields: Vec<(&str, &str)> =
        names.iter().zip(cells).map(|(name, (_, typed))| (name.as_str(), *typed)).collect();
    fields.push(("no.2026-11-16", no));
    who.submit(&path(), &fields).await
}

/// The foot of the column of meetings: the sum set, what the month gives, what is left of it.
fn meetings(seen: &Seen) -> Vec<String> {
    seen.texts("#plan tfoot td").into_iter().skip(1).step_by(5).collect()
}

/// After the 13th eleven working days of November are left. Иванова О. has 60 meetings to go, five days of eleven give
/// 27; Петров И. 70, of which 32.
#[tokio::test]
async fn the_rest_of_the_month_is_offered_and_held_against_it() {
    let world = World::new().await;
    held(&world).await;
    let seen = world.head.open(&path()).await;
    assert_eq!(
        (value(&seen, IVANOVA_MEETS), value(&seen, PETROV_MEETS)),
        ("27".into(), "32".into())
    );
    assert!(seen.texts(".help").contains(&"месяц даёт 27".into()));
    assert_eq!(meetings(&seen), ["59", "59ровно", "130"]);
    assert_eq!(seen.texts("#plan tfoot th")[2], "Осталось до плана ноября");
}

#[tokio::test]
async fn a_plan_set_is_used_by_the_week_and_the_month_stays_as_approved() {
    let world = World::new().await;
    held(&world).await;

    let answer = set(&world.head, &[(PETROV_MEETS, "40")], "0").await;

    assert_eq!(answer.location.as_deref(), Some("/week/2026-11-09/plan"), "{}", answer.body);
    assert_eq!(said(&answer), "План на 16–20 ноября поставлен");
    let seen = world.head.open(&path()).await;
    assert_eq!(value(&seen, PETROV_MEETS), "40");
    assert_eq!(meetings(&seen), ["67", "59на 8 больше", "130"]);
    assert!(seen.text(".ahead h2").contains("РОП, 18 ноября в 12:00, версия 1"));
    let week = world.head.open("/week/2026-11-16/facts").await;
    assert!(week.text("#facts tfoot").contains("67"), "{}", week.text("#facts tfoot"));
    let overview = world.owner.open("/?period=2026-W47").await;
    assert!(overview.text("#people").contains("40"), "{}", overview.text("#people"));
    let note = "План недели поставлен отдельно, из остатка месяца: РОП.";
    assert!(overview.texts(".note").contains(&note.into()));
    let left = set(&world.head, &[(PETROV_MEETS, "—")], "1").await;
    assert_eq!(left.status, StatusCode::SEE_OTHER, "{}", left.body);
    for (path, foot) in
        [("/week/2026-11-09", ".next tfoot"), ("/week/2026-11-16/facts", "#facts tfoot")]
    {
        let foot = world.head.open(path).await.text(foot);
        assert!(foot.contains("47"), "27 and the 20 of the month, {path}: {foot}");
    }
    let month = world.owner.open("/?period=2026-11").await;
    assert!(month.text("#people").contains("80") && !month.texts(".note").contains(&note.into()));
}

#[tokio::test]
async fn an_unchanged_plan_makes_no_version_and_another_one_does() {
    let world = World::new().await;
    held(&world).await;
    plan(&world.head).await;
    let again = set(&world.head, &[(PETROV_MEETS, "32")], "1").await;
    assert_eq!(said(&again), "Числа прежние, план недели не изменился");
    assert_eq!(world.count(OURS, PLANS).await, 1);
    set(&world.head, &[(PETROV_MEETS, "33")], "1").await;
    assert_eq!(world.count(OURS, PLANS).await, 2);
    assert!(
        world.owner.open(WEEK).await.text(".next .note").contains("версия 2, когда неделя уже шла")
    );
}

#[tokio::test]
async fn bad_cells_are_told_and_kept() {
    let world = World::new().await;
    held(&world).await;
    let cells = [
        (PETROV_MEETS, "-1"),
        (IVANOVA_MEETS, "1000000000"),
        ("Иванова О., Оплаты, план", "много"),
    ];
    let refused = set(&world.head, &cells, "0").await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(refused.texts("#plan td .error").len(), 3);
    for (label, typed) in cells {
        assert_eq!(value(&refused, label), typed);
    }
    assert_eq!(world.count(OURS, PLANS).await, 0);
}

#[tokio::test]
async fn the_second_of_two_who_plan_is_told_and_keeps_the_typing() {
    let world = World::new().await;
    held(&world).await;
    set(&world.head, &[(PETROV_MEETS, "40")], "0").await;

    let late = set(&world.head, &[(PETROV_MEETS, "20")], "0").await;

    assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(late.text("#form-error").contains("версия 1"), "{}", late.text("#form-error"));
    assert_eq!(value(&late, PETROV_MEETS), "20");
    assert!(late.texts(".help").contains(&"сейчас 40".into()));
    assert_eq!(late.attribute("input[name='no.2026-11-16']", "value"), "1");
    assert!(set(&world.head, &[(PETROV_MEETS, "20")], "1").await.location.is_some());
}

#[tokio::test]
async fn two_who_plan_at_once_set_one_plan_after_the_other() {
    let world = World::new().await;
    held(&world).await;
    let (one, other) = tokio::join!(
        set(&world.head, &[(PETROV_MEETS, "40")], "0"),
        set(&world.head, &[(PETROV_MEETS, "20")], "0")
    );
    let statuses = [one.status, other.status];
    assert!(statuses.contains(&StatusCode::UNPROCESSABLE_ENTITY), "{statuses:?}");
    assert_eq!(world.count(OURS, PLANS).await, 1);
}

#[tokio::test]
async fn a_week_that_a_month_cuts_is_planned_in_two_parts() {
    let world = World::new().await;
    held(&world).await;
    let seen = world.head.open("/week/2026-11-23/plan").await;
    assert_eq!(seen.texts(".ahead > h2"), ["30 ноября", "1–4 декабря"]);
    assert!(seen.text(".ahead .notice").contains("План месяца ещё не утверждён"));
    let label = "[aria-label='Иванова О., Встречи, план']";
    assert_eq!(seen.attributes(label, "value").len(), 2);
    let fields = [("no.2026-11-30", "0"), ("no.2026-12-01", "0")];
    let answer = world.head.submit("/week/2026-11-23/plan", &fields).await;
    assert_eq!(said(&answer), "План на 30 ноября и 1–4 декабря поставлен");
    assert_eq!(world.count(OURS, PLANS).await, 1, "nothing was typed for December");
}

#[tokio::test]
async fn a_week_that_is_over_is_planned_no_more() {
    let world = World::new().await;
    held(&world).await;
    let seen = world.head.open("/week/2026-11-02/plan").await;
    assert!(seen.has("#over") && !seen.has("#plan input[data-col]"));
    let refused = world.head.submit("/week/2026-11-02/plan", &[("no.2026-11-09", "0")]).await;
    assert_eq!(refused.text("#form-error"), "Эта неделя уже прошла: её план не меняется");
    assert_eq!(world.count(OURS, PLANS).await, 0);
}

#[tokio::test]
async fn the_week_ahead_may_be_planned_anew_after_confirming() {
    let world = World::new().await;
    prepared(&world).await;
    confirm(&world.head).await;
    assert!(set(&world.head, &[(PETROV_MEETS, "20")], "1").await.location.is_some());
    assert_eq!(world.count(OURS, PLANS).await, 2);
}

#[tokio::test]
async fn only_who_heads_the_department_plans() {
    let world = World::new().await;
    let figures = held(&world).await;
    let name = format!("2026-11-16.{PETROV}.{}", figures.meetings);
    let fields = [(name.as_str(), "40"), ("no.2026-11-16", "0")];
    for who in [&world.partner, &world.expert, &world.manager, &world.accountant] {
        assert_eq!(who.submit(&path(), &fields).await.status, StatusCode::FORBIDDEN);
    }
    for who in [&world.owner, &world.stranger] {
        assert_eq!(who.submit(&path(), &fields).await.status, StatusCode::NOT_FOUND);
    }
    let other = format!("{}?department={OTHER_DEPARTMENT}", path());
    assert_eq!(world.head.submit(&other, &fields).await.status, StatusCode::NOT_FOUND);
    assert_eq!(world.count(OURS, PLANS).await, 0);
    let ivanova = format!("2026-11-16.{IVANOVA}.{}", figures.meetings);
    assert!(world.head.open(&path()).await.has(&format!("input[name='{ivanova}']")));
}
