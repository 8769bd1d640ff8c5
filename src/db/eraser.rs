//! A transaction that deletes one company. The database lets it only while the company's request for that stands.
use std::ops::{Deref, DerefMut};
use std::time::Duration;

use sqlx::{AssertSqlSafe, Executor, PgConnection, Postgres, Transaction};

use super::LoginTx;
use crate::values::CompanyId;

/// A large company's ledger goes in one statement.
const LONGEST: Duration = Duration::from_mins(10);

/// Dropped without [`EraserTx::commit`] it leaves everything.
#[derive(Debug)]
pub struct EraserTx {
    tx: Transaction<'static, Postgres>,
    company: CompanyId,
}

impl LoginTx {
    /// Goes on as the eraser of one company in the same transaction.
    pub async fn into_eraser(mut self, company: CompanyId) -> sqlx::Result<EraserTx> {
        let (id, longest) = (company.0, LONGEST.as_millis());
        let enter = format!(
            "set local role mayak_eraser; set local app.company_id = '{id}'; set local statement_timeout = {longest}"
        );
        self.tx.execute(AssertSqlSafe(enter)).await?;
        Ok(EraserTx { tx: self.tx, company })
    }
}

impl EraserTx {
    pub fn company(&self) -> CompanyId {
        self.company
    }

    pub async fn commit(self) -> sqlx::Result<()> {
        self.tx.commit().await
    }
}

impl Deref for EraserTx {
    type Target = PgConnection;
    fn deref(&self) -> &PgConnection {
        &self.tx
    }
}

impl DerefMut for EraserTx {
    fn deref_mut(&mut self) -> &mut PgConnection {
        &mut self.tx
    }
}
