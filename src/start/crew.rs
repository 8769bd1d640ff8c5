//! People pasted as a list: one a line, with what is said of them behind the name.

use std::collections::BTreeMap;

use crate::company::{Member, name_norm};
use crate::form::{FieldErrors, LINE};

/// The longest list taken at once.
pub const MOST: usize = 500;

/// How many wrong lines are named at once.
const TOLD: usize = 5;

/// Somebody of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    pub name: String,
    pub is_head: bool,
    pub sells: bool,
    /// Has just begun: 30, 60 and 100 % of a norm in the first three months.
    pub is_new: bool,
    pub email: Option<String>,
}

/// The list as it may be written: who is new, and who was there already.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Crew {
    pub candidates: Vec<Candidate>,
    pub known: Vec<String>,
}

/// Reads a pasted list; errors stand at the field `people`.
pub fn read(typed: &str, present: &[Member]) -> Result<Crew, FieldErrors> {
    let lines: Vec<(usize, &str)> = typed
        .lines()
        .enumerate()
        .map(|(at, line)| (at + 1, line.trim()))
        .filter(|(_, line)| !line.is_empty() && !is_heading(line))
        .collect();
    if lines.len() > MOST {
        let text = format!("Не больше {MOST} человек за раз, сейчас {}", lines.len());
        return Err(FieldErrors::one("people", text));
    }
    let mut crew = Crew::default();
    let mut wrong = Vec::new();
    let mut seen = Seen::default();
    for (at, line) in lines {
        match candidate(line).and_then(|one| seen.once(one, at)) {
            Err(why) => wrong.push(format!("Строка {at}: {why}")),
            Ok(one) => match present.iter().find(|m| name_norm(&m.name) == name_norm(&one.name)) {
                Some(member) => crew.known.push(member.name.clone()),
                None => crew.candidates.push(one),
            },
        }
    }
    if wrong.is_empty() { Ok(crew) } else { Err(FieldErrors::one("people", told(&wrong))) }
}

fn told(wrong: &[String]) -> String {
    let text = wrong.iter().take(TOLD).cloned().collect::<Vec<_>>().join(". ");
    match wrong.len().saturating_sub(TOLD) {
        0 => text,
        more => format!("{text}. И ещё строк с ошибками: {more}"),
    }
}

/// «ФИО; Должность; Почта» over a table that was copied whole.
fn is_heading(line: &str) -> bool {
    let first = line.split(is_separator).next().unwrap_or_default();
    matches!(name_norm(first).as_str(), "фио" | "имя" | "сотрудник" | "менеджер" | "имя и фамилия")
}

fn is_separator(sign: char) -> bool {
    matches!(sign, '\t' | ';' | ',' | '|')
}

fn candidate(line: &str) -> Result<Candidate, String> {
    let cells = line.split(is_separator).map(str::trim).filter(|cell| !cell.is_empty());
    let mut cells = cells.skip_while(|cell| cell.chars().all(|c| c.is_ascii_digit() || c == '.'));
    let name = cells.next().map(unnumbered).unwrap_or_default();
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    if name.chars().count() > LINE {
        return Err(format!("имя длиннее {LINE} знаков"));
    }
    if name.chars().any(char::is_control) {
        return Err("невидимые знаки в имени — наберите заново".into());
    }
    if !name.chars().any(char::is_alphabetic) || name.contains('@') {
        return Err("не вижу имени. Начните строку с имени и фамилии".into());
    }
    let mut one = Candidate { name, is_head: false, sells: true, is_new: false, email: None };
    let mut sells = false;
    for cell in cells {
        let word = name_norm(cell);
        if cell.contains('@') {
            one.email = Some(email(cell)?);
        } else if is_any(&word, &["роп", "руковод", "начальник", "head"]) {
            one.is_head = true;
            sells |= word.contains("прода");
        } else if is_any(&word, &["нович", "стаж", "новый", "новая"]) {
            one.is_new = true;
        } else if word.starts_with("прода")
            || is_any(&word, &["менедж", "специалист", "консульт", "агент"])
        {
            sells = true;
        } else if word.chars().any(char::is_alphabetic) {
            return Err(format!(
                "не понимаю «{cell}». После имени можно: РОП, продаёт, новичок, почта"
            ));
        }
    }
    one.sells = sells || !one.is_head;
    Ok(one)
}

fn is_any(word: &str, beginnings: &[&str]) -> bool {
    beginnings.iter().any(|beginning| word.contains(beginning))
}

/// «1. Петров», «2) Белова», «— Сидоров»
fn unnumbered(cell: &str) -> &str {
    cell.trim_start_matches(|c: char| c.is_ascii_digit() || ".)-–—•* ".contains(c))
}

fn email(cell: &str) -> Result<String, String> {
    let mut errors = FieldErrors::default();
    let email = crate::signin::check_email(&mut errors, cell);
    if errors.is_empty() {
        Ok(email)
    } else {
        Err(format!("«{cell}» — не адрес почты"))
    }
}

/// Names and addresses met so far, with their lines.
#[derive(Debug, Default)]
struct Seen {
    names: BTreeMap<String, usize>,
    emails: BTreeMap<String, usize>,
}

impl Seen {
    fn once(&mut self, one: Candidate, at: usize) -> Result<Candidate, String> {
        if let Some(earlier) = self.names.insert(name_norm(&one.name), at) {
            return Err(format!("{} уже есть в строке {earlier}", one.name));
        }
        let earlier = one.email.as_ref().and_then(|email| self.emails.insert(email.clone(), at));
        match earlier {
            Some(earlier) => Err(format!("такая почта уже есть в строке {earlier}")),
            None => Ok(one),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn crew(typed: &str) -> Crew {
        read(typed, &[]).unwrap()
    }

    fn refusal(typed: &str) -> String {
        read(typed, &[]).unwrap_err().on("people").unwrap().to_owned()
    }

    #[test]
    fn names_alone_are_managers_who_sell() {
        let found = crew("Петров Иван\n\n  2. Белова   Анна \n— Сидоров О.");
        let names: Vec<_> = found.candidates.iter().map(|one| one.name.as_str()).collect();
        assert_eq!(names, ["Петров Иван", "Белова Анна", "Сидоров О."]);
        assert!(found.candidates.iter().all(|one| one.sells && !one.is_head && !one.is_new));
    }

    #[test]
    fn what_stands_behind_the_name_is_understood() {
        let found = crew(
            "ФИО\tДолжность\tПочта\nКлимов Андрей\tРОП\tk@mayak.test\nБелова; РОП, продаёт\nПетров; менеджер; новичок",
        );
        let [head, selling, newcomer] = &found.candidates[..] else { panic!("{found:?}") };
        assert!(head.is_head && !head.sells);
        assert_eq!(head.email.as_deref(), Some("k@mayak.test"));
        assert!(selling.is_head && selling.sells);
        assert!(newcomer.is_new && newcomer.sells && !newcomer.is_head);
    }

    #[test]
    fn a_line_that_is_not_understood_is_named() {
        assert!(refusal("Петров\nБелова; водолаз").contains("Строка 2: не понимаю «водолаз»"));
        assert!(refusal("Петров\nпетров").contains("Строка 2: петров уже есть в строке 1"));
        assert!(refusal("А; a@b.ru\nБ; A@b.ru").contains("такая почта уже есть в строке 1"));
        assert!(refusal("a@b.ru").contains("не вижу имени"));
        assert!(refusal("Петров; собака@").contains("не адрес"));
        assert!(refusal(&"?\n".repeat(9)).contains("И ещё строк с ошибками: 4"));
        assert!(refusal(&"я".repeat(300)).contains("длиннее 200"));
    }

    #[test]
    fn five_hundred_lines_are_taken_and_one_more_is_not() {
        let list = |count: usize| {
            let line = |n: usize| format!("{n}\tИванов {n}-й;\tменеджер");
            (0..count).map(line).collect::<Vec<_>>().join("\n")
        };
        assert_eq!(crew(&list(500)).candidates.len(), 500);
        assert!(refusal(&list(501)).contains("сейчас 501"));
    }

    proptest! {
        #[test]
        fn whatever_is_pasted_is_read_or_refused(typed in ".{0,200}") {
            let _ = read(&typed, &[]);
        }
    }
}
