//! How far a reader sees (product.md, «plan/fact»).

use crate::access::Scope;
use crate::company::{Department, seen_departments};
use crate::report::evidence::Seller;
use crate::values::{DepartmentId, MemberId};

/// Whose rows stand on the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reach {
    Company,
    Departments(Vec<DepartmentId>),
    /// The own row, and of the department its totals only.
    Own {
        member: MemberId,
        department: Option<DepartmentId>,
    },
}

impl Reach {
    /// Of what is asked for, as much as one may see; `None` when that is nothing of one's own.
    pub fn of(
        scope: &Scope,
        asked: Option<DepartmentId>,
        departments: &[Department],
        sellers: &[Seller],
    ) -> Option<Self> {
        if let Some(id) = asked {
            let is_seen =
                seen_departments(departments, scope).iter().any(|department| department.id == id);
            return is_seen.then(|| Self::Departments(vec![id]));
        }
        Some(match scope {
            Scope::Company => Self::Company,
            Scope::Departments(ids) => Self::Departments(ids.clone()),
            Scope::Own(member) => {
                let own = sellers.iter().find(|seller| seller.id == *member);
                Self::Own { member: *member, department: own.and_then(|own| own.department) }
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn department(number: u128) -> Department {
        Department { id: DepartmentId(Uuid::from_u128(number)), name: number.to_string() }
    }

    fn reach(scope: &Scope, asked: Option<u128>) -> Option<Reach> {
        let known = [department(1), department(2)];
        let seller = Seller {
            id: MemberId(Uuid::from_u128(7)),
            name: "Петров И.".into(),
            sells: true,
            department: Some(known[1].id),
            dismissed_on: None,
        };
        let asked = asked.map(|number| department(number).id);
        Reach::of(scope, asked, &known, &[seller])
    }

    #[test]
    fn an_owner_sees_all_or_any_department_of_the_company() {
        assert_eq!(reach(&Scope::Company, None), Some(Reach::Company));
        let one = Reach::Departments(vec![department(1).id]);
        assert_eq!(reach(&Scope::Company, Some(1)), Some(one));
        assert_eq!(reach(&Scope::Company, Some(9)), None);
    }

    #[test]
    fn a_head_sees_the_own_departments_and_no_other() {
        let head = Scope::Departments(vec![department(1).id]);
        assert_eq!(reach(&head, None), reach(&head, Some(1)));
        assert_eq!(reach(&head, Some(2)), None);
        assert_eq!(reach(&Scope::Departments(vec![]), None), Some(Reach::Departments(vec![])));
    }

    #[test]
    fn a_manager_sees_the_own_row_and_totals_of_the_own_department() {
        let member = MemberId(Uuid::from_u128(7));
        let own = Reach::Own { member, department: Some(department(2).id) };
        assert_eq!(reach(&Scope::Own(member), None), Some(own));
        assert_eq!(reach(&Scope::Own(member), Some(2)), None);
        let unknown = MemberId(Uuid::from_u128(8));
        let alone = Reach::Own { member: unknown, department: None };
        assert_eq!(reach(&Scope::Own(unknown), None), Some(alone));
    }
}
