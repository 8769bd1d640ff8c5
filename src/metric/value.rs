//! Values of a metric: how they are shown, how a ratio is made, how well a plan is met.

use super::definition::{Direction, Metric};
use crate::values::russian::NO_BREAK;
use crate::values::{LIMIT, Percent, Quantity, Unit};

/// More pieces or minutes than that in a day or a week are a slip of the finger.
const MOST_PIECES: i64 = 1_000_000;
/// Pieces that one person is believed to do in a day.
const BELIEVED: i64 = 10_000;

impl Metric {
    /// A value of this metric; one beyond all limits is shown as the limit.
    pub fn quantity(&self, minor: i64) -> Quantity {
        Quantity::saturating(minor, self.scale, self.unit)
    }

    /// The largest figure that a person may type for a day or a week, in minor units.
    pub fn most(&self) -> i64 {
        match self.unit {
            Unit::Rouble => LIMIT,
            _ => MOST_PIECES * 10_i64.pow(self.scale.into()),
        }
    }

    /// The largest that is believed of one person's day, in minor units; a plan may say more.
    pub fn believed_a_day(&self) -> i64 {
        match self.unit {
            Unit::Rouble | Unit::Percent => LIMIT,
            Unit::Hour => 24 * 10_i64.pow(self.scale.into()),
            Unit::Minute => 24 * 60 * 10_i64.pow(self.scale.into()),
            _ => BELIEVED * 10_i64.pow(self.scale.into()),
        }
    }

    /// The head of its column: money is said in thousands.
    pub fn heading(&self) -> String {
        match self.unit {
            Unit::Rouble => format!("{}, тыс.{NO_BREAK}₽", self.name),
            Unit::Piece => self.name.clone(),
            unit => format!("{}, {}", self.name, unit.sign()),
        }
    }

    /// The head of a column in which figures stand in full: «Звонки», «Оплаты, ₽».
    pub fn label(&self) -> String {
        match self.unit {
            Unit::Piece => self.name.clone(),
            _ => self.titled(),
        }
    }

    /// The value of a ratio in minor units of this metric, from the sums of its parts, each in
    /// minor units of its own. `None` when there is nothing to divide by.
    pub fn ratio(&self, numerator: (&Self, i64), denominator: (&Self, i64)) -> Option<i64> {
        let hundred = if self.unit == Unit::Percent { 100 } else { 1 };
        let up = hundred * ten_to(self.scale) * ten_to(denominator.0.scale);
        let top = i128::from(numerator.1).checked_mul(up)?;
        let bottom = i128::from(denominator.1) * ten_to(numerator.0.scale);
        Percent::ratio(top, bottom)?.times(1)
    }
}

fn ten_to(scale: u8) -> i128 {
    10_i128.pow(u32::from(scale))
}

impl Direction {
    /// How well a fact meets its plan: over 100 % is better than planned either way.
    pub fn attainment(self, fact: i64, plan: i64) -> Option<Percent> {
        match self {
            Self::Up => Percent::of(fact, plan),
            Self::Down if fact == 0 && plan > 0 => Some(Percent::whole(200)),
            Self::Down => Percent::of(plan, fact),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metric::{Kind, OverPeople, OverTime};
    use crate::values::MetricId;
    use uuid::Uuid;

    fn metric(unit: Unit, scale: u8) -> Metric {
        Metric {
            id: MetricId(Uuid::nil()),
            code: "code".into(),
            name: "Показатель".into(),
            unit,
            kind: Kind::Quality,
            direction: Direction::Up,
            over_time: OverTime::Sum,
            over_people: OverPeople::Sum,
            scale,
            is_hidden: false,
            row_version: 1,
        }
    }

    #[test]
    fn a_conversion_is_a_percent_of_two_sums() {
        let (share, count) = (metric(Unit::Percent, 1), metric(Unit::Piece, 0));
        assert_eq!(share.ratio((&count, 25), (&count, 100)), Some(250));
        assert_eq!(share.ratio((&count, 1), (&count, 3)), Some(333));
        assert_eq!(share.ratio((&count, 1), (&count, 0)), None);
    }

    #[test]
    fn an_average_check_is_money_over_pieces() {
        let (money, count) = (metric(Unit::Rouble, 2), metric(Unit::Piece, 0));
        assert_eq!(money.ratio((&money, 120_000_000), (&count, 8)), Some(15_000_000));
    }

    #[test]
    fn a_thousand_million_calls_are_a_slip_and_a_large_payment_is_not() {
        assert!(metric(Unit::Piece, 0).most() < 1_000_000_000);
        assert_eq!(metric(Unit::Piece, 1).most(), 10_000_000);
        assert_eq!(metric(Unit::Rouble, 2).most(), LIMIT);
    }

    #[test]
    fn fewer_refusals_than_planned_is_better() {
        assert_eq!(Direction::Down.attainment(8, 10), Some(Percent::whole(125)));
        assert_eq!(Direction::Down.attainment(0, 10), Some(Percent::whole(200)));
        assert_eq!(Direction::Down.attainment(0, 0), None);
        assert_eq!(Direction::Up.attainment(8, 10), Some(Percent::whole(80)));
    }
}
