pub mod pipelines;
pub mod stages;

use chrono::NaiveDate;

use super::store;
use super::views::Index;
use crate::db::TenantTx;
use crate::form::{FieldErrors, Typed};
use crate::metric;
use crate::values::PipelineId;
use crate::web::{Answer, Result, Shell};

/// The page of all funnels as nobody has typed in it.
async fn page(db: &mut TenantTx, shell: Shell, today: NaiveDate) -> Result<Index> {
    let (pipelines, metrics) = (store::pipelines(db).await?, metric::all(db).await?);
    let errors = FieldErrors::default();
    Ok(Index { shell, today, pipelines, metrics, typed: None, errors })
}

/// The page with a form refused: of a funnel, or of a new one.
fn refused(page: Index, of: Option<PipelineId>, form: Typed, errors: FieldErrors) -> Answer<Index> {
    Answer::Refused(Index { typed: Some((of, form)), errors, ..page })
}

/// The page as it is now, with who was first.
fn told(page: Index, text: String) -> Answer<Index> {
    Answer::Refused(Index { errors: FieldErrors::one("form", text), ..page })
}
