//! The ledger of payments: lines, their edits, what they add up to, and closings that no line slips past.
use mayak::actual::{self, NewPayment, Origin};
use mayak::app::App;
use mayak::closing::{self, Outcome, Span};
use mayak::db::TenantTx;
use mayak::values::{DepartmentId, MemberId, MetricId, WeekPart};
use uuid::Uuid;

use crate::figures::{Figures, begin, cell, day, owner_of};
use crate::support::{DEPARTMENT, IVANOVA, OTHER_DEPARTMENT, OURS, PETROV, World, noon};

const LINES: &str = "select count(*) from payment";
const SUM: &str = "select coalesce(sum(value), 0)::bigint from fact_day";
const CLIENTS: &str = "select count(*) from client";

fn line(who: Uuid, what: Uuid, on: &str, key: &str, amount: Option<i64>) -> NewPayment {
    NewPayment {
        cell: cell(who, what, on),
        key: key.into(),
        amount,
        client: "Ремстрой".into(),
        comment: String::new(),
        late: false,
        said: None,
    }
}

async fn pay(world: &World, lines: &[NewPayment]) -> usize {
    let mut db = begin(world, noon()).await;
    let paid = actual::pay(&mut db, lines).await.unwrap();
    assert_eq!(paid.closed, []);
    db.commit().await.unwrap();
    paid.written
}

#[tokio::test]
async fn a_line_sent_twice_is_one_and_an_edit_and_a_void_are_further_rows() {
    let world = World::new().await;
    let figures = Figures::new(&world).await;
    let of = |key, amount| line(IVANOVA, figures.paid, "2026-11-18", key, amount);
    assert_eq!(pay(&world, &[of("a", Some(12_000)), of("b", Some(-2_000))]).await, 2);
    assert_eq!(pay(&world, &[of("a", Some(12_000)), of("b", Some(-2_000))]).await, 0);
    assert_eq!((world.count(OURS, LINES).await, world.count(OURS, SUM).await), (2, 10_000));
    assert_eq!(pay(&world, &[of("a", Some(15_000))]).await, 1);
    assert_eq!(world.count(OURS, SUM).await, 13_000);
    assert_eq!(pay(&world, &[of("a", None), of("c", None)]).await, 1, "nothing to take back of c");
    assert_eq!((world.count(OURS, LINES).await, world.count(OURS, SUM).await), (4, -2_000));
    assert_eq!(pay(&world, &[of("a", Some(15_000))]).await, 1, "a line taken back may come again");
    let quoted = NewPayment { client: "«РЕМСТРОЙ»".into(), ..of("d", Some(1)) };
    pay(&world, &[quoted]).await;
    assert_eq!(world.count(OURS, CLIENTS).await, 1, "one client however it is quoted");
    let elsewhere = line(IVANOVA, figures.paid, "2026-11-17", "a", Some(7));
    assert_eq!(pay(&world, &[elsewhere]).await, 1, "the same key on another day is another line");
}

#[tokio::test]
async fn lines_take_the_place_of_a_typed_figure_and_a_file_speaks_louder() {
    let world = World::new().await;
    let figures = Figures::new(&world).await;
    let on = "2026-11-17";
    figures.facts(&[(IVANOVA, figures.paid, on, 500)]).await;
    pay(&world, &[line(IVANOVA, figures.paid, on, "a", Some(300))]).await;
    assert_eq!(world.count(OURS, SUM).await, 300);
    let conflicts = "select count(*) from fact_day where conflict";
    assert_eq!(world.count(OURS, conflicts).await, 0, "one person's two ways to say it");
    figures.say(Origin::Import, (IVANOVA, figures.paid, on, Some(900))).await;
    assert_eq!((world.count(OURS, SUM).await, world.count(OURS, conflicts).await), (900, 1));
    let seen = world.owner.open(&format!("/entries?metric={}&period=2026-11", figures.paid)).await;
    let notes = seen.texts("#entries tr.off").join(" | ");
    assert!(
        notes.contains("Ремстрой") && notes.contains("за этот день есть запись главнее"),
        "{notes}"
    );
    figures.say(Origin::Import, (IVANOVA, figures.paid, on, None)).await;
    pay(&world, &[line(IVANOVA, figures.paid, on, "a", None)]).await;
    assert_eq!(world.count(OURS, SUM).await, 500, "without lines the typed figure counts again");
}

#[tokio::test]
async fn payments_are_a_part_of_what_is_rebuilt_and_moved() {
    let world = World::new().await;
    let figures = Figures::new(&world).await;
    figures.facts(&[(IVANOVA, figures.calls, "2026-11-17", 20)]).await;
    pay(&world, &[line(IVANOVA, figures.paid, "2026-11-17", "a", Some(300))]).await;
    let mut db = begin(&world, noon()).await;
    actual::rebuild(&mut db).await.unwrap();
    db.commit().await.unwrap();
    assert_eq!(world.count(OURS, SUM).await, 320);
    let to = OTHER_DEPARTMENT.to_string();
    let moved = [("department", to.as_str()), ("from_on", "2026-11-16"), ("row_version", "1")];
    let seen = world.owner.submit(&format!("/people/{IVANOVA}/department"), &moved).await;
    assert_eq!(seen.status, 303, "{}", seen.body);
    let there = "select coalesce(sum(value), 0)::bigint from fact_day where department_id = '00000000-0000-0000-0000-0000000000a2'";
    assert_eq!(world.count(OURS, there).await, 320);
}

#[tokio::test]
async fn a_closed_day_takes_no_line() {
    let world = World::new().await;
    let figures = Figures::new(&world).await;
    let mut db = begin(&world, noon()).await;
    let week = Span::Week(WeekPart::containing(day("2026-11-17")));
    closing::close(&mut db, Some(DepartmentId(DEPARTMENT)), week).await.unwrap();
    db.commit().await.unwrap();
    let late = line(IVANOVA, figures.paid, "2026-11-17", "a", Some(300));
    let next = line(IVANOVA, figures.paid, "2026-11-23", "a", Some(400));
    let mut db = begin(&world, noon()).await;
    let paid = actual::pay(&mut db, &[late.clone(), next]).await.unwrap();
    assert_eq!((paid.written, paid.closed), (1, vec![late]));
}

/// A company that holds all its connections is told to come again: here it does.
async fn begin_at_last(app: &App) -> TenantTx {
    loop {
        match owner_of(app, noon()).begin().await {
            Err(sqlx::Error::PoolTimedOut) => {}
            begun => return begun.unwrap(),
        }
    }
}

/// Twenty people write lines while the week is closed by two at once: what was written before is frozen, the rest refused.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn no_line_slips_past_a_closing() {
    let world = World::new().await;
    let figures = Figures::new(&world).await;
    let mut at_work = tokio::task::JoinSet::new();
    for at in 0..20_i64 {
        let app = world.app.clone();
        let who = if at % 2 == 0 { IVANOVA } else { PETROV };
        let new = line(
            who,
            figures.paid,
            &format!("2026-11-{}", 16 + at % 5),
            &format!("k{at}"),
            Some(100 + at),
        );
        at_work.spawn(async move {
            let mut db = begin_at_last(&app).await;
            actual::pay(&mut db, &[new]).await.unwrap();
            db.commit().await.unwrap();
            false
        });
        if at == 6 || at == 7 {
            let app = world.app.clone();
            at_work.spawn(async move {
                let mut db = begin_at_last(&app).await;
                let week = Span::Week(WeekPart::containing(day("2026-11-18")));
                let done =
                    closing::close(&mut db, Some(DepartmentId(DEPARTMENT)), week).await.unwrap();
                db.commit().await.unwrap();
                matches!(done, Outcome::Done(_))
            });
        }
    }
    let closed = at_work.join_all().await.into_iter().filter(|closed| *closed).count();
    assert_eq!(closed, 1);
    let frozen = "select coalesce(sum(fact), 0)::bigint from period_figure";
    assert_eq!(world.count(OURS, frozen).await, world.count(OURS, SUM).await);
    let live = "select coalesce(sum(amount), 0)::bigint from payment";
    assert_eq!(world.count(OURS, live).await, world.count(OURS, SUM).await);
}

/// Two phones send the same line at once, and a third another one.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn lines_sent_at_once_are_counted_once_and_all_together() {
    let world = World::new().await;
    let figures = Figures::new(&world).await;
    let mut at_work = tokio::task::JoinSet::new();
    for key in ["a", "a", "b", "a", "b", "c"] {
        let app = world.app.clone();
        let new = line(IVANOVA, figures.paid, "2026-11-18", key, Some(100));
        at_work.spawn(async move {
            let mut db = begin_at_last(&app).await;
            actual::pay(&mut db, &[new]).await.unwrap();
            db.commit().await.unwrap();
        });
    }
    at_work.join_all().await;
    assert_eq!((world.count(OURS, LINES).await, world.count(OURS, SUM).await), (3, 300));
}

#[tokio::test]
async fn what_stands_for_a_day_is_read_at_once() {
    let world = World::new().await;
    let figures = Figures::new(&world).await;
    let on = "2026-11-17";
    pay(&world, &[line(IVANOVA, figures.paid, on, "a", Some(300))]).await;
    figures.say(Origin::Import, (IVANOVA, figures.paid, on, Some(900))).await;
    figures.facts(&[(IVANOVA, figures.calls, "2026-11-13", 20)]).await;
    let mut db = begin(&world, noon()).await;
    let calls = MetricId(figures.calls);
    let said = actual::said(&mut db, MemberId(IVANOVA), day(on), &[calls]).await.unwrap();
    assert_eq!(said.payments.iter().map(|line| line.amount).collect::<Vec<_>>(), [300]);
    assert_eq!(said.counts.iter().map(|(_, counts)| counts.value).collect::<Vec<_>>(), [900]);
    assert_eq!(said.before, Some((day("2026-11-13"), vec![(calls, 20)])));
    assert_eq!(said.last, [(calls, 20)]);
}
