use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use serde_json::json;

use crate::access::Role;
use crate::company::name_norm;
use crate::db::{Change, TenantTx, broken_constraint, log};
use crate::values::{DepartmentId, MemberId, PersonId};

/// A company to be; its id is the transaction's.
#[derive(Debug)]
pub struct Founding<'a> {
    pub name: &'a str,
    pub zone: Tz,
    /// From when days and weeks count as late when nobody entered them.
    pub tracking_from: NaiveDate,
    pub is_demo: bool,
    /// The first department's name.
    pub department: &'a str,
}

impl<'a> Founding<'a> {
    /// One that begins now, with the usual first department.
    pub fn of(name: &'a str, zone: Tz, now: DateTime<Utc>) -> Self {
        let tracking_from = now.with_timezone(&zone).date_naive();
        Self { name, zone, tracking_from, is_demo: false, department: "Отдел продаж" }
    }
}

/// Makes the company with its first member. `false`: one of this id is there already; the transaction is spent.
pub async fn found_by(
    db: &mut TenantTx,
    new: &Founding<'_>,
    first: &Admission<'_>,
) -> sqlx::Result<bool> {
    match found(db, new).await {
        Err(error) if broken_constraint(&error) == Some("company_pkey") => return Ok(false),
        founded => founded?,
    };
    admit(db, first).await?;
    Ok(true)
}

/// Makes the company and its first department. Runs as the company's own transaction; a second one with the same id
/// is refused by `company_pkey`.
pub async fn found(db: &mut TenantTx, new: &Founding<'_>) -> sqlx::Result<DepartmentId> {
    let company = db.company();
    sqlx::query!(
        "insert into company (id, name, tz, tracking_from, is_demo) values ($1, $2, $3, $4, $5)",
        company.0,
        new.name,
        new.zone.name(),
        new.tracking_from,
        new.is_demo
    )
    .execute(&mut **db)
    .await?;
    let after = Some(json!({ "name": new.name, "zone": new.zone.name() }));
    let change = Change { subject: "company", id: company.0, action: "found", before: None, after };
    log(db, change).await?;
    super::add_department(db, new.department).await
}

/// Somebody who comes into a company.
#[derive(Debug)]
pub struct Admission<'a> {
    pub id: MemberId,
    pub person: Option<PersonId>,
    pub name: &'a str,
    pub role: Role,
    pub sells: bool,
    /// Where and since when.
    pub department: Option<(DepartmentId, NaiveDate)>,
    /// When an expert's time is over.
    pub access_until: Option<DateTime<Utc>>,
}

pub async fn admit(db: &mut TenantTx, new: &Admission<'_>) -> sqlx::Result<()> {
    let company = db.company();
    sqlx::query!(
        "insert into member (company_id, id, person_id, name, name_norm, role, sells, access_until)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
        company.0,
        new.id.0,
        new.person.map(|person| person.0),
        new.name,
        name_norm(new.name),
        new.role.code(),
        new.sells,
        new.access_until
    )
    .execute(&mut **db)
    .await?;
    let after = json!({
        "name": new.name, "role": new.role.code(), "sells": new.sells, "department": new.department,
        "access_until": new.access_until,
    });
    let change = Change {
        subject: "member",
        id: new.id.0,
        action: "admit",
        before: None,
        after: Some(after),
    };
    log(db, change).await?;
    let Some((department, from_on)) = new.department else { return Ok(()) };
    sqlx::query!(
        "insert into member_department (company_id, member_id, from_on, department_id) values ($1, $2, $3, $4)",
        company.0,
        new.id.0,
        from_on,
        department.0
    )
    .execute(&mut **db)
    .await?;
    Ok(())
}
