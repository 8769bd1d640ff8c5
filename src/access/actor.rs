use std::str::FromStr;

use chrono::{NaiveDate, NaiveTime};
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

    /// What the role comes to, said where it is given.
    pub const fn means(self) -> &'static str {
        match self {
            Self::Owner => "видит всё и всё решает",
            Self::Partner => "видит всё, что видит собственник, но ничего не меняет",
            Self::Head => "ведёт отделы, которыми руководит: их людей, план и факты",
            Self::Manager => "видит и записывает только своё",
            Self::Expert => "настраивает и видит всё; вход закрывается в названный день",
            Self::Accountant => "входит, но планов и фактов не видит",
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

/// Where a person stands with the second factor in the company of the session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SecondFactor {
    On,
    /// Off, and nobody asks for it.
    Off,
    /// Off, and the company asks for it from that day on.
    DueOn(NaiveDate),
    /// Off, and without it the company lets nobody of this role further.
    Lacking,
}

impl SecondFactor {
    /// `asked_from`: the day from which the company asks this person's role for it, if it does.
    pub fn at(is_on: bool, asked_from: Option<NaiveDate>, today: NaiveDate) -> Self {
        match asked_from {
            _ if is_on => Self::On,
            None => Self::Off,
            Some(day) if day <= today => Self::Lacking,
            Some(day) => Self::DueOn(day),
        }
    }
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
    /// Whether plan and facts of the person are a part of the department's.
    pub sells: bool,
    /// The departments headed on this day.
    pub heads: Vec<DepartmentId>,
    /// The company's zone: what «today» means for this person.
    pub zone: Tz,
    /// The hour at which the company's day closes.
    pub day_closes_at: NaiveTime,
    /// In how many companies the person is.
    pub companies: i64,
    pub second_factor: SecondFactor,
    /// Whether the company has an owner who signs in; one that an expert has made waits for him.
    pub has_owner: bool,
    /// Whether the person leads companies as an expert, here or elsewhere.
    pub leads: bool,
    /// The day on which the company will be deleted, when its owner asked for that.
    pub deleted_on: Option<NaiveDate>,
    /// How often the company has changed: what was made of its data holds while this stands.
    pub revision: i64,
}

impl Actor {
    pub fn may(&self, permission: Permission) -> bool {
        self.role.may(permission) || self.sells && permission.is_for_sellers()
    }

    pub fn sees_all(&self) -> bool {
        self.scope() == Scope::Company
    }

    /// Whether this person sees a department's weeks and figures.
    pub fn sees(&self, department: DepartmentId) -> bool {
        match self.scope() {
            Scope::Company => true,
            Scope::Departments(ids) => ids.contains(&department),
            Scope::Own(_) => false,
        }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_factor_is_lacking_from_the_day_it_is_asked_for() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let asked = Some(day("2026-11-25"));
        let at = |is_on, today| SecondFactor::at(is_on, asked, day(today));
        assert_eq!(at(false, "2026-11-24"), SecondFactor::DueOn(day("2026-11-25")));
        assert_eq!(at(false, "2026-11-25"), SecondFactor::Lacking);
        assert_eq!(at(true, "2026-11-25"), SecondFactor::On);
        assert_eq!(SecondFactor::at(false, None, day("2026-11-25")), SecondFactor::Off);
    }
}
