//! What happens by itself and when: the one list.
use anyhow::Context;
use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;
use croner::Cron;

use super::Kind;

/// The clock of the product's own work.
pub const PRODUCT_ZONE: Tz = Tz::Europe__Moscow;

/// What was missed while nothing ran is made good if it is not older than this. Keys of jobs are kept longer.
const MADE_GOOD: TimeDelta = TimeDelta::hours(24);

/// When and for whom: minute, hour, day of month, month, day of week.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum At {
    /// Once, by the clock of Moscow.
    Product(&'static str),
    /// In each company by its own clock.
    EachCompany(&'static str),
    /// In each company at the hour at which its day closes.
    DayCloses,
}

/// A line of the schedule.
#[derive(Debug, Clone, Copy)]
pub struct Entry {
    pub kind: Kind,
    pub at: At,
}

/// Each run is one job, however many instances look at this list.
pub const SCHEDULE: [Entry; 8] = [
    Entry { kind: Kind::CloseMonths, at: At::Product("* * * * *") },
    Entry { kind: Kind::ForgetSignIns, at: At::Product("17 * * * *") },
    Entry { kind: Kind::Tidy, at: At::Product("40 3 * * *") },
    Entry { kind: Kind::TidyCompany, at: At::EachCompany("10 3 * * *") },
    Entry { kind: Kind::CopyDatabase, at: At::Product("0 3 * * *") },
    Entry { kind: Kind::EraseCompanies, at: At::Product("30 * * * *") },
    Entry { kind: Kind::Introduction, at: At::Product("25 * * * *") },
    Entry { kind: Kind::RemindOfDay, at: At::DayCloses },
];

impl At {
    /// None: the companies say when.
    pub const fn cron(self) -> Option<&'static str> {
        match self {
            Self::Product(cron) | Self::EachCompany(cron) => Some(cron),
            Self::DayCloses => None,
        }
    }

    /// «каждый день в 03:40»
    pub fn words(self) -> String {
        let Some(cron) = self.cron() else { return "в час закрытия дня".into() };
        match cron.split(' ').collect::<Vec<_>>()[..] {
            ["*", "*", "*", "*", "*"] => "каждую минуту".into(),
            [minute, "*", "*", "*", "*"] => format!("каждый час, на {minute}-й минуте"),
            [minute, hour, "*", "*", "*"] => format!("каждый день в {hour:0>2}:{minute:0>2}"),
            _ => cron.into(),
        }
    }

    /// The latest run that is due by then, unless it is too old.
    pub fn latest(self, zone: Tz, now: DateTime<Utc>) -> anyhow::Result<Option<DateTime<Utc>>> {
        let Some(cron) = self.cron() else { return Ok(None) };
        let slot = parsed(cron)?.find_previous_occurrence(&now.with_timezone(&zone), true)?;
        let slot = slot.to_utc();
        Ok((now - slot < MADE_GOOD).then_some(slot))
    }

    /// The next run after then, as far as the list says it.
    pub fn next(self, zone: Tz, now: DateTime<Utc>) -> anyhow::Result<Option<DateTime<Utc>>> {
        let Some(cron) = self.cron() else { return Ok(None) };
        let next = parsed(cron)?.find_next_occurrence(&now.with_timezone(&zone), false)?;
        Ok(Some(next.to_utc()))
    }
}

fn parsed(cron: &str) -> anyhow::Result<Cron> {
    cron.parse().with_context(|| format!("расписание {cron:?} не разобрать"))
}

impl Entry {
    /// Names a run: whoever enqueues it, it is the same one.
    pub fn key(&self, slot: DateTime<Utc>) -> String {
        format!("{}@{}", self.kind.code(), slot.format("%Y-%m-%dT%H:%MZ"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn a_line_is_said_in_words() {
        assert_eq!(At::Product("* * * * *").words(), "каждую минуту");
        assert_eq!(At::Product("17 * * * *").words(), "каждый час, на 17-й минуте");
        assert_eq!(At::EachCompany("10 3 * * *").words(), "каждый день в 03:10");
        assert_eq!(At::DayCloses.words(), "в час закрытия дня");
        for entry in SCHEDULE {
            assert!(!entry.at.words().contains('*'), "{entry:?}");
        }
    }

    #[test]
    fn every_line_can_be_read_and_comes_again() {
        let now = at("2026-11-18T09:00:00Z");
        for entry in SCHEDULE {
            let next = entry.at.next(PRODUCT_ZONE, now).unwrap();
            assert_eq!(next.is_some_and(|next| next > now), entry.at.cron().is_some(), "{entry:?}");
        }
    }

    #[test]
    fn a_company_has_its_night_by_its_own_clock() {
        let night = At::EachCompany("10 3 * * *");
        let now = at("2026-11-18T09:00:00Z");
        let latest = |zone| night.latest(zone, now).unwrap().unwrap();
        assert_eq!(latest(Tz::Europe__Moscow), at("2026-11-18T00:10:00Z"));
        assert_eq!(latest(Tz::Asia__Vladivostok), at("2026-11-17T17:10:00Z"));
    }

    #[test]
    fn a_run_is_due_in_its_very_minute_and_is_the_same_until_the_next() {
        let hourly = At::Product("17 * * * *");
        let latest = |now| hourly.latest(PRODUCT_ZONE, at(now)).unwrap();
        assert_eq!(latest("2026-11-18T09:17:00Z"), Some(at("2026-11-18T09:17:00Z")));
        assert_eq!(latest("2026-11-18T10:16:59Z"), Some(at("2026-11-18T09:17:00Z")));
    }

    #[test]
    fn what_was_missed_long_ago_is_let_be() {
        let weekly = At::Product("0 3 * * 1");
        assert_eq!(weekly.latest(PRODUCT_ZONE, at("2026-11-18T09:00:00Z")).unwrap(), None);
        assert!(weekly.latest(PRODUCT_ZONE, at("2026-11-16T09:00:00Z")).unwrap().is_some());
    }

    #[test]
    fn a_run_is_named_by_its_kind_and_minute() {
        let key = SCHEDULE[0].key(at("2026-11-18T09:17:00Z"));
        assert_eq!(key, "close_months@2026-11-18T09:17Z");
    }
}
