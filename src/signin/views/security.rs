use askama::Template;

use crate::access::{Permission, Role};
use crate::company::Member;
use crate::form::FieldErrors;
use crate::signin::reach::SignIn;
use crate::signin::rule::RuleForm;
use crate::values::russian::{day_and_month, time};
use crate::web::Shell;

/// The sign-ins a person may help with.
#[derive(Template)]
#[template(path = "signin/security.html")]
pub struct SignIns {
    pub shell: Shell,
    pub people: Vec<(Member, SignIn)>,
    /// Whom the company asks for a second factor; for the owner only.
    pub form: Option<RuleForm>,
    pub errors: FieldErrors,
}

impl SignIns {
    fn lead(&self) -> &'static str {
        match self.shell.actor.role {
            Role::Owner => "Кто как входит и как помочь тому, кто войти не может.",
            _ => "Менеджеры ваших отделов: как помочь тому, кто забыл пароль.",
        }
    }

    fn link_until(&self, sign_in: &SignIn) -> String {
        until(&self.shell, sign_in)
    }
}

/// One of them.
#[derive(Template)]
#[template(path = "signin/sign_in_of.html")]
pub struct OneSignIn {
    pub shell: Shell,
    pub member: Member,
    pub sign_in: SignIn,
    /// The link just made: it is seen here and never again.
    pub link: Option<String>,
    pub errors: FieldErrors,
}

impl OneSignIn {
    fn may_lift(&self) -> bool {
        self.shell.may(Permission::SecondFactors)
    }

    fn lead(&self) -> String {
        format!("{}, входит по адресу {}", self.member.role.name(), self.sign_in.email)
    }

    fn link_until(&self) -> String {
        until(&self.shell, &self.sign_in)
    }
}

/// «19 ноября, 12:00», or nothing without a link that holds.
fn until(shell: &Shell, sign_in: &SignIn) -> String {
    sign_in.link.as_ref().map_or_else(String::new, |link| {
        let at = link.ends_at.with_timezone(&shell.actor.zone).naive_local();
        format!("{}, {}", day_and_month(at.date()), time(at.time()))
    })
}
