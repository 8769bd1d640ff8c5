//! The colour of a figure, and why it has none (formulas, section 2).

use crate::metric::Kind;
use crate::values::Percent;

use super::pace::Pace;

/// The colour of a figure against its plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Status {
    /// The plan to date is met.
    Green,
    /// From 85 % of it.
    Amber,
    Red,
    Grey(Grey),
}

/// Why a figure has no colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Grey {
    /// Too few working days have passed.
    TooEarly,
    /// Money before three finished months show how it usually comes.
    NoProfile,
    NoPlan,
    NoData,
    /// The plan of the days that passed is zero: there is nothing to compare with.
    NothingDue,
    /// No person carries it.
    Nobody,
}

const AMBER_FROM: i64 = 85;
const GREEN_FROM: i64 = 100;
/// A colour is left only when the pace is this many points beyond its border, so that a figure
/// on the border does not blink from day to day.
const HYSTERESIS: i64 = 2;

impl Status {
    /// The colour after a course of daily paces, the earliest first; `None` when there are none.
    pub fn after(paces: impl IntoIterator<Item = Percent>) -> Option<Self> {
        paces.into_iter().fold(None, |status, pace| Some(Self::next(status, pace)))
    }

    /// Up at the border, down two points under it.
    fn next(before: Option<Self>, pace: Percent) -> Self {
        let was_green = before == Some(Self::Green);
        let was_amber = was_green || before == Some(Self::Amber);
        if holds(pace, GREEN_FROM, was_green) {
            Self::Green
        } else if holds(pace, AMBER_FROM, was_amber) {
            Self::Amber
        } else {
            Self::Red
        }
    }

    /// Why a sum cannot be coloured yet; `None` when it can. `has_profile` matters for money
    /// only; a finished period needs none.
    pub fn grey(pace: Pace, kind: Kind, has_profile: bool) -> Option<Grey> {
        if pace.is_finished() {
            return (pace.plan == 0).then_some(Grey::NothingDue);
        }
        match kind {
            Kind::Step => {}
            _ if pace.is_early() => return Some(Grey::TooEarly),
            Kind::Money if !has_profile => return Some(Grey::NoProfile),
            _ => {}
        }
        (pace.plan_to_date == 0).then_some(Grey::NothingDue)
    }

    pub fn is_behind(self) -> bool {
        matches!(self, Self::Red | Self::Amber)
    }
}

fn holds(pace: Percent, border: i64, held: bool) -> bool {
    let border = if held { border - HYSTERESIS } else { border };
    pace >= Percent::whole(border)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Paces in tenths of a percent.
    fn after(paces: &[i64]) -> Option<Status> {
        Status::after(paces.iter().map(|tenths| Percent::of(*tenths, 1000).unwrap()))
    }

    fn pace(passed: u32) -> Pace {
        Pace { fact: 5, plan: 100, plan_to_date: 5 * i64::from(passed), passed, total: 20 }
    }

    #[test]
    fn borders_are_at_a_hundred_and_at_eighty_five() {
        assert_eq!(after(&[1000]), Some(Status::Green));
        assert_eq!(after(&[999]), Some(Status::Amber));
        assert_eq!(after(&[850]), Some(Status::Amber));
        assert_eq!(after(&[849]), Some(Status::Red));
        assert_eq!(after(&[]), None);
    }

    #[test]
    fn a_figure_on_the_border_does_not_blink() {
        assert_eq!(after(&[1000, 985]), Some(Status::Green));
        assert_eq!(after(&[1000, 979]), Some(Status::Amber));
        assert_eq!(after(&[1000, 979, 985]), Some(Status::Amber));
        assert_eq!(after(&[900, 835]), Some(Status::Amber));
        assert_eq!(after(&[900, 829]), Some(Status::Red));
        assert_eq!(after(&[800, 845]), Some(Status::Red));
        assert_eq!(after(&[1000, 500, 1000]), Some(Status::Green));
    }

    #[test]
    fn money_waits_for_the_third_day_and_for_a_profile() {
        assert_eq!(Status::grey(pace(2), Kind::Money, true), Some(Grey::TooEarly));
        assert_eq!(Status::grey(pace(3), Kind::Money, false), Some(Grey::NoProfile));
        assert_eq!(Status::grey(pace(3), Kind::Money, true), None);
        assert_eq!(Status::grey(pace(20), Kind::Money, false), None);
    }

    #[test]
    fn steps_are_coloured_from_the_start() {
        assert_eq!(Status::grey(pace(1), Kind::Step, false), None);
        assert_eq!(Status::grey(pace(0), Kind::Step, false), Some(Grey::NothingDue));
        assert_eq!(Status::grey(pace(2), Kind::Result, false), Some(Grey::TooEarly));
    }
}
