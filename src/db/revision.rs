//! How often a company has changed: what was made of its rows holds while the number stands.
use sqlx::{AssertSqlSafe, Executor, PgConnection};

use super::tenant::enter;
use crate::values::CompanyId;

/// Counts the transaction in the company it is inside of. The last statement before its end: others of the company
/// wait here for each other.
pub(super) async fn count(db: &mut PgConnection, company: CompanyId) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into company_revision (company_id, no) values ($1, 1)
         on conflict (company_id) do update set no = company_revision.no + 1 where company_revision.company_id = $1",
        company.0
    )
    .execute(db)
    .await?;
    Ok(())
}

/// The same in companies that the transaction has left.
pub(super) async fn count_left(db: &mut PgConnection, left: &[CompanyId]) -> sqlx::Result<()> {
    for company in left {
        db.execute(AssertSqlSafe(enter(*company))).await?;
        count(db, *company).await?;
    }
    Ok(())
}
