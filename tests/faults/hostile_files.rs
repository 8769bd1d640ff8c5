//! Workbooks made to exhaust whoever reads them, several at once from different companies.
use crate::client::Browser;
use crate::form::token;
use crate::made::{
    Part, SHEET, STRINGS, STYLES, listing, lying, megabytes, noise, one_part_for_sheets, workbook,
};
use crate::memory::Watch;
use crate::readers::{Manner, PATIENT, Readers};
use crate::table::{Figure, Megabytes, Outcome};
use crate::world::World;
use std::time::{Duration, Instant};

/// One file after another, each within this: two are read at once, each for a second at most.
const ANSWERED: Duration = Duration::from_secs(5);
/// Two readers of 384 MB of addresses each at the very most, and the product with the files in its hands.
const MEMORY: Megabytes = Megabytes(1_024);
const ROW: &str = "<row r=\"7\" spans=\"1:2\" s=\"1\" customFormat=\"1\" ht=\"15\"></row>";
const EDGE: &str = "edge-of-a-part";
/// Companies that send at once.
const SENDERS: usize = 4;

pub fn play(world: &World) -> Outcome {
    let site = world.site();
    let files = files();
    let neighbours = Readers::start(site.address, &site.owners()[SENDERS..], Manner::Fresh);
    let memory = Watch::start(site.product.pid());
    let answers: Vec<(u16, Duration)> = std::thread::scope(|scope| {
        let send = |from: usize| {
            let browser = Browser::new(site.address, &site.people[from].owner);
            let order = files.iter().cycle().skip(from * 3).take(files.len());
            scope.spawn(move || sent_by(browser, order))
        };
        let senders: Vec<_> = (0..SENDERS).map(send).collect();
        senders.into_iter().flat_map(|sender| sender.join().unwrap()).collect()
    });
    let (memory, seen) = (memory.end(), neighbours.end());
    let told = answers.iter().filter(|(status, _)| *status == 422).count();
    let slowest = answers.iter().map(|(_, took)| *took).max().unwrap_or_default();
    Outcome::Measured(vec![
        Figure::all("отвечено, что не так с файлом", told, answers.len()),
        Figure::at_most("ответ на худший файл", slowest, ANSWERED),
        Figure::at_least("страниц соседям тем временем", seen.pages(), 100),
        Figure::at_most("соседи тем временем, p99", seen.p99(), PATIENT),
        Figure::none("соседям отказано", seen.failed + seen.broken),
        Figure::at_most("память Маяка с читателями книг", memory, MEMORY),
    ])
}

fn files() -> Vec<Vec<u8>> {
    let row = Part::sheet(ROW, megabytes(ROW, 400));
    let text = "<si><t>a</t></si>";
    let (head, tail) = ("<sst>", "</sst>");
    let strings = Part { name: STRINGS, head, unit: text, times: megabytes(text, 400), tail };
    let format = "<xf numFmtId=\"0\"/>";
    let (head, tail) = ("<styleSheet><cellXfs>", "</cellXfs></styleSheet>");
    let styles = Part { name: STYLES, head, unit: format, times: megabytes(format, 100), tail };
    let small = workbook(&[Part::sheet(ROW, 100_000)]);
    vec![
        workbook(&[row]),
        workbook(&[strings]),
        workbook(&[styles]),
        lying(workbook(&[row]), SHEET, 1_000),
        workbook(&[Part::sheet("<a>", 10_000_000)]),
        one_part_for_sheets(50, Part::sheet(ROW, 60_000)),
        listing(&small, 100_000),
        small[..small.len() / 2].to_vec(),
        [b"PK\x03\x04".to_vec(), noise(19 << 20)].concat(),
        noise(19 << 20),
    ]
}

/// Each file once, beginning with another than the other senders do.
fn sent_by<'a>(
    mut browser: Browser,
    files: impl Iterator<Item = &'a Vec<u8>>,
) -> Vec<(u16, Duration)> {
    let token = token(&browser.page("/imports").unwrap().body).unwrap();
    let send = |file: &Vec<u8>| {
        let asked = Instant::now();
        let kind = format!("multipart/form-data; boundary={EDGE}");
        let answer = browser.post("/imports", &kind, &form(&token, file));
        (answer.map_or(0, |answer| answer.status), asked.elapsed())
    };
    files.map(send).collect()
}

fn form(token: &str, file: &[u8]) -> Vec<u8> {
    let field = |name: &str, value: &str| {
        format!("--{EDGE}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
    };
    let mut body = (field("token", token) + &field("kind", "facts")).into_bytes();
    let head = format!(
        "--{EDGE}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"книга.xlsx\"\r\n\
         Content-Type: application/octet-stream\r\n\r\n"
    );
    body.extend_from_slice(head.as_bytes());
    body.extend_from_slice(file);
    body.extend_from_slice(format!("\r\n--{EDGE}--\r\n").as_bytes());
    body
}
