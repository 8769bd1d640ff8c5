//! The answers given on the dry run: who is who, the hand or the file, why the plan changes.
use std::collections::BTreeSet;

use uuid::Uuid;

use super::figures::Who;
use super::mapping_form::Typed;
use super::matching::{Match, proposed_name};
use crate::company::Member;
use crate::form::FieldErrors;
use crate::values::MemberId;

/// What becomes of a person of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decision {
    Member(MemberId),
    Add(String),
    LeaveOut,
}

/// Checked answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answers {
    /// One per person of the file.
    pub people: Vec<Decision>,
    /// Figures typed by hand stay where the file says otherwise.
    pub keep_by_hand: bool,
    pub reason: Option<String>,
    /// People of the file whose plan is a sum of the team: they do not sell.
    pub team_sums: BTreeSet<u32>,
}

/// What has to be answered.
#[derive(Debug, Clone, Default)]
pub struct Needed {
    pub by_hand: bool,
    pub reason: bool,
    /// People of the file of whom it was asked whether their plan is the team's.
    pub suspects: BTreeSet<u32>,
}

/// Checks the form. People of other departments are always left out.
pub fn check(
    typed: &Typed,
    people: &[Who],
    matches: &[Match],
    members: &[Member],
    needed: &Needed,
) -> Result<Answers, FieldErrors> {
    let mut errors = FieldErrors::default();
    let decisions = people.iter().zip(matches).enumerate();
    let people = decisions
        .map(|(at, (who, found))| match found {
            Match::Found(member) => Decision::Member(*member),
            Match::OutOfScope => Decision::LeaveOut,
            Match::Unknown => decision(typed, at, who, members, &mut errors),
        })
        .collect();
    let by_hand = typed.text("by_hand");
    if needed.by_hand && !["replace", "keep"].contains(&by_hand) {
        errors.add("by_hand", "Выберите, чему верить: файлу или введённому руками");
    }
    let reason = errors.optional("reason", typed.text("reason"));
    if needed.reason && reason.is_none() && errors.on("reason").is_none() {
        errors.add("reason", "Напишите, почему меняется утверждённый план");
    }
    let keep_by_hand = by_hand == "keep";
    errors.or(Answers { people, keep_by_hand, reason, team_sums: team_sums(typed, needed) })
}

fn decision(
    typed: &Typed,
    at: usize,
    who: &Who,
    members: &[Member],
    errors: &mut FieldErrors,
) -> Decision {
    match typed.text(&format!("who_{at}")) {
        "" | "add" => {
            let field = format!("name_{at}");
            let name = if typed.0.contains_key(&field) {
                errors.required(&field, typed.text(&field))
            } else {
                proposed_name(who)
            };
            Decision::Add(name.split_whitespace().collect::<Vec<_>>().join(" "))
        }
        "leave" => Decision::LeaveOut,
        id => {
            let id = id.parse::<Uuid>().ok().map(MemberId);
            if let Some(member) = members.iter().find(|member| Some(member.id) == id) {
                Decision::Member(member.id)
            } else {
                errors.add(format!("who_{at}"), "Выберите из списка");
                Decision::LeaveOut
            }
        }
    }
}

fn team_sums(typed: &Typed, needed: &Needed) -> BTreeSet<u32> {
    let ticked = |at: &&u32| typed.text(&format!("team_{at}")) == "yes";
    needed.suspects.iter().filter(ticked).copied().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(fields: &[(&str, &str)]) -> Typed {
        Typed(fields.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect())
    }

    fn who(name: &str) -> Who {
        Who { name: Some(name.into()), external_id: None }
    }

    #[test]
    fn unknown_people_are_added_under_their_name_unless_said_otherwise() {
        let people = [who("Белова А."), who("Стажёр"), who("Тест")];
        let matches = [Match::Unknown, Match::Unknown, Match::OutOfScope];
        let form =
            typed(&[("who_1", "leave"), ("who_2", "add"), ("team_0", "yes"), ("team_1", "yes")]);
        let needed = Needed { suspects: BTreeSet::from([0, 2]), ..Needed::default() };
        let answers = check(&form, &people, &matches, &[], &needed).unwrap();
        let expected = [Decision::Add("Белова А.".into()), Decision::LeaveOut, Decision::LeaveOut];
        assert_eq!(answers.people, expected);
        assert_eq!(answers.team_sums, BTreeSet::from([0]));
    }

    #[test]
    fn what_is_needed_is_asked_for() {
        let form = typed(&[("who_0", &Uuid::from_u128(5).to_string()), ("name_1", " ")]);
        let people = [who("А"), who("Б")];
        let needed = Needed { by_hand: true, reason: true, ..Needed::default() };
        let errors =
            check(&form, &people, &[Match::Unknown, Match::Unknown], &[], &needed).unwrap_err();
        for field in ["who_0", "name_1", "by_hand", "reason"] {
            assert!(errors.on(field).is_some(), "{field}");
        }
    }
}
