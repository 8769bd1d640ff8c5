//! Days of the demonstration as their people logged them.
use std::collections::HashSet;

use anyhow::Result;
use chrono::{DateTime, NaiveDate, TimeDelta, Timelike, Utc};
use chrono_tz::Europe::Moscow;

use super::at_hour;
use super::living::Sellers;
use crate::actual::{self, Cell, NewEntry, NewPayment};
use crate::db::TenantTx;
use crate::demo::behaviour::day;
use crate::demo::payments::lines;
use crate::values::{MemberId, MetricId};

/// What somebody did on a day: four steps, then money in kopecks.
pub struct Done {
    member: MemberId,
    key: u64,
    day: NaiveDate,
    at: DateTime<Utc>,
    late: bool,
    figures: [i64; 5],
    /// It goes on: the day is not logged yet.
    is_today: bool,
}

/// The days from first to last that nobody has logged.
pub fn days(
    sellers: &Sellers,
    plan: &[[i64; 5]],
    (from, to): (NaiveDate, NaiveDate),
    (today, now): (NaiveDate, DateTime<Utc>),
    logged: &HashSet<(MemberId, NaiveDate)>,
) -> Vec<Done> {
    let mut done = Vec::new();
    for ((member, _, manner, key), plan) in sellers.iter().zip(plan) {
        let days = from.iter_days().take_while(|when| *when <= to);
        for when in days.filter(|when| !logged.contains(&(*member, *when))) {
            let Some(figures) = day(*manner, *plan, when, today, *key) else { continue };
            let (part, is_today) = (if when == today { worked(now) } else { 9 }, when == today);
            let figures = figures.map(|whole| rounded(whole * part / 9, whole));
            let (at, late) = logged_at(when, *key, manner.started.is_some());
            let at = at.min(now);
            done.push(Done { member: *member, key: *key, day: when, at, late, figures, is_today });
        }
    }
    done
}

/// In the evening; a newcomer forgets every fourth day until the next morning.
fn logged_at(day: NaiveDate, key: u64, is_new: bool) -> (DateTime<Utc>, bool) {
    use chrono::Datelike;
    let minute = u32::try_from(key % 50).unwrap_or_default();
    if is_new && day.ordinal().is_multiple_of(4) {
        return (at_hour(day + TimeDelta::days(1), 9, minute), true);
    }
    (at_hour(day, 18, minute), false)
}

/// Records figures, payments and that the days were logged.
pub async fn record(db: &mut TenantTx, days: &[Done], metrics: &[MetricId]) -> Result<()> {
    let entries: Vec<NewEntry> = days.iter().flat_map(|done| done.entries(metrics)).collect();
    actual::record(db, &entries).await?;
    let payments: Vec<NewPayment> = days.iter().flat_map(|done| done.payments(metrics)).collect();
    actual::pay(db, &payments).await?;
    let over = days.iter().filter(|done| !done.is_today);
    let over: Vec<_> = over.map(|done| (done.member, done.day, done.at, done.late)).collect();
    crate::day::log_days(db, &over).await?;
    Ok(())
}

impl Done {
    fn cell(&self, metric: MetricId) -> Cell {
        Cell { member: self.member, metric, day: self.day, tag: String::new() }
    }

    /// Money is an entry where none came.
    fn entries(&self, metrics: &[MetricId]) -> Vec<NewEntry> {
        let entry = |(at, (metric, value)): (usize, (&MetricId, i64))| {
            let is_paid = at == 4 && value != 0;
            let value = (!is_paid).then_some(value);
            let (late, said) = (self.late, Some((self.member, self.at)));
            NewEntry { value, late, said, ..NewEntry::manual(self.cell(*metric), 0) }
        };
        metrics.iter().zip(self.figures).enumerate().map(entry).collect()
    }

    /// Lines have the same keys however much of the day has passed.
    fn payments(&self, metrics: &[MetricId]) -> Vec<NewPayment> {
        let Some(metric) = metrics.get(4) else { return vec![] };
        let made = lines(self.figures[4], self.day, self.key);
        let payment = |at: usize| {
            let line = made.get(at);
            NewPayment {
                cell: self.cell(*metric),
                key: format!("demo-{at}"),
                amount: line.map(|line| line.amount),
                client: line.map(|line| line.client.to_owned()).unwrap_or_default(),
                comment: line.map(|line| line.comment.clone()).unwrap_or_default(),
                late: self.late,
                said: Some((self.member, self.at)),
            }
        };
        (0..3).map(payment).collect()
    }
}

/// A part of a day's value; a part of a payment comes to whole hundreds of roubles.
fn rounded(part: i64, whole: i64) -> i64 {
    if part == whole || whole < 100_000 { part } else { part / 10_000 * 10_000 }
}

/// How many of the day's nine hours are behind, by Moscow.
fn worked(now: DateTime<Utc>) -> i64 {
    i64::from(now.with_timezone(&Moscow).hour()).clamp(9, 18) - 9
}
