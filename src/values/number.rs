//! Reading and writing decimal numbers as people write them in Russia.

use super::russian::{MINUS, grouped};

/// No value of the product is larger than this, in minor units: 10 trillion roubles in kopecks.
pub const LIMIT: i64 = 1_000_000_000_000_000;

/// Why a typed number was not understood; its text tells the person what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NumberError {
    #[error("Введите число")]
    Empty,
    #[error("«{0}» — не число. Напишите цифрами, например 1 234,50")]
    NotANumber(String),
    #[error("Здесь нужно целое число, без копеек и долей")]
    NotWhole,
    #[error("Не больше {0} знаков после запятой")]
    TooFine(u8),
    #[error("Слишком большое число: проверьте, нет ли лишних цифр")]
    TooLarge,
}

/// Digits of a number before it is fitted to a scale.
#[derive(Debug)]
struct Decimal {
    negative: bool,
    whole: String,
    fraction: String,
}

/// Minor units of a typed number. More digits after the point than `scale` are refused unless
/// they are zeros.
pub fn parse_exact(typed: &str, scale: u8) -> Result<i64, NumberError> {
    let decimal = read(typed)?;
    let spare = decimal.fraction.get(usize::from(scale)..).unwrap_or("");
    match (spare.bytes().all(|digit| digit == b'0'), scale) {
        (true, _) => decimal.minor(scale),
        (false, 0) => Err(NumberError::NotWhole),
        (false, _) => Err(NumberError::TooFine(scale)),
    }
}

/// Minor units of a number from a file, where «106379.79000000001» is common: rounded half away
/// from zero.
pub fn parse_rounded(typed: &str, scale: u8) -> Result<i64, NumberError> {
    let decimal = read(typed)?;
    let minor = decimal.minor(scale)?;
    let up = decimal.fraction.as_bytes().get(usize::from(scale)).is_some_and(|d| *d >= b'5');
    match (up, decimal.negative) {
        (false, _) => Ok(minor),
        (true, false) => Ok(minor + 1),
        (true, true) => Ok(minor - 1),
    }
}

fn read(typed: &str) -> Result<Decimal, NumberError> {
    let text: String = typed.chars().filter(|c| !is_space(*c)).collect();
    if text.is_empty() {
        return Err(NumberError::Empty);
    }
    let (negative, digits) = match text.strip_prefix(['-', MINUS, '–']) {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(&text)),
    };
    split(digits)
        .map(|(whole, fraction)| Decimal { negative, whole, fraction })
        .ok_or_else(|| NumberError::NotANumber(shortened(typed)))
}

/// Spaces, no-break spaces and apostrophes only group digits.
fn is_space(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\'' | '’' | '\u{FEFF}')
}

/// «1234,5», «1234.5», «1.234,50» and «1,234.50»; of two kinds of separators the last is decimal.
fn split(digits: &str) -> Option<(String, String)> {
    let (whole, fraction) = match digits.rfind([',', '.']) {
        Some(at) => (&digits[..at], &digits[at + 1..]),
        None => (digits, ""),
    };
    let decimal = digits.as_bytes().get(whole.len()).copied();
    let whole = ungrouped(whole, decimal)?;
    let right = fraction.bytes().all(|b| b.is_ascii_digit());
    (right && !(whole.is_empty() && fraction.is_empty())).then(|| (whole, fraction.to_owned()))
}

/// Groups of three separated by the other sign; «2,024,994» is left to be refused.
fn ungrouped(whole: &str, decimal: Option<u8>) -> Option<String> {
    let other = if decimal == Some(b',') { '.' } else { ',' };
    let mut groups = whole.split(other);
    let first = groups.next().unwrap_or("");
    let grouped = whole.contains(other);
    let proper = !grouped || (1..=3).contains(&first.len()) && groups.all(|group| group.len() == 3);
    let joined: String = whole.chars().filter(|c| *c != other).collect();
    (proper && joined.bytes().all(|b| b.is_ascii_digit())).then_some(joined)
}

impl Decimal {
    fn minor(&self, scale: u8) -> Result<i64, NumberError> {
        let fraction = self.fraction.bytes().chain(std::iter::repeat(b'0'));
        let digits = self.whole.bytes().chain(fraction.take(usize::from(scale)));
        let mut minor: i64 = 0;
        for digit in digits {
            minor = minor * 10 + i64::from(digit - b'0');
            if minor > LIMIT {
                return Err(NumberError::TooLarge);
            }
        }
        Ok(if self.negative { -minor } else { minor })
    }
}

fn shortened(typed: &str) -> String {
    let typed = typed.trim();
    if typed.chars().count() <= 24 {
        return typed.to_owned();
    }
    typed.chars().take(23).chain(['…']).collect()
}

/// «1 234,5»: grouped, with a comma. `keep` digits stay after the comma even when zeros, unless
/// all of them are zeros.
pub fn written(minor: i64, scale: u8, keep_zeros: bool) -> String {
    let unit = 10_u64.pow(u32::from(scale));
    let size = minor.unsigned_abs();
    let fraction = format!("{:0width$}", size % unit, width = usize::from(scale));
    let fraction = if size.is_multiple_of(unit) {
        ""
    } else if keep_zeros {
        &fraction
    } else {
        fraction.trim_end_matches('0')
    };
    let comma = if fraction.is_empty() { "" } else { "," };
    let sign = if minor < 0 { MINUS.to_string() } else { String::new() };
    format!("{sign}{}{comma}{fraction}", grouped(i64::try_from(size / unit).unwrap_or(i64::MAX)))
}

/// «1234.50»: for machines, in `<data value>` and exports.
pub fn plain(minor: i64, scale: u8) -> String {
    let unit = 10_u64.pow(u32::from(scale));
    let (sign, size) = (if minor < 0 { "-" } else { "" }, minor.unsigned_abs());
    if scale == 0 {
        return format!("{sign}{size}");
    }
    format!("{sign}{}.{:0width$}", size / unit, size % unit, width = usize::from(scale))
}

/// Division rounded half away from zero; the divisor is positive.
pub fn divided(value: i128, by: i128) -> i128 {
    let half = by / 2;
    if value < 0 { -((-value + half) / by) } else { (value + half) / by }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn people_write_numbers_in_many_ways() {
        for typed in
            ["1 234,50", "1234.5", "1\u{A0}234,5", "1\u{202F}234.50", "1.234,50", "+1234,5"]
        {
            assert_eq!(parse_exact(typed, 2), Ok(123_450), "{typed}");
        }
        assert_eq!(parse_exact("1,234.50", 2), Ok(123_450));
        assert_eq!(parse_exact("−5", 0), Ok(-5));
        assert_eq!(parse_exact(",5", 1), Ok(5));
        assert_eq!(parse_exact("500000.0", 0), Ok(500_000));
    }

    #[test]
    fn what_is_not_a_number_is_refused_with_a_reason() {
        assert_eq!(parse_exact("  ", 2), Err(NumberError::Empty));
        for typed in ["NULL", "-", ",", "12-3", "1,2,3", "2,024,994", "1e5", "1.2345.6,0"] {
            assert!(matches!(parse_exact(typed, 2), Err(NumberError::NotANumber(_))), "{typed}");
        }
        assert_eq!(parse_exact("1,234", 2), Err(NumberError::TooFine(2)));
        assert_eq!(parse_exact("1,5", 0), Err(NumberError::NotWhole));
        assert_eq!(parse_exact("10000000000000,01", 2), Err(NumberError::TooLarge));
        assert_eq!(parse_exact(&"9".repeat(80), 0), Err(NumberError::TooLarge));
    }

    #[test]
    fn a_number_of_a_file_is_rounded_half_away_from_zero() {
        assert_eq!(parse_rounded("106379.79000000001", 2), Ok(10_637_979));
        assert_eq!(parse_rounded("0.005", 2), Ok(1));
        assert_eq!(parse_rounded("-0.005", 2), Ok(-1));
        assert_eq!(parse_rounded("0.0049999", 2), Ok(0));
    }

    #[test]
    fn numbers_are_written_as_people_read_them() {
        assert_eq!(written(123_450, 2, true), "1\u{A0}234,50");
        assert_eq!(written(123_450, 2, false), "1\u{A0}234,5");
        assert_eq!(written(123_400, 2, true), "1\u{A0}234");
        assert_eq!(written(-5, 1, false), "−0,5");
        assert_eq!(plain(-123_405, 2), "-1234.05");
        assert_eq!(plain(7, 0), "7");
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(minor in -LIMIT..=LIMIT, scale in 0_u8..=3) {
            prop_assert_eq!(parse_exact(&written(minor, scale, true), scale), Ok(minor));
            prop_assert_eq!(parse_exact(&written(minor, scale, false), scale), Ok(minor));
            prop_assert_eq!(parse_exact(&plain(minor, scale), scale), Ok(minor));
            prop_assert_eq!(parse_rounded(&plain(minor, scale), scale), Ok(minor));
        }

        #[test]
        fn nothing_typed_breaks_the_reader(typed in ".{0,40}") {
            let _ = parse_exact(&typed, 2);
            let _ = parse_rounded(&typed, 0);
        }
    }
}
