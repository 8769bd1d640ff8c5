use chrono::{DateTime, Utc};

use crate::db::LoginTx;
use crate::signin::consent;
use crate::values::PersonId;

/// A person's id and stored hash.
#[derive(Debug)]
pub struct Account {
    pub id: PersonId,
    pub hash: Option<String>,
    pub has_second_factor: bool,
    /// Whether letters reach the person by the address.
    pub is_confirmed: bool,
}

pub async fn account_by_email(db: &mut LoginTx, email: &str) -> sqlx::Result<Option<Account>> {
    let row = sqlx::query!(
        r#"select id, password_hash, email_confirmed_at is not null as "is_confirmed!", exists (select from second_factor f where f.person_id = p.id) as "has_second_factor!"
           from person p where email_norm = $1 and erased_at is null"#,
        email
    )
    .fetch_optional(&mut **db)
    .await?;
    Ok(row.map(|row| Account {
        id: PersonId(row.id),
        hash: row.password_hash,
        has_second_factor: row.has_second_factor,
        is_confirmed: row.is_confirmed,
    }))
}

pub async fn account(db: &mut LoginTx, person: PersonId) -> sqlx::Result<(String, Account)> {
    let row = sqlx::query!(
        r#"select coalesce(email_norm, '') as "email!", password_hash, email_confirmed_at is not null as "is_confirmed!",
               exists (select from second_factor f where f.person_id = p.id) as "has_second_factor!"
           from person p where id = $1"#,
        person.0
    )
    .fetch_one(&mut **db)
    .await?;
    let (hash, has_second_factor) = (row.password_hash, row.has_second_factor);
    let is_confirmed = row.is_confirmed;
    Ok((row.email, Account { id: person, hash, has_second_factor, is_confirmed }))
}

pub async fn name_of(db: &mut LoginTx, person: PersonId) -> sqlx::Result<String> {
    sqlx::query_scalar!("select name from person where id = $1", person.0)
        .fetch_one(&mut **db)
        .await
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

/// Remembers that a person leads companies of others.
pub async fn set_expert(db: &mut LoginTx, person: PersonId) -> sqlx::Result<()> {
    sqlx::query!("update person set is_expert = true where id = $1", person.0)
        .execute(&mut **db)
        .await?;
    Ok(())
}

/// Whether a person leads companies of others, or did.
pub async fn leads(db: &mut LoginTx, person: PersonId) -> sqlx::Result<bool> {
    sqlx::query_scalar!(
        r#"select is_expert or exists (select from member e where e.person_id = person.id and e.role = 'expert') as "leads!"
           from person where id = $1"#,
        person.0
    )
    .fetch_one(&mut **db)
    .await
}

/// A new password; what the old one had begun ends with it: links, sign-ins that wait for their code.
pub async fn set_password(db: &mut LoginTx, person: PersonId, hash: &str) -> sqlx::Result<()> {
    sqlx::query!("update person set password_hash = $2 where id = $1", person.0, hash)
        .execute(&mut **db)
        .await?;
    super::revoke_links(db, person).await?;
    super::forget_pending(db, person).await
}

/// Lets whoever signs in by an address keep the product running; makes the sign-in where there is none. Gives whether there
/// is a password to come in by.
pub async fn add_operator(db: &mut LoginTx, email: &str) -> sqlx::Result<bool> {
    let id: PersonId = db.new_id();
    sqlx::query_scalar!(
        r#"insert into person (id, email_norm, name, is_operator) values ($1, $2, 'Оператор', true)
           on conflict (email_norm) do update set is_operator = true returning password_hash is not null as "has!""#,
        id.0,
        email
    )
    .fetch_one(&mut **db)
    .await
}

/// Takes that back; false when nobody signs in by the address.
pub async fn end_operator(db: &mut LoginTx, email: &str) -> sqlx::Result<bool> {
    let done = sqlx::query!("update person set is_operator = false where email_norm = $1", email)
        .execute(&mut **db)
        .await?;
    Ok(done.rows_affected() == 1)
}
