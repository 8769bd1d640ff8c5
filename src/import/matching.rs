//! Which person of the company a name in a file is.
use std::collections::HashMap;

use super::figures::Who;
use crate::access::Scope;
use crate::company::{Member, name_norm};
use crate::values::MemberId;

/// What is known of a person of the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Match {
    Found(MemberId),
    /// Nobody, or several of the same name: the owner decides.
    Unknown,
    /// Somebody whom the one who imports does not lead.
    OutOfScope,
}

/// Each person of the file: by the external id, else by the only one of that name whose external id
/// does not contradict.
pub fn matched(people: &[Who], members: &[Member], scope: &Scope) -> Vec<Match> {
    let by_id: HashMap<&str, &Member> =
        members.iter().filter_map(|m| Some((m.external_id.as_deref()?, m))).collect();
    let mut by_name: HashMap<String, Vec<&Member>> = HashMap::new();
    for member in members {
        by_name.entry(name_norm(&member.name)).or_default().push(member);
    }
    let one = |who: &Who| {
        let id = who.external_id.as_deref();
        let namesakes = who.name.as_deref().and_then(|name| by_name.get(&name_norm(name)));
        let named = match namesakes.map(Vec::as_slice) {
            Some([only]) if id.is_none() || only.external_id.is_none() => Some(*only),
            _ => None,
        };
        match id.and_then(|id| by_id.get(id).copied()).or(named) {
            Some(member) if member.is_within(scope) => Match::Found(member.id),
            Some(_) => Match::OutOfScope,
            None => Match::Unknown,
        }
    };
    people.iter().map(one).collect()
}

/// The name under which a person of the file would be added.
pub fn proposed_name(who: &Who) -> String {
    match (&who.name, &who.external_id) {
        (Some(name), _) => name.clone(),
        (None, Some(id)) => format!("Сотрудник {id}"),
        (None, None) => String::new(),
    }
}

/// Whether two names begin with the same word: «Петров И.» and «Петров Иван».
pub fn is_similar(name: &str, other: &str) -> bool {
    let (name, other) = (name_norm(name), name_norm(other));
    let mut words = name.split(' ').filter(|word| word.chars().count() > 2);
    words.any(|word| other.split(' ').any(|each| each == word))
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::access::Role;

    fn member(id: u128, name: &str, external_id: Option<&str>) -> Member {
        Member {
            id: MemberId(Uuid::from_u128(id)),
            name: name.into(),
            external_id: external_id.map(str::to_owned),
            role: Role::Manager,
            sells: true,
            department: None,
            department_from: None,
            dismissed_on: None,
            access_until: None,
            has_sign_in: false,
            row_version: 1,
        }
    }

    fn who(name: Option<&str>, id: Option<&str>) -> Who {
        Who { name: name.map(str::to_owned), external_id: id.map(str::to_owned) }
    }

    #[test]
    fn people_are_found_by_id_then_by_an_only_name() {
        let members = [
            member(1, "Петров И.", Some("7")),
            member(2, "Иванова О.", None),
            member(3, "Белова А.", None),
            member(4, "Белова А.", None),
        ];
        let people = [
            who(Some("Петров Илья"), Some("7")),
            who(Some("иванова  о"), Some("9")),
            who(Some("Белова А."), None),
            who(Some("Петров И."), Some("8")),
            who(None, Some("7")),
        ];
        let found = |id| Match::Found(MemberId(Uuid::from_u128(id)));
        let matches = matched(&people, &members, &Scope::Company);
        assert_eq!(matches, [found(1), found(2), Match::Unknown, Match::Unknown, found(1)]);
        let nobody = matched(&people, &members, &Scope::Departments(vec![]));
        assert_eq!(nobody[0], Match::OutOfScope);
    }

    #[test]
    fn a_surname_in_common_is_similar() {
        assert!(is_similar("Петров Иван", "Петров И."));
        assert!(!is_similar("Петров И.", "Иванова О."));
    }
}
