//! A department: people with one plan.

use chrono::NaiveDate;
use serde::Deserialize;

use super::name::name_norm;
use crate::access::Scope;
use crate::form::FieldErrors;
use crate::values::{DepartmentId, MemberId};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Department {
    pub id: DepartmentId,
    pub name: String,
}

/// A department as it is on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DepartmentNow {
    pub id: DepartmentId,
    pub name: String,
    /// Who heads it on that day.
    pub head: Option<MemberId>,
    pub archived_on: Option<NaiveDate>,
    pub row_version: i32,
}

impl DepartmentNow {
    pub fn is_in_use(&self) -> bool {
        self.archived_on.is_none()
    }
}

/// Those in use, as offered in a form.
pub fn in_use(departments: &[DepartmentNow]) -> Vec<Department> {
    let used = departments.iter().filter(|department| department.is_in_use());
    used.map(|one| Department { id: one.id, name: one.name.clone() }).collect()
}

/// Those that one who sees `scope` may choose among.
pub fn seen_departments<'a>(departments: &'a [Department], scope: &Scope) -> Vec<&'a Department> {
    let may = |department: &&Department| match scope {
        Scope::Company => true,
        Scope::Departments(ids) => ids.contains(&department.id),
        Scope::Own(_) => false,
    };
    departments.iter().filter(may).collect()
}

/// The form as typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct DepartmentForm {
    pub department_name: String,
    pub row_version: i32,
}

impl DepartmentForm {
    pub fn of(department: &DepartmentNow) -> Self {
        let (department_name, row_version) = (department.name.clone(), department.row_version);
        Self { department_name, row_version }
    }

    /// The name of a department, not yet another's. `own` is the department being renamed.
    pub fn check(
        &self,
        own: Option<DepartmentId>,
        known: &[DepartmentNow],
    ) -> Result<String, FieldErrors> {
        let mut errors = FieldErrors::default();
        let name = errors.required("department_name", &self.department_name);
        let namesake = known.iter().find(|department| {
            Some(department.id) != own && name_norm(&department.name) == name_norm(&name)
        });
        match namesake {
            Some(one) if one.is_in_use() => errors.add("department_name", "Такой отдел уже есть"),
            Some(_) => errors.add("department_name", "Такой отдел есть в архиве — верните его"),
            None => {}
        }
        errors.or(name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn wholesale() -> DepartmentNow {
        let id = DepartmentId(Uuid::from_u128(1));
        DepartmentNow { id, name: "Опт".into(), head: None, archived_on: None, row_version: 1 }
    }

    fn typed(name: &str) -> DepartmentForm {
        DepartmentForm { department_name: name.into(), row_version: 1 }
    }

    #[test]
    fn two_departments_have_two_names() {
        let known = [wholesale()];
        assert_eq!(typed(" Розница ").check(None, &known), Ok("Розница".into()));
        assert!(typed("ОПТ").check(None, &known).is_err());
        assert_eq!(typed("ОПТ").check(Some(wholesale().id), &known), Ok("ОПТ".into()));
        assert!(typed(" ").check(None, &known).is_err());
    }

    #[test]
    fn a_name_in_the_archive_is_taken_and_the_archive_is_offered_no_more() {
        let archived = DepartmentNow { archived_on: Some(NaiveDate::MIN), ..wholesale() };
        let refused = typed("опт").check(None, std::slice::from_ref(&archived)).unwrap_err();
        assert!(refused.on("department_name").unwrap().contains("в архиве"));
        assert_eq!(in_use(&[archived]), []);
        assert_eq!(in_use(&[wholesale()]).len(), 1);
    }
}
