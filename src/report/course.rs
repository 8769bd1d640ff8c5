//! Plan and fact of every day of a period, and what they add up to by the last closed day.

use chrono::{Days, NaiveDate, NaiveDateTime, NaiveTime};

use crate::metric::Direction;
use crate::values::{Percent, Period, WorkCalendar};
use crate::working_days::Roster;

use super::pace::Pace;

/// The period looked at and how much of it has passed.
#[derive(Debug, Clone)]
pub struct Frame {
    pub period: Period,
    pub today: NaiveDate,
    /// The last closed day; today joins at the company's closing hour.
    pub closed: NaiveDate,
    /// Who works on which days of it.
    pub roster: Roster,
}

impl Frame {
    /// The period seen at a moment of the company's zone.
    pub fn at(
        period: Period,
        now: NaiveDateTime,
        day_closes_at: NaiveTime,
        roster: Roster,
    ) -> Self {
        Self { period, today: now.date(), closed: last_closed(now, day_closes_at), roster }
    }

    /// The company's calendar.
    pub fn calendar(&self) -> &WorkCalendar {
        self.roster.company()
    }

    /// The working days that are closed.
    pub fn closed_working_days(&self) -> impl Iterator<Item = NaiveDate> {
        let closed = self.closed;
        self.calendar().working(self.period).take_while(move |day| *day <= closed)
    }

    /// Calendar days of the period that are closed.
    pub fn closed_days(&self) -> usize {
        let last = self.closed.min(self.period.last());
        usize::try_from((last - self.period.first()).num_days() + 1).unwrap_or(0)
    }

    /// Working days closed.
    pub fn passed(&self) -> u32 {
        self.passed_by(self.calendar())
    }

    /// The same by somebody's own calendar.
    pub fn passed_by(&self, calendar: &WorkCalendar) -> u32 {
        calendar.working_days(self.period.first(), self.closed.min(self.period.last()))
    }

    /// Working days in all.
    pub fn total(&self) -> u32 {
        self.calendar().working_days_in(self.period)
    }

    pub fn is_finished(&self) -> bool {
        self.closed >= self.period.last() || self.passed() >= self.total() && self.total() > 0
    }

    pub fn is_ahead(&self) -> bool {
        self.period.first() > self.today
    }

    /// Some of it may still come.
    pub fn is_open(&self) -> bool {
        !self.is_finished() && !self.is_ahead()
    }

    /// Today's place among the days while it is not closed yet.
    pub fn open_today(&self) -> Option<usize> {
        let open = self.today > self.closed && self.period.contains(self.today);
        let offset = (self.today - self.period.first()).num_days();
        usize::try_from(offset).ok().filter(|_| open)
    }
}

/// The last closed day at a moment of the company's zone.
pub fn last_closed(now: NaiveDateTime, day_closes_at: NaiveTime) -> NaiveDate {
    let today = now.date();
    if now.time() >= day_closes_at { today } else { today - Days::new(1) }
}

/// Day by day in minor units; no value where nothing was planned or said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Course {
    pub plan: Vec<Option<i64>>,
    /// What is held against the plan; without any plan all there is.
    pub fact: Vec<Option<i64>>,
    /// Facts of months that have no plan while others of the period do: «вне плана».
    pub outside: Vec<Option<i64>>,
}

impl Course {
    pub fn empty(period: Period) -> Self {
        let days = period.days().count();
        Self { plan: vec![None; days], fact: vec![None; days], outside: vec![None; days] }
    }

    pub fn has_plan(&self) -> bool {
        self.plan.iter().any(Option::is_some)
    }

    pub fn has_fact(&self) -> bool {
        self.fact.iter().chain(&self.outside).any(Option::is_some)
    }

    /// The months of the period that have a plan.
    pub fn planned_months(&self, period: Period) -> impl Iterator<Item = Period> {
        let day =
            move |on: NaiveDate| usize::try_from((on - period.first()).num_days()).unwrap_or(0);
        period.months().filter(move |month| {
            let days = day(month.first())..(day(month.last()) + 1).min(self.plan.len());
            self.plan[days].iter().any(Option::is_some)
        })
    }

    /// Adds another's plan, and the facts held against it, to this one's.
    pub fn add(&mut self, other: &Self) {
        add(&mut self.plan, &other.plan);
        add(&mut self.fact, &other.fact);
    }

    /// Adds all facts of another.
    pub fn add_facts(&mut self, other: &Self) {
        add(&mut self.fact, &other.fact);
        self.add_outside(other);
    }

    /// Adds those facts of another that no plan was set for.
    pub fn add_outside(&mut self, other: &Self) {
        add(&mut self.fact, &other.outside);
    }

    pub fn fact(&self, days: usize) -> Option<i64> {
        total(&self.fact[..days])
    }

    pub fn outside(&self, days: usize) -> Option<i64> {
        total(&self.outside[..days])
    }

    /// The latest value said.
    pub fn last_fact(&self, days: usize) -> Option<i64> {
        self.fact[..days].iter().rev().find_map(|value| *value)
    }

    pub fn plan(&self) -> Option<i64> {
        total(&self.plan)
    }

    pub fn today(&self, frame: &Frame) -> Option<i64> {
        frame.open_today().and_then(|day| self.fact[day])
    }

    pub fn outside_today(&self, frame: &Frame) -> Option<i64> {
        frame.open_today().and_then(|day| self.outside[day])
    }

    /// `None` without a plan; silence counts as nothing done. The days are counted by the calendar of whose course it is.
    pub fn pace(&self, frame: &Frame, calendar: &WorkCalendar) -> Option<Pace> {
        let days = frame.closed_days();
        Some(Pace {
            fact: self.fact(days).unwrap_or(0),
            plan: self.plan()?,
            plan_to_date: total(&self.plan[..days]).unwrap_or(0),
            passed: frame.passed_by(calendar),
            total: calendar.working_days_in(frame.period),
        })
    }

    /// The pace after each closed working day that has something due.
    pub fn paces(
        &self,
        frame: &Frame,
        calendar: &WorkCalendar,
        direction: Direction,
    ) -> Vec<Percent> {
        let (mut plan, mut fact, mut paces) = (0, 0, vec![]);
        for (index, day) in frame.period.days().enumerate().take(frame.closed_days()) {
            plan += self.plan[index].unwrap_or(0);
            fact += self.fact[index].unwrap_or(0);
            if plan != 0 && calendar.is_working(day) {
                paces.extend(direction.attainment(fact, plan));
            }
        }
        paces
    }
}

fn add(to: &mut [Option<i64>], from: &[Option<i64>]) {
    for (sum, value) in to.iter_mut().zip(from) {
        *sum = value.map_or(*sum, |value| Some(sum.unwrap_or(0) + value));
    }
}

fn total(days: &[Option<i64>]) -> Option<i64> {
    days.iter().flatten().fold(None, |sum, value| Some(sum.unwrap_or(0) + value))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn november(today: &str, closed: &str) -> Frame {
        Frame {
            period: "2026-11".parse().unwrap(),
            today: day(today),
            closed: day(closed),
            roster: Roster::plain(WorkCalendar::russia().clone()),
        }
    }

    fn even(frame: &Frame) -> Course {
        let plan = frame
            .period
            .days()
            .map(|day| Some(300_000 * i64::from(frame.calendar().is_working(day))));
        let fact =
            frame.period.days().map(|day| frame.calendar().is_working(day).then_some(260_000));
        Course { plan: plan.collect(), fact: fact.collect(), ..Course::empty(frame.period) }
    }

    #[test]
    fn the_pace_runs_to_the_last_closed_day_and_today_stands_apart() {
        let frame = november("2026-11-16", "2026-11-15");
        let course = even(&frame);
        let pace = course.pace(&frame, frame.calendar()).unwrap();
        assert_eq!((pace.fact, pace.plan, pace.plan_to_date), (2_340_000, 6_000_000, 2_700_000));
        assert_eq!((pace.passed, pace.total), (9, 20));
        assert_eq!(course.today(&frame), Some(260_000));
    }

    #[test]
    fn today_joins_when_it_is_closed() {
        let frame = november("2026-11-16", "2026-11-16");
        let course = even(&frame);
        assert_eq!(course.pace(&frame, frame.calendar()).unwrap().fact, 2_600_000);
        assert_eq!(course.today(&frame), None);
    }

    #[test]
    fn the_day_closes_at_the_companys_hour() {
        let closed = |time: &str| {
            let now = day("2026-11-18").and_time(time.parse().unwrap());
            let roster = Roster::plain(WorkCalendar::russia().clone());
            let frame =
                Frame::at("2026-11".parse().unwrap(), now, "20:00:00".parse().unwrap(), roster);
            (frame.closed, frame.closed_working_days().count())
        };
        assert_eq!(closed("19:59:59"), (day("2026-11-17"), 11));
        assert_eq!(closed("20:00:00"), (day("2026-11-18"), 12));
    }

    #[test]
    fn a_period_ahead_has_nothing_closed() {
        let frame = november("2026-10-20", "2026-10-19");
        assert!(frame.is_ahead() && !frame.is_finished());
        assert_eq!((frame.closed_days(), frame.passed(), frame.open_today()), (0, 0, None));
        assert_eq!(even(&frame).paces(&frame, frame.calendar(), Direction::Up), []);
    }

    #[test]
    fn a_period_that_is_over_is_closed_whole() {
        let frame = november("2026-12-20", "2026-12-19");
        assert!(frame.is_finished());
        assert_eq!((frame.closed_days(), frame.passed()), (30, 20));
    }

    #[test]
    fn silence_is_not_zero_until_something_is_added() {
        let frame = november("2026-12-20", "2026-12-19");
        let mut course = Course::empty(frame.period);
        assert_eq!(
            (course.fact(30), course.plan(), course.pace(&frame, frame.calendar())),
            (None, None, None)
        );
        course.add(&even(&frame));
        assert_eq!(course.fact(30), Some(5_200_000));
        assert_eq!(course.last_fact(30), Some(260_000));
    }
}
