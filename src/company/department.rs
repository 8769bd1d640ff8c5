//! A department: people with one plan.

use serde::Deserialize;

use super::name::name_norm;
use crate::form::FieldErrors;
use crate::values::DepartmentId;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Department {
    pub id: DepartmentId,
    pub name: String,
}

/// The form as typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct DepartmentForm {
    pub department_name: String,
}

impl DepartmentForm {
    /// The name of a new department, not yet used.
    pub fn check(&self, known: &[Department]) -> Result<String, FieldErrors> {
        let mut errors = FieldErrors::default();
        let name = errors.required("department_name", &self.department_name);
        if known.iter().any(|department| name_norm(&department.name) == name_norm(&name)) {
            errors.add("department_name", "Такой отдел уже есть");
        }
        errors.or(name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn two_departments_have_two_names() {
        let known = [Department { id: DepartmentId(Uuid::from_u128(1)), name: "Опт".into() }];
        let typed = |name: &str| DepartmentForm { department_name: name.into() };
        assert_eq!(typed(" Розница ").check(&known), Ok("Розница".into()));
        assert!(typed("ОПТ").check(&known).is_err());
        assert!(typed(" ").check(&known).is_err());
    }
}
