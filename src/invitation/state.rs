//! An invitation and what has become of it.
use chrono::{DateTime, Utc};

use super::inviter::Inviter;
use super::link::may_repeat;
use crate::access::Role;
use crate::mail::Delivery;
use crate::values::{DepartmentId, InvitationId, MemberId};

/// What has become of a link.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Waits to be used.
    Open,
    Used,
    Revoked,
    Expired,
    /// Its author may invite so no more; another may renew it.
    Unbacked,
    /// Its person is in already, has left, or has no time left: a new link would not help.
    Void,
}

#[derive(Debug, Clone)]
pub struct Invitation {
    pub id: InvitationId,
    /// Whom.
    pub name: String,
    pub role: Role,
    pub sells: bool,
    /// The member without a sign-in to whom the one who comes is joined.
    pub member: Option<MemberId>,
    /// Where a newcomer starts, and what a head will head.
    pub department: Option<(DepartmentId, String)>,
    pub access_until: Option<DateTime<Utc>>,
    /// Where its letter goes, if it has one.
    pub email: Option<String>,
    /// What has become of the last letter.
    pub letter: Option<Delivery>,
    pub by: Inviter,
    pub ends_at: DateTime<Utc>,
    pub used: Option<(DateTime<Utc>, MemberId)>,
    pub state: State,
    pub row_version: i32,
}

/// What a state is made of.
#[derive(Debug, Clone, Copy)]
pub struct Marks {
    pub ends_at: DateTime<Utc>,
    pub used_at: Option<DateTime<Utc>>,
    pub revoked_at: Option<DateTime<Utc>>,
    pub access_until: Option<DateTime<Utc>>,
    /// Whether the author is in the company and may still invite so.
    pub is_backed: bool,
    /// Whether the member named, if any, has neither come in nor left.
    pub is_free: bool,
}

impl Marks {
    pub fn state(self, now: DateTime<Utc>) -> State {
        let is_late = self.access_until.is_some_and(|until| until <= now);
        if self.used_at.is_some() {
            State::Used
        } else if self.revoked_at.is_some() {
            State::Revoked
        } else if is_late || !self.is_free {
            State::Void
        } else if self.ends_at <= now {
            State::Expired
        } else if self.is_backed {
            State::Open
        } else {
            State::Unbacked
        }
    }
}

impl Invitation {
    /// Whether its letter goes to that address.
    pub fn is_for(&self, email: &str) -> bool {
        self.email.as_deref() == Some(email)
    }

    pub fn is_open(&self) -> bool {
        self.state == State::Open
    }

    /// Whether it can be taken back.
    pub fn is_waiting(&self) -> bool {
        !matches!(self.state, State::Used | State::Revoked)
    }

    /// Whether a new link would let in.
    pub fn is_renewable(&self) -> bool {
        matches!(self.state, State::Open | State::Expired | State::Unbacked)
    }

    pub fn department_id(&self) -> Option<DepartmentId> {
        self.department.as_ref().map(|(id, _)| *id)
    }

    /// Who came by it a moment ago, if it was used then: the same form sent again is his.
    pub fn just_came(&self, now: DateTime<Utc>) -> Option<MemberId> {
        self.used.filter(|(at, _)| may_repeat(*at, now)).map(|(_, member)| member)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeDelta;

    fn now() -> DateTime<Utc> {
        DateTime::from_timestamp(1_780_000_000, 0).unwrap()
    }

    fn fresh() -> Marks {
        Marks {
            ends_at: now() + TimeDelta::days(7),
            used_at: None,
            revoked_at: None,
            access_until: None,
            is_backed: true,
            is_free: true,
        }
    }

    #[test]
    fn a_link_lives_seven_days() {
        assert_eq!(fresh().state(now() + TimeDelta::days(7) - TimeDelta::seconds(1)), State::Open);
        assert_eq!(fresh().state(now() + TimeDelta::days(7)), State::Expired);
    }

    #[test]
    fn a_link_is_worth_what_its_author_may_and_its_person_can() {
        assert_eq!(Marks { is_backed: false, ..fresh() }.state(now()), State::Unbacked);
        for void in [
            Marks { is_free: false, ..fresh() },
            Marks { is_free: false, ends_at: now(), ..fresh() },
            Marks { access_until: Some(now()), ..fresh() },
        ] {
            assert_eq!(void.state(now()), State::Void);
        }
    }

    #[test]
    fn used_and_revoked_stay_so() {
        let (later, then) = (now() + TimeDelta::days(30), Some(now()));
        assert_eq!(Marks { used_at: then, is_free: false, ..fresh() }.state(later), State::Used);
        assert_eq!(Marks { revoked_at: then, ..fresh() }.state(later), State::Revoked);
    }
}
