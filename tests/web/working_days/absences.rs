//! Absences. Today is Wednesday, 18 November 2026.
use axum::http::StatusCode;
use chrono::TimeDelta;
use uuid::Uuid;

use super::plain;
use crate::metrics::furnished;
use crate::support::{Browser, IVANOVA, MANAGER, OURS, PETROV, Seen, THEIRS, World};

const ROWS: &str = "select count(*) from absence";
const HELD: &str = "select count(*) from absence where voided_at is null";

async fn away(who: &Browser, whom: Uuid, kind: &str, first: &str, last: &str) -> Seen {
    let fields =
        [("kind", kind), ("starts_on", first), ("ends_on", last), ("note", "за свой счёт")];
    who.submit(&format!("/people/{whom}/absences"), &fields).await
}

fn page(whom: Uuid) -> String {
    format!("/people/{whom}/days")
}

/// Where the last absence of a person is taken back.
async fn way_back(world: &World, whom: Uuid) -> String {
    world.owner.open(&page(whom)).await.attribute("#absences form", "action")
}

#[tokio::test]
async fn an_absence_is_seen_by_its_own_company_and_on_the_strip() {
    let world = World::new().await;
    let done = away(&world.owner, PETROV, "vacation", "2026-11-23", "2026-11-27").await;
    assert_eq!(done.location, Some(page(PETROV)), "{}", done.body);
    let seen = world.owner.open(&page(PETROV)).await;
    let listed = plain(&seen, "#absences");
    assert!(
        listed.contains("отпуск, 23–27 ноября за свой счёт · записано: собственник"),
        "{listed}"
    );
    let all = world.head.open("/people/absences").await;
    assert_eq!(all.texts("#strip td.away"), ["О", "О", "О", "О", "О"]);
    assert!(plain(&all, "#absences").contains("Петров И. — отпуск, 23–27 ноября"));
    assert!(!world.stranger.open("/people/absences").await.has("#strip td.away"));
    assert_eq!(world.count(THEIRS, ROWS).await, 0);
    let journal = plain(&world.owner.open("/changes").await, "main");
    assert!(journal.contains("отпуск: 23–27 ноября 2026"), "{journal}");
}

#[tokio::test]
async fn a_refused_absence_comes_back_as_typed() {
    let world = World::new().await;
    away(&world.owner, PETROV, "vacation", "2026-11-23", "2026-11-27").await;
    let wrong = |first: &'static str, last: &'static str, field: &'static str| {
        let (owner, first, last) = (&world.owner, first, last);
        async move {
            let refused = away(owner, PETROV, "trip", first, last).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{first} {last}");
            assert_eq!(refused.attribute("#note", "value"), "за свой счёт");
            assert_eq!(refused.attribute("#starts_on", "value"), first);
            plain(&refused, field)
        }
    };
    let late = wrong("2026-12-04", "2026-12-01", "#ends_on-error").await;
    assert_eq!(late, "Последний день раньше первого: поменяйте их местами");
    let twice = wrong("2026-11-27", "2026-12-01", "#starts_on-error").await;
    assert!(twice.starts_with("Эти дни уже записаны: отпуск, 23–27 ноября"), "{twice}");
    let long = wrong("2026-12-01", "2028-01-01", "#ends_on-error").await;
    assert_eq!(long, "Дольше года: проверьте год последнего дня");
    world
        .owner
        .submit(
            &format!("/people/{PETROV}/dismissal"),
            &[("day", "2026-12-10"), ("row_version", "1")],
        )
        .await;
    let gone = wrong("2026-12-09", "2026-12-10", "#ends_on-error").await;
    assert!(gone.starts_with("Петров И. не работает с 10 декабря 2026"), "{gone}");
    assert_eq!(world.count(OURS, ROWS).await, 1);
}

#[tokio::test]
async fn an_absence_taken_back_gives_the_days_back_and_is_kept() {
    let world = World::new().await;
    away(&world.head, PETROV, "sickness", "2026-11-18", "2026-11-19").await;
    let path = way_back(&world, PETROV).await;
    let back = world.head.submit(&path, &[("row_version", "1")]).await;
    assert_eq!(back.location, Some(page(PETROV)), "{}", back.body);
    assert!(!world.owner.open("/people/absences").await.has("#strip td.away"));
    assert!(
        plain(&world.owner.open(&page(PETROV)).await, "#absences .off")
            .contains("больничный, 18–19 ноября")
    );
    assert_eq!((world.count(OURS, ROWS).await, world.count(OURS, HELD).await), (1, 0));
    let again = world.owner.submit(&path, &[("row_version", "1")]).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(again.text("#form-error").contains("уже отменено"));
    let anew = away(&world.head, PETROV, "sickness", "2026-11-18", "2026-11-19").await;
    assert_eq!(anew.status, StatusCode::SEE_OTHER, "the days are free again");
}

#[tokio::test]
async fn heads_write_of_their_managers_and_nobody_of_strangers() {
    let world = World::new().await;
    let days = ("2026-11-23", "2026-11-27");
    for who in [&world.partner, &world.manager, &world.accountant] {
        assert_eq!(away(who, PETROV, "trip", days.0, days.1).await.status, StatusCode::FORBIDDEN);
        assert_eq!(who.open(&page(PETROV)).await.status, StatusCode::FORBIDDEN);
    }
    let owner = crate::support::member(0);
    assert_eq!(
        away(&world.head, owner, "trip", days.0, days.1).await.status,
        StatusCode::NOT_FOUND
    );
    assert_eq!(
        away(&world.stranger, PETROV, "trip", days.0, days.1).await.status,
        StatusCode::NOT_FOUND
    );
    assert_eq!(world.stranger.open(&page(PETROV)).await.status, StatusCode::NOT_FOUND);
    away(&world.head, PETROV, "trip", days.0, days.1).await;
    let path = way_back(&world, PETROV).await;
    let of_other = path.replace(&PETROV.to_string(), &IVANOVA.to_string());
    assert_eq!(
        world.owner.submit(&of_other, &[("row_version", "1")]).await.status,
        StatusCode::NOT_FOUND
    );
    let stranger = world.stranger.submit(&path, &[("row_version", "1")]).await;
    assert_eq!(stranger.status, StatusCode::NOT_FOUND);
    assert_eq!(world.count(OURS, HELD).await, 1);
}

#[tokio::test]
async fn who_is_away_is_told_so_asked_for_nothing_and_never_late() {
    let world = World::new().await;
    let ids = furnished(&world).await;
    let missing = |seen: &Seen| plain(seen, "#missing");
    assert!(missing(&world.manager.open("/day").await).contains("вт 17.11"));
    away(&world.owner, MANAGER, "vacation", "2026-11-16", "2026-11-20").await;
    let seen = world.manager.open("/day").await;
    assert_eq!(plain(&seen, "#away"), "Сегодня у вас отпуск — записывать не нужно, но можно.");
    assert!(!missing(&seen).contains("вт 17.11") && missing(&seen).contains("пт 13.11"));
    let evening = world.after(TimeDelta::hours(10), &world.manager);
    assert!(!evening.open("/day").await.has("#late"));
    let count = format!("n.{}", ids[0]);
    let (whose, day) = (MANAGER.to_string(), "/day/2026-11-18");
    let fields = [("whose", whose.as_str()), ("row_version", "0"), (count.as_str(), "3")];
    let saved = evening.submit(day, &fields).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.body);
    assert_eq!(world.count(OURS, "select count(*) from day_log where late").await, 0);
}

#[tokio::test]
async fn pages_of_days_take_few_statements() {
    let world = World::new().await;
    away(&world.owner, PETROV, "vacation", "2026-11-23", "2026-11-27").await;
    for path in ["/people/absences", "/setup/calendar", &page(PETROV)] {
        let (seen, statements) = world.owner.open_counting(path).await;
        assert_eq!(seen.status, StatusCode::OK);
        assert!((2..=5).contains(&statements.len()), "{path}: {statements:#?}");
    }
}
