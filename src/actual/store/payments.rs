//! Writing the ledger of payments.
use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde_json::json;
use uuid::Uuid;

use super::ledger::{BATCH, Cells, part_by_closing, wait_for_writers};
use super::projection::project;
use crate::actual::payment::{NewPayment, Paid, client_norm};
use crate::db::{Change, TenantTx, log};
use crate::values::{ClientId, PaymentId};

/// Says what lines are from now on and brings reports up to date; clients not met before are added. A line that is as
/// it was is left alone. A closed day takes none: its lines are left out and given back. At most one word on a line in
/// a call.
pub async fn pay(db: &mut TenantTx, payments: &[NewPayment]) -> sqlx::Result<Paid> {
    wait_for_writers(db).await?;
    let (closed, open) = part_by_closing(db, payments, |line| &line.cell, |_| true).await?;
    let mut paid = Paid { closed, written: 0 };
    for lines in open.chunks(BATCH) {
        add_clients(db, lines).await?;
        let columns = Columns::of(db, lines);
        paid.written += insert(db, &columns).await?;
        project(db, &columns.cells).await?;
    }
    Ok(paid)
}

/// Adds the clients of the lines whose names are new.
async fn add_clients(db: &mut TenantTx, lines: &[&NewPayment]) -> sqlx::Result<()> {
    let with_client = lines.iter().filter(|line| line.amount.is_some() && !line.client.is_empty());
    let clients: BTreeMap<String, &str> =
        with_client.map(|line| (client_norm(&line.client), line.client.as_str())).collect();
    if clients.is_empty() {
        return Ok(());
    }
    let company = db.company().0;
    let ids: Vec<Uuid> = clients.iter().map(|_| db.new_id::<ClientId>().0).collect();
    let (keys, names): (Vec<String>, Vec<String>) =
        clients.into_iter().map(|(norm, name)| (norm, name.to_owned())).unzip();
    let added = sqlx::query!(
        "insert into client (company_id, id, name, name_norm)
         select $1, n.id, n.name, n.norm from unnest($2::uuid[], $3::text[], $4::text[]) as n (id, name, norm)
         on conflict (company_id, name_norm) do nothing returning id, name",
        company,
        &ids,
        &names,
        &keys
    )
    .fetch_all(&mut **db)
    .await?;
    for row in added {
        let after = Some(json!({ "name": row.name }));
        let change = Change { subject: "client", id: row.id, action: "add", before: None, after };
        log(db, change).await?;
    }
    Ok(())
}

/// Lines column by column.
struct Columns {
    cells: Cells,
    ids: Vec<Uuid>,
    keys: Vec<String>,
    clients: Vec<String>,
    amounts: Vec<Option<i64>>,
    comments: Vec<String>,
    late: Vec<bool>,
    by: Vec<Option<Uuid>>,
    at: Vec<DateTime<Utc>>,
}

impl Columns {
    fn of(db: &TenantTx, lines: &[&NewPayment]) -> Self {
        let now = (db.member().map(|member| member.0), db.now());
        Self {
            cells: Cells::of(lines.iter().map(|line| &line.cell)),
            ids: lines.iter().map(|_| db.new_id::<PaymentId>().0).collect(),
            keys: lines.iter().map(|line| line.source_key()).collect(),
            clients: lines.iter().map(|line| client_norm(&line.client)).collect(),
            amounts: lines.iter().map(|line| line.amount).collect(),
            comments: lines.iter().map(|line| line.comment.clone()).collect(),
            late: lines.iter().map(|line| line.late).collect(),
            by: lines.iter().map(|line| line.said.map_or(now.0, |said| Some(said.0.0))).collect(),
            at: lines.iter().map(|line| line.said.map_or(now.1, |said| said.1)).collect(),
        }
    }
}

/// Gives how many rows were written. A line taken back keeps its client and comment in sight.
async fn insert(db: &mut TenantTx, new: &Columns) -> sqlx::Result<usize> {
    let company = db.company().0;
    let done = sqlx::query!(
        "insert into payment (company_id, id, day, member_id, metric_id, tag, client_id, amount, comment, origin, source_key,
             replaces_id, late, by_member, recorded_at)
         select $1, n.id, n.day, n.member_id, n.metric_id, n.tag, case when n.amount is null then last.client_id else c.id end,
             n.amount, case when n.amount is null then last.comment else n.comment end, 'manual', n.key, last.id, n.late,
             n.by_member, n.at
         from unnest($2::uuid[], $3::uuid[], $4::uuid[], $5::date[], $6::text[], $7::text[], $8::text[], $9::bigint[], $10::text[],
             $11::bool[], $12::uuid[], $13::timestamptz[])
             as n (id, member_id, metric_id, day, tag, key, client, amount, comment, late, by_member, at)
         left join client c on c.company_id = $1 and c.name_norm = n.client and n.client <> ''
         left join lateral (
             select p.id, p.amount, p.client_id, p.comment from payment p
             where p.company_id = $1 and p.day = n.day and p.member_id = n.member_id and p.origin = 'manual' and p.source_key = n.key
                 and not exists (select from payment r where r.company_id = $1 and r.replaces_id = p.id)) last on true
         where case when n.amount is null then last.amount is not null
             else (n.amount, c.id, n.comment) is distinct from (last.amount, last.client_id, last.comment) end",
        company,
        &new.ids,
        &new.cells.members,
        &new.cells.metrics,
        &new.cells.days,
        &new.cells.tags,
        &new.keys,
        &new.clients,
        &new.amounts as &[Option<i64>],
        &new.comments,
        &new.late,
        &new.by as &[Option<Uuid>],
        &new.at
    )
    .execute(&mut **db)
    .await?;
    Ok(usize::try_from(done.rows_affected()).unwrap_or_default())
}
