//! What the ids of a page are called.

use std::collections::HashMap;

use uuid::Uuid;

use crate::values::{Quantity, Unit};

/// A thing by its id; a metric knows how its values are said.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Named {
    pub name: String,
    pub measure: Option<(u8, Unit)>,
}

/// What is known of the ids of a page.
#[derive(Debug, Clone, Default)]
pub struct Names(HashMap<Uuid, Named>);

impl Names {
    pub fn new(names: impl IntoIterator<Item = (Uuid, Named)>) -> Self {
        Self(names.into_iter().collect())
    }

    pub fn holds(&self, id: Uuid) -> bool {
        self.0.contains_key(&id)
    }

    /// Empty when it is not known.
    pub fn of(&self, id: Uuid) -> &str {
        self.0.get(&id).map_or("", |named| named.name.as_str())
    }

    /// A value of a metric, «25», «842 300 ₽».
    pub fn amount(&self, metric: Uuid, minor: i64) -> String {
        let measure = self.0.get(&metric).and_then(|named| named.measure);
        measure.map_or_else(String::new, |(scale, unit)| {
            Quantity::saturating(minor, scale, unit).to_string()
        })
    }
}
