use std::collections::HashMap;

use uuid::Uuid;

use crate::db::TenantTx;
use crate::funnel::pipeline::{Pipeline, Probability, Stage};
use crate::values::{MetricId, PipelineId, Share, StageId};

/// Every funnel in its order with all its stages, hidden ones too. Three statements however many there are.
pub async fn pipelines(db: &mut TenantTx) -> sqlx::Result<Vec<Pipeline>> {
    let company = db.company().0;
    let rows = sqlx::query!(
        "select id, code, name, hidden_at, row_version from pipeline where company_id = $1 order by position, id",
        company
    )
    .fetch_all(&mut **db)
    .await?;
    let mut stages = stages(db).await?;
    let pipelines = rows.into_iter().map(|row| Pipeline {
        stages: stages.remove(&row.id).unwrap_or_default(),
        id: PipelineId(row.id),
        code: row.code,
        name: row.name,
        is_hidden: row.hidden_at.is_some(),
        row_version: row.row_version,
    });
    Ok(pipelines.collect())
}

async fn stages(db: &mut TenantTx) -> sqlx::Result<HashMap<Uuid, Vec<Stage>>> {
    let company = db.company().0;
    let rows = sqlx::query!(
        "select id, pipeline_id, code, name, criterion, stale_days, metric_id, hidden_at, row_version from stage
         where company_id = $1 order by pipeline_id, position, id",
        company
    )
    .fetch_all(&mut **db)
    .await?;
    let mut probabilities = probabilities(db).await?;
    let mut stages: HashMap<Uuid, Vec<Stage>> = HashMap::new();
    for row in rows {
        stages.entry(row.pipeline_id).or_default().push(Stage {
            probabilities: probabilities.remove(&row.id).unwrap_or_default(),
            id: StageId(row.id),
            pipeline: PipelineId(row.pipeline_id),
            code: row.code,
            name: row.name,
            criterion: row.criterion,
            stale_days: row.stale_days.unsigned_abs(),
            metric: row.metric_id.map(MetricId),
            is_hidden: row.hidden_at.is_some(),
            row_version: row.row_version,
        });
    }
    Ok(stages)
}

async fn probabilities(db: &mut TenantTx) -> sqlx::Result<HashMap<Uuid, Vec<Probability>>> {
    let company = db.company().0;
    let rows = sqlx::query!(
        "select stage_id, from_on, basis_points from stage_probability
         where company_id = $1 order by stage_id, from_on desc",
        company
    )
    .fetch_all(&mut **db)
    .await?;
    let mut all: HashMap<Uuid, Vec<Probability>> = HashMap::new();
    for row in rows {
        let share = row.basis_points.map(Share::from_basis_points);
        all.entry(row.stage_id).or_default().push(Probability { from_on: row.from_on, share });
    }
    Ok(all)
}
