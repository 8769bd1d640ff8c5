//! The line as the operator sees it: of a company no more than its name.
use std::str::FromStr;

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::app::App;
use crate::jobs::Kind;

/// Where a job stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum State {
    Waiting,
    Running,
    Done,
    Failed,
    /// The operator has taken it out.
    Dropped,
}

impl State {
    pub const ALL: [Self; 5] =
        [Self::Waiting, Self::Running, Self::Done, Self::Failed, Self::Dropped];

    /// As it stands in the database.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Running => "running",
            Self::Done => "done",
            Self::Failed => "failed",
            Self::Dropped => "dropped",
        }
    }
}

impl FromStr for State {
    type Err = String;
    fn from_str(code: &str) -> Result<Self, String> {
        let state = Self::ALL.into_iter().find(|state| state.code() == code);
        state.ok_or_else(|| format!("unknown state of a job {code:?}"))
    }
}

/// A job that is not done.
#[derive(Debug)]
pub struct Job {
    pub id: Uuid,
    /// None: its kind is not known to this version.
    pub kind: Option<Kind>,
    pub company: Option<String>,
    pub state: State,
    pub attempts: i32,
    pub most_attempts: i32,
    pub made_at: DateTime<Utc>,
    pub run_at: DateTime<Utc>,
    pub ended_at: Option<DateTime<Utc>>,
    pub error: Option<String>,
}

/// What is not done yet or never will be: the first of each, failures and running ones before those that wait.
#[derive(Debug, Default)]
pub struct Queue {
    pub failed: Vec<Job>,
    pub running: Vec<Job>,
    pub waiting: Vec<Job>,
}

/// How many of each state are shown.
pub const SHOWN: i64 = 50;

pub async fn queue(app: &App) -> sqlx::Result<Queue> {
    let rows = sqlx::query!(
        r#"select j.id, j.kind, c.name as "company?", j.state, j.attempts, j.most_attempts, j.made_at, j.run_at, j.ended_at, j.error
           from job j left join company c on c.id = j.company_id
           where j.id in (
               (select id from job where state = 'failed' order by ended_at desc, id limit $1)
               union all (select id from job where state = 'running' order by run_at, id limit $1)
               union all (select id from job where state = 'waiting' order by run_at, id limit $1))
           order by j.ended_at desc nulls last, j.run_at, j.id"#,
        SHOWN
    )
    .fetch_all(&app.pool)
    .await?;
    let mut queue = Queue::default();
    for row in rows {
        let state = row.state.parse().map_err(|e: String| sqlx::Error::Decode(e.into()))?;
        let list = match state {
            State::Failed => &mut queue.failed,
            State::Running => &mut queue.running,
            _ => &mut queue.waiting,
        };
        list.push(Job {
            id: row.id,
            kind: row.kind.parse().ok(),
            company: row.company,
            state,
            attempts: row.attempts,
            most_attempts: row.most_attempts,
            made_at: row.made_at,
            run_at: row.run_at,
            ended_at: row.ended_at,
            error: row.error,
        });
    }
    Ok(queue)
}

/// How many jobs there are of a state, letters apart: a mailbox that nobody has is no failure of the product.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Number {
    pub state: State,
    pub is_letter: bool,
    pub number: i64,
}

/// Of each state.
pub async fn numbers(app: &App) -> sqlx::Result<Vec<Number>> {
    let rows = sqlx::query!(
        r#"select state, kind = $1 as "is_letter!", count(*) as "number!" from job group by 1, 2"#,
        Kind::Letter.code()
    )
    .fetch_all(&app.pool)
    .await?;
    let number = |state: State, is_letter| {
        let row = rows.iter().find(|row| row.state == state.code() && row.is_letter == is_letter);
        Number { state, is_letter, number: row.map_or(0, |row| row.number) }
    };
    let all = State::ALL.into_iter();
    Ok(all.flat_map(|state| [number(state, false), number(state, true)]).collect())
}

/// What came of the operator's word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Said {
    Done,
    /// The job stands elsewhere by now.
    TooLate,
    Unknown,
}

/// Gives a failed job all its tries again.
pub async fn retry(app: &App, id: Uuid) -> sqlx::Result<Said> {
    let done = sqlx::query!(
        "update job set state = 'waiting', attempts = 0, run_at = $2, ended_at = null where id = $1 and state = 'failed'",
        id,
        app.clock.now()
    )
    .execute(&app.pool)
    .await?;
    said(app, id, done.rows_affected()).await
}

/// Takes a job out of the line that failed or waits.
pub async fn drop_job(app: &App, id: Uuid) -> sqlx::Result<Said> {
    let done = sqlx::query!(
        "update job set state = 'dropped', ended_at = $2 where id = $1 and state in ('failed', 'waiting')",
        id,
        app.clock.now()
    )
    .execute(&app.pool)
    .await?;
    said(app, id, done.rows_affected()).await
}

async fn said(app: &App, id: Uuid, changed: u64) -> sqlx::Result<Said> {
    if changed > 0 {
        return Ok(Said::Done);
    }
    let exists =
        sqlx::query_scalar!(r#"select exists (select from job where id = $1) as "is!""#, id)
            .fetch_one(&app.pool)
            .await?;
    Ok(if exists { Said::TooLate } else { Said::Unknown })
}
