//! Who sees what of a person.
use chrono::NaiveDate;

use crate::access::{Actor, Aspect, Permission, Role};
use crate::company::Member;
use crate::signin::{SignIn, reaches};
use crate::values::{DepartmentId, MemberId};

/// Somebody of the company who can sign in.
#[derive(Debug, Clone)]
pub struct Onlooker {
    pub member: MemberId,
    pub name: String,
    pub role: Role,
    /// The departments headed today.
    pub heads: Vec<DepartmentId>,
}

impl Onlooker {
    /// As the one who asks for a page: the same rules then decide.
    pub fn acting(&self, beside: &Actor) -> Actor {
        Actor {
            member: self.member,
            name: self.name.clone(),
            role: self.role,
            heads: self.heads.clone(),
            ..beside.clone()
        }
    }
}

/// The person looked at.
#[derive(Debug)]
pub struct Seen<'a> {
    pub member: &'a Member,
    /// None: the person does not sign in.
    pub sign_in: Option<&'a SignIn>,
    pub today: NaiveDate,
}

impl Seen<'_> {
    /// Whether `actor` sees this of the person: some page shows it to the role, and the person is within scope. For a sign-in
    /// the scope is whom one may help.
    pub fn is_seen(&self, aspect: Aspect, actor: &Actor) -> bool {
        let shows = |permission: Permission| permission.shows().contains(&aspect);
        let is_shown = Permission::ALL.into_iter().any(|one| shows(one) && actor.may(one));
        let is_within = match (aspect, self.sign_in) {
            (Aspect::SignIn, Some(sign_in)) => reaches(actor, self.member, sign_in, self.today),
            (Aspect::SignIn, None) => false,
            _ => self.member.is_within(&actor.scope()),
        };
        is_shown && is_within
    }

    /// Those besides the person who see this, in the order given.
    pub fn seen_by<'o>(&self, aspect: Aspect, onlookers: &'o [Actor]) -> Vec<&'o Actor> {
        let others = onlookers.iter().filter(|one| one.member != self.member.id);
        others.filter(|one| self.is_seen(aspect, one)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::SecondFactor;
    use crate::values::{CompanyId, PersonId};
    use chrono::NaiveTime;
    use uuid::Uuid;

    fn actor(role: Role, heads: &[u128]) -> Actor {
        Actor {
            person: PersonId(Uuid::from_u128(1)),
            company: CompanyId(Uuid::from_u128(2)),
            company_name: "Наша".into(),
            member: MemberId(Uuid::from_u128(3)),
            name: "Орлов".into(),
            role,
            sells: false,
            heads: heads.iter().map(|of| DepartmentId(Uuid::from_u128(*of))).collect(),
            zone: chrono_tz::Europe::Moscow,
            day_closes_at: NaiveTime::MIN,
            companies: 1,
            second_factor: SecondFactor::Off,
            has_owner: true,
            leads: false,
            deleted_on: None,
            revision: 0,
        }
    }

    fn petrov() -> Member {
        Member {
            id: MemberId(Uuid::from_u128(7)),
            name: "Петров И.".into(),
            external_id: None,
            role: Role::Manager,
            sells: true,
            department: Some(DepartmentId(Uuid::from_u128(4))),
            department_from: None,
            dismissed_on: None,
            access_until: None,
            has_sign_in: true,
            row_version: 1,
        }
    }

    fn sign_in() -> SignIn {
        SignIn {
            member: petrov().id,
            person: PersonId(Uuid::from_u128(8)),
            email: "petrov@firma.example".into(),
            is_elsewhere: false,
            heads: false,
            has_second_factor: false,
            link: None,
        }
    }

    /// What of Petrov is seen by one of this role who heads these departments.
    fn seen(role: Role, heads: &[u128]) -> Vec<Aspect> {
        let (member, sign_in, today) = (petrov(), sign_in(), "2026-11-18".parse().unwrap());
        let seen = Seen { member: &member, sign_in: Some(&sign_in), today };
        let actor = actor(role, heads);
        Aspect::ALL.into_iter().filter(|aspect| seen.is_seen(*aspect, &actor)).collect()
    }

    #[test]
    fn a_head_sees_the_own_department_and_nobody_when_heading_none() {
        assert_eq!(seen(Role::Head, &[4]), Aspect::ALL);
        assert_eq!(seen(Role::Head, &[5]), []);
        assert_eq!(seen(Role::Head, &[]), []);
    }

    #[test]
    fn others_see_what_their_pages_show() {
        assert_eq!(seen(Role::Owner, &[]), Aspect::ALL);
        for role in [Role::Partner, Role::Expert] {
            assert_eq!(seen(role, &[]), [Aspect::Facts, Aspect::Plan, Aspect::Card], "{role:?}");
        }
        for role in [Role::Manager, Role::Accountant] {
            assert_eq!(seen(role, &[]), [], "{role:?}");
        }
    }

    #[test]
    fn nobody_is_an_onlooker_of_himself() {
        let (member, today) = (petrov(), "2026-11-18".parse().unwrap());
        let seen = Seen { member: &member, sign_in: None, today };
        let owner = actor(Role::Owner, &[]);
        let himself = Actor { member: member.id, ..owner.clone() };
        let onlookers = [owner, himself];
        assert_eq!(seen.seen_by(Aspect::Facts, &onlookers).len(), 1);
        assert!(seen.seen_by(Aspect::SignIn, &onlookers).is_empty(), "there is no sign-in");
    }

    #[test]
    fn every_aspect_is_shown_by_some_page_and_every_permission_is_asked() {
        for aspect in Aspect::ALL {
            assert!(Permission::ALL.into_iter().any(|one| one.shows().contains(&aspect)));
        }
        let all: std::collections::HashSet<_> = Permission::ALL.into_iter().collect();
        assert_eq!(all.len(), Permission::ALL.len());
    }
}
