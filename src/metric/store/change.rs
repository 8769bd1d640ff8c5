use serde_json::{Value, json};
use uuid::Uuid;

use crate::db::{Change, TenantTx, broken_constraint, log};
use crate::metric::definition::Metric;
use crate::metric::draft::Draft;
use crate::metric::starter::starter;
use crate::values::MetricId;

/// What came of a save.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Saved {
    As(MetricId),
    /// Somebody saved first: the row version is another.
    Overtaken,
    /// The code is another metric's; the transaction is spent.
    CodeTaken,
}

/// The metrics of a new company.
pub async fn add_starter(db: &mut TenantTx) -> sqlx::Result<()> {
    for draft in starter() {
        add(db, &draft).await?;
    }
    Ok(())
}

/// Adds a metric after the last one.
pub async fn add(db: &mut TenantTx, draft: &Draft) -> sqlx::Result<Saved> {
    let (company, id) = (db.company().0, db.new_id::<MetricId>());
    let parts = draft.over_time.parts();
    let added = sqlx::query!(
        "insert into metric (company_id, id, code, name, unit, kind, direction, over_time, over_people, scale,
                             numerator_id, denominator_id, position)
         select $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, coalesce(max(position), 0) + 1
         from metric where company_id = $1
         on conflict (company_id, code) do nothing",
        company,
        id.0,
        draft.code,
        draft.name,
        draft.unit.sign(),
        draft.kind.code(),
        draft.direction.code(),
        draft.over_time.code(),
        draft.over_people.code(),
        i16::from(draft.scale),
        parts.map(|(numerator, _)| numerator.0),
        parts.map(|(_, denominator)| denominator.0),
    )
    .execute(&mut **db)
    .await?;
    if added.rows_affected() == 0 {
        return Ok(Saved::CodeTaken);
    }
    record(db, id, "add", None, Some(written(draft))).await?;
    Ok(Saved::As(id))
}

/// Writes a metric anew if nobody has since `row_version`.
pub async fn save(
    db: &mut TenantTx,
    before: &Metric,
    draft: &Draft,
    row_version: i32,
) -> sqlx::Result<Saved> {
    let company = db.company().0;
    let parts = draft.over_time.parts();
    let saved = sqlx::query!(
        "update metric set code = $4, name = $5, unit = $6, kind = $7, direction = $8, over_time = $9, over_people = $10,
                scale = $11, numerator_id = $12, denominator_id = $13, row_version = row_version + 1
         where company_id = $1 and id = $2 and row_version = $3",
        company,
        before.id.0,
        row_version,
        draft.code,
        draft.name,
        draft.unit.sign(),
        draft.kind.code(),
        draft.direction.code(),
        draft.over_time.code(),
        draft.over_people.code(),
        i16::from(draft.scale),
        parts.map(|(numerator, _)| numerator.0),
        parts.map(|(_, denominator)| denominator.0),
    )
    .execute(&mut **db)
    .await;
    match saved {
        Err(error) if broken_constraint(&error) == Some("metric_company_id_code_key") => {
            Ok(Saved::CodeTaken)
        }
        Err(error) => Err(error),
        Ok(done) if done.rows_affected() == 0 => Ok(Saved::Overtaken),
        Ok(_) => {
            let old = written(&draft_of(before));
            record(db, before.id, "edit", Some(old), Some(written(draft))).await?;
            Ok(Saved::As(before.id))
        }
    }
}

/// Takes a metric off the pages, or puts it back, if nobody has changed it since `row_version`. Nothing entered is
/// lost either way.
pub async fn hide(
    db: &mut TenantTx,
    id: MetricId,
    hidden: bool,
    row_version: i32,
) -> sqlx::Result<Saved> {
    let (company, at) = (db.company().0, hidden.then_some(db.now()));
    let done = sqlx::query!(
        "update metric set hidden_at = $4, row_version = row_version + 1
         where company_id = $1 and id = $2 and row_version = $3",
        company,
        id.0,
        row_version,
        at
    )
    .execute(&mut **db)
    .await?;
    if done.rows_affected() == 0 {
        return Ok(Saved::Overtaken);
    }
    record(db, id, if hidden { "hide" } else { "show" }, None, None).await?;
    Ok(Saved::As(id))
}

/// Writes the places of a whole held catalogue. Whatever changed its place is another version of itself, so that its
/// next editor is told.
pub async fn order(db: &mut TenantTx, ids: &[MetricId]) -> sqlx::Result<()> {
    let company = db.company().0;
    let ids: Vec<Uuid> = ids.iter().map(|id| id.0).collect();
    let moved = sqlx::query!(
        r#"update metric set position = place.no::int, row_version = row_version + 1
           from unnest($2::uuid[]) with ordinality as place (id, no)
           where metric.company_id = $1 and metric.id = place.id and metric.position <> place.no
           returning metric.id, place.no as "place!""#,
        company,
        &ids
    )
    .fetch_all(&mut **db)
    .await?;
    for row in moved {
        let after = Some(json!({ "place": row.place }));
        record(db, MetricId(row.id), "move", None, after).await?;
    }
    Ok(())
}

async fn record(
    db: &mut TenantTx,
    id: MetricId,
    action: &'static str,
    before: Option<Value>,
    after: Option<Value>,
) -> sqlx::Result<()> {
    log(db, Change { subject: "metric", id: id.0, action, before, after }).await
}

fn written(draft: &Draft) -> Value {
    json!({
        "code": draft.code, "name": draft.name, "unit": draft.unit.sign(), "kind": draft.kind.code(),
        "direction": draft.direction.code(), "over_time": draft.over_time.code(),
        "over_people": draft.over_people.code(), "scale": draft.scale,
        "parts": draft.over_time.parts().map(|(numerator, denominator)| [numerator, denominator]),
    })
}

fn draft_of(metric: &Metric) -> Draft {
    Draft {
        name: metric.name.clone(),
        code: metric.code.clone(),
        unit: metric.unit,
        kind: metric.kind,
        direction: metric.direction,
        over_time: metric.over_time,
        over_people: metric.over_people,
        scale: metric.scale,
    }
}
