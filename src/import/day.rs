//! Days as people write them: ISO, DD.MM.YYYY, 5/11/2019 whose order only the whole column tells,
//! and the numbers of days that spreadsheets keep.
use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

use super::month::year;

/// Which number comes first in «5/11/2019».
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DayOrder {
    DayFirst,
    MonthFirst,
}

/// Why a cell is not a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotDay {
    /// «5/11/2019» and nobody has said which order.
    Unclear,
    /// «31.02.2024»: no such day, or none in the chosen order.
    Impossible,
    /// «00:00.0»: a time of day without a date.
    TimeOnly,
    Words,
}

enum Shape {
    Certain(Option<NaiveDate>),
    /// First, second number and the year of a date with slashes or dashes.
    Slashed(u32, u32, i32),
}

/// Reads one typed day; a time of day behind it is dropped.
pub fn read(text: &str, order: Option<DayOrder>) -> Result<NaiveDate, NotDay> {
    match shape(text).ok_or_else(|| not_a_day(text))? {
        Shape::Certain(day) => day.filter(|day| believable(*day)).ok_or(NotDay::Impossible),
        Shape::Slashed(a, b, year) => {
            let order = order.or_else(|| certain_order(a, b)).ok_or(NotDay::Unclear)?;
            let (day, month) = if order == DayOrder::DayFirst { (a, b) } else { (b, a) };
            NaiveDate::from_ymd_opt(year, month, day)
                .filter(|day| believable(*day))
                .ok_or(NotDay::Impossible)
        }
    }
}

/// The day of a spreadsheet's number («43831» is 1 January 2020).
pub fn from_serial(days: i64) -> Option<NaiveDate> {
    let days = u64::try_from(days).ok().filter(|days| (32_874..73_051).contains(days))?;
    NaiveDate::from_ymd_opt(1899, 12, 30)?.checked_add_days(Days::new(days))
}

fn believable(day: NaiveDate) -> bool {
    use chrono::Datelike;
    (1990..2100).contains(&day.year())
}

fn certain_order(a: u32, b: u32) -> Option<DayOrder> {
    match (a > 12, b > 12) {
        (true, false) => Some(DayOrder::DayFirst),
        (false, true) => Some(DayOrder::MonthFirst),
        _ if a == b => Some(DayOrder::DayFirst),
        _ => None,
    }
}

fn shape(text: &str) -> Option<Shape> {
    let date = text.trim().split([' ', 'T', '\u{a0}', ',']).next()?;
    if date.len() == 8 && date.bytes().all(|b| b.is_ascii_digit()) {
        return Some(Shape::Certain(
            NaiveDate::parse_from_str(date, "%Y%m%d").ok().filter(|day| believable(*day)),
        ));
    }
    let sign = date.chars().find(|c| ['.', '-', '/'].contains(c))?;
    let parts: Vec<&str> = date.trim_end_matches('.').split(sign).collect();
    let &[a, b, c] = parts.as_slice() else { return None };
    if a.len() == 4 {
        let day = NaiveDate::from_ymd_opt(year(a)?, small(b)?, small(c)?);
        return Some(Shape::Certain(day));
    }
    let (a, b, year) = (small(a)?, small(b)?, year(c)?);
    if sign == '.' {
        return Some(Shape::Certain(NaiveDate::from_ymd_opt(year, b, a)));
    }
    Some(Shape::Slashed(a, b, year))
}

fn small(text: &str) -> Option<u32> {
    let digits = matches!(text.len(), 1 | 2) && text.bytes().all(|b| b.is_ascii_digit());
    text.parse().ok().filter(|_| digits)
}

fn not_a_day(text: &str) -> NotDay {
    let clock =
        text.contains(':') && text.chars().all(|c| c.is_ascii_digit() || c == ':' || c == '.');
    if clock { NotDay::TimeOnly } else { NotDay::Words }
}

/// What a column's cells tell together.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Evidence {
    pub days: usize,
    pub times: Option<String>,
    pub other: usize,
    pub day_first: Option<String>,
    pub month_first: Option<String>,
    pub unclear: Option<String>,
}

impl Evidence {
    /// Takes one more typed cell into account.
    pub fn add(&mut self, text: &str) {
        match shape(text) {
            Some(Shape::Certain(Some(_))) => self.days += 1,
            Some(Shape::Slashed(a, b, _)) => {
                self.days += 1;
                let slot = match certain_order(a, b) {
                    _ if a == b => return,
                    Some(DayOrder::DayFirst) => &mut self.day_first,
                    Some(DayOrder::MonthFirst) => &mut self.month_first,
                    None => &mut self.unclear,
                };
                slot.get_or_insert_with(|| text.to_owned());
            }
            _ if not_a_day(text) == NotDay::TimeOnly => {
                self.times.get_or_insert_with(|| text.to_owned());
            }
            _ => self.other += 1,
        }
    }

    /// The order, when the column proves it and nothing contradicts.
    pub fn order(&self) -> Option<DayOrder> {
        match (&self.day_first, &self.month_first) {
            (Some(_), None) => Some(DayOrder::DayFirst),
            (None, Some(_)) => Some(DayOrder::MonthFirst),
            _ => None,
        }
    }

    /// An example to ask about, when the order matters and is not known.
    pub fn question(&self) -> Option<&str> {
        if self.order().is_some() { None } else { self.unclear.as_deref() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(text: &str, order: Option<DayOrder>) -> Result<String, NotDay> {
        read(text, order).map(|day| day.to_string())
    }

    #[test]
    fn days_are_read_as_people_write_them() {
        for text in [
            "2019-11-05",
            "2019-11-05T10:20:00+03:00",
            "2019/11/05",
            "20191105",
            "05.11.2019",
            "5.11.19",
            "05.11.2019 10:20",
            "5.11.2019, 10:20",
        ] {
            assert_eq!(day(text, None), Ok("2019-11-05".into()), "{text}");
        }
        assert_eq!(from_serial(43831), NaiveDate::from_ymd_opt(2020, 1, 1));
        assert_eq!(from_serial(1), None);
    }

    #[test]
    fn slashes_are_asked_about_only_when_nothing_tells() {
        assert_eq!(day("5/11/2019", None), Err(NotDay::Unclear));
        assert_eq!(day("5/11/2019", Some(DayOrder::DayFirst)), Ok("2019-11-05".into()));
        assert_eq!(day("5/11/2019", Some(DayOrder::MonthFirst)), Ok("2019-05-11".into()));
        assert_eq!(day("11/25/2019", None), Ok("2019-11-25".into()));
        assert_eq!(day("25/11/2019", Some(DayOrder::MonthFirst)), Err(NotDay::Impossible));

        let mut column = Evidence::default();
        column.add("5/11/2019");
        assert_eq!(column.question(), Some("5/11/2019"));
        column.add("11/25/2019");
        assert_eq!((column.question(), column.order()), (None, Some(DayOrder::MonthFirst)));
        column.add("25/11/2019");
        assert_eq!((column.question(), column.order()), (Some("5/11/2019"), None));
    }

    #[test]
    fn what_is_no_day_says_why() {
        assert_eq!(day("31.02.2024", None), Err(NotDay::Impossible));
        assert_eq!(day("00:00.0", None), Err(NotDay::TimeOnly));
        assert_eq!(day("не закрыта", None), Err(NotDay::Words));
        assert_eq!(day("01.01.1900", None), Err(NotDay::Words));
    }

    proptest! {
        #[test]
        fn any_text_is_answered_without_panic(text in "\\PC*") {
            let _ = read(&text, Some(DayOrder::DayFirst));
            Evidence::default().add(&text);
        }

        #[test]
        fn every_day_is_read_back(days in 0_u64..40_000) {
            let first = NaiveDate::from_ymd_opt(1990, 1, 1).unwrap();
            let date = first.checked_add_days(Days::new(days)).unwrap();
            for format in ["%Y-%m-%d", "%d.%m.%Y", "%Y%m%d"] {
                prop_assert_eq!(read(&date.format(format).to_string(), None), Ok(date));
            }
            for (format, order) in [("%d/%m/%Y", DayOrder::DayFirst), ("%m/%d/%Y", DayOrder::MonthFirst)] {
                prop_assert_eq!(read(&date.format(format).to_string(), Some(order)), Ok(date));
            }
        }
    }
}
