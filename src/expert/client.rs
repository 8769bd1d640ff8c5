//! A company that somebody leads: how far it has come, and what is wrong there.
use chrono::{DateTime, Days, NaiveDate, Utc};
use chrono_tz::Tz;

use crate::company::last_day;
use crate::values::russian::{counted, day_and_month, month, numeric_date, plural};
use crate::values::{CompanyId, Period, WeekPart, WorkCalendar};

/// Working days without a word after which it is told.
const SILENT: u32 = 2;
/// Days after which an owner has not been seen for long.
const UNSEEN: i64 = 14;
/// An end that near is told.
const ENDS_SOON: Days = Days::new(14);

/// What a job has seen of a company: days and counts, no amounts, nobody's name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Introduction {
    pub is_set_up: bool,
    /// The first day with facts since the company is here.
    pub first_entry_on: Option<NaiveDate>,
    pub last_entry_on: Option<NaiveDate>,
    /// The first day of the first week that was confirmed.
    pub first_week_on: Option<NaiveDate>,
    /// The latest month up to the present one with an approved plan.
    pub planned_month: Option<NaiveDate>,
    pub weeks_overdue: i32,
    pub computed_at: DateTime<Utc>,
}

/// A company in care.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Client {
    pub id: CompanyId,
    pub name: String,
    pub zone: Tz,
    pub access_until: Option<DateTime<Utc>>,
    /// Whether an owner signs in; one who was asked in may not have come yet.
    pub has_owner: bool,
    pub owner_seen_at: Option<DateTime<Utc>>,
    /// The day on which the company goes, when its owner asked for that.
    pub deleted_on: Option<NaiveDate>,
    /// None: not looked at yet.
    pub introduction: Option<Introduction>,
}

/// What needs somebody's attention. `is_bad`: now; else soon.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flag {
    pub is_bad: bool,
    pub text: String,
}

impl Flag {
    fn bad(text: impl Into<String>) -> Self {
        Self { is_bad: true, text: text.into() }
    }

    fn watch(text: impl Into<String>) -> Self {
        Self { is_bad: false, text: text.into() }
    }

    /// As pills are coloured.
    pub fn kind(&self) -> &'static str {
        if self.is_bad { "bad" } else { "watch" }
    }
}

/// A step of an introduction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// In that week, where it is of one.
    Done(Option<WeekPart>),
    Going,
    Waiting,
    /// Not looked at yet.
    Unknown,
}

impl Client {
    pub fn today(&self, now: DateTime<Utc>) -> NaiveDate {
        now.with_timezone(&self.zone).date_naive()
    }

    /// Whether its decisions are made by somebody.
    pub fn set_up(&self) -> Step {
        self.step(|seen| if seen.is_set_up { Step::Done(None) } else { Step::Waiting })
    }

    /// Whether a whole week has been entered: the first one with facts is over.
    pub fn first_week_entered(&self, now: DateTime<Utc>) -> Step {
        self.step(|seen| match seen.first_entry_on {
            None => Step::Waiting,
            Some(day) => {
                let week = WeekPart::containing(day);
                let is_over = week.ends_on < self.today(now);
                if is_over { Step::Done(Some(week)) } else { Step::Going }
            }
        })
    }

    pub fn first_week_confirmed(&self) -> Step {
        self.step(|seen| match seen.first_week_on {
            None => Step::Waiting,
            day => Step::Done(day.map(WeekPart::containing)),
        })
    }

    fn step(&self, of: impl Fn(&Introduction) -> Step) -> Step {
        self.introduction.as_ref().map_or(Step::Unknown, of)
    }

    /// «20.11.2026», or nothing where there is no end.
    pub fn last_day(&self) -> Option<NaiveDate> {
        self.access_until.map(|until| last_day(until, self.zone))
    }

    /// What is wrong, the worst first.
    pub fn flags(&self, now: DateTime<Utc>) -> Vec<Flag> {
        let seen = self.introduction.as_ref();
        let flags = [
            self.deleted_on.map(|day| Flag::bad(format!("компанию удалят {}", day_and_month(day)))),
            (!self.has_owner).then(|| Flag::bad("собственник ещё не вошёл: решать некому")),
            seen.and_then(overdue),
            seen.and_then(|seen| silent(seen, self.today(now))),
            seen.and_then(|seen| unplanned(seen, self.today(now))),
            self.unseen(now),
            self.ends_soon(now),
        ];
        let mut flags: Vec<Flag> = flags.into_iter().flatten().collect();
        flags.sort_by_key(|flag| !flag.is_bad);
        flags
    }

    fn unseen(&self, now: DateTime<Utc>) -> Option<Flag> {
        if !self.has_owner {
            return None;
        }
        let Some(at) = self.owner_seen_at else {
            return Some(Flag::watch("когда заходил собственник, неизвестно"));
        };
        let days = (now - at).num_days();
        let text = || format!("собственник не заходил {}", counted(days, "день", "дня", "дней"));
        (days >= UNSEEN).then(|| Flag::bad(text()))
    }

    fn ends_soon(&self, now: DateTime<Utc>) -> Option<Flag> {
        let day = self.last_day()?;
        let text = format!("ваш вход закроется после {}", numeric_date(day));
        (day <= self.today(now) + ENDS_SOON).then(|| Flag::watch(text))
    }
}

fn overdue(seen: &Introduction) -> Option<Flag> {
    let weeks = i64::from(seen.weeks_overdue);
    let verb = plural(weeks, "не подтверждена", "не подтверждены", "не подтверждены");
    let text = || format!("{} {verb}", counted(weeks, "неделя", "недели", "недель"));
    (weeks > 0).then(|| Flag::bad(text()))
}

/// Working days since the last entry that have passed whole.
fn silent(seen: &Introduction, today: NaiveDate) -> Option<Flag> {
    let last = seen.last_entry_on?;
    let days = WorkCalendar::russia().working_days(last + Days::new(1), today - Days::new(1));
    let text = || {
        let days = counted(i64::from(days), "рабочий день", "рабочих дня", "рабочих дней");
        format!("{days} никто ничего не вносил")
    };
    (days >= SILENT).then(|| Flag::bad(text()))
}

fn unplanned(seen: &Introduction, today: NaiveDate) -> Option<Flag> {
    let is_planned = seen.planned_month == Some(Period::month(today).first());
    (!is_planned).then(|| Flag::bad(format!("нет плана на {}", month(today))))
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    /// Wednesday.
    fn now() -> DateTime<Utc> {
        at("2026-11-18T09:00:00Z")
    }

    fn seen() -> Introduction {
        Introduction {
            is_set_up: true,
            first_entry_on: Some(day("2026-11-03")),
            last_entry_on: Some(day("2026-11-17")),
            first_week_on: Some(day("2026-11-02")),
            planned_month: Some(day("2026-11-01")),
            weeks_overdue: 0,
            computed_at: now(),
        }
    }

    fn client(introduction: Introduction) -> Client {
        Client {
            id: CompanyId(Uuid::from_u128(1)),
            name: "Ромашка".into(),
            zone: Tz::Europe__Moscow,
            access_until: Some(at("2027-05-01T00:00:00Z")),
            has_owner: true,
            owner_seen_at: Some(at("2026-11-17T09:00:00Z")),
            deleted_on: None,
            introduction: Some(introduction),
        }
    }

    fn texts(client: &Client) -> Vec<String> {
        client.flags(now()).into_iter().map(|flag| flag.text.replace('\u{a0}', " ")).collect()
    }

    #[test]
    fn a_company_where_all_goes_well_has_no_flags() {
        assert_eq!(texts(&client(seen())), Vec::<String>::new());
    }

    #[test]
    fn what_is_wrong_is_said_the_worst_first() {
        let mut led = client(Introduction {
            last_entry_on: Some(day("2026-11-12")),
            planned_month: Some(day("2026-10-01")),
            weeks_overdue: 2,
            ..seen()
        });
        led.owner_seen_at = Some(at("2026-11-03T09:00:00Z"));
        led.access_until = Some(at("2026-11-30T21:00:00Z"));
        assert_eq!(
            texts(&led),
            [
                "2 недели не подтверждены",
                "3 рабочих дня никто ничего не вносил",
                "нет плана на ноябрь",
                "собственник не заходил 15 дней",
                "ваш вход закроется после 30.11.2026",
            ]
        );
    }

    #[test]
    fn a_weekend_is_no_silence() {
        let friday = Introduction { last_entry_on: Some(day("2026-11-13")), ..seen() };
        assert_eq!(silent(&friday, day("2026-11-16")), None);
        assert_eq!(silent(&friday, day("2026-11-17")), None, "one day, and today is not over");
        assert!(silent(&friday, day("2026-11-18")).is_some());
    }

    #[test]
    fn a_company_without_an_owner_says_so_and_nothing_of_his_visits() {
        let led = Client { has_owner: false, owner_seen_at: None, ..client(seen()) };
        assert_eq!(texts(&led), ["собственник ещё не вошёл: решать некому"]);
    }

    #[test]
    fn a_week_is_entered_when_it_is_over() {
        let entered = |first: &str| {
            let seen = Introduction { first_entry_on: Some(day(first)), ..seen() };
            client(seen).first_week_entered(now())
        };
        assert_eq!(
            entered("2026-11-03"),
            Step::Done(Some(WeekPart::containing(day("2026-11-02"))))
        );
        assert_eq!(entered("2026-11-17"), Step::Going);
        let unknown = Client { introduction: None, ..client(seen()) };
        assert_eq!(unknown.set_up(), Step::Unknown);
        assert!(unknown.flags(now()).is_empty());
    }
}
