use crate::db::TenantTx;
use crate::values::MemberId;

/// Whether nobody else is an owner who signs in and stays. Until this transaction ends, others who ask wait: of two
/// owners who unmake each other at once the second finds out.
pub async fn is_last_owner(db: &mut TenantTx, member: MemberId) -> sqlx::Result<bool> {
    let company = db.company().0;
    sqlx::query!("select id from company where id = $1 for no key update", company)
        .fetch_one(&mut **db)
        .await?;
    let others = sqlx::query_scalar!(
        r#"select exists (select from member where company_id = $1 and id <> $2 and role = 'owner'
               and person_id is not null and dismissed_on is null and access_until is null) as "others!""#,
        company,
        member.0
    )
    .fetch_one(&mut **db)
    .await?;
    Ok(!others)
}
