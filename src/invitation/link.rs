//! A one-time link and its life.
use chrono::{DateTime, TimeDelta, Utc};

use crate::signin::token_hash;

/// How long a link waits to be used.
const LIVES: TimeDelta = TimeDelta::days(7);

/// How long after its use a link lets the same person in again: the form of a newcomer sent twice.
const REPEATS: TimeDelta = TimeDelta::minutes(10);

/// A link that has just been made. Its token is shown once and kept nowhere.
#[derive(Debug)]
pub struct Link {
    token: String,
    pub ends_at: DateTime<Utc>,
}

impl Link {
    pub fn new(token: String, now: DateTime<Utc>) -> Self {
        Self { token, ends_at: now + LIVES }
    }

    /// What is kept of the token.
    pub fn hash(&self) -> Vec<u8> {
        token_hash(&self.token)
    }

    /// The way in, at the address people type.
    pub fn at(&self, site: &str) -> String {
        format!("{site}/invitations/{}", self.token)
    }
}

pub fn may_repeat(used_at: DateTime<Utc>, now: DateTime<Utc>) -> bool {
    now - used_at < REPEATS
}
