use askama::Template;
use chrono::{DateTime, NaiveDate, Utc};

use crate::access::{Permission, Role};
use crate::clientele::Client;
use crate::company::base_role::RoleForm;
use crate::company::department::{Department, DepartmentNow};
use crate::company::dismissal::{DismissalForm, Heir, NOBODY};
use crate::company::member::{Member, MemberForm};
use crate::company::placement::{MoveForm, NOWHERE};
use crate::company::timeline::{Stint, Timeline};
use crate::form::FieldErrors;
use crate::values::DepartmentId;
use crate::values::russian::{counted, numeric_date};
use crate::web::{Choice, Shell};

/// The form of a new person without a sign-in.
#[derive(Debug, Template)]
#[template(path = "company/new_person.html")]
pub struct NewPerson {
    pub shell: Shell,
    pub departments: Vec<Department>,
    pub form: MemberForm,
    pub errors: FieldErrors,
}

impl NewPerson {
    fn department_choices(&self) -> Vec<Choice> {
        let none = std::iter::once((String::new(), "без отдела".to_owned()));
        let all = self.departments.iter().map(|d| (d.id.to_string(), d.name.clone()));
        Choice::among(none.chain(all), &self.form.department)
    }
}

/// A person of the company and all that may be changed of him.
#[derive(Debug, Template)]
#[template(path = "company/person.html")]
pub struct Person {
    pub shell: Shell,
    pub now: DateTime<Utc>,
    pub today: NaiveDate,
    pub member: Member,
    /// Archived ones too: the history names them.
    pub departments: Vec<DepartmentNow>,
    /// Where this reader may move the person.
    pub offered: Vec<Department>,
    pub history: Timeline<DepartmentId>,
    pub form: MemberForm,
    pub placement: MoveForm,
    pub role: RoleForm,
    pub dismissal: DismissalForm,
    /// The clients of the person today, by name.
    pub clients: Vec<Client>,
    /// Who may get them.
    pub heirs: Vec<Heir>,
    pub errors: FieldErrors,
}

impl Person {
    /// The role of the person in the company, and the department today.
    fn lead(&self) -> String {
        let role = self.member.role.name();
        let Some(department) = self.history.on(self.today) else { return role.to_owned() };
        let since = self.history.since(self.today).map(numeric_date).unwrap_or_default();
        format!("{role} · {} с {since}", self.department(&department))
    }

    /// The journal of this person's changes.
    fn changes(&self) -> Option<String> {
        self.shell.history("member", self.member.id.0)
    }

    fn may_change_all(&self) -> bool {
        self.shell.may(Permission::PeopleEdit)
    }

    fn is_namesake(&self) -> bool {
        self.errors.on("another").is_some() || self.form.another == "yes"
    }

    fn sells(&self) -> bool {
        self.form.sells == "yes"
    }

    /// Nobody dismisses himself.
    fn is_other(&self) -> bool {
        self.member.id != self.shell.actor.member
    }

    fn is_invitable(&self) -> bool {
        !self.member.has_sign_in && !self.member.is_dismissed(self.today)
    }

    /// A head with one department has nowhere to move people to.
    fn is_movable(&self) -> bool {
        self.may_change_all() || self.offered.len() > 1 || !self.placement.department.is_empty()
    }

    fn department(&self, id: &DepartmentId) -> &str {
        let found = self.departments.iter().find(|department| department.id == *id);
        found.map_or("", |department| department.name.as_str())
    }

    /// The sign and word of a stretch that is not the past.
    fn mark(&self, stint: &Stint<DepartmentId>) -> Option<(&'static str, &'static str)> {
        if stint.from > self.today {
            return Some(("watch", "потом"));
        }
        stint.until.is_none_or(|until| until >= self.today).then_some(("sea", "сейчас"))
    }

    fn department_choices(&self) -> Vec<Choice> {
        let first = std::iter::once((String::new(), "выберите отдел".to_owned()));
        let none = self.may_change_all().then(|| (NOWHERE.to_owned(), "без отдела".to_owned()));
        let all = self.offered.iter().map(|one| (one.id.to_string(), one.name.clone()));
        Choice::among(first.chain(all).chain(none), &self.placement.department)
    }

    /// What the person may be, and what that comes to. Owners are made by owners.
    fn roles(&self) -> Vec<(Choice, &'static str)> {
        let is_owner = self.shell.actor.role == Role::Owner;
        let may_name = is_owner || !self.shell.actor.has_owner;
        let is_offered =
            |role: &Role| may_name || *role != Role::Owner || self.member.role == *role;
        let roles: Vec<_> = Role::ALL.into_iter().filter(is_offered).collect();
        let lines = roles.iter().map(|role| (role.code(), role.name()));
        let choices = Choice::among(lines, &self.role.role);
        choices.into_iter().zip(roles.iter().map(|role| role.means())).collect()
    }

    /// Whether this reader may end this person's time here: that of an expert who is let in still.
    fn may_shut(&self) -> bool {
        self.shell.may(Permission::ExpertsShut) && self.member.is_let_in(self.now)
    }

    /// «12 клиентов»
    fn client_count(&self) -> String {
        let count = i64::try_from(self.clients.len()).unwrap_or(i64::MAX);
        counted(count, "клиент", "клиента", "клиентов")
    }

    /// Names of the first clients, and how many more there are.
    fn client_names(&self) -> (String, usize) {
        const NAMED: usize = 20;
        let names = self.clients.iter().take(NAMED).map(|client| client.name.as_str());
        (names.collect::<Vec<_>>().join(", "), self.clients.len().saturating_sub(NAMED))
    }

    fn heir_choices(&self) -> Vec<Choice> {
        let first = std::iter::once((String::new(), "выберите".to_owned()));
        let people = self.heirs.iter().map(|(id, name)| (id.to_string(), name.clone()));
        let none = std::iter::once((NOBODY.to_owned(), "пока никому".to_owned()));
        Choice::among(first.chain(people).chain(none), &self.dismissal.heir)
    }

    /// Absences, schedule, the share of a full plan.
    fn days_href(&self) -> String {
        format!("/people/{}/days", self.member.id)
    }

    fn invite_href(&self) -> String {
        format!("/people/invitations/new?member={}", self.member.id)
    }
}
