use serde_json::json;

use crate::access::Role;
use crate::db::{Change, TenantTx, log};
use crate::signin::rule::Rule;

/// What the company has decided; version 0 when it never has.
pub async fn rule(db: &mut TenantTx) -> anyhow::Result<Rule> {
    let company = db.company().0;
    let row = sqlx::query!(
        "select roles, from_on, row_version from second_factor_rule where company_id = $1",
        company
    )
    .fetch_optional(&mut **db)
    .await?;
    let Some(row) = row else { return Ok(Rule::default()) };
    let roles: Result<Vec<Role>, String> = row.roles.iter().map(|code| code.parse()).collect();
    let roles = roles.map_err(anyhow::Error::msg)?;
    Ok(Rule { roles, from_on: row.from_on, row_version: row.row_version })
}

/// Writes the rule anew; false when somebody has since `rule.row_version`.
pub async fn save_rule(db: &mut TenantTx, before: &Rule, rule: &Rule) -> sqlx::Result<bool> {
    let company = db.company().0;
    let codes: Vec<String> = rule.roles.iter().map(|role| role.code().to_owned()).collect();
    let saved = sqlx::query!(
        "insert into second_factor_rule as r (company_id, roles, from_on) values ($1, $2, $3)
         on conflict (company_id) do update set roles = $2, from_on = $3, row_version = r.row_version + 1
             where r.row_version = $4",
        company,
        &codes,
        rule.from_on,
        rule.row_version
    )
    .execute(&mut **db)
    .await?;
    if saved.rows_affected() == 0 {
        return Ok(false);
    }
    let told = |rule: &Rule| {
        let roles: Vec<_> = rule.roles.iter().map(|role| role.code()).collect();
        json!({ "roles": roles, "from_on": rule.from_on })
    };
    let before = (before.row_version > 0).then(|| told(before));
    let (subject, after) = ("second_factor_rule", Some(told(rule)));
    log(db, Change { subject, id: company, action: "edit", before, after }).await?;
    Ok(true)
}
