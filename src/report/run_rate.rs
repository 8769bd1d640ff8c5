//! «При таком темпе»: where a sum ends if it goes on as it went.

use crate::values::{Percent, Span};

use super::course::Frame;
use super::pace::Pace;

/// The end of the period at this pace, in minor units; `None` while that cannot be said. With a
/// profile the plan to date is its share of the plan; months of a quarter weigh as they were
/// planned.
pub fn run_rate(pace: Pace, frame: &Frame, has_profile: bool) -> Option<i64> {
    if has_profile || frame.period.span() == Span::Quarter {
        return pace.run_rate_by(Percent::of(pace.plan_to_date, pace.plan)?);
    }
    pace.run_rate()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::values::WorkCalendar;
    use crate::working_days::Roster;

    fn frame(period: &str) -> Frame {
        let closed = "2026-11-13".parse().unwrap();
        let close = "20:00:00".parse().unwrap();
        let now = chrono::NaiveDate::and_hms_opt(&closed, 21, 0, 0).unwrap();
        Frame::at(
            period.parse().unwrap(),
            now,
            close,
            Roster::plain(WorkCalendar::russia().clone()),
        )
    }

    const THIRTEENTH: Pace =
        Pace { fact: 2_340_000, plan: 6_000_000, plan_to_date: 2_400_000, passed: 9, total: 20 };

    #[test]
    fn a_month_goes_on_by_days_and_by_its_profile_once_there_is_one() {
        let month = frame("2026-11");
        assert_eq!(run_rate(THIRTEENTH, &month, false), Some(5_200_000));
        assert_eq!(run_rate(THIRTEENTH, &month, true), Some(5_850_000));
    }

    #[test]
    fn a_quarter_goes_on_as_its_months_were_planned() {
        assert_eq!(run_rate(THIRTEENTH, &frame("2026-Q4"), false), Some(5_850_000));
    }
}
