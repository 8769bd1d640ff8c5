use std::collections::HashMap;

use serde_json::{Value, json};
use uuid::Uuid;

use crate::db::{Change, TenantTx, log};
use crate::metric::latin;
use crate::rhythm::ritual::{Ritual, Rule};
use crate::values::{RitualId, Share};

/// Every regular action in its order with all its rules, hidden ones too. Two statements however many there are.
pub async fn rituals(db: &mut TenantTx) -> sqlx::Result<Vec<Ritual>> {
    let company = db.company().0;
    let rows = sqlx::query!(
        "select id, code, name, hidden_at, row_version from ritual where company_id = $1 order by position, id",
        company
    )
    .fetch_all(&mut **db)
    .await?;
    let mut rules = rules(db).await?;
    let rituals = rows.into_iter().map(|row| Ritual {
        rules: rules.remove(&row.id).unwrap_or_default(),
        id: RitualId(row.id),
        code: row.code,
        name: row.name,
        is_hidden: row.hidden_at.is_some(),
        row_version: row.row_version,
    });
    Ok(rituals.collect())
}

async fn rules(db: &mut TenantTx) -> sqlx::Result<HashMap<Uuid, Vec<Rule>>> {
    let company = db.company().0;
    let rows = sqlx::query!(
        r#"select r.ritual_id, r.from_on, r.rrule, r.starts_at, r.minutes, r.is_per_person, r.agenda, r.outcome, r.weight,
               m.name as "by_name?"
           from ritual_rule r left join member m on m.company_id = $1 and m.id = r.by_member
           where r.company_id = $1 order by r.ritual_id, r.from_on desc"#,
        company
    )
    .fetch_all(&mut **db)
    .await?;
    let mut rules: HashMap<Uuid, Vec<Rule>> = HashMap::new();
    for row in rows {
        let broken =
            |error| sqlx::Error::Decode(format!("rule of {}: {error}", row.ritual_id).into());
        let cadence = row.rrule.parse().map_err(broken)?;
        rules.entry(row.ritual_id).or_default().push(Rule {
            cadence,
            from_on: row.from_on,
            starts_at: row.starts_at,
            minutes: row.minutes.unsigned_abs(),
            is_per_person: row.is_per_person,
            agenda: row.agenda,
            outcome: row.outcome,
            weight: Share::from_basis_points(row.weight),
            by_name: row.by_name,
        });
    }
    Ok(rules)
}

/// Adds a regular action after the last one, with its first rule. Its code is made of the name, or is its id where that is taken.
pub async fn add_ritual(db: &mut TenantTx, name: &str, rule: &Rule) -> sqlx::Result<RitualId> {
    let (company, id) = (db.company().0, db.new_id::<RitualId>());
    sqlx::query!(
        "insert into ritual (company_id, id, code, name, position)
         select $1, $2, case when $3 = '' or exists (select from ritual where company_id = $1 and code = $3)
             then $2::uuid::text else $3 end, $4, coalesce(max(position), 0) + 1
         from ritual where company_id = $1",
        company,
        id.0,
        latin(name),
        name
    )
    .execute(&mut **db)
    .await?;
    put_rule(db, id, rule).await?;
    record(db, id, "add", None, Some(written(name, rule))).await?;
    Ok(id)
}

/// Writes the name and the rule of a day if nobody changed the action since `row_version`. A rule that says what held
/// already is not written again.
pub async fn save_ritual(
    db: &mut TenantTx,
    before: &Ritual,
    (name, rule): (&str, &Rule),
    row_version: i32,
) -> sqlx::Result<bool> {
    let company = db.company().0;
    let done = sqlx::query!(
        "update ritual set name = $4, row_version = row_version + 1
         where company_id = $1 and id = $2 and row_version = $3",
        company,
        before.id.0,
        row_version,
        name
    )
    .execute(&mut **db)
    .await?;
    if done.rows_affected() == 0 {
        return Ok(false);
    }
    let held = before.on(rule.from_on);
    if held.is_none_or(|held| !held.says_as(rule)) {
        put_rule(db, before.id, rule).await?;
    }
    let old = held.map(|held| written(&before.name, held));
    let old = old.unwrap_or_else(|| json!({ "name": before.name }));
    record(db, before.id, "edit", Some(old), Some(written(name, rule))).await?;
    Ok(true)
}

/// A rule of the same day stands in for the one before.
async fn put_rule(db: &mut TenantTx, id: RitualId, rule: &Rule) -> sqlx::Result<()> {
    let (company, now) = (db.company().0, db.now());
    let by = db.member().map(|member| member.0);
    sqlx::query!(
        "insert into ritual_rule (company_id, ritual_id, from_on, rrule, starts_at, minutes, is_per_person, agenda, outcome,
             weight, by_member, recorded_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
         on conflict (company_id, ritual_id, from_on) do update set rrule = excluded.rrule, starts_at = excluded.starts_at,
             minutes = excluded.minutes, is_per_person = excluded.is_per_person, agenda = excluded.agenda,
             outcome = excluded.outcome, weight = excluded.weight, by_member = excluded.by_member,
             recorded_at = excluded.recorded_at",
        company,
        id.0,
        rule.from_on,
        rule.cadence.to_string(),
        rule.starts_at,
        i16::try_from(rule.minutes).unwrap_or(i16::MAX),
        rule.is_per_person,
        rule.agenda,
        rule.outcome,
        rule.weight.basis_points(),
        by,
        now
    )
    .execute(&mut **db)
    .await?;
    Ok(())
}

/// Switches a regular action off, or on again, if nobody changed it since `row_version`.
pub async fn hide_ritual(
    db: &mut TenantTx,
    id: RitualId,
    hidden: bool,
    row_version: i32,
) -> sqlx::Result<bool> {
    let (company, at) = (db.company().0, hidden.then_some(db.now()));
    let done = sqlx::query!(
        "update ritual set hidden_at = $4, row_version = row_version + 1
         where company_id = $1 and id = $2 and row_version = $3",
        company,
        id.0,
        row_version,
        at
    )
    .execute(&mut **db)
    .await?;
    if done.rows_affected() == 0 {
        return Ok(false);
    }
    record(db, id, if hidden { "hide" } else { "show" }, None, None).await?;
    Ok(true)
}

fn written(name: &str, rule: &Rule) -> Value {
    json!({
        "name": name, "from_on": rule.from_on, "rrule": rule.cadence.to_string(), "starts_at": rule.starts_at,
        "minutes": rule.minutes, "is_per_person": rule.is_per_person, "agenda": rule.agenda, "outcome": rule.outcome,
        "weight": rule.weight,
    })
}

async fn record(
    db: &mut TenantTx,
    id: RitualId,
    action: &'static str,
    before: Option<Value>,
    after: Option<Value>,
) -> sqlx::Result<()> {
    log(db, Change { subject: "ritual", id: id.0, action, before, after }).await
}
