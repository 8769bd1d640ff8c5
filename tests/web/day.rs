//! «Мой день»: what somebody did on a day, by the one who did it.
use axum::http::StatusCode;
use mayak::closing::{self, Span};
use mayak::values::{DepartmentId, WeekPart};
use uuid::Uuid;

use crate::figures::{Figures, begin, day};
use crate::support::{
    Browser, DEPARTMENT, IVANOVA, MANAGER, OURS, Seen, THEIRS, World, member, noon,
};

const TODAY: &str = "/day/2026-11-18";

/// The day's form with the person, the version and these fields.
async fn send(who: &Browser, path: &str, version: &str, fields: &[(String, &str)]) -> Seen {
    who.submit(path, &form(&MANAGER.to_string(), version, fields)).await
}

fn form<'a>(
    whose: &'a str,
    version: &'a str,
    fields: &'a [(String, &str)],
) -> Vec<(&'a str, &'a str)> {
    let mut form = vec![("whose", whose), ("row_version", version)];
    form.extend(fields.iter().map(|(name, value)| (name.as_str(), *value)));
    form
}

fn count(metric: Uuid) -> String {
    format!("count.{metric}")
}

fn part(metric: Uuid, key: &str, part: &str) -> String {
    format!("line.{metric}.{key}.{part}")
}

/// A field by its name: ids with dots and digits are no plain selectors.
fn field(name: &str) -> String {
    format!("[name=\"{name}\"]")
}

async fn confirm_week(world: &World, on: &str) {
    let mut db = begin(world, noon()).await;
    let week = Span::Week(WeekPart::containing(day(on)));
    closing::close(&mut db, Some(DepartmentId(DEPARTMENT)), week).await.unwrap();
    db.commit().await.unwrap();
}

/// Changes the world past the product: as the company's own role does.
async fn change(world: &World, company: Uuid, sql: &'static str) {
    let begin = format!("begin; set local role mayak_app; set local app.company_id = '{company}'");
    let mut tx = world.pool.begin_with(sqlx::AssertSqlSafe(begin)).await.unwrap();
    sqlx::query(sql).execute(&mut *tx).await.unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn a_manager_saves_every_number_shown_zeros_too() {
    let world = World::new().await;
    let figures = Figures::new(&world).await;
    figures
        .plan("2026-11-01", &[(MANAGER, figures.calls, 400), (MANAGER, figures.meetings, 20)])
        .await;
    let empty = world.manager.open("/day").await;
    assert_eq!(empty.text("#headline"), "До дневного плана — 20 звонков и одна встреча");
    assert_eq!(empty.attribute(&field(&count(figures.calls)), "value"), "0");
    let fields = [
        (count(figures.calls), "19"),
        (count(figures.meetings), "0"),
        (part(figures.paid, "k1", "amount"), "120 000"),
        (part(figures.paid, "k1", "client"), "Ремстрой"),
        (part(figures.paid, "k1", "comment"), "счёт 418"),
        (part(figures.paid, "k2", "amount"), ""),
    ];
    let saved = send(&world.manager, TODAY, "0", &fields).await;
    assert_eq!(saved.location.as_deref(), Some("/day"), "{}", saved.body);
    let seen = world.manager.open("/day").await;
    assert_eq!(seen.text("#headline"), "До дневного плана — один звонок и одна встреча");
    assert_eq!(seen.text(".counter .counter-of"), "19 из 20");
    assert_eq!(seen.text(".line summary"), "120 000 ₽ · Ремстрой, счёт 418");
    assert_eq!(seen.text("#saved"), "Сохранено в 12:00");
    assert_eq!(seen.text("#in-a-row"), "заполнен 1 день");
    assert_eq!(seen.attributes("#clients option", "value"), ["Ремстрой"]);
    let facts = "select count(*) from fact_day where day = '2026-11-18'";
    assert_eq!(world.count(OURS, facts).await, 3, "the zero too");
    let logged = "select count(*) from day_log where not late and row_version = 1";
    assert_eq!(world.count(OURS, logged).await, 1);
    let told = "select count(*) from change_log where subject = 'day' and action = 'log' and by_member = subject_id";
    assert_eq!(world.count(OURS, told).await, 1);
}

#[tokio::test]
async fn a_day_of_zeros_is_not_an_empty_day() {
    let world = World::new().await;
    let figures = Figures::new(&world).await;
    let fields = [(count(figures.calls), "0"), (count(figures.meetings), "0")];
    send(&world.manager, TODAY, "0", &fields).await;
    let zeros = "select count(*) from fact_day where value = 0";
    assert_eq!(world.count(OURS, zeros).await, 3, "calls, meetings, and that nobody paid");
    assert_eq!(world.count(OURS, "select count(*) from day_log").await, 1);
}

#[tokio::test]
async fn what_cannot_be_is_refused_at_its_field_and_stays_typed() {
    let world = World::new().await;
    let figures = Figures::new(&world).await;
    let long = "я".repeat(10_000);
    let wrong: [(String, &str, &str); 8] = [
        (count(figures.calls), "-5", "Число не бывает меньше нуля"),
        (count(figures.calls), "1000000000", "Больше 10 000 за день не бывает"),
        (count(figures.calls), "двадцать", "«двадцать» — не число"),
        (count(figures.calls), "1,5", "целое число"),
        (count(figures.calls), " ", "Впишите число; если ничего не было — 0"),
        (part(figures.paid, "k", "amount"), "0", "Нулевой оплаты не бывает"),
        (part(figures.paid, "k", "amount"), "1000000000000000", "Слишком большое число"),
        (part(figures.paid, "k", "comment"), &long, "Не длиннее 200 знаков"),
    ];
    for (name, typed, message) in wrong {
        let fields = [(name.clone(), typed), (count(figures.meetings), "2")];
        let mut fields = fields.to_vec();
        if name.ends_with("comment") {
            fields.push((part(figures.paid, "k", "amount"), "100"));
        }
        let seen = send(&world.manager, TODAY, "0", &fields).await;
        assert_eq!(seen.status, StatusCode::UNPROCESSABLE_ENTITY, "{typed:.20}");
        let id = format!("[id=\"{name}-error\"]");
        assert!(seen.text(&id).contains(message), "{}", seen.text(&id));
        assert_eq!(seen.attribute(&field(&name), "value"), typed);
        assert_eq!(seen.attribute(&field(&count(figures.meetings)), "value"), "2");
    }
    assert_eq!(world.count(OURS, "select count(*) from fact_entry").await, 0);
    assert_eq!(world.count(OURS, "select count(*) from day_log").await, 0);
}

#[tokio::test]
async fn whoever_does_not_sell_has_no_day_and_whoever_sells_has() {
    let world = World::new().await;
    let figures = Figures::new(&world).await;
    for who in [&world.owner, &world.partner, &world.head, &world.expert, &world.accountant] {
        assert_eq!(who.open("/day").await.status, StatusCode::FORBIDDEN);
        assert_eq!(who.submit(TODAY, &[]).await.status, StatusCode::FORBIDDEN);
    }
    let refusal = world.owner.open("/day").await;
    assert!(
        refusal.text("main").contains("менеджер, каждый, кто продаёт сам"),
        "{}",
        refusal.text("main")
    );
    change(&world, OURS, "update member set sells = true where role in ('owner', 'head')").await;
    let fields = [(count(figures.calls), "3")];
    let own = member(0).to_string();
    let saved = world.owner.submit(TODAY, &form(&own, "0", &fields)).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.body);
    assert!(world.owner.open("/").await.texts(".side .menu a").contains(&"Мой день".to_owned()));
    assert_eq!(world.head.open("/day").await.status, StatusCode::OK);
    let home = world.manager.open("/home").await;
    assert_eq!(home.location.as_deref(), Some("/day"), "a manager begins with the own day");
}

#[tokio::test]
async fn nobody_writes_a_day_of_another_person_or_company() {
    let world = World::new().await;
    let figures = Figures::new(&world).await;
    let fields = [(count(figures.calls), "3")];
    let other = IVANOVA.to_string();
    let seen = world.manager.submit(TODAY, &form(&other, "0", &fields)).await;
    assert_eq!(seen.status, StatusCode::CONFLICT);
    assert!(seen.text("h1").contains("под другим именем"));
    change(&world, THEIRS, "update member set sells = true").await;
    let stranger = Uuid::from_u128(0xB10).to_string();
    let seen = world.stranger.submit(TODAY, &form(&stranger, "0", &fields)).await;
    assert_eq!(seen.status, StatusCode::NOT_FOUND, "a metric of ours is nobody's there");
    let line = [(part(figures.paid, "k", "amount"), "5")];
    let seen = world.stranger.submit(TODAY, &form(&stranger, "0", &line)).await;
    assert_eq!(seen.status, StatusCode::NOT_FOUND);
    for company in [OURS, THEIRS] {
        assert_eq!(world.count(company, "select count(*) from day_log").await, 0);
    }
}

#[tokio::test]
async fn days_that_are_nobodys_are_refused_with_words() {
    let world = World::new().await;
    let figures = Figures::new(&world).await;
    change(&world, OURS, "update member_department set from_on = '2026-11-09' where member_id = '00000000-0000-0000-0000-000000000a13'").await;
    for (path, words) in [
        ("/day/2026-11-19", "ещё не наступил"),
        ("/day/2026-11-06", "Вы работаете здесь с 09.11.2026"),
        ("/day/2026-10-30", "Вы работаете здесь с 09.11.2026"),
    ] {
        let seen = world.manager.open(path).await;
        assert_eq!((seen.status, seen.has("#day")), (StatusCode::OK, false), "{path}");
        assert!(seen.text("main").contains(words), "{}", seen.text("main"));
        let refused = send(&world.manager, path, "0", &[(count(figures.calls), "3")]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.text("#form-error").contains(words));
    }
    for path in ["/day/2026-02-31", "/day/x", "/day/9999-01-01"] {
        let seen = world.manager.open(path).await;
        assert_eq!(seen.status, StatusCode::BAD_REQUEST, "{path}");
        assert!(seen.text("main").contains("нет в календаре"));
    }
    change(&world, OURS, "update company set tracking_from = '2026-11-12'").await;
    let early = world.manager.open("/day/2026-11-10").await;
    assert!(early.text("main").contains("Учёт ведётся с 12.11.2026"));
    change(&world, OURS, "update member set dismissed_on = '2026-11-20' where role = 'manager'")
        .await;
    assert_eq!(world.manager.open("/day").await.status, StatusCode::OK, "until the last day");
    assert_eq!(world.count(OURS, "select count(*) from fact_entry").await, 0);
}

#[tokio::test]
async fn the_second_of_two_phones_is_told_and_keeps_the_typing() {
    let world = World::new().await;
    let figures = Figures::new(&world).await;
    let first = [(count(figures.calls), "19"), (part(figures.paid, "k1", "amount"), "500")];
    let second = [(count(figures.calls), "7"), (part(figures.paid, "k2", "amount"), "900")];
    send(&world.manager, TODAY, "0", &first).await;
    let told = send(&world.manager, TODAY, "0", &second).await;
    assert_eq!(told.status, StatusCode::UNPROCESSABLE_ENTITY);
    let said = told.text("#form-error");
    assert!(
        said.contains("в 12:00") && said.contains("Звонки 19") && said.contains("Оплаты 500 ₽"),
        "{said}"
    );
    assert_eq!(told.attribute(&field(&count(figures.calls)), "value"), "7");
    assert_eq!(told.attribute(&field("row_version"), "value"), "1");
    assert_eq!(
        told.attribute(&field(&part(figures.paid, "k1", "amount")), "value"),
        "500",
        "what came meanwhile is there too"
    );
    assert_eq!(told.attribute(&field(&part(figures.paid, "k2", "amount")), "value"), "900");
    let saved = send(&world.manager, TODAY, "1", &second).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER);
    let sum = "select value from fact_day f join metric m on m.id = f.metric_id where m.code = 'payments'";
    assert_eq!(world.count(OURS, sum).await, 140_000);
    let edits = "select count(*) from change_log where subject = 'day' and action = 'edit'";
    assert_eq!(world.count(OURS, edits).await, 1);
}

#[tokio::test]
async fn the_same_submission_is_done_once_and_two_at_once_write_one_day() {
    let world = World::new().await;
    let figures = Figures::new(&world).await;
    let whose = MANAGER.to_string();
    let fields = [(count(figures.calls), "19"), (part(figures.paid, "k1", "amount"), "500")];
    let token = world.manager.token();
    let click = || {
        let form = form(&whose, "0", &fields);
        let (who, token) = (world.manager.clone(), token.clone());
        async move { who.submit_with(&token, TODAY, &form).await }
    };
    let (one, two) = tokio::join!(click(), click());
    assert_eq!((one.status, one.location), (StatusCode::SEE_OTHER, two.location));
    assert_eq!(click().await.location.as_deref(), Some("/day"), "a retry of the queue");
    assert_eq!(world.count(OURS, "select count(*) from payment").await, 1);
    assert_eq!(world.count(OURS, "select row_version::bigint from day_log").await, 1);
}

#[tokio::test]
async fn lines_are_edited_taken_back_and_refunded() {
    let world = World::new().await;
    let figures = Figures::new(&world).await;
    let of = |name| part(figures.paid, "k1", name);
    send(&world.manager, TODAY, "0", &[(of("amount"), "500"), (of("client"), "Вектор")]).await;
    let back = [(of("amount"), "200"), (of("client"), "«ВЕКТОР»"), (of("refund"), "yes")];
    send(&world.manager, TODAY, "1", &back).await;
    let seen = world.manager.open("/day").await;
    assert_eq!(seen.text(".line summary"), "возврат −200 ₽ · Вектор");
    assert!(seen.has(&format!("{}[checked]", field(&of("refund")))));
    assert_eq!(seen.attribute(&field(&of("amount")), "value"), "200");
    let gone = [(of("amount"), "200"), (of("removed"), "yes")];
    send(&world.manager, TODAY, "2", &gone).await;
    let seen = world.manager.open("/day").await;
    assert_eq!(seen.texts(".takings > .line .to-open"), ["+ добавить оплату"]);
    let entries = world.manager.open("/entries?period=2026-11-18").await;
    let lines = entries.texts("#entries tbody tr").join(" | ");
    assert!(lines.contains("запись снята") && lines.contains("Вектор"), "{lines}");
    assert_eq!(world.count(OURS, "select count(*) from payment").await, 3);
    assert_eq!(world.count(OURS, "select count(*) from client").await, 1);
}

#[tokio::test]
async fn a_day_of_the_open_week_is_taken_late_and_marked() {
    let world = World::new().await;
    let figures = Figures::new(&world).await;
    let open = world.manager.open("/day/2026-11-17").await;
    assert!(open.text("#late").contains("День закрылся 17 ноября в 20:00"));
    let saved = send(&world.manager, "/day/2026-11-17", "0", &[(count(figures.calls), "3")]).await;
    assert_eq!(saved.location.as_deref(), Some("/day/2026-11-17"));
    let seen = world.manager.open("/day/2026-11-17").await;
    assert!(!seen.has("#late") && seen.text("#saved").contains("после закрытия дня"));
    assert_eq!(world.count(OURS, "select count(*) from day_log where late").await, 1);
    assert_eq!(world.count(OURS, "select count(*) from fact_day where late").await, 2);
    let saturday =
        send(&world.manager, "/day/2026-11-14", "0", &[(count(figures.calls), "1")]).await;
    assert_eq!(saturday.status, StatusCode::SEE_OTHER, "a weekend is nobody's business");
}

#[tokio::test]
async fn missing_days_of_open_weeks_are_named_and_lead_there() {
    let world = World::new().await;
    let figures = Figures::new(&world).await;
    confirm_week(&world, "2026-11-10").await;
    confirm_week(&world, "2026-11-03").await;
    send(&world.manager, "/day/2026-11-16", "0", &[(count(figures.calls), "3")]).await;
    let seen = world.manager.open("/day").await;
    assert_eq!(seen.attributes("#missing a", "href"), ["/day/2026-11-17"]);
    assert!(!seen.has("#in-a-row"), "Tuesday broke the row");
    let marks = seen.attributes(".days a", "title");
    assert_eq!(
        marks[..2],
        ["понедельник, 16\u{a0}ноября: заполнено", "вторник, 17\u{a0}ноября: не заполнено"]
    );
}

#[tokio::test]
async fn buttons_change_the_form_and_save_nothing() {
    let world = World::new().await;
    let figures = Figures::new(&world).await;
    figures
        .facts(&[
            (MANAGER, figures.calls, "2026-11-17", 22),
            (MANAGER, figures.meetings, "2026-11-17", 2),
        ])
        .await;
    let press = |what: String| {
        let fields = [(count(figures.calls), "0"), (count(figures.meetings), "4")];
        let world = &world;
        async move {
            let mut form = fields.to_vec();
            form.push(("do".into(), what.as_str()));
            send(&world.manager, TODAY, "0", &form).await
        }
    };
    let calls = |seen: &Seen| seen.attribute(&field(&count(figures.calls)), "value");
    let meetings = |seen: &Seen| seen.attribute(&field(&count(figures.meetings)), "value");
    let more = press(format!("more.{}", figures.calls)).await;
    assert_eq!((more.status, calls(&more).as_str()), (StatusCode::OK, "1"));
    let less = press(format!("less.{}", figures.calls)).await;
    assert_eq!(calls(&less), "0", "not below zero");
    let before = press("before".into()).await;
    assert_eq!(
        (calls(&before).as_str(), meetings(&before).as_str()),
        ("22", "4"),
        "what is typed stays"
    );
    assert_eq!(before.text(".as-before"), "как вчера");
    assert_eq!(world.count(OURS, "select count(*) from day_log").await, 0);
}

#[tokio::test]
async fn what_a_file_said_is_shown_beside_and_counts() {
    let world = World::new().await;
    let figures = Figures::new(&world).await;
    figures
        .say(mayak::actual::Origin::Import, (MANAGER, figures.calls, "2026-11-18", Some(20)))
        .await;
    figures
        .say(mayak::actual::Origin::Import, (MANAGER, figures.paid, "2026-11-18", Some(50_000)))
        .await;
    let seen = world.manager.open("/day").await;
    assert_eq!(seen.attribute(&field(&count(figures.calls)), "value"), "20");
    assert_eq!(seen.text(".takings .note"), "В счёте 500 ₽: из файла или CRM");
    send(&world.manager, TODAY, "0", &[(count(figures.calls), "21")]).await;
    let seen = world.manager.open("/day").await;
    assert_eq!(seen.text(".counter .note"), "В счёте 20: из файла или CRM");
    let conflicts = "select count(*) from fact_day where conflict";
    assert_eq!(world.count(OURS, conflicts).await, 1, "silence about money contradicts nobody");
}

#[tokio::test]
async fn a_closed_day_takes_a_proposal_and_shows_what_became_of_it() {
    let world = World::new().await;
    let figures = Figures::new(&world).await;
    figures.facts(&[(MANAGER, figures.calls, "2026-11-12", 17)]).await;
    confirm_week(&world, "2026-11-12").await;
    let closed = world.manager.open("/day/2026-11-12").await;
    assert!(!closed.has("#day") && closed.text("main").contains("Неделя подтверждена"));
    let path = "/day/2026-11-12/proposals";
    let metric = figures.calls.to_string();
    let proposal = [("metric", metric.as_str()), ("value", "19"), ("reason", "забыл два звонка")];
    let done = world.manager.submit(path, &proposal).await;
    assert_eq!(done.location.as_deref(), Some("/day/2026-11-12"), "{}", done.body);
    let seen = world.manager.open("/day/2026-11-12").await;
    assert_eq!(seen.text(".proposed"), "ждёт РОПа 19: забыл два звонка.");
    assert_eq!(seen.text(".closed-value"), "17", "until the head decides");
    change(&world, OURS, "update correction_proposal set state = 'declined', decided_at = '2026-11-18T10:00:00Z', decided_by = '00000000-0000-0000-0000-000000000a12', answer = 'В журнале 17'").await;
    let seen = world.manager.open("/day/2026-11-12").await;
    assert!(
        seen.text(".proposed")
            .contains("отклонено 19: забыл два звонка. В журнале 17 — РОП, 18 ноября в 13:00"),
        "{}",
        seen.text(".proposed")
    );
}

#[tokio::test]
async fn a_proposal_that_cannot_be_is_refused_at_its_field() {
    let world = World::new().await;
    let figures = Figures::new(&world).await;
    figures.facts(&[(MANAGER, figures.calls, "2026-11-12", 17)]).await;
    confirm_week(&world, "2026-11-12").await;
    let path = "/day/2026-11-12/proposals";
    let metric = figures.calls.to_string();
    for (value, reason, at, message) in [
        ("17", "так и было", "value", "Это число и стоит сейчас"),
        ("-1", "так и было", "value", "меньше нуля"),
        ("", "так и было", "value", "Впишите число"),
        ("18", "", "reason", "Заполните это поле"),
    ] {
        let form = [("metric", metric.as_str()), ("value", value), ("reason", reason)];
        let seen = world.manager.submit(path, &form).await;
        assert_eq!(seen.status, StatusCode::UNPROCESSABLE_ENTITY, "{value}");
        assert!(seen.text(&format!("[id=\"{metric}{at}-error\"]")).contains(message));
        assert_eq!(seen.attribute(&format!("[id=\"{metric}value\"]"), "value"), value);
        assert_eq!(seen.attribute(&format!("[id=\"{metric}reason\"]"), "value"), reason);
    }
    let open = world.manager.submit("/day/2026-11-18/proposals", &[("metric", &metric)]).await;
    assert_eq!(open.location.as_deref(), Some("/day"), "an open day is edited itself");
    assert_eq!(world.count(OURS, "select count(*) from correction_proposal").await, 0);
}

#[tokio::test]
async fn nobody_else_proposes_and_a_metric_of_strangers_is_not_found() {
    let world = World::new().await;
    let figures = Figures::new(&world).await;
    let metric = figures.calls.to_string();
    let form = [("metric", metric.as_str()), ("value", "19"), ("reason", "так было")];
    let path = "/day/2026-11-12/proposals";
    for who in [&world.owner, &world.head, &world.accountant] {
        assert_eq!(who.submit(path, &form).await.status, StatusCode::FORBIDDEN);
    }
    change(&world, THEIRS, "update member set sells = true").await;
    assert_eq!(world.stranger.submit(path, &form).await.status, StatusCode::NOT_FOUND);
    for company in [OURS, THEIRS] {
        assert_eq!(world.count(company, "select count(*) from correction_proposal").await, 0);
    }
}

#[tokio::test]
async fn a_day_that_closed_meanwhile_keeps_the_typing_as_proposals() {
    let world = World::new().await;
    let figures = Figures::new(&world).await;
    confirm_week(&world, "2026-11-12").await;
    let fields = [
        (count(figures.calls), "19"),
        (count(figures.meetings), "0"),
        (part(figures.paid, "k1", "amount"), "500"),
    ];
    let seen = send(&world.manager, "/day/2026-11-12", "0", &fields).await;
    assert_eq!(seen.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(seen.text("#form-error").contains("День уже закрыт — неделя подтверждена"));
    let typed = |metric: Uuid| seen.attribute(&format!("[id=\"{metric}value\"]"), "value");
    assert_eq!((typed(figures.calls).as_str(), typed(figures.paid).as_str()), ("19", "500"));
    assert_eq!(seen.texts("details.fold[open]").len(), 2, "those that differ are unfolded");
    assert_eq!(world.count(OURS, "select count(*) from payment").await, 0);
}

#[tokio::test]
async fn the_page_takes_eight_statements_at_most() {
    let world = World::new().await;
    let figures = Figures::new(&world).await;
    figures.plan("2026-11-01", &[(MANAGER, figures.calls, 400)]).await;
    confirm_week(&world, "2026-11-12").await;
    for path in ["/day", "/day/2026-11-17", "/day/2026-11-12", "/day/2026-11-19"] {
        let (seen, statements) = world.manager.open_counting(path).await;
        assert_eq!(seen.status, StatusCode::OK);
        assert!((2..=8).contains(&statements.len()), "{path}: {statements:#?}");
    }
}

#[tokio::test]
async fn the_page_kept_for_lost_networks_holds_nobodys_data() {
    let world = World::new().await;
    let seen = world.nobody.open("/day/offline").await;
    assert_eq!(seen.status, StatusCode::OK);
    assert_eq!(seen.body, world.manager.open("/day/offline").await.body);
    let worker = world.nobody.open("/static/worker.js").await;
    assert_eq!(worker.headers["service-worker-allowed"], "/day");
}
