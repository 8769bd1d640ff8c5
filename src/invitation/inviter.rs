//! Who may invite whom.
use crate::access::{Actor, Role, Scope};
use crate::values::{DepartmentId, MemberId};

/// The roles as they are offered: most who come are managers.
const BY_FREQUENCY: [Role; 6] =
    [Role::Manager, Role::Head, Role::Accountant, Role::Partner, Role::Expert, Role::Owner];

/// Somebody who invites, as he is today.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inviter {
    pub member: MemberId,
    pub name: String,
    pub role: Role,
    /// The departments headed today.
    pub heads: Vec<DepartmentId>,
    /// Whether the company has an owner who signs in.
    pub has_owner: bool,
}

impl Inviter {
    pub fn of(actor: &Actor) -> Self {
        let (name, heads) = (actor.name.clone(), actor.heads.clone());
        let has_owner = actor.has_owner;
        Self { member: actor.member, name, role: actor.role, heads, has_owner }
    }

    /// An owner invites anybody, a head managers, an expert anybody but owners — and the owner of a company that has none.
    pub fn roles(&self) -> Vec<Role> {
        let all = BY_FREQUENCY.into_iter();
        match self.role {
            Role::Owner => all.collect(),
            Role::Expert => all.filter(|role| *role != Role::Owner || !self.has_owner).collect(),
            Role::Head => vec![Role::Manager],
            Role::Partner | Role::Manager | Role::Accountant => Vec::new(),
        }
    }

    /// A head invites into the departments headed.
    pub fn may_invite(&self, role: Role, department: Option<DepartmentId>) -> bool {
        let is_there = department.is_some_and(|id| self.heads.contains(&id));
        self.roles().contains(&role) && (self.role != Role::Head || is_there)
    }
}

/// Whether one who sees `scope` sees an invitation.
pub fn is_seen(scope: &Scope, role: Role, department: Option<DepartmentId>) -> bool {
    match scope {
        Scope::Company => true,
        Scope::Departments(ids) => {
            role == Role::Manager && department.is_some_and(|id| ids.contains(&id))
        }
        Scope::Own(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn inviter(role: Role) -> Inviter {
        let (member, heads) = (MemberId(Uuid::from_u128(1)), vec![sales()]);
        Inviter { member, name: "Анна".into(), role, heads, has_owner: true }
    }

    fn sales() -> DepartmentId {
        DepartmentId(Uuid::from_u128(2))
    }

    #[test]
    fn an_owner_invites_anybody_and_an_expert_anybody_but_owners() {
        for role in Role::ALL {
            assert!(inviter(Role::Owner).may_invite(role, None));
            assert_eq!(inviter(Role::Expert).may_invite(role, None), role != Role::Owner);
        }
    }

    #[test]
    fn an_expert_asks_the_owner_in_where_there_is_none() {
        let alone = |role| Inviter { has_owner: false, ..inviter(role) };
        assert!(alone(Role::Expert).may_invite(Role::Owner, None));
        assert!(!alone(Role::Head).may_invite(Role::Owner, Some(sales())));
    }

    #[test]
    fn a_head_invites_managers_into_the_own_departments() {
        let head = inviter(Role::Head);
        assert!(head.may_invite(Role::Manager, Some(sales())));
        assert!(!head.may_invite(Role::Manager, Some(DepartmentId(Uuid::from_u128(3)))));
        assert!(!head.may_invite(Role::Manager, None));
        assert!(!head.may_invite(Role::Head, Some(sales())));
    }

    #[test]
    fn nobody_else_invites() {
        for role in [Role::Partner, Role::Manager, Role::Accountant] {
            assert!(!inviter(role).may_invite(Role::Manager, Some(sales())));
        }
    }
}
