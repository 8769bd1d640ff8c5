//! The form by which a new person gets a sign-in.
use serde::Deserialize;

use crate::form::FieldErrors;
use crate::signin::password;
use crate::signin::registration::check_email;

/// As typed.
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(default)]
pub struct NewcomerForm {
    pub name: String,
    pub email: String,
    pub password: String,
}

/// A checked newcomer.
#[derive(Debug)]
pub struct Newcomer {
    pub name: String,
    pub email: String,
    pub password: String,
}

impl NewcomerForm {
    pub fn check(&self, company: &str) -> Result<Newcomer, FieldErrors> {
        let mut errors = FieldErrors::default();
        let name = crate::company::clean_name(&mut errors, &self.name);
        let email = check_email(&mut errors, &self.email);
        password::check(&mut errors, "password", &self.password, &[&email, &name, company]);
        errors.or(Newcomer { name, email, password: self.password.clone() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_newcomer_is_checked_as_one_who_registers() {
        let errors = NewcomerForm::default().check("Наша").unwrap_err();
        for field in ["name", "email", "password"] {
            assert!(errors.on(field).is_some(), "{field}");
        }
        let form = NewcomerForm {
            name: " Орлова   Мария ".into(),
            email: "Orlova@Firma.example".into(),
            password: "лошадь скрепка батарея".into(),
        };
        let newcomer = form.check("Наша").unwrap();
        assert_eq!((&*newcomer.name, &*newcomer.email), ("Орлова Мария", "orlova@firma.example"));
    }
}
