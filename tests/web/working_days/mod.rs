//! Who works when: the company's calendar, absences, schedules, and what follows for plans.
mod absences;
mod calendar;
mod cover;
mod lines;

use crate::support::Seen;

/// Russian numbers and dates hold no-break spaces.
pub fn plain(seen: &Seen, css: &str) -> String {
    seen.text(css).replace('\u{a0}', " ")
}
