//! Shares that people type in percents and that add up to a whole.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::distribute::distribute;
use super::number::{NumberError, written};
use super::quantity::{Quantity, Unit};
use super::russian::NO_BREAK;

/// A part of a whole in basis points: 10,000 is all of it.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Share(i32);

impl Share {
    pub const NONE: Self = Self(0);
    pub const WHOLE: Self = Self(10_000);

    pub const fn from_basis_points(points: i32) -> Self {
        Self(points)
    }

    pub const fn basis_points(self) -> i32 {
        self.0
    }

    /// A typed number of percents, with two digits after the comma at most; the sign may be written after it.
    pub fn parse(typed: &str) -> Result<Self, NumberError> {
        let minor = Quantity::parse(typed, 2, Unit::Percent)?.minor();
        i32::try_from(minor).map(Self).map_err(|_| NumberError::TooLarge)
    }

    /// «62,5»: where the sign stands beside it.
    pub fn number(self) -> String {
        written(self.0.into(), 2, false)
    }

    /// Whole percents from 0 to 100, for a place on a bar.
    pub fn place(self) -> i32 {
        ((self.0 + 50) / 100).clamp(0, 100)
    }

    pub fn sum(parts: impl IntoIterator<Item = Self>) -> Self {
        Self(parts.into_iter().fold(0, |sum, part| sum.saturating_add(part.0)))
    }

    /// «Сумма 95 %: не хватает 5 %»; nothing when the parts make a whole.
    pub fn off_whole(parts: impl IntoIterator<Item = Self>) -> Option<String> {
        let sum = Self::sum(parts);
        let off = Self((sum.0 - Self::WHOLE.0).abs());
        let word = match sum.cmp(&Self::WHOLE) {
            std::cmp::Ordering::Equal => return None,
            std::cmp::Ordering::Less => "не хватает",
            std::cmp::Ordering::Greater => "лишние",
        };
        Some(format!("Сумма {sum}, а нужно 100{NO_BREAK}%: {word} {off}"))
    }

    /// The same proportions as a whole; largest remainder.
    pub fn to_whole(parts: &[Self]) -> Vec<Self> {
        let weights: Vec<u32> =
            parts.iter().map(|part| u32::try_from(part.0).unwrap_or_default()).collect();
        let shares = distribute(Self::WHOLE.0.into(), &weights);
        shares.into_iter().map(|share| Self(i32::try_from(share).unwrap_or_default())).collect()
    }
}

impl fmt::Display for Share {
    /// «62,5 %»
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{NO_BREAK}%", self.number())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shares(points: &[i32]) -> Vec<Share> {
        points.iter().map(|points| Share(*points)).collect()
    }

    #[test]
    fn percents_are_read_as_people_type_them() {
        for (typed, points) in [("40", 4_000), (" 8,33 % ", 833), ("0", 0), ("7.5", 750)] {
            assert_eq!(Share::parse(typed), Ok(Share(points)), "{typed}");
        }
        assert!(matches!(Share::parse("сорок"), Err(NumberError::NotANumber(_))));
        assert_eq!(Share::parse("8,333"), Err(NumberError::TooFine(2)));
        assert_eq!(Share::parse("1000000000000000"), Err(NumberError::TooLarge));
        assert_eq!(Share::parse("99999999"), Err(NumberError::TooLarge));
    }

    #[test]
    fn a_sum_says_what_is_missing_or_too_much() {
        let off =
            |points: &[i32]| Share::off_whole(shares(points)).map(|t| t.replace(NO_BREAK, " "));
        assert_eq!(off(&[4_000, 5_500]).unwrap(), "Сумма 95 %, а нужно 100 %: не хватает 5 %");
        assert_eq!(off(&[4_000, 6_250]).unwrap(), "Сумма 102,5 %, а нужно 100 %: лишние 2,5 %");
        assert_eq!(off(&[4_000, 6_000]), None);
    }

    #[test]
    fn proportions_are_kept_when_brought_to_a_whole() {
        assert_eq!(Share::to_whole(&shares(&[1, 1, 1])), shares(&[3_334, 3_333, 3_333]));
        assert_eq!(Share::to_whole(&shares(&[2_000, 6_000])), shares(&[2_500, 7_500]));
        assert_eq!(Share::sum(Share::to_whole(&shares(&[0; 12]))), Share::WHOLE);
    }
}
