use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::db::LoginTx;
use crate::signin::reset::LINKS_KEPT;
use crate::signin::session::{IDLE, LONGEST, REPEATED_WITHIN, new_token, token_hash};
use crate::values::{CompanyId, PersonId};

/// A session as its person sees it.
#[derive(Debug)]
pub struct Session {
    pub id: Uuid,
    pub made_at: DateTime<Utc>,
    pub seen_at: DateTime<Utc>,
    /// «Chrome, Windows»; may be empty.
    pub device: String,
    /// «203.0.113.*»; may be empty.
    pub network: String,
    pub is_this: bool,
}

/// A session and where it starts.
#[derive(Debug)]
pub struct NewSession {
    pub token: String,
    pub company: Option<CompanyId>,
}

/// Signs a person in: a new session in the company given, else in the one used last, else in any.
pub async fn add_session(
    db: &mut LoginTx,
    person: PersonId,
    company: Option<CompanyId>,
) -> sqlx::Result<NewSession> {
    let token = new_token();
    let company = open_session(db, &token, person, company).await?;
    Ok(NewSession { token, company })
}

/// As [`add_session`], with a token made before.
pub async fn open_session(
    db: &mut LoginTx,
    token: &str,
    person: PersonId,
    company: Option<CompanyId>,
) -> sqlx::Result<Option<CompanyId>> {
    let company = match company {
        Some(company) => Some(company),
        None => usual_company(db, person).await?,
    };
    insert(db, token, person, company).await?;
    Ok(company)
}

async fn insert(
    db: &mut LoginTx,
    token: &str,
    person: PersonId,
    company: Option<CompanyId>,
) -> sqlx::Result<()> {
    let now = db.now();
    sqlx::query!(
        "insert into session (token_hash, person_id, company_id, made_at, seen_at, ends_at) values ($1, $2, $3, $4, $4, $5)",
        token_hash(token),
        person.0,
        company.map(|company| company.0),
        now,
        now + LONGEST
    )
    .execute(&mut **db)
    .await?;
    Ok(())
}

async fn usual_company(db: &mut LoginTx, person: PersonId) -> sqlx::Result<Option<CompanyId>> {
    let now = db.now();
    let id = sqlx::query_scalar!(
        "select m.company_id from member m join company c on c.id = m.company_id
         left join session s on s.person_id = m.person_id and s.company_id = m.company_id
         where m.person_id = $1 and (m.dismissed_on is null or m.dismissed_on > ($2::timestamptz at time zone c.tz)::date)
             and (m.access_until is null or m.access_until > $2)
         order by s.seen_at desc nulls last, m.company_id limit 1",
        person.0,
        now
    )
    .fetch_optional(&mut **db)
    .await?;
    Ok(id.map(CompanyId))
}

/// Where a session stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    Open,
    /// The form of this key has put another in its place.
    ReplacedBy(Uuid),
}

/// Holds a session until the transaction ends, so that two clicks take turns; none when it is gone.
pub async fn hold_session(db: &mut LoginTx, hash: &[u8]) -> sqlx::Result<Option<Standing>> {
    let row =
        sqlx::query!("select replaced_by from session where token_hash = $1 for update", hash)
            .fetch_optional(&mut **db)
            .await?;
    Ok(row.map(|row| row.replaced_by.map_or(Standing::Open, Standing::ReplacedBy)))
}

/// Ends all of a person's sessions and opens the one of `token` in the place of the session `hash`, which stays known to
/// the form of `key` for a minute.
pub async fn replace_session(
    db: &mut LoginTx,
    hash: &[u8],
    key: Uuid,
    token: &str,
    (person, company): (PersonId, CompanyId),
) -> sqlx::Result<()> {
    let now = db.now();
    end_other_sessions(db, person, hash).await?;
    sqlx::query!(
        "update session set ends_at = $2, replaced_at = $2, replaced_by = $3 where token_hash = $1",
        hash,
        now,
        key
    )
    .execute(&mut **db)
    .await?;
    insert(db, token, person, Some(company)).await
}

/// Ends one session.
pub async fn end_session(db: &mut LoginTx, hash: &[u8]) -> sqlx::Result<()> {
    sqlx::query!("delete from session where token_hash = $1", hash).execute(&mut **db).await?;
    Ok(())
}

/// Ends all of a person's sessions but one; gives how many there were.
pub async fn end_other_sessions(
    db: &mut LoginTx,
    person: PersonId,
    but: &[u8],
) -> sqlx::Result<u64> {
    let ended = sqlx::query!(
        "delete from session where person_id = $1 and token_hash <> $2",
        person.0,
        but
    )
    .execute(&mut **db)
    .await?;
    Ok(ended.rows_affected())
}

/// Ends all of a person's sessions, and what waits to become one; gives how many there were.
pub async fn end_sessions(db: &mut LoginTx, person: PersonId) -> sqlx::Result<u64> {
    super::forget_pending(db, person).await?;
    let ended = sqlx::query!("delete from session where person_id = $1", person.0)
        .execute(&mut **db)
        .await?;
    Ok(ended.rows_affected())
}

/// The sessions of a person that live, the latest used first.
pub async fn sessions(
    db: &mut LoginTx,
    person: PersonId,
    this: &[u8],
) -> sqlx::Result<Vec<Session>> {
    let now = db.now();
    sqlx::query_as!(
        Session,
        r#"select id, made_at, seen_at, device, network, token_hash = $2 as "is_this!" from session
           where person_id = $1 and ends_at > $3 and seen_at > $4 order by token_hash = $2 desc, seen_at desc, id"#,
        person.0,
        this,
        now,
        now - IDLE
    )
    .fetch_all(&mut **db)
    .await
}

/// Ends a session of a person by its id; false when it is nobody's or another's.
pub async fn end_session_of(db: &mut LoginTx, person: PersonId, id: Uuid) -> sqlx::Result<bool> {
    let ended = sqlx::query!("delete from session where person_id = $1 and id = $2", person.0, id)
        .execute(&mut **db)
        .await?;
    Ok(ended.rows_affected() == 1)
}

/// Forgets what has ended by itself or was replaced: sessions, sign-ins that got no code, links of a month ago.
pub async fn forget_ended(db: &mut LoginTx) -> sqlx::Result<()> {
    let now = db.now();
    let (replaced, idle) = (now - REPEATED_WITHIN, now - IDLE);
    sqlx::query!(
        "delete from session where token_hash in (
             select token_hash from session where ends_at <= $1 or seen_at <= $2 for update skip locked)",
        replaced,
        idle
    )
    .execute(&mut **db)
    .await?;
    sqlx::query!("delete from pending_sign_in where ends_at <= $1", now).execute(&mut **db).await?;
    sqlx::query!("delete from reset_link where ends_at <= $1", now - LINKS_KEPT)
        .execute(&mut **db)
        .await?;
    Ok(())
}
