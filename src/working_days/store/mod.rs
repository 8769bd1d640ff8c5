//! Working days in the database.
mod absences;
mod lines;
mod own_days;

pub use absences::{absences, hold, record, void};
pub use lines::{Lines, carry, lines, schedule};
pub use own_days::{change_days, hold_calendar};

use chrono::NaiveDate;
use sqlx::types::Json;

use super::known::{Known, OwnDays};
use super::roster::Roster;
use crate::db::TenantTx;
use crate::values::WorkCalendar;

/// Who works when between two days. One statement; pages that have none to spare read `working_days(…)` along with
/// something else.
pub async fn roster(db: &mut TenantTx, first: NaiveDate, last: NaiveDate) -> sqlx::Result<Roster> {
    let company = db.company().0;
    let known = sqlx::query_scalar!(
        r#"select working_days($1, $2, $3) as "known!: Json<Known>""#,
        company,
        first,
        last
    )
    .fetch_one(&mut **db)
    .await?;
    Ok(Roster::of(known.0, first, last))
}

/// The company's calendar alone.
pub async fn company_calendar(db: &mut TenantTx) -> sqlx::Result<WorkCalendar> {
    let company = db.company().0;
    let days = sqlx::query_scalar!(r#"select company_days($1) as "days!: Json<OwnDays>""#, company)
        .fetch_one(&mut **db)
        .await?;
    Ok(days.0.calendar())
}
