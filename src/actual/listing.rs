//! The entries that a figure is made of: what is asked, and what stands in the list.

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use super::entry::Origin;
use crate::access::Scope;
use crate::company::{Department, Member, seen_departments};
use crate::metric::{Metric, OverTime};
use crate::report::side::Side;
use crate::values::{DepartmentId, ImportId, MemberId, MetricId, Period};

/// How many entries stand on one page.
pub const PAGE: usize = 100;

/// Which entries: a person's or everybody's, of one metric or all, of a period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filter {
    pub member: Option<MemberId>,
    /// Of a ratio: its two parts.
    pub metrics: Vec<MetricId>,
    pub period: Period,
    /// Only of people of these departments on the day; `None` is everybody.
    pub departments: Option<Vec<DepartmentId>>,
    /// Only on one side of the plan.
    pub side: Option<OfSide>,
    /// Below this entry of the page before.
    pub after: Option<Cursor>,
}

/// A side of the plan, and the months of people that have one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfSide {
    pub side: Side,
    pub planned: Vec<(MemberId, Period)>,
}

/// The last entry of a page: the list runs from the latest day down, within a day by people.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cursor {
    pub day: NaiveDate,
    pub id: Uuid,
}

impl Cursor {
    /// «2026-11-18_0192…»; anything else is no cursor.
    pub fn read(text: &str) -> Option<Self> {
        let (day, id) = text.split_once('_')?;
        Some(Self { day: day.parse().ok()?, id: id.parse().ok()? })
    }

    pub fn write(self) -> String {
        format!("{}_{}", self.day, self.id)
    }
}

/// What becomes of an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    InForce,
    /// A later entry says something else.
    Replaced,
    /// Another origin speaks louder for this day.
    Overruled,
    /// The figure was taken back: the row has no value.
    Void,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    pub id: Uuid,
    pub member: MemberId,
    pub metric: MetricId,
    pub day: NaiveDate,
    pub tag: String,
    pub origin: Origin,
    pub value: Option<i64>,
    pub standing: Standing,
    pub reason: Option<String>,
    pub late: bool,
    pub author: Option<String>,
    /// Of a payment.
    pub client: Option<String>,
    pub comment: Option<String>,
    pub recorded_at: DateTime<Utc>,
    /// The file it came with.
    pub import: Option<(ImportId, String)>,
}

/// What the figure on top is made of: one metric's values of a person or of several.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sums {
    pub metric: MetricId,
    /// To the last closed day.
    pub closed: Option<i64>,
    /// Of days not closed yet.
    pub open: Option<i64>,
    /// The latest closed value of each person, added up.
    pub last: Option<i64>,
    /// How many people have one.
    pub people: i64,
}

/// Whose entries are shown, as far as one may see.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Whose {
    pub member: Option<MemberId>,
    /// Only days in these departments; `None` is any.
    pub departments: Option<Vec<DepartmentId>>,
    /// The person is elsewhere now, so that it matters whether he has ever been there.
    pub is_elsewhere: bool,
}

/// Who is asked for within what one may see; `None` when that is nobody one may see.
pub fn within(
    scope: &Scope,
    asked: (Option<MemberId>, Option<DepartmentId>),
    people: &[Member],
    departments: &[Department],
) -> Option<Whose> {
    let (member, department) = asked;
    let there = match (scope, department) {
        (Scope::Company | Scope::Own(_), None) => None,
        (Scope::Departments(ids), None) => Some(ids.clone()),
        (_, Some(id)) => Some(vec![
            seen_departments(departments, scope).into_iter().find(|one| one.id == id)?.id,
        ]),
    };
    let person = member.map(|id| people.iter().find(|person| person.id == id));
    let is_elsewhere = match person {
        None => false,
        Some(None) => return None,
        Some(Some(person)) => !person.is_within(scope),
    };
    match scope {
        Scope::Own(_) if is_elsewhere => None,
        Scope::Own(id) => Some(Whose { member: Some(*id), departments: there, is_elsewhere }),
        _ => Some(Whose { member, departments: there, is_elsewhere }),
    }
}

/// A metric's own entries; a ratio has none and is made of its parts.
pub fn entered(metric: &Metric) -> Vec<MetricId> {
    metric.over_time.parts().map_or(vec![metric.id], |(top, bottom)| vec![top, bottom])
}

/// The figure that the entries make, in minor units of the metric, as a report shows it.
pub fn figure(metric: &Metric, metrics: &[Metric], sums: &[Sums]) -> Option<i64> {
    let of = |id: MetricId| sums.iter().find(|sum| sum.metric == id);
    match metric.over_time {
        OverTime::Sum => of(metric.id)?.closed,
        OverTime::Last => {
            let sum = of(metric.id).filter(|sum| sum.people == 1 || metric.adds_up())?;
            sum.last
        }
        OverTime::Ratio { numerator, denominator } => {
            let find = |id| metrics.iter().find(|metric| metric.id == id);
            let top = of(numerator).and_then(|sum| sum.closed).unwrap_or(0);
            let bottom = of(denominator)?.closed?;
            metric.ratio((find(numerator)?, top), (find(denominator)?, bottom))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::Role;

    fn member(id: u128, department: u128) -> Member {
        Member {
            id: MemberId(Uuid::from_u128(id)),
            name: "Петров И.".into(),
            external_id: None,
            role: Role::Manager,
            sells: true,
            department: Some(DepartmentId(Uuid::from_u128(department))),
            department_from: None,
            dismissed_on: None,
            access_until: None,
            has_sign_in: false,
            row_version: 1,
        }
    }

    fn whose_entries(
        scope: &Scope,
        asked: Option<MemberId>,
        department: Option<u128>,
        people: &[Member],
    ) -> Option<Whose> {
        let known = [10, 20].map(|number| Department { id: id(number), name: String::new() });
        within(scope, (asked, department.map(id)), people, &known)
    }

    fn id(number: u128) -> DepartmentId {
        DepartmentId(Uuid::from_u128(number))
    }

    fn whose(member: Option<MemberId>, departments: Option<&[u128]>) -> Whose {
        let departments = departments.map(|ids| ids.iter().copied().map(id).collect());
        Whose { member, departments, is_elsewhere: false }
    }

    #[test]
    fn a_manager_sees_himself_only() {
        let people = [member(1, 10), member(2, 10)];
        let (own, other) = (people[0].id, people[1].id);
        let scope = Scope::Own(own);
        assert_eq!(whose_entries(&scope, None, None, &people), Some(whose(Some(own), None)));
        assert_eq!(whose_entries(&scope, Some(own), None, &people), Some(whose(Some(own), None)));
        assert_eq!(whose_entries(&scope, Some(other), None, &people), None);
        assert_eq!(whose_entries(&scope, None, Some(10), &people), None);
    }

    #[test]
    fn a_head_sees_the_own_department_and_asks_further_of_one_who_is_elsewhere() {
        let people = [member(1, 10), member(2, 20)];
        let (own, other) = (people[0].id, people[1].id);
        let scope = Scope::Departments(vec![id(10)]);
        assert_eq!(
            whose_entries(&scope, Some(own), None, &people),
            Some(whose(Some(own), Some(&[10])))
        );
        assert_eq!(whose_entries(&scope, None, Some(10), &people), Some(whose(None, Some(&[10]))));
        assert_eq!(whose_entries(&scope, None, Some(20), &people), None);
        assert!(whose_entries(&scope, Some(other), None, &people).unwrap().is_elsewhere);
    }

    #[test]
    fn an_owner_sees_all_and_nobody_sees_a_stranger() {
        let people = [member(1, 10)];
        assert_eq!(whose_entries(&Scope::Company, None, None, &people), Some(whose(None, None)));
        assert_eq!(
            whose_entries(&Scope::Company, None, Some(20), &people),
            Some(whose(None, Some(&[20])))
        );
        assert_eq!(whose_entries(&Scope::Company, None, Some(99), &people), None);
        let stranger = MemberId(Uuid::from_u128(99));
        assert_eq!(whose_entries(&Scope::Company, Some(stranger), None, &people), None);
    }

    #[test]
    fn a_cursor_is_read_as_it_is_written() {
        let cursor = Cursor { day: "2026-11-18".parse().unwrap(), id: Uuid::from_u128(7) };
        assert_eq!(Cursor::read(&cursor.write()), Some(cursor));
        assert_eq!(Cursor::read("2026-11-18"), None);
        assert_eq!(Cursor::read("завтра_7"), None);
    }
}
