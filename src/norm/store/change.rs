use serde_json::json;

use crate::db::{Change, TenantTx, log};
use crate::metric::Metric;
use crate::norm::form::NormDraft;
use crate::norm::norms::{Norm, Source, Whose};
use crate::values::{MetricId, NormId};

/// Writes a norm from a day on; one of the same day gives way. The catalogue of metrics is held.
pub async fn set(
    db: &mut TenantTx,
    metric: &Metric,
    before: Option<&Norm>,
    draft: &NormDraft,
    source: Source,
) -> sqlx::Result<()> {
    let (company, id, now) = (db.company().0, db.new_id::<NormId>().0, db.now());
    let by = db.member().map(|member| member.0);
    let (role, member) = match draft.whose {
        Whose::Role(role) => (Some(role.code()), None),
        Whose::Member(member) => (None, Some(member.0)),
    };
    sqlx::query!(
        "insert into norm (company_id, id, metric_id, role, member_id, from_on, value, per, source, by_member, recorded_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
         on conflict (company_id, metric_id, role, member_id, from_on) do update
         set value = excluded.value, per = excluded.per, source = excluded.source, by_member = excluded.by_member,
             recorded_at = excluded.recorded_at, row_version = norm.row_version + 1",
        company,
        id,
        metric.id.0,
        role,
        member,
        draft.from_on,
        draft.value,
        draft.per.code(),
        source.code(),
        by,
        now
    )
    .execute(&mut **db)
    .await?;
    let said = |value: Option<i64>, per: &'static str| json!({ "role": role, "member": member, "metric": metric.id, "value": value, "per": per });
    let before = before.map(|norm| said(norm.value, norm.per.code()));
    let mut after = said(draft.value, draft.per.code());
    after["from_on"] = json!(draft.from_on);
    after["source"] = json!(source.code());
    let change =
        Change { subject: "metric", id: metric.id.0, action: "norm", before, after: Some(after) };
    log(db, change).await
}

/// How long one step of a metric takes.
pub async fn minutes_of(db: &mut TenantTx, id: MetricId) -> sqlx::Result<Option<i16>> {
    let company = db.company().0;
    sqlx::query_scalar!(
        "select minutes_each from metric where company_id = $1 and id = $2",
        company,
        id.0
    )
    .fetch_one(&mut **db)
    .await
}

/// Says how long one step of a metric takes.
pub async fn set_minutes(
    db: &mut TenantTx,
    id: MetricId,
    before: Option<i16>,
    minutes: Option<i16>,
) -> sqlx::Result<()> {
    let company = db.company().0;
    sqlx::query!(
        "update metric set minutes_each = $3 where company_id = $1 and id = $2",
        company,
        id.0,
        minutes
    )
    .execute(&mut **db)
    .await?;
    let (before, after) = (json!({ "minutes": before }), json!({ "minutes": minutes }));
    let change = Change {
        subject: "metric",
        id: id.0,
        action: "minutes",
        before: Some(before),
        after: Some(after),
    };
    log(db, change).await
}
