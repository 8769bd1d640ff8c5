//! A part of what was read: what stands in some departments, or what is one person's.

use std::collections::HashSet;

use crate::values::{DepartmentId, MemberId};

use super::evidence::{Evidence, TargetRow};

impl Evidence {
    /// What was planned and done in these departments, and the people of it: those who are there
    /// now, and those who have left a plan or a fact there.
    #[must_use]
    pub fn of_departments(mut self, ids: &[DepartmentId]) -> Self {
        let is_there = |id: Option<DepartmentId>| id.is_some_and(|id| ids.contains(&id));
        self.targets.retain(|row| is_there(row.department));
        self.weeks.retain(|week| ids.contains(&week.department));
        self.facts.retain(|fact| is_there(fact.department));
        let months = self.targets.iter().filter_map(|row| row.cell.map(|(member, _)| member));
        let weeks = self.weeks.iter().flat_map(|week| &week.targets);
        let planned = months.chain(weeks.filter_map(|target| target.member));
        let known: HashSet<MemberId> =
            planned.chain(self.facts.iter().map(|fact| fact.member)).collect();
        self.sellers.retain(|seller| is_there(seller.department) || known.contains(&seller.id));
        self
    }

    /// What was planned for a person and what the person did. A version without the person still
    /// stands: it takes back the numbers before it.
    #[must_use]
    pub fn of_person(mut self, id: MemberId) -> Self {
        self.sellers.retain(|seller| seller.id == id);
        self.facts.retain(|fact| fact.member == id);
        for week in &mut self.weeks {
            week.targets.retain(|target| target.member == Some(id));
        }
        let is_own = |row: &TargetRow| row.cell.is_some_and(|(member, _)| member == id);
        for row in self.targets.iter_mut().filter(|row| !is_own(row)) {
            (row.cell, row.value) = (None, None);
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::{Target, WeekPlan};
    use crate::report::evidence::{FactRow, Seller};
    use crate::values::{MetricId, WeekPart};
    use chrono::{DateTime, NaiveDate};
    use uuid::Uuid;

    const RETAIL: DepartmentId = DepartmentId(Uuid::from_u128(1));
    const WHOLESALE: DepartmentId = DepartmentId(Uuid::from_u128(2));
    const CALLS: MetricId = MetricId(Uuid::from_u128(10));

    fn member(number: u128) -> MemberId {
        MemberId(Uuid::from_u128(number))
    }

    fn day(number: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, number).unwrap()
    }

    fn seller(number: u128, department: Option<DepartmentId>) -> Seller {
        let name = number.to_string();
        Seller { id: member(number), name, sells: true, department, dismissed_on: None }
    }

    fn fact(who: u128, on: u32, department: DepartmentId) -> FactRow {
        let department = Some(department);
        FactRow { member: member(who), metric: CALLS, day: day(on), department, value: 1 }
    }

    fn target(who: u128, no: i32, department: DepartmentId) -> TargetRow {
        TargetRow {
            month: day(1),
            department: Some(department),
            effective_on: day(1),
            no,
            cell: Some((member(who), CALLS)),
            value: Some(5),
        }
    }

    fn week(who: u128, department: DepartmentId) -> WeekPlan {
        WeekPlan {
            department,
            part: WeekPart { starts_on: day(16), ends_on: day(22) },
            no: 1,
            by_name: "РОП".into(),
            at: DateTime::UNIX_EPOCH,
            targets: vec![Target { member: Some(member(who)), metric: CALLS, value: Some(9) }],
        }
    }

    fn evidence() -> Evidence {
        Evidence {
            sellers: vec![
                seller(1, Some(RETAIL)),
                seller(2, Some(WHOLESALE)),
                seller(3, Some(WHOLESALE)),
                seller(4, None),
                seller(5, Some(WHOLESALE)),
            ],
            targets: vec![target(1, 1, RETAIL), target(2, 1, WHOLESALE)],
            facts: vec![fact(1, 2, RETAIL), fact(3, 2, RETAIL), fact(3, 3, WHOLESALE)],
            weeks: vec![week(5, RETAIL), week(2, WHOLESALE)],
            ..Evidence::default()
        }
    }

    fn names(evidence: &Evidence) -> Vec<&str> {
        evidence.sellers.iter().map(|seller| seller.name.as_str()).collect()
    }

    #[test]
    fn a_department_has_its_people_and_the_days_of_one_who_has_moved_away() {
        let retail = evidence().of_departments(&[RETAIL]);
        assert_eq!(names(&retail), ["1", "3", "5"]);
        assert_eq!(retail.weeks.len(), 1);
        assert_eq!((retail.facts.len(), retail.targets.len()), (2, 1));
        let wholesale = evidence().of_departments(&[WHOLESALE]);
        assert_eq!(names(&wholesale), ["2", "3", "5"]);
        assert_eq!((wholesale.facts.len(), wholesale.targets.len()), (1, 1));
    }

    #[test]
    fn no_department_is_nobody() {
        let nobody = evidence().of_departments(&[]);
        assert!(nobody.sellers.is_empty() && nobody.facts.is_empty() && nobody.targets.is_empty());
    }

    #[test]
    fn a_person_has_the_own_numbers_and_the_versions_that_leave_him_out() {
        let mut all = evidence();
        all.targets.push(target(1, 2, WHOLESALE));
        let own = all.of_person(member(2));
        assert_eq!((names(&own), own.facts.len()), (vec!["2"], 0));
        let said: Vec<_> = own.targets.iter().map(|row| (row.no, row.value)).collect();
        assert_eq!(said, [(1, None), (1, Some(5)), (2, None)]);
        let weeks: Vec<usize> = own.weeks.iter().map(|week| week.targets.len()).collect();
        assert_eq!(weeks, [0, 1]);
    }
}
