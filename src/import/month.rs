//! Months as people write them: «янв», «январь 2019», «янв.24», M01, 01.2020, 2019-11, «Nov 2019».
use chrono::{Datelike, NaiveDate};

/// A month of the year; the year may be missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TypedMonth {
    pub year: Option<i32>,
    /// 1–12.
    pub month: u32,
}

/// Beginnings of the month's names: Russian and English.
const NAMES: [(&str, u32); 27] = [
    ("янв", 1),
    ("фев", 2),
    ("мар", 3),
    ("апр", 4),
    ("май", 5),
    ("мая", 5),
    ("мае", 5),
    ("июн", 6),
    ("июл", 7),
    ("авг", 8),
    ("сен", 9),
    ("окт", 10),
    ("ноя", 11),
    ("дек", 12),
    ("jan", 1),
    ("feb", 2),
    ("mar", 3),
    ("apr", 4),
    ("may", 5),
    ("jun", 6),
    ("jul", 7),
    ("aug", 8),
    ("sep", 9),
    ("oct", 10),
    ("nov", 11),
    ("dec", 12),
    ("мес", 0),
];
/// The names in full, to tell «март» from «маркетинг».
const FULL: [&str; 26] = [
    "январь",
    "января",
    "февраль",
    "февраля",
    "март",
    "марта",
    "апрель",
    "апреля",
    "июнь",
    "июня",
    "июль",
    "июля",
    "август",
    "августа",
    "сентябрь",
    "сентября",
    "октябрь",
    "октября",
    "ноябрь",
    "ноября",
    "декабрь",
    "декабря",
    "сент",
    "январе",
    "феврале",
    "сентябре",
];
const FULL_ENGLISH: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

impl TypedMonth {
    /// Reads a whole cell or heading; `None` when it is anything else.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim().to_lowercase();
        if text.is_empty() || text.chars().count() > 24 {
            return None;
        }
        numbered(&text).or_else(|| named(&text))
    }

    /// The month at the end of a heading that begins with other words: «Поступления 01.2025»,
    /// «Контрактация 01.01.2025», «План, янв».
    pub fn at_end(heading: &str) -> Option<Self> {
        let words: Vec<&str> =
            heading.split([' ', '\u{a0}', ',', ':']).filter(|w| !w.is_empty()).collect();
        (0..words.len()).find_map(|from| {
            let tail = words[from..].join(" ");
            Self::parse(&tail).or_else(|| first_day(&tail))
        })
    }

    /// The first day of the month; `year` stands in where the text named none.
    pub fn first_day(self, year: Option<i32>) -> Option<NaiveDate> {
        NaiveDate::from_ymd_opt(self.year.or(year)?, self.month, 1)
    }
}

fn first_day(text: &str) -> Option<TypedMonth> {
    let day = NaiveDate::parse_from_str(text, "%d.%m.%Y").ok()?;
    (day.day() == 1).then(|| TypedMonth { year: Some(day.year()), month: day.month() })
}

/// «m01», «01.2020», «2019-11», «2019/11», «11/2019».
fn numbered(text: &str) -> Option<TypedMonth> {
    if let Some(number) = text.strip_prefix(['m', 'м']) {
        let two = number.len() == 2 && number.bytes().all(|b| b.is_ascii_digit());
        return month(number).filter(|_| two).map(|month| TypedMonth { year: None, month });
    }
    let (a, b) = text.split_once(['.', '-', '/'])?;
    let (year, number) = if a.len() == 4 { (a, b) } else { (b, a) };
    let found = TypedMonth { year: Some(self::year(year)?), month: month(number)? };
    (year.len() == 4).then_some(found)
}

/// «янв», «янв.», «январь», «янв.24», «ноябрь 2019 г.», «nov-19».
fn named(text: &str) -> Option<TypedMonth> {
    let letters: String = text.chars().take_while(|c| c.is_alphabetic()).collect();
    let rest = &text[letters.len()..];
    let month = name(&letters)?;
    let rest = rest.trim_matches([' ', '\u{a0}', '.', ',', '-', '\'', '’', '/']);
    let rest = rest.trim_end_matches(['г', 'о', 'д', 'а', '.', ' ', '\u{a0}']);
    if rest.is_empty() {
        return Some(TypedMonth { year: None, month });
    }
    Some(TypedMonth { year: Some(year(rest)?), month })
}

fn name(letters: &str) -> Option<u32> {
    let begin: String = letters.chars().take(3).collect();
    let (_, month) = NAMES.iter().find(|(name, month)| *name == begin && *month > 0)?;
    let full = FULL.contains(&letters) || FULL_ENGLISH.contains(&letters);
    (letters.chars().count() == 3 || letters == "sept" || full).then_some(*month)
}

fn month(text: &str) -> Option<u32> {
    let short = matches!(text.len(), 1 | 2) && text.bytes().all(|b| b.is_ascii_digit());
    text.parse().ok().filter(|month| short && (1..=12).contains(month))
}

/// A year of four digits, or of two meaning this century.
pub fn year(text: &str) -> Option<i32> {
    let year: i32 = text.parse().ok().filter(|_| text.bytes().all(|b| b.is_ascii_digit()))?;
    match text.len() {
        2 => Some(2000 + year),
        4 => (1990..=2100).contains(&year).then_some(year),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn parsed(text: &str) -> Option<(Option<i32>, u32)> {
        TypedMonth::parse(text).map(|m| (m.year, m.month))
    }

    #[test]
    fn months_are_read_as_people_write_them() {
        for text in ["янв", "Янв.", "январь", "ЯНВАРЯ", "M01", "м01", "Jan", "January"]
        {
            assert_eq!(parsed(text), Some((None, 1)), "{text}");
        }
        for text in
            ["янв.24", "янв 2024", "январь 2024 г.", "01.2024", "2024-01", "1/2024", "Jan-24"]
        {
            assert_eq!(parsed(text), Some((Some(2024), 1)), "{text}");
        }
        assert_eq!(parsed("сент."), Some((None, 9)));
        assert_eq!(parsed("2019-11"), Some((Some(2019), 11)));
    }

    #[test]
    fn other_words_are_not_months() {
        for text in [
            "",
            "маркетинг",
            "Марина",
            "13.2020",
            "2020",
            "01",
            "M1",
            "M13",
            "майка",
            "1.24",
            "12.5",
        ] {
            assert_eq!(parsed(text), None, "{text}");
        }
    }

    #[test]
    fn a_heading_may_end_with_its_month() {
        let at_end = |text| TypedMonth::at_end(text).map(|m| (m.year, m.month));
        assert_eq!(at_end("Контрактация 01.02.2025"), Some((Some(2025), 2)));
        assert_eq!(at_end("План, янв"), Some((None, 1)));
        assert_eq!(at_end("Поступления январь 2025"), Some((Some(2025), 1)));
        assert_eq!(at_end("Сумма, руб."), None);
        assert_eq!(at_end("Контрактация 15.02.2025"), None);
    }

    proptest! {
        #[test]
        fn any_text_is_answered_without_panic(text in "\\PC*") {
            let _ = (TypedMonth::parse(&text), TypedMonth::at_end(&text));
        }
    }
}
