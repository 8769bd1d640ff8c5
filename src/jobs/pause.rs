//! How long a failed job rests before the next try.
use chrono::TimeDelta;

const FIRST: TimeDelta = TimeDelta::seconds(10);
const LONGEST: TimeDelta = TimeDelta::hours(1);
/// In thousandths of the pause.
const JITTER: i32 = 200;

/// What [`pause`] takes for chance: a number below this.
pub const CHANCES: u32 = 1001;

/// Ten seconds after the first try, twice as long after each further one, up to an hour; a fifth more or less by chance, so
/// that what failed together does not come back together.
pub fn pause(attempts: i32, chance: u32) -> TimeDelta {
    let doublings = u32::try_from(attempts - 1).unwrap_or_default().min(16);
    let pause = (FIRST * 2_i32.pow(doublings)).min(LONGEST);
    let chance = i32::try_from(chance.min(CHANCES - 1)).unwrap_or_default();
    pause * (1000 - JITTER + 2 * JITTER * chance / 1000) / 1000
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_double_up_to_an_hour() {
        let pauses: Vec<_> = (1..=11).map(|tries| pause(tries, 500).num_seconds()).collect();
        assert_eq!(pauses, [10, 20, 40, 80, 160, 320, 640, 1280, 2560, 3600, 3600]);
        assert_eq!(pause(i32::MAX, 500), LONGEST);
        assert_eq!(pause(0, 500), FIRST);
    }

    #[test]
    fn chance_moves_a_pause_by_a_fifth() {
        assert_eq!(pause(1, 0), TimeDelta::seconds(8));
        assert_eq!(pause(1, CHANCES), TimeDelta::seconds(12));
    }
}
