use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use crate::access::{Actor, Role};
use crate::db::TenantTx;
use crate::invitation::inviter::{Inviter, is_seen};
use crate::invitation::state::{Invitation, Marks};
use crate::mail::Delivery;
use crate::values::{DepartmentId, InvitationId, MemberId};

/// Those neither used nor revoked that the reader sees, the latest first.
pub async fn waiting(
    db: &mut TenantTx,
    reader: &Actor,
    today: NaiveDate,
) -> sqlx::Result<Vec<Invitation>> {
    let (scope, mut all) = (reader.scope(), read(db, None, today).await?);
    all.retain(|one| is_seen(&scope, one.role, one.department_id()));
    Ok(all)
}

/// One, whatever has become of it.
pub async fn find(
    db: &mut TenantTx,
    id: InvitationId,
    today: NaiveDate,
) -> sqlx::Result<Option<Invitation>> {
    Ok(read(db, Some(id), today).await?.into_iter().next())
}

/// Who is invited by an address already and has not come, if anybody; a new invitation of the same member takes its place.
pub async fn invited_by(
    db: &mut TenantTx,
    email: &str,
    but: Option<MemberId>,
) -> sqlx::Result<Option<String>> {
    let (company, now) = (db.company().0, db.now());
    sqlx::query_scalar!(
        "select name from invitation where company_id = $1 and email = $2 and used_at is null and revoked_at is null
             and ends_at > $3 and ($4::uuid is null or member_id is distinct from $4) order by made_at desc limit 1",
        company,
        email,
        now,
        but.map(|member| member.0)
    )
    .fetch_optional(&mut **db)
    .await
}

/// One, or all that wait; with their authors as they are today.
async fn read(
    db: &mut TenantTx,
    id: Option<InvitationId>,
    today: NaiveDate,
) -> sqlx::Result<Vec<Invitation>> {
    let (company, now) = (db.company().0, db.now());
    let rows = sqlx::query_as!(
        Found,
        r#"select i.id, i.name, i.role, i.sells, i.member_id, d.id as "department?", d.name as "department_name?",
               i.access_until, i.ends_at, i.used_at, i.used_by, i.revoked_at, i.row_version, i.email,
               l.state as "letter_state?", l.refusal as "letter_refusal?",
               b.id as by_member, b.name as by_name, b.role as by_role,
               (b.dismissed_on is null or b.dismissed_on > $2) and (b.access_until is null or b.access_until > $3) as "by_is_in!",
               array(select h.department_id from (
                   select distinct on (department_id) department_id, member_id from department_head
                   where company_id = $1 and from_on <= $2
                   order by department_id, from_on desc) h where h.member_id = b.id) as "by_heads!",
               exists (select from member o where o.company_id = $1 and o.role = 'owner' and o.person_id is not null) as "has_owner!",
               m.id is null or (m.person_id is null and (m.dismissed_on is null or m.dismissed_on > $2)) as "is_free!"
           from invitation i
           join member b on b.company_id = $1 and b.id = i.by_member
           left join member m on m.company_id = $1 and m.id = i.member_id
           left join department d on d.company_id = $1 and d.id = i.department_id and d.archived_on is null
           left join lateral (
               select state, refusal from letter
               where company_id = $1 and subject_id = i.id order by made_at desc, id desc limit 1) l on true
           where i.company_id = $1 and (i.id = $4 or ($4::uuid is null and i.used_at is null and i.revoked_at is null))
           order by i.made_at desc, i.id desc"#,
        company,
        today,
        now,
        id.map(|id| id.0)
    )
    .fetch_all(&mut **db)
    .await?;
    rows.into_iter().map(|row| row.into_invitation(now)).collect()
}

#[expect(clippy::struct_excessive_bools, reason = "a row as the database gives it")]
struct Found {
    id: Uuid,
    name: String,
    role: String,
    sells: bool,
    member_id: Option<Uuid>,
    department: Option<Uuid>,
    department_name: Option<String>,
    access_until: Option<DateTime<Utc>>,
    ends_at: DateTime<Utc>,
    used_at: Option<DateTime<Utc>>,
    used_by: Option<Uuid>,
    revoked_at: Option<DateTime<Utc>>,
    row_version: i32,
    email: Option<String>,
    letter_state: Option<String>,
    letter_refusal: Option<String>,
    by_member: Uuid,
    by_name: String,
    by_role: String,
    by_is_in: bool,
    by_heads: Vec<Uuid>,
    has_owner: bool,
    is_free: bool,
}

impl Found {
    fn into_invitation(self, now: DateTime<Utc>) -> sqlx::Result<Invitation> {
        let (role, by_role) = (parse(&self.role)?, parse(&self.by_role)?);
        let department = self.department.map(DepartmentId).zip(self.department_name);
        let by = Inviter {
            member: MemberId(self.by_member),
            name: self.by_name,
            role: by_role,
            heads: self.by_heads.into_iter().map(DepartmentId).collect(),
            has_owner: self.has_owner,
        };
        let marks = Marks {
            ends_at: self.ends_at,
            used_at: self.used_at,
            revoked_at: self.revoked_at,
            access_until: self.access_until,
            is_backed: self.by_is_in && by.may_invite(role, department.as_ref().map(|(id, _)| *id)),
            is_free: self.is_free,
        };
        let letter =
            self.letter_state.map(|state| Delivery::read(&state, self.letter_refusal.as_deref()));
        let letter = letter.transpose().map_err(|why| sqlx::Error::Decode(why.into()))?;
        Ok(Invitation {
            id: InvitationId(self.id),
            name: self.name,
            role,
            sells: self.sells,
            member: self.member_id.map(MemberId),
            department,
            access_until: self.access_until,
            email: self.email,
            letter,
            by,
            ends_at: self.ends_at,
            used: self.used_at.zip(self.used_by.map(MemberId)),
            state: marks.state(now),
            row_version: self.row_version,
        })
    }
}

fn parse(role: &str) -> sqlx::Result<Role> {
    role.parse().map_err(|why: String| sqlx::Error::Decode(why.into()))
}
