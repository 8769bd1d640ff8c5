//! Signals and explanations in the database.
use chrono::{DateTime, NaiveDate, Utc};
use serde_json::json;
use uuid::Uuid;

use super::explanation::{Draft, Explained, Explanation};
use crate::db::{Change, TenantTx, log};
use crate::values::{DepartmentId, ExplanationId, MetricId, SignalId, WeekPart};

/// What came of an explanation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Saved {
    Done,
    /// Somebody explained it since it was read: this is the last word.
    Overtaken(Box<Explained>),
}

/// The last words on the deviations of a department's weeks that start from first to last, in the order they were
/// first explained. One statement.
pub async fn explained(
    db: &mut TenantTx,
    department: DepartmentId,
    first: NaiveDate,
    last: NaiveDate,
) -> sqlx::Result<Vec<Explained>> {
    let company = db.company().0;
    let rows = sqlx::query_as!(
        Row,
        r#"select s.metric_id as "metric_id!", s.starts_on, e.id, e.happened, e.we_do, e.due_on, e.needed, m.name as by_name,
               e.recorded_at
           from signal s
           join explanation e on e.company_id = $1 and e.signal_id = s.id
           join member m on m.company_id = $1 and m.id = e.by_member
           where s.company_id = $1 and s.kind = 'deviation' and s.department_id = $2 and s.starts_on between $3 and $4
               and s.metric_id is not null
               and not exists (select from explanation r where r.company_id = $1 and r.replaces_id = e.id)
           order by s.starts_on, s.opened_at, s.id"#,
        company,
        department.0,
        first,
        last
    )
    .fetch_all(&mut **db)
    .await?;
    Ok(rows.into_iter().map(Explained::from).collect())
}

/// Explains a metric's deviation of a department's week, in place of the word that was read. Of two at once the second
/// is told.
pub async fn explain(
    db: &mut TenantTx,
    (department, part): (DepartmentId, WeekPart),
    metric: MetricId,
    read: Option<ExplanationId>,
    draft: &Draft,
) -> sqlx::Result<Saved> {
    let signal = open(db, (department, part), metric).await?;
    let last = explained(db, department, part.starts_on, part.starts_on).await?;
    let last = last.into_iter().find(|explained| explained.metric == metric);
    let replaces = last.as_ref().map(|explained| explained.explanation.id);
    if let Some(last) = last.filter(|_| replaces != read) {
        return Ok(Saved::Overtaken(Box::new(last)));
    }
    add(db, signal, replaces, draft).await?;
    let after = json!({
        "department": department, "starts_on": part.starts_on, "metric": metric, "due_on": draft.due_on,
        "needed": !draft.needed.is_empty(),
    });
    let action = if replaces.is_some() { "edit" } else { "explain" };
    let change =
        Change { subject: "explanation", id: signal.0, action, before: None, after: Some(after) };
    log(db, change).await?;
    Ok(Saved::Done)
}

/// The signal of a deviation, held until the end of the transaction.
async fn open(
    db: &mut TenantTx,
    (department, part): (DepartmentId, WeekPart),
    metric: MetricId,
) -> sqlx::Result<SignalId> {
    let (company, id, now) = (db.company().0, db.new_id::<SignalId>(), db.now());
    let id = sqlx::query_scalar!(
        "insert into signal (company_id, id, kind, cause_key, department_id, metric_id, starts_on, ends_on, opened_at, state)
         values ($1, $2, 'deviation', $3, $4, $5, $6, $7, $8, 'explained')
         on conflict (company_id, cause_key) do update set state = 'explained', row_version = signal.row_version + 1
         returning id",
        company,
        id.0,
        format!("week.{}.{department}.{metric}", part.starts_on),
        department.0,
        metric.0,
        part.starts_on,
        part.ends_on,
        now
    )
    .fetch_one(&mut **db)
    .await?;
    Ok(SignalId(id))
}

async fn add(
    db: &mut TenantTx,
    signal: SignalId,
    replaces: Option<ExplanationId>,
    draft: &Draft,
) -> sqlx::Result<()> {
    let (company, id, now) = (db.company().0, db.new_id::<ExplanationId>(), db.now());
    sqlx::query!(
        "insert into explanation (company_id, id, signal_id, happened, we_do, due_on, needed, replaces_id, by_member, recorded_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        company,
        id.0,
        signal.0,
        draft.happened,
        draft.we_do,
        draft.due_on,
        draft.needed,
        replaces.map(|id| id.0),
        db.member().map(|member| member.0),
        now
    )
    .execute(&mut **db)
    .await?;
    Ok(())
}

struct Row {
    metric_id: Uuid,
    starts_on: NaiveDate,
    id: Uuid,
    happened: String,
    we_do: String,
    due_on: Option<NaiveDate>,
    needed: String,
    by_name: String,
    recorded_at: DateTime<Utc>,
}

impl From<Row> for Explained {
    fn from(row: Row) -> Self {
        let explanation = Explanation {
            id: ExplanationId(row.id),
            happened: row.happened,
            we_do: row.we_do,
            due_on: row.due_on,
            needed: row.needed,
            by_name: row.by_name,
            at: row.recorded_at,
        };
        let part = WeekPart::containing(row.starts_on);
        Self { metric: MetricId(row.metric_id), part, explanation }
    }
}
