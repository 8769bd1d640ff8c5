//! Broken and hostile files: each gets a message within a second, and the neighbours notice nothing.
mod made;

use std::time::{Duration, Instant};

use axum::http::StatusCode;
use nix::time::ClockId;

use crate::metrics::furnished;
use crate::support::{Seen, World};
use made::{
    Part, SHEET, STRINGS, STYLES, listing, lying, megabytes, noise, one_part_for_sheets,
    sheet_under_another_name, workbook,
};

const LIMIT: usize = 20 * 1024 * 1024;
/// What a person is answered within. On a busy machine the best of several tries counts, each by how busy it was.
const SOON: Duration = Duration::from_secs(1);
const TRIES: usize = 5;
const EMPTY_ROW: &str = "<row r=\"7\" spans=\"1:2\" s=\"1\" customFormat=\"1\" ht=\"15\"></row>";

/// A file, and a word of the message that it must get; none: it is taken.
struct Case {
    name: &'static str,
    content: Vec<u8>,
    told: Option<&'static str>,
}

fn taken(name: &'static str, content: Vec<u8>) -> Case {
    Case { name, content, told: None }
}

fn refused(name: &'static str, content: Vec<u8>, told: &'static str) -> Case {
    Case { name, content, told: Some(told) }
}

/// Sends the file while a neighbour opens a page.
async fn tried(world: &World, case: &Case) -> (Seen, Duration, Duration) {
    let began = Instant::now();
    let sent = async {
        let file = ("file", case.name, case.content.as_slice());
        let seen = world.owner.upload("/imports", &[("kind", "facts")], file).await;
        (seen, began.elapsed())
    };
    let neighbour = async {
        let seen = world.head.open("/imports").await;
        assert_eq!(seen.status, StatusCode::OK, "{}: the neighbour", case.name);
        began.elapsed()
    };
    let ((seen, took), waited) = tokio::join!(sent, neighbour);
    (seen, took, waited)
}

/// Tries each file until it is answered soon.
async fn all_answered_soon(cases: Vec<Case>) {
    let world = World::new().await;
    furnished(&world).await;
    let mut late = Vec::new();
    for case in cases {
        let mut best = Duration::MAX;
        for _ in 0..TRIES {
            let before = busy();
            let (seen, took, waited) = tried(&world, &case).await;
            assert_answered(&case, &seen);
            let busy = before.max(busy());
            println!("{:<24} {took:>9.1?}, neighbour {waited:>9.1?}, busy {busy:.1}", case.name);
            best = best.min(took.max(waited).div_f64(busy));
            if best < SOON {
                break;
            }
        }
        if best >= SOON {
            late.push((case.name, best));
        }
    }
    assert!(late.is_empty(), "{late:#?}");
}

/// How many times longer work takes here now than on a machine that has nothing else to do.
fn busy() -> f64 {
    let spent = || Duration::from(ClockId::CLOCK_THREAD_CPUTIME_ID.now().unwrap());
    let (began, from) = (Instant::now(), spent());
    while spent().saturating_sub(from) < Duration::from_millis(40) {}
    began.elapsed().div_duration_f64(spent().saturating_sub(from)).max(1.0)
}

fn assert_answered(case: &Case, seen: &Seen) {
    let Some(told) = case.told else {
        assert_eq!(seen.status, StatusCode::SEE_OTHER, "{}: {}", case.name, seen.body);
        return;
    };
    assert_eq!(seen.status, StatusCode::UNPROCESSABLE_ENTITY, "{}: {}", case.name, seen.body);
    let message = seen.text("#refusal");
    assert!(message.contains(case.name) && message.contains(told), "{}: {message}", case.name);
}

#[tokio::test]
async fn bombs_in_every_part_of_a_workbook_are_answered_soon() {
    let row = Part::sheet(EMPTY_ROW, megabytes(EMPTY_ROW, 400));
    let text = "<si><t>a</t></si>";
    let strings = Part {
        name: STRINGS,
        head: "<sst>",
        unit: text,
        times: megabytes(text, 400),
        tail: "</sst>",
    };
    let format = "<xf numFmtId=\"0\"/>";
    let styles = Part {
        name: STYLES,
        head: "<styleSheet><cellXfs>",
        unit: format,
        times: megabytes(format, 100),
        tail: "</cellXfs></styleSheet>",
    };
    let font = format!(
        "<styleSheet><fonts><font><name val=\"{}\"/></font></fonts><cellXfs>",
        "A".repeat(500_000)
    );
    let fonts = Part { head: &font, unit: "<xf fontId=\"0\"></xf>", times: 100_000, ..styles };
    let one_text = Part {
        head: "<sst><si><t>",
        unit: "a",
        times: 100_000_000,
        tail: "</t></si></sst>",
        ..strings
    };
    let more = Part { times: 3_000_000, ..strings };
    all_answered_soon(vec![
        refused("пустые строки.xlsx", workbook(&[row]), "слишком велика"),
        refused("тексты.xlsx", workbook(&[strings]), "слишком велика"),
        refused("тексты ничьи.xlsx", workbook(&[more]), "слишком велика"),
        refused("один текст.xlsx", workbook(&[one_text]), "повреждена"),
        refused("стили.xlsx", workbook(&[styles]), "слишком велика"),
        refused("шрифты.xlsx", workbook(&[fonts]), "слишком сложна"),
        refused("ложь.xlsx", lying(workbook(&[row]), SHEET, 1_000), "повреждена"),
    ])
    .await;
}

#[tokio::test]
async fn sheets_that_are_more_than_they_seem_are_answered_soon() {
    let far = "<row r=\"1\"><c r=\"A1\"><v>1</v></c></row><row r=\"1048576\"><c r=\"XFD1048576\"><v>1</v></c></row>";
    let merged = "<mergeCell ref=\"A1:B2\"/>";
    let headings = "<worksheet><sheetData><row r=\"1\"><c t=\"inlineStr\"><is><t>Дата</t></is></c><c t=\"inlineStr\"><is><t>Менеджер</t></is></c><c t=\"inlineStr\"><is><t>Звонки</t></is></c></row><row r=\"2\"><c t=\"inlineStr\"><is><t>16.11.2026</t></is></c><c t=\"inlineStr\"><is><t>Петров И.</t></is></c><c><v>7</v></c></row></sheetData><mergeCells>";
    let behind = Part {
        name: SHEET,
        head: headings,
        unit: merged,
        times: 3_000_000,
        tail: "</mergeCells></worksheet>",
    };
    let dtd = "<!DOCTYPE a [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">]><worksheet><sheetData><row><c t=\"inlineStr\"><is><t>&b;</t></is></c></row></sheetData></worksheet>";
    let half = Part::sheet(EMPTY_ROW, 5_000);
    all_answered_soon(vec![
        refused("дальняя ячейка.xlsx", workbook(&[Part::sheet(far, 1)]), "XFD1048576"),
        taken("слияния.xlsx", workbook(&[behind])),
        refused("вложенность.xlsx", workbook(&[Part::sheet("<a>", 10_000_000)]), "повреждена"),
        refused("сущности.xlsx", workbook(&[Part::text(SHEET, dtd)]), "повреждена"),
        refused("листов сто.xlsx", one_part_for_sheets(100, half), "больше 50 листов"),
        refused(
            "листов полсотни.xlsx",
            one_part_for_sheets(50, Part::sheet(EMPTY_ROW, 60_000)),
            "повреждена",
        ),
        refused(
            "лист-картинка.xlsx",
            sheet_under_another_name(Part::sheet(EMPTY_ROW, megabytes(EMPTY_ROW, 200))),
            "слишком сложна",
        ),
    ])
    .await;
}

#[tokio::test]
async fn archives_that_are_not_what_they_say_are_answered_soon() {
    let book = workbook(&[Part::sheet(EMPTY_ROW, 100_000)]);
    let noisy = [b"PK\x03\x04".to_vec(), noise(LIMIT - 4)].concat();
    let ends = [b"PK\x03\x04".to_vec(), b"PK\x05\x06\x01\0\x01\0".repeat(LIMIT / 8 - 1)].concat();
    all_answered_soon(vec![
        refused("сто тысяч частей.xlsx", listing(&book, 100_000), "слишком велика"),
        refused("одни байты на всех.xlsx", listing(&book, 1_500), "повреждена"),
        refused("половина.xlsx", book[..book.len() / 2].to_vec(), "повреждена"),
        refused("без конца.xlsx", book[..book.len() - 1].to_vec(), "повреждена"),
        refused("шум в архиве.xlsx", noisy, "повреждена"),
        refused("концы.xlsx", ends, "повреждена"),
        refused("шум.xlsx", noise(LIMIT), "не таблица"),
        refused("нули.xlsx", vec![0; LIMIT], "не таблица"),
    ])
    .await;
}

/// As much of this text as a file may hold.
fn fit(text: &str) -> Vec<u8> {
    text.repeat(LIMIT / text.len()).into_bytes()
}

#[tokio::test]
async fn texts_without_an_end_are_answered_soon() {
    let table = "Дата;Менеджер;Звонки\n16.11.2026;Петров И.;12\n";
    let utf16: Vec<u8> = table.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let open = format!(
        "{table}17.11.2026;\"Петров И.;12\n{}",
        "18.11.2026;Петров И.;12\n".repeat(500_000)
    );
    all_answered_soon(vec![
        refused("одна строка.csv", fit("a"), "не кончается"),
        refused("кавычки.csv", fit("\""), "не кончается"),
        refused("кавычка.csv", open.into_bytes(), "не кончается"),
        refused("разделители.csv", fit(";"), "не кончается"),
        refused("строки.csv", fit("a;b\n"), "200 000"),
        refused("пусто.csv", fit("\n"), "нет данных"),
        refused("столбцы.csv", fit(&format!("{}\n", "1;".repeat(600))), "512"),
        refused(
            "старая книга.xls",
            [vec![0xd0, 0xcf, 0x11, 0xe0], vec![b'E'; LIMIT - 4]].concat(),
            ".xls",
        ),
        refused("двадцать один.csv", vec![b'a'; LIMIT + 1], "20 МБ"),
        taken("без метки.csv", utf16),
    ])
    .await;
}

#[tokio::test]
#[cfg_attr(
    debug_assertions,
    ignore = "parsers take twenty times longer in a debug build: cargo test --release --test web hostile"
)]
async fn files_just_within_the_limits_are_answered_soon() {
    let cells =
        "<row r=\"7\"><c r=\"A7\" s=\"1\"/><c r=\"B7\" s=\"1\"/><c r=\"C7\" s=\"1\"/></row>";
    let text = "<si><t>один и тот же</t></si>";
    let (head, tail) = ("<sst>", "</sst>");
    let strings = Part { name: STRINGS, head, unit: text, times: 100_000, tail };
    let format = "<xf numFmtId=\"0\"/>";
    let (head, tail) = ("<styleSheet><cellXfs>", "</cellXfs></styleSheet>");
    let styles = Part { name: STYLES, head, unit: format, times: megabytes(format, 15), tail };
    let long = format!("<sst><si><t>{}</t></si></sst>", "Ж".repeat(32_000));
    let pair = "<row><c t=\"s\"><v>0</v></c><c t=\"s\"><v>0</v></c></row>";
    let of = |unit, size| Part::sheet(unit, megabytes(unit, size));
    all_answered_soon(vec![
        refused("пустые строки.xlsx", workbook(&[of(EMPTY_ROW, 63)]), "нет данных"),
        refused("пустые ячейки.xlsx", workbook(&[of(cells, 63)]), "нет данных"),
        refused("много пустых.xlsx", workbook(&[of(cells, 290)]), "слишком велика"),
        refused("тексты.xlsx", workbook(&[strings, of(cells, 50)]), "нет данных"),
        refused("стили.xlsx", workbook(&[styles, of(cells, 40)]), "нет данных"),
        refused(
            "один текст везде.xlsx",
            workbook(&[Part::text(STRINGS, &long), Part::sheet(pair, 199_000)]),
            "слишком много текста",
        ),
        refused("листов полсотни.xlsx", one_part_for_sheets(50, of(EMPTY_ROW, 30)), "повреждена"),
        refused("ячейки.csv", fit(&format!("{}\n", "1;".repeat(500))), "3 000 000"),
    ])
    .await;
}
