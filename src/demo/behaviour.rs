//! What the sellers of the demonstration planned and did: believable, and the same for the same seed, whatever day it is asked on.
use chrono::{Datelike, Months, NaiveDate};
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};

use super::cast::Manner;
use crate::values::{Period, WorkCalendar};

/// Steps of an experienced seller on a working day, in tenths: calls, meetings, offers, invoices.
const STEPS: [i64; 4] = [200, 15, 10, 8];

/// Wholesale through the year, percent of an ordinary month, January first.
const SEASON: [i64; 12] = [70, 85, 100, 105, 90, 95, 88, 92, 108, 112, 110, 125];

/// Money comes late in the month: the weight of each tenth of its working days.
const COURSE: [i64; 10] = [4, 5, 7, 8, 9, 10, 11, 13, 15, 18];

/// How many months before the demonstration's today its days begin.
pub const MONTHS: u32 = 12;

/// The plan of a seller for a month: the four steps in pieces, then money in roubles.
pub fn month_plan(
    manner: Manner,
    month: NaiveDate,
    today: NaiveDate,
    equal_share: i64,
) -> [i64; 5] {
    let days = i64::from(WorkCalendar::russia().working_days_in(Period::month(month)));
    let ramp = ramp(manner, month, today);
    let season = SEASON[month.month0() as usize];
    let money = equal_share * manner.share / 100 * ramp / 100 * season / 100;
    let [calls, meetings, offers, invoices] = STEPS.map(|tenths| tenths * days * ramp / 1000);
    let calls = rounded(calls, 10);
    [calls, meetings, offers, invoices, rounded(money, 10_000)]
}

fn rounded(value: i64, to: i64) -> i64 {
    (value + to / 2) / to * to
}

/// Percent of an experienced seller: a newcomer has 30, 60, then 100; nothing before the first month.
fn ramp(manner: Manner, month: NaiveDate, today: NaiveDate) -> i64 {
    let Some(ago) = manner.started else { return 100 };
    let start = Period::month(today).first() - Months::new(ago);
    match months_between(start, month) {
        ..0 => 0,
        0 => 30,
        1 => 60,
        _ => 100,
    }
}

fn months_between(from: NaiveDate, to: NaiveDate) -> i32 {
    (to.year() - from.year()) * 12 + to.month0().cast_signed() - from.month0().cast_signed()
}

/// What a seller did on a day: the four steps, then money in kopecks. None on a day off, on vacation and before the first month.
/// `plan` is the month's; `key` names the seller; the same arguments give the same day.
pub fn day(
    manner: Manner,
    plan: [i64; 5],
    day: NaiveDate,
    today: NaiveDate,
    key: u64,
) -> Option<[i64; 5]> {
    let calendar = WorkCalendar::russia();
    if !calendar.is_working(day) || manner.is_away(day) || plan[4] == 0 {
        return None;
    }
    let seed = key.wrapping_mul(1_000_003) ^ u64::from(day.num_days_from_ce().unsigned_abs());
    let mut chance = StdRng::seed_from_u64(seed);
    let days = i64::from(calendar.working_days_in(Period::month(day)));
    let drift = manner.drift * i64::from(6 - months_between(day, today).clamp(0, 6));
    let mood = chance.random_range(80..=120);
    let mut done = [0; 5];
    for (at, planned) in plan[..4].iter().enumerate() {
        let thousandths = planned * 1000 / days * (manner.steps + drift) / 100 * mood / 100;
        done[at] =
            thousandths / 1000 + i64::from(chance.random_range(0..1000) < thousandths % 1000);
    }
    done[4] = money(manner.money + drift, plan[4], day, days, &mut chance) * 100;
    Some(done)
}

/// A day's payments, roubles: on some days nothing, on others one or two bills, more towards the month's end.
fn money(percent: i64, month_plan: i64, day: NaiveDate, days: i64, chance: &mut StdRng) -> i64 {
    let first = Period::month(day).first();
    let passed = i64::from(WorkCalendar::russia().working_days(first, day));
    let tenth = usize::try_from((passed - 1) * 10 / days).unwrap_or_default().min(9);
    let weights: i64 = (0..days)
        .map(|at| COURSE[usize::try_from(at * 10 / days).unwrap_or_default().min(9)])
        .sum();
    let expected = month_plan * percent / 100 * COURSE[tenth] / weights;
    if chance.random_range(0..100) >= 55 {
        return 0;
    }
    rounded(expected * chance.random_range(120..=244) / 100, 100)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::demo::cast::COMPANIES;

    fn date(y: i32, m: u32, d: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(y, m, d).unwrap()
    }

    fn month(
        at: usize,
        first: NaiveDate,
        last: NaiveDate,
        today: NaiveDate,
    ) -> ([i64; 5], [i64; 5]) {
        let manner = COMPANIES[0].people[at].manner.unwrap();
        let plan = month_plan(manner, first, today, 960_000);
        let mut sums = [0; 5];
        for when in first.iter_days().take_while(|when| *when <= last) {
            for (sum, done) in
                sums.iter_mut().zip(day(manner, plan, when, today, at as u64).unwrap_or_default())
            {
                *sum += done;
            }
        }
        (plan, sums)
    }

    #[test]
    fn a_day_is_the_same_whenever_it_is_asked_for() {
        let manner = COMPANIES[0].people[3].manner.unwrap();
        let when = date(2026, 10, 14);
        let plan = month_plan(manner, date(2026, 10, 1), date(2026, 11, 18), 960_000);
        let asked = |today| day(manner, plan, when, today, 3);
        assert_eq!(asked(date(2026, 11, 18)), asked(date(2026, 11, 23)));
        assert!(asked(date(2026, 11, 18)).is_some());
    }

    #[test]
    fn nobody_works_on_a_day_off_or_on_vacation() {
        let manner = COMPANIES[0].people[2].manner.unwrap();
        let plan = [1, 1, 1, 1, 1];
        let today = date(2026, 11, 18);
        assert_eq!(day(manner, plan, date(2026, 11, 4), today, 1), None);
        assert_eq!(day(manner, plan, date(2026, 7, 8), today, 1), None);
    }

    #[test]
    fn the_good_do_better_than_the_newcomer() {
        let (first, last) = (date(2026, 10, 1), date(2026, 10, 31));
        let (good_plan, good) = month(2, first, last, date(2026, 11, 18));
        let (new_plan, new) = month(6, first, last, date(2026, 11, 18));
        assert!(good[0] * new_plan[0] > new[0] * good_plan[0]);
        assert!(good_plan[4] > new_plan[4]);
    }

    #[test]
    fn money_is_near_the_plan_over_a_year() {
        let today = date(2026, 11, 18);
        let (mut planned, mut came) = (0, 0);
        for back in 1..=10 {
            let first = date(2026, 11, 1) - Months::new(back);
            let (plan, done) = month(3, first, Period::month(first).last(), today);
            planned += plan[4] * 100;
            came += done[4];
        }
        assert!((80..=115).contains(&(came * 100 / planned)), "{came} of {planned}");
    }
}
