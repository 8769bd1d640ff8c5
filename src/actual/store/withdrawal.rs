//! Taking an import back. Nothing is deleted: its figures are said to be void, and what stood before counts again.
use chrono::NaiveDate;
use uuid::Uuid;

use super::ledger::{BATCH, Cells, wait_for_writers};
use super::projection::project;
use super::record;
use crate::actual::entry::{Cell, NewEntry, Origin};
use crate::closing;
use crate::db::TenantTx;
use crate::values::{FactId, ImportId, MemberId, MetricId};

/// The reason that stands with what an undo writes.
const REASON: &str = "отмена импорта";

/// Takes an import back: where its figure is the last word of its origin, the one before it (of
/// an import that still stands) counts again, else none. On a closed day the import's word stays
/// and a correction says what counts without it. Gives the number of figures taken back.
pub async fn withdraw(db: &mut TenantTx, import: ImportId) -> sqlx::Result<usize> {
    wait_for_writers(db).await?;
    let standing = standing(db, import).await?;
    let (closed, open) = part_by_closing(db, standing).await?;
    for standing in open.chunks(BATCH) {
        let mut cells = Cells::default();
        let mut ids = Vec::with_capacity(standing.len());
        for row in standing {
            cells.push(row.member_id, row.metric_id, row.day, row.tag.clone());
            ids.push(db.new_id::<FactId>().0);
        }
        put_back(db, &ids, standing).await?;
        project(db, &cells).await?;
    }
    let corrections = corrections(db, &closed).await?;
    record(db, &corrections).await?;
    Ok(open.len() + corrections.len())
}

/// The import's own words on closed days, and the rest: corrections are taken back like any other.
async fn part_by_closing(
    db: &mut TenantTx,
    standing: Vec<Standing>,
) -> sqlx::Result<(Vec<Standing>, Vec<Standing>)> {
    let days = || standing.iter().map(|row| row.day);
    let (Some(first), Some(last)) = (days().min(), days().max()) else {
        return Ok((vec![], vec![]));
    };
    let closures = closing::hold(db, first, last).await?;
    let is_closed = |row: &Standing| {
        row.origin != Origin::Correction.code()
            && closures.closed_for(MemberId(row.member_id), row.day).is_some()
    };
    Ok(standing.into_iter().partition(is_closed))
}

/// What counts on closed days without the import; where a correction stands already, it does.
async fn corrections(db: &mut TenantTx, closed: &[Standing]) -> sqlx::Result<Vec<NewEntry>> {
    let company = db.company().0;
    let ids: Vec<Uuid> = closed.iter().map(|row| row.id).collect();
    let rows = sqlx::query!(
        r#"select e.id, coalesce((
                   select sum(p.amount)::bigint from payment p
                   where p.company_id = $1 and p.day = e.day and p.member_id = e.member_id and p.metric_id = e.metric_id and p.tag = e.tag
                       and p.origin = 'manual' and not exists (select from payment r where r.company_id = $1 and r.replaces_id = p.id)),
               h.value) as "by_hand?"
           from unnest($2::uuid[]) as n (id)
           join fact_entry e on e.company_id = $1 and e.id = n.id
           left join lateral (
               select m.value from fact_entry m
               where m.company_id = $1 and m.member_id = e.member_id and m.metric_id = e.metric_id and m.day = e.day and m.tag = e.tag
                   and m.origin = 'manual' and m.value is not null
                   and not exists (select from fact_entry r where r.company_id = $1 and r.replaces_id = m.id)) h on true
           where not exists (
               select from fact_entry c
               where c.company_id = $1 and c.member_id = e.member_id and c.metric_id = e.metric_id and c.day = e.day and c.tag = e.tag
                   and c.origin = 'correction' and c.value is not null
                   and not exists (select from fact_entry r where r.company_id = $1 and r.replaces_id = c.id))"#,
        company,
        &ids
    )
    .fetch_all(&mut **db)
    .await?;
    let correction = |row: &Standing, by_hand: Option<i64>| {
        let (member, metric) = (MemberId(row.member_id), MetricId(row.metric_id));
        let cell = Cell { member, metric, day: row.day, tag: row.tag.clone() };
        let value = row.earlier_value.or(by_hand).unwrap_or(0);
        let (origin, reason) = (Origin::Correction, Some(REASON.to_owned()));
        NewEntry { origin, reason, ..NewEntry::manual(cell, value) }
    };
    let by_hand: std::collections::HashMap<Uuid, Option<i64>> =
        rows.into_iter().map(|row| (row.id, row.by_hand)).collect();
    let taken = closed.iter().filter_map(|row| Some(correction(row, *by_hand.get(&row.id)?)));
    Ok(taken.collect())
}

/// A last word of an import, and what stood before it.
struct Standing {
    id: Uuid,
    member_id: Uuid,
    metric_id: Uuid,
    day: NaiveDate,
    tag: String,
    origin: String,
    earlier_value: Option<i64>,
    earlier_import: Option<Uuid>,
}

async fn standing(db: &mut TenantTx, import: ImportId) -> sqlx::Result<Vec<Standing>> {
    let company = db.company();
    sqlx::query_as!(
        Standing,
        r#"with recursive chain as (
               select e.id as last_id, e.replaces_id, 0 as back, null::bigint as value, null::uuid as import_id, false as found
               from fact_entry e
               where e.company_id = $1 and e.import_id = $2 and e.value is not null
                   and not exists (select from fact_entry r where r.company_id = $1 and r.replaces_id = e.id)
               union all
               select c.last_id, e.replaces_id, c.back + 1, e.value, e.import_id,
                   e.import_id is distinct from $2 and i.undone_at is null
               from chain c
               join fact_entry e on e.company_id = $1 and e.id = c.replaces_id
               left join import_run i on i.company_id = $1 and i.id = e.import_id
               where not c.found)
           select e.id as "id!", e.member_id as "member_id!", e.metric_id as "metric_id!", e.day as "day!", e.tag as "tag!",
               e.origin as "origin!",
               c.value as "earlier_value?", c.import_id as "earlier_import?"
           from (select distinct last_id from chain) l
           join fact_entry e on e.company_id = $1 and e.id = l.last_id
           left join chain c on c.last_id = l.last_id and c.found"#,
        company.0,
        import.0
    )
    .fetch_all(&mut **db)
    .await
}

async fn put_back(db: &mut TenantTx, ids: &[Uuid], standing: &[Standing]) -> sqlx::Result<()> {
    let (company, member, now) = (db.company(), db.member().map(|id| id.0), db.now());
    let replaced: Vec<Uuid> = standing.iter().map(|row| row.id).collect();
    let values: Vec<Option<i64>> = standing.iter().map(|row| row.earlier_value).collect();
    let imports: Vec<Option<Uuid>> = standing.iter().map(|row| row.earlier_import).collect();
    sqlx::query!(
        "insert into fact_entry (company_id, id, member_id, metric_id, day, tag, origin, value, replaces_id, import_id, late, reason,
             by_member, recorded_at)
         select $1, n.id, e.member_id, e.metric_id, e.day, e.tag, e.origin, n.value, e.id, n.import_id, e.late, $8, $6, $7
         from unnest($2::uuid[], $3::uuid[], $4::bigint[], $5::uuid[]) as n (id, replaces_id, value, import_id)
         join fact_entry e on e.company_id = $1 and e.id = n.replaces_id",
        company.0,
        ids,
        &replaced,
        &values as &[Option<i64>],
        &imports as &[Option<Uuid>],
        member,
        now,
        REASON
    )
    .execute(&mut **db)
    .await?;
    Ok(())
}
