//! Where the weeks of departments stand, for the owner's first page.

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, Utc};

use super::ahead::next_parts;
use crate::values::{DepartmentId, WeekPart, WorkCalendar};

/// The last week of a department that should have been confirmed, and what its head said of the last one that was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    pub department: DepartmentId,
    pub name: String,
    pub part: WeekPart,
    /// Who confirmed it and when; `None`: nobody, or it was opened again.
    pub confirmed: Option<(Option<String>, DateTime<Utc>)>,
    /// How many of its deviations have cause and measures.
    pub explained: usize,
    /// Parts of the week after it that have no plan of their own.
    pub unplanned: Vec<WeekPart>,
    /// What was said of the last confirmed week up to it, and that week.
    pub told: Option<(WeekPart, Vec<Given>)>,
}

/// Cause and measures as the owner reads them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given {
    pub metric: String,
    pub happened: String,
    pub we_do: String,
    pub due_on: Option<NaiveDate>,
    pub needed: String,
}

/// The last week that should be confirmed by a local moment: its last working day has closed. `None`: all weeks so far
/// are history.
pub fn due_part(
    now: NaiveDateTime,
    day_closes_at: NaiveTime,
    tracking_from: NaiveDate,
    calendar: &WorkCalendar,
) -> Option<WeekPart> {
    due_parts(now, day_closes_at, tracking_from, calendar).next()
}

/// All of them, the last first.
pub fn due_parts(
    now: NaiveDateTime,
    day_closes_at: NaiveTime,
    tracking_from: NaiveDate,
    calendar: &WorkCalendar,
) -> impl Iterator<Item = WeekPart> {
    let is_over = move |part: &WeekPart| {
        let last = part.working_days(calendar).next_back();
        last.is_some_and(|last| now >= last.and_time(day_closes_at))
    };
    let parts =
        std::iter::successors(Some(WeekPart::containing(now.date())), |part| Some(part.previous()));
    let recent = parts.take_while(move |part| part.ends_on >= tracking_from);
    recent.filter(is_over)
}

impl Standing {
    /// Parts after a week that its head plans.
    pub fn planned_parts(part: WeekPart, calendar: &WorkCalendar) -> Vec<WeekPart> {
        next_parts(part, calendar)
    }

    pub fn is_confirmed(&self) -> bool {
        self.confirmed.is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn due(now: &str) -> Option<String> {
        let from = "2026-10-12".parse().unwrap();
        let part = due_part(
            now.parse().unwrap(),
            "20:00:00".parse().unwrap(),
            from,
            WorkCalendar::russia(),
        )?;
        Some(part.starts_on.to_string())
    }

    #[test]
    fn a_week_is_due_when_its_last_working_day_has_closed() {
        assert_eq!(due("2026-11-20T19:59:00").as_deref(), Some("2026-11-09"));
        assert_eq!(due("2026-11-20T20:00:00").as_deref(), Some("2026-11-16"));
        assert_eq!(due("2026-11-22T10:00:00").as_deref(), Some("2026-11-16"));
    }

    #[test]
    fn a_sunday_that_a_month_cuts_off_is_nobodys_week() {
        // 1 November 2026 is a Sunday of its own month; the week of 26–31 October is due.
        assert_eq!(due("2026-11-02T10:00:00").as_deref(), Some("2026-10-26"));
    }

    #[test]
    fn weeks_before_tracking_are_due_never() {
        assert_eq!(due("2026-10-16T12:00:00"), None);
        assert_eq!(due("2026-10-16T20:00:00").as_deref(), Some("2026-10-12"));
    }
}
