//! The fourth step: what the owner sees, confirming, and opening again.
use axum::http::StatusCode;

use super::{ROUBLES, WEEK, an_hour_later, confirm, explain, held, plan, prepared, said, typed};
use crate::support::{Browser, IVANOVA, OTHER_DEPARTMENT, OURS, PETROV, Seen, World};

const WORDS: &str = "select count(*) from period_close where period = 'week'";

async fn reopen(who: &Browser, reason: &str) -> Seen {
    let page = who.open(WEEK).await;
    let no = page.attributes("#reopening input[name=no]", "value");
    let no = no.first().map_or("1", String::as_str);
    who.submit(&format!("{WEEK}/reopening"), &[("reason", reason), ("no", no)]).await
}

#[tokio::test]
async fn a_prepared_week_is_confirmed_and_the_owner_sees_the_same() {
    let world = World::new().await;
    prepared(&world).await;
    let (mine, theirs) = (world.head.open(WEEK).await, world.owner.open(WEEK).await);
    assert_eq!(
        mine.text("#report"),
        theirs.text("#report"),
        "what the head sees is what the owner sees"
    );
    assert!(
        mine.text("#verdict").contains("Оплаты: 1 млн из 1 млн ₽, 100 %. Отстаёт: Встречи −25 %.")
    );
    assert!(mine.has("#confirmation button") && !theirs.has("#confirmation"));

    let answer = confirm(&world.head).await;

    assert_eq!(answer.location.as_deref(), Some(WEEK), "{}", answer.body);
    assert!(said(&answer).starts_with("Неделя 9–13 ноября подтверждена"));
    for who in [&world.owner, &world.partner, &world.expert, &world.head] {
        let seen = who.open(WEEK).await;
        assert!(seen.text("#closed").starts_with("Неделя подтверждена: РОП, 18 ноября в 12:00."));
        assert_eq!(seen.text("#report .pill"), "подтверждена");
        assert!(!seen.has("#confirmation"));
    }
    let frozen = "select count(*) from period_figure where plan is not null and fact is not null";
    assert_eq!(world.count(OURS, frozen).await, 3);
}

#[tokio::test]
async fn a_week_that_is_not_ready_says_what_is_missing() {
    let world = World::new().await;
    let figures = held(&world).await;
    let page = world.head.open(WEEK).await;
    assert_eq!(page.texts(".lacks li"), ["Нет причин и мер: Встречи", "Нет плана на 16–20 ноября"]);
    assert_eq!(
        page.attributes(".lacks a", "href"),
        ["/week/2026-11-09/reasons", "/week/2026-11-09/plan"]
    );
    let refused = confirm(&world.head).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text("#form-error").contains("чего не хватает"));
    explain(&world.head, figures.meetings, "мало").await;
    plan(&world.head).await;
    let page = world.head.open(WEEK).await;
    assert!(page.text("#confirmation").contains("Без записей"), "{}", page.text("#confirmation"));
    assert!(confirm(&world.head).await.location.is_some());
}

#[tokio::test]
async fn a_week_is_not_confirmed_before_its_last_working_day() {
    let world = World::new().await;
    held(&world).await;
    let week = "/week/2026-11-16";
    let page = world.head.open(week).await;
    assert!(
        page.texts(".lacks li")[0].ends_with("последнего рабочего дня недели: пятница, 20 ноября")
    );
    let refused = world.head.submit(&format!("{week}/confirmation"), &[("sight", "")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(world.count(OURS, WORDS).await, 0);
    let ahead = world.head.open("/week/2026-11-23").await;
    assert!(!ahead.has("#confirmation"));
    let refused = world.head.submit("/week/2026-11-23/confirmation", &[]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn what_was_said_after_the_page_was_opened_is_looked_at_first() {
    let world = World::new().await;
    let figures = prepared(&world).await;
    let page = world.head.open(WEEK).await;
    let sight = page.attribute("#confirmation input[name=sight]", "value");
    figures.facts(&[(PETROV, figures.meetings, "2026-11-12", 1)]).await;

    let refused = world.head.submit(&format!("{WEEK}/confirmation"), &[("sight", &sight)]).await;

    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text("#form-error").contains("Ничего не потеряно"));
    assert!(refused.text("#report tfoot").contains("31"), "the new figure is shown");
    assert_eq!(world.count(OURS, WORDS).await, 0);
    let again = refused.attribute("#confirmation input[name=sight]", "value");
    let done = world.head.submit(&format!("{WEEK}/confirmation"), &[("sight", &again)]).await;
    assert!(done.location.is_some());
    let frozen = "select coalesce(sum(fact), 0)::bigint from period_figure where fact < 100";
    assert_eq!(world.count(OURS, frozen).await, 31);
}

/// Two confirm while managers write: one is told who was first, and what is frozen is what was said.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_two_who_confirm_at_once_the_second_is_told_who_was_first() {
    let world = World::new().await;
    prepared(&world).await;
    let page = world.head.open(WEEK).await;
    let sight = page.attribute("#confirmation input[name=sight]", "value");
    let mut at_work = tokio::task::JoinSet::new();
    for _ in 0..6 {
        let (who, sight) = (world.head.clone(), sight.clone());
        at_work.spawn(async move {
            who.submit(&format!("{WEEK}/confirmation"), &[("sight", &sight)]).await
        });
    }
    let answers = at_work.join_all().await;
    let words: Vec<String> = answers.iter().map(said).collect();
    let late =
        words.iter().filter(|text| *text == "Неделю уже подтвердили: РОП, 18 ноября в 12:00.");
    assert_eq!(late.count(), 5, "{words:?}");
    assert_eq!(world.count(OURS, WORDS).await, 1);
}

#[tokio::test]
async fn after_confirming_only_corrections_with_a_reason_change_it_and_they_are_marked() {
    let world = World::new().await;
    let figures = prepared(&world).await;
    confirm(&world.head).await;
    let late = figures.facts(&[(PETROV, figures.meetings, "2026-11-12", 3)]).await;
    assert_eq!(late.closed.len(), 1, "an entry is refused");
    let facts = format!("{WEEK}/facts");
    let cells = [("Петров И., Встречи, факт", "12")];
    let head = an_hour_later(&world);
    assert!(typed(&head, &facts, &cells, "").await.has("#reason-error"));
    assert!(typed(&head, &facts, &cells, "нашли протоколы").await.location.is_some());
    let seen = world.owner.open(WEEK).await;
    assert!(seen.text("#corrections li.after").contains("после подтверждения"));
    assert!(seen.text("#report tfoot").contains("32"));
    let frozen = "select coalesce(sum(fact), 0)::bigint from period_figure where fact < 100";
    assert_eq!(world.count(OURS, frozen).await, 30, "what was frozen stays");
}

#[tokio::test]
async fn the_owner_opens_a_week_again_with_a_reason_that_the_head_sees() {
    let world = World::new().await;
    prepared(&world).await;
    assert!(!world.owner.open(WEEK).await.has("#reopening"));
    confirm(&world.head).await;
    let bare = reopen(&world.owner, " ").await;
    assert_eq!(bare.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(bare.text("#reason-error"), "Заполните это поле");

    let answer = reopen(&world.owner, "забыли возврат").await;

    assert!(answer.location.unwrap().starts_with(WEEK));
    let seen = world.head.open(&format!("{WEEK}/facts")).await;
    assert_eq!(
        seen.text("#reopened"),
        "Неделю открыли снова: собственник, 18 ноября в 12:00. Причина: забыли возврат"
    );
    assert!(confirm(&world.head).await.location.is_some(), "and it is confirmed anew");
    assert_eq!(world.count(OURS, WORDS).await, 3);
    let logged = "select count(*) from change_log where subject = 'week' and action = 'reopen'";
    assert_eq!(world.count(OURS, logged).await, 1);
}

#[tokio::test]
async fn a_week_confirmed_anew_is_not_opened_unseen_and_an_open_one_not_twice() {
    let world = World::new().await;
    prepared(&world).await;
    let early = reopen(&world.owner, "рано").await;
    assert_eq!(said(&early), "Эту неделю РОП ещё не подтвердил: открывать нечего.");
    confirm(&world.head).await;
    reopen(&world.owner, "забыли возврат").await;
    let twice = reopen(&world.owner, "ещё раз").await;
    assert_eq!(said(&twice), "Неделю уже открыли: собственник, 18 ноября в 12:00.");
    confirm(&world.head).await;
    let stale = [("reason", "по старой странице"), ("no", "1")];
    let refused = world.owner.submit(&format!("{WEEK}/reopening"), &stale).await;
    assert!(refused.text("#form-error").contains("подтвердили снова"), "{}", refused.body);
    assert_eq!(world.count(OURS, WORDS).await, 3);
}

#[tokio::test]
async fn only_who_heads_the_department_confirms_and_only_the_owner_opens() {
    let world = World::new().await;
    prepared(&world).await;
    let path = format!("{WEEK}/confirmation");
    for who in [&world.partner, &world.expert, &world.manager, &world.accountant] {
        assert_eq!(who.submit(&path, &[]).await.status, StatusCode::FORBIDDEN);
    }
    for who in [&world.owner, &world.stranger] {
        assert_eq!(who.submit(&path, &[]).await.status, StatusCode::NOT_FOUND);
    }
    let other = format!("{path}?department={OTHER_DEPARTMENT}");
    assert_eq!(world.head.submit(&other, &[]).await.status, StatusCode::NOT_FOUND);
    assert_eq!(world.count(OURS, WORDS).await, 0);
    confirm(&world.head).await;
    let path = format!("{WEEK}/reopening");
    let fields = [("reason", "хочу"), ("no", "1")];
    for who in [&world.head, &world.partner, &world.expert, &world.manager, &world.accountant] {
        assert_eq!(who.submit(&path, &fields).await.status, StatusCode::FORBIDDEN);
    }
    let theirs = format!("{path}?department={}", crate::support::DEPARTMENT);
    assert_eq!(world.stranger.submit(&theirs, &fields).await.status, StatusCode::NOT_FOUND);
    assert_eq!(world.count(OURS, WORDS).await, 1);
}

/// The sum is told as of now, the percent of the days that are closed.
#[tokio::test]
async fn a_running_week_says_up_to_which_day_it_is_compared() {
    let world = World::new().await;
    let figures = held(&world).await;
    let paid = figures.paid;
    figures
        .facts(&[
            (IVANOVA, paid, "2026-11-16", 200_000 * ROUBLES),
            (IVANOVA, paid, "2026-11-18", 700_000 * ROUBLES),
        ])
        .await;
    let report = world.head.open("/week/2026-11-16").await;
    let verdict = report.text("#verdict").replace('\u{a0}', " ");
    assert!(
        verdict.contains("Оплаты: 900 тыс. из 1 млн ₽; по 17 ноября — 50 % плана"),
        "{verdict}"
    );
    assert!(report.texts(".note").iter().any(|note| note.contains("проценты — по закрытым дням")));
}
