use askama::Template;
use chrono_tz::Tz;

use super::draft::InvitationForm;
use super::inviter::Inviter;
use super::state::{Invitation, State};
use crate::access::Role;
use crate::company::{Department, Member};
use crate::db::Editor;
use crate::form::FieldErrors;
use crate::values::russian::{long_date, numeric_date, time};
use crate::web::{Choice, Shell, by_whom};

/// The form of an invitation.
#[derive(Debug, Template)]
#[template(path = "invitation/new.html")]
pub struct New {
    pub shell: Shell,
    pub inviter: Inviter,
    /// Who is asked in, when there is a member already.
    pub member: Option<Member>,
    pub offered: Vec<Department>,
    /// Whether there is a mail server.
    pub sends_letters: bool,
    pub form: InvitationForm,
    pub errors: FieldErrors,
}

impl New {
    fn lead(&self) -> &'static str {
        if self.sends_letters {
            "Маяк сделает ссылку и отправит её письмом, если вы назовёте почту; можно отправить и самим. Она откроется один раз и ждёт семь дней."
        } else {
            "Маяк сделает ссылку, вы отправите её сами — сообщением или почтой. Она откроется один раз и ждёт семь дней."
        }
    }

    fn title(&self) -> String {
        match &self.member {
            Some(member) => format!("Пригласить: {}", member.name),
            None => "Пригласить".into(),
        }
    }

    /// What the person may become, and what that comes to.
    fn roles(&self) -> Vec<(Choice, &'static str)> {
        let roles = self.inviter.roles();
        let choices =
            Choice::among(roles.iter().map(|role| (role.code(), role.name())), &self.form.role);
        choices.into_iter().zip(roles.iter().map(|role| role.means())).collect()
    }

    /// One who invites in one role only is not asked which.
    fn is_asked_which(&self) -> bool {
        self.inviter.roles().len() > 1
    }

    fn department_choices(&self) -> Vec<Choice> {
        let is_free = self.inviter.role != Role::Head;
        let none = is_free.then(|| (String::new(), "без отдела".to_owned()));
        let all = self.offered.iter().map(|one| (one.id.to_string(), one.name.clone()));
        Choice::among(none.into_iter().chain(all), &self.form.department)
    }

    fn department_hint(&self) -> &'static str {
        if self.is_asked_which() {
            "Менеджер будет в этом отделе, РОП — руководить им, с дня, когда войдёт"
        } else {
            "С дня, когда человек войдёт"
        }
    }

    fn is_namesake(&self) -> bool {
        self.errors.on("another").is_some() || self.form.another == "yes"
    }
}

/// An invitation; with its link when that has just been made.
#[derive(Debug, Template)]
#[template(path = "invitation/show.html")]
pub struct Shown {
    pub shell: Shell,
    pub invitation: Invitation,
    pub link: Option<String>,
    pub errors: FieldErrors,
}

impl Shown {
    /// «среда, 25 ноября, 12:00»
    fn ends(&self) -> String {
        let ends = self.invitation.ends_at.with_timezone(&self.shell.actor.zone).naive_local();
        format!("{}, {}", long_date(ends.date()), time(ends.time()))
    }

    fn let_in_until(&self) -> Option<String> {
        let zone = self.shell.actor.zone;
        self.invitation
            .access_until
            .map(|until| numeric_date(crate::company::last_day(until, zone)))
    }

    fn state(&self) -> (&'static str, &'static str) {
        match self.invitation.state {
            State::Open => ("sea", "ждёт"),
            State::Used => ("good", "принято"),
            State::Revoked => ("none", "отозвано"),
            State::Expired => ("watch", "срок вышел"),
            State::Unbacked => ("watch", "автор больше не приглашает"),
            State::Void => ("watch", "больше не действует"),
        }
    }
}

/// What the second of two is told whose button came too late.
pub fn beaten(editor: Option<&Editor>, zone: Tz) -> String {
    let by = by_whom(editor, zone);
    format!("Пока страница была открыта, с приглашением уже что-то сделали{by}. Как сейчас — ниже")
}
