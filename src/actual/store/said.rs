//! What a person said of a day, in one statement.
use chrono::{Days, NaiveDate};
use uuid::Uuid;

use crate::actual::payment::{Counted, Payment, Said, own_key};
use crate::db::TenantTx;
use crate::values::{MemberId, MetricId};

/// How far back «as yesterday» is looked for: over the longest holidays.
const BACK: Days = Days::new(14);

/// All that stands for a person's day; of the metrics of `last` the latest figure before it too.
pub async fn said(
    db: &mut TenantTx,
    member: MemberId,
    day: NaiveDate,
    last: &[MetricId],
) -> sqlx::Result<Said> {
    let company = db.company().0;
    let last: Vec<Uuid> = last.iter().map(|metric| metric.0).collect();
    let rows = sqlx::query_as!(
        Row,
        r#"select what as "what!", metric_id as "metric_id!", day as "day!", value as "value!", corrected as "corrected!", late as "late!",
               key, client, comment
           from (
               select 'own' as what, e.metric_id, e.day, e.value, false as corrected, e.late, null::text as key, null::text as client,
                   null::text as comment, null::timestamptz as first_at
               from fact_entry e
               where e.company_id = $1 and e.member_id = $2 and e.day = $3 and e.tag = '' and e.origin = 'manual' and e.value is not null
                   and not exists (select from fact_entry r where r.company_id = $1 and r.replaces_id = e.id)
               union all
               select 'counts', metric_id, day, value, corrected, late, null, null, null, null
               from fact_day where company_id = $1 and member_id = $2 and day = $3 and tag = ''
               union all
               select 'before', f.metric_id, f.day, f.value, f.corrected, f.late, null, null, null, null
               from fact_day f
               where f.company_id = $1 and f.member_id = $2 and f.tag = '' and f.day = (
                   select max(day) from fact_day where company_id = $1 and member_id = $2 and day >= $4 and day < $3)
               union all
               select 'last', f.metric_id, f.day, f.value, f.corrected, f.late, null, null, null, null::timestamptz
               from unnest($5::uuid[]) as asked (metric_id)
               cross join lateral (
                   select metric_id, day, value, corrected, late from fact_day
                   where company_id = $1 and metric_id = asked.metric_id and member_id = $2 and day < $3 and tag = ''
                   order by day desc limit 1) f
               union all
               select 'line', p.metric_id, p.day, p.amount, false, p.late, p.source_key, c.name, p.comment, first.recorded_at
               from payment p
               left join client c on c.company_id = $1 and c.id = p.client_id
               left join payment first on first.company_id = $1 and first.origin = p.origin and first.source_key = p.source_key
                   and first.replaces_id is null
               where p.company_id = $1 and p.member_id = $2 and p.day = $3 and p.tag = '' and p.amount is not null
                   and not exists (select from payment r where r.company_id = $1 and r.replaces_id = p.id)) said
           order by first_at, key"#,
        company,
        member.0,
        day,
        day.checked_sub_days(BACK).unwrap_or(day),
        &last
    )
    .fetch_all(&mut **db)
    .await?;
    Ok(rows.into_iter().fold(Said::default(), Said::with))
}

struct Row {
    what: String,
    metric_id: Uuid,
    day: NaiveDate,
    value: i64,
    corrected: bool,
    late: bool,
    key: Option<String>,
    client: Option<String>,
    comment: Option<String>,
}

impl Said {
    fn with(mut self, row: Row) -> Self {
        let (metric, value) = (MetricId(row.metric_id), row.value);
        match row.what.as_str() {
            "own" => self.own.push((metric, value)),
            "counts" => {
                let counted = Counted { value, corrected: row.corrected, late: row.late };
                self.counts.push((metric, counted));
            }
            "before" => {
                self.before.get_or_insert((row.day, vec![])).1.push((metric, value));
            }
            "last" => self.last.push((metric, value)),
            _ => self.payments.push(Payment {
                key: own_key(&row.key.unwrap_or_default()).to_owned(),
                metric,
                amount: value,
                client: row.client.unwrap_or_default(),
                comment: row.comment.unwrap_or_default(),
            }),
        }
        self
    }
}
