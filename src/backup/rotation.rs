//! Which of the nightly copies stay: the latest of each of the last days, and of each of the last weeks.
use chrono::{Datelike, NaiveDate};

const DAYS: usize = 7;
const WEEKS: usize = 4;
const PREFIX: &str = "mayak-";
const SUFFIX: &str = ".zip";

/// «mayak-2026-11-25.zip».
pub fn name(day: NaiveDate) -> String {
    format!("{PREFIX}{day}{SUFFIX}")
}

/// The day of a nightly copy; none for files that somebody else put there.
pub fn day(name: &str) -> Option<NaiveDate> {
    let day = name.strip_prefix(PREFIX)?.strip_suffix(SUFFIX)?.parse().ok()?;
    (name == self::name(day)).then_some(day)
}

/// Whether a file is one in the making, by its name.
pub fn is_part(name: &str) -> bool {
    let whole = name.strip_suffix(".part").and_then(|name| name.rsplit_once('.'));
    whole.is_some_and(|(name, _)| day(name).is_some())
}

/// The days whose copies go: neither of the last seven copies, nor the first of one of the last four weeks that have any.
pub fn outlived(mut days: Vec<NaiveDate>) -> Vec<NaiveDate> {
    days.sort_unstable();
    days.dedup();
    let mut firsts = days.clone();
    firsts.dedup_by_key(|day| (day.iso_week().year(), day.iso_week().week()));
    let kept = |all: &[NaiveDate], most: usize| all[all.len().saturating_sub(most)..].to_vec();
    let stay = [kept(&days, DAYS), kept(&firsts, WEEKS)].concat();
    days.retain(|day| !stay.contains(day));
    days
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn only_our_names_are_taken_for_copies() {
        assert_eq!(day("mayak-2026-11-25.zip"), Some(date("2026-11-25")));
        for other in ["mayak-2026-11-25.zip.part", "mayak-2026-11-5.zip", "mine.zip", "mayak-.zip"]
        {
            assert_eq!(day(other), None, "{other}");
        }
        assert!(is_part("mayak-2026-11-25.zip.17.part") && !is_part("mayak-2026-11-25.zip"));
        assert!(!is_part("mine.part") && !is_part("mayak-2026-11-2x.zip.17.part"));
    }

    #[test]
    fn seven_days_and_four_weeks_stay() {
        let nights: Vec<_> = date("2026-10-01").iter_days().take(56).collect();
        let gone = outlived(nights.clone());
        let stay: Vec<_> = nights.iter().filter(|day| !gone.contains(day)).collect();
        let names: Vec<_> = stay.iter().map(ToString::to_string).collect();
        // Thursday the first of October … Wednesday, 25 November; weeks begin on 2, 9, 16 and 23 November.
        assert_eq!(
            names,
            [
                "2026-11-02",
                "2026-11-09",
                "2026-11-16",
                "2026-11-19",
                "2026-11-20",
                "2026-11-21",
                "2026-11-22",
                "2026-11-23",
                "2026-11-24",
                "2026-11-25"
            ]
        );
    }

    #[test]
    fn night_by_night_the_same_stay_as_all_at_once() {
        let mut there = Vec::new();
        for night in date("2026-10-01").iter_days().take(56) {
            there.push(night);
            let gone = outlived(there.clone());
            there.retain(|day| !gone.contains(day));
        }
        assert_eq!(there.len(), 10);
        assert!(there.contains(&date("2026-11-02")));
    }

    #[test]
    fn copies_after_a_long_rest_are_not_thrown_away() {
        assert!(outlived(vec![date("2024-01-01"), date("2026-11-25")]).is_empty());
    }
}
