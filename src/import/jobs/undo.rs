//! Takes a whole import back. Nothing is deleted: what it said is said to be void, and what stood
//! before counts again.
use crate::actual;
use crate::db::TenantTx;
use crate::import::mapping::Kind;
use crate::import::plan_change::restored;
use crate::import::run::{Run, Summary};
use crate::import::store;
use crate::plan::{self, NewVersion};
use crate::values::PlanVersionId;

/// What an undo did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Undone {
    /// Figures, or months of a plan, taken back.
    pub withdrawn: usize,
    /// Those that something later had replaced: they stay as they are.
    pub overruled: usize,
}

/// Undoes an applied import.
pub async fn undo(db: &mut TenantTx, run: &Run) -> sqlx::Result<Undone> {
    let undone = match run.kind {
        Kind::Facts => facts(db, run).await?,
        Kind::Plan => plans(db, run).await?,
    };
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
    let before = brought.iter().filter_map(|version| version.before);
    let ids: Vec<PlanVersionId> = brought.iter().map(|version| version.id).chain(before).collect();
    let targets = store::targets(db, &ids).await?;
    let of = |id: PlanVersionId| targets.get(&id).map(Vec::as_slice).unwrap_or_default();
    let mut undone = Undone::default();
    for version in &brought {
        if !version.is_latest {
            undone.overruled += 1;
            continue;
        }
        let earlier = version.before.map(of).unwrap_or_default();
        let back = NewVersion {
            department: version.department,
            month: version.month,
            effective_on: version.effective_on,
            reason: Some(format!("Отмена загрузки «{}»", run.file_name)),
            import: None,
            targets: restored(earlier, of(version.id)),
        };
        plan::approve(db, &back).await?;
        undone.withdrawn += 1;
    }
    Ok(undone)
}
