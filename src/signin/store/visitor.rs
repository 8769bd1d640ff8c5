use anyhow::Context;
use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use chrono_tz::Tz;
use uuid::Uuid;

use crate::access::{Actor, Role, SecondFactor};
use crate::app::App;
use crate::db::on_living;
use crate::signin::caller::Caller;
use crate::signin::session::{NOTICED_EVERY, REPEATED_WITHIN, is_alive};
use crate::values::{CompanyId, DepartmentId, MemberId, PersonId};

#[expect(clippy::struct_excessive_bools, reason = "a row as the database gives it")]
struct Row {
    person_id: Uuid,
    is_operator: bool,
    seen_at: DateTime<Utc>,
    device: String,
    network: String,
    ends_at: DateTime<Utc>,
    replaced_at: Option<DateTime<Utc>>,
    replaced_by: Option<Uuid>,
    companies: i64,
    member: Option<Uuid>,
    name: Option<String>,
    role: Option<String>,
    sells: Option<bool>,
    company: Option<Uuid>,
    company_name: Option<String>,
    tz: Option<String>,
    day_closes_at: Option<NaiveTime>,
    heads: Vec<Uuid>,
    has_second_factor: bool,
    asked_from: Option<NaiveDate>,
    has_owner: bool,
    leads: bool,
    deleted_on: Option<NaiveDate>,
    revision: i64,
}

/// The person of a living session, and the member it acts as, if any.
#[derive(Debug)]
pub struct Visitor {
    pub person: PersonId,
    pub actor: Option<Actor>,
    pub is_operator: bool,
    /// The session has ended: the form of this key put another in its place within the last minute.
    pub replaced_by: Option<Uuid>,
}

/// Whose session this is; none when it has ended, unless just replaced. One statement, and one more now and then or when
/// it is used from elsewhere.
pub async fn recognise(app: &App, hash: &[u8], caller: &Caller) -> anyhow::Result<Option<Visitor>> {
    let now = app.clock.now();
    let Some(row) = on_living(&app.pool, || find_session(app, hash, now)).await? else {
        return Ok(None);
    };
    let just = |at| now - at < REPEATED_WITHIN;
    let replaced_by = row.replaced_by.filter(|_| row.replaced_at.is_some_and(just));
    if replaced_by.is_none() && !is_alive(row.seen_at, row.ends_at, now) {
        return Ok(None);
    }
    let is_elsewhere = (&row.device, &row.network) != (&caller.device, &caller.network);
    if replaced_by.is_none() && (is_elsewhere || now - row.seen_at > NOTICED_EVERY) {
        on_living(&app.pool, || notice(app, hash, caller, now)).await?;
    }
    let (person, is_operator) = (PersonId(row.person_id), row.is_operator);
    Ok(Some(Visitor { person, actor: actor(row, now)?, is_operator, replaced_by }))
}

async fn notice(app: &App, hash: &[u8], caller: &Caller, now: DateTime<Utc>) -> sqlx::Result<()> {
    sqlx::query!(
        "update session set seen_at = $2, device = $3, network = $4 where token_hash = $1",
        hash,
        now,
        caller.device,
        caller.network
    )
    .execute(&app.pool)
    .await?;
    Ok(())
}

/// A session with the member it acts as: not a dismissed one, not an expert whose time is over.
async fn find_session(app: &App, hash: &[u8], now: DateTime<Utc>) -> sqlx::Result<Option<Row>> {
    let mut db = app.look_ups.take().await?;
    let row = sqlx::query_as!(
        Row,
        r#"select s.person_id, p.is_operator, s.seen_at, s.device, s.network, s.ends_at, s.replaced_at, s.replaced_by,
               (select count(*) from member o join company k on k.id = o.company_id where o.person_id = s.person_id
                   and (o.dismissed_on is null or o.dismissed_on > ($2::timestamptz at time zone k.tz)::date)) as "companies!",
               m.id as "member?", m.name as "name?", m.role as "role?", m.sells as "sells?", c.id as "company?", c.name as "company_name?",
               c.tz as "tz?", c.day_closes_at as "day_closes_at?",
               array(select h.department_id from (
                   select distinct on (department_id) department_id, member_id from department_head
                   where company_id = m.company_id and from_on <= ($2::timestamptz at time zone c.tz)::date
                   order by department_id, from_on desc) h where h.member_id = m.id) as "heads!",
               exists (select from second_factor f where f.person_id = s.person_id) as "has_second_factor!",
               (select r.from_on from second_factor_rule r where r.company_id = c.id and m.role = any (r.roles)) as asked_from,
               exists (select from member o where o.company_id = c.id and o.role = 'owner' and o.person_id is not null) as "has_owner!",
               p.is_expert or exists (select from member e where e.person_id = s.person_id and e.role = 'expert') as "leads!",
               (select x.due_on from company_deletion x where x.company_id = c.id) as deleted_on,
               coalesce((select r.no from company_revision r where r.company_id = c.id), 0) as "revision!"
           from session s
           join person p on p.id = s.person_id
           left join company c on c.id = s.company_id
           left join member m on m.company_id = c.id and m.person_id = s.person_id
               and (m.dismissed_on is null or m.dismissed_on > ($2::timestamptz at time zone c.tz)::date)
               and (m.access_until is null or m.access_until > $2)
           where s.token_hash = $1"#,
        hash,
        now
    )
    .fetch_optional(&mut *db)
    .await?;
    db.done();
    Ok(row)
}

fn actor(row: Row, now: DateTime<Utc>) -> anyhow::Result<Option<Actor>> {
    let (Some(member), Some(company)) = (row.member, row.company) else { return Ok(None) };
    let role: Role = row.role.unwrap_or_default().parse().map_err(anyhow::Error::msg)?;
    let zone = row.tz.unwrap_or_default();
    let zone: Tz =
        zone.parse().with_context(|| format!("time zone {zone:?} of company {company}"))?;
    let today = now.with_timezone(&zone).date_naive();
    Ok(Some(Actor {
        person: PersonId(row.person_id),
        company: CompanyId(company),
        company_name: row.company_name.unwrap_or_default(),
        member: MemberId(member),
        name: row.name.unwrap_or_default(),
        role,
        sells: row.sells.unwrap_or_default(),
        heads: row.heads.into_iter().map(DepartmentId).collect(),
        zone,
        day_closes_at: row.day_closes_at.unwrap_or_default(),
        companies: row.companies,
        second_factor: SecondFactor::at(row.has_second_factor, row.asked_from, today),
        has_owner: row.has_owner,
        leads: row.leads,
        deleted_on: row.deleted_on,
        revision: row.revision,
    }))
}
