//! What a card is called and whose it is, as it is typed.

use serde::Deserialize;

use super::card::{Card, CardRole};
use crate::company::name_norm;
use crate::form::FieldErrors;
use crate::values::ScorecardId;

/// The form as typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct CardForm {
    pub name: String,
    pub role: String,
    pub row_version: i32,
}

impl CardForm {
    pub fn blank() -> Self {
        Self { role: CardRole::Manager.code().into(), ..Self::default() }
    }

    pub fn of(card: &Card) -> Self {
        let (name, role) = (card.name.clone(), card.role.code().into());
        Self { name, role, row_version: card.row_version }
    }

    /// A name no other card has, and whose the card is.
    pub fn check(
        &self,
        own: Option<ScorecardId>,
        all: &[Card],
    ) -> Result<(String, CardRole), FieldErrors> {
        let mut errors = FieldErrors::default();
        let name = errors.required("name", &self.name);
        let norm = name_norm(&name);
        let mut others = all.iter().filter(|card| Some(card.id) != own);
        if !norm.is_empty() && others.any(|card| name_norm(&card.name) == norm) {
            errors.add("name", format!("Карта «{name}» уже есть. Назовите иначе"));
        }
        let roles = CardRole::ALL.map(|role| (role.code(), role));
        let role = errors.one_of("role", &self.role, &roles);
        match role {
            Some(role) => errors.or((name, role)),
            None => Err(errors),
        }
    }
}
