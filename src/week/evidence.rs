//! What was read for a department's week, and what follows from it at once.

use std::collections::BTreeSet;

use chrono::{Datelike, NaiveDate};

use super::facts::Facts;
use super::person::Person;
use crate::closing::{Closed, Closures, Proposal, Rules};
use crate::company::Department;
use crate::metric::Metric;
use crate::plan::{Agreed, Plans};
use crate::signal::Explained;
use crate::values::{MemberId, MetricId, WeekPart, WorkCalendar};
use crate::working_days::Roster;

#[derive(Debug, Clone)]
pub struct Evidence {
    pub part: WeekPart,
    /// Today in the company's zone.
    pub today: NaiveDate,
    pub department: Department,
    /// All in use, by name.
    pub departments: Vec<Department>,
    /// All of the company, hidden ones too: ratios may be made of them.
    pub metrics: Vec<Metric>,
    /// Everybody of the company.
    pub people: Vec<Person>,
    /// Who works on which days, of the month before to the months of the weeks ahead.
    pub roster: Roster,
    /// The last words on the weeks and months around.
    pub closures: Closures,
    /// Of this department.
    pub plans: Plans,
    pub facts: Facts,
    /// The last words on this week's deviations.
    pub explained: Vec<Explained>,
    /// Proposed corrections of this department's days.
    pub proposals: Vec<Proposal>,
    /// Other weeks in which corrections were proposed that wait for an answer, in order.
    pub waiting: BTreeSet<WeekPart>,
}

/// A part that may be asked for: it starts on the day, in years that every page can count in.
pub fn part_of(starts_on: &str) -> Option<WeekPart> {
    let day: NaiveDate = starts_on.parse().ok()?;
    WeekPart::starting(day).filter(|part| (1991..2100).contains(&part.starts_on.year()))
}

impl Evidence {
    /// What people are to do in a part of a week of this department.
    pub fn agreed(&self, part: WeekPart) -> Agreed {
        let history = self.plans.history(part.month().first());
        Agreed::lay(part, &self.metrics, &history, &self.plans.weeks, &self.roster)
    }

    /// Why the week takes no entries any more; `None`: it is open.
    pub fn closed(&self) -> Option<Closed<'_>> {
        self.closures.closed(Some(self.department.id), self.part.starts_on)
    }

    /// The last closed day of the company.
    pub fn closed_day(&self) -> NaiveDate {
        let closes = self.closures.rules.day_closes_at;
        if self.closures.now.time() >= closes {
            return self.today;
        }
        self.today.pred_opt().unwrap_or(self.today)
    }

    /// The company's calendar.
    pub fn calendar(&self) -> &WorkCalendar {
        self.roster.company()
    }

    /// The first day on which the week may be confirmed: its last working one.
    pub fn confirmable_on(&self) -> NaiveDate {
        self.part.working_days(self.calendar()).next_back().unwrap_or(self.part.ends_on)
    }

    /// Up to which day plan and fact are compared: the whole week once it may be confirmed, else the closed days.
    pub fn basis(&self) -> NaiveDate {
        if self.today >= self.confirmable_on() { self.part.ends_on } else { self.closed_day() }
    }

    /// Whether plan and fact are compared over some of its days only.
    pub fn goes_on(&self) -> bool {
        (self.part.starts_on..self.part.ends_on).contains(&self.basis())
    }

    /// The columns.
    pub fn shown(&self) -> impl Iterator<Item = &Metric> {
        self.metrics.iter().filter(|metric| !metric.is_hidden)
    }

    pub fn metric(&self, id: MetricId) -> Option<&Metric> {
        self.metrics.iter().find(|metric| metric.id == id)
    }

    pub fn person(&self, id: MemberId) -> Option<&Person> {
        self.people.iter().find(|person| person.id == id)
    }

    /// Whether a part of a week must be confirmed: somebody works in it, and it is no history.
    pub fn counts(&self, part: WeekPart) -> bool {
        counts(part, &self.closures.rules)
    }

    /// The earliest week before this one that is over, open and not confirmed.
    pub fn unconfirmed_before(&self) -> Option<WeekPart> {
        earliest_unconfirmed(&self.closures, &self.department, self.part.starts_on, self.today)
            .filter(|part| *part < self.part)
    }
}

/// Whether a part of a week must be confirmed.
pub fn counts(part: WeekPart, rules: &Rules) -> bool {
    part.ends_on >= rules.tracking_from && has_work(part, &rules.calendar)
}

/// How many parts of weeks a company may rest in a row.
const LOOKED: usize = 12;

/// The earliest week from the month before a day on that is over, open and not confirmed.
pub fn earliest_unconfirmed(
    closures: &Closures,
    department: &Department,
    day: NaiveDate,
    today: NaiveDate,
) -> Option<WeekPart> {
    let first = WeekPart::containing(WeekPart::containing(day).month().previous().first());
    let parts = std::iter::successors(Some(first), |part| Some(part.next()));
    parts
        .take_while(|part| part.ends_on < today)
        .filter(|part| counts(*part, &closures.rules))
        .find(|part| closures.closed(Some(department.id), part.starts_on).is_none())
}

/// The week to work on: the earliest unconfirmed one, else the one of today; on days off between two weeks the next.
pub fn current(closures: &Closures, department: &Department, today: NaiveDate) -> WeekPart {
    earliest_unconfirmed(closures, department, today, today)
        .unwrap_or_else(|| worked(WeekPart::containing(today), &closures.rules.calendar))
}

/// This part of a week, or the first after it in which anybody works.
pub fn worked(part: WeekPart, calendar: &WorkCalendar) -> WeekPart {
    let parts = std::iter::successors(Some(part), |part| Some(part.next()));
    parts.take(LOOKED).find(|part| has_work(*part, calendar)).unwrap_or(part)
}

fn has_work(part: WeekPart, calendar: &WorkCalendar) -> bool {
    part.working_days(calendar).next().is_some()
}

#[cfg(test)]
pub mod tests {
    use super::*;
    use crate::closing::{Act, Closure, Span};
    use crate::metric::{Direction, Kind, OverPeople, OverTime};
    use crate::plan::{Target, Version};
    use crate::values::{CloseId, DepartmentId, PlanVersionId, Unit};
    use crate::week::facts::tests::said;
    use crate::week::person::tests::{day, person, sales};
    use chrono::DateTime;
    use chrono_tz::Europe::Moscow;
    use uuid::Uuid;

    pub const CALLS: u128 = 10;
    pub const MEETINGS: u128 = 11;
    pub const PAID: u128 = 12;
    pub const SHARE: u128 = 13;
    pub const DEBT: u128 = 14;
    pub const IVANOVA: u128 = 21;
    pub const PETROV: u128 = 22;
    pub const CAPTAIN: u128 = 23;

    pub fn metric(id: u128) -> Metric {
        let (name, kind, unit, scale) = match id {
            CALLS => ("Звонки", Kind::Step, Unit::Piece, 0),
            MEETINGS => ("Встречи", Kind::Step, Unit::Piece, 0),
            PAID => ("Оплаты", Kind::Money, Unit::Rouble, 2),
            SHARE => ("Звонок → встреча", Kind::Quality, Unit::Percent, 1),
            _ => ("Долг", Kind::Quality, Unit::Rouble, 2),
        };
        let over_time = match id {
            SHARE => OverTime::Ratio { numerator: what(MEETINGS), denominator: what(CALLS) },
            DEBT => OverTime::Last,
            _ => OverTime::Sum,
        };
        Metric {
            id: what(id),
            code: id.to_string(),
            name: name.into(),
            unit,
            kind,
            direction: Direction::Up,
            over_time,
            over_people: if id == SHARE { OverPeople::Ratio } else { OverPeople::Sum },
            scale,
            is_hidden: false,
            row_version: 1,
        }
    }

    pub fn who(id: u128) -> MemberId {
        MemberId(Uuid::from_u128(id))
    }

    pub fn what(id: u128) -> MetricId {
        MetricId(Uuid::from_u128(id))
    }

    /// A version of a month of 2026: who, what, how much.
    pub fn month(first: &str, targets: &[(u128, u128, i64)]) -> Version {
        let targets = targets.iter().map(|(member, metric, value)| Target {
            member: Some(who(*member)),
            metric: what(*metric),
            value: Some(*value),
        });
        Version {
            id: PlanVersionId(Uuid::from_u128(100)),
            department: Some(sales()),
            month: day(first),
            no: 1,
            effective_on: day(first),
            reason: None,
            import: None,
            by_name: "Андрей Климов".into(),
            approved_at: DateTime::UNIX_EPOCH,
            targets: targets.collect(),
        }
    }

    /// The word of the head on a week, or of the owner who opened it.
    pub fn word(part: WeekPart, act: Act) -> Closure {
        Closure {
            id: CloseId(Uuid::nil()),
            department: Some(sales()),
            span: Span::Week(part),
            no: 1,
            act,
            by_name: Some("Соколова Е.".into()),
            at: "2026-11-20T13:40:00Z".parse().unwrap(),
        }
    }

    pub fn closures(now: &str, words: Vec<Closure>) -> Closures {
        let rules = Rules {
            zone: Moscow,
            day_closes_at: "20:00:00".parse().unwrap(),
            month_closes_on: 5,
            tracking_from: day("2026-10-12"),
            calendar: crate::values::WorkCalendar::russia().clone(),
        };
        Closures::new(rules, now.parse().unwrap(), words, std::collections::HashMap::new())
    }

    /// The week of 16–20 November seen at a local moment, with a plan of November and facts of days.
    pub fn evidence(
        now: &str,
        targets: &[(u128, u128, i64)],
        facts: &[(u128, u128, &str, i64)],
    ) -> Evidence {
        let closures = closures(now, vec![]);
        let mut said_of = Facts::default();
        for (member, metric, on, value) in facts {
            said_of.say((who(*member), what(*metric)), day(on), said(*value));
        }
        let captain = Person { sells: false, ..person(CAPTAIN, "Капитан") };
        let department = Department { id: sales(), name: "Отдел продаж".into() };
        Evidence {
            part: WeekPart::containing(day("2026-11-18")),
            today: closures.now.date(),
            departments: vec![department.clone()],
            department,
            metrics: [CALLS, MEETINGS, PAID, SHARE, DEBT].map(metric).into(),
            people: vec![person(IVANOVA, "Иванова О."), captain, person(PETROV, "Петров И.")],
            roster: Roster::plain(WorkCalendar::russia().clone()),
            closures,
            plans: Plans { months: vec![month("2026-11-01", targets)], weeks: vec![] },
            facts: said_of,
            explained: vec![],
            proposals: vec![],
            waiting: BTreeSet::new(),
        }
    }

    #[test]
    fn a_week_is_asked_for_by_its_first_day() {
        assert!(part_of("2026-11-16").is_some() && part_of("2026-12-01").is_some());
        for wrong in ["2026-11-17", "2026-02-31", "262142-12-28", "1812-06-24", "завтра", ""]
        {
            assert_eq!(part_of(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn the_earliest_unconfirmed_week_comes_first_and_history_never() {
        let department = Department { id: sales(), name: String::new() };
        let at = |now: &str, of: &Department, days: &[&str]| {
            let words =
                days.iter().map(|on| word(WeekPart::containing(day(on)), Act::Close)).collect();
            let closures = closures(now, words);
            current(&closures, of, closures.now.date()).starts_on.to_string()
        };
        let friday = "2026-11-06T12:00:00";
        let october = ["2026-10-12", "2026-10-19", "2026-10-26"];
        assert_eq!(at(friday, &department, &[]), "2026-10-12");
        assert_eq!(at(friday, &department, &october[..2]), "2026-10-26");
        let only_now = at(friday, &department, &october);
        assert_eq!(only_now, "2026-11-02", "1 November is a Sunday of its own");
        let other = Department { id: DepartmentId(Uuid::from_u128(9)), ..department.clone() };
        assert_eq!(at(friday, &other, &october), "2026-10-12");
        // On 9 November at 20:00 October closes by itself.
        assert_eq!(at("2026-11-10T12:00:00", &department, &[]), "2026-11-02");
        let sunday = "2026-11-01T12:00:00";
        assert_eq!(at(sunday, &department, &october), "2026-11-02", "on a day off the next one");
    }

    #[test]
    fn a_week_under_way_is_compared_to_its_closed_days_and_the_last_day_opens_it_whole() {
        let basis = |now: &str| evidence(now, &[], &[]).basis();
        assert_eq!(basis("2026-11-18T12:00:00"), day("2026-11-17"));
        assert_eq!(basis("2026-11-18T20:00:00"), day("2026-11-18"));
        assert_eq!(basis("2026-11-20T09:00:00"), day("2026-11-22"));
        assert_eq!(evidence("2026-11-18T12:00:00", &[], &[]).confirmable_on(), day("2026-11-20"));
    }
}
