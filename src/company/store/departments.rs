use serde_json::json;

use crate::company::department::Department;
use crate::db::{Change, TenantTx, log};
use crate::values::DepartmentId;

/// The departments in use, by name.
pub async fn departments(db: &mut TenantTx) -> sqlx::Result<Vec<Department>> {
    let company = db.company().0;
    let rows = sqlx::query!(
        r#"select id, name from department
           where company_id = $1 and archived_on is null order by name collate "ru-x-icu", id"#,
        company
    )
    .fetch_all(&mut **db)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Department { id: DepartmentId(row.id), name: row.name })
        .collect())
}

pub async fn add_department(db: &mut TenantTx, name: &str) -> sqlx::Result<DepartmentId> {
    let (company, id) = (db.company().0, db.new_id::<DepartmentId>());
    sqlx::query!(
        "insert into department (company_id, id, name) values ($1, $2, $3)",
        company,
        id.0,
        name
    )
    .execute(&mut **db)
    .await?;
    let after = Some(json!({ "name": name }));
    log(db, Change { subject: "department", id: id.0, action: "add", before: None, after }).await?;
    Ok(id)
}
