//! A company's rows under other ids.
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::values::{CompanyId, PersonId};

/// A company to be copied. Keys begin with the company, so only it and its people need other ids.
#[derive(Debug)]
pub struct Model {
    pub company: CompanyId,
    /// Its people who sign in, by role.
    pub people: Vec<(&'static str, PersonId)>,
    /// The rows of each table as JSON, in an order that satisfies foreign keys.
    pub rows: Vec<(String, String)>,
}

/// An id made of a seed, a word and a number.
pub fn id_of(seed: u64, what: &str, no: u32) -> Uuid {
    let hash = Sha256::digest(format!("{seed}/{what}/{no}"));
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&hash[..16]);
    uuid::Builder::from_random_bytes(bytes).into_uuid()
}

impl Model {
    /// Rows of the model as those of another company whose people have the ids of `person`.
    pub fn renamed(
        &self,
        rows: &str,
        company: CompanyId,
        person: impl Fn(&'static str) -> Uuid,
        no: u32,
    ) -> String {
        let text = |id: Uuid| id.to_string();
        let mut rows = rows.replace(&text(self.company.0), &text(company.0));
        for (role, id) in &self.people {
            rows = rows.replace(&text(id.0), &text(person(role)));
        }
        rows.replace(&format!("\"{}\"", crate::demo::MODEL), &format!("\"Компания {no}\""))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_has_a_company_and_people_of_its_own() {
        let (company, owner) = (Uuid::from_u128(1), Uuid::from_u128(2));
        let model = Model {
            company: CompanyId(company),
            people: vec![("owner", PersonId(owner))],
            rows: vec![],
        };
        let rows = format!(r#"[{{"id": "{company}", "by": "{owner}", "name": "ТехноСнаб"}}]"#);
        let other = CompanyId(id_of(1, "company", 7));
        let copied = model.renamed(&rows, other, |role| id_of(1, role, 7), 7);
        let expected = format!(
            r#"[{{"id": "{}", "by": "{}", "name": "Компания 7"}}]"#,
            other.0,
            id_of(1, "owner", 7)
        );
        assert_eq!(copied, expected);
    }

    #[test]
    fn ids_repeat_for_a_seed_and_differ_for_another() {
        assert_eq!(id_of(1, "company", 7), id_of(1, "company", 7));
        assert_ne!(id_of(1, "company", 7), id_of(2, "company", 7));
        assert_ne!(id_of(1, "company", 7), id_of(1, "owner", 7));
    }
}
