//! The company's name and zone, as typed.
use chrono_tz::Tz;
use serde::Deserialize;

use crate::company::Profile;
use crate::form::FieldErrors;
use crate::signin::zone_named;

/// The form as typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct CompanyForm {
    pub name: String,
    pub zone: String,
    pub row_version: i32,
}

impl CompanyForm {
    pub fn of(profile: &Profile) -> Self {
        let (name, zone) = (profile.name.clone(), profile.zone.name().to_owned());
        Self { name, zone, row_version: profile.row_version }
    }

    pub fn check(&self) -> Result<(String, Tz), FieldErrors> {
        let mut errors = FieldErrors::default();
        let name = errors.required("name", &self.name);
        let zone = zone_named(&mut errors, &self.zone);
        errors.or((name, zone))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_company_has_a_name_and_a_zone_of_the_list() {
        let typed = |name: &str, zone: &str| {
            let (name, zone) = (name.to_owned(), zone.to_owned());
            CompanyForm { name, zone, row_version: 1 }.check()
        };
        assert_eq!(typed(" Ромашка ", "Asia/Omsk"), Ok(("Ромашка".into(), Tz::Asia__Omsk)));
        let refused = typed(" ", "Mars/Olympus").unwrap_err();
        assert!(refused.on("name").is_some() && refused.on("zone").is_some());
        assert!(typed(&"я".repeat(201), "Asia/Omsk").unwrap_err().on("name").is_some());
    }
}
