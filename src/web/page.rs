use askama::Template;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Redirect, Response};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use uuid::Uuid;

use super::Error;
use crate::access::{Actor, Permission, SecondFactor};
use crate::values::russian::day_and_month;

/// What every page shows around its own content.
#[derive(Debug, Clone)]
pub struct Shell {
    pub actor: Actor,
    /// Where we are: marks the menu.
    pub path: String,
    /// What the last action says of itself, once.
    pub flash: Option<String>,
    /// Stands in every form that writes: whose company it was opened in, and its own key.
    pub token: String,
    pub demo: bool,
}

/// A line of the menu.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MenuItem {
    pub href: &'static str,
    pub title: &'static str,
    pub icon: &'static str,
    pub current: bool,
    /// Whether the set-up begins with it.
    pub opens_setup: bool,
}

/// Address, title, icon, who sees it: first what is done every day, then what is set up now and then.
const MENU: [(&str, &str, &str, Permission); 13] = [
    ("/", "Обзор", "overview", Permission::OverviewSee),
    ("/week", "Неделя", "week", Permission::WeekSee),
    ("/day", "Мой день", "day", Permission::DayLog),
    ("/plan-fact", "План и факт", "plan-fact", Permission::PlanFactSee),
    ("/plan", "План", "plan", Permission::PlanSee),
    ("/entries", "Записи", "facts", Permission::EntriesSee),
    ("/people", "Команда", "people", Permission::PeopleSee),
    ("/metrics", "Показатели", "metrics", Permission::MetricsSee),
    ("/imports", "Загрузка", "import", Permission::ImportFacts),
    ("/closing", "Закрытие", "check", Permission::ClosingSee),
    ("/security", "Безопасность", "account", Permission::SignInsReset),
    ("/changes", "Журнал изменений", "changes", Permission::ChangesSee),
    ("/export", "Данные компании", "file", Permission::CompanyData),
];

/// Where the set-up begins in the menu.
const SETUP: &str = "/metrics";

impl Shell {
    pub fn may(&self, permission: Permission) -> bool {
        self.actor.may(permission)
    }

    pub fn name(&self) -> &str {
        &self.actor.name
    }

    pub fn role_name(&self) -> &'static str {
        self.actor.role.name()
    }

    pub fn company_name(&self) -> &str {
        &self.actor.company_name
    }

    pub fn has_other_companies(&self) -> bool {
        self.actor.companies > 1
    }

    /// «25 ноября»: from when on the company lets this person no further without a second factor.
    pub fn second_factor_due(&self) -> Option<String> {
        match self.actor.second_factor {
            SecondFactor::DueOn(day) => Some(day_and_month(day)),
            _ => None,
        }
    }

    /// «25 декабря»: the day on which the company will be deleted.
    pub fn deleted_on(&self) -> Option<String> {
        self.actor.deleted_on.map(day_and_month)
    }

    /// The first page of this person's own.
    pub fn home(&self) -> &'static str {
        home(&self.actor)
    }

    pub fn menu(&self) -> Vec<MenuItem> {
        let setup = MENU.iter().position(|(href, ..)| *href == SETUP).unwrap_or(MENU.len());
        let open = MENU.iter().enumerate().filter(|(_, item)| self.may(item.3));
        let mut in_setup = false;
        open.map(|(at, &(href, title, icon, _))| {
            let opens_setup = at >= setup && !std::mem::replace(&mut in_setup, at >= setup);
            MenuItem { href, title, icon, current: self.is_at(href), opens_setup }
        })
        .collect()
    }

    /// The history of one thing, for those who may see changes.
    pub fn history(&self, subject: &str, id: Uuid) -> Option<String> {
        let may = self.may(Permission::ChangesSee);
        may.then(|| format!("/changes?subject={subject}&id={id}"))
    }

    fn is_at(&self, href: &str) -> bool {
        self.path == href || (href != "/" && self.path.starts_with(&format!("{href}/")))
    }
}

/// The first page of a person's own: the first line of the menu, or the account.
pub fn home(actor: &Actor) -> &'static str {
    MENU.iter().find(|(.., who)| actor.may(*who)).map_or("/account", |(href, ..)| href)
}

/// What a handler answers: a page, the page again with its form refused, or go and look there.
#[derive(Debug)]
pub enum Answer<T> {
    Page(T),
    Refused(T),
    SeeOther(String),
    /// Go and look there; the page says this once.
    Saying(String, String),
}

impl<T> Answer<T> {
    pub fn saying(path: impl Into<String>, text: impl Into<String>) -> Self {
        Self::Saying(path.into(), text.into())
    }
}

impl<T: Template> IntoResponse for Answer<T> {
    fn into_response(self) -> Response {
        match self {
            Self::Page(view) => page(StatusCode::OK, &view),
            Self::Refused(view) => page(StatusCode::UNPROCESSABLE_ENTITY, &view),
            Self::SeeOther(path) => Redirect::to(&path).into_response(),
            Self::Saying(path, text) => {
                let mut response = Redirect::to(&path).into_response();
                response.headers_mut().append(header::SET_COOKIE, flash(&text));
                response
            }
        }
    }
}

/// A rendered template; one that fails is an error page.
pub(super) fn page(status: StatusCode, view: &impl Template) -> Response {
    match view.render() {
        Ok(html) => (status, Html(html)).into_response(),
        Err(error) => Error::Internal(error.into()).into_response(),
    }
}

/// The name of the cookie that carries a sentence over one redirect.
pub(super) const FLASH: &str = "flash";

/// The cookie that says `text` once on the next page.
pub fn flash(text: &str) -> HeaderValue {
    let text = utf8_percent_encode(text, NON_ALPHANUMERIC);
    let cookie = format!("{FLASH}={text}; Path=/; Max-Age=60; HttpOnly; SameSite=Lax");
    HeaderValue::from_str(&cookie).unwrap_or_else(|_| HeaderValue::from_static("flash="))
}

/// Takes the sentence back once shown.
pub(super) const NO_FLASH: HeaderValue =
    HeaderValue::from_static("flash=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax");
