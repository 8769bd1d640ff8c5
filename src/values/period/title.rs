//! How a period is called.
use chrono::{Datelike, NaiveDate};

use super::{Period, Span};
use crate::values::russian::{
    NO_BREAK, capitalized, day_and_month, month, month_genitive, month_short, numeric_date,
};

impl Period {
    /// «Ноябрь», «16–22 ноября», «IV квартал»; with the year when it is not today's.
    pub fn title(self, today: NaiveDate) -> String {
        let name = match self.span {
            Span::Day => return self.day_title(today),
            Span::Week => self.week_title(),
            Span::Month => capitalized(month(self.first)),
            Span::Quarter => format!("{}{NO_BREAK}квартал", self.roman()),
            Span::Year => return format!("{}{NO_BREAK}год", self.first.year()),
        };
        if self.last().year() == today.year() || self.first.year() == today.year() {
            return name;
        }
        format!("{name}{NO_BREAK}{}", self.first.year())
    }

    /// For a switcher: «16–22.11», «ноя», «IV кв.», «2026».
    pub fn short_title(self) -> String {
        match self.span {
            Span::Day => numeric_date(self.first),
            Span::Week => self.week_short_title(),
            Span::Month => month_short(self.first).to_owned(),
            Span::Quarter => format!("{}{NO_BREAK}кв.", self.roman()),
            Span::Year => self.first.year().to_string(),
        }
    }

    fn day_title(self, today: NaiveDate) -> String {
        if self.first.year() == today.year() {
            return day_and_month(self.first);
        }
        format!("{}{NO_BREAK}{}", day_and_month(self.first), self.first.year())
    }

    fn week_title(self) -> String {
        let (first, last) = (self.first, self.last());
        if first.month() == last.month() {
            return format!("{}–{}{NO_BREAK}{}", first.day(), last.day(), month_genitive(last));
        }
        format!("{} – {}", day_and_month(first), day_and_month(last))
    }

    fn week_short_title(self) -> String {
        let (first, last) = (self.first, self.last());
        if first.month() == last.month() {
            return format!("{}–{}.{:02}", first.day(), last.day(), last.month());
        }
        format!("{}.{:02}–{}.{:02}", first.day(), first.month(), last.day(), last.month())
    }

    fn roman(self) -> &'static str {
        ["I", "II", "III", "IV"][(self.first.month0() / 3) as usize]
    }
}
