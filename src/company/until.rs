//! Until when somebody is let in: the last day is said, the instant after it is kept.
use chrono::{DateTime, Days, Months, NaiveDate, NaiveTime, TimeDelta, TimeZone, Utc};
use chrono_tz::Tz;

use crate::access::Role;
use crate::form::FieldErrors;

/// The first instant after the day, where the company is.
pub fn end_of(day: NaiveDate, zone: Tz) -> DateTime<Utc> {
    let midnight = (day + Days::new(1)).and_time(NaiveTime::MIN);
    let local = zone.from_local_datetime(&midnight).earliest();
    local.map_or_else(|| midnight.and_utc(), |local| local.to_utc())
}

/// The last day before the instant.
pub fn last_day(until: DateTime<Utc>, zone: Tz) -> NaiveDate {
    (until - TimeDelta::seconds(1)).with_timezone(&zone).date_naive()
}

/// Where and when a day is typed, and how far somebody may let others in.
#[derive(Debug, Clone, Copy)]
pub struct Grant {
    pub zone: Tz,
    pub today: NaiveDate,
    /// The end of the giver's own time: nobody gives more than he has.
    pub longest: Option<DateTime<Utc>>,
}

impl Grant {
    /// The end of an expert's time as typed in `access_until`; the other roles have none.
    pub fn check(self, errors: &mut FieldErrors, role: Role, typed: &str) -> Option<DateTime<Utc>> {
        if role != Role::Expert {
            return None;
        }
        let (field, day) = ("access_until", errors.date("access_until", typed));
        let until = end_of(day, self.zone);
        let is_day = errors.on(field).is_none();
        if is_day && !(self.today..=self.today + Months::new(12)).contains(&day) {
            errors.add(field, "Вход эксперта — от сегодняшнего дня и не дольше года");
        } else if is_day && self.longest.is_some_and(|longest| until > longest) {
            errors.add(field, "Не дольше, чем открыт ваш собственный вход");
        }
        Some(until)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn the_last_day_is_let_in_whole_wherever_the_company_is() {
        for zone in [Tz::Europe__Moscow, Tz::Asia__Kamchatka, Tz::Europe__Kaliningrad] {
            let until = end_of(day("2026-12-31"), zone);
            assert_eq!(last_day(until, zone), day("2026-12-31"));
            assert_eq!(until.with_timezone(&zone).date_naive(), day("2027-01-01"));
        }
    }

    #[test]
    fn an_expert_comes_for_a_while_and_nobody_gives_more_than_he_has() {
        let zone = Tz::Europe__Moscow;
        let own = Some(end_of(day("2026-12-31"), zone));
        let grant = Grant { zone, today: day("2026-11-18"), longest: own };
        let refusal = |typed: &str| {
            let mut errors = FieldErrors::default();
            grant.check(&mut errors, Role::Expert, typed);
            errors.on("access_until").map(str::to_owned)
        };
        assert_eq!(refusal("2026-12-31"), None);
        for wrong in ["", "31.02.2027", "2026-11-17", "2027-11-19", "2027-01-01"] {
            assert!(refusal(wrong).is_some(), "{wrong}");
        }
        let mut errors = FieldErrors::default();
        assert_eq!(grant.check(&mut errors, Role::Manager, "мусор"), None);
        assert!(errors.is_empty());
    }
}
