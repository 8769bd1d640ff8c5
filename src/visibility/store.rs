use super::sight::Onlooker;
use crate::db::TenantTx;
use crate::values::{DepartmentId, MemberId};

/// Everybody of the company who can sign in now, owners first.
pub async fn onlookers(db: &mut TenantTx) -> anyhow::Result<Vec<Onlooker>> {
    let (company, now) = (db.company().0, db.now());
    let rows = sqlx::query!(
        r#"select m.id, m.name, m.role, array(select h.department_id from (
                   select distinct on (department_id) department_id, member_id from department_head
                   where company_id = $1 and from_on <= ($2::timestamptz at time zone c.tz)::date
                   order by department_id, from_on desc) h where h.member_id = m.id) as "heads!"
           from member m join company c on c.id = m.company_id
           where m.company_id = $1 and m.person_id is not null
               and (m.dismissed_on is null or m.dismissed_on > ($2::timestamptz at time zone c.tz)::date)
               and (m.access_until is null or m.access_until > $2)
           order by array_position(array['owner', 'partner', 'head', 'expert', 'accountant', 'manager'], m.role),
               m.name collate "ru-x-icu", m.id"#,
        company,
        now
    )
    .fetch_all(&mut **db)
    .await?;
    rows.into_iter()
        .map(|row| {
            let role = row.role.parse().map_err(anyhow::Error::msg)?;
            let heads = row.heads.into_iter().map(DepartmentId).collect();
            Ok(Onlooker { member: MemberId(row.id), name: row.name, role, heads })
        })
        .collect()
}
