//! Roubles in whole kopecks.

use std::fmt;
use std::str::FromStr;

use super::number::{self, LIMIT, NumberError};
use super::russian::{MINUS, NO_BREAK};

/// An amount in kopecks, at most 10¹⁵ of them either way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Money(i64);

impl Money {
    pub const ZERO: Self = Self(0);

    /// `None` when the amount is beyond 10¹⁵ kopecks.
    pub fn from_kopecks(kopecks: i64) -> Option<Self> {
        (-LIMIT..=LIMIT).contains(&kopecks).then_some(Self(kopecks))
    }

    pub fn from_roubles(roubles: i64) -> Option<Self> {
        roubles.checked_mul(100).and_then(Self::from_kopecks)
    }

    /// A number from a file, where «106379.79000000001» is common: rounded half away from zero.
    pub fn rounded(typed: &str) -> Result<Self, NumberError> {
        number::parse_rounded(typed, 2).map(Self)
    }

    pub fn kopecks(self) -> i64 {
        self.0
    }

    pub fn checked_add(self, other: Self) -> Option<Self> {
        Self::from_kopecks(self.0 + other.0)
    }

    pub fn checked_sub(self, other: Self) -> Option<Self> {
        Self::from_kopecks(self.0 - other.0)
    }

    #[must_use]
    pub fn abs(self) -> Self {
        Self(self.0.abs())
    }

    /// «2,61 млн ₽», «450 тыс. ₽», «842 ₽»: three digits that matter, half away from zero.
    pub fn short(self) -> String {
        let short = self.short_number();
        if short.ends_with('₽') { short } else { format!("{short}{NO_BREAK}₽") }
    }

    /// «2,61 млн», «450 тыс.», «842 ₽»: where the rouble sign is said elsewhere, but for a small sum, which would
    /// else be taken for thousands.
    pub fn short_number(self) -> String {
        let sign = if self.0 < 0 { MINUS.to_string() } else { String::new() };
        let (digits, word) = shortened(i128::from(self.0.abs()));
        let word = if word.is_empty() && self.0 != 0 { "₽" } else { word };
        let gap = if word.is_empty() { String::new() } else { format!("{NO_BREAK}{word}") };
        format!("{sign}{digits}{gap}")
    }

    /// «842» for 842 300 ₽, «0,4» for 400 ₽: a column headed «тыс. ₽».
    pub fn thousands(self) -> String {
        let whole = number::divided(self.0.into(), 100_000);
        if whole.abs() >= 10 || self.0 % 100_000 == 0 {
            return narrowed(whole, 0);
        }
        narrowed(number::divided(self.0.into(), 10_000), 1)
    }

    /// «1234.50»: for machines.
    pub fn plain(self) -> String {
        number::plain(self.0, 2)
    }
}

/// Digits and the word of an amount of kopecks that is not negative.
fn shortened(kopecks: i128) -> (String, &'static str) {
    const STEPS: [(i128, &str); 3] =
        [(100_000_000_000, "млрд"), (100_000_000, "млн"), (100_000, "тыс.")];
    for (unit, word) in STEPS {
        // 999 600 ₽ is «1 млн», not «1000 тыс.»
        if number::divided(kopecks * 1000, unit) >= 1000 {
            return (three_digits(kopecks, unit), word);
        }
    }
    (narrowed(number::divided(kopecks, 100), 0), "")
}

/// Two digits after the comma under ten, one under a hundred, none above; of thousands none.
fn three_digits(kopecks: i128, unit: i128) -> String {
    let hundredths = number::divided(kopecks * 100, unit);
    if unit == 100_000 && hundredths >= 1000 || hundredths >= 10_000 {
        return narrowed(number::divided(kopecks, unit), 0);
    }
    if unit == 100_000 || hundredths >= 1000 {
        return narrowed(number::divided(kopecks * 10, unit), 1);
    }
    narrowed(hundredths, 2)
}

fn narrowed(minor: i128, scale: u8) -> String {
    number::written(i64::try_from(minor).unwrap_or(i64::MAX), scale, false)
}

impl fmt::Display for Money {
    /// «1 234,50 ₽», without kopecks when there are none.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{NO_BREAK}₽", number::written(self.0, 2, true))
    }
}

impl FromStr for Money {
    type Err = NumberError;

    /// «1 234,50», «1234.5», «−5 ₽», «300 руб.»
    fn from_str(typed: &str) -> Result<Self, NumberError> {
        number::parse_exact(without_rouble(typed), 2).map(Self)
    }
}

/// The number without the sign of roubles after it.
pub(super) fn without_rouble(typed: &str) -> &str {
    let typed = typed.trim();
    let bare = ["₽", "руб.", "руб", "р."].iter().find_map(|sign| typed.strip_suffix(sign));
    bare.unwrap_or(typed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn roubles(roubles: i64) -> Money {
        Money::from_roubles(roubles).unwrap()
    }

    fn seen(text: &str) -> String {
        text.replace(['\u{202F}', NO_BREAK], " ")
    }

    #[test]
    fn reads_what_people_type() {
        for typed in ["1 234,50", "1234.5", "1 234,50 ₽", "1\u{A0}234,5 руб.", "1234,5р."] {
            assert_eq!(typed.parse(), Ok(Money(123_450)), "{typed}");
        }
        assert_eq!("−5".parse(), Ok(Money(-500)));
        assert!("пять".parse::<Money>().is_err());
    }

    #[test]
    fn the_full_amount_has_kopecks_only_when_there_are_some() {
        assert_eq!(seen(&Money(123_450).to_string()), "1 234,50 ₽");
        assert_eq!(seen(&roubles(-360_000).to_string()), "−360 000 ₽");
    }

    #[test]
    fn the_short_amount_keeps_three_digits_that_matter() {
        let short = |r| seen(&roubles(r).short());
        assert_eq!(short(2_610_000), "2,61 млн ₽");
        assert_eq!(short(4_800_000), "4,8 млн ₽");
        assert_eq!(short(450_000), "450 тыс. ₽");
        assert_eq!(short(-360_000), "−360 тыс. ₽");
        assert_eq!(short(999_600), "1 млн ₽");
        assert_eq!(short(999_400), "999 тыс. ₽");
        assert_eq!(short(61_234_000), "61,2 млн ₽");
        assert_eq!(short(1_250), "1,3 тыс. ₽");
        assert_eq!(short(842), "842 ₽");
        assert_eq!(short(1_210_174_680), "1,21 млрд ₽");
        assert_eq!(seen(&Money(0).short()), "0 ₽");
    }

    #[test]
    fn thousands_fit_a_narrow_column() {
        assert_eq!(roubles(842_300).thousands(), "842");
        assert_eq!(roubles(842_500).thousands(), "843");
        assert_eq!(roubles(-842_500).thousands(), "−843");
        assert_eq!(roubles(2_860).thousands(), "2,9");
        assert_eq!(roubles(0).thousands(), "0");
        assert_eq!(seen(&roubles(1_825_000).thousands()), "1 825");
    }

    proptest! {
        #[test]
        fn an_amount_written_is_read_back(kopecks in -LIMIT..=LIMIT) {
            let money = Money(kopecks);
            prop_assert_eq!(money.to_string().parse(), Ok(money));
        }

        #[test]
        fn adding_and_taking_away_comes_back(a in -LIMIT/2..=LIMIT/2, b in -LIMIT/2..=LIMIT/2) {
            let sum = Money(a).checked_add(Money(b)).unwrap();
            prop_assert_eq!(sum.checked_sub(Money(b)), Some(Money(a)));
            prop_assert!(!sum.short().is_empty() && !sum.thousands().is_empty());
        }
    }
}
