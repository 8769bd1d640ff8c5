use askama::Template;
use chrono::NaiveDate;

use super::department::{Department, DepartmentForm};
use super::dismissal::DismissalForm;
use super::member::{Member, MemberForm};
use crate::access::Permission;
use crate::form::FieldErrors;
use crate::values::DepartmentId;
use crate::values::russian::{counted, plural};
use crate::web::{Choice, Shell};

#[derive(Debug, Template)]
#[template(path = "company/people.html")]
pub struct Team {
    pub shell: Shell,
    pub today: NaiveDate,
    /// Those whom this reader sees.
    pub people: Vec<Member>,
    pub departments: Vec<Department>,
    pub form: DepartmentForm,
    pub errors: FieldErrors,
}

impl Team {
    fn may_edit(&self) -> bool {
        self.shell.may(Permission::PeopleEdit)
    }

    /// Those who work, then those who left.
    fn in_order(&self) -> Vec<&Member> {
        let (left, present): (Vec<_>, Vec<_>) =
            self.people.iter().partition(|person| person.is_dismissed(self.today));
        [present, left].concat()
    }

    /// Whether there is nobody yet whose steps could be counted.
    fn is_without_sellers(&self) -> bool {
        !self.people.iter().any(|person| person.sells && !person.is_dismissed(self.today))
    }

    /// «7 человек, продают 5»
    fn count(&self) -> String {
        let present = || self.people.iter().filter(|person| !person.is_dismissed(self.today));
        let number = i64::try_from(present().count()).unwrap_or(i64::MAX);
        let selling = present().filter(|person| person.sells).count();
        let verb =
            plural(i64::try_from(selling).unwrap_or(i64::MAX), "продаёт", "продают", "продают");
        format!("{}, {verb} {selling}", counted(number, "человек", "человека", "человек"))
    }

    fn department(&self, id: Option<DepartmentId>) -> &str {
        let found = self.departments.iter().find(|department| Some(department.id) == id);
        found.map_or("", |department| department.name.as_str())
    }
}

/// The form of a new person or of one who is there.
#[derive(Debug, Template)]
#[template(path = "company/person.html")]
pub struct Person {
    pub shell: Shell,
    pub member: Option<Member>,
    pub departments: Vec<Department>,
    pub form: MemberForm,
    pub dismissal: DismissalForm,
    pub errors: FieldErrors,
}

impl Person {
    pub fn new(
        shell: Shell,
        member: Option<Member>,
        departments: Vec<Department>,
        form: MemberForm,
        errors: FieldErrors,
        today: NaiveDate,
    ) -> Self {
        Self { shell, member, departments, form, dismissal: DismissalForm::blank(today), errors }
    }

    fn title(&self) -> String {
        self.member
            .as_ref()
            .map_or("Новый человек".into(), |member| member.name.clone())
    }

    fn action(&self) -> String {
        self.member.as_ref().map_or("/people".into(), |member| format!("/people/{}", member.id))
    }

    fn department_choices(&self) -> Vec<Choice> {
        let none = std::iter::once((String::new(), "без отдела".to_owned()));
        let all = self.departments.iter().map(|d| (d.id.to_string(), d.name.clone()));
        Choice::among(none.chain(all), &self.form.department)
    }

    fn is_namesake(&self) -> bool {
        self.errors.on("another").is_some() || self.form.another == "yes"
    }

    fn sells(&self) -> bool {
        self.form.sells == "yes"
    }

    /// The person, unless it is the reader: nobody dismisses himself.
    fn other(&self) -> Option<&Member> {
        self.member.as_ref().filter(|member| member.id != self.shell.actor.member)
    }

    /// The first day without this person.
    fn left(&self) -> Option<String> {
        self.member.as_ref().and_then(Member::leaves)
    }
}
