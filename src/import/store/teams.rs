use std::collections::HashMap;

use chrono::NaiveDate;

use crate::db::TenantTx;
use crate::values::{DepartmentId, MemberId};

/// Who was in which department since when.
#[derive(Debug, Default)]
pub struct Placements(HashMap<MemberId, Vec<(NaiveDate, Option<DepartmentId>)>>);

impl Placements {
    /// The department of a day; before the first known one the first.
    pub fn on(&self, member: MemberId, day: NaiveDate) -> Option<DepartmentId> {
        let rows = self.0.get(&member)?;
        let then = rows.iter().rev().find(|(from, _)| *from <= day).or(rows.first())?;
        then.1
    }
}

/// All placements of the company.
pub async fn placements(db: &mut TenantTx) -> sqlx::Result<Placements> {
    let company = db.company().0;
    let rows = sqlx::query!(
        "select member_id, from_on, department_id from member_department
         where company_id = $1 order by member_id, from_on",
        company
    )
    .fetch_all(&mut **db)
    .await?;
    let mut found = Placements::default();
    for row in rows {
        let department = row.department_id.map(DepartmentId);
        found.0.entry(MemberId(row.member_id)).or_default().push((row.from_on, department));
    }
    Ok(found)
}
