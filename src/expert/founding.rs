//! A company that an expert makes for its owner.
use chrono::{DateTime, Months, NaiveDate, Utc};
use chrono_tz::Tz;
use serde::Deserialize;
use uuid::Uuid;

use crate::access::Role;
use crate::company::{Grant, clean_name};
use crate::form::FieldErrors;
use crate::signin::{check_email, zone_named};
use crate::values::CompanyId;

/// As typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct FoundingForm {
    pub company: String,
    pub zone: String,
    /// The owner's name.
    pub name: String,
    /// The owner's address, where there is a mail server.
    pub email: String,
    pub access_until: String,
    /// The id of the company to be: the same form sent twice makes one company.
    pub key: String,
}

/// What may be written.
#[derive(Debug, Clone)]
pub struct Draft {
    pub id: CompanyId,
    pub company: String,
    pub zone: Tz,
    pub owner: String,
    pub email: Option<String>,
    pub access_until: Option<DateTime<Utc>>,
}

impl FoundingForm {
    pub fn blank(key: Uuid, today: NaiveDate) -> Self {
        Self {
            zone: Tz::Europe__Moscow.name().into(),
            access_until: (today + Months::new(6)).to_string(),
            key: key.to_string(),
            ..Self::default()
        }
    }

    /// `own`: the expert's address. `sends`: whether letters can be sent; without a server no address is asked.
    pub fn check(&self, own: &str, sends: bool, now: DateTime<Utc>) -> Result<Draft, FieldErrors> {
        let mut errors = FieldErrors::default();
        let company = errors.required("company", &self.company);
        let zone = zone_named(&mut errors, &self.zone);
        let owner = clean_name(&mut errors, &self.name);
        let email = sends.then(|| check_email(&mut errors, &self.email));
        if email.as_deref() == Some(own) {
            errors.add("email", "Это ваш собственный адрес. Нужен адрес собственника");
        }
        let today = now.with_timezone(&zone).date_naive();
        let grant = Grant { zone, today, longest: None };
        let access_until = grant.check(&mut errors, Role::Expert, &self.access_until);
        let id = self.key.parse::<Uuid>();
        if id.is_err() {
            errors.add("form", "Форма устарела — откройте страницу заново");
        }
        let id = CompanyId(id.unwrap_or_default());
        errors.or(Draft { id, company, zone, owner, email, access_until })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn now() -> DateTime<Utc> {
        "2026-11-18T09:00:00Z".parse().unwrap()
    }

    fn typed() -> FoundingForm {
        FoundingForm {
            company: "Ромашка".into(),
            name: "Анна  Климова".into(),
            email: "Anna@firma.example".into(),
            ..FoundingForm::blank(Uuid::from_u128(7), "2026-11-18".parse().unwrap())
        }
    }

    #[test]
    fn an_expert_is_let_in_for_half_a_year_unless_he_says_otherwise() {
        let draft = typed().check("expert@firma.example", true, now()).unwrap();
        assert_eq!((draft.owner.as_str(), draft.id.0), ("Анна Климова", Uuid::from_u128(7)));
        assert_eq!(draft.email.as_deref(), Some("anna@firma.example"));
        assert_eq!(draft.access_until, Some("2027-05-18T21:00:00Z".parse().unwrap()));
    }

    #[test]
    fn nonsense_is_refused_at_its_field() {
        let long = "я".repeat(10_000);
        for (form, field) in [
            (FoundingForm { company: " ".into(), ..typed() }, "company"),
            (FoundingForm { company: long, ..typed() }, "company"),
            (FoundingForm { zone: "Mars/Olympus".into(), ..typed() }, "zone"),
            (FoundingForm { name: String::new(), ..typed() }, "name"),
            (FoundingForm { email: "anna".into(), ..typed() }, "email"),
            (FoundingForm { email: "Expert@firma.example".into(), ..typed() }, "email"),
            (FoundingForm { access_until: "2026-11-17".into(), ..typed() }, "access_until"),
            (FoundingForm { access_until: "2027-11-19".into(), ..typed() }, "access_until"),
            (FoundingForm { key: "x".into(), ..typed() }, "form"),
        ] {
            let refused = form.check("expert@firma.example", true, now()).unwrap_err();
            assert!(refused.on(field).is_some(), "{field}");
        }
    }

    #[test]
    fn without_a_mail_server_no_address_is_asked() {
        let form = FoundingForm { email: String::new(), ..typed() };
        assert_eq!(form.check("expert@firma.example", false, now()).unwrap().email, None);
    }
}
