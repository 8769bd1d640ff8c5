//! The month's plan as it lies on one sheet: departments, their people, the metrics and the numbers in force.

use chrono::NaiveDate;

use super::version::{Target, Version};
use crate::access::{Role, Scope};
use crate::company::{Department, Member};
use crate::metric::Metric;
use crate::values::russian::numeric_date;
use crate::values::{DepartmentId, MemberId, MetricId, Period};

/// All that one reader sees of a month.
#[derive(Debug, Clone)]
pub struct Sheet {
    pub month: Period,
    /// The columns: what is not hidden, in the company's order.
    pub metrics: Vec<Metric>,
    pub sections: Vec<Section>,
    /// People who sell but are in no department: a plan cannot be set for them.
    pub unplaced: Vec<String>,
}

/// A department with the version of its month that was approved last.
#[derive(Debug, Clone)]
pub struct Section {
    pub department: Department,
    pub version: Option<Version>,
    pub people: Vec<Member>,
}

impl Sheet {
    /// Lays out a month. `people` are as of a day of it, `versions` the last ones of it.
    pub fn lay(
        month: Period,
        metrics: Vec<Metric>,
        departments: Vec<Department>,
        people: &[Member],
        mut versions: Vec<Version>,
        scope: &Scope,
    ) -> Self {
        let sections = departments
            .into_iter()
            .filter(|department| sees(scope, department.id))
            .map(|department| {
                let at = versions.iter().position(|v| v.department == Some(department.id));
                let version = at.map(|at| versions.swap_remove(at));
                let people = people.iter().filter(|person| {
                    let has_number = version.as_ref().is_some_and(|v| has_number(v, person.id));
                    has_number || works(person, month) && person.department == Some(department.id)
                });
                Section { people: people.cloned().collect(), department, version }
            })
            .collect();
        let unplaced = people
            .iter()
            .filter(|_| *scope == Scope::Company)
            .filter(|person| person.sells && works(person, month) && person.department.is_none());
        Self {
            month,
            metrics: metrics.into_iter().filter(|metric| !metric.is_hidden).collect(),
            sections,
            unplaced: unplaced.map(|person| person.name.clone()).collect(),
        }
    }

    /// Whether there is anything to type into.
    pub fn is_bare(&self) -> bool {
        self.metrics.is_empty() || self.sections.iter().all(|section| section.people.is_empty())
    }

    /// Whether no day of the month is left: another number is a correction of all of it.
    pub fn is_over(&self, today: NaiveDate) -> bool {
        self.month.last() < today
    }

    /// The day from which the last of the versions holds.
    pub fn effective_on(&self) -> Option<NaiveDate> {
        self.sections.iter().filter_map(Section::effective_on).max()
    }

    pub fn has_versions(&self) -> bool {
        self.sections.iter().any(|section| section.version.is_some())
    }
}

fn sees(scope: &Scope, department: DepartmentId) -> bool {
    match scope {
        Scope::Company => true,
        Scope::Departments(ids) => ids.contains(&department),
        Scope::Own(_) => false,
    }
}

/// Those who sell in the month, and the head, whose plan may be the team's sum.
fn works(person: &Member, month: Period) -> bool {
    (person.sells || person.role == Role::Head) && !person.is_dismissed(month.first())
}

fn has_number(version: &Version, member: MemberId) -> bool {
    version.targets.iter().any(|t| t.member == Some(member) && t.value.is_some())
}

impl Section {
    /// The number in force; `None`: не задан.
    pub fn value(&self, member: MemberId, metric: MetricId) -> Option<i64> {
        self.version.as_ref()?.value(Some(member), metric)
    }

    /// What of the department's plan no person carries: «не обеспечено людьми».
    pub fn uncovered(&self, metric: MetricId) -> Option<i64> {
        self.version.as_ref()?.value(None, metric)
    }

    /// The number of the version read; 0 when there is none.
    pub fn no(&self) -> i32 {
        self.version.as_ref().map_or(0, |version| version.no)
    }

    pub fn effective_on(&self) -> Option<NaiveDate> {
        self.version.as_ref().map(|version| version.effective_on)
    }

    /// The field that says which version of the department was on the page.
    pub fn no_name(&self) -> String {
        format!("no.{}", self.department.id)
    }

    /// Whether a person is still in this department.
    pub fn holds(&self, person: &Member) -> bool {
        person.department == Some(self.department.id)
    }

    /// «Отдел продаж: версия 2, действует с 18.11.2026 · Андрей Климов · отпуск Петрова»
    pub fn history(&self) -> Option<String> {
        let version = self.version.as_ref()?;
        let reason = version.reason.as_ref().map(|reason| format!(" · {reason}"));
        Some(format!(
            "{}: версия {}, действует с {} · {}{}",
            self.department.name,
            version.no,
            numeric_date(version.effective_on),
            version.by_name,
            reason.unwrap_or_default()
        ))
    }

    /// Every cell: its field in the form, whose it is and of what.
    pub fn cells<'a>(
        &'a self,
        metrics: &'a [Metric],
    ) -> impl Iterator<Item = (String, MemberId, &'a Metric)> {
        self.people.iter().flat_map(move |person| {
            metrics.iter().map(move |metric| {
                (cell_name(self.department.id, person.id, metric.id), person.id, metric)
            })
        })
    }

    /// Targets that are not on the sheet (a hidden metric, what no person carries) and go on unchanged.
    pub fn unseen(&self, metrics: &[Metric]) -> Vec<Target> {
        let shown = |target: &Target| {
            target.member.is_some_and(|id| self.people.iter().any(|person| person.id == id))
                && metrics.iter().any(|metric| metric.id == target.metric)
        };
        let all = self.version.iter().flat_map(|version| &version.targets);
        all.filter(|target| !shown(target)).copied().collect()
    }
}

/// The field of a cell in the form.
pub fn cell_name(department: DepartmentId, member: MemberId, metric: MetricId) -> String {
    format!("{department}.{member}.{metric}")
}

#[cfg(test)]
pub mod tests {
    use super::*;
    use crate::metric::{Direction, Kind, OverPeople, OverTime};
    use crate::values::{PlanVersionId, Unit};
    use chrono::DateTime;
    use uuid::Uuid;

    pub fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    pub fn november() -> Period {
        Period::month(day("2026-11-01"))
    }

    pub fn sales() -> Department {
        Department { id: DepartmentId(Uuid::from_u128(1)), name: "Отдел продаж".into() }
    }

    pub fn metric(id: u128, unit: Unit, scale: u8) -> Metric {
        Metric {
            id: MetricId(Uuid::from_u128(id)),
            code: format!("m{id}"),
            name: format!("Показатель {id}"),
            unit,
            kind: Kind::Step,
            direction: Direction::Up,
            over_time: OverTime::Sum,
            over_people: OverPeople::Sum,
            scale,
            is_hidden: false,
            row_version: 1,
        }
    }

    pub fn seller(id: u128, name: &str) -> Member {
        Member {
            id: MemberId(Uuid::from_u128(id)),
            name: name.into(),
            external_id: None,
            role: Role::Manager,
            sells: true,
            department: Some(sales().id),
            department_from: None,
            dismissed_on: None,
            access_until: None,
            has_sign_in: false,
            row_version: 1,
        }
    }

    pub fn version(no: i32, targets: Vec<Target>) -> Version {
        Version {
            id: PlanVersionId(Uuid::from_u128(100)),
            department: Some(sales().id),
            month: november().first(),
            no,
            effective_on: november().first(),
            reason: None,
            import: None,
            by_name: "Андрей Климов".into(),
            approved_at: DateTime::UNIX_EPOCH,
            targets,
        }
    }

    pub fn target(member: Option<u128>, metric: u128, value: i64) -> Target {
        let member = member.map(|id| MemberId(Uuid::from_u128(id)));
        Target { member, metric: MetricId(Uuid::from_u128(metric)), value: Some(value) }
    }

    pub fn laid(people: &[Member], versions: Vec<Version>) -> Sheet {
        let metrics = vec![metric(10, Unit::Piece, 0), metric(11, Unit::Rouble, 2)];
        Sheet::lay(november(), metrics, vec![sales()], people, versions, &Scope::Company)
    }

    #[test]
    fn a_sheet_has_those_who_sell_and_the_head() {
        let head = Member { role: Role::Head, sells: false, ..seller(22, "Соколова Е.") };
        let clerk = Member { sells: false, ..seller(23, "Бухгалтер") };
        let gone = Member { dismissed_on: Some(day("2026-10-31")), ..seller(24, "Ушёл") };
        let alone = Member { department: None, ..seller(25, "Без отдела") };
        let sheet = laid(&[seller(21, "Иванова О."), head, clerk, gone, alone], vec![]);
        let names: Vec<_> = sheet.sections[0].people.iter().map(|p| p.name.as_str()).collect();
        assert_eq!(names, ["Иванова О.", "Соколова Е."]);
        assert_eq!(sheet.unplaced, ["Без отдела"]);
    }

    #[test]
    fn one_who_moved_away_stays_where_the_plan_is() {
        let moved = Member { department: None, ..seller(21, "Иванова О.") };
        let sheet = laid(&[moved], vec![version(1, vec![target(Some(21), 10, 240)])]);
        assert_eq!(sheet.sections[0].people.len(), 1);
    }

    #[test]
    fn what_is_not_on_the_sheet_is_kept() {
        let targets =
            vec![target(Some(21), 10, 240), target(None, 10, 900), target(Some(21), 99, 5)];
        let sheet = laid(&[seller(21, "Иванова О.")], vec![version(1, targets.clone())]);
        assert_eq!(sheet.sections[0].unseen(&sheet.metrics), targets[1..]);
        assert_eq!(sheet.sections[0].uncovered(targets[0].metric), Some(900));
    }

    #[test]
    fn a_head_sees_the_departments_headed_only() {
        let scope = Scope::Departments(vec![]);
        let sheet = Sheet::lay(november(), vec![], vec![sales()], &[], vec![], &scope);
        assert!(sheet.sections.is_empty() && sheet.is_bare());
    }
}
