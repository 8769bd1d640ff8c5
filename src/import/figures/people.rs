//! Whose a row is.
use std::collections::HashMap;

use crate::company::name_norm;
use crate::import::sheet::Cell;

/// A person as the file names him: by a name, a number of his own, or both.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Who {
    pub name: Option<String>,
    /// Personnel number or the id in another program, as text.
    pub external_id: Option<String>,
}

/// The people met so far, each once.
#[derive(Default)]
pub struct People {
    pub met: Vec<Who>,
    by_id: HashMap<String, u32>,
    by_name: HashMap<String, u32>,
    /// The last row's answer: files are mostly sorted by person.
    last: Option<(Cell, Cell, u32)>,
}

impl People {
    /// The index of the person of these cells; `None` when both are blank.
    pub fn find(&mut self, name: &Cell, id: &Cell) -> Option<u32> {
        if let Some((last_name, last_id, index)) = &self.last
            && last_name == name
            && last_id == id
        {
            return Some(*index);
        }
        let who = Who { name: spoken(name), external_id: spoken(id).map(plain_id) };
        let index = self.index(who)?;
        self.last = Some((name.clone(), id.clone(), index));
        Some(index)
    }

    fn index(&mut self, who: Who) -> Option<u32> {
        let next = u32::try_from(self.met.len()).ok()?;
        let known = match (&who.external_id, &who.name) {
            (Some(id), _) => *self.by_id.entry(id.clone()).or_insert(next),
            (None, Some(name)) => *self.by_name.entry(name_norm(name)).or_insert(next),
            (None, None) => return None,
        };
        if known == next {
            self.met.push(who);
        } else if let Some(met) = self.met.get_mut(known as usize)
            && met.name.is_none()
        {
            met.name = who.name;
        }
        Some(known)
    }
}

fn spoken(cell: &Cell) -> Option<String> {
    let text = if let Cell::Number(number) = cell { number.to_string() } else { cell.shown() };
    (!cell.is_blank()).then(|| text.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// «272.0» of a program that keeps numbers as fractions is 272.
fn plain_id(id: String) -> String {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    match id.strip_suffix(".0") {
        Some(whole) if digits(whole) => whole.to_owned(),
        _ => id,
    }
}
