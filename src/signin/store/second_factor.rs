use chrono::{DateTime, Utc};

use crate::db::LoginTx;
use crate::signin::recovery;
use crate::values::PersonId;

/// A person's second factor as it is stored.
#[derive(Debug)]
pub struct Factor {
    /// The sealed secret.
    pub secret: Vec<u8>,
    pub made_at: DateTime<Utc>,
    pub codes_left: i64,
}

pub async fn second_factor(db: &mut LoginTx, person: PersonId) -> sqlx::Result<Option<Factor>> {
    sqlx::query_as!(
        Factor,
        r#"select secret, made_at, (
               select count(*) from recovery_code where person_id = $1 and used_at is null) as "codes_left!"
           from second_factor where person_id = $1"#,
        person.0
    )
    .fetch_optional(&mut **db)
    .await
}

/// Turns it on with its recovery codes; false when it is on already.
pub async fn add_second_factor(
    db: &mut LoginTx,
    person: PersonId,
    (secret, step): (&[u8], i64),
    codes: &[String],
) -> sqlx::Result<bool> {
    let now = db.now();
    let added = sqlx::query!(
        "insert into second_factor (person_id, secret, last_step, made_at) values ($1, $2, $3, $4) on conflict do nothing",
        person.0,
        secret,
        step,
        now
    )
    .execute(&mut **db)
    .await?;
    if added.rows_affected() == 0 {
        return Ok(false);
    }
    let hashes: Vec<Vec<u8>> = codes
        .iter()
        .filter_map(|code| Some(recovery::hash(person, &recovery::normal(code)?)))
        .collect();
    sqlx::query!(
        "insert into recovery_code (person_id, code_hash) select $1, hash from unnest($2::bytea[]) hash",
        person.0,
        &hashes
    )
    .execute(&mut **db)
    .await?;
    Ok(true)
}

/// Turns it off; its codes go with it.
pub async fn remove_second_factor(db: &mut LoginTx, person: PersonId) -> sqlx::Result<bool> {
    let gone = sqlx::query!("delete from second_factor where person_id = $1", person.0)
        .execute(&mut **db)
        .await?;
    Ok(gone.rows_affected() == 1)
}

/// Takes the code of a half a minute; false when it or a later one was taken before. `secret`: sealed anew.
pub async fn take_step(
    db: &mut LoginTx,
    person: PersonId,
    step: i64,
    secret: Option<&[u8]>,
) -> sqlx::Result<bool> {
    let taken = sqlx::query!(
        "update second_factor set last_step = $2, secret = coalesce($3, secret) where person_id = $1 and last_step < $2",
        person.0,
        step,
        secret
    )
    .execute(&mut **db)
    .await?;
    Ok(taken.rows_affected() == 1)
}

/// Spends a recovery code; false when there is none such unspent.
pub async fn spend_code(db: &mut LoginTx, person: PersonId, code: &str) -> sqlx::Result<bool> {
    let now = db.now();
    let spent = sqlx::query!(
        "update recovery_code set used_at = $3 where person_id = $1 and code_hash = $2 and used_at is null",
        person.0,
        recovery::hash(person, code),
        now
    )
    .execute(&mut **db)
    .await?;
    Ok(spent.rows_affected() == 1)
}

/// Whether this recovery code of the person still opens.
pub async fn holds_code(db: &mut LoginTx, person: PersonId, code: &str) -> sqlx::Result<bool> {
    sqlx::query_scalar!(
        r#"select exists (
               select from recovery_code where person_id = $1 and code_hash = $2 and used_at is null) as "holds!""#,
        person.0,
        recovery::hash(person, code)
    )
    .fetch_one(&mut **db)
    .await
}
