use chrono::NaiveDate;
use serde_json::json;
use uuid::Uuid;

use super::client::Client;
use crate::db::{Change, TenantTx, log};
use crate::values::{ClientId, MemberId};

/// A person's clients on a day, by name: those handed over to the person, and those who paid the person last and were handed
/// over to nobody.
pub async fn of_member(
    db: &mut TenantTx,
    member: MemberId,
    day: NaiveDate,
) -> sqlx::Result<Vec<Client>> {
    let company = db.company().0;
    let rows = sqlx::query!(
        r#"select c.id, c.name from client c
           left join lateral (
               select o.member_id from client_owner o
               where o.company_id = $1 and o.client_id = c.id and o.from_on <= $3
               order by o.from_on desc, o.no desc limit 1) owner on true
           left join lateral (
               select p.member_id from payment p
               where p.company_id = $1 and p.client_id = c.id and p.day <= $3 and p.amount is not null
                   and not exists (select from payment r where r.company_id = $1 and r.replaces_id = p.id)
               order by p.day desc, p.recorded_at desc limit 1) payer on true
           where c.company_id = $1 and coalesce(owner.member_id, payer.member_id) = $2
           order by c.name collate "ru-x-icu", c.id"#,
        company,
        member.0,
        day
    )
    .fetch_all(&mut **db)
    .await?;
    let clients = rows.into_iter().map(|row| Client { id: ClientId(row.id), name: row.name });
    Ok(clients.collect())
}

/// Gives clients of one to another from a day on. Nothing that was paid before changes.
pub async fn hand_over(
    db: &mut TenantTx,
    clients: &[Client],
    (from, to): (MemberId, MemberId),
    on: NaiveDate,
) -> sqlx::Result<()> {
    if clients.is_empty() {
        return Ok(());
    }
    let (company, now) = (db.company().0, db.now());
    let ids: Vec<Uuid> = clients.iter().map(|client| client.id.0).collect();
    sqlx::query!(
        "insert into client_owner (company_id, client_id, from_on, no, member_id, by_member, recorded_at)
         select $1, n.client_id, $3, 1 + (
             select count(*) from client_owner o where o.company_id = $1 and o.client_id = n.client_id and o.from_on = $3), $4, $5, $6
         from unnest($2::uuid[]) as n (client_id)",
        company,
        &ids,
        on,
        to.0,
        db.member().map(|by| by.0),
        now
    )
    .execute(&mut **db)
    .await?;
    let after = Some(json!({ "to": to, "clients": clients.len(), "from_on": on }));
    let (subject, action) = ("member", "hand_over");
    log(db, Change { subject, id: from.0, action, before: None, after }).await
}
