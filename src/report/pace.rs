//! How a sum goes against its plan by a given day (formulas, section 2).
//!
//! Amounts are minor units of one metric; days are working days of the period.

use crate::values::Percent;

/// Where a plan stands at the end of the last closed day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pace {
    pub fact: i64,
    pub plan: i64,
    /// «План на сегодня»: the plan of the days that passed.
    pub plan_to_date: i64,
    /// Working days passed, of the period's `total`.
    pub passed: u32,
    pub total: u32,
}

/// Before this working day no run rate is shown.
pub const FIRST_SPOKEN_DAY: u32 = 3;

impl Pace {
    pub fn of_plan(self) -> Option<Percent> {
        Percent::of(self.fact, self.plan)
    }

    /// «К плану на сегодня».
    pub fn to_date(self) -> Option<Percent> {
        Percent::of(self.fact, self.plan_to_date)
    }

    pub fn gap(self) -> i64 {
        self.fact - self.plan_to_date
    }

    pub fn is_finished(self) -> bool {
        self.passed >= self.total
    }

    /// Too few days have passed to say where this goes.
    pub fn is_early(self) -> bool {
        self.passed < FIRST_SPOKEN_DAY && !self.is_finished()
    }

    /// «При таком темпе»: the fact carried on evenly. Calendar days would be a mistake.
    pub fn run_rate(self) -> Option<i64> {
        self.run_rate_by(Percent::of(self.passed.into(), self.total.into())?)
    }

    /// The run rate when usually only `share` of the money has come by this day.
    pub fn run_rate_by(self, share: Percent) -> Option<i64> {
        if self.is_finished() {
            return Some(self.fact);
        }
        if self.is_early() {
            return None;
        }
        share.inverse()?.times(self.fact)
    }

    /// What each day left has to bring; `None` when no day is left.
    pub fn need_per_day(self) -> Option<i64> {
        let left = self.total.checked_sub(self.passed).filter(|left| *left > 0)?;
        Percent::of(1, left.into())?.times(self.plan - self.fact)
    }

    /// How many times more a day has to bring than it brought so far: ×1,28.
    pub fn effort(self) -> Option<Percent> {
        let left = self.total.checked_sub(self.passed).filter(|left| *left > 0)?;
        let missing = i128::from(self.plan - self.fact) * i128::from(self.passed);
        Percent::ratio(missing, i128::from(left) * i128::from(self.fact))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The end of 13 November 2026: nine working days of twenty, in roubles.
    const THIRTEENTH: Pace =
        Pace { fact: 2_340_000, plan: 6_000_000, plan_to_date: 2_700_000, passed: 9, total: 20 };

    #[test]
    fn the_worked_example_of_november() {
        assert_eq!(THIRTEENTH.of_plan(), Some(Percent::whole(39)));
        assert_eq!(THIRTEENTH.to_date().unwrap().rounded(1), 867);
        assert_eq!(THIRTEENTH.gap(), -360_000);
        assert_eq!(THIRTEENTH.run_rate(), Some(5_200_000));
        assert_eq!(THIRTEENTH.need_per_day(), Some(332_727));
        assert_eq!(THIRTEENTH.effort().unwrap().factor(), "×1,28");
    }

    #[test]
    fn money_that_comes_late_is_judged_by_its_usual_course() {
        assert_eq!(THIRTEENTH.run_rate_by(Percent::whole(36)), Some(6_500_000));
        assert_eq!(THIRTEENTH.run_rate_by(Percent::whole(0)), None);
    }

    #[test]
    fn before_the_third_working_day_nothing_is_said() {
        let second = Pace { passed: 2, ..THIRTEENTH };
        assert_eq!(second.run_rate(), None);
        assert!(Pace { passed: 3, ..THIRTEENTH }.run_rate().is_some());
    }

    #[test]
    fn a_finished_period_came_to_its_fact() {
        let finished = Pace { passed: 20, plan_to_date: 6_000_000, ..THIRTEENTH };
        assert_eq!(finished.run_rate(), Some(2_340_000));
        assert_eq!((finished.need_per_day(), finished.effort()), (None, None));
        let short_week = Pace { passed: 1, total: 1, ..THIRTEENTH };
        assert!(short_week.is_finished() && !short_week.is_early());
    }

    #[test]
    fn nothing_to_divide_by_is_no_figure() {
        let nothing = Pace { fact: 0, plan: 0, plan_to_date: 0, passed: 0, total: 20 };
        assert_eq!((nothing.of_plan(), nothing.to_date(), nothing.effort()), (None, None, None));
        assert_eq!(nothing.run_rate(), None);
    }

    proptest! {
        #[test]
        fn an_even_course_ends_at_the_plan(per_day in 1_i64..1_000_000, passed in 3_u32..20) {
            let even = Pace {
                fact: per_day * i64::from(passed),
                plan: per_day * 20,
                plan_to_date: per_day * i64::from(passed),
                passed,
                total: 20,
            };
            prop_assert_eq!(even.run_rate(), Some(even.plan));
            prop_assert_eq!(even.need_per_day(), Some(per_day));
            prop_assert_eq!(even.effort(), Some(Percent::whole(100)));
        }
    }
}
