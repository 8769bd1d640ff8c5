//! Reading the ledger for the page of entries.
use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use crate::actual::entry::Origin;
use crate::actual::listing::{Entry, Filter, PAGE, Standing, Sums};
use crate::db::TenantTx;
use crate::report::side::Side;
use crate::values::{ImportId, MemberId, MetricId};

/// One page of entries and one more, so that the page knows whether another follows. The latest
/// day first; within a day people by name, their metrics in the company's order, the newest on top.
pub async fn entries(db: &mut TenantTx, filter: &Filter) -> sqlx::Result<Vec<Entry>> {
    let company = db.company().0;
    let (metrics, departments) = columns(filter);
    let side = Planned::of(filter);
    let rows = sqlx::query_as!(
        Row,
        r#"select e.id as "id!", e.member_id as "member_id!", e.metric_id as "metric_id!", e.day as "day!", e.tag as "tag!",
               e.origin as "origin!", e.value as "value?", e.reason as "reason?", e.late as "late!", e.recorded_at as "recorded_at!",
               e.import_id as "import_id?", i.file_name as "file_name?", a.name as "author?", c.name as "client?", e.comment as "comment?",
               case when e.is_payment
                   then exists (select from payment r where r.company_id = $1 and r.replaces_id = e.id)
                   else exists (select from fact_entry r where r.company_id = $1 and r.replaces_id = e.id) end as "replaced!",
               exists (select from fact_entry o
                   where o.company_id = $1 and o.member_id = e.member_id and o.metric_id = e.metric_id and o.day = e.day
                       and o.tag = e.tag and o.value is not null
                       and array_position(array['correction', 'crm', 'import', 'manual'], o.origin)
                           < array_position(array['correction', 'crm', 'import', 'manual'], e.origin)
                       and not exists (select from fact_entry r where r.company_id = $1 and r.replaces_id = o.id))
                   or exists (select from payment o
                       where o.company_id = $1 and o.day = e.day and o.member_id = e.member_id and o.metric_id = e.metric_id
                           and o.tag = e.tag and o.amount is not null
                           and (array_position(array['correction', 'crm', 'import', 'manual'], o.origin)
                               < array_position(array['correction', 'crm', 'import', 'manual'], e.origin)
                               or o.origin = e.origin and not e.is_payment)
                           and not exists (select from payment r where r.company_id = $1 and r.replaces_id = o.id)) as "overruled!"
           from (
               select id, member_id, metric_id, day, tag, origin, value, reason, late, recorded_at, import_id, by_member,
                   false as is_payment, null::uuid as client_id, null::text as comment
               from fact_entry where company_id = $1 and day between $2 and $3
               union all
               select id, member_id, metric_id, day, tag, origin, amount, null, late, recorded_at, import_id, by_member, true, client_id, comment
               from payment where company_id = $1 and day between $2 and $3) e
           join member m on m.company_id = $1 and m.id = e.member_id
           join metric k on k.company_id = $1 and k.id = e.metric_id
           left join client c on c.company_id = $1 and c.id = e.client_id
           left join member a on a.company_id = $1 and a.id = e.by_member
           left join import_run i on i.company_id = $1 and i.id = e.import_id
           where ($4::uuid is null or e.member_id = $4)
               and e.metric_id = any($5)
               and ($6::uuid[] is null or (
                   select d.department_id from member_department d where d.company_id = $1 and d.member_id = e.member_id
                   order by d.from_on <= e.day desc, case when d.from_on <= e.day then e.day - d.from_on else d.from_on - e.day end
                   limit 1) = any($6))
               and ($7::date is null or e.day < $7 or e.day = $7 and exists (
                   select from (
                       select member_id, metric_id, id from fact_entry where company_id = $1 and id = $8::uuid
                       union all
                       select member_id, metric_id, id from payment where company_id = $1 and id = $8::uuid) l
                   join member lm on lm.company_id = $1 and lm.id = l.member_id
                   join metric lk on lk.company_id = $1 and lk.id = l.metric_id
                   where (lm.name collate "ru-x-icu", l.member_id, lk.position, l.metric_id)
                           < (m.name collate "ru-x-icu", e.member_id, k.position, e.metric_id)
                       or (l.member_id, l.metric_id) = (e.member_id, e.metric_id) and e.id < l.id))
               and ($10::bool is null or $10 = exists (
                   select from unnest($11::uuid[], $12::date[], $13::date[]) as p (member_id, first_day, last_day)
                   where p.member_id = e.member_id and e.day between p.first_day and p.last_day))
           order by e.day desc, m.name collate "ru-x-icu", e.member_id, k.position, e.metric_id, e.id desc
           limit $9"#,
        company,
        filter.period.first(),
        filter.period.last(),
        filter.member.map(|member| member.0),
        &metrics,
        departments.as_deref(),
        filter.after.map(|after| after.day),
        filter.after.map(|after| after.id),
        i64::try_from(PAGE + 1).unwrap_or(i64::MAX),
        side.is_asked,
        &side.members,
        &side.firsts,
        &side.lasts
    )
    .fetch_all(&mut **db)
    .await?;
    rows.into_iter().map(Entry::try_from).collect()
}

/// What the figures are, by metric; `closed` is the last closed day.
pub async fn sums(
    db: &mut TenantTx,
    filter: &Filter,
    closed: NaiveDate,
) -> sqlx::Result<Vec<Sums>> {
    let company = db.company().0;
    let (metrics, departments) = columns(filter);
    let side = Planned::of(filter);
    let rows = sqlx::query!(
        r#"with days as (
               select metric_id, member_id, day, sum(value) as value from fact_day f
               where company_id = $1 and day between $2 and $3 and ($4::uuid is null or member_id = $4) and metric_id = any($5)
                   and ($6::uuid[] is null or department_id = any($6))
                   and ($8::bool is null or $8 = exists (
                       select from unnest($9::uuid[], $10::date[], $11::date[]) as p (member_id, first_day, last_day)
                       where p.member_id = f.member_id and f.day between p.first_day and p.last_day))
               group by metric_id, member_id, day),
           people as (
               select metric_id, sum(value) filter (where day <= $7) as closed, sum(value) filter (where day > $7) as open,
                   (array_agg(value order by day desc) filter (where day <= $7))[1] as last
               from days group by metric_id, member_id)
           select metric_id as "metric_id!", sum(closed)::bigint as "closed", sum(open)::bigint as "open", sum(last)::bigint as "last",
               count(last) as "people!"
           from people group by metric_id"#,
        company,
        filter.period.first(),
        filter.period.last(),
        filter.member.map(|member| member.0),
        &metrics,
        departments.as_deref(),
        closed,
        side.is_asked,
        &side.members,
        &side.firsts,
        &side.lasts
    )
    .fetch_all(&mut **db)
    .await?;
    let sums = rows.into_iter().map(|row| Sums {
        metric: MetricId(row.metric_id),
        closed: row.closed,
        open: row.open,
        last: row.last,
        people: row.people,
    });
    Ok(sums.collect())
}

fn columns(filter: &Filter) -> (Vec<Uuid>, Option<Vec<Uuid>>) {
    let metrics = filter.metrics.iter().map(|metric| metric.0).collect();
    let departments = filter.departments.as_ref().map(|ids| ids.iter().map(|id| id.0).collect());
    (metrics, departments)
}

/// The months that have a plan, column by column, as `unnest` takes them.
#[derive(Default)]
struct Planned {
    /// Whether facts in these months are asked for or all others; `None` is no matter.
    is_asked: Option<bool>,
    members: Vec<Uuid>,
    firsts: Vec<NaiveDate>,
    lasts: Vec<NaiveDate>,
}

impl Planned {
    fn of(filter: &Filter) -> Self {
        let Some(of) = &filter.side else { return Self::default() };
        Self {
            is_asked: Some(of.side == Side::Planned),
            members: of.planned.iter().map(|(member, _)| member.0).collect(),
            firsts: of.planned.iter().map(|(_, month)| month.first()).collect(),
            lasts: of.planned.iter().map(|(_, month)| month.last()).collect(),
        }
    }
}

struct Row {
    id: Uuid,
    member_id: Uuid,
    metric_id: Uuid,
    day: NaiveDate,
    tag: String,
    origin: String,
    value: Option<i64>,
    reason: Option<String>,
    late: bool,
    recorded_at: DateTime<Utc>,
    import_id: Option<Uuid>,
    file_name: Option<String>,
    author: Option<String>,
    client: Option<String>,
    comment: Option<String>,
    replaced: bool,
    overruled: bool,
}

impl TryFrom<Row> for Entry {
    type Error = sqlx::Error;

    fn try_from(row: Row) -> sqlx::Result<Self> {
        let broken =
            || sqlx::Error::Decode(format!("origin of entry {} is unknown", row.id).into());
        let standing = match row.value {
            _ if row.replaced => Standing::Replaced,
            None => Standing::Void,
            Some(_) if row.overruled => Standing::Overruled,
            Some(_) => Standing::InForce,
        };
        Ok(Self {
            origin: Origin::from_code(&row.origin).ok_or_else(broken)?,
            standing,
            id: row.id,
            member: MemberId(row.member_id),
            metric: MetricId(row.metric_id),
            day: row.day,
            tag: row.tag,
            value: row.value,
            reason: row.reason,
            late: row.late,
            author: row.author,
            client: row.client,
            comment: row.comment,
            recorded_at: row.recorded_at,
            import: row.import_id.map(ImportId).zip(row.file_name),
        })
    }
}
