//! The border between whole numbers outside and the reals of the simulation: kopecks come in here and leave here.
use crate::values::{LIMIT, Money};

/// Kopecks as a real number; exact, because no amount is beyond 10¹⁵ kopecks and a real holds 2⁵³.
#[expect(clippy::cast_precision_loss, reason = "amounts are far below 2^53")]
pub fn kopecks(money: Money) -> f64 {
    money.kopecks() as f64
}

/// How many, as a real number.
#[expect(clippy::cast_precision_loss, reason = "counts are far below 2^53")]
pub fn count(many: usize) -> f64 {
    many as f64
}

/// The nearest amount of whole kopecks; what is beyond the limit of `Money` becomes the limit.
#[expect(clippy::cast_possible_truncation, clippy::cast_precision_loss, reason = "clamped before")]
pub fn money(kopecks: f64) -> Money {
    let limit = LIMIT as f64;
    let whole = if kopecks.is_finite() { kopecks.clamp(-limit, limit).round() as i64 } else { 0 };
    Money::from_kopecks(whole).unwrap_or(Money::ZERO)
}

/// A number of things in whole: what is negative or not a number is none.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped before")]
pub fn whole(many: f64) -> usize {
    if many.is_finite() { many.clamp(0.0, 1e9).round() as usize } else { 0 }
}

/// The place of a day or a week that is not before the beginning.
pub fn place(index: i32) -> usize {
    usize::try_from(index).unwrap_or(0)
}

/// A length that fits the calendar.
pub fn step(index: usize) -> i32 {
    i32::try_from(index).unwrap_or(i32::MAX)
}

/// How many amounts of one size would stray as these do: a few large ones among many small ones count as few.
pub fn alike(amounts: &[f64]) -> f64 {
    let squares: f64 = amounts.iter().map(|amount| amount * amount).sum();
    amounts.iter().sum::<f64>().powi(2) / squares.max(1e-9)
}

/// The mean; zero of nothing.
pub fn mean(values: &[f64]) -> f64 {
    if values.is_empty() { 0.0 } else { values.iter().sum::<f64>() / count(values.len()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_comes_back_as_it_went_in() {
        for minor in [0, 1, -1, 123_456_789, LIMIT, -LIMIT] {
            let amount = Money::from_kopecks(minor).unwrap();
            assert_eq!(money(kopecks(amount)), amount);
        }
    }

    #[test]
    fn what_is_no_amount_becomes_one_that_can_be_shown() {
        assert_eq!(money(f64::NAN), Money::ZERO);
        assert_eq!(money(1e300).kopecks(), LIMIT);
        assert_eq!(whole(-3.0), 0);
    }
}
