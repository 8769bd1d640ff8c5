//! People of a file on the dry run.
use std::collections::BTreeMap;

use crate::company::Member;
use crate::import::jobs::Prepared;
use crate::import::mapping_form::Typed;
use crate::import::matching::{Match, is_similar, proposed_name};
use crate::import::team_sum::Looks;
use crate::web::Choice;

/// A person of the file whom the company does not know.
#[derive(Debug)]
pub struct Unknown {
    pub at: usize,
    /// As the file names him.
    pub text: String,
    pub figures: usize,
    pub choices: Vec<Choice>,
    pub name: String,
}

/// A person whose plan looks like the team's.
#[derive(Debug)]
pub struct Head {
    pub at: u32,
    pub name: String,
    pub why: &'static str,
    pub is_ticked: bool,
}

/// The people of the file whom the company does not know.
pub fn unknown(prepared: &Prepared, typed: &Typed) -> Vec<Unknown> {
    let mut counts: BTreeMap<u32, usize> = BTreeMap::new();
    for figure in &prepared.figures.list {
        *counts.entry(figure.person).or_default() += 1;
    }
    let members = prepared.members_in_scope();
    let people = prepared.figures.people.iter().zip(&prepared.matches).enumerate();
    let unknown = people.filter(|(_, (_, found))| **found == Match::Unknown);
    let one = |(at, (who, _)): (usize, (&crate::import::Who, &Match))| {
        let proposed = proposed_name(who);
        let typed_name = typed.text(&format!("name_{at}"));
        let number = who.external_id.as_ref().filter(|_| who.name.is_some());
        Unknown {
            at,
            text: number.map_or_else(|| proposed.clone(), |id| format!("{proposed} ({id})")),
            figures: u32::try_from(at).ok().and_then(|at| counts.get(&at).copied()).unwrap_or(0),
            choices: choices(&proposed, &members, typed.text(&format!("who_{at}"))),
            name: if typed_name.is_empty() { proposed } else { typed_name.to_owned() },
        }
    };
    unknown.map(one).collect()
}

/// Add him, leave him out, or one of those who are there: first the similar names.
fn choices(name: &str, members: &[Member], chosen: &str) -> Vec<Choice> {
    let (similar, other): (Vec<&Member>, Vec<&Member>) =
        members.iter().partition(|member| is_similar(name, &member.name));
    let first = [("add".to_owned(), "добавить человека".to_owned())];
    let similar =
        similar.into_iter().map(|m| (m.id.to_string(), format!("это {} (похоже)", m.name)));
    let other = other.into_iter().map(|m| (m.id.to_string(), format!("это {}", m.name)));
    let last = [("leave".to_owned(), "не загружать".to_owned())];
    let chosen = if chosen.is_empty() { "add" } else { chosen };
    Choice::among(first.into_iter().chain(last).chain(similar).chain(other), chosen)
}

/// The people whose plan looks like the team's.
pub fn heads(prepared: &Prepared, typed: &Typed) -> Vec<Head> {
    let head = |(at, looks): (u32, Looks)| {
        let name = name_of(prepared, at);
        let why = match looks {
            Looks::SumOfOthers => "План равен сумме планов остальных",
            Looks::TwiceTheLargest => "План вдвое больше, чем у любого другого в те же месяцы",
        };
        let is_ticked = typed.text(&format!("team_{at}")) == "yes";
        Head { at, name, why, is_ticked }
    };
    prepared.team_suspects().into_iter().map(head).collect()
}

/// A person of the file under the name of the company, else of the file.
fn name_of(prepared: &Prepared, at: u32) -> String {
    let found = prepared.matches.get(at as usize);
    let member = found.and_then(|found| match found {
        Match::Found(member) => prepared.member(*member),
        Match::Unknown | Match::OutOfScope => None,
    });
    let in_file = || prepared.figures.people.get(at as usize).map(proposed_name);
    member.map(|member| member.name.clone()).or_else(in_file).unwrap_or_default()
}
