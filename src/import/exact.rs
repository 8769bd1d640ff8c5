//! A decimal number exactly as written: the way from a file's text to minor units without `f64`.

/// `digits / 10^places`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Exact {
    digits: i128,
    places: u32,
}

/// A figure in minor units and whether digits had to be rounded away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Minor {
    pub value: i64,
    pub rounded: bool,
}

/// No business figure is larger, data.md: |v| ≤ 10¹⁵ minor units.
pub const LARGEST: i128 = 1_000_000_000_000_000;
/// Digits after the point that matter; workbooks carry up to 17 meaningless ones.
const MOST_PLACES: usize = 12;

impl Exact {
    /// From «-1210174.68»: an optional minus, digits, at most one point. `None` for anything else,
    /// and for numbers of more than 24 digits.
    pub fn parse(plain: &str) -> Option<Self> {
        let (negative, body) = match plain.strip_prefix('-') {
            Some(body) => (true, body),
            None => (false, plain),
        };
        if !body.is_ascii() {
            return None;
        }
        let (whole, part) = body.split_once('.').unwrap_or((body, ""));
        let part = &part[..part.len().min(MOST_PLACES)];
        if whole.is_empty() && part.is_empty() || whole.len() + part.len() > 24 {
            return None;
        }
        let mut digits = 0_i128;
        for c in whole.bytes().chain(part.bytes()) {
            if !c.is_ascii_digit() {
                return None;
            }
            digits = digits * 10 + i128::from(c - b'0');
        }
        let digits = if negative { -digits } else { digits };
        Some(Self { digits, places: u32::try_from(part.len()).ok()? })
    }

    /// In minor units of a metric of that `scale` (0–3), after multiplying by `multiplier` (1, 1 000,
    /// 1 000 000). Half goes away from zero. `None` beyond [`LARGEST`].
    pub fn to_minor(self, scale: u32, multiplier: u32) -> Option<Minor> {
        let raised = self.digits.checked_mul(10_i128.pow(scale))?;
        let raised = raised.checked_mul(i128::from(multiplier))?;
        let unit = 10_i128.pow(self.places);
        let (whole, rest) = (raised / unit, raised % unit);
        let away = if rest.abs() * 2 >= unit { rest.signum() } else { 0 };
        let value = whole + away;
        let value = i64::try_from(value).ok().filter(|_| value.abs() <= LARGEST)?;
        Some(Minor { value, rounded: rest != 0 })
    }

    #[must_use]
    pub fn negated(self) -> Self {
        Self { digits: -self.digits, ..self }
    }

    /// The whole number, if it is one.
    pub fn whole(self) -> Option<i64> {
        let unit = 10_i128.pow(self.places);
        (self.digits % unit == 0).then(|| i64::try_from(self.digits / unit).ok()).flatten()
    }

    /// The whole part: days of a spreadsheet's date with a time of day.
    pub fn floor(self) -> Option<i64> {
        i64::try_from(self.digits.div_euclid(10_i128.pow(self.places))).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn minor(text: &str, scale: u32, multiplier: u32) -> Option<(i64, bool)> {
        Exact::parse(text)?.to_minor(scale, multiplier).map(|m| (m.value, m.rounded))
    }

    #[test]
    fn kopecks_are_exact_and_halves_go_away_from_zero() {
        assert_eq!(minor("1210174.68", 2, 1), Some((121_017_468, false)));
        assert_eq!(minor("558.7999999999999", 2, 1), Some((55_880, true)));
        assert_eq!(minor("0.005", 2, 1), Some((1, true)));
        assert_eq!(minor("-0.005", 2, 1), Some((-1, true)));
        assert_eq!(minor("1.5", 2, 1_000), Some((150_000, false)));
        assert_eq!(minor("12.5", 0, 1), Some((13, true)));
    }

    #[test]
    fn what_is_no_number_or_too_large_is_none() {
        for text in ["", "-", ".", "1e5", "1,5", "--1", "1.2.3", "9999999999999999999999999"] {
            assert_eq!(minor(text, 2, 1), None, "{text}");
        }
        assert_eq!(minor("10000000000000.01", 2, 1), None);
    }

    proptest! {
        #[test]
        fn any_kopecks_written_and_read_are_the_same(kopecks in -LARGEST..=LARGEST) {
            let sign = if kopecks < 0 { "-" } else { "" };
            let text = format!("{sign}{}.{:02}", kopecks.abs() / 100, kopecks.abs() % 100);
            prop_assert_eq!(minor(&text, 2, 1).map(|m| i128::from(m.0)), Some(kopecks));
        }

        #[test]
        fn any_text_is_answered_without_panic(text in "\\PC*") {
            let _ = minor(&text, 3, 1_000_000);
        }
    }
}
