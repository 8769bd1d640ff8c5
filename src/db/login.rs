//! The gate of sign-in: the only reader across companies. It sees persons, sessions and who is a member where, and no business rows.
use std::ops::{Deref, DerefMut};

use chrono::{DateTime, Utc};
use sqlx::{AssertSqlSafe, Executor, PgConnection, PgPool, Postgres, Transaction};
use uuid::Uuid;

use super::begin::begin_whole;
use super::revision;
use super::tenant::{Once, Scene, TenantTx, enter};
use crate::access::Role;
use crate::app::App;
use crate::values::{CompanyId, Ids, MemberId, PersonId};

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
        let tx = begin_whole(&self.pool, "begin; set local role mayak_login".into()).await?;
        Ok(LoginTx { tx, now: self.now, ids: self.ids.clone(), once: None, left: Vec::new() })
    }

    /// As [`Login::begin`], and says whose list of led companies may be read.
    pub async fn begin_as(&self, person: PersonId) -> sqlx::Result<LoginTx> {
        let begin =
            format!("begin; set local role mayak_login; set local app.person_id = '{}'", person.0);
        let tx = begin_whole(&self.pool, begin).await?;
        Ok(LoginTx { tx, now: self.now, ids: self.ids.clone(), once: None, left: Vec::new() })
    }
}

/// A transaction of sign-in.
#[derive(Debug)]
pub struct LoginTx {
    pub(super) tx: Transaction<'static, Postgres>,
    now: DateTime<Utc>,
    ids: Ids,
    once: Option<Once>,
    left: Vec<CompanyId>,
}

/// What turns a company's transaction back into sign-in's.
const LEAVE: &str = "set local role mayak_login; set local app.company_id = ''";

impl TenantTx {
    /// Goes on as sign-in in the same transaction; [`LoginTx::into_company`] leads back. The submission stays claimed.
    pub async fn into_login(mut self) -> sqlx::Result<LoginTx> {
        self.tx.execute(LEAVE).await?;
        let Scene { company, now, ids, .. } = self.scene;
        if !self.left.contains(&company) {
            self.left.push(company);
        }
        Ok(LoginTx { tx: self.tx, now, ids, once: self.once, left: self.left })
    }
}

impl LoginTx {
    pub fn now(&self) -> DateTime<Utc> {
        self.now
    }

    pub fn new_id<T: From<Uuid>>(&self) -> T {
        self.ids.make(self.now)
    }

    pub async fn commit(mut self) -> sqlx::Result<()> {
        revision::count_left(&mut self.tx, &self.left).await?;
        self.tx.commit().await
    }

    /// Goes on inside a company in the same transaction: a registration makes the person and the company or neither.
    pub async fn into_company(
        self,
        company: CompanyId,
        member: MemberId,
        role: Role,
    ) -> sqlx::Result<TenantTx> {
        self.among(company, Some((member, role))).await
    }

    /// As [`LoginTx::into_company`], when nobody of the company acts.
    pub async fn into_company_unattended(self, company: CompanyId) -> sqlx::Result<TenantTx> {
        self.among(company, None).await
    }

    async fn among(
        mut self,
        company: CompanyId,
        by: Option<(MemberId, Role)>,
    ) -> sqlx::Result<TenantTx> {
        self.tx.execute(AssertSqlSafe(enter(company))).await?;
        let scene = Scene { company, by, now: self.now, ids: self.ids };
        Ok(TenantTx { tx: self.tx, scene, once: self.once, left: self.left, _share: None })
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
