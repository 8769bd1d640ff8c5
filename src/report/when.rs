//! What day it is, as a page says it above its verdict.

use chrono::Datelike;

use crate::values::Span;
use crate::values::russian::{capitalized, counted, long_date, working_day};

use super::course::Frame;

impl Frame {
    /// «Среда, 18 ноября · 12-й рабочий день из 20»; of another period its working days, of a day
    /// the day.
    pub fn when(&self) -> String {
        let (period, total) = (self.period, self.total());
        let days = if period.span() == Span::Day {
            let off = if total == 0 { " · выходной" } else { "" };
            format!("{}{off}", capitalized(&long_date(period.first())))
        } else if period.contains(self.today) {
            format!("{} · {}", capitalized(&long_date(self.today)), self.day_of(total))
        } else {
            counted(total.into(), "рабочий день", "рабочих дня", "рабочих дней")
        };
        if self.is_calendar_known() {
            days
        } else {
            format!("{days} по обычной пятидневке")
        }
    }

    fn day_of(&self, total: u32) -> String {
        let number = self.calendar().working_days(self.period.first(), self.today);
        if self.calendar().is_working(self.today) {
            return working_day(number, total);
        }
        let passed = counted(number.into(), "рабочий день", "рабочих дня", "рабочих дней");
        format!("выходной, прошло {passed} из {total}")
    }

    fn is_calendar_known(&self) -> bool {
        let (first, last) = (self.period.first().year(), self.period.last().year());
        (first..=last).all(|year| self.calendar().is_known(year))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::values::WorkCalendar;
    use crate::values::russian::NO_BREAK;
    use crate::working_days::Roster;
    use chrono::NaiveDate;

    fn when(period: &str, today: &str) -> String {
        let today: NaiveDate = today.parse().unwrap();
        let noon = today.and_hms_opt(12, 0, 0).unwrap();
        let closes = "20:00:00".parse().unwrap();
        let roster = Roster::plain(WorkCalendar::russia().clone());
        let frame = Frame::at(period.parse().unwrap(), noon, closes, roster);
        frame.when().replace(NO_BREAK, " ")
    }

    #[test]
    fn the_present_period_is_told_by_today_and_another_by_its_working_days() {
        let today = "2026-11-18";
        assert_eq!(when("2026-11", today), "Среда, 18 ноября · 12-й рабочий день из 20");
        assert_eq!(when("2026-10", today), "22 рабочих дня");
        assert_eq!(when("2019-10", today), "23 рабочих дня по обычной пятидневке");
        let sunday = "Воскресенье, 8 ноября · выходной, прошло 4 рабочих дня из 20";
        assert_eq!(when("2026-11", "2026-11-08"), sunday);
    }

    #[test]
    fn a_day_is_told_by_itself() {
        assert_eq!(when("2026-11-18", "2026-11-18"), "Среда, 18 ноября");
        assert_eq!(when("2026-11-15", "2026-11-18"), "Воскресенье, 15 ноября · выходной");
    }
}
