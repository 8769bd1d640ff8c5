//! A month as its owner sees it: open, closing by itself, closed, open again.

use chrono::{Months, NaiveDate, NaiveDateTime};

use super::closure::{Act, Closure, Closures, Rules};
use crate::values::Period;

/// Months shown at most.
const SHOWN: u32 = 13;

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// Its days are still being lived.
    Running,
    /// Over, and closes by itself at the local moment.
    Open(NaiveDateTime),
    /// Its moment has come; the figures are about to be frozen.
    Due,
    Closed(Closure),
    /// Opened again; closes only by the owner's word.
    Reopened(Closure),
    /// Before the company's days were tracked.
    History,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Month {
    pub period: Period,
    pub standing: Standing,
}

impl Month {
    pub fn may_close(&self) -> bool {
        matches!(self.standing, Standing::Open(_) | Standing::Reopened(_))
    }

    pub fn may_reopen(&self) -> bool {
        matches!(self.standing, Standing::Closed(_) | Standing::Due)
    }
}

/// The first day shown on a day.
pub fn first_shown(today: NaiveDate) -> NaiveDate {
    Period::month(today).first() - Months::new(SHOWN - 1)
}

/// The months since tracking began, or since [`first_shown`], the latest first.
pub fn months(closures: &Closures) -> Vec<Month> {
    let today = closures.now.date();
    let first = first_shown(today).max(Period::month(closures.rules.tracking_from).first());
    let this = Period::month(today);
    let back = std::iter::successors(Some(this), |month| Some(month.previous()));
    let shown = back.take_while(|month| month.first() >= first || *month == this);
    shown.map(|period| Month { period, standing: standing(closures, period) }).collect()
}

pub fn standing(closures: &Closures, month: Period) -> Standing {
    match closures.month(month) {
        Some(word) if word.act == Act::Close => Standing::Closed(word.clone()),
        Some(word) => Standing::Reopened(word.clone()),
        None if closures.is_due(month) => Standing::Due,
        None if month.last() >= closures.now.date() => Standing::Running,
        None if month.last() < closures.rules.tracking_from => Standing::History,
        None => Standing::Open(closures.rules.month_closes_at(month)),
    }
}

/// The months of a company that have to be closed by themselves at a local moment: after the last one that closed
/// (`through`, its first day), since tracking began.
pub fn due(rules: &Rules, through: Option<NaiveDate>, now: NaiveDateTime) -> Vec<Period> {
    let tracked = Period::month(rules.tracking_from);
    let first = through.map_or(tracked, |through| Period::month(through).next()).max(tracked);
    std::iter::successors(Some(first), |month| Some(month.next()))
        .take_while(|month| now >= rules.month_closes_at(*month))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono_tz::Europe::Moscow;

    fn rules() -> Rules {
        Rules {
            zone: Moscow,
            day_closes_at: "20:00:00".parse().unwrap(),
            month_closes_on: 5,
            tracking_from: "2026-09-14".parse().unwrap(),
            calendar: crate::values::WorkCalendar::russia().clone(),
        }
    }

    fn names(months: &[Period]) -> Vec<String> {
        months.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn months_come_due_one_after_another_and_each_once() {
        let at = |now: &str| now.parse::<NaiveDateTime>().unwrap();
        let day = |text: &str| Some(text.parse().unwrap());
        assert_eq!(names(&due(&rules(), None, at("2026-10-07T19:59:00"))), Vec::<String>::new());
        assert_eq!(names(&due(&rules(), None, at("2026-10-07T20:00:00"))), ["2026-09"]);
        assert_eq!(names(&due(&rules(), None, at("2026-11-18T12:00:00"))), ["2026-09", "2026-10"]);
        let through = day("2026-09-01");
        assert_eq!(names(&due(&rules(), through, at("2026-11-18T12:00:00"))), ["2026-10"]);
        let imported = day("2026-01-01");
        assert_eq!(names(&due(&rules(), imported, at("2026-10-08T12:00:00"))), ["2026-09"]);
    }

    #[test]
    fn a_month_runs_waits_and_closes() {
        let at = |now: &str| Closures::new(rules(), now.parse().unwrap(), vec![], [].into());
        let october: Period = "2026-10".parse().unwrap();
        assert_eq!(standing(&at("2026-10-31T23:00:00"), october), Standing::Running);
        let closes = "2026-11-09T20:00:00".parse().unwrap();
        assert_eq!(standing(&at("2026-11-01T09:00:00"), october), Standing::Open(closes));
        assert_eq!(standing(&at("2026-11-09T20:00:00"), october), Standing::Due);
        let august: Period = "2026-08".parse().unwrap();
        assert_eq!(standing(&at("2026-11-09T20:00:00"), august), Standing::History);
        let shown: Vec<Period> =
            months(&at("2026-11-18T12:00:00")).iter().map(|m| m.period).collect();
        assert_eq!(names(&shown), ["2026-11", "2026-10", "2026-09"]);
    }
}
