//! Writing the ledger.
use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use super::projection::project;
use crate::actual::entry::{Cell, NewEntry, Origin, Recorded};
use crate::closing;
use crate::db::TenantTx;
use crate::values::{FactId, MemberId, MetricId};

/// Cells of one statement: however much is written, no statement is long.
pub(super) const BATCH: usize = 20_000;

/// Says what cells are from now on, in bulk, and brings reports up to date. A cell that already
/// says the same by the same origin is left alone, so that a repeated file adds nothing. At most
/// one entry per cell and origin in a call. A closed day takes corrections only: other entries of it
/// are left out and given back.
pub async fn record(db: &mut TenantTx, entries: &[NewEntry]) -> sqlx::Result<Recorded> {
    wait_for_writers(db).await?;
    let is_bound = |entry: &NewEntry| entry.origin != Origin::Correction;
    let (closed, open) = part_by_closing(db, entries, |entry| &entry.cell, is_bound).await?;
    let mut recorded = Recorded { closed, ..Recorded::default() };
    for entries in open.chunks(BATCH) {
        let columns = Columns::of(db, entries);
        let written = insert(db, &columns).await?;
        project(db, &columns.cells).await?;
        let replaced = written.iter().filter(|replaced| **replaced).count();
        recorded.added += written.len() - replaced;
        recorded.replaced += replaced;
        recorded.unchanged += entries.len() - written.len();
    }
    Ok(recorded)
}

/// What a closed day refuses, and the rest. No period closes until the end of the transaction.
pub(super) async fn part_by_closing<'a, T: Clone>(
    db: &mut TenantTx,
    said: &'a [T],
    cell: impl Fn(&T) -> &Cell,
    is_bound: impl Fn(&T) -> bool,
) -> sqlx::Result<(Vec<T>, Vec<&'a T>)> {
    let days = || said.iter().map(|one| cell(one).day);
    let (Some(first), Some(last)) = (days().min(), days().max()) else {
        return Ok((vec![], vec![]));
    };
    let closures = closing::hold(db, first, last).await?;
    let is_refused =
        |one: &&T| is_bound(one) && closures.closed_for(cell(one).member, cell(one).day).is_some();
    let (closed, open): (Vec<_>, Vec<_>) = said.iter().partition(is_refused);
    Ok((closed.into_iter().cloned().collect(), open))
}

/// One writer of facts at a time in a company: two that touch the same cell would each project
/// it without the other. What is read after this stays as it is until the end of the transaction.
pub async fn wait_for_writers(db: &mut TenantTx) -> sqlx::Result<()> {
    let company = db.company().0.to_string();
    sqlx::query_scalar!(
        r#"select pg_advisory_xact_lock(hashtextextended($1, 7310)) is null as "locked!""#,
        company
    )
    .fetch_one(&mut **db)
    .await?;
    Ok(())
}

/// Cells column by column, as `unnest` takes them.
#[derive(Debug, Default)]
pub(super) struct Cells {
    pub members: Vec<Uuid>,
    pub metrics: Vec<Uuid>,
    pub days: Vec<NaiveDate>,
    pub tags: Vec<String>,
}

impl Cells {
    pub fn push(&mut self, member: Uuid, metric: Uuid, day: NaiveDate, tag: String) {
        self.members.push(member);
        self.metrics.push(metric);
        self.days.push(day);
        self.tags.push(tag);
    }

    pub fn of<'a>(cells: impl IntoIterator<Item = &'a Cell>) -> Self {
        let mut columns = Self::default();
        for cell in cells {
            columns.push(cell.member.0, cell.metric.0, cell.day, cell.tag.clone());
        }
        columns
    }
}

/// Entries column by column.
struct Columns {
    cells: Cells,
    ids: Vec<Uuid>,
    origins: Vec<String>,
    values: Vec<Option<i64>>,
    imports: Vec<Option<Uuid>>,
    late: Vec<bool>,
    reasons: Vec<Option<String>>,
    by: Vec<Option<Uuid>>,
    at: Vec<DateTime<Utc>>,
}

impl Columns {
    fn of(db: &TenantTx, entries: &[&NewEntry]) -> Self {
        let now = (db.member().map(|member| member.0), db.now());
        Self {
            cells: Cells::of(entries.iter().map(|entry| &entry.cell)),
            ids: entries.iter().map(|_| db.new_id::<FactId>().0).collect(),
            origins: entries.iter().map(|entry| entry.origin.code().to_owned()).collect(),
            values: entries.iter().map(|entry| entry.value).collect(),
            imports: entries.iter().map(|entry| entry.import.map(|import| import.0)).collect(),
            late: entries.iter().map(|entry| entry.late).collect(),
            reasons: entries.iter().map(|entry| entry.reason.clone()).collect(),
            by: entries
                .iter()
                .map(|entry| entry.said.map_or(now.0, |said| Some(said.0.0)))
                .collect(),
            at: entries.iter().map(|entry| entry.said.map_or(now.1, |said| said.1)).collect(),
        }
    }
}

/// Each written row: whether it replaced one.
async fn insert(db: &mut TenantTx, new: &Columns) -> sqlx::Result<Vec<bool>> {
    let company = db.company();
    sqlx::query_scalar!(
        r#"insert into fact_entry (company_id, id, member_id, metric_id, day, tag, origin, value, replaces_id, import_id, late, reason,
               by_member, recorded_at)
           select $1, n.id, n.member_id, n.metric_id, n.day, n.tag, n.origin, n.value, last.id, n.import_id, n.late, n.reason, n.by_member, n.at
           from unnest($2::uuid[], $3::uuid[], $4::uuid[], $5::date[], $6::text[], $7::text[], $8::bigint[], $9::uuid[], $10::bool[],
               $11::text[], $12::uuid[], $13::timestamptz[])
               as n (id, member_id, metric_id, day, tag, origin, value, import_id, late, reason, by_member, at)
           left join lateral (
               select e.id, e.value from fact_entry e
               where e.company_id = $1 and e.member_id = n.member_id and e.metric_id = n.metric_id and e.day = n.day
                   and e.tag = n.tag and e.origin = n.origin
                   and not exists (select from fact_entry r where r.company_id = $1 and r.replaces_id = e.id)) last on true
           where n.value is distinct from last.value
           returning replaces_id is not null as "replaced!""#,
        company.0,
        &new.ids,
        &new.cells.members,
        &new.cells.metrics,
        &new.cells.days,
        &new.cells.tags,
        &new.origins,
        &new.values as &[Option<i64>],
        &new.imports as &[Option<Uuid>],
        &new.late,
        &new.reasons as &[Option<String>],
        &new.by as &[Option<Uuid>],
        &new.at
    )
    .fetch_all(&mut **db)
    .await
}

/// The figures in force of those of the cells that have one.
pub async fn values(db: &mut TenantTx, cells: &[Cell]) -> sqlx::Result<HashMap<Cell, i64>> {
    let (company, columns) = (db.company(), Cells::of(cells));
    let rows = sqlx::query!(
        "select f.member_id, f.metric_id, f.day, f.tag, f.value
         from unnest($2::uuid[], $3::uuid[], $4::date[], $5::text[]) as c (member_id, metric_id, day, tag)
         join fact_day f on f.company_id = $1 and f.day = c.day and f.member_id = c.member_id and f.metric_id = c.metric_id
             and f.tag = c.tag",
        company.0,
        &columns.members,
        &columns.metrics,
        &columns.days,
        &columns.tags
    )
    .fetch_all(&mut **db)
    .await?;
    let cells = rows.into_iter().map(|row| {
        let (member, metric) = (MemberId(row.member_id), MetricId(row.metric_id));
        (Cell { member, metric, day: row.day, tag: row.tag }, row.value)
    });
    Ok(cells.collect())
}
