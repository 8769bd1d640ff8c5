//! A transaction that can see one company's rows only.
use std::ops::{Deref, DerefMut};
use std::time::Duration;

use chrono::{DateTime, Utc};
use sqlx::{AssertSqlSafe, PgConnection, PgPool, Postgres, Transaction};
use uuid::Uuid;

use super::begin::begin_whole;
use super::revision;
use super::shares::{Share, Shares};
use crate::access::{Actor, Role};
use crate::app::App;
use crate::values::{CompanyId, Ids, MemberId};

/// The signed-in company, before its transaction. A handler takes this and begins after the body
/// has been read: an extractor that held a connection would let slow uploads empty the pool.
#[derive(Debug, Clone)]
pub struct Tenant {
    pool: PgPool,
    shares: Shares,
    pub(super) scene: Scene,
}

/// Who acts, where and when.
#[derive(Debug, Clone)]
pub(super) struct Scene {
    pub company: CompanyId,
    pub by: Option<(MemberId, Role)>,
    pub now: DateTime<Utc>,
    pub ids: Ids,
}

/// Nobody waits for what happens by itself.
const UNATTENDED: &str = "; set local statement_timeout = '60s'";

/// A submission's own key: the same form with the same typing has the same key (see `web::Form`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Once(pub Uuid);

/// Why a transaction did not begin.
#[derive(Debug, thiserror::Error)]
pub enum BeginError {
    /// This very submission was done before and led there.
    #[error("already done, see {0}")]
    Repeated(String),
    #[error(transparent)]
    Sql(#[from] sqlx::Error),
}

impl Tenant {
    pub fn new(app: &App, actor: &Actor) -> Self {
        let by = Some((actor.member, actor.role));
        let (now, ids) = (app.clock.now(), app.ids.clone());
        Self {
            pool: app.pool.clone(),
            shares: app.shares.clone(),
            scene: Scene { company: actor.company, by, now, ids },
        }
    }

    /// A company without a person: what happens by itself.
    pub fn unattended(app: &App, company: CompanyId) -> Self {
        let scene = Scene { company, by: None, now: app.clock.now(), ids: app.ids.clone() };
        Self { pool: app.pool.clone(), shares: app.shares.clone(), scene }
    }

    /// A company and somebody of it outside a request: the demonstration acts for its people, at their time.
    pub fn acting(app: &App, company: CompanyId, by: (MemberId, Role), now: DateTime<Utc>) -> Self {
        let scene = Scene { company, by: Some(by), now, ids: app.ids.clone() };
        Self { pool: app.pool.clone(), shares: app.shares.clone(), scene }
    }

    pub fn company(&self) -> CompanyId {
        self.scene.company
    }

    /// One round trip: begin, drop to a role that row-level security binds, name the company.
    pub async fn begin(&self) -> sqlx::Result<TenantTx> {
        self.begin_by("begin").await
    }

    /// As [`Tenant::begin`], for pages whose statements ask the same of every company: planned once a connection and not
    /// at each look. Not for lists with a filter that may be left out.
    pub async fn begin_page(&self) -> sqlx::Result<TenantTx> {
        self.begin_by("begin; set local plan_cache_mode = force_generic_plan").await
    }

    /// As [`Tenant::begin`], for reading much: all statements see one moment.
    pub async fn begin_moment(&self) -> sqlx::Result<TenantTx> {
        self.begin_by("begin isolation level repeatable read, read only").await
    }

    async fn begin_by(&self, begin: &str) -> sqlx::Result<TenantTx> {
        let share = self.shares.take(self.scene.company).await?;
        let patience = if self.scene.by.is_none() { UNATTENDED } else { "" };
        let begin = format!("{begin}; {}{patience}", enter(self.scene.company));
        let tx = begin_whole(&self.pool, begin).await?;
        Ok(TenantTx {
            tx,
            scene: self.scene.clone(),
            once: None,
            left: Vec::new(),
            _share: Some(share),
        })
    }

    /// As [`Tenant::begin`], for a form that writes: a second submission waits for the first and then leads to
    /// the same page. A refused form must not commit, so that it can be sent again.
    pub async fn begin_once(&self, once: Once) -> Result<TenantTx, BeginError> {
        let mut db = self.begin().await?;
        db.claim(once).await?;
        Ok(db)
    }
}

/// What turns a transaction into a company's. The id is formatted by us, so no quoting is needed.
pub(super) fn enter(company: CompanyId) -> String {
    format!("set local role mayak_app; set local app.company_id = '{}'", company.0)
}

/// A company's transaction. Dropped without [`TenantTx::commit`] it leaves nothing.
#[derive(Debug)]
pub struct TenantTx {
    pub(super) tx: Transaction<'static, Postgres>,
    pub(super) scene: Scene,
    pub(super) once: Option<Once>,
    /// Companies that the same transaction was in before.
    pub(super) left: Vec<CompanyId>,
    /// After the transaction, so that its connection is on the way back before the next one is let in.
    pub(super) _share: Option<Share>,
}

impl TenantTx {
    /// The second wall: every statement names its company besides.
    pub fn company(&self) -> CompanyId {
        self.scene.company
    }

    /// The member who acts; none for jobs.
    pub fn member(&self) -> Option<MemberId> {
        self.scene.by.map(|(member, _)| member)
    }

    pub fn role(&self) -> Option<Role> {
        self.scene.by.map(|(_, role)| role)
    }

    /// When the request began: the one time for all its rows.
    pub fn now(&self) -> DateTime<Utc> {
        self.scene.now
    }

    pub fn new_id<T: From<Uuid>>(&self) -> T {
        self.scene.ids.make(self.scene.now)
    }

    /// Lets each statement of this transaction take that long: for long work, which waits for its turn before.
    pub async fn allow(&mut self, longest: Duration) -> sqlx::Result<()> {
        let set = format!("set local statement_timeout = {}", longest.as_millis());
        sqlx::raw_sql(AssertSqlSafe(set)).execute(&mut *self.tx).await?;
        Ok(())
    }

    async fn claim(&mut self, once: Once) -> Result<(), BeginError> {
        let (company, now) = (self.company(), self.now());
        let member = self.member().map(|id| id.0).unwrap_or_default();
        let claimed = sqlx::query!(
            "insert into idempotency (company_id, key, member_id, location, at) values ($1, $2, $3, '', $4)
             on conflict do nothing",
            company.0,
            once.0,
            member,
            now
        )
        .execute(&mut *self.tx)
        .await?;
        if claimed.rows_affected() == 0 {
            return Err(BeginError::Repeated(self.earlier_location(once).await?));
        }
        self.once = Some(once);
        Ok(())
    }

    async fn earlier_location(&mut self, once: Once) -> sqlx::Result<String> {
        let company = self.company();
        sqlx::query_scalar!(
            "select location from idempotency where company_id = $1 and key = $2",
            company.0,
            once.0
        )
        .fetch_one(&mut *self.tx)
        .await
    }

    /// Refuses a submission that was done before, ahead of checks that would no longer let it pass; does not claim it.
    pub async fn refuse_repeated(&mut self, once: Once) -> Result<(), BeginError> {
        let company = self.company();
        let location = sqlx::query_scalar!(
            "select location from idempotency where company_id = $1 and key = $2",
            company.0,
            once.0
        )
        .fetch_optional(&mut *self.tx)
        .await?;
        location.map_or(Ok(()), |location| Err(BeginError::Repeated(location)))
    }

    pub async fn commit(mut self) -> sqlx::Result<()> {
        revision::count(&mut self.tx, self.scene.company).await?;
        self.left.retain(|left| *left != self.scene.company);
        revision::count_left(&mut self.tx, &self.left).await?;
        self.tx.commit().await
    }

    /// Commits and remembers where the submission led; gives that place back.
    pub async fn commit_to(mut self, location: impl Into<String>) -> sqlx::Result<String> {
        let location = location.into();
        if let Some(once) = self.once {
            let company = self.company();
            sqlx::query!(
                "update idempotency set location = $3 where company_id = $1 and key = $2",
                company.0,
                once.0,
                location
            )
            .execute(&mut *self.tx)
            .await?;
        }
        self.commit().await?;
        Ok(location)
    }
}

impl Deref for TenantTx {
    type Target = PgConnection;
    fn deref(&self) -> &PgConnection {
        &self.tx
    }
}

impl DerefMut for TenantTx {
    fn deref_mut(&mut self) -> &mut PgConnection {
        &mut self.tx
    }
}
