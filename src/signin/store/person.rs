use chrono::{DateTime, Utc};

use crate::db::LoginTx;
use crate::signin::consent;
use crate::values::PersonId;

/// A person's id and stored hash.
#[derive(Debug)]
pub struct Account {
    pub id: PersonId,
    pub hash: Option<String>,
}

pub async fn account_by_email(db: &mut LoginTx, email: &str) -> sqlx::Result<Option<Account>> {
    let row = sqlx::query!(
        "select id, password_hash from person where email_norm = $1 and erased_at is null",
        email
    )
    .fetch_optional(&mut **db)
    .await?;
    Ok(row.map(|row| Account { id: PersonId(row.id), hash: row.password_hash }))
}

pub async fn account(db: &mut LoginTx, person: PersonId) -> sqlx::Result<(String, Account)> {
    let row = sqlx::query!(
        "select coalesce(email_norm, '') as \"email!\", password_hash from person where id = $1",
        person.0
    )
    .fetch_one(&mut **db)
    .await?;
    Ok((row.email, Account { id: person, hash: row.password_hash }))
}

/// Adds a person with a sign-in; the unique address is refused by `person_email_norm_key`.
pub async fn add_person(
    db: &mut LoginTx,
    name: &str,
    email: &str,
    hash: &str,
) -> sqlx::Result<PersonId> {
    let id: PersonId = db.new_id();
    sqlx::query!(
        "insert into person (id, email_norm, name, password_hash) values ($1, $2, $3, $4)",
        id.0,
        email,
        name,
        hash
    )
    .execute(&mut **db)
    .await?;
    Ok(id)
}

pub async fn add_consent(
    db: &mut LoginTx,
    person: PersonId,
    at: DateTime<Utc>,
) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into consent (person_id, document, version, at) values ($1, $2, $3, $4) on conflict do nothing",
        person.0,
        consent::DOCUMENT,
        consent::VERSION,
        at
    )
    .execute(&mut **db)
    .await?;
    Ok(())
}

pub async fn set_password(db: &mut LoginTx, person: PersonId, hash: &str) -> sqlx::Result<()> {
    sqlx::query!("update person set password_hash = $2 where id = $1", person.0, hash)
        .execute(&mut **db)
        .await?;
    Ok(())
}
