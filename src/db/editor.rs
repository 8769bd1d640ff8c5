use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::TenantTx;

/// Who changed a row last.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Editor {
    pub name: String,
    pub at: DateTime<Utc>,
}

/// The author of the latest change of `subject`; none when only the machine touched it.
pub async fn last_editor(db: &mut TenantTx, subject: Uuid) -> sqlx::Result<Option<Editor>> {
    let company = db.company().0;
    sqlx::query_as!(
        Editor,
        "select member.name, change_log.at
         from change_log join member on member.company_id = $1 and member.id = change_log.by_member
         where change_log.company_id = $1 and change_log.subject_id = $2
         order by change_log.at desc, change_log.id desc limit 1",
        company,
        subject
    )
    .fetch_optional(&mut **db)
    .await
}
