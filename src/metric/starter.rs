//! What a new company starts with.

use super::definition::{Direction, Kind, OverPeople, OverTime};
use super::draft::Draft;
use crate::values::Unit;

/// Four steps of a sale and the money it brings, in the order of the funnel.
pub fn starter() -> [Draft; 5] {
    [
        step("Звонки", "calls"),
        step("Встречи", "meetings"),
        step("КП", "offers"),
        step("Счета", "invoices"),
        Draft {
            unit: Unit::Rouble, kind: Kind::Money, scale: 2, ..step("Оплаты", "payments")
        },
    ]
}

fn step(name: &str, code: &str) -> Draft {
    Draft {
        name: name.into(),
        code: code.into(),
        unit: Unit::Piece,
        kind: Kind::Step,
        direction: Direction::Up,
        over_time: OverTime::Sum,
        over_people: OverPeople::Sum,
        scale: 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_payments_are_money_in_kopecks() {
        let money: Vec<_> = starter().into_iter().filter(|m| m.unit == Unit::Rouble).collect();
        assert_eq!(money.len(), 1);
        assert_eq!((money[0].name.as_str(), money[0].scale), ("Оплаты", 2));
    }
}
