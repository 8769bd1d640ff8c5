use std::str::FromStr;

use chrono::NaiveTime;
use chrono_tz::Tz;

use super::Permission;
use crate::values::{CompanyId, DepartmentId, MemberId, PersonId};

/// What a person is in a company. A head may sell and a seller may head: that is not the role's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Role {
    Owner,
    Partner,
    Head,
    Manager,
    Expert,
    Accountant,
}

impl Role {
    pub const ALL: [Self; 6] =
        [Self::Owner, Self::Partner, Self::Head, Self::Manager, Self::Expert, Self::Accountant];

    /// As it stands in the database.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Owner => "owner",
            Self::Partner => "partner",
            Self::Head => "head",
            Self::Manager => "manager",
            Self::Expert => "expert",
            Self::Accountant => "accountant",
        }
    }

    /// As it is said on a page.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Owner => "собственник",
            Self::Partner => "партнёр",
            Self::Head => "РОП",
            Self::Manager => "менеджер",
            Self::Expert => "эксперт",
            Self::Accountant => "бухгалтер",
        }
    }

    pub fn may(self, permission: Permission) -> bool {
        permission.roles().contains(&self) || permission.is_for_everyone()
    }
}

impl FromStr for Role {
    type Err = String;
    fn from_str(code: &str) -> Result<Self, String> {
        Self::ALL
            .into_iter()
            .find(|role| role.code() == code)
            .ok_or_else(|| format!("unknown role {code:?}"))
    }
}

/// Whose rows a person may see in a company.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scope {
    Company,
    Departments(Vec<DepartmentId>),
    Own(MemberId),
}

/// The signed-in person in the company of the session.
#[derive(Debug, Clone)]
pub struct Actor {
    pub person: PersonId,
    pub company: CompanyId,
    pub company_name: String,
    pub member: MemberId,
    pub name: String,
    pub role: Role,
    /// The departments headed on this day.
    pub heads: Vec<DepartmentId>,
    /// The company's zone: what «today» means for this person.
    pub zone: Tz,
    /// The hour at which the company's day closes.
    pub day_closes_at: NaiveTime,
    /// In how many companies the person is.
    pub companies: i64,
}

impl Actor {
    pub fn may(&self, permission: Permission) -> bool {
        self.role.may(permission)
    }

    /// Whose plan, facts and entries this person sees (product.md, «plan/fact»).
    pub fn scope(&self) -> Scope {
        match self.role {
            Role::Owner | Role::Partner | Role::Expert => Scope::Company,
            Role::Head => Scope::Departments(self.heads.clone()),
            Role::Manager | Role::Accountant => Scope::Own(self.member),
        }
    }
}
