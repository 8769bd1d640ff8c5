//! What the rhythm takes of a head's month.

use super::ritual::{Ritual, Rule};
use chrono::NaiveDate;

/// Minutes of twenty working days of eight hours.
const MONTH: u32 = 20 * 8 * 60;

/// Minutes a month that a rule takes, with a team of so many managers.
pub fn minutes_of(rule: &Rule, managers: u32) -> u32 {
    let people = if rule.is_per_person { managers } else { 1 };
    (rule.cadence.times_a_quarter() * u32::from(rule.minutes) * people).div_ceil(3)
}

/// The same of all that is held on a day.
pub fn monthly_minutes(rituals: &[Ritual], managers: u32, today: NaiveDate) -> u32 {
    let held = rituals.iter().filter(|ritual| !ritual.is_hidden);
    held.filter_map(|ritual| ritual.on(today)).map(|rule| minutes_of(rule, managers)).sum()
}

/// The share of a month in whole percents.
pub fn percent_of_month(minutes: u32) -> u32 {
    (minutes * 100 + MONTH / 2) / MONTH
}

#[cfg(test)]
mod tests {
    use super::super::ritual::tests::{ritual, rule};
    use super::*;

    /// industries.md, 0: 20×15 + 4×45 + 20×30 + 4×60 + 8×30 + 4×30 + 4×40 + 90 = 1 930 minutes.
    #[test]
    fn the_usual_rhythm_takes_a_fifth_of_the_month_with_five_managers() {
        let since = "2026-10-01";
        let all: Vec<Ritual> = [
            ("FREQ=DAILY", 15, false),
            ("FREQ=WEEKLY;BYDAY=MO", 45, false),
            ("FREQ=WEEKLY", 30, true),
            ("FREQ=WEEKLY;BYDAY=WE", 60, false),
            ("FREQ=WEEKLY;BYDAY=TU,TH", 30, false),
            ("FREQ=WEEKLY;BYDAY=FR", 30, false),
            ("FREQ=WEEKLY;BYDAY=FR", 40, false),
            ("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=3", 90, false),
        ]
        .map(|(cadence, minutes, each)| ritual(vec![rule(since, cadence, minutes, each)]))
        .into();
        let today = "2026-11-18".parse().unwrap();
        assert_eq!(monthly_minutes(&all, 5, today), 1_930);
        assert_eq!(percent_of_month(1_930), 20);
        assert_eq!(monthly_minutes(&all, 0, today), 1_330, "without talks");
    }

    #[test]
    fn what_is_off_or_not_begun_takes_nothing_and_a_quarter_is_spread() {
        let today = "2026-11-18".parse().unwrap();
        let off =
            Ritual { is_hidden: true, ..ritual(vec![rule("2026-10-01", "FREQ=DAILY", 15, false)]) };
        let later = ritual(vec![rule("2026-12-01", "FREQ=DAILY", 15, false)]);
        let quarterly =
            ritual(vec![rule("2026-10-01", "FREQ=MONTHLY;INTERVAL=3;BYSETPOS=5", 90, false)]);
        assert_eq!(monthly_minutes(&[off, later, quarterly], 5, today), 30);
    }
}
