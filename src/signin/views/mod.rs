//! What people see on the way in and of their own sign-in.
mod letters;
mod reset;
mod second_factor;
mod security;
mod sessions;

pub use letters::{Confirmation, Forgotten};
pub use reset::{DeadLink, Reset};
pub use second_factor::{AskCode, SecondFactor};
pub use security::{OneSignIn, SignIns};
pub use sessions::Sessions;

use askama::Template;

use super::account::SignInForm;
use super::consent::VERSION;
use super::registration::{RegistrationForm, ZONES};
use super::store::Membership;
use crate::access::SecondFactor as SecondFactorState;
use crate::app::App;
use crate::form::FieldErrors;
use crate::values::CompanyId;
use crate::web::Shell;

/// What the sign-in page says of what has just happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Notice {
    Reset,
    Late,
    Ended,
}

impl Notice {
    pub const fn words(self) -> &'static str {
        match self {
            Self::Reset => "Новый пароль задан, прежние входы завершены. Войдите с ним.",
            Self::Ended => {
                "Вход закончился раньше, чем вы отправили форму, и она не записана. После входа вы вернётесь на ту же страницу."
            }
            Self::Late => {
                "Код не введён вовремя или не подошёл несколько раз. Введите пароль снова."
            }
        }
    }

    /// As notices are coloured.
    pub const fn kind(self) -> &'static str {
        match self {
            Self::Reset => "good",
            Self::Late | Self::Ended => "watch",
        }
    }
}

#[derive(Template)]
#[template(path = "signin/sign_in.html")]
pub struct SignIn {
    pub form: SignInForm,
    pub errors: FieldErrors,
    /// Whether a forgotten password can be helped by a letter.
    pub sends_letters: bool,
    /// Why the person stands here again.
    pub notice: Option<Notice>,
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
        let sends_letters = app.settings.post.is_some();
        Self { form, errors, sends_letters, notice: None, demo }
    }
}

#[derive(Template)]
#[template(path = "signin/consent.html")]
pub struct Consent {
    pub errors: FieldErrors,
    pub version: i32,
    /// Where the form goes.
    pub action: String,
}

impl Consent {
    pub fn at(action: String, errors: FieldErrors) -> Self {
        Self { errors, version: VERSION, action }
    }
}

#[derive(Template)]
#[template(path = "signin/register.html")]
pub struct Register {
    pub form: RegistrationForm,
    pub errors: FieldErrors,
}

impl Register {
    /// With a company, or as an expert.
    fn ways(&self) -> [(&'static str, &'static str, bool); 2] {
        let is_experts = self.form.is_experts();
        [
            ("/register", "Моя компания", !is_experts),
            ("/register?as=expert", "Я эксперт: веду чужие компании", is_experts),
        ]
    }

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
    /// A new address, as typed.
    pub typed: String,
    /// Whether letters reach the person; none: there is no mail server.
    pub is_confirmed: Option<bool>,
    /// Whether the person is reminded of days that are not closed.
    pub is_reminded: bool,
    pub errors: FieldErrors,
}

impl Account {
    /// The address waits for its person's word.
    fn is_unconfirmed(&self) -> bool {
        self.is_confirmed == Some(false)
    }

    /// Reminders are for those who sell, where there is a mail server.
    fn is_asked_about_reminders(&self) -> bool {
        self.is_confirmed.is_some() && self.shell.actor.sells
    }

    fn has_second_factor(&self) -> bool {
        self.shell.actor.second_factor == SecondFactorState::On
    }
}

#[derive(Template)]
#[template(path = "signin/companies.html")]
pub struct Companies {
    pub memberships: Vec<Membership>,
    pub current: Option<CompanyId>,
    /// Whether the person leads companies of others.
    pub leads: bool,
}

impl Companies {
    pub fn is_current(&self, company: &CompanyId) -> bool {
        self.current == Some(*company)
    }
}
