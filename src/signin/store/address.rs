//! Whether letters reach a person.
use uuid::Uuid;

use crate::db::LoginTx;
use crate::values::{CompanyId, PersonId};

/// The person of a confirmed address, and the name.
pub async fn reachable(db: &mut LoginTx, email: &str) -> sqlx::Result<Option<(PersonId, String)>> {
    let row = sqlx::query!(
        "select id, name from person where email_norm = $1 and erased_at is null and email_confirmed_at is not null",
        email
    )
    .fetch_optional(&mut **db)
    .await?;
    Ok(row.map(|row| (PersonId(row.id), row.name)))
}

/// The confirmed addresses of these persons.
pub async fn addresses(
    db: &mut LoginTx,
    persons: &[PersonId],
) -> sqlx::Result<Vec<(PersonId, String)>> {
    let ids: Vec<Uuid> = persons.iter().map(|person| person.0).collect();
    let rows = sqlx::query!(
        r#"select id, email_norm as "email!" from person
           where id = any ($1) and email_norm is not null and erased_at is null and email_confirmed_at is not null"#,
        &ids
    )
    .fetch_all(&mut **db)
    .await?;
    Ok(rows.into_iter().map(|row| (PersonId(row.id), row.email)).collect())
}

/// The name of a person who still signs in by an address and has not confirmed it.
pub async fn unconfirmed(
    db: &mut LoginTx,
    person: PersonId,
    email: &str,
) -> sqlx::Result<Option<String>> {
    sqlx::query_scalar!(
        "select name from person where id = $1 and email_norm = $2 and erased_at is null and email_confirmed_at is null",
        person.0,
        email
    )
    .fetch_optional(&mut **db)
    .await
}

/// Letters reach the person by this address. `false`: he signs in by another by now.
pub async fn confirm(db: &mut LoginTx, person: PersonId, email: &str) -> sqlx::Result<bool> {
    let now = db.now();
    let done = sqlx::query!(
        "update person set email_confirmed_at = coalesce(email_confirmed_at, $3) where id = $1 and email_norm = $2",
        person.0,
        email,
        now
    )
    .execute(&mut **db)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Whether the person is reminded of days in a company.
pub async fn is_reminded(
    db: &mut LoginTx,
    company: CompanyId,
    person: PersonId,
) -> sqlx::Result<bool> {
    let is = sqlx::query_scalar!(
        "select is_reminded from member where company_id = $1 and person_id = $2",
        company.0,
        person.0
    )
    .fetch_optional(&mut **db)
    .await?;
    Ok(is.unwrap_or_default())
}

/// Another address to sign in by; letters wait until it is confirmed. Links that were on their way hold no more. The unique
/// address is refused by `person_email_norm_key`.
pub async fn change_address(db: &mut LoginTx, person: PersonId, email: &str) -> sqlx::Result<()> {
    sqlx::query!(
        "update person set email_norm = $2, email_confirmed_at = null where id = $1",
        person.0,
        email
    )
    .execute(&mut **db)
    .await?;
    super::revoke_links(db, person).await
}
