//! The value of any metric: minor units, their scale and their unit.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::money::{Money, without_rouble};
use super::number::{self, LIMIT, NumberError};
use super::russian::NO_BREAK;

/// In what a metric is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Unit {
    #[serde(rename = "шт")]
    Piece,
    #[serde(rename = "₽")]
    Rouble,
    #[serde(rename = "%")]
    Percent,
    #[serde(rename = "мин")]
    Minute,
    #[serde(rename = "ч")]
    Hour,
    /// A norm-hour of a service station.
    #[serde(rename = "н-ч")]
    NormHour,
    /// A working day.
    #[serde(rename = "дн")]
    Day,
    /// A mark given: of a client, of a checklist.
    #[serde(rename = "балл")]
    Point,
}

impl Unit {
    pub const ALL: [Self; 8] = [
        Self::Piece,
        Self::Rouble,
        Self::Percent,
        Self::Minute,
        Self::Hour,
        Self::NormHour,
        Self::Day,
        Self::Point,
    ];

    /// How people see it and how it is stored: «шт», «₽», «%», «мин», «ч», «н-ч», «дн», «балл».
    pub fn sign(self) -> &'static str {
        match self {
            Self::Piece => "шт",
            Self::Rouble => "₽",
            Self::Percent => "%",
            Self::Minute => "мин",
            Self::Hour => "ч",
            Self::NormHour => "н-ч",
            Self::Day => "дн",
            Self::Point => "балл",
        }
    }

    /// The unit of a sign, as it is stored.
    pub fn from_sign(sign: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|unit| unit.sign() == sign)
    }
}

/// A value of a metric: `minor` units of 10⁻ˢᶜᵃˡᵉ, for example 123450 with scale 2 is 1 234,50.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Quantity {
    minor: i64,
    scale: u8,
    unit: Unit,
}

impl Quantity {
    /// `None` when the scale is above 3 or the value beyond 10¹⁵ minor units.
    pub fn new(minor: i64, scale: u8, unit: Unit) -> Option<Self> {
        (scale <= 3 && minor.abs() <= LIMIT).then_some(Self { minor, scale, unit })
    }

    /// As [`new`](Self::new), with what is beyond the limits brought back to them: for sums that
    /// are only shown.
    pub fn saturating(minor: i64, scale: u8, unit: Unit) -> Self {
        Self { minor: minor.clamp(-LIMIT, LIMIT), scale: scale.min(3), unit }
    }

    /// A typed value; the unit may be written after it.
    pub fn parse(typed: &str, scale: u8, unit: Unit) -> Result<Self, NumberError> {
        let minor = number::parse_exact(without_unit(typed, unit), scale)?;
        Ok(Self { minor, scale, unit })
    }

    /// A value from a file, rounded half away from zero to the scale.
    pub fn parse_rounded(typed: &str, scale: u8, unit: Unit) -> Result<Self, NumberError> {
        let minor = number::parse_rounded(without_unit(typed, unit), scale)?;
        Ok(Self { minor, scale, unit })
    }

    pub fn minor(self) -> i64 {
        self.minor
    }

    pub fn scale(self) -> u8 {
        self.scale
    }

    pub fn unit(self) -> Unit {
        self.unit
    }

    /// Another number of the same metric.
    #[must_use]
    pub fn with(self, minor: i64) -> Self {
        Self { minor, ..self }
    }

    /// «1 234,5» without the unit.
    pub fn number(self) -> String {
        number::written(self.minor, self.scale, self.unit == Unit::Rouble)
    }

    /// Money in three digits («2,61 млн ₽»), anything else in full («23»).
    pub fn short(self) -> String {
        self.money().map_or_else(|| self.full(), Money::short)
    }

    /// Money without its sign («2,61 млн»), anything else without its unit.
    pub fn short_number(self) -> String {
        self.money().map_or_else(|| self.number(), Money::short_number)
    }

    /// For a table: money in thousands under «тыс. ₽», anything else as it is.
    pub fn in_table(self) -> String {
        self.money().map_or_else(|| self.number(), Money::thousands)
    }

    /// «1234.50»: for machines.
    pub fn plain(self) -> String {
        number::plain(self.minor, self.scale)
    }

    /// The amount, when this is one: roubles whatever their scale.
    pub fn money(self) -> Option<Money> {
        if self.unit != Unit::Rouble {
            return None;
        }
        let factor = 10_i128.pow(u32::from(self.scale));
        let kopecks = number::divided(i128::from(self.minor) * 100, factor);
        i64::try_from(kopecks).ok().and_then(Money::from_kopecks)
    }

    fn full(self) -> String {
        match self.unit {
            Unit::Piece => self.number(),
            unit => format!("{}{NO_BREAK}{}", self.number(), unit.sign()),
        }
    }
}

impl fmt::Display for Quantity {
    /// «1 234,50 ₽», «12,5 %», «40 мин»; pieces are said without a unit: «23».
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.full())
    }
}

fn without_unit(typed: &str, unit: Unit) -> &str {
    let typed = typed.trim();
    match unit {
        Unit::Rouble => without_rouble(typed),
        Unit::Percent => typed.strip_suffix('%').unwrap_or(typed),
        unit => {
            let bare = typed.strip_suffix('.').unwrap_or(typed);
            bare.strip_suffix(unit.sign()).unwrap_or(typed)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(quantity: Quantity) -> String {
        quantity.to_string().replace(['\u{202F}', NO_BREAK], " ")
    }

    #[test]
    fn a_value_is_read_in_its_own_scale() {
        let calls = Quantity::parse("40", 0, Unit::Piece).unwrap();
        assert_eq!((calls.minor(), seen(calls)), (40, "40".to_owned()));
        assert_eq!(Quantity::parse("40,5", 0, Unit::Piece), Err(NumberError::NotWhole));
        let share = Quantity::parse("12,5 %", 1, Unit::Percent).unwrap();
        assert_eq!(seen(share), "12,5 %");
        assert_eq!(Quantity::parse("7 шт.", 0, Unit::Piece).unwrap().minor(), 7);
        assert_eq!(Quantity::parse("45 мин", 0, Unit::Minute).unwrap().minor(), 45);
    }

    #[test]
    fn money_is_a_quantity_of_roubles() {
        let paid = Quantity::parse("842 300,50 ₽", 2, Unit::Rouble).unwrap();
        assert_eq!(seen(paid), "842 300,50 ₽");
        assert_eq!(paid.in_table(), "842");
        assert_eq!(paid.plain(), "842300.50");
        let whole = Quantity::new(2_610_000, 0, Unit::Rouble).unwrap();
        assert_eq!(whole.short().replace(['\u{202F}', NO_BREAK], " "), "2,61 млн ₽");
    }

    #[test]
    fn what_is_beyond_the_limits_is_no_quantity() {
        assert_eq!(Quantity::new(LIMIT + 1, 0, Unit::Piece), None);
        assert_eq!(Quantity::new(1, 4, Unit::Piece), None);
    }

    #[test]
    fn every_unit_has_a_sign_of_its_own() {
        for unit in Unit::ALL {
            assert_eq!(Unit::from_sign(unit.sign()), Some(unit));
            assert_eq!(serde_json::to_value(unit).unwrap(), unit.sign());
        }
    }
}
