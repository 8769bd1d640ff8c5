//! The gate of sign-in: the only reader across companies. It sees persons, sessions and who is a member where, and no business rows.
use std::ops::{Deref, DerefMut};

use chrono::{DateTime, Utc};
use sqlx::{AssertSqlSafe, Executor, PgConnection, PgPool, Postgres, Transaction};
use uuid::Uuid;

use super::tenant::{Scene, TenantTx, enter};
use crate::access::Role;
use crate::app::App;
use crate::values::{CompanyId, Ids, MemberId};

/// Sign-in, before its transaction.
#[derive(Debug, Clone)]
pub struct Login {
    pool: PgPool,
    now: DateTime<Utc>,
    ids: Ids,
}

impl Login {
    pub fn new(app: &App) -> Self {
        Self { pool: app.pool.clone(), now: app.clock.now(), ids: app.ids.clone() }
    }

    /// One round trip: begin as the role of sign-in.
    pub async fn begin(&self) -> sqlx::Result<LoginTx> {
        let tx = self.pool.begin_with("begin; set local role mayak_login").await?;
        Ok(LoginTx { tx, now: self.now, ids: self.ids.clone() })
    }
}

/// A transaction of sign-in.
#[derive(Debug)]
pub struct LoginTx {
    tx: Transaction<'static, Postgres>,
    now: DateTime<Utc>,
    ids: Ids,
}

impl LoginTx {
    pub fn now(&self) -> DateTime<Utc> {
        self.now
    }

    pub fn new_id<T: From<Uuid>>(&self) -> T {
        self.ids.make(self.now)
    }

    pub async fn commit(self) -> sqlx::Result<()> {
        self.tx.commit().await
    }

    /// Goes on inside a company in the same transaction: a registration makes the person and the company or neither.
    pub async fn into_company(
        mut self,
        company: CompanyId,
        member: MemberId,
        role: Role,
    ) -> sqlx::Result<TenantTx> {
        self.tx.execute(AssertSqlSafe(enter(company))).await?;
        let scene = Scene { company, by: Some((member, role)), now: self.now, ids: self.ids };
        Ok(TenantTx { tx: self.tx, scene, once: None })
    }
}

impl Deref for LoginTx {
    type Target = PgConnection;
    fn deref(&self) -> &PgConnection {
        &self.tx
    }
}

impl DerefMut for LoginTx {
    fn deref_mut(&mut self) -> &mut PgConnection {
        &mut self.tx
    }
}
