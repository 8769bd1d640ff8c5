//! An invitation as typed, and as may be written.
use chrono::{DateTime, Months, NaiveDate, Utc};
use serde::Deserialize;

use super::inviter::Inviter;
use crate::access::Role;
use crate::company::{Department, Grant, Member, clean_name, namesake};
use crate::form::FieldErrors;
use crate::signin::check_email;
use crate::values::{DepartmentId, MemberId};

/// The form as typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct InvitationForm {
    /// A member without a sign-in; empty for somebody new.
    pub member: String,
    pub name: String,
    /// Where to send the link; empty: nowhere.
    pub email: String,
    pub role: String,
    pub department: String,
    pub sells: String,
    pub access_until: String,
    /// «yes»: a second person of the same name is meant.
    pub another: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    pub name: String,
    pub email: Option<String>,
    pub role: Role,
    pub sells: bool,
    pub member: Option<MemberId>,
    pub department: Option<DepartmentId>,
    pub access_until: Option<DateTime<Utc>>,
}

/// What an invitation is held against.
#[derive(Debug)]
pub struct Ground<'a> {
    pub inviter: &'a Inviter,
    pub people: &'a [Member],
    /// The departments the inviter may invite into.
    pub offered: &'a [Department],
    /// Who is asked in, when there is a member of that name already.
    pub member: Option<&'a Member>,
    pub grant: Grant,
}

impl InvitationForm {
    /// A seller for the only department, or the member named.
    pub fn blank(member: Option<&Member>, offered: &[Department], today: NaiveDate) -> Self {
        let only = if let [one] = offered { one.id.to_string() } else { String::new() };
        let role = member.map_or(Role::Manager, |member| member.role);
        Self {
            member: member.map(|member| member.id.to_string()).unwrap_or_default(),
            role: role.code().into(),
            department: only,
            sells: "yes".into(),
            access_until: (today + Months::new(3)).to_string(),
            ..Self::default()
        }
    }

    pub fn check(&self, ground: &Ground<'_>) -> Result<Draft, FieldErrors> {
        let mut errors = FieldErrors::default();
        let roles: Vec<_> = ground.inviter.roles();
        let roles: Vec<_> = roles.iter().map(|role| (role.code(), *role)).collect();
        let role = errors.one_of("role", &self.role, &roles).unwrap_or(Role::Manager);
        let name = self.name(&mut errors, ground);
        let is_by_letter = !self.email.trim().is_empty();
        let email = is_by_letter.then(|| check_email(&mut errors, &self.email));
        let department = self.department(&mut errors, ground, role);
        let access_until = ground.grant.check(&mut errors, role, &self.access_until);
        if errors.is_empty() && !ground.inviter.may_invite(role, department) {
            errors.add(
                "department",
                "Вы приглашаете в отделы, которыми руководите, — выберите отдел",
            );
        }
        let is_seller = matches!(role, Role::Manager | Role::Head) && self.sells == "yes";
        let sells = ground.member.map_or(is_seller, |member| member.sells);
        let member = ground.member.map(|member| member.id);
        errors.or(Draft { name, email, role, sells, member, department, access_until })
    }

    fn name(&self, errors: &mut FieldErrors, ground: &Ground<'_>) -> String {
        let today = ground.grant.today;
        match ground.member {
            Some(member) if member.has_sign_in => {
                errors.add("form", format!("{} уже входит в Маяк", member.name));
            }
            Some(member) if member.is_dismissed(today) => {
                errors.add(
                    "form",
                    format!("{} не работает — сначала верните в команду", member.name),
                );
            }
            Some(_) => {}
            None => return self.new_name(errors, ground.people),
        }
        ground.member.map(|member| member.name.clone()).unwrap_or_default()
    }

    fn new_name(&self, errors: &mut FieldErrors, people: &[Member]) -> String {
        let name = clean_name(errors, &self.name);
        match namesake(people, None, &name).filter(|_| self.another != "yes") {
            Some(same) if same.has_sign_in => {
                errors.add("another", format!("Такой человек уже есть и входит: {}", same.name));
            }
            Some(same) => {
                let text = format!(
                    "{} уже есть, без входа: чтобы записанное стало его, пригласите из строки в «Команде»",
                    same.name
                );
                errors.add("another", text);
            }
            None => {}
        }
        name
    }

    /// A seller starts in a department, a head heads one; the other roles stand outside. A member stays where he is.
    fn department(
        &self,
        errors: &mut FieldErrors,
        ground: &Ground<'_>,
        role: Role,
    ) -> Option<DepartmentId> {
        let present = ground.member.and_then(|member| member.department);
        match role {
            Role::Manager if ground.member.is_some() => return present,
            Role::Manager | Role::Head => {}
            _ => return None,
        }
        if self.department.is_empty() {
            return None;
        }
        let found = ground.offered.iter().find(|one| one.id.to_string() == self.department);
        if found.is_none() {
            errors.add("department", "Выберите отдел из списка");
        }
        found.map(|department| department.id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn seller(id: u128, name: &str) -> Member {
        Member {
            id: MemberId(Uuid::from_u128(id)),
            name: name.into(),
            external_id: None,
            role: Role::Manager,
            sells: true,
            department: Some(sales().id),
            department_from: None,
            dismissed_on: None,
            access_until: None,
            has_sign_in: false,
            row_version: 1,
        }
    }

    fn sales() -> Department {
        Department { id: DepartmentId(Uuid::from_u128(2)), name: "Отдел продаж".into() }
    }

    fn check(
        form: &InvitationForm,
        as_role: Role,
        member: Option<&Member>,
    ) -> Result<Draft, FieldErrors> {
        let inviter = Inviter {
            member: MemberId(Uuid::from_u128(1)),
            name: "Анна".into(),
            role: as_role,
            heads: vec![sales().id],
            has_owner: true,
        };
        let today = "2026-11-18".parse().unwrap();
        let grant = Grant { zone: chrono_tz::Tz::Europe__Moscow, today, longest: None };
        let people = [seller(7, "Петров И.")];
        let offered = [sales()];
        form.check(&Ground { inviter: &inviter, people: &people, offered: &offered, member, grant })
    }

    fn blank() -> InvitationForm {
        let today = "2026-11-18".parse().unwrap();
        InvitationForm {
            name: "Орлова М.".into(),
            ..InvitationForm::blank(None, &[sales()], today)
        }
    }

    #[test]
    fn a_newcomer_sells_in_the_only_department() {
        let draft = check(&blank(), Role::Head, None).unwrap();
        assert_eq!(
            (draft.role, draft.sells, draft.department),
            (Role::Manager, true, Some(sales().id))
        );
        let clerk = InvitationForm { role: "accountant".into(), ..blank() };
        let draft = check(&clerk, Role::Owner, None).unwrap();
        assert_eq!((draft.sells, draft.department, draft.access_until), (false, None, None));
        let expert = InvitationForm { role: "expert".into(), ..blank() };
        assert!(check(&expert, Role::Owner, None).unwrap().access_until.is_some());
    }

    #[test]
    fn a_head_invites_no_heads_and_nobody_nowhere() {
        let head = InvitationForm { role: "head".into(), ..blank() };
        assert!(check(&head, Role::Head, None).unwrap_err().on("role").is_some());
        let nowhere = InvitationForm { department: String::new(), ..blank() };
        assert!(check(&nowhere, Role::Head, None).unwrap_err().on("department").is_some());
        assert!(check(&nowhere, Role::Owner, None).is_ok());
    }

    #[test]
    fn a_namesake_is_asked_about() {
        let same = InvitationForm { name: "петров и".into(), ..blank() };
        let asked = check(&same, Role::Owner, None).unwrap_err();
        assert!(asked.on("another").unwrap().contains("из строки"));
        let sure = InvitationForm { another: "yes".into(), ..same };
        assert!(check(&sure, Role::Owner, None).is_ok());
    }

    #[test]
    fn a_member_named_keeps_name_place_and_selling() {
        let petrov = Member { sells: false, ..seller(7, "Петров И.") };
        let draft = check(&blank(), Role::Owner, Some(&petrov)).unwrap();
        assert_eq!(
            (draft.name.as_str(), draft.sells, draft.member),
            ("Петров И.", false, Some(petrov.id))
        );
        assert_eq!(draft.department, petrov.department);
        let joined = Member { has_sign_in: true, ..petrov.clone() };
        assert!(check(&blank(), Role::Owner, Some(&joined)).unwrap_err().general().is_some());
        let gone = Member { dismissed_on: NaiveDate::from_ymd_opt(2026, 11, 1), ..petrov };
        assert!(check(&blank(), Role::Owner, Some(&gone)).unwrap_err().general().is_some());
    }

    #[test]
    fn nonsense_is_refused_at_its_field() {
        let long = "я".repeat(10_000);
        for (form, field) in [
            (InvitationForm { name: long, ..blank() }, "name"),
            (InvitationForm { name: " ".into(), ..blank() }, "name"),
            (InvitationForm { email: "anna".into(), ..blank() }, "email"),
            (InvitationForm { role: "boss".into(), ..blank() }, "role"),
            (
                InvitationForm { department: Uuid::from_u128(9).to_string(), ..blank() },
                "department",
            ),
            (
                InvitationForm {
                    role: "expert".into(),
                    access_until: "31.02.2027".into(),
                    ..blank()
                },
                "access_until",
            ),
        ] {
            assert!(check(&form, Role::Owner, None).unwrap_err().on(field).is_some(), "{field}");
        }
    }
}
