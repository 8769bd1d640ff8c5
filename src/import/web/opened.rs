use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use chrono::NaiveDate;
use uuid::Uuid;

use crate::access::{Permission, Role};
use crate::app::App;
use crate::db::{Tenant, TenantTx};
use crate::import::figures::Figures;
use crate::import::jobs;
use crate::import::limits;
use crate::import::mapping::{Kind, Measure};
use crate::import::refusal::Refusal;
use crate::import::run::{Run, State};
use crate::import::sheet::Book;
use crate::import::store;
use crate::metric::{self, Metric};
use crate::values::ImportId;
use crate::web::{Error, Result, Shell};

/// What one statement of applying or undoing may take.
pub const STATEMENT: Duration = Duration::from_secs(limits::STATEMENT_SECONDS);

/// An import with its file read.
pub struct Opened {
    pub run: Run,
    pub book: Arc<Book>,
    pub metrics: Vec<Metric>,
    pub measures: Vec<Measure>,
    /// An applied import of the same file.
    pub earlier: Option<Run>,
}

impl Opened {
    /// Loads the import and reads its file again; no connection is held while it is read.
    pub async fn load(app: &App, tenant: &Tenant, shell: &Shell, id: Uuid) -> Result<Self> {
        let mut db = tenant.begin().await?;
        let run = find(&mut db, shell, id).await?;
        if run.state == State::Discarded {
            return Err(Error::Repeated(format!("/imports/{id}/result")));
        }
        let content = store::content(&mut db, run.id).await?.ok_or(Error::NotFound)?;
        let metrics = metric::all(&mut db).await?;
        let earlier = store::earlier_of(&mut db, &run).await?;
        drop(db);
        let turn = app.turns.to_read_kept(tenant.company()).await?;
        let book = jobs::read_file(&reader(app), content.into()).await?;
        drop(turn);
        let book = book.map_err(|refusal| unreadable(&refusal))?;
        let measures = Measure::all(&metrics);
        Ok(Self { run, book: Arc::new(book), metrics, measures, earlier })
    }

    pub async fn figures(&self, today: NaiveDate) -> Result<Figures> {
        let (book, mapping) = (Arc::clone(&self.book), self.run.mapping.clone());
        Ok(jobs::read_figures(book, mapping, self.measures.clone(), today).await?)
    }
}

/// A kept file was good once: limits have become narrower since, or the machine is too busy.
fn unreadable(refusal: &Refusal) -> Error {
    tracing::warn!(what = refusal.what, "a kept file is refused");
    Error::BadRequest(format!("Этот файл сейчас не прочитать. {refusal}"))
}

/// The program that reads workbooks apart: this very one, even if it was replaced on the disk.
pub fn reader(app: &App) -> PathBuf {
    app.settings.reader.clone().unwrap_or_else(|| "/proc/self/exe".into())
}

/// An import that this person may see: a head sees those of his own.
pub async fn find(db: &mut TenantTx, shell: &Shell, id: Uuid) -> Result<Run> {
    let run = store::find(db, ImportId(id)).await?.ok_or(Error::NotFound)?;
    if shell.actor.role == Role::Head && run.by != shell.actor.member {
        return Err(Error::NotFound);
    }
    may_bring(shell, run.kind)?;
    Ok(run)
}

/// Facts may be brought by whoever opens these pages, a plan by fewer.
pub fn may_bring(shell: &Shell, kind: Kind) -> Result<()> {
    if kind == Kind::Facts || shell.may(Permission::ImportPlan) {
        return Ok(());
    }
    Err(Error::Forbidden(Permission::ImportPlan, shell.actor.role))
}
