use askama::Template;
use chrono::{DateTime, Utc};

use super::company::CompanyForm;
use super::present::Present;
use super::setting::Setting;
use crate::access::{Permission, Role};
use crate::company::Profile;
use crate::form::FieldErrors;
use crate::signin::ZONES;
use crate::values::russian::{counted, listed, numeric_date};
use crate::web::{Choice, Shell};

/// All settings, or those that were looked for.
#[derive(Template)]
#[template(path = "setup/index.html")]
pub struct Index {
    shell: Shell,
    q: String,
    sections: Vec<(&'static str, Vec<Line>)>,
}

struct Line {
    name: &'static str,
    value: String,
    changes: &'static str,
    /// «задано 18.11.2026»; empty: not changed since the journal began.
    since: String,
    /// Where it is changed, for who may open that.
    href: Option<&'static str>,
    /// Who may, for the others.
    who: String,
}

impl Index {
    /// `since` is in the order of the settings.
    pub fn new(
        shell: Shell,
        q: String,
        present: &Present,
        found: &[(&'static str, Vec<Setting>)],
        since: Vec<Option<DateTime<Utc>>>,
    ) -> Self {
        let mut since = since.into_iter();
        let mut line =
            |setting: &Setting| Line::of(&shell, present, setting, since.next().flatten());
        let sections =
            found.iter().map(|(title, all)| (*title, all.iter().map(&mut line).collect()));
        let sections = sections.collect();
        Self { shell, q, sections }
    }

    /// An expert ends his work here himself.
    fn may_leave(&self) -> bool {
        self.shell.may(Permission::ExpertWork)
    }

    fn lead(&self) -> String {
        let number: usize = self.sections.iter().map(|(_, lines)| lines.len()).sum();
        let number = i64::try_from(number).unwrap_or(i64::MAX);
        if self.q.is_empty() {
            "Что задано сейчас, что это меняет и где поправить.".into()
        } else {
            format!("Найдено: {}", counted(number, "настройка", "настройки", "настроек"))
        }
    }
}

impl Line {
    fn of(shell: &Shell, present: &Present, setting: &Setting, at: Option<DateTime<Utc>>) -> Self {
        let day = at.map(|at| at.with_timezone(&shell.actor.zone).date_naive());
        let href = shell.may(setting.see).then_some(setting.href);
        let who: Vec<String> =
            setting.see.roles().iter().map(|role: &Role| role.name().into()).collect();
        Self {
            name: setting.name,
            value: (setting.value)(present),
            changes: setting.changes,
            since: day.map(|day| format!("задано {}", numeric_date(day))).unwrap_or_default(),
            href,
            who: listed(&who),
        }
    }
}

/// The company's name and zone.
#[derive(Template)]
#[template(path = "setup/company.html")]
pub struct Company {
    pub shell: Shell,
    pub profile: Profile,
    pub form: CompanyForm,
    pub errors: FieldErrors,
}

impl Company {
    fn may_edit(&self) -> bool {
        self.shell.may(Permission::SetupEdit)
    }

    /// The zones of the list; one set by hand on the server stays what it is.
    fn zones(&self) -> Vec<Choice> {
        let known = ZONES.iter().map(|(zone, title)| (zone.name(), *title));
        Choice::among(known, &self.form.zone)
    }

    fn zone(&self) -> &'static str {
        let known = ZONES.iter().find(|(zone, _)| *zone == self.profile.zone);
        known.map_or_else(|| self.profile.zone.name(), |(_, title)| *title)
    }

    fn began(&self) -> String {
        numeric_date(self.profile.tracking_from)
    }
}
