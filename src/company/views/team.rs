use askama::Template;
use chrono::{DateTime, NaiveDate, Utc};

use crate::access::{Permission, Role};
use crate::company::department::{DepartmentForm, DepartmentNow};
use crate::company::member::Member;
use crate::form::FieldErrors;
use crate::invitation::{Invitation, Inviter, State};
use crate::values::russian::{counted, day_and_month, numeric_date, plural};
use crate::values::{DepartmentId, MemberId};
use crate::web::Shell;

#[derive(Debug, Template)]
#[template(path = "company/people.html")]
pub struct Team {
    pub shell: Shell,
    pub now: DateTime<Utc>,
    pub today: NaiveDate,
    /// Everybody: heads of departments are named whoever reads.
    pub people: Vec<Member>,
    pub departments: Vec<DepartmentNow>,
    /// Those not yet used, as this reader sees them.
    pub invitations: Vec<Invitation>,
    pub form: DepartmentForm,
    pub errors: FieldErrors,
}

/// A department with those of its people whom the reader sees.
pub struct Group<'a> {
    pub title: &'a str,
    pub department: Option<&'a DepartmentNow>,
    pub people: Vec<&'a Member>,
}

impl Team {
    fn may_edit(&self) -> bool {
        self.shell.may(Permission::PeopleEdit)
    }

    fn may_invite(&self) -> bool {
        self.shell.may(Permission::ManagersInvite) && !self.is_head_of_nothing()
    }

    fn may_import(&self) -> bool {
        self.shell.may(Permission::ImportFacts)
    }

    fn seen(&self) -> impl Iterator<Item = &Member> {
        let scope = self.shell.actor.scope();
        self.people.iter().filter(move |person| person.is_within(&scope))
    }

    fn present(&self) -> impl Iterator<Item = &Member> {
        self.seen().filter(|person| !person.is_dismissed(self.today))
    }

    /// Those who left, as this reader sees them.
    fn dismissed(&self) -> Vec<&Member> {
        self.seen().filter(|person| person.is_dismissed(self.today)).collect()
    }

    /// A head who has not been given a department yet sees nobody.
    fn is_head_of_nothing(&self) -> bool {
        self.shell.actor.role == Role::Head && self.shell.actor.heads.is_empty()
    }

    /// Whether there is nobody yet whose steps could be counted.
    fn is_without_sellers(&self) -> bool {
        !self.present().any(|person| person.sells)
    }

    /// The departments in use, then those who are in none.
    fn groups(&self) -> Vec<Group<'_>> {
        let is_all = self.shell.actor.role != Role::Head;
        let shown = self.departments.iter().filter(|department| {
            department.is_in_use() && (is_all || self.shell.actor.heads.contains(&department.id))
        });
        let mut groups: Vec<_> = shown
            .map(|department| Group {
                title: &department.name,
                department: Some(department),
                people: self.of(Some(department.id)),
            })
            .collect();
        let others = self.present().filter(|person| !groups.iter().any(|group| group.has(person)));
        let others: Vec<_> = others.collect();
        if !others.is_empty() {
            let title =
                if groups.is_empty() { "Вся компания" } else { "Вне отделов" };
            groups.push(Group { title, department: None, people: others });
        }
        groups
    }

    fn of(&self, department: Option<DepartmentId>) -> Vec<&Member> {
        self.present().filter(|person| person.department == department).collect()
    }

    /// Departments that are kept for their past.
    fn archived(&self) -> Vec<&DepartmentNow> {
        self.departments.iter().filter(|department| !department.is_in_use()).collect()
    }

    /// Whether other programs know anybody here by a number.
    fn has_numbers(&self) -> bool {
        self.present().any(|person| person.external_id.is_some())
    }

    /// «7 человек, продают 5»
    fn count(&self) -> String {
        let number = i64::try_from(self.present().count()).unwrap_or(i64::MAX);
        let selling = self.present().filter(|person| person.sells).count();
        let verb =
            plural(i64::try_from(selling).unwrap_or(i64::MAX), "продаёт", "продают", "продают");
        format!("{}, {verb} {selling}", counted(number, "человек", "человека", "человек"))
    }

    /// Who heads the department today: one who left does not.
    fn head(&self, department: &DepartmentNow) -> Option<&str> {
        let head = department.head?;
        let member = self.people.iter().find(|person| person.id == head)?;
        (!member.is_dismissed(self.today)).then_some(member.name.as_str())
    }

    fn department(&self, id: Option<DepartmentId>) -> &str {
        let found = self.departments.iter().find(|department| Some(department.id) == id);
        found.map_or("", |department| department.name.as_str())
    }

    fn is_editable(&self, person: &Member) -> bool {
        person.is_for(&self.shell.actor)
    }

    /// Whether this reader may ask this person in: somebody without a sign-in and without an open invitation.
    fn is_invitable(&self, person: &Member) -> bool {
        let inviter = Inviter::of(&self.shell.actor);
        let is_free = !person.has_sign_in && self.invited(person).is_none();
        is_free && self.is_editable(person) && inviter.may_invite(Role::Manager, person.department)
    }

    /// The invitation that waits for this person.
    fn invited(&self, person: &Member) -> Option<&Invitation> {
        let find = |one: &&Invitation| one.member == Some(person.id) && one.is_open();
        self.invitations.iter().find(find)
    }

    /// Why an invitation waits in vain.
    fn trouble(invitation: &Invitation) -> &'static str {
        match invitation.state {
            State::Expired => "срок вышел",
            State::Unbacked => "автор больше не приглашает",
            _ => "не действует",
        }
    }

    fn may_manage(&self, invitation: &Invitation) -> bool {
        let inviter = Inviter::of(&self.shell.actor);
        inviter.may_invite(invitation.role, invitation.department_id())
    }

    fn is_self(&self, member: &MemberId) -> bool {
        self.shell.actor.member == *member
    }

    /// «до 25 ноября»
    fn until(&self, invitation: &Invitation) -> String {
        let ends = invitation.ends_at.with_timezone(&self.shell.actor.zone);
        format!("до {}", day_and_month(ends.date_naive()))
    }

    /// Whether this reader may end this expert's time here.
    fn may_shut(&self, person: &Member) -> bool {
        self.shell.may(Permission::ExpertsShut) && person.is_let_in(self.now)
    }

    fn let_in_until(&self, person: &Member) -> Option<String> {
        person.let_in_until(self.shell.actor.zone)
    }

    fn archived_on(department: &DepartmentNow) -> String {
        department.archived_on.map(numeric_date).unwrap_or_default()
    }
}

impl Group<'_> {
    fn has(&self, person: &Member) -> bool {
        self.people.iter().any(|one| one.id == person.id)
    }
}
