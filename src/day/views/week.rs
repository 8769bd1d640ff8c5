//! The way to other days.

use chrono::{Days, NaiveDate};

use super::Page;
use crate::day::streak::Mark;
use crate::values::Period;
use crate::values::russian::{long_date, short_date, weekday_short};

/// How many missing days are named at once.
const NAMED: usize = 5;

/// A day of the row.
pub struct DayLink {
    /// `None`: it is not to be opened.
    pub href: Option<String>,
    pub weekday: &'static str,
    pub number: u32,
    pub mark: &'static str,
    /// «среда, 18 ноября: заполнено»
    pub title: String,
    pub is_current: bool,
    pub is_today: bool,
}

impl Page {
    pub fn week(&self) -> Vec<DayLink> {
        let days = self.sheet.logged.week(self.sheet.day, &self.sheet.calendar);
        days.into_iter().map(|day| self.link(day.day, day.mark)).collect()
    }

    fn link(&self, day: NaiveDate, mark: Mark) -> DayLink {
        use chrono::Datelike;
        let (sign, word) = match mark {
            Mark::Logged => ("good", ": заполнено"),
            Mark::Missing => ("watch", ": не заполнено"),
            Mark::Free | Mark::Out => ("", ""),
        };
        DayLink {
            href: (mark != Mark::Out).then(|| self.address(day)),
            weekday: weekday_short(day),
            number: day.day(),
            mark: sign,
            title: format!("{}{word}", long_date(day)),
            is_current: day == self.sheet.day,
            is_today: day == self.sheet.logged.today,
        }
    }

    fn address(&self, day: NaiveDate) -> String {
        if day == self.sheet.logged.today { "/day".into() } else { format!("/day/{day}") }
    }

    pub fn week_title(&self) -> String {
        Period::week(self.sheet.day).title(self.sheet.logged.today)
    }

    pub fn week_before(&self) -> Option<String> {
        let last = Period::week(self.sheet.day).first().checked_sub_days(Days::new(1))?;
        (last >= self.sheet.logged.first).then(|| self.address(last))
    }

    pub fn week_after(&self) -> Option<String> {
        let first = Period::week(self.sheet.day).next().first();
        (first <= self.sheet.logged.today).then(|| self.address(first))
    }

    /// The latest days not filled in, as links.
    pub fn missing(&self) -> Vec<(String, String)> {
        let days = self.sheet.missing.iter().filter(|day| **day != self.sheet.day).take(NAMED);
        days.map(|day| (self.address(*day), short_date(*day))).collect()
    }

    /// How many more there are.
    pub fn missing_more(&self) -> Option<usize> {
        let others = self.sheet.missing.iter().filter(|day| **day != self.sheet.day).count();
        others.checked_sub(NAMED).filter(|more| *more > 0)
    }
}
