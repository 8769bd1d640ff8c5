//! Plan and facts from files, from upload to undo.
use axum::http::StatusCode;
use rust_xlsxwriter::{Format, Workbook};
use std::time::{Duration, Instant};
use uuid::Uuid;

use crate::metrics::furnished;
use crate::support::{Browser, OURS, Seen, THEIRS, World, owner_of};

const FACTS: &[u8] = include_bytes!("../fixtures/import/facts.csv");
const PLAN: &[u8] = include_bytes!("../fixtures/import/plan.csv");
const TARGETS: &[u8] = include_bytes!("../fixtures/import/targets.csv");
const BROKEN: &[u8] = include_bytes!("../fixtures/import/broken.csv");

async fn world() -> (World, Vec<Uuid>) {
    let world = World::new().await;
    let metrics = furnished(&world).await;
    (world, metrics)
}

async fn send(who: &Browser, kind: &str, name: &str, content: &[u8]) -> Seen {
    who.upload("/imports", &[("kind", kind)], ("file", name, content)).await
}

/// Uploads a file and gives the address of its import.
async fn uploaded(who: &Browser, kind: &str, name: &str, content: &[u8]) -> String {
    let seen = send(who, kind, name, content).await;
    seen.location.unwrap_or_else(|| panic!("refused: {}", seen.body))
}

/// Sends the form of a page as it stands, with some fields typed anew.
async fn press(who: &Browser, page: &Seen, form: &str, to: &str, typed: &[(&str, &str)]) -> Seen {
    let mut fields = fields(page, form);
    for (name, value) in typed {
        fields.retain(|(known, _)| known != name);
        fields.push(((*name).to_owned(), (*value).to_owned()));
    }
    let fields: Vec<(&str, &str)> =
        fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    who.submit(to, &fields).await
}

/// What a form would send: inputs, chosen options, ticked boxes.
fn fields(page: &Seen, form: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let names = page.attributes(&format!("{form} select"), "name");
    for name in names {
        let chosen = format!("{form} select[name='{name}'] option[selected]");
        let first = format!("{form} select[name='{name}'] option");
        let value = page.attributes(&chosen, "value").into_iter().next();
        let value = value.or_else(|| page.attributes(&first, "value").into_iter().next());
        found.push((name, value.unwrap_or_default()));
    }
    let plain = "input:not([type=radio]):not([type=checkbox])";
    let ticked = "input[checked]";
    for kind in [plain, ticked] {
        let css = format!("{form} {kind}");
        found.extend(page.attributes(&css, "name").into_iter().zip(page.attributes(&css, "value")));
    }
    found.retain(|(name, _)| name != "token");
    found
}

/// Confirms the columns and gives the dry run.
async fn checked(who: &Browser, import: &str, typed: &[(&str, &str)]) -> Seen {
    let page = who.open(import).await;
    let typed: Vec<(&str, &str)> = typed.iter().chain(&[("do", "check")]).copied().collect();
    let to = format!("{import}/mapping");
    let answer = press(who, &page, "#mapping", &to, &typed).await;
    let location = answer.location.unwrap_or_else(|| panic!("refused: {}", answer.body));
    who.open(&location).await
}

/// Applies what the dry run shows.
async fn applied(who: &Browser, import: &str, dry_run: &Seen, typed: &[(&str, &str)]) -> Seen {
    let answer = press(who, dry_run, "#apply", &format!("{import}/apply"), typed).await;
    assert_eq!(answer.location, Some(format!("{import}/result")), "{}", answer.body);
    who.open(&format!("{import}/result")).await
}

pub async fn brought(who: &Browser, kind: &str, name: &str, content: &[u8]) -> String {
    brought_with(who, (kind, name, content), &[]).await
}

/// Brings a file, answering what the dry run asks.
pub async fn brought_with(
    who: &Browser,
    (kind, name, content): (&str, &str, &[u8]),
    typed: &[(&str, &str)],
) -> String {
    let import = uploaded(who, kind, name, content).await;
    let dry_run = checked(who, &import, &[]).await;
    applied(who, &import, &dry_run, typed).await;
    import
}

/// The dry run of a file.
pub async fn dry_run(who: &Browser, name: &str, content: &[u8]) -> Seen {
    let import = uploaded(who, "facts", name, content).await;
    checked(who, &import, &[]).await
}

/// Takes an import back from its page.
pub async fn undone(who: &Browser, import: &str) -> Seen {
    let page = who.open(&format!("{import}/result")).await;
    press(who, &page, "#undo", &format!("{import}/undo"), &[]).await
}

fn spaces(text: &str) -> String {
    text.replace(['\u{a0}', '\u{202f}'], " ")
}

const ALL_FACTS: &str = "select coalesce(sum(value), 0)::bigint from fact_day";
const NOVEMBER: &str =
    "select coalesce(sum(value), 0)::bigint from fact_day where day >= '2026-11-01'";
const PLANNED: &str = "select coalesce(sum(t.value), 0)::bigint from target t
    join plan_version v on v.company_id = t.company_id and v.id = t.plan_version_id
    where v.starts_on = '2026-11-01' and v.no = (select max(no) from plan_version l where l.starts_on = v.starts_on)";

#[tokio::test]
async fn facts_of_a_file_are_the_companys_to_the_kopeck() {
    let (world, _) = world().await;
    let import = uploaded(&world.owner, "facts", "факты.csv", FACTS).await;

    let page = world.owner.open(&import).await;
    let chosen = page.attributes("#preview option[selected]", "value");
    assert_eq!(chosen[..4], ["date", "person_id", "person", "ignored"]);
    let dry_run = checked(&world.owner, &import, &[]).await;
    assert_eq!(dry_run.texts("#tiles dd"), ["6", "0", "0", "0"]);
    assert_eq!(dry_run.texts("#people tbody th").len(), 3);
    let sums: Vec<String> = dry_run.texts("#sums td").iter().map(|text| spaces(text)).collect();
    assert_eq!(sums, ["21 859,85 ₽", "63 189,42 ₽", "85 049,27 ₽"]);
    assert_eq!(world.count(OURS, ALL_FACTS).await, 0);

    let result = applied(&world.owner, &import, &dry_run, &[]).await;
    assert_eq!(spaces(&result.text("h1")), "Загружено: 6 чисел");
    assert_eq!(world.count(OURS, NOVEMBER).await, 6_318_942);
    assert_eq!(world.count(THEIRS, ALL_FACTS).await, 0);
    let people = world.owner.open("/people").await;
    assert!(people.body.contains("José Saraiva") && people.body.contains("39002"));
}

#[tokio::test]
async fn the_same_file_again_adds_nothing_and_says_so() {
    let (world, _) = world().await;
    brought(&world.owner, "facts", "факты.csv", FACTS).await;

    let again = uploaded(&world.owner, "facts", "факты.csv", FACTS).await;
    assert!(world.owner.open(&again).await.text(".notice").contains("уже загружен"));
    let dry_run = checked(&world.owner, &again, &[]).await;

    assert!(dry_run.text("h1").contains("уже в Маяке"), "{}", dry_run.text("h1"));
    assert_eq!(dry_run.texts("#tiles dd"), ["0", "0", "6", "0"]);
    assert!(!dry_run.has("#apply button"));
    assert_eq!(world.count(OURS, "select count(*) from fact_entry").await, 6);
}

#[tokio::test]
async fn a_double_click_applies_once_and_an_undo_takes_everything_back() {
    let (world, _) = world().await;
    let import = uploaded(&world.owner, "facts", "факты.csv", FACTS).await;
    let dry_run = checked(&world.owner, &import, &[]).await;
    let fields = fields(&dry_run, "#apply");
    let fields: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
    let (token, to) = (world.owner.token(), format!("{import}/apply"));
    let (one, two) = tokio::join!(
        world.owner.submit_with(&token, &to, &fields),
        world.owner.submit_with(&token, &to, &fields)
    );
    assert_eq!(one.location, two.location);
    assert_eq!(world.count(OURS, "select count(*) from fact_entry").await, 6);

    undone(&world.owner, &import).await;

    assert_eq!(world.count(OURS, ALL_FACTS).await, 0);
    let result = world.owner.open(&format!("{import}/result")).await;
    assert_eq!(result.text("h1"), "Загрузка отменена");
    let history = world.owner.open(&result.attribute("a[href^='/changes?']", "href")).await;
    let told = history.texts("#changes td.wrap");
    assert!(told.iter().any(|line| line.contains("загрузка отменена")), "{told:#?}");
}

#[tokio::test]
async fn the_second_of_two_who_undo_is_told_and_takes_nothing_back() {
    let (world, _) = world().await;
    let import = brought(&world.owner, "facts", "факты.csv", FACTS).await;
    let (page, to) =
        (world.owner.open(&format!("{import}/result")).await, format!("{import}/undo"));
    let first = press(&world.expert, &page, "#undo", &to, &[]).await;
    assert_eq!(first.status, StatusCode::SEE_OTHER);

    let late = press(&world.owner, &page, "#undo", &to, &[]).await;

    assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
    let told = late.text("#form-error");
    assert!(told.contains("эксперт") && told.contains("Сейчас: отменено"), "{told}");
    assert_eq!(late.text("h1"), "Загрузка отменена");
    assert!(!late.has("#undo"));
    assert_eq!(world.count(OURS, "select count(*) from fact_entry where value is null").await, 6);
}

#[tokio::test]
async fn an_undo_leaves_what_a_later_import_said() {
    let (world, _) = world().await;
    let first = brought(&world.owner, "facts", "а.csv", FACTS).await;
    let other = String::from_utf8(FACTS.to_vec()).unwrap().replace("0.99", "100.00");
    brought(&world.owner, "facts", "б.csv", other.as_bytes()).await;

    undone(&world.owner, &first).await;

    assert_eq!(world.count(OURS, ALL_FACTS).await, 10_000);
}

#[tokio::test]
async fn a_plan_is_approved_changed_with_a_reason_and_taken_back() {
    let (world, _) = world().await;
    brought(&world.owner, "plan", "план.csv", PLAN).await;
    assert_eq!(world.count(OURS, PLANNED).await, 17_500_000);

    let import = uploaded(&world.owner, "plan", "targets.csv", TARGETS).await;
    let dry_run = checked(&world.owner, &import, &[("multiplier", "1000")]).await;
    assert_eq!(dry_run.texts("#tiles dd"), ["0", "1", "2", "0"]);
    let refused = press(&world.owner, &dry_run, "#apply", &format!("{import}/apply"), &[]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.has("#reason-error"));
    assert_eq!(world.count(OURS, PLANNED).await, 17_500_000);

    applied(&world.owner, &import, &dry_run, &[("reason", "Новый магазин")]).await;
    assert_eq!(world.count(OURS, PLANNED).await, 19_500_000);
    assert_eq!(world.count(OURS, "select count(*) from plan_version").await, 3);

    undone(&world.owner, &import).await;
    assert_eq!(world.count(OURS, PLANNED).await, 17_500_000);
}

#[tokio::test]
async fn figures_typed_by_hand_are_asked_about() {
    let (world, metrics) = world().await;
    let first = "Дата;Менеджер;Оплаты\n16.11.2026;Петров И.;100,00\n".as_bytes();
    type_by_hand(&world, metrics[4]).await;

    let import = uploaded(&world.owner, "facts", "оплаты.csv", first).await;
    let dry_run = checked(&world.owner, &import, &[]).await;
    let clash: Vec<String> = dry_run.texts("#clashes td").iter().map(|text| spaces(text)).collect();
    assert_eq!(clash, ["16.11.2026", "77 ₽", "100 ₽"]);
    let refused = press(&world.owner, &dry_run, "#apply", &format!("{import}/apply"), &[]).await;
    assert!(refused.has("#by_hand-error"));

    applied(&world.owner, &import, &dry_run, &[("by_hand", "keep")]).await;
    assert_eq!(world.count(OURS, ALL_FACTS).await, 7_700);

    let again = uploaded(&world.owner, "facts", "оплаты.csv", first).await;
    let dry_run = checked(&world.owner, &again, &[]).await;
    applied(&world.owner, &again, &dry_run, &[("by_hand", "replace")]).await;
    assert_eq!(world.count(OURS, ALL_FACTS).await, 10_000);
}

#[tokio::test]
async fn a_file_is_compared_with_the_sum_of_payments_and_an_undo_leaves_them() {
    use mayak::actual::{NewPayment, pay};
    let (world, metrics) = world().await;
    let cell = crate::figures::cell(crate::support::PETROV, metrics[4], "2026-11-16");
    let line = |key: &str, amount| NewPayment {
        cell: cell.clone(),
        key: key.into(),
        amount: Some(amount),
        client: "Вектор".into(),
        comment: String::new(),
        late: false,
        said: None,
    };
    let mut db = crate::figures::begin(&world, crate::support::noon()).await;
    pay(&mut db, &[line("a", 5_000), line("b", 2_700)]).await.unwrap();
    db.commit().await.unwrap();
    let file = "Дата;Менеджер;Оплаты\n16.11.2026;Петров И.;100,00\n".as_bytes();
    let import = uploaded(&world.owner, "facts", "оплаты.csv", file).await;
    let dry_run = checked(&world.owner, &import, &[]).await;
    let clash: Vec<String> = dry_run.texts("#clashes td").iter().map(|text| spaces(text)).collect();
    assert_eq!(clash, ["16.11.2026", "77 ₽", "100 ₽"]);
    applied(&world.owner, &import, &dry_run, &[("by_hand", "replace")]).await;
    assert_eq!(world.count(OURS, ALL_FACTS).await, 10_000);
    undone(&world.owner, &import).await;
    assert_eq!(world.count(OURS, ALL_FACTS).await, 7_700);
}

/// Does to our company what another page would do.
async fn change(world: &World, sql: &'static str) {
    let ours = mayak::values::CompanyId(OURS);
    let mut db = mayak::db::Tenant::unattended(&world.app, ours).begin().await.unwrap();
    sqlx::query(sql).execute(&mut *db).await.unwrap();
    db.commit().await.unwrap();
}

async fn type_by_hand(world: &World, metric: Uuid) {
    use mayak::actual::{Cell, NewEntry, record};
    use mayak::values::{CompanyId, MemberId, MetricId};
    let tenant = mayak::db::Tenant::unattended(&world.app, CompanyId(OURS));
    let mut db = tenant.begin().await.unwrap();
    let cell = Cell {
        member: MemberId(crate::support::PETROV),
        metric: MetricId(metric),
        day: "2026-11-16".parse().unwrap(),
        tag: String::new(),
    };
    record(&mut db, &[NewEntry::manual(cell, 7_700)]).await.unwrap();
    db.commit().await.unwrap();
}

#[tokio::test]
async fn problem_rows_are_named_and_the_others_are_taken() {
    let (world, _) = world().await;
    let text = "Отчёт отдела;;\nДата;Менеджер;Звонки\n16.11.2026;Петров И.;12\n31.02.2026;Петров И.;5\n17.11.2026;;5\nИтого;;22\n";
    let (windows, ..) = encoding_rs::WINDOWS_1251.encode(text);
    let import = uploaded(&world.owner, "facts", "звонки.csv", &windows).await;
    let dry_run = checked(&world.owner, &import, &[]).await;

    let expected =
        ["4", "Дата", "такого дня нет: «31.02.2026»", "5", "Менеджер", "не указан человек"];
    assert_eq!(dry_run.texts("#problems td"), expected);
    assert!(dry_run.text("#remarks").contains("Итоги не загружаем: строка 6"));
    assert!(!dry_run.has("#people"));
    let result = applied(&world.owner, &import, &dry_run, &[]).await;
    assert_eq!(world.count(OURS, ALL_FACTS).await, 12);
    assert_eq!(result.texts("#problems td"), expected);
    let again = world.owner.open(&format!("{import}/result")).await;
    assert_eq!(again.texts("#problems td"), expected);
}

#[tokio::test]
async fn of_many_problem_rows_the_first_are_named_and_the_others_counted() {
    use std::fmt::Write;
    let (world, _) = world().await;
    let mut text = String::from("Дата;Менеджер;Звонки\n16.11.2026;Петров И.;12\n");
    (0..207).for_each(|_| writeln!(text, "17.11.2026;Петров И.;-7").unwrap());
    let import = uploaded(&world.owner, "facts", "звонки.csv", text.as_bytes()).await;
    let dry_run = checked(&world.owner, &import, &[]).await;
    let result = applied(&world.owner, &import, &dry_run, &[]).await;
    for page in [dry_run, result] {
        assert_eq!(page.texts("#problems tbody tr").len(), 200);
        assert!(spaces(&page.text("main")).contains("Не прочитано: 207 мест"), "{}", page.body);
        assert!(spaces(&page.text("main")).contains("И ещё 7 мест"));
    }
    let log = "select count(*) from change_log where after::text like '%«-7»%'";
    assert_eq!(world.count(OURS, log).await, 0);
}

#[tokio::test]
async fn unknown_people_are_joined_or_left_out_as_chosen() {
    let (world, _) = world().await;
    let import = uploaded(&world.owner, "facts", "факты.csv", FACTS).await;
    let dry_run = checked(&world.owner, &import, &[]).await;
    let petrov = crate::support::PETROV.to_string();
    let choices = [("who_0", petrov.as_str()), ("who_1", "leave"), ("name_2", "Линда М.")];
    applied(&world.owner, &import, &dry_run, &choices).await;

    let sold = "select coalesce(sum(value), 0)::bigint from fact_day f join member m on m.company_id = f.company_id
        and m.id = f.member_id where m.name in ('Петров И.', 'Линда М.')";
    assert_eq!(world.count(OURS, sold).await, world.count(OURS, ALL_FACTS).await);
    assert_eq!(world.count(OURS, ALL_FACTS).await, 2_185_985 + 121_001 + 41_946 + 99);
    let learnt = "select count(*) from member where name = 'Петров И.' and external_id = '71001'";
    assert_eq!(world.count(OURS, learnt).await, 1);
}

#[tokio::test]
async fn a_broken_export_is_refused_with_its_reasons() {
    let (world, _) = world().await;
    let refused = send(&world.owner, "facts", "выгрузка.csv", BROKEN).await;

    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text("#refusal").contains("Числа в файле испорчены"));
    let reasons = refused.texts("#refusal li");
    assert!(reasons[0].contains("«SalesAmount»") && reasons[0].contains("«2,024,994»"));
    assert!(reasons[1].contains("«OrderDate»") && reasons[1].contains("«00:00.0»"));
    assert_eq!(world.count(OURS, "select count(*) from import_run").await, 0);
}

#[tokio::test]
async fn an_empty_file_is_told_from_none() {
    let (world, _) = world().await;
    let empty = send(&world.owner, "facts", "пусто.csv", b"").await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(empty.text("#file-error").starts_with("Файл пустой: «пусто.csv»"));
    assert_eq!(send(&world.owner, "facts", "", b"").await.text("#file-error"), "Выберите файл");
    for blank in ["\u{feff}", "\n\n\n", " ; ; \n"] {
        let refused = send(&world.owner, "facts", "пробелы.csv", blank.as_bytes()).await;
        assert!(refused.text("#refusal").contains("нет данных"), "{blank:?}");
    }
}

/// The forms that take a draft out of the list.
const REMOVALS: &str = "#imports form";

async fn removed(who: &Browser, import: &str, row_version: &str) -> Seen {
    who.submit(&format!("{import}/removal"), &[("row_version", row_version)]).await
}

#[tokio::test]
async fn a_draft_leaves_the_list_with_its_bytes_and_its_row_stays() {
    let (world, _) = world().await;
    let applied = brought(&world.owner, "facts", "факты.csv", FACTS).await;
    let draft = uploaded(&world.owner, "facts", "не тот.csv", FACTS).await;
    let list = world.owner.open("/imports").await;
    assert_eq!(list.attributes(REMOVALS, "action"), [format!("{draft}/removal")]);

    let done = press(&world.owner, &list, REMOVALS, &format!("{draft}/removal"), &[]).await;

    assert_eq!(done.location.as_deref(), Some("/imports"), "{}", done.body);
    let list = world.owner.open("/imports").await;
    assert_eq!(list.texts("#imports tbody th"), ["факты.csv"]);
    assert_eq!(world.count(OURS, "select count(*) from import_run").await, 2);
    assert_eq!(world.count(OURS, "select count(*) from import_file").await, 1);
    for page in ["", "/check"] {
        let led = world.owner.open(&format!("{draft}{page}")).await.location;
        assert_eq!(led, Some(format!("{draft}/result")), "{page}");
    }
    let kept = world.owner.open(&format!("{draft}/result")).await;
    assert_eq!(kept.text("h1"), "Убрано из списка, ничего не записано");
    assert!(kept.text("#summary").contains("собственник"), "{}", kept.text("#summary"));
    let written = removed(&world.owner, &applied, "3").await;
    assert_eq!(written.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(world.count(OURS, "select count(*) from import_file").await, 1);
}

#[tokio::test]
async fn a_draft_is_its_authors_and_the_owners_to_remove() {
    let (world, _) = world().await;
    let of_owner = uploaded(&world.owner, "facts", "а.csv", FACTS).await;
    let of_head = uploaded(&world.head, "facts", "б.csv", FACTS).await;
    let of_expert = uploaded(&world.expert, "facts", "в.csv", FACTS).await;
    assert_eq!(world.expert.open("/imports").await.attributes(REMOVALS, "action").len(), 1);

    assert_eq!(removed(&world.expert, &of_head, "1").await.status, StatusCode::FORBIDDEN);
    assert_eq!(removed(&world.manager, &of_head, "1").await.status, StatusCode::FORBIDDEN);
    assert_eq!(removed(&world.head, &of_owner, "1").await.status, StatusCode::NOT_FOUND);
    assert_eq!(removed(&world.stranger, &of_owner, "1").await.status, StatusCode::NOT_FOUND);
    assert_eq!(world.count(OURS, "select count(*) from import_file").await, 3);

    assert_eq!(removed(&world.expert, &of_expert, "1").await.status, StatusCode::SEE_OTHER);
    assert_eq!(removed(&world.owner, &of_head, "1").await.status, StatusCode::SEE_OTHER);
    assert_eq!(world.owner.open("/imports").await.texts("#imports tbody th"), ["а.csv"]);
}

#[tokio::test]
async fn the_second_of_two_who_remove_a_draft_is_told() {
    let (world, _) = world().await;
    let draft = uploaded(&world.head, "facts", "звонки.csv", FACTS).await;
    let page = world.head.open(&draft).await;
    removed(&world.owner, &draft, "1").await;

    let late = removed(&world.head, &draft, "1").await;
    assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
    let told = late.text("#form-error");
    assert!(
        told.contains("собственник") && told.contains("звонки.csv, убрано из списка"),
        "{told}"
    );
    for action in ["mapping", "apply"] {
        let to = format!("{draft}/{action}");
        let answer = press(&world.head, &page, "#mapping", &to, &[("do", "check")]).await;
        assert_eq!(answer.location, Some(format!("{draft}/result")), "{action}");
    }
}

#[tokio::test]
async fn the_database_keeps_the_bytes_of_whatever_was_written() {
    let (world, _) = world().await;
    let import = brought(&world.owner, "facts", "факты.csv", FACTS).await;
    undone(&world.owner, &import).await;
    uploaded(&world.owner, "facts", "начато.csv", FACTS).await;
    change(&world, "delete from import_file").await;
    assert_eq!(world.count(OURS, "select count(*) from import_file").await, 2);
}

#[tokio::test]
async fn a_workbook_is_read_apart_with_sections_months_and_totals() {
    let (world, metrics) = world().await;
    let import = uploaded(&world.owner, "plan", "План.xlsx", &sections()).await;
    let asked = checked(&world.owner, &import, &[]).await;
    assert!(asked.text("#questions").contains("Укажите год"));
    let money = metrics[4].to_string();
    let typed = [("year", "2026"), ("metric", money.as_str())];
    let dry_run = checked(&world.owner, &import, &typed).await;

    let remarks = dry_run.text("#remarks");
    assert!(remarks.contains("не загружаем: строки 5, 8 и 9"), "{remarks}");
    assert!(remarks.contains("«Общий итог»"));
    applied(&world.owner, &import, &dry_run, &[]).await;
    assert_eq!(world.count(OURS, PLANNED).await, (10 + 5 + 3 + 4) * 100);
}

/// Names above their rows, months in rows, groups of goods in columns, totals everywhere.
fn sections() -> Vec<u8> {
    let rows: [(&str, &str, [f64; 3]); 8] = [
        ("Точка 1", "", [0.0; 3]),
        ("", "ноя", [10.0, 5.0, 15.0]),
        ("", "дек", [1.0, 2.0, 3.0]),
        ("Точка 1 Итог", "", [11.0, 7.0, 18.0]),
        ("Точка 2", "", [0.0; 3]),
        ("", "ноя", [3.0, 4.0, 7.0]),
        ("Точка 2 Итог", "", [3.0, 4.0, 7.0]),
        ("Общий итог", "", [14.0, 11.0, 25.0]),
    ];
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (column, heading) in ["Отделы", "Период", "Чай", "Мёд", "Общий итог"].iter().enumerate()
    {
        sheet.write(0, u16::try_from(column).unwrap(), *heading).unwrap();
    }
    for (at, (person, month, values)) in rows.iter().enumerate() {
        let row = u32::try_from(at + 1).unwrap();
        sheet.write(row, 0, *person).unwrap();
        sheet.write(row, 1, *month).unwrap();
        for (column, value) in (2..).zip(values.iter().filter(|value| **value > 0.0)) {
            sheet.write(row, column, *value).unwrap();
        }
    }
    book.save_to_buffer().unwrap()
}

#[tokio::test]
async fn a_date_of_a_workbook_is_a_date() {
    let (world, _) = world().await;
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (column, heading) in (0..).zip(["Дата", "Менеджер", "Оплаты"]) {
        sheet.write(0, column, heading).unwrap();
    }
    let date = Format::new().set_num_format("dd.mm.yyyy");
    sheet.write_number_with_format(1, 0, 46_342.0, &date).unwrap();
    sheet.write(1, 1, "Петров И.").unwrap();
    sheet.write(1, 2, "558.79999999999995".parse::<f64>().unwrap()).unwrap();
    brought(&world.owner, "facts", "оплаты.xlsx", &book.save_to_buffer().unwrap()).await;

    let found = "select coalesce(sum(value), 0)::bigint from fact_day where day = '2026-11-16'";
    assert_eq!(world.count(OURS, found).await, 55_880);
}

#[tokio::test]
async fn a_head_brings_facts_of_his_own_people_only() {
    let (world, _) = world().await;
    assert_eq!(send(&world.head, "plan", "план.csv", PLAN).await.status, StatusCode::FORBIDDEN);
    assert_eq!(send(&world.manager, "facts", "ф.csv", FACTS).await.status, StatusCode::FORBIDDEN);
    let text = "Дата;Менеджер;Звонки\n16.11.2026;Петров И.;12\n16.11.2026;эксперт;7\n";
    let import = uploaded(&world.head, "facts", "звонки.csv", text.as_bytes()).await;
    let dry_run = checked(&world.head, &import, &[]).await;
    assert!(dry_run.text("#remarks").contains("Не ваш отдел, не загружаем: эксперт"));
    applied(&world.head, &import, &dry_run, &[]).await;
    assert_eq!(world.count(OURS, ALL_FACTS).await, 12);
}

#[tokio::test]
async fn an_import_of_others_is_not_found() {
    let (world, _) = world().await;
    let import = uploaded(&world.owner, "facts", "факты.csv", FACTS).await;
    for who in [&world.stranger, &world.head] {
        assert_eq!(who.open(&import).await.status, StatusCode::NOT_FOUND);
        assert_eq!(who.open(&format!("{import}/check")).await.status, StatusCode::NOT_FOUND);
        for action in ["mapping", "apply", "undo", "removal"] {
            let answer = who.submit(&format!("{import}/{action}"), &[]).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{action}");
        }
    }
    let manager = world.manager.submit(&format!("{import}/apply"), &[]).await;
    assert_eq!(manager.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn columns_are_remembered_and_the_second_of_two_editors_is_told() {
    let (world, _) = world().await;
    let text = "Дата;Менеджер;Прочее\n16.11.2026;Петров И.;12\n";
    let import = uploaded(&world.owner, "facts", "прочее.csv", text.as_bytes()).await;
    let page = world.owner.open(&import).await;
    let calls = page.attributes("#role_2 option", "value")[9].clone();
    let dry_run = checked(&world.owner, &import, &[("role_2", &calls)]).await;

    let late = press(&world.owner, &page, "#mapping", &format!("{import}/mapping"), &[]).await;
    assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(late.text("#form-error").contains("сохранили другое"));

    applied(&world.owner, &import, &dry_run, &[]).await;
    let next = text.replace("16.11", "17.11");
    let import = uploaded(&world.owner, "facts", "ещё.csv", next.as_bytes()).await;
    let page = world.owner.open(&import).await;
    assert_eq!(page.attribute("#role_2 option[selected]", "value"), calls);
}

#[tokio::test]
async fn a_dry_run_has_a_fixed_number_of_statements() {
    let (world, _) = world().await;
    let import = uploaded(&world.owner, "facts", "факты.csv", FACTS).await;
    checked(&world.owner, &import, &[]).await;
    let (_, statements) = world.owner.open_counting(&format!("{import}/check")).await;
    assert!(statements.len() <= 9, "{statements:#?}");
}

#[tokio::test]
async fn an_import_waits_for_the_one_before_it_in_its_company() {
    use mayak::values::CompanyId;
    let (world, _) = world().await;
    let import = uploaded(&world.owner, "facts", "факты.csv", FACTS).await;
    let dry_run = checked(&world.owner, &import, &[]).await;
    let turn = world.app.turns.to_write(CompanyId(OURS)).await.unwrap();
    let before_it = async {
        tokio::time::sleep(Duration::from_millis(700)).await;
        assert_eq!(world.count(OURS, ALL_FACTS).await, 0);
        drop(turn);
    };
    tokio::join!(applied(&world.owner, &import, &dry_run, &[]), before_it);
    assert_eq!(world.count(OURS, NOVEMBER).await, 6_318_942);
}

#[tokio::test]
#[ignore = "takes minutes: cargo test --test web two_hundred -- --ignored --nocapture"]
async fn two_hundred_thousand_rows_of_two_metrics_are_written_and_taken_back() {
    use std::fmt::Write;
    let (world, _) = world().await;
    let mut text = String::from("Дата;Менеджер;Звонки;Оплаты\n");
    let first = chrono::NaiveDate::from_ymd_opt(2013, 1, 1).unwrap();
    for at in 0..199_990_u64 {
        let day = first + chrono::Days::new(at / 40);
        writeln!(text, "{};Человек {};{};{at},25", day.format("%d.%m.%Y"), at % 40, at % 30)
            .unwrap();
    }
    let began = Instant::now();
    let passed = |what: &str| println!("{what}: {:?}", began.elapsed());
    let import = uploaded(&world.owner, "facts", "много.csv", text.as_bytes()).await;
    let dry_run = checked(&world.owner, &import, &[]).await;
    passed("checked");
    applied(&world.owner, &import, &dry_run, &[]).await;
    passed("applied");
    assert_eq!(world.count(OURS, "select count(*) from fact_day").await, 2 * 199_990);
    let undone = undone(&world.owner, &import).await;
    passed("undone");
    assert_eq!(undone.status, StatusCode::SEE_OTHER, "{}", undone.body);
    assert_eq!(world.count(OURS, "select count(*) from fact_day").await, 0);
}

/// The plan in force of November, whatever the department.
const IN_FORCE: &str = "select coalesce(sum(t.value), 0)::bigint from target t
    join plan_version v on v.company_id = t.company_id and v.id = t.plan_version_id
    where v.starts_on = '2026-11-01' and v.no = (select max(no) from plan_version l
        where l.starts_on = v.starts_on and l.department_id = v.department_id)";
const TWO_PLANS: &str = "ФИО;Месяц;Оплаты\nПетров И.;11.2026;100\nИванова О.;11.2026;50\n";

#[tokio::test]
async fn a_plan_of_a_person_who_moved_is_not_doubled() {
    let (world, _) = world().await;
    brought(&world.owner, "plan", "план.csv", TWO_PLANS.as_bytes()).await;
    let moved = "insert into member_department (company_id, member_id, from_on, department_id)
        values ('00000000-0000-0000-0000-0000000000a0', '00000000-0000-0000-0000-000000000a17', '2026-11-16',
            '00000000-0000-0000-0000-0000000000a2')";
    change(&world, moved).await;

    let other = TWO_PLANS.replace("100", "130");
    let import = uploaded(&world.owner, "plan", "ещё.csv", other.as_bytes()).await;
    let dry_run = checked(&world.owner, &import, &[]).await;
    assert_eq!(dry_run.texts("#tiles dd"), ["0", "1", "1", "0"]);
    applied(&world.owner, &import, &dry_run, &[("reason", "Больше")]).await;

    assert_eq!(world.count(OURS, IN_FORCE).await, 18_000);
    assert_eq!(
        world.count(OURS, "select count(distinct department_id) from plan_version").await,
        1
    );
}

#[tokio::test]
async fn an_undo_of_a_plan_leaves_the_cells_that_were_changed_later() {
    let (world, _) = world().await;
    let first = brought(&world.owner, "plan", "план.csv", TWO_PLANS.as_bytes()).await;
    let one = "ФИО;Месяц;Оплаты\nПетров И.;11.2026;130\n";
    let import = uploaded(&world.owner, "plan", "ещё.csv", one.as_bytes()).await;
    let dry_run = checked(&world.owner, &import, &[]).await;
    applied(&world.owner, &import, &dry_run, &[("reason", "Больше")]).await;

    undone(&world.owner, &first).await;
    assert_eq!(world.count(OURS, IN_FORCE).await, 13_000);
    undone(&world.owner, &import).await;
    assert_eq!(world.count(OURS, IN_FORCE).await, 0);
}

#[tokio::test]
async fn a_plan_changed_since_in_every_cell_is_not_called_undone() {
    let (world, _) = world().await;
    let first = brought(&world.owner, "plan", "план.csv", TWO_PLANS.as_bytes()).await;
    let other = TWO_PLANS.replace("100", "130").replace(";50", ";60");
    let import = uploaded(&world.owner, "plan", "ещё.csv", other.as_bytes()).await;
    let dry_run = checked(&world.owner, &import, &[]).await;
    applied(&world.owner, &import, &dry_run, &[("reason", "Больше")]).await;

    undone(&world.owner, &first).await;

    assert_eq!(world.count(OURS, IN_FORCE).await, 19_000);
    assert_eq!(
        world.count(OURS, "select count(*) from import_run where state = 'applied'").await,
        2
    );
}

#[tokio::test]
async fn an_undo_says_which_later_files_had_the_same_figures() {
    let (world, _) = world().await;
    let first = brought(&world.owner, "facts", "а.csv", FACTS).await;
    assert!(!world.owner.open(&format!("{first}/result")).await.has("#confirming"));
    let other = String::from_utf8(FACTS.to_vec()).unwrap().replace("0.99", "100.00");
    brought(&world.owner, "facts", "б.csv", other.as_bytes()).await;

    let told = world.owner.open(&format!("{first}/result")).await.text("#confirming");
    assert!(told.contains("«б.csv»"), "{told}");
}

#[tokio::test]
async fn people_who_sell_no_more_are_named_before_an_undo() {
    let (world, _) = world().await;
    let text = "ФИО;Месяц;Оплаты\nПетров И.;11.2026;60\nА;11.2026;10\nБ;11.2026;20\nВ;11.2026;30\n";
    let import = uploaded(&world.owner, "plan", "план.csv", text.as_bytes()).await;
    let dry_run = checked(&world.owner, &import, &[]).await;
    assert_eq!(dry_run.texts("#heads label").len(), 1);
    let typed = [("team_0", "yes"), ("team_1", "yes")];
    let result = applied(&world.owner, &import, &dry_run, &typed).await;

    assert!(result.text("#summary").contains("Больше не продают сами"));
    assert!(result.body.contains("останется снятой: Петров И."));
    assert_eq!(
        world.count(OURS, "select count(*) from member where name = 'А' and sells").await,
        1
    );
}

#[tokio::test]
async fn two_names_of_one_person_add_up_and_a_sum_too_large_names_its_row() {
    let (world, _) = world().await;
    let text = "Дата;Менеджер;Оплаты\n16.11.2026;Петров И.;100\n16.11.2026;Петров Илья;50\n";
    let import = uploaded(&world.owner, "facts", "два.csv", text.as_bytes()).await;
    let dry_run = checked(&world.owner, &import, &[]).await;
    let petrov = crate::support::PETROV.to_string();
    let choices = [("who_1", petrov.as_str())];
    applied(&world.owner, &import, &dry_run, &choices).await;
    assert_eq!(world.count(OURS, ALL_FACTS).await, 15_000);

    let text = text.replace("100", "9999999999999").replace("50", "9999999999998");
    let import = uploaded(&world.owner, "facts", "много.csv", text.as_bytes()).await;
    let dry_run = checked(&world.owner, &import, &[]).await;
    let refused =
        press(&world.owner, &dry_run, "#apply", &format!("{import}/apply"), &choices).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text("#form-error").contains("Строка 3"), "{}", refused.text("#form-error"));
}

#[tokio::test]
async fn a_metric_changed_while_the_file_waited_is_told() {
    use mayak::values::CompanyId;
    let (world, _) = world().await;
    let import = uploaded(&world.owner, "facts", "факты.csv", FACTS).await;
    let dry_run = checked(&world.owner, &import, &[]).await;
    let turn = world.app.turns.to_write(CompanyId(OURS)).await.unwrap();
    let meanwhile = async {
        tokio::time::sleep(Duration::from_secs(2)).await;
        change(&world, "update metric set scale = 0").await;
        drop(turn);
    };
    let to = format!("{import}/apply");
    let (refused, ()) = tokio::join!(press(&world.owner, &dry_run, "#apply", &to, &[]), meanwhile);
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text("#form-error").contains("показатели"));
    assert_eq!(world.count(OURS, ALL_FACTS).await, 0);
}

#[tokio::test]
async fn a_company_with_thirty_drafts_ends_some_before_the_next() {
    let (world, _) = world().await;
    uploaded(&world.head, "facts", "первый.csv", FACTS).await;
    let columns: Vec<String> = sqlx::query_scalar(
        "select attname::text from pg_attribute where attrelid = 'import_run'::regclass and attnum > 0 and not attisdropped
         and attname <> 'id' order by attnum",
    )
    .fetch_all(&world.pool)
    .await
    .unwrap();
    let columns = columns.join(", ");
    let copies = format!(
        "insert into import_run (id, {columns}) select gen_random_uuid(), {columns}
         from import_run, generate_series(2, 30) where company_id = '{OURS}'"
    );
    let mut owner = owner_of(&world.pool).await;
    sqlx::query(sqlx::AssertSqlSafe(copies)).execute(&mut owner).await.unwrap();
    let refused = send(&world.head, "facts", "ещё.csv", FACTS).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text("main").contains("Начатых и не законченных загрузок уже 30"));
    let stranger = send(&world.stranger, "facts", "чужой.csv", FACTS).await;
    assert!(!stranger.text("main").contains("Начатых и не законченных"));
}
