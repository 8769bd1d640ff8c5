//! Takes a whole import back. Nothing is deleted: what it said is said to be void, and what stood
//! before counts again.
use crate::actual;
use crate::db::TenantTx;
use crate::import::mapping::Kind;
use crate::import::plan_change::taken_back;
use crate::import::run::{Run, Summary};
use crate::import::store;
use crate::plan::{self, NewVersion};
use crate::values::PlanVersionId;

/// What an undo did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Undone {
    /// Figures taken back.
    pub withdrawn: usize,
    /// Those that something later had replaced: they stay as they are.
    pub overruled: usize,
}

/// Undoes an applied import. A plan of which nothing is left to take back stays as applied.
pub async fn undo(db: &mut TenantTx, run: &Run) -> sqlx::Result<Undone> {
    let undone = match run.kind {
        Kind::Facts => facts(db, run).await?,
        Kind::Plan => plans(db, run).await?,
    };
    if run.kind == Kind::Plan && undone.withdrawn == 0 {
        return Ok(undone);
    }
    let summary = run.summary.clone().unwrap_or_default();
    let summary = Summary { withdrawn: undone.withdrawn, ..summary };
    store::mark_undone(db, run, &summary).await?;
    Ok(undone)
}

async fn facts(db: &mut TenantTx, run: &Run) -> sqlx::Result<Undone> {
    let overruled = store::later_figures(db, run.id).await?;
    let withdrawn = actual::withdraw(db, run.id).await?;
    Ok(Undone { withdrawn, overruled: usize::try_from(overruled).unwrap_or(0) })
}

async fn plans(db: &mut TenantTx, run: &Run) -> sqlx::Result<Undone> {
    plan::hold_departments(db).await?;
    let brought = store::brought(db, run.id).await?;
    let needed = |v: &store::Brought| {
        [Some(v.id), Some(v.latest), v.previous, v.before].into_iter().flatten()
    };
    let ids: Vec<PlanVersionId> = brought.iter().flat_map(needed).collect();
    let targets = store::targets(db, &ids).await?;
    let of = |id: Option<PlanVersionId>| {
        id.and_then(|id| targets.get(&id)).map(Vec::as_slice).unwrap_or_default()
    };
    let mut undone = Undone::default();
    for version in &brought {
        let back = taken_back(
            of(Some(version.id)),
            of(version.previous),
            of(version.before),
            of(Some(version.latest)),
        );
        undone.withdrawn += back.withdrawn;
        undone.overruled += back.overruled;
        let Some(targets) = back.targets else { continue };
        let back = NewVersion {
            department: version.department,
            month: version.month,
            effective_on: version.effective_on.max(version.latest_on),
            reason: Some(format!("Отмена загрузки «{}»", run.file_name)),
            import: None,
            targets,
        };
        plan::approve(db, &back).await?;
    }
    Ok(undone)
}
