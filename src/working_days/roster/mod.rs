//! Who works on which days, and how much of a full plan each carries.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use chrono::NaiveDate;

use super::absence::AbsenceKind;
use super::known::{Away, Known, Line};
use crate::values::{DayChange, DayKind, MemberId, Period, WorkCalendar};

/// A full plan, in percent.
pub const FULL: u32 = 100;

/// Working days of the company and of everybody in it, between the two days that were read. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Roster {
    company: WorkCalendar,
    people: Arc<HashMap<MemberId, Own>>,
}

/// What makes somebody's days other than the company's.
#[derive(Debug)]
struct Own {
    calendar: WorkCalendar,
    /// The same without absences.
    scheduled: WorkCalendar,
    away: Vec<Away>,
    /// Percent from a day on.
    carries: BTreeMap<NaiveDate, u32>,
}

impl Roster {
    /// Nobody differs from the calendar.
    pub fn plain(company: WorkCalendar) -> Self {
        Self { company, people: Arc::default() }
    }

    /// From what is known of the days from first to last.
    pub fn of(known: Known, first: NaiveDate, last: NaiveDate) -> Self {
        let company = known.company.calendar();
        let mut people: HashMap<MemberId, Told> = HashMap::new();
        for away in known.absences {
            people.entry(away.member).or_default().away.push(away);
        }
        for line in known.schedules {
            people.entry(line.member).or_default().lines.push(line);
        }
        for line in known.capacities {
            let carries = &mut people.entry(line.member).or_default().carries;
            match line.percent {
                Some(percent) => carries.insert(line.from_on, percent.into()),
                None => carries.remove(&line.from_on),
            };
        }
        let own = people.into_iter().map(|(member, Told { away, lines, carries })| {
            let days = Days { company: &company, away: &away, lines: &lines };
            let calendar = days.calendar(first, last);
            let scheduled = Days { away: &[], ..days }.calendar(first, last);
            (member, Own { calendar, scheduled, away, carries })
        });
        let people = Arc::new(own.collect());
        Self { company, people }
    }

    pub fn company(&self) -> &WorkCalendar {
        &self.company
    }

    /// The calendar a person works by.
    pub fn calendar(&self, member: MemberId) -> &WorkCalendar {
        self.people.get(&member).map_or(&self.company, |own| &own.calendar)
    }

    /// The days a person works in a period.
    pub fn days_of(&self, member: MemberId, period: Period) -> u32 {
        self.calendar(member).working_days_in(period)
    }

    /// The days a person would work if never away.
    pub fn scheduled_of(&self, member: MemberId, period: Period) -> u32 {
        self.people.get(&member).map_or(&self.company, |own| &own.scheduled).working_days_in(period)
    }

    /// What percent of a full plan a person carries on a day.
    pub fn capacity_of(&self, member: MemberId, day: NaiveDate) -> u32 {
        let carries = self.people.get(&member).map(|own| &own.carries);
        let line = carries.and_then(|carries| carries.range(..=day).next_back());
        line.map_or(FULL, |(_, percent)| *percent)
    }

    /// k·a of a period: working days times percent, in hundredths of days.
    pub fn carried(&self, member: MemberId, period: Period) -> u32 {
        self.calendar(member).working(period).map(|day| self.capacity_of(member, day)).sum()
    }

    /// Why a person is away on a day.
    pub fn absence_on(&self, member: MemberId, day: NaiveDate) -> Option<AbsenceKind> {
        let own = self.people.get(&member)?;
        own.away.iter().find(|away| away.voided_on.is_none() && away.has(day)).map(|away| away.kind)
    }
}

/// What is known of one person.
#[derive(Default)]
struct Told {
    away: Vec<Away>,
    lines: Vec<Line>,
    carries: BTreeMap<NaiveDate, u32>,
}

/// What one person's days are made of.
#[derive(Clone, Copy)]
struct Days<'a> {
    company: &'a WorkCalendar,
    away: &'a [Away],
    lines: &'a [Line],
}

impl Days<'_> {
    fn calendar(self, first: NaiveDate, last: NaiveDate) -> WorkCalendar {
        if self.away.is_empty() && self.lines.is_empty() {
            return self.company.clone();
        }
        let learnt = self.learnt(first, last);
        let days = first.iter_days().take_while(|day| *day <= last);
        self.company.for_person(days.flat_map(|day| self.changes(day, &learnt)))
    }

    /// Every day on which something became known.
    fn learnt(self, first: NaiveDate, last: NaiveDate) -> BTreeSet<NaiveDate> {
        let away = self.away.iter().flat_map(|away| [Some(away.learnt_on), away.voided_on]);
        let lines = self.lines.iter().map(|line| Some(line.learnt_on));
        let own = away.chain(lines).flatten();
        own.chain(self.company.learnt(first, last)).collect()
    }

    /// A day as it was known from time to time.
    fn changes(self, day: NaiveDate, learnt: &BTreeSet<NaiveDate>) -> Vec<DayChange> {
        let mut changes: Vec<DayChange> = vec![];
        for on in learnt {
            let (kind, name) = self.known(day, *on);
            let before = changes.last().and_then(|change| change.kind);
            if kind != before {
                changes.push(DayChange { day, learnt_on: *on, kind, name: name.into() });
            }
        }
        changes
    }

    fn known(self, day: NaiveDate, on: NaiveDate) -> (Option<DayKind>, &'static str) {
        if let Some(away) = self.away.iter().find(|away| away.held(on) && away.has(day)) {
            return (Some(DayKind::Off), away.kind.name());
        }
        let works =
            self.line(day, on).and_then(|(from, schedule)| schedule.works(day, from, self.company));
        (works.map(|works| if works { DayKind::Work } else { DayKind::Off }), "")
    }

    /// The schedule in force on a day: of the latest first day the last line, unless it takes that day back.
    fn line(self, day: NaiveDate, on: NaiveDate) -> Option<(NaiveDate, super::schedule::Schedule)> {
        let mut by_day: BTreeMap<NaiveDate, &Line> = BTreeMap::new();
        let known = self.lines.iter().filter(|line| line.learnt_on <= on && line.from_on <= day);
        by_day.extend(known.map(|line| (line.from_on, line)));
        by_day.into_iter().rev().find_map(|(from, line)| Some((from, line.schedule()?)))
    }
}

#[cfg(test)]
mod tests;
