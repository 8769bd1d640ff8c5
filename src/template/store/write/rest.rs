use chrono::NaiveDate;
use serde_json::Value;

use crate::db::TenantTx;

pub async fn rituals(db: &mut TenantTx, rows: &Value) -> sqlx::Result<()> {
    let (company, now) = (db.company().0, db.now());
    sqlx::query!(
        "insert into ritual (company_id, id, code, name, position, hidden_at)
         select $1, id, code, name, position, case when hidden then $3::timestamptz end
         from jsonb_to_recordset($2) as r (id uuid, code text, name text, position int, hidden bool)
         on conflict (company_id, id) do update set
             name = excluded.name, position = excluded.position,
             hidden_at = case when excluded.hidden_at is null then null else coalesce(ritual.hidden_at, excluded.hidden_at) end,
             row_version = ritual.row_version + 1",
        company,
        rows,
        now
    )
    .execute(&mut **db)
    .await?;
    Ok(())
}

pub async fn rules(db: &mut TenantTx, rows: &Value, today: NaiveDate) -> sqlx::Result<()> {
    let (company, now, member) = (db.company().0, db.now(), db.member().map(|member| member.0));
    sqlx::query!(
        "insert into ritual_rule (company_id, ritual_id, from_on, rrule, starts_at, minutes, is_per_person, agenda, outcome, weight,
                                  by_member, recorded_at)
         select $1, ritual_id, $3, rrule, starts_at, minutes, is_per_person, agenda, outcome, weight, $4, $5
         from jsonb_to_recordset($2) as r (ritual_id uuid, rrule text, starts_at time, minutes smallint, is_per_person bool,
             agenda text, outcome text, weight int)
         on conflict (company_id, ritual_id, from_on) do update set
             rrule = excluded.rrule, starts_at = excluded.starts_at, minutes = excluded.minutes,
             is_per_person = excluded.is_per_person, agenda = excluded.agenda, outcome = excluded.outcome, weight = excluded.weight,
             by_member = excluded.by_member, recorded_at = excluded.recorded_at",
        company,
        rows,
        today,
        member,
        now
    )
    .execute(&mut **db)
    .await?;
    Ok(())
}

pub async fn exercises(db: &mut TenantTx, rows: &Value) -> sqlx::Result<()> {
    let (company, now) = (db.company().0, db.now());
    sqlx::query!(
        "insert into exercise (company_id, id, code, name, minutes, checklist, phrases, position, hidden_at)
         select $1, id, code, name, minutes, checklist, phrases, position, case when hidden then $3::timestamptz end
         from jsonb_to_recordset($2) as r (id uuid, code text, name text, minutes smallint, checklist text[], phrases text[],
             position int, hidden bool)
         on conflict (company_id, id) do update set
             name = excluded.name, minutes = excluded.minutes, checklist = excluded.checklist, phrases = excluded.phrases,
             position = excluded.position,
             hidden_at = case when excluded.hidden_at is null then null else coalesce(exercise.hidden_at, excluded.hidden_at) end,
             row_version = exercise.row_version + 1",
        company,
        rows,
        now
    )
    .execute(&mut **db)
    .await?;
    Ok(())
}

pub async fn terms(db: &mut TenantTx, terms: &Value, today: NaiveDate) -> sqlx::Result<()> {
    let (company, now, member) = (db.company().0, db.now(), db.member().map(|member| member.0));
    sqlx::query!(
        "insert into forecast_terms (company_id, from_on, terms, by_member, recorded_at) values ($1, $2, $3, $4, $5)
         on conflict (company_id, from_on) do update set terms = excluded.terms, by_member = excluded.by_member,
             recorded_at = excluded.recorded_at, row_version = forecast_terms.row_version + 1",
        company,
        today,
        terms,
        member,
        now
    )
    .execute(&mut **db)
    .await?;
    Ok(())
}
