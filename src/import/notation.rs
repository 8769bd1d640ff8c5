//! How people write numbers: «1 234,50», «1,234.50», «(1 234)», «12 %», «5 000 ₽». One cell may be
//! unclear («1,234»); the whole column usually is not.
use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::exact::Exact;

/// The sign that separates the fraction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mark {
    Comma,
    Point,
}

/// Why a cell is not a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotNumber {
    /// «1,234»: one thousand or one and a bit.
    Unclear,
    /// The column's comma is one thing, this cell's another.
    OtherMark,
    Words,
}

/// A number as typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Typed {
    pub number: Exact,
    /// Written with «%».
    pub percent: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shape {
    Plain,
    /// The mark of the fraction is certain.
    Fraction(Mark),
    /// Thousands are certain, the other mark would separate the fraction.
    Thousands(Mark),
    Unclear(Mark),
}

/// Reads one typed number; `decimal` is what the rest of the column has told about its mark.
pub fn read(text: &str, decimal: Option<Mark>) -> Result<Typed, NotNumber> {
    let bare = strip(text).ok_or(NotNumber::Words)?;
    let shape = shape(&bare.body).ok_or(NotNumber::Words)?;
    let mark = match (shape, decimal) {
        (Shape::Plain, _) => Mark::Point,
        (Shape::Fraction(mark), Some(column)) if mark != column => {
            return Err(NotNumber::OtherMark);
        }
        (Shape::Thousands(mark), Some(column)) if mark == column => {
            return Err(NotNumber::OtherMark);
        }
        (Shape::Fraction(mark), _) => mark,
        (Shape::Thousands(mark), _) => mark.other(),
        (Shape::Unclear(_), Some(column)) => column,
        (Shape::Unclear(_), None) => return Err(NotNumber::Unclear),
    };
    let plain = plain(&bare.body, mark);
    let number = Exact::parse(&plain).ok_or(NotNumber::Words)?;
    let number = if bare.negative { number.negated() } else { number };
    Ok(Typed { number, percent: bare.percent })
}

impl Mark {
    fn of(c: char) -> Option<Self> {
        match c {
            ',' => Some(Self::Comma),
            '.' => Some(Self::Point),
            _ => None,
        }
    }

    fn sign(self) -> char {
        if self == Self::Comma { ',' } else { '.' }
    }

    #[must_use]
    pub fn other(self) -> Self {
        if self == Self::Comma { Self::Point } else { Self::Comma }
    }
}

fn plain(body: &str, mark: Mark) -> String {
    body.chars()
        .filter(|&c| c.is_ascii_digit() || c == mark.sign())
        .map(|c| if c == mark.sign() { '.' } else { c })
        .collect()
}

struct Bare<'t> {
    negative: bool,
    percent: bool,
    body: Cow<'t, str>,
}

/// Takes off sign, brackets, currency, percent and the spaces between thousands.
fn strip(text: &str) -> Option<Bare<'_>> {
    let text = text.trim();
    if text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.' || byte == b',') {
        return Some(Bare { negative: false, percent: false, body: text.into() });
    }
    if !text.contains(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let lower = text.to_lowercase();
    let percent = lower.ends_with('%');
    let mut rest = lower.as_str();
    for unit in ["%", "₽", "руб.", "руб", "р.", "rub", "$", "€", "шт.", "шт", "мин.", "мин"]
    {
        rest = rest.strip_suffix(unit).unwrap_or(rest).trim_end();
    }
    for unit in ["₽", "$", "€"] {
        rest = rest.strip_prefix(unit).unwrap_or(rest).trim_start();
    }
    let bracketed = rest.strip_prefix('(').and_then(|r| r.strip_suffix(')'));
    let negative = bracketed.is_some() || rest.starts_with(['-', '−', '–']);
    let body = bracketed.unwrap_or(rest);
    let body = body.trim_start_matches(['-', '−', '–', '+']).trim();
    Some(Bare { negative, percent, body: ungroup(body)?.into() })
}

/// Thousands parted by spaces or apostrophes: every part after the first begins with three digits.
fn ungroup(body: &str) -> Option<String> {
    let mut parts = body.split(|c: char| c.is_whitespace() || c == '\'' || c == '’');
    let first = parts.next()?;
    let mut joined = first.to_owned();
    for part in parts {
        let digits = part.chars().take_while(char::is_ascii_digit).count();
        let so_far = joined.chars().all(|c| c.is_ascii_digit()) && first.len() <= 3;
        if digits != 3 || !so_far {
            return None;
        }
        joined.push_str(part);
    }
    Some(joined)
}

fn shape(body: &str) -> Option<Shape> {
    if !body.starts_with(|c: char| c.is_ascii_digit() || c == ',' || c == '.') {
        return None;
    }
    if body.chars().any(|c| !c.is_ascii_digit() && Mark::of(c).is_none()) {
        return None;
    }
    let Some(last) = body.rfind([',', '.']) else { return Some(Shape::Plain) };
    let mark = if body[last..].starts_with(',') { Mark::Comma } else { Mark::Point };
    let (whole, part) = (&body[..last], &body[last + 1..]);
    if whole.contains(mark.other().sign()) {
        return grouped(whole, mark.other()).then_some(Shape::Fraction(mark));
    }
    if whole.contains(mark.sign()) {
        return grouped(body, mark).then_some(Shape::Thousands(mark));
    }
    let unclear = part.len() == 3 && matches!(whole.len(), 1..=3) && !whole.starts_with('0');
    Some(if unclear { Shape::Unclear(mark) } else { Shape::Fraction(mark) })
}

fn grouped(whole: &str, by: Mark) -> bool {
    let mut parts = whole.split(by.sign());
    let first = parts.next().map_or(0, str::len);
    let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    (1..=3).contains(&first) && parts.all(|part| part.len() == 3 && digits(part))
}

/// What a column's cells tell together about its mark of the fraction.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Evidence {
    pub comma_is_fraction: Option<String>,
    pub comma_is_thousands: Option<String>,
    pub point_is_fraction: Option<String>,
    pub point_is_thousands: Option<String>,
    pub unclear: Option<String>,
}

/// The conclusion about a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// Nothing depends on the mark.
    Indifferent,
    Known(Mark),
    /// Every cell with a mark looks like the example: it has to be asked.
    Ask(String),
    /// The same mark means both: the two examples.
    Broken {
        thousands: String,
        fraction: String,
    },
}

impl Evidence {
    /// Takes one more cell into account; text that is no number is passed over.
    pub fn add(&mut self, text: &str) {
        if !text.contains([',', '.']) {
            return;
        }
        let Some(shape) = strip(text).and_then(|bare| shape(&bare.body)) else { return };
        let (slot, opposite) = match shape {
            Shape::Plain => return,
            Shape::Unclear(_) => (&mut self.unclear, None),
            Shape::Fraction(Mark::Comma) => (&mut self.comma_is_fraction, None),
            Shape::Fraction(Mark::Point) => {
                let both = text.contains(',').then_some(&mut self.comma_is_thousands);
                (&mut self.point_is_fraction, both)
            }
            Shape::Thousands(Mark::Comma) => (&mut self.comma_is_thousands, None),
            Shape::Thousands(Mark::Point) => (&mut self.point_is_thousands, None),
        };
        slot.get_or_insert_with(|| text.to_owned());
        if let Some(opposite) = opposite {
            opposite.get_or_insert_with(|| text.to_owned());
        }
    }

    pub fn verdict(&self) -> Verdict {
        let broken = |thousands: &str, fraction: &str| Verdict::Broken {
            thousands: thousands.to_owned(),
            fraction: fraction.to_owned(),
        };
        let comma = self.comma_is_fraction.as_deref().or(self.point_is_thousands.as_deref());
        let point = self.point_is_fraction.as_deref().or(self.comma_is_thousands.as_deref());
        match (comma, point) {
            (Some(_), Some(_)) => match (&self.comma_is_thousands, &self.comma_is_fraction) {
                (Some(thousands), Some(fraction)) => broken(thousands, fraction),
                _ => broken(point.unwrap_or_default(), comma.unwrap_or_default()),
            },
            (Some(_), None) => Verdict::Known(Mark::Comma),
            (None, Some(_)) => Verdict::Known(Mark::Point),
            (None, None) => self.unclear.clone().map_or(Verdict::Indifferent, Verdict::Ask),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn minor(text: &str, decimal: Option<Mark>) -> Result<i64, NotNumber> {
        read(text, decimal).map(|t| t.number.to_minor(2, 1).unwrap().value)
    }

    fn verdict(texts: &[&str]) -> Verdict {
        let mut evidence = Evidence::default();
        for text in texts {
            evidence.add(text);
        }
        evidence.verdict()
    }

    #[test]
    fn numbers_are_read_as_people_write_them() {
        for text in [
            "1234,5",
            "1234.5",
            "1 234,50",
            "1\u{a0}234,50 ₽",
            "1\u{202f}234.5",
            "1,234.50",
            "1.234,50",
            "1 234,5 руб.",
            "$1,234.50",
            "1'234.50",
            "+1234,50",
        ] {
            assert_eq!(minor(text, None), Ok(123_450), "{text}");
        }
        assert_eq!(minor("(1 234,50)", None), Ok(-123_450));
        assert_eq!(minor("−1 234,50", None), Ok(-123_450));
        assert_eq!(minor("1,234,567", None), Ok(123_456_700));
        assert_eq!(minor("0,829", None), Ok(83));
        assert_eq!(minor(",5", None), Ok(50));
        assert!(read("12 %", None).unwrap().percent);
    }

    #[test]
    fn an_unclear_number_is_decided_by_its_column() {
        assert_eq!(minor("1,234", None), Err(NotNumber::Unclear));
        assert_eq!(minor("1,234", Some(Mark::Comma)), Ok(123));
        assert_eq!(minor("1,234", Some(Mark::Point)), Ok(123_400));
        assert_eq!(verdict(&["1,234", "12,5"]), Verdict::Known(Mark::Comma));
        assert_eq!(verdict(&["1,234", "1,234,567"]), Verdict::Known(Mark::Point));
        assert_eq!(verdict(&["1,234", "7"]), Verdict::Ask("1,234".into()));
        assert_eq!(verdict(&["7", "слово"]), Verdict::Indifferent);
    }

    #[test]
    fn a_column_that_lost_its_decimal_comma_is_seen() {
        let broken = Verdict::Broken { thousands: "2,024,994".into(), fraction: "5,70".into() };
        assert_eq!(verdict(&["2,024,994", "5,70", "865,212"]), broken);
        assert_eq!(minor("5,70", Some(Mark::Point)), Err(NotNumber::OtherMark));
    }

    #[test]
    fn words_and_crooked_groups_are_no_numbers() {
        for text in ["", "-", "abc", "12 34", "1,23,456", "1.2.3", "00:00.0", "12a", "1 234 5"] {
            assert_eq!(minor(text, None), Err(NotNumber::Words), "{text}");
        }
    }

    proptest! {
        #[test]
        fn kopecks_survive_every_notation(kopecks in 0_i64..1_000_000_000_000) {
            let rubles = kopecks / 100;
            let grouped = |by: &str| {
                let digits = rubles.to_string();
                let head = digits.len() % 3;
                let mut parts: Vec<&str> = Vec::new();
                if head > 0 { parts.push(&digits[..head]); }
                parts.extend((head..digits.len()).step_by(3).map(|at| &digits[at..at + 3]));
                parts.join(by)
            };
            for (by, mark) in [(" ", ","), ("\u{a0}", "."), (",", "."), (".", ","), ("", ",")] {
                let text = format!("{}{mark}{:02}", grouped(by), kopecks % 100);
                prop_assert_eq!(minor(&text, None), Ok(kopecks), "{}", text);
            }
        }

        #[test]
        fn any_text_is_answered_without_panic(text in "\\PC*") {
            let _ = read(&text, None);
            Evidence::default().add(&text);
        }
    }
}
