use chrono::{DateTime, NaiveDate, Utc};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::company::member::{Member, MemberDraft, Particulars};
use crate::company::name::name_norm;
use crate::db::{Change, TenantTx, broken_constraint, log};
use crate::values::{DepartmentId, MemberId};

/// What came of a save.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Saved {
    As(MemberId),
    /// Somebody saved first: the row version is another.
    Overtaken,
    /// The external id is another person's; after an edit the transaction is spent.
    ExternalIdTaken,
}

/// Everybody by name, with the department of `today` (or, before the first one, that first one).
pub async fn members(db: &mut TenantTx, today: NaiveDate) -> sqlx::Result<Vec<Member>> {
    let company = db.company().0;
    let rows = sqlx::query_as!(
        Found,
        r#"select m.id, m.name, m.external_id, m.role, m.sells, m.dismissed_on, m.access_until,
               m.row_version,
               m.person_id is not null as "has_sign_in!", d.department_id as "department_id?", d.from_on as "from_on?"
           from member m
           left join lateral (
               select department_id, from_on from member_department
               where company_id = $1 and member_id = m.id
               order by from_on <= $2 desc, case when from_on <= $2 then from_on end desc, from_on
               limit 1) d on true
           where m.company_id = $1 order by m.name collate "ru-x-icu", m.id"#,
        company,
        today
    )
    .fetch_all(&mut **db)
    .await?;
    rows.into_iter().map(Member::try_from).collect()
}

/// Whether a person has ever been in one of these departments.
pub async fn has_been_in(
    db: &mut TenantTx,
    member: MemberId,
    departments: &[DepartmentId],
) -> sqlx::Result<bool> {
    let company = db.company().0;
    let departments: Vec<Uuid> = departments.iter().map(|id| id.0).collect();
    sqlx::query_scalar!(
        r#"select exists (select from member_department
               where company_id = $1 and member_id = $2 and department_id = any($3)) as "has!""#,
        company,
        member.0,
        &departments
    )
    .fetch_one(&mut **db)
    .await
}

/// Adds a person without a sign-in, as a manager.
pub async fn add(db: &mut TenantTx, draft: &MemberDraft) -> sqlx::Result<Saved> {
    let (company, id) = (db.company().0, db.new_id::<MemberId>());
    let added = sqlx::query!(
        "insert into member (company_id, id, name, name_norm, external_id, role, sells)
         values ($1, $2, $3, $4, $5, 'manager', $6) on conflict (company_id, external_id) do nothing",
        company,
        id.0,
        draft.name,
        name_norm(&draft.name),
        draft.external_id,
        draft.sells
    )
    .execute(&mut **db)
    .await?;
    if added.rows_affected() == 0 {
        return Ok(Saved::ExternalIdTaken);
    }
    if draft.department.is_some() {
        place(db, id, draft).await?;
    }
    let after = json!({
        "name": draft.name, "external_id": draft.external_id, "sells": draft.sells,
        "department": draft.department, "from_on": draft.from_on,
    });
    record(db, id, "add", None, after).await?;
    Ok(Saved::As(id))
}

/// Writes a person anew if nobody has since `row_version`.
pub async fn save(
    db: &mut TenantTx,
    before: &Member,
    after: &Particulars,
    row_version: i32,
) -> sqlx::Result<Saved> {
    let company = db.company().0;
    let saved = sqlx::query!(
        "update member set name = $4, name_norm = $5, external_id = $6, sells = $7, row_version = row_version + 1
         where company_id = $1 and id = $2 and row_version = $3",
        company,
        before.id.0,
        row_version,
        after.name,
        name_norm(&after.name),
        after.external_id,
        after.sells
    )
    .execute(&mut **db)
    .await;
    match saved {
        Err(error) if broken_constraint(&error) == Some("member_company_id_external_id_key") => {
            return Ok(Saved::ExternalIdTaken);
        }
        Err(error) => return Err(error),
        Ok(done) if done.rows_affected() == 0 => return Ok(Saved::Overtaken),
        Ok(_) => {}
    }
    let known =
        json!({ "name": before.name, "external_id": before.external_id, "sells": before.sells });
    let written =
        json!({ "name": after.name, "external_id": after.external_id, "sells": after.sells });
    record(db, before.id, "edit", Some(known), written).await?;
    Ok(Saved::As(before.id))
}

async fn place(db: &mut TenantTx, id: MemberId, draft: &MemberDraft) -> sqlx::Result<()> {
    let company = db.company().0;
    sqlx::query!(
        "insert into member_department (company_id, member_id, from_on, department_id) values ($1, $2, $3, $4)",
        company,
        id.0,
        draft.from_on,
        draft.department.map(|department| department.0)
    )
    .execute(&mut **db)
    .await?;
    Ok(())
}

async fn record(
    db: &mut TenantTx,
    id: MemberId,
    action: &'static str,
    before: Option<Value>,
    after: Value,
) -> sqlx::Result<()> {
    log(db, Change { subject: "member", id: id.0, action, before, after: Some(after) }).await
}

struct Found {
    id: Uuid,
    name: String,
    external_id: Option<String>,
    role: String,
    sells: bool,
    dismissed_on: Option<NaiveDate>,
    access_until: Option<DateTime<Utc>>,
    row_version: i32,
    has_sign_in: bool,
    department_id: Option<Uuid>,
    from_on: Option<NaiveDate>,
}

impl TryFrom<Found> for Member {
    type Error = sqlx::Error;

    fn try_from(row: Found) -> sqlx::Result<Self> {
        let role = row.role.parse().map_err(|why: String| sqlx::Error::Decode(why.into()))?;
        Ok(Self {
            id: MemberId(row.id),
            name: row.name,
            external_id: row.external_id,
            role,
            sells: row.sells,
            department: row.department_id.map(DepartmentId),
            department_from: row.from_on,
            dismissed_on: row.dismissed_on,
            access_until: row.access_until,
            has_sign_in: row.has_sign_in,
            row_version: row.row_version,
        })
    }
}
