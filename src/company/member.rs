//! A person in a company: as is, as typed, as may be written.

use chrono::{DateTime, Datelike, Months, NaiveDate, Utc};
use chrono_tz::Tz;
use serde::Deserialize;
use uuid::Uuid;

use super::department::Department;
use super::name::name_norm;
use super::until::last_day;
use crate::access::{Actor, Permission, Role, Scope};
use crate::form::FieldErrors;
use crate::values::russian::numeric_date;
use crate::values::{DepartmentId, MemberId};

/// A person of the company, with a sign-in or without.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    pub id: MemberId,
    pub name: String,
    /// The number by which other programs know the person.
    pub external_id: Option<String>,
    pub role: Role,
    /// Whether plan and facts of the person are a part of the department's.
    pub sells: bool,
    /// The department on the day the list was read for.
    pub department: Option<DepartmentId>,
    pub department_from: Option<NaiveDate>,
    /// The first day without this person.
    pub dismissed_on: Option<NaiveDate>,
    /// When an expert's time is over.
    pub access_until: Option<DateTime<Utc>>,
    pub has_sign_in: bool,
    pub row_version: i32,
}

impl Member {
    pub fn is_dismissed(&self, today: NaiveDate) -> bool {
        self.dismissed_on.is_some_and(|day| day <= today)
    }

    /// The first day without this person, past or to come.
    pub fn leaves(&self) -> Option<String> {
        self.dismissed_on.map(numeric_date)
    }

    /// Whether this is an expert whose time is not over.
    pub fn is_let_in(&self, now: DateTime<Utc>) -> bool {
        self.role == Role::Expert && self.has_sign_in && !self.is_late(now)
    }

    /// Whether the time of an expert is over.
    pub fn is_late(&self, now: DateTime<Utc>) -> bool {
        self.access_until.is_some_and(|until| until <= now)
    }

    /// The last day an expert is let in.
    pub fn let_in_until(&self, zone: Tz) -> Option<String> {
        self.access_until.map(|until| numeric_date(last_day(until, zone)))
    }

    /// «Петров И., внешний номер 272, продаёт»: what is written now, for one whose edit came second.
    pub fn summary(&self) -> String {
        let number = self.external_id.as_ref().map(|id| format!(", внешний номер {id}"));
        let sells = if self.sells { ", продаёт" } else { ", не продаёт" };
        let left = self.leaves().map(|day| format!(", не работает с {day}"));
        [Some(self.name.clone()), number, Some(sells.into()), left].into_iter().flatten().collect()
    }

    /// Whether one who sees `scope` sees this person.
    pub fn is_within(&self, scope: &Scope) -> bool {
        match scope {
            Scope::Company => true,
            Scope::Departments(ids) => self.department.is_some_and(|id| ids.contains(&id)),
            Scope::Own(id) => self.id == *id,
        }
    }

    /// Whether the actor may change this person: all, or the managers of the departments headed today.
    pub fn is_for(&self, actor: &Actor) -> bool {
        let is_own = self.role == Role::Manager && self.is_within(&actor.scope());
        actor.may(Permission::PeopleEdit) || (actor.may(Permission::ManagersEdit) && is_own)
    }
}

/// Who a person is: what may be written of one who is there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Particulars {
    pub name: String,
    pub external_id: Option<String>,
    pub sells: bool,
}

/// The form as typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct MemberForm {
    pub name: String,
    pub external_id: String,
    pub department: String,
    pub from_on: String,
    pub sells: String,
    /// «yes»: a second person of the same name is meant.
    pub another: String,
    pub row_version: i32,
}

/// A new person as may be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MemberDraft {
    pub name: String,
    pub external_id: Option<String>,
    pub department: Option<DepartmentId>,
    /// Since when the person is in that department.
    pub from_on: NaiveDate,
    pub sells: bool,
}

impl MemberForm {
    /// A new seller, from today in the only department if there is one.
    pub fn blank(departments: &[Department], today: NaiveDate) -> Self {
        let only = if let [one] = departments { one.id.to_string() } else { String::new() };
        let (from_on, sells) = (today.to_string(), "yes".to_owned());
        Self { department: only, from_on, sells, ..Self::default() }
    }

    pub fn of(member: &Member) -> Self {
        Self {
            name: member.name.clone(),
            external_id: member.external_id.clone().unwrap_or_default(),
            sells: if member.sells { "yes".into() } else { String::new() },
            row_version: member.row_version,
            ..Self::default()
        }
    }

    /// A new person, or everything that is wrong.
    pub fn check_new(
        &self,
        people: &[Member],
        departments: &[Department],
        today: NaiveDate,
    ) -> Result<MemberDraft, FieldErrors> {
        let mut errors = FieldErrors::default();
        let Particulars { name, external_id, sells } = self.particulars(&mut errors, None, people);
        let department = self.department(&mut errors, departments);
        let from_on = sane_day(&mut errors, "from_on", &self.from_on, today);
        errors.or(MemberDraft { name, external_id, department, from_on, sells })
    }

    /// One who is there written anew, or everything that is wrong.
    pub fn check(&self, own: MemberId, people: &[Member]) -> Result<Particulars, FieldErrors> {
        let mut errors = FieldErrors::default();
        let particulars = self.particulars(&mut errors, Some(own), people);
        errors.or(particulars)
    }

    fn particulars(
        &self,
        errors: &mut FieldErrors,
        own: Option<MemberId>,
        people: &[Member],
    ) -> Particulars {
        let name = clean_name(errors, &self.name);
        let external_id = errors.optional("external_id", &self.external_id);
        let namesake = namesake(people, own, &name).filter(|_| self.another != "yes");
        if let Some(namesake) = namesake {
            errors.add("another", format!("Такой человек уже есть: {}", namesake.name));
        }
        Particulars { name, external_id, sells: self.sells == "yes" }
    }

    fn department(&self, errors: &mut FieldErrors, known: &[Department]) -> Option<DepartmentId> {
        if self.department.is_empty() {
            return None;
        }
        let id = self.department.parse::<Uuid>().ok().map(DepartmentId);
        let found = known.iter().find(|department| Some(department.id) == id);
        if found.is_none() {
            errors.add("department", "Выберите отдел из списка");
        }
        found.map(|department| department.id)
    }
}

/// A name as it is kept: one space between words.
pub fn clean_name(errors: &mut FieldErrors, typed: &str) -> String {
    errors.required("name", typed).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Somebody else of the same name.
pub fn namesake<'a>(people: &'a [Member], own: Option<MemberId>, name: &str) -> Option<&'a Member> {
    let name = name_norm(name);
    let mut others = people.iter().filter(|person| Some(person.id) != own);
    others.find(|person| !name.is_empty() && name_norm(&person.name) == name)
}

/// A typed day between 2000 and a year from now.
pub fn sane_day(errors: &mut FieldErrors, field: &str, typed: &str, today: NaiveDate) -> NaiveDate {
    let day = errors.date(field, typed);
    let latest = today + Months::new(12);
    if errors.on(field).is_none() && (day.year() < 2000 || day > latest) {
        errors.add(field, "Проверьте год: дата — с 2000 года и не дальше года вперёд");
    }
    day
}

#[cfg(test)]
pub mod tests {
    use super::*;

    fn today() -> NaiveDate {
        "2026-11-18".parse().unwrap()
    }

    fn sales() -> Department {
        Department { id: DepartmentId(Uuid::from_u128(1)), name: "Отдел продаж".into() }
    }

    pub fn petrov() -> Member {
        Member {
            id: MemberId(Uuid::from_u128(7)),
            name: "Петров И.".into(),
            external_id: Some("272".into()),
            role: Role::Manager,
            sells: true,
            department: Some(sales().id),
            department_from: Some(today()),
            dismissed_on: None,
            access_until: None,
            has_sign_in: false,
            row_version: 3,
        }
    }

    pub fn actor(role: Role) -> Actor {
        Actor {
            person: crate::values::PersonId(Uuid::from_u128(1)),
            company: crate::values::CompanyId(Uuid::from_u128(1)),
            company_name: "Наша".into(),
            member: MemberId(Uuid::from_u128(1)),
            name: "Анна".into(),
            role,
            sells: false,
            heads: Vec::new(),
            zone: Tz::Europe__Moscow,
            day_closes_at: chrono::NaiveTime::MIN,
            companies: 1,
            second_factor: crate::access::SecondFactor::Off,
            has_owner: true,
            leads: false,
            deleted_on: None,
            revision: 0,
        }
    }

    fn named(name: &str) -> MemberForm {
        MemberForm { name: name.into(), ..MemberForm::blank(&[sales()], today()) }
    }

    #[test]
    fn a_new_person_sells_in_the_only_department_from_today() {
        let draft = named("  Иванова   Ольга ").check_new(&[], &[sales()], today()).unwrap();
        assert_eq!(draft.name, "Иванова Ольга");
        assert_eq!(
            (draft.department, draft.from_on, draft.sells),
            (Some(sales().id), today(), true)
        );
    }

    #[test]
    fn a_namesake_is_asked_about_and_allowed() {
        let form = named("петров и");
        let errors = form.check_new(&[petrov()], &[sales()], today()).unwrap_err();
        assert_eq!(errors.on("another"), Some("Такой человек уже есть: Петров И."));
        let sure = MemberForm { another: "yes".into(), ..form };
        assert!(sure.check_new(&[petrov()], &[sales()], today()).is_ok());
    }

    #[test]
    fn a_person_is_no_namesake_of_himself() {
        assert!(MemberForm::of(&petrov()).check(petrov().id, &[petrov()]).is_ok());
    }

    #[test]
    fn a_foreign_department_a_mad_year_and_a_long_name_are_refused_together() {
        let form = MemberForm {
            name: "я".repeat(201),
            department: Uuid::from_u128(99).to_string(),
            from_on: "1926-11-18".into(),
            ..named("")
        };
        let errors = form.check_new(&[], &[sales()], today()).unwrap_err();
        for field in ["name", "department", "from_on"] {
            assert!(errors.on(field).is_some(), "{field}");
        }
    }

    #[test]
    fn a_head_sees_the_people_of_the_departments_headed() {
        assert!(petrov().is_within(&Scope::Departments(vec![sales().id])));
        assert!(!petrov().is_within(&Scope::Departments(vec![])));
        assert!(petrov().is_within(&Scope::Company));
    }

    #[test]
    fn a_head_changes_the_managers_of_the_own_departments_only() {
        let head = |heads: Vec<DepartmentId>| Actor { heads, ..actor(Role::Head) };
        assert!(petrov().is_for(&head(vec![sales().id])));
        assert!(!petrov().is_for(&head(vec![])), "another's department");
        let accountant = Member { role: Role::Accountant, ..petrov() };
        assert!(!accountant.is_for(&head(vec![sales().id])), "not a manager");
        assert!(accountant.is_for(&actor(Role::Owner)) && petrov().is_for(&actor(Role::Expert)));
        assert!(!petrov().is_for(&actor(Role::Partner)));
        let own = Actor { member: petrov().id, ..actor(Role::Manager) };
        assert!(!petrov().is_for(&own), "not even oneself");
    }

    #[test]
    fn a_person_is_dismissed_from_the_day_on() {
        let gone = Member { dismissed_on: Some(today()), ..petrov() };
        assert!(gone.is_dismissed(today()));
        assert!(!gone.is_dismissed(today().pred_opt().unwrap()));
    }
}
