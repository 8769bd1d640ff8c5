//! Periods close, and no entry slips past that.
use mayak::actual::{self, Cell, NewEntry, Origin};
use mayak::closing::{self, Decision, NewProposal, Outcome, Span, State};
use mayak::db::TenantTx;
use mayak::values::{DepartmentId, MemberId, MetricId, WeekPart};
use uuid::Uuid;

use crate::figures::{Figures, begin, day};
use crate::support::{DEPARTMENT, IVANOVA, OURS, PETROV, World, noon};

fn this_week() -> Span {
    Span::Week(WeekPart::containing(day("2026-11-18")))
}

fn cell(member: Uuid, metric: Uuid, on: &str) -> Cell {
    let (member, metric) = (MemberId(member), MetricId(metric));
    Cell { member, metric, day: day(on), tag: String::new() }
}

async fn close(db: &mut TenantTx) -> Outcome {
    closing::close(db, Some(DepartmentId(DEPARTMENT)), this_week()).await.unwrap()
}

#[tokio::test]
async fn a_closed_week_takes_corrections_only_and_a_reopened_one_everything() {
    let world = World::new().await;
    let figures = Figures::new(&world).await;
    let mut db = begin(&world, noon()).await;
    let entry = NewEntry::manual(cell(IVANOVA, figures.calls, "2026-11-17"), 20);
    assert_eq!(actual::record(&mut db, std::slice::from_ref(&entry)).await.unwrap().added, 1);
    let Outcome::Done(id) = close(&mut db).await else { panic!("it was open") };
    let frozen = closing::figures(&mut db, id).await.unwrap();
    assert_eq!(frozen.iter().map(|figure| figure.fact).collect::<Vec<_>>(), [Some(20)]);

    let late = NewEntry::manual(cell(IVANOVA, figures.calls, "2026-11-18"), 7);
    let outside = NewEntry::manual(cell(IVANOVA, figures.calls, "2026-11-23"), 8);
    let recorded = actual::record(&mut db, &[late.clone(), outside]).await.unwrap();
    assert_eq!((recorded.added, recorded.closed), (1, vec![late.clone()]));
    let reason = Some("не внесли".to_owned());
    let correction = NewEntry { origin: Origin::Correction, reason, ..late.clone() };
    assert_eq!(actual::record(&mut db, &[correction]).await.unwrap().added, 1);

    assert!(matches!(close(&mut db).await, Outcome::Overtaken(Some(_))));
    let department = Some(DepartmentId(DEPARTMENT));
    let reopened = closing::reopen(&mut db, department, this_week(), "возврат").await.unwrap();
    assert!(matches!(reopened, Outcome::Done(_)));
    assert_eq!(actual::record(&mut db, &[late]).await.unwrap().closed, []);
}

#[tokio::test]
async fn a_month_that_was_due_is_frozen_before_it_is_reopened() {
    let world = World::new().await;
    let figures = Figures::new(&world).await;
    let on = cell(IVANOVA, figures.calls, "2026-11-10");
    let mut db = begin(&world, noon()).await;
    actual::record(&mut db, &[NewEntry::manual(on.clone(), 20)]).await.unwrap();
    db.commit().await.unwrap();
    // The fifth working day of December is Monday the 7th.
    let mut db = begin(&world, "2026-12-07T17:00:00Z".parse().unwrap()).await;
    let refused = actual::record(&mut db, &[NewEntry::manual(on.clone(), 21)]).await.unwrap();
    assert_eq!(refused.closed.len(), 1);
    let month = Span::Month("2026-11".parse().unwrap());
    closing::reopen(&mut db, None, month, "возврат").await.unwrap();
    assert_eq!(actual::record(&mut db, &[NewEntry::manual(on, 21)]).await.unwrap().replaced, 1);
    db.commit().await.unwrap();
    let frozen = "select coalesce(sum(fact), 0)::bigint from period_figure";
    assert_eq!(world.count(OURS, frozen).await, 20);
}

#[tokio::test]
async fn an_accepted_proposal_is_a_correction_and_is_decided_once() {
    let world = World::new().await;
    let figures = Figures::new(&world).await;
    let on = cell(IVANOVA, figures.calls, "2026-11-17");
    let mut db = begin(&world, noon()).await;
    actual::record(&mut db, &[NewEntry::manual(on.clone(), 20)]).await.unwrap();
    close(&mut db).await;
    let (first, last) = (day("2026-11-16"), day("2026-11-22"));
    for value in [25, 23] {
        let reason = "два звонка забыла".to_owned();
        let new = NewProposal { member: on.member, metric: on.metric, day: on.day, value, reason };
        closing::propose(&mut db, &new).await.unwrap();
    }
    let said = closing::proposals(&mut db, first, last, Some(on.member)).await.unwrap();
    assert_eq!((said[0].value, said[0].now, said[0].is_open()), (23, Some(20), true));
    assert_eq!(said[1].state, State::Withdrawn);
    assert!(closing::decide(&mut db, &said[0], &Decision::Accept).await.unwrap());
    assert!(!closing::decide(&mut db, &said[0], &Decision::Decline("нет".into())).await.unwrap());
    let now = actual::values(&mut db, std::slice::from_ref(&on)).await.unwrap();
    assert_eq!(now.get(&on), Some(&23));
    let said = closing::proposal(&mut db, said[0].id).await.unwrap().unwrap();
    assert!(matches!(said.state, State::Accepted(_)));
}

/// Twenty people write while the week is closed by two at once: what was written before is frozen, the rest refused.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn no_entry_slips_past_a_closing() {
    let world = World::new().await;
    let figures = Figures::new(&world).await;
    let mut at_work = tokio::task::JoinSet::new();
    for at in 0..20_i64 {
        let app = world.app.clone();
        let who = if at % 2 == 0 { IVANOVA } else { PETROV };
        let on = format!("2026-11-{}", 16 + at % 5);
        let metric = if at % 4 < 2 { figures.calls } else { figures.meetings };
        at_work.spawn(async move {
            let mut db = crate::figures::owner_of(&app, noon()).begin().await.unwrap();
            let entry = NewEntry::manual(cell(who, metric, &on), 100 + at);
            actual::record(&mut db, &[entry]).await.unwrap();
            db.commit().await.unwrap();
            false
        });
        if at == 6 || at == 7 {
            let app = world.app.clone();
            at_work.spawn(async move {
                let mut db = crate::figures::owner_of(&app, noon()).begin().await.unwrap();
                let outcome = close(&mut db).await;
                db.commit().await.unwrap();
                matches!(outcome, Outcome::Done(_))
            });
        }
    }
    let closed = at_work.join_all().await.into_iter().filter(|closed| *closed).count();
    assert_eq!(closed, 1, "one of two closers is told that the other was first");
    let frozen = "select coalesce(sum(fact), 0)::bigint from period_figure";
    let written = "select coalesce(sum(value), 0)::bigint from fact_day";
    assert_eq!(world.count(OURS, frozen).await, world.count(OURS, written).await);
}

#[tokio::test]
async fn a_file_over_closed_days_corrects_them_and_its_undo_does_too() {
    use crate::import::{brought, brought_with};
    let world = World::new().await;
    let figures = Figures::new(&world).await;
    let monday = cell(PETROV, figures.calls, "2026-11-16");
    let mut db = begin(&world, noon()).await;
    actual::record(&mut db, &[NewEntry::manual(monday.clone(), 5)]).await.unwrap();
    db.commit().await.unwrap();
    let said = "select string_agg(format('%s %s', value, coalesce(original::text, '—')), ', ' order by day) from fact_day";
    let now = || async {
        let mut db = begin(&world, noon()).await;
        sqlx::query_scalar::<_, String>(said).fetch_one(&mut *db).await.unwrap()
    };
    let earlier = "Дата;Менеджер;Звонки\n17.11.2026;Петров И.;9\n".as_bytes();
    let before = brought(&world.owner, "facts", "вторник.csv", earlier).await;
    let mut db = begin(&world, noon()).await;
    close(&mut db).await;
    db.commit().await.unwrap();

    let text = "Дата;Менеджер;Звонки\n16.11.2026;Петров И.;12\n17.11.2026;Петров И.;9\n18.11.2026;Петров И.;3\n";
    let file = ("facts", "звонки.csv", text.as_bytes());
    let import = brought_with(&world.owner, file, &[("by_hand", "replace")]).await;
    assert_eq!(now().await, "12 5, 9 —, 3 —");
    let page = world.owner.open(&format!("{import}/result")).await;
    assert!(page.body.contains("Стало корректировками закрытых дней"), "{}", page.body);
    let again = crate::import::dry_run(&world.owner, "звонки снова.csv", text.as_bytes()).await;
    assert!(again.body.contains("загружать нечего"), "{}", again.body);

    crate::import::undone(&world.owner, &import).await;
    assert_eq!(now().await, "5 —, 9 —");
    crate::import::undone(&world.owner, &before).await;
    assert_eq!(now().await, "5 —, 0 9", "an import's word stays on a closed day and is corrected");
    let frozen = "select coalesce(sum(fact), 0)::bigint from period_figure";
    assert_eq!(world.count(OURS, frozen).await, 14);
}
