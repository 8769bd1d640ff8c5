//! What the ids of a page are called.

use std::collections::HashMap;

use uuid::Uuid;

/// Names of members, departments, metrics and files by their ids.
#[derive(Debug, Clone, Default)]
pub struct Names(HashMap<Uuid, String>);

impl Names {
    pub fn new(names: impl IntoIterator<Item = (Uuid, String)>) -> Self {
        Self(names.into_iter().collect())
    }

    pub fn holds(&self, id: Uuid) -> bool {
        self.0.contains_key(&id)
    }

    /// Empty when it is not known.
    pub fn of(&self, id: Uuid) -> &str {
        self.0.get(&id).map_or("", String::as_str)
    }
}
