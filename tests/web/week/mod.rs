//! The week of a department: facts, causes, the next plan, confirming; and what the owner sees of it.
use chrono::TimeDelta;
use mayak::app::{App, Settings};
use mayak::clock::Clock;
use mayak::values::Ids;
use mayak::web;
use uuid::Uuid;

use crate::figures::Figures;
use crate::support::{Browser, IVANOVA, OURS, PETROV, Seen, World, noon};

mod bounds;
mod confirmation;
mod facts;
mod overview;
mod plan;
mod proposals;
mod reasons;

const ROUBLES: i64 = 100;
/// The week of 9–13 November, which is over on Wednesday the 18th.
const WEEK: &str = "/week/2026-11-09";

/// November planned: a meeting is worth 25,000 roubles. In the week of 9–13 money came as planned and 30 meetings of 40
/// were held: Петров И. is ten behind.
async fn held(world: &World) -> Figures<'_> {
    let figures = Figures::new(world).await;
    let (meetings, paid) = (figures.meetings, figures.paid);
    figures
        .plan(
            "2026-11-01",
            &[
                (IVANOVA, paid, 4_000_000 * ROUBLES),
                (IVANOVA, meetings, 80),
                (PETROV, meetings, 80),
            ],
        )
        .await;
    figures
        .facts(&[
            (IVANOVA, meetings, "2026-11-09", 16),
            (IVANOVA, meetings, "2026-11-10", 4),
            (PETROV, meetings, "2026-11-11", 10),
            (IVANOVA, paid, "2026-11-12", 1_000_000 * ROUBLES),
        ])
        .await;
    figures
}

/// The name of the field of a person's metric: «Иванова О., Встречи, факт».
fn field(seen: &Seen, label: &str) -> String {
    seen.attribute(&format!("input[aria-label='{label}']"), "name")
}

fn value(seen: &Seen, label: &str) -> String {
    seen.attribute(&format!("input[aria-label='{label}']"), "value").replace('\u{a0}', " ")
}

/// Types over fields of a page by their labels and sends its form.
async fn typed(who: &Browser, path: &str, cells: &[(&str, &str)], reason: &str) -> Seen {
    let page = who.open(path).await;
    let names: Vec<String> = cells.iter().map(|(label, _)| field(&page, label)).collect();
    let mut fields: Vec<(&str, &str)> =
        names.iter().zip(cells).map(|(name, (_, typed))| (name.as_str(), *typed)).collect();
    fields.push(("reason", reason));
    who.submit(path, &fields).await
}

/// Explains the deviations that are asked for, one after another.
async fn explain(who: &Browser, metric: Uuid, happened: &str) -> Seen {
    let page = who.open(&format!("{WEEK}/reasons")).await;
    let seen = page.attribute(&format!("input[name='seen.{metric}']"), "value");
    explain_seen(who, metric, &seen, happened).await
}

async fn explain_seen(who: &Browser, metric: Uuid, seen: &str, happened: &str) -> Seen {
    let name = |field: &str| format!("{field}.{metric}");
    let (names, due) = (["happened", "we_do", "due_on", "needed", "seen"].map(name), "2026-11-27");
    let typed = [happened, "Двойные визиты с Петровым", due, "Телефония с записью", seen];
    let fields: Vec<(&str, &str)> = names.iter().map(String::as_str).zip(typed).collect();
    who.submit(&format!("{WEEK}/reasons"), &fields).await
}

/// Sets the plan of the next week as it is offered.
async fn plan(who: &Browser) -> Seen {
    who.submit(&format!("{WEEK}/plan"), &[("no.2026-11-16", "0")]).await
}

/// Everything that the week needs before it can be confirmed.
async fn prepared(world: &World) -> Figures<'_> {
    let figures = held(world).await;
    assert!(explain(&world.head, figures.meetings, "мало предлагает").await.location.is_some());
    assert!(plan(&world.head).await.location.is_some());
    figures
}

async fn confirm(who: &Browser) -> Seen {
    let page = who.open(WEEK).await;
    let sight = page.attributes("#confirmation input[name=sight]", "value");
    let sight = sight.first().map_or("", String::as_str);
    who.submit(&format!("{WEEK}/confirmation"), &[("sight", sight)]).await
}

/// The head at work at one o'clock.
fn an_hour_later(world: &World) -> Browser {
    let clock = Clock::fixed(noon() + TimeDelta::hours(1));
    let app = App::new(world.pool.clone(), clock, Ids::seeded(2), Settings::default());
    Browser::new(&web::router(app), Some("head"), OURS)
}

/// What an answer says on the next page.
fn said(seen: &Seen) -> String {
    let cookie = seen.headers.get_all("set-cookie").iter().find_map(|cookie| {
        let text = cookie.to_str().ok()?.split(';').next()?.strip_prefix("flash=")?.to_owned();
        Some(percent_encoding::percent_decode_str(&text).decode_utf8_lossy().into_owned())
    });
    cookie.unwrap_or_default().replace('\u{a0}', " ")
}
