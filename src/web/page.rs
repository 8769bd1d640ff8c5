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

/// Who sees a line of the menu.
#[derive(Clone, Copy)]
enum To {
    May(Permission),
    /// Who leads companies as an expert, here or elsewhere.
    Experts,
    /// Stands behind «Настройка» for those who may open that.
    BehindSetup(Permission),
}

use To::{BehindSetup, Experts, May};

/// Address, title, icon, who sees it: first what is done every day, then what is set up now and then.
const MENU: [(&str, &str, &str, To); 15] = [
    ("/", "Обзор", "overview", May(Permission::OverviewSee)),
    ("/week", "Неделя", "week", May(Permission::WeekSee)),
    ("/day", "Мой день", "day", May(Permission::DayLog)),
    ("/plan-fact", "План и факт", "plan-fact", May(Permission::PlanFactSee)),
    ("/plan", "План", "plan", May(Permission::PlanSee)),
    ("/entries", "Записи", "facts", May(Permission::EntriesSee)),
    ("/people", "Команда", "people", May(Permission::PeopleSee)),
    ("/clients", "Клиенты", "forward", Experts),
    ("/setup", "Настройка", "setup", May(Permission::SettingsSee)),
    ("/metrics", "Показатели", "metrics", BehindSetup(Permission::MetricsSee)),
    ("/imports", "Загрузка", "import", May(Permission::ImportFacts)),
    ("/closing", "Закрытие", "check", BehindSetup(Permission::ClosingSee)),
    ("/security", "Безопасность", "account", BehindSetup(Permission::SignInsReset)),
    ("/changes", "Журнал изменений", "changes", May(Permission::ChangesSee)),
    ("/export", "Данные компании", "file", BehindSetup(Permission::CompanyData)),
];

/// Where the set-up begins in the menu.
const SETUP: &str = "/setup";

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
        let open = MENU.iter().enumerate().filter(|(_, item)| self.shows(item.3));
        let mut in_setup = false;
        open.map(|(at, &(href, title, icon, _))| {
            let opens_setup = at >= setup && !std::mem::replace(&mut in_setup, at >= setup);
            let current = self.is_at(href) || href == SETUP && self.is_behind_setup();
            MenuItem { href, title, icon, current, opens_setup }
        })
        .collect()
    }

    fn shows(&self, to: To) -> bool {
        match to {
            May(permission) => self.may(permission),
            Experts => self.actor.leads,
            BehindSetup(permission) => self.may(permission) && !self.may(Permission::SettingsSee),
        }
    }

    /// Whether this is a page to which «Настройка» leads.
    fn is_behind_setup(&self) -> bool {
        let behind = MENU.iter().filter(|(.., to)| matches!(to, BehindSetup(_)));
        behind.into_iter().any(|(href, ..)| self.is_at(href))
    }

    /// Whether the company waits for its owner.
    pub fn is_ownerless(&self) -> bool {
        !self.actor.has_owner
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
    let may = |to: &To| matches!(to, May(permission) if actor.may(*permission));
    MENU.iter().find(|(.., to)| may(to)).map_or("/account", |(href, ..)| href)
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
