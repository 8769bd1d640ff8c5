use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};

use super::present::Present;
use super::setting::Setting;
use crate::db::TenantTx;

/// What is set now: one statement.
pub async fn present(db: &mut TenantTx, today: NaiveDate) -> anyhow::Result<Present> {
    let (company, now) = (db.company().0, db.now());
    let row = sqlx::query_as!(
        Row,
        r#"with people as (
               select person_id, role, sells, access_until from member
               where company_id = $1 and (dismissed_on is null or dismissed_on > $2)),
           heads as (
               select distinct on (department_id) department_id, member_id from department_head
               where company_id = $1 and from_on <= $2 order by department_id, from_on desc),
           experts as (
               select access_until from people
               where role = 'expert' and person_id is not null and (access_until is null or access_until > $3))
           select c.name, c.tz, c.day_closes_at, c.month_closes_on, c.tracking_from,
               (select count(*) from people) as "people!",
               (select count(*) from people where sells) as "sellers!",
               (select count(*) from people where person_id is not null) as "sign_ins!",
               array(select d.name from department d where d.company_id = $1 and d.archived_on is null
                   order by d.name collate "ru-x-icu") as "departments!",
               (select count(*) from department d where d.company_id = $1 and d.archived_on is null
                   and not exists (select from heads h where h.department_id = d.id and h.member_id is not null)) as "headless!",
               (select count(*) from invitation i
                   where i.company_id = $1 and i.used_at is null and i.revoked_at is null and i.ends_at > $3) as "invitations!",
               (select count(*) from experts) as "experts!",
               (select case when bool_and(access_until is not null) then max(access_until) end from experts) as expert_until,
               (select count(*) from metric where company_id = $1 and hidden_at is null) as "metrics!",
               (select count(*) from metric where company_id = $1 and hidden_at is not null) as "hidden_metrics!",
               (select count(distinct metric_id) from norm
                   where company_id = $1 and from_on <= $2 and value is not null) as "norms!",
               (select max(starts_on) from plan_version
                   where company_id = $1 and period = 'month' and state = 'approved') as planned_month,
               (select count(*) from import_run where company_id = $1 and state = 'applied') as "imports!",
               coalesce((select roles from second_factor_rule where company_id = $1), '{}') as "asked_roles!",
               (select from_on from second_factor_rule where company_id = $1) as asked_from,
               (select due_on from company_deletion where company_id = $1) as deleted_on,
               (select count(*) from handover where company_id = $1) as "handovers!",
               (select industry from company_setup where company_id = $1) as industry,
               (select count(*) from stage where company_id = $1 and hidden_at is null) as "stages!",
               (select count(*) from scorecard where company_id = $1 and hidden_at is null) as "cards!",
               (select count(*) from ritual where company_id = $1 and hidden_at is null) as "rituals!",
               (select count(*) from exercise where company_id = $1 and hidden_at is null) as "exercises!",
               (select max(from_on) from forecast_terms where company_id = $1 and from_on <= $2) as terms_from,
               (select count(distinct day) from company_day where company_id = $1 and day >= date_trunc('year', $2::date)::date) as "own_days!",
               (select count(distinct member_id) from absence
                   where company_id = $1 and voided_at is null and $2 between starts_on and ends_on) as "away!"
           from company c where c.id = $1"#,
        company,
        today,
        now
    )
    .fetch_one(&mut **db)
    .await?;
    row.into_present()
}

/// When each of these was changed last, in their order: one statement.
pub async fn since(
    db: &mut TenantTx,
    settings: &[Setting],
) -> sqlx::Result<Vec<Option<DateTime<Utc>>>> {
    let company = db.company().0;
    let (mut of, mut subjects, mut actions) = (vec![], vec![], vec![]);
    for (at, (subject, verbs)) in
        (0_i32..).zip(settings).flat_map(|(at, one)| one.since.iter().map(move |kind| (at, kind)))
    {
        of.push(at);
        subjects.push((*subject).to_owned());
        actions.push(verbs.join(" "));
    }
    let rows = sqlx::query!(
        r#"select asked.setting as "setting!", max((select l.at from change_log l
               where l.company_id = $1 and l.subject = asked.subject and l.action = any (string_to_array(asked.actions, ' '))
               order by l.at desc limit 1)) as at
           from unnest($2::int[], $3::text[], $4::text[]) asked (setting, subject, actions) group by asked.setting"#,
        company,
        &of,
        &subjects,
        &actions
    )
    .fetch_all(&mut **db)
    .await?;
    let found: HashMap<i32, Option<DateTime<Utc>>> =
        rows.into_iter().map(|row| (row.setting, row.at)).collect();
    Ok((0..).zip(settings).map(|(at, _)| found.get(&at).copied().flatten()).collect())
}

struct Row {
    name: String,
    tz: String,
    day_closes_at: NaiveTime,
    month_closes_on: i16,
    tracking_from: NaiveDate,
    people: i64,
    sellers: i64,
    sign_ins: i64,
    departments: Vec<String>,
    headless: i64,
    invitations: i64,
    experts: i64,
    expert_until: Option<DateTime<Utc>>,
    metrics: i64,
    hidden_metrics: i64,
    norms: i64,
    planned_month: Option<NaiveDate>,
    imports: i64,
    asked_roles: Vec<String>,
    asked_from: Option<NaiveDate>,
    deleted_on: Option<NaiveDate>,
    handovers: i64,
    industry: Option<String>,
    stages: i64,
    cards: i64,
    rituals: i64,
    exercises: i64,
    terms_from: Option<NaiveDate>,
    own_days: i64,
    away: i64,
}

impl Row {
    fn into_present(self) -> anyhow::Result<Present> {
        let zone = self.tz.parse().map_err(|_| anyhow::anyhow!("time zone {:?}", self.tz))?;
        let roles: Result<_, String> = self.asked_roles.iter().map(|code| code.parse()).collect();
        Ok(Present {
            name: self.name,
            zone,
            day_closes_at: self.day_closes_at,
            month_closes_on: self.month_closes_on,
            tracking_from: self.tracking_from,
            people: self.people,
            sellers: self.sellers,
            sign_ins: self.sign_ins,
            departments: self.departments,
            headless: self.headless,
            invitations: self.invitations,
            experts: self.experts,
            expert_until: self.expert_until,
            metrics: self.metrics,
            hidden_metrics: self.hidden_metrics,
            norms: self.norms,
            planned_month: self.planned_month,
            imports: self.imports,
            asked_roles: roles.map_err(anyhow::Error::msg)?,
            asked_from: self.asked_from,
            deleted_on: self.deleted_on,
            handovers: self.handovers,
            industry: self.industry,
            stages: self.stages,
            cards: self.cards,
            rituals: self.rituals,
            exercises: self.exercises,
            terms_from: self.terms_from,
            own_days: self.own_days,
            away: self.away,
        })
    }
}
