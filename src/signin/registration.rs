//! The form by which an owner registers a company, or an expert himself.
use chrono_tz::Tz;
use serde::Deserialize;
use uuid::Uuid;

use super::password;
use crate::form::FieldErrors;
use crate::values::CompanyId;

/// The time zones of Russia from west to east, each by the city people know it by.
pub const ZONES: [(Tz, &str); 11] = [
    (Tz::Europe__Kaliningrad, "Калининград, МСК−1"),
    (Tz::Europe__Moscow, "Москва, МСК"),
    (Tz::Europe__Samara, "Самара, МСК+1"),
    (Tz::Asia__Yekaterinburg, "Екатеринбург, МСК+2"),
    (Tz::Asia__Omsk, "Омск, МСК+3"),
    (Tz::Asia__Novosibirsk, "Новосибирск, Красноярск, МСК+4"),
    (Tz::Asia__Irkutsk, "Иркутск, МСК+5"),
    (Tz::Asia__Yakutsk, "Якутск, МСК+6"),
    (Tz::Asia__Vladivostok, "Владивосток, МСК+7"),
    (Tz::Asia__Magadan, "Магадан, Сахалин, МСК+8"),
    (Tz::Asia__Kamchatka, "Камчатка, МСК+9"),
];

/// As typed.
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(default)]
pub struct RegistrationForm {
    pub company: String,
    pub name: String,
    pub email: String,
    pub password: String,
    pub zone: String,
    /// The id of the company to be: the same form sent twice makes one company.
    pub key: String,
    /// [`EXPERT`]: leads companies of others and has none of his own.
    #[serde(rename = "as")]
    pub who: String,
}

/// Who registers without a company.
pub const EXPERT: &str = "expert";

/// A checked registration.
#[derive(Debug)]
pub struct Registration {
    pub name: String,
    pub email: String,
    pub password: String,
    /// None: an expert.
    pub company: Option<NewCompany>,
}

/// A company to be.
#[derive(Debug)]
pub struct NewCompany {
    pub id: CompanyId,
    pub name: String,
    pub zone: Tz,
}

impl RegistrationForm {
    pub fn is_experts(&self) -> bool {
        self.who == EXPERT
    }

    pub fn check(&self) -> Result<Registration, FieldErrors> {
        let mut errors = FieldErrors::default();
        let company = (!self.is_experts()).then(|| self.company(&mut errors));
        let name = errors.required("name", &self.name);
        let email = check_email(&mut errors, &self.email);
        let called = company.as_ref().map_or("", |company| company.name.as_str());
        password::check(&mut errors, "password", &self.password, &[&email, &name, called]);
        errors.or(Registration { name, email, password: self.password.clone(), company })
    }

    fn company(&self, errors: &mut FieldErrors) -> NewCompany {
        let name = errors.required("company", &self.company);
        let zone = zone_named(errors, &self.zone);
        let id = self.key.parse::<Uuid>();
        if id.is_err() {
            errors.add("form", "Форма устарела — откройте страницу заново");
        }
        NewCompany { id: CompanyId(id.unwrap_or_default()), name, zone }
    }
}

/// A zone of the list by its name.
pub fn zone_named(errors: &mut FieldErrors, name: &str) -> Tz {
    let zone = ZONES.iter().map(|(zone, _)| *zone).find(|zone| zone.name() == name);
    if zone.is_none() {
        errors.add("zone", "Выберите часовой пояс из списка");
    }
    zone.unwrap_or(Tz::Europe__Moscow)
}

/// An address as it is compared and stored.
pub fn normal_email(typed: &str) -> String {
    typed.trim().to_lowercase()
}

pub fn check_email(errors: &mut FieldErrors, typed: &str) -> String {
    let email = normal_email(typed);
    if !is_email(&email) {
        errors.add("email", "Нужен адрес почты вида anna@firma.ru");
    }
    email
}

fn is_email(email: &str) -> bool {
    let Some((user, host)) = email.split_once('@') else { return false };
    let clean = |part: &str| {
        !part.is_empty()
            && !part.contains(|c: char| c.is_whitespace() || c.is_control() || c == '@')
    };
    let dotted = host.split('.').count() > 1 && host.split('.').all(|label| !label.is_empty());
    email.len() <= 254 && clean(user) && clean(host) && dotted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_checked_for_shape_only() {
        for good in ["a@b.ru", "анна@почта.рф", "a.b+c@mail.firma.example"] {
            assert!(is_email(good), "{good}");
        }
        for bad in ["", "a", "a@b", "@b.ru", "a b@c.ru", "a@b..ru", "a@@b.ru", "a@b.ru\0"] {
            assert!(!is_email(bad), "{bad}");
        }
    }

    #[test]
    fn an_empty_form_names_every_field_at_once() {
        let errors = RegistrationForm::default().check().unwrap_err();
        for field in ["company", "name", "email", "password", "zone"] {
            assert!(errors.on(field).is_some(), "{field}");
        }
    }

    #[test]
    fn an_expert_is_asked_for_no_company() {
        let form = RegistrationForm { who: EXPERT.into(), ..RegistrationForm::default() };
        let errors = form.check().unwrap_err();
        assert!(errors.on("company").is_none() && errors.on("zone").is_none());
        assert!(errors.on("email").is_some());
    }
}
