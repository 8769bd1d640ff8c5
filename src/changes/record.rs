//! A change as it is kept.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use serde_json::Value;
use uuid::Uuid;

use crate::access::Role;
use crate::values::MemberId;

/// How many stand on a page.
pub const PAGE: usize = 50;

#[derive(Debug, Clone, PartialEq)]
pub struct Record {
    pub id: Uuid,
    pub at: DateTime<Utc>,
    /// Nobody: it happened by itself.
    pub by: Option<MemberId>,
    pub as_role: Option<Role>,
    pub subject: String,
    pub subject_id: Uuid,
    pub action: String,
    pub before: Option<Value>,
    pub after: Option<Value>,
}

/// The last change of a page: the next one is earlier, or of the same instant and a lesser id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cursor {
    pub at: DateTime<Utc>,
    pub id: Uuid,
}

impl Cursor {
    /// Microseconds, as the database keeps them, and the id; anything else is none.
    pub fn read(text: &str) -> Option<Self> {
        let (at, id) = text.split_once('_')?;
        let at = DateTime::from_timestamp_micros(at.parse().ok()?)?;
        Some(Self { at, id: id.parse().ok()? })
    }

    pub fn write(self) -> String {
        format!("{}_{}", self.at.timestamp_micros(), self.id)
    }
}

impl Record {
    pub fn cursor(&self) -> Cursor {
        Cursor { at: self.at, id: self.id }
    }

    /// Every id that may have to be named.
    pub fn ids(&self) -> BTreeSet<Uuid> {
        let mut ids: BTreeSet<Uuid> =
            [Some(self.subject_id), self.by.map(|by| by.0)].into_iter().flatten().collect();
        for value in [&self.before, &self.after].into_iter().flatten() {
            collect(value, &mut ids);
        }
        ids
    }
}

fn collect(value: &Value, ids: &mut BTreeSet<Uuid>) {
    match value {
        Value::String(text) => ids.extend(text.parse::<Uuid>()),
        Value::Array(items) => items.iter().for_each(|item| collect(item, ids)),
        Value::Object(fields) => fields.iter().for_each(|(key, field)| {
            ids.extend(key.parse::<Uuid>());
            collect(field, ids);
        }),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_cursor_is_read_as_it_is_written() {
        let at = DateTime::from_timestamp_micros(1_795_000_000_123_456).unwrap();
        let cursor = Cursor { at, id: Uuid::from_u128(7) };
        assert_eq!(Cursor::read(&cursor.write()), Some(cursor));
        for odd in ["", "1", "x_y", "99999999999999999999_0", "_"] {
            assert_eq!(Cursor::read(odd), None, "{odd}");
        }
    }

    #[test]
    fn ids_are_found_however_deep_they_stand() {
        let id = Uuid::from_u128;
        let record = Record {
            id: id(1),
            at: DateTime::UNIX_EPOCH,
            by: Some(MemberId(id(2))),
            as_role: None,
            subject: "member".into(),
            subject_id: id(3),
            action: "edit".into(),
            before: Some(json!({ "department": id(4), "name": "Петров И." })),
            after: Some(json!({ "parts": [id(5), null], "deep": { (id(6).to_string()): 1 } })),
        };
        assert_eq!(record.ids(), (2..=6).map(id).collect());
    }
}
