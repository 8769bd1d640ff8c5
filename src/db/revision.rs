//! How often a company has changed: what was made of its rows holds while the number stands.
use super::TenantTx;

impl TenantTx {
    /// Counts this transaction. The last statement before its end: others of the company wait here for each other.
    pub(super) async fn count_change(&mut self) -> sqlx::Result<()> {
        let company = self.company().0;
        sqlx::query!(
            "insert into company_revision (company_id, no) values ($1, 1)
             on conflict (company_id) do update set no = company_revision.no + 1 where company_revision.company_id = $1",
            company
        )
        .execute(&mut *self.tx)
        .await?;
        Ok(())
    }
}
