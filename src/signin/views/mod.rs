//! What people see on the way in and of their own sign-in.
mod reset;
mod security;

pub use reset::{DeadLink, Reset};
pub use security::{OneSignIn, SignIns};

use askama::Template;

use super::account::SignInForm;
use super::consent::VERSION;
use super::registration::{RegistrationForm, ZONES};
use super::store::Membership;
use crate::app::App;
use crate::form::FieldErrors;
use crate::values::CompanyId;
use crate::web::Shell;

#[derive(Template)]
#[template(path = "signin/sign_in.html")]
pub struct SignIn {
    pub form: SignInForm,
    pub errors: FieldErrors,
    /// What has just been done elsewhere.
    pub notice: Option<&'static str>,
    /// The demonstration's sign-ins; empty in earnest.
    pub demo: &'static [(&'static str, &'static str)],
}

/// Who can be tried in the demonstration: address and role.
const DEMO: [(&str, &str); 3] = [
    ("owner@demo.mayak", "собственник"),
    ("head@demo.mayak", "РОП"),
    ("manager@demo.mayak", "менеджер"),
];

impl SignIn {
    pub fn new(app: &App, form: SignInForm, errors: FieldErrors) -> Self {
        let demo: &[_] = if app.settings.demo { &DEMO } else { &[] };
        Self { form, errors, notice: None, demo }
    }
}

#[derive(Template)]
#[template(path = "signin/consent.html")]
pub struct Consent {
    pub errors: FieldErrors,
    pub version: i32,
}

impl Consent {
    pub fn new(errors: FieldErrors) -> Self {
        Self { errors, version: VERSION }
    }
}

#[derive(Template)]
#[template(path = "signin/register.html")]
pub struct Register {
    pub form: RegistrationForm,
    pub errors: FieldErrors,
}

impl Register {
    /// Name, title, whether chosen.
    pub fn zones(&self) -> Vec<(&'static str, &'static str, bool)> {
        ZONES
            .iter()
            .map(|(zone, title)| (zone.name(), *title, zone.name() == self.form.zone))
            .collect()
    }
}

#[derive(Template)]
#[template(path = "signin/account.html")]
pub struct Account {
    pub shell: Shell,
    pub email: String,
    pub errors: FieldErrors,
}

#[derive(Template)]
#[template(path = "signin/companies.html")]
pub struct Companies {
    pub memberships: Vec<Membership>,
    pub current: Option<CompanyId>,
}

impl Companies {
    pub fn is_current(&self, company: &CompanyId) -> bool {
        self.current == Some(*company)
    }
}
