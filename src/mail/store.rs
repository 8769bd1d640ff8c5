//! Letters that wait and letters that went.
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use serde_json::json;
use sqlx::PgConnection;
use uuid::Uuid;

use super::{Kind, Letter, NewLetter, Refusal, State};
use crate::app::App;
use crate::db::{LoginTx, TenantTx};
use crate::jobs::{self, Wanted};
use crate::values::{CompanyId, PersonId};

/// A link in a letter that was sent holds as long as the letter is kept, at most.
const SENT_KEPT: TimeDelta = TimeDelta::days(60);
/// What came to nothing is not kept: the address may be a stranger's.
const DROPPED_KEPT: TimeDelta = TimeDelta::days(1);
/// A letter is tried for hours only: one that waits longer has lost its job.
const WAITS: TimeDelta = TimeDelta::days(2);

/// Writes a letter of the company, and the job that sends it.
pub async fn write(db: &mut TenantTx, letter: NewLetter) -> sqlx::Result<()> {
    let (company, id, now) = (db.company(), db.new_id(), db.now());
    if insert(db, Some(company), (id, now), letter).await? {
        jobs::enqueue(db, job(id)).await?;
    }
    Ok(())
}

/// Writes a letter about a sign-in, or one of a company whose address only sign-in sees.
pub async fn write_by_sign_in(
    db: &mut LoginTx,
    company: Option<CompanyId>,
    letter: NewLetter,
) -> sqlx::Result<()> {
    let (id, now) = (db.new_id(), db.now());
    if insert(db, company, (id, now), letter).await? {
        jobs::enqueue_by_sign_in(db, company, job(id)).await?;
    }
    Ok(())
}

fn job(id: Uuid) -> Wanted {
    Wanted::new(jobs::Kind::Letter).with(json!({ "letter": id })).once(format!("letter:{id}"))
}

/// `false`: such a letter was written before.
async fn insert(
    db: &mut PgConnection,
    company: Option<CompanyId>,
    (id, now): (Uuid, DateTime<Utc>),
    letter: NewLetter,
) -> sqlx::Result<bool> {
    let written = sqlx::query!(
        "insert into letter (company_id, id, kind, dedupe_key, address, person_id, subject_id, day, made_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict do nothing",
        company.map(|company| company.0),
        id,
        letter.kind.code(),
        letter.dedupe_key,
        letter.address,
        letter.person.map(|person| person.0),
        letter.subject,
        letter.day,
        now
    )
    .execute(db)
    .await?;
    Ok(written.rows_affected() == 1)
}

struct Row {
    id: Uuid,
    company_id: Option<Uuid>,
    kind: String,
    address: String,
    person_id: Option<Uuid>,
    subject_id: Option<Uuid>,
    day: Option<NaiveDate>,
    made_at: DateTime<Utc>,
    state: String,
}

impl Row {
    fn into_letter(self) -> sqlx::Result<Letter> {
        let broken = |why: String| sqlx::Error::Decode(why.into());
        Ok(Letter {
            id: self.id,
            company: self.company_id.map(CompanyId),
            kind: self.kind.parse().map_err(broken)?,
            address: self.address,
            person: self.person_id.map(PersonId),
            subject: self.subject_id,
            day: self.day,
            made_at: self.made_at,
            state: self.state.parse().map_err(broken)?,
        })
    }
}

pub(super) async fn letter(app: &App, id: Uuid) -> sqlx::Result<Option<Letter>> {
    let row = sqlx::query_as!(
        Row,
        "select id, company_id, kind, address, person_id, subject_id, day, made_at, state from letter where id = $1",
        id
    )
    .fetch_optional(&app.pool)
    .await?;
    row.map(Row::into_letter).transpose()
}

/// The letter of that kind in which the link of a secret stood.
pub async fn by_token(db: &mut LoginTx, hash: &[u8], kind: Kind) -> sqlx::Result<Option<Letter>> {
    let row = sqlx::query_as!(
        Row,
        "select id, company_id, kind, address, person_id, subject_id, day, made_at, state from letter
         where token_hash = $1 and kind = $2",
        hash,
        kind.code()
    )
    .fetch_optional(&mut **db)
    .await?;
    row.map(Row::into_letter).transpose()
}

/// Remembers what opens the link of a letter that is being sent.
pub async fn set_token(db: &mut LoginTx, id: Uuid, hash: &[u8]) -> sqlx::Result<()> {
    sqlx::query!("update letter set token_hash = $2 where id = $1", id, hash)
        .execute(&mut **db)
        .await?;
    Ok(())
}

pub(super) async fn settle(
    app: &App,
    id: Uuid,
    state: State,
    refusal: Option<Refusal>,
) -> sqlx::Result<()> {
    sqlx::query!(
        "update letter set state = $2, refusal = $3, ended_at = $4 where id = $1",
        id,
        state.code(),
        refusal.map(Refusal::code),
        app.clock.now()
    )
    .execute(&app.pool)
    .await?;
    Ok(())
}

/// How many letters there are of each state.
pub async fn numbers(app: &App) -> sqlx::Result<Vec<(State, i64)>> {
    let rows = sqlx::query!(r#"select state, count(*) as "number!" from letter group by state"#)
        .fetch_all(&app.pool)
        .await?;
    let number = |state: State| rows.iter().find(|row| row.state == state.code());
    let all = State::ALL.into_iter();
    Ok(all.map(|state| (state, number(state).map_or(0, |row| row.number))).collect())
}

/// Gives up letters whose job ended without them, and forgets those of long ago.
pub async fn forget_ended(app: &App) -> sqlx::Result<()> {
    let now = app.clock.now();
    sqlx::query!(
        "update letter set state = $1, ended_at = $2 where state = $3 and made_at < $4",
        State::Failed.code(),
        now,
        State::Waiting.code(),
        now - WAITS
    )
    .execute(&app.pool)
    .await?;
    sqlx::query!(
        "delete from letter where ended_at < $1 or state = 'dropped' and ended_at < $2",
        now - SENT_KEPT,
        now - DROPPED_KEPT
    )
    .execute(&app.pool)
    .await?;
    Ok(())
}
