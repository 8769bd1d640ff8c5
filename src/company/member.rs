//! A person in a company: as is, as typed, as may be written.

use chrono::{Datelike, Months, NaiveDate};
use serde::Deserialize;
use uuid::Uuid;

use super::department::Department;
use super::name::name_norm;
use crate::access::{Role, Scope};
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

/// What may be written.
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

    pub fn of(member: &Member, today: NaiveDate) -> Self {
        Self {
            name: member.name.clone(),
            external_id: member.external_id.clone().unwrap_or_default(),
            department: member.department.map(|id| id.to_string()).unwrap_or_default(),
            from_on: member.department_from.unwrap_or(today).to_string(),
            sells: if member.sells { "yes".into() } else { String::new() },
            another: String::new(),
            row_version: member.row_version,
        }
    }

    /// The draft, or everything that is wrong. `own` is the person being edited.
    pub fn check(
        &self,
        own: Option<MemberId>,
        people: &[Member],
        departments: &[Department],
        today: NaiveDate,
    ) -> Result<MemberDraft, FieldErrors> {
        let mut errors = FieldErrors::default();
        let name = errors.required("name", &self.name);
        let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
        let external_id = errors.optional("external_id", &self.external_id);
        let department = self.department(&mut errors, departments);
        let from_on = sane_day(&mut errors, "from_on", &self.from_on, today);
        let namesake = people
            .iter()
            .find(|person| Some(person.id) != own && name_norm(&person.name) == name_norm(&name));
        if let Some(namesake) = namesake.filter(|_| !name.is_empty() && self.another != "yes") {
            errors.add("another", format!("Такой человек уже есть: {}", namesake.name));
        }
        errors.or(MemberDraft {
            name,
            external_id,
            department,
            from_on,
            sells: self.sells == "yes",
        })
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
mod tests {
    use super::*;

    fn today() -> NaiveDate {
        "2026-11-18".parse().unwrap()
    }

    fn sales() -> Department {
        Department { id: DepartmentId(Uuid::from_u128(1)), name: "Отдел продаж".into() }
    }

    fn petrov() -> Member {
        Member {
            id: MemberId(Uuid::from_u128(7)),
            name: "Петров И.".into(),
            external_id: Some("272".into()),
            role: Role::Manager,
            sells: true,
            department: Some(sales().id),
            department_from: Some(today()),
            dismissed_on: None,
            has_sign_in: false,
            row_version: 3,
        }
    }

    fn named(name: &str) -> MemberForm {
        MemberForm { name: name.into(), ..MemberForm::blank(&[sales()], today()) }
    }

    #[test]
    fn a_new_person_sells_in_the_only_department_from_today() {
        let draft = named("  Иванова   Ольга ").check(None, &[], &[sales()], today()).unwrap();
        assert_eq!(draft.name, "Иванова Ольга");
        assert_eq!(
            (draft.department, draft.from_on, draft.sells),
            (Some(sales().id), today(), true)
        );
    }

    #[test]
    fn a_namesake_is_asked_about_and_allowed() {
        let form = named("петров и");
        let errors = form.check(None, &[petrov()], &[sales()], today()).unwrap_err();
        assert_eq!(errors.on("another"), Some("Такой человек уже есть: Петров И."));
        let sure = MemberForm { another: "yes".into(), ..form };
        assert!(sure.check(None, &[petrov()], &[sales()], today()).is_ok());
    }

    #[test]
    fn a_person_is_no_namesake_of_himself() {
        let form = MemberForm::of(&petrov(), today());
        assert!(form.check(Some(petrov().id), &[petrov()], &[sales()], today()).is_ok());
    }

    #[test]
    fn a_foreign_department_a_mad_year_and_a_long_name_are_refused_together() {
        let form = MemberForm {
            name: "я".repeat(201),
            department: Uuid::from_u128(99).to_string(),
            from_on: "1926-11-18".into(),
            ..named("")
        };
        let errors = form.check(None, &[], &[sales()], today()).unwrap_err();
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
    fn a_person_is_dismissed_from_the_day_on() {
        let gone = Member { dismissed_on: Some(today()), ..petrov() };
        assert!(gone.is_dismissed(today()));
        assert!(!gone.is_dismissed(today().pred_opt().unwrap()));
    }
}
