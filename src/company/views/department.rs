use askama::Template;
use chrono::NaiveDate;

use crate::company::department::{DepartmentForm, DepartmentNow};
use crate::company::headship::{HeadForm, may_head};
use crate::company::member::Member;
use crate::company::placement::NOWHERE;
use crate::company::timeline::Timeline;
use crate::form::FieldErrors;
use crate::values::MemberId;
use crate::values::russian::{counted, numeric_date};
use crate::web::{Choice, Shell};

/// One department: its name, its head, its people.
#[derive(Debug, Template)]
#[template(path = "company/department.html")]
pub struct OneDepartment {
    pub shell: Shell,
    pub today: NaiveDate,
    pub department: DepartmentNow,
    pub people: Vec<Member>,
    pub history: Timeline<MemberId>,
    pub form: DepartmentForm,
    pub head: HeadForm,
    pub errors: FieldErrors,
}

impl OneDepartment {
    fn lead(&self) -> String {
        let number = i64::try_from(self.members().len()).unwrap_or(i64::MAX);
        let count = match number {
            0 => "Пока никого".to_owned(),
            _ => counted(number, "человек", "человека", "человек"),
        };
        match (self.department.archived_on, self.present_head()) {
            (Some(day), _) => format!("В архиве с {}", numeric_date(day)),
            (None, Some(head)) => format!("{count}, руководит {head}"),
            (None, None) => format!("{count}, руководителя нет"),
        }
    }

    /// What is written now, for one whose edit came second.
    pub fn summary(&self) -> String {
        format!("{}; {}", self.department.name, self.lead())
    }

    fn members(&self) -> Vec<&Member> {
        let is_here = |person: &&Member| {
            person.department == Some(self.department.id) && !person.is_dismissed(self.today)
        };
        self.people.iter().filter(is_here).collect()
    }

    /// One who left heads no more.
    fn present_head(&self) -> Option<&str> {
        let head = self.history.on(self.today)?;
        let member = self.people.iter().find(|person| person.id == head)?;
        (!member.is_dismissed(self.today)).then_some(member.name.as_str())
    }

    pub fn name(&self, id: &MemberId) -> &str {
        self.people.iter().find(|person| person.id == *id).map_or("", |one| one.name.as_str())
    }

    /// Those who may head it, then nobody.
    fn candidates(&self) -> Vec<Choice> {
        let first = (String::new(), "выберите человека".to_owned());
        let able = self.people.iter().filter(|one| may_head(one) && !one.is_dismissed(self.today));
        let able =
            able.map(|one| (one.id.to_string(), format!("{} · {}", one.name, one.role.name())));
        let nobody = (NOWHERE.to_owned(), "никто".to_owned());
        Choice::among([first].into_iter().chain(able).chain([nobody]), &self.head.member)
    }
}
