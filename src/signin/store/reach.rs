use crate::db::LoginTx;
use crate::signin::reach::{OpenLink, SignIn};
use crate::values::{CompanyId, MemberId, PersonId};

/// The sign-ins of a company's members.
pub async fn sign_ins(db: &mut LoginTx, company: CompanyId) -> sqlx::Result<Vec<SignIn>> {
    let now = db.now();
    let rows = sqlx::query!(
        r#"select m.id, m.person_id as "person_id!", coalesce(p.email_norm, '') as "email!", l.token_hash as "hash?",
               l.ends_at as "ends_at?",
               exists (select from second_factor f where f.person_id = m.person_id) as "has_second_factor!",
               p.is_operator or exists (
                   select from member o join company k on k.id = o.company_id
                   where o.person_id = m.person_id and o.company_id <> $1
                       and (o.dismissed_on is null or o.dismissed_on > ($2::timestamptz at time zone k.tz)::date)
                       and (o.access_until is null or o.access_until > $2)) as "is_elsewhere!",
               exists (select from (
                   select distinct on (department_id) department_id, member_id from department_head
                   where company_id = $1 and from_on <= ($2::timestamptz at time zone c.tz)::date
                   order by department_id, from_on desc) h where h.member_id = m.id) as "heads!"
           from member m join company c on c.id = m.company_id join person p on p.id = m.person_id
           left join reset_link l on l.person_id = m.person_id and l.used_at is null and l.revoked_at is null
               and l.ends_at > $2
           where m.company_id = $1"#,
        company.0,
        now
    )
    .fetch_all(&mut **db)
    .await?;
    let sign_ins = rows.into_iter().map(|row| SignIn {
        member: MemberId(row.id),
        person: PersonId(row.person_id),
        email: row.email,
        is_elsewhere: row.is_elsewhere,
        heads: row.heads,
        has_second_factor: row.has_second_factor,
        link: row.hash.zip(row.ends_at).map(|(hash, ends_at)| OpenLink { hash, ends_at }),
    });
    Ok(sign_ins.collect())
}
