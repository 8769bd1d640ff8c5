//! A correction that somebody proposes for a closed day, until its head takes it or not.

use chrono::{DateTime, NaiveDate, Utc};

use crate::values::{MemberId, MetricId, ProposalId};

/// What a day's number should be, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewProposal {
    pub member: MemberId,
    pub metric: MetricId,
    pub day: NaiveDate,
    /// Minor units of the metric.
    pub value: i64,
    pub reason: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    Open,
    /// It stands as a correction.
    Accepted(Decided),
    Declined(Decided),
    /// Its author took it back, or proposed another number.
    Withdrawn,
}

/// Whose word ended a proposal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decided {
    pub by_name: String,
    pub at: DateTime<Utc>,
    /// What was answered; asked of a refusal.
    pub answer: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    pub id: ProposalId,
    pub member: MemberId,
    pub member_name: String,
    pub metric: MetricId,
    pub day: NaiveDate,
    pub value: i64,
    /// The number in force now; `None`: nothing is said.
    pub now: Option<i64>,
    pub reason: String,
    pub at: DateTime<Utc>,
    pub state: State,
    pub row_version: i32,
}

impl Proposal {
    pub fn is_open(&self) -> bool {
        self.state == State::Open
    }

    /// The reason of the correction it becomes.
    pub fn as_reason(&self) -> String {
        format!("{}: {}", self.member_name, self.reason)
    }
}

/// How a head ends a proposal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decision {
    Accept,
    /// And why not.
    Decline(String),
}

impl Decision {
    pub fn code(&self) -> &'static str {
        match self {
            Self::Accept => "accepted",
            Self::Decline(_) => "declined",
        }
    }

    pub fn answer(&self) -> Option<&str> {
        match self {
            Self::Accept => None,
            Self::Decline(why) => Some(why),
        }
    }
}
