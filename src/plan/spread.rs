//! A month's plan by days: of one person, or of those of a department who sell.

use std::str::FromStr;

use chrono::{Datelike, NaiveDate};
use uuid::Uuid;

use super::decomposition::{self, DayPlans, day_plans};
use super::sheet::Sheet;
use super::version::Version;
use crate::company::Member;
use crate::metric::Metric;
use crate::values::{DepartmentId, MemberId, MetricId, Period};
use crate::working_days::Roster;

/// Whose plan: everybody's, a department's, a person's. Written «», «d.ID», «m.ID».
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whose {
    All,
    Department(DepartmentId),
    Member(MemberId),
}

impl FromStr for Whose {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let id = |text: &str| text.parse::<Uuid>().map_err(|_| ());
        match text.split_once('.') {
            None if text.is_empty() => Ok(Self::All),
            Some(("d", rest)) => Ok(Self::Department(DepartmentId(id(rest)?))),
            Some(("m", rest)) => Ok(Self::Member(MemberId(id(rest)?))),
            _ => Err(()),
        }
    }
}

impl Whose {
    /// The people of the sheet meant; `None` when the sheet has no such department or person.
    /// A sum leaves out those who do not sell: their plan may be the team's sum itself.
    pub fn people(self, sheet: &Sheet) -> Option<Vec<(DepartmentId, &Member)>> {
        let all = || {
            sheet.sections.iter().flat_map(|section| {
                section.people.iter().map(|person| (section.department.id, person))
            })
        };
        match self {
            Self::All => Some(all().filter(|(_, person)| person.sells).collect()),
            Self::Department(id) => {
                sheet.sections.iter().find(|section| section.department.id == id)?;
                Some(all().filter(|(of, person)| *of == id && person.sells).collect())
            }
            Self::Member(id) => {
                let own: Vec<_> = all().filter(|(_, person)| person.id == id).collect();
                (!own.is_empty()).then_some(own)
            }
        }
    }
}

impl Whose {
    /// The departments meant whole.
    pub fn departments(self, sheet: &Sheet) -> Vec<DepartmentId> {
        let all = sheet.sections.iter().map(|section| section.department.id);
        match self {
            Self::All => all.collect(),
            Self::Department(id) => vec![id],
            Self::Member(_) => vec![],
        }
    }
}

/// A day of the month: its plan in minor units, and whether people work on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Day {
    pub on: NaiveDate,
    pub plan: Option<i64>,
    pub is_working: bool,
}

/// An ISO week within the month: seven places, Monday first, empty outside the month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Week {
    pub days: [Option<Day>; 7],
    pub sum: Option<i64>,
    /// The plan from the month's first day to the end of this week.
    pub to_date: Option<i64>,
}

impl Day {
    pub fn is(self, day: NaiveDate) -> bool {
        self.on == day
    }
}

impl Week {
    /// «9–15»: the days of the month.
    pub fn dates(&self) -> String {
        let mut days = self.days.iter().flatten().map(|day| day.on.day());
        let first = days.next().unwrap_or_default();
        days.next_back().map_or_else(|| first.to_string(), |last| format!("{first}–{last}"))
    }
}

/// The plan of a month laid out by weeks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spread {
    pub weeks: Vec<Week>,
    pub total: Option<i64>,
}

/// Spreads the plans of people, each of their own, and adds the days up.
pub fn spread(
    month: Period,
    people: &[(DepartmentId, &Member)],
    // Departments counted whole: what no person carries belongs to them too.
    departments: &[DepartmentId],
    metric: &Metric,
    history: &[Version],
    roster: &Roster,
) -> Spread {
    // One person's days off are his own; of several they are the company's.
    let calendar = match people {
        [(_, one)] => roster.calendar(one.id),
        _ => roster.company(),
    };
    let of_people = people.iter().map(|(department, person)| {
        let own = versions(history, *department, Some(person.id), metric.id);
        day_plans(month, &own, roster.calendar(person.id))
    });
    let of_nobody = departments.iter().map(|department| {
        let own = versions(history, *department, None, metric.id);
        day_plans(month, &own, roster.company())
    });
    let plans: Vec<DayPlans> = of_people.chain(of_nobody).collect();
    let between = |first, last| added(plans.iter().map(|plans| plans.between(first, last)));
    let weeks = month.week_parts().into_iter().map(|part| {
        let mut days = [None; 7];
        for day in part.starts_on.iter_days().take_while(|day| *day <= part.ends_on) {
            let (plan, is_working) = (between(day, day), calendar.is_working(day));
            days[day.weekday().num_days_from_monday() as usize] =
                Some(Day { on: day, plan, is_working });
        }
        let sum = between(part.starts_on, part.ends_on);
        Week { days, sum, to_date: between(month.first(), part.ends_on) }
    });
    Spread { weeks: weeks.collect(), total: between(month.first(), month.last()) }
}

fn versions(
    history: &[Version],
    department: DepartmentId,
    member: Option<MemberId>,
    metric: MetricId,
) -> Vec<decomposition::Version> {
    let own = history.iter().filter(|version| version.department == Some(department));
    own.map(|version| decomposition::Version {
        effective_on: version.effective_on,
        no: version.no,
        value: version.value(member, metric),
    })
    .collect()
}

/// «не задан» of everybody is not set; of some it counts for nothing.
fn added(values: impl Iterator<Item = Option<i64>>) -> Option<i64> {
    values.flatten().fold(None, |sum, value| Some(sum.unwrap_or(0) + value))
}

#[cfg(test)]
mod tests {
    use super::super::sheet::tests::{day, laid, metric, november, seller, target, version};
    use super::*;
    use crate::values::{Unit, WorkCalendar};

    #[test]
    fn a_department_is_the_sum_of_the_days_of_its_sellers() {
        let captain = Member { sells: false, ..seller(23, "Капитан") };
        let people = [seller(21, "Иванова О."), seller(22, "Петров И."), captain];
        let targets =
            vec![target(Some(21), 10, 23), target(Some(22), 10, 20), target(Some(23), 10, 43)];
        let history = [version(1, targets)];
        let sheet = laid(&people, history.to_vec());
        let everybody = Whose::All.people(&sheet).unwrap();
        let calls = metric(10, Unit::Piece, 0);
        let spread = spread(
            november(),
            &everybody,
            &[],
            &calls,
            &history,
            &Roster::plain(WorkCalendar::russia().clone()),
        );
        assert_eq!(spread.total, Some(43));
        let sums: Vec<_> = spread.weeks.iter().map(|week| week.sum.unwrap()).collect();
        assert_eq!(sums, [0, 8, 11, 11, 11, 2]);
        assert_eq!(spread.weeks.last().unwrap().to_date, Some(43));
        let first = spread.weeks[0].days[6].unwrap();
        assert_eq!((first.on, first.is_working), (day("2026-11-01"), false));
    }

    #[test]
    fn whose_plan_is_read_from_an_address() {
        let sheet = laid(&[seller(21, "Иванова О.")], vec![]);
        let id = seller(21, "").id;
        assert_eq!(format!("m.{id}").parse(), Ok(Whose::Member(id)));
        assert!("m.нет".parse::<Whose>().is_err() && "x".parse::<Whose>().is_err());
        assert!(Whose::Member(id).people(&sheet).is_some());
        assert!(Whose::Member(MemberId(Uuid::nil())).people(&sheet).is_none());
        assert!(Whose::Department(DepartmentId(Uuid::nil())).people(&sheet).is_none());
    }

    #[test]
    fn no_plan_is_no_number() {
        let sheet = laid(&[seller(21, "Иванова О.")], vec![]);
        let people = Whose::All.people(&sheet).unwrap();
        let calls = metric(10, Unit::Piece, 0);
        let spread = spread(
            november(),
            &people,
            &[],
            &calls,
            &[],
            &Roster::plain(WorkCalendar::russia().clone()),
        );
        assert_eq!((spread.total, spread.weeks[1].sum), (None, None));
    }
}
