use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::db::LoginTx;
use crate::signin::session::{AWAITS_CODE, token_hash};
use crate::values::PersonId;

/// A sign-in between password and code.
#[derive(Debug)]
pub struct Pending {
    pub person: PersonId,
    pub email: String,
    pub next: String,
    pub tries: i32,
    pub ends_at: DateTime<Utc>,
    pub done_at: Option<DateTime<Utc>>,
    pub done_by: Option<Uuid>,
}

/// Remembers that a person has typed the password; earlier ones that came to nothing are forgotten.
pub async fn add_pending(
    db: &mut LoginTx,
    token: &str,
    person: PersonId,
    next: &str,
) -> sqlx::Result<()> {
    let now = db.now();
    sqlx::query!(
        "delete from pending_sign_in where person_id = $1 and ends_at <= $2",
        person.0,
        now
    )
    .execute(&mut **db)
    .await?;
    sqlx::query!(
        "insert into pending_sign_in (token_hash, person_id, next, ends_at) values ($1, $2, $3, $4)",
        token_hash(token),
        person.0,
        next,
        now + AWAITS_CODE
    )
    .execute(&mut **db)
    .await?;
    Ok(())
}

/// The sign-in that waits for its code, held until the transaction ends.
pub async fn hold_pending(db: &mut LoginTx, token: &str) -> sqlx::Result<Option<Pending>> {
    let row = sqlx::query!(
        r#"select s.person_id, coalesce(p.email_norm, '') as "email!", s.next, s.tries, s.ends_at, s.done_at, s.done_by
           from pending_sign_in s join person p on p.id = s.person_id where s.token_hash = $1 for update of s"#,
        token_hash(token)
    )
    .fetch_optional(&mut **db)
    .await?;
    Ok(row.map(|row| Pending {
        person: PersonId(row.person_id),
        email: row.email,
        next: row.next,
        tries: row.tries,
        ends_at: row.ends_at,
        done_at: row.done_at,
        done_by: row.done_by,
    }))
}

/// Counts a wrong code.
pub async fn count_try(db: &mut LoginTx, token: &str) -> sqlx::Result<()> {
    sqlx::query!(
        "update pending_sign_in set tries = tries + 1 where token_hash = $1",
        token_hash(token)
    )
    .execute(&mut **db)
    .await?;
    Ok(())
}

/// The code of `key` was right.
pub async fn finish_pending(db: &mut LoginTx, token: &str, key: Uuid) -> sqlx::Result<()> {
    let now = db.now();
    sqlx::query!(
        "update pending_sign_in set done_at = $2, done_by = $3 where token_hash = $1",
        token_hash(token),
        now,
        key
    )
    .execute(&mut **db)
    .await?;
    Ok(())
}

/// Forgets the sign-ins of a person that wait: the password they were begun with holds no more.
pub async fn forget_pending(db: &mut LoginTx, person: PersonId) -> sqlx::Result<()> {
    sqlx::query!("delete from pending_sign_in where person_id = $1", person.0)
        .execute(&mut **db)
        .await?;
    Ok(())
}
