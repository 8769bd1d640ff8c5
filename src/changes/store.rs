use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use serde_json::Value;
use uuid::Uuid;

use super::asked::{EVERYBODYS, Filter, Reach};
use super::names::{Named, Names};
use super::record::{PAGE, Record};
use crate::access::Role;
use crate::db::TenantTx;
use crate::values::{MemberId, Unit};

/// A page of changes, the newest first, and one more so that the page knows whether another
/// follows. `about`: of these things only. Both bounds are always given, so that each page is read from its place in the index.
pub async fn records(
    db: &mut TenantTx,
    filter: &Filter,
    reach: Option<&Reach>,
    (about, zone): (Option<&[Uuid]>, Tz),
) -> sqlx::Result<Vec<Record>> {
    let (company, below) = (db.company().0, filter.below(zone));
    let ids = |ids: &[MemberId]| ids.iter().map(|id| id.0).collect::<Vec<Uuid>>();
    let people = reach.map(|reach| ids(&reach.people));
    let authors = reach.map(|reach| ids(&reach.authors));
    let departments: Option<Vec<Uuid>> =
        reach.map(|reach| reach.departments.iter().map(|id| id.0).collect());
    let rows = sqlx::query_as!(
        Row,
        "select id, at, by_member, as_role, subject, subject_id, action, before, after from change_log
         where company_id = $1 and (at, id) < ($2, $3) and at >= $4
             and ($5::uuid is null or by_member = $5)
             and ($6::text[] is null or subject = any($6))
             and ($7::uuid is null or subject_id = $7)
             and ($8::text is null or after ->> 'month' = $8)
             and ($14::text is null or as_role = $14)
             and ($15::uuid[] is null or subject_id = any($15))
             and ($9::uuid[] is null or subject = any($13)
                 or subject in ('member', 'day') and subject_id = any($9)
                 or subject = 'proposal' and after ->> 'member' = any($9::text[])
                 or subject = 'department' and subject_id = any($11)
                 or subject in ('plan', 'week_plan', 'week', 'month', 'explanation')
                     and after ->> 'department' = any($11::text[])
                 or subject = 'month' and after ->> 'department' is null
                 or by_member = any($10) and as_role in ('head', 'manager'))
         order by at desc, id desc limit $12",
        company,
        below.at,
        below.id,
        filter.since(zone),
        filter.by.map(|by| by.0),
        filter.subjects.as_deref(),
        filter.id,
        filter.month.map(|first| first.to_string()),
        people.as_deref(),
        authors.as_deref(),
        departments.as_deref(),
        i64::try_from(PAGE + 1).unwrap_or(i64::MAX),
        &EVERYBODYS.map(str::to_owned),
        filter.role.map(Role::code),
        about
    )
    .fetch_all(&mut **db)
    .await?;
    rows.into_iter().map(Record::try_from).collect()
}

/// The things in whose names a text is found, as names are compared. So many are not needed that the list must be whole.
pub async fn named(db: &mut TenantTx, text: &str) -> sqlx::Result<Vec<Uuid>> {
    let company = db.company().0;
    sqlx::query_scalar!(
        r#"select id as "id!" from (
               select id, name from member where company_id = $1
               union all select id, name from department where company_id = $1
               union all select id, name from metric where company_id = $1
               union all select id, file_name from import_run where company_id = $1
               union all select id, name from invitation where company_id = $1
               union all select id, name from client where company_id = $1) things
           where strpos(translate(lower(name), 'ё.', 'е '), $2) > 0 limit 1000"#,
        company,
        text
    )
    .fetch_all(&mut **db)
    .await
}

/// What the ids are called; a version of a plan, a deviation and a proposal are there, but have no
/// names.
pub async fn names(db: &mut TenantTx, ids: &[Uuid]) -> sqlx::Result<Names> {
    let company = db.company().0;
    let rows = sqlx::query!(
        r#"select id as "id!", name as "name!", scale, unit from (
               select id, name, null::smallint as scale, null::text as unit from member where company_id = $1 and id = any($2)
               union all select id, name, null, null from department where company_id = $1 and id = any($2)
               union all select id, name, scale, unit from metric where company_id = $1 and id = any($2)
               union all select id, file_name, null, null from import_run where company_id = $1 and id = any($2)
               union all select id, name, null, null from invitation where company_id = $1 and id = any($2)
               union all select id, name, null, null from client where company_id = $1 and id = any($2)
               union all select id, '', null, null from plan_version where company_id = $1 and id = any($2)
               union all select id, '', null, null from signal where company_id = $1 and id = any($2)
               union all select id, '', null, null from correction_proposal where company_id = $1 and id = any($2)
               union all select id, '', null, null from handover where company_id = $1 and id = any($2)
               union all select id, name, null, null from scorecard where company_id = $1 and id = any($2)
               union all select id, name, null, null from ritual where company_id = $1 and id = any($2)
               union all select id, name, null, null from exercise where company_id = $1 and id = any($2)
               union all select id, name, null, null from pipeline where company_id = $1 and id = any($2)
               union all select id, name, null, null from stage where company_id = $1 and id = any($2)
               union all select id, name, null, null from company where id = $1 and id = any($2)) named"#,
        company,
        ids
    )
    .fetch_all(&mut **db)
    .await?;
    let named = rows.into_iter().map(|row| {
        let scale = row.scale.and_then(|scale| u8::try_from(scale).ok());
        let measure = scale.zip(row.unit.as_deref().and_then(Unit::from_sign));
        (row.id, Named { name: row.name, measure })
    });
    Ok(Names::new(named))
}

struct Row {
    id: Uuid,
    at: DateTime<Utc>,
    by_member: Option<Uuid>,
    as_role: Option<String>,
    subject: String,
    subject_id: Uuid,
    action: String,
    before: Option<Value>,
    after: Option<Value>,
}

impl TryFrom<Row> for Record {
    type Error = sqlx::Error;

    fn try_from(row: Row) -> sqlx::Result<Self> {
        let role = row.as_role.map(|role| role.parse()).transpose();
        let broken = |why: String| sqlx::Error::Decode(format!("change {}: {why}", row.id).into());
        Ok(Self {
            as_role: role.map_err(broken)?,
            id: row.id,
            at: row.at,
            by: row.by_member.map(MemberId),
            subject: row.subject,
            subject_id: row.subject_id,
            action: row.action,
            before: row.before,
            after: row.after,
        })
    }
}
