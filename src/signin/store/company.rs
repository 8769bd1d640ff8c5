use crate::db::TenantTx;
use crate::signin::registration::Registration;
use crate::values::{DepartmentId, MemberId, PersonId};

/// The company itself, its owner and the first department. Runs as the company's own transaction.
pub async fn add_company(
    db: &mut TenantTx,
    registration: &Registration,
    person: PersonId,
    owner: MemberId,
) -> sqlx::Result<()> {
    let company = db.company();
    let today = db.now().with_timezone(&registration.zone).date_naive();
    sqlx::query!(
        "insert into company (id, name, tz, tracking_from) values ($1, $2, $3, $4)",
        company.0,
        registration.company,
        registration.zone.name(),
        today
    )
    .execute(&mut **db)
    .await?;
    sqlx::query!(
        "insert into member (company_id, id, person_id, name, name_norm, role) values ($1, $2, $3, $4, $5, 'owner')",
        company.0,
        owner.0,
        person.0,
        registration.name,
        registration.name.to_lowercase()
    )
    .execute(&mut **db)
    .await?;
    add_first_department(db).await
}

async fn add_first_department(db: &mut TenantTx) -> sqlx::Result<()> {
    let (company, id): (_, DepartmentId) = (db.company(), db.new_id());
    sqlx::query!(
        "insert into department (company_id, id, name) values ($1, $2, 'Отдел продаж')",
        company.0,
        id.0
    )
    .execute(&mut **db)
    .await?;
    Ok(())
}
