use super::TenantTx;

/// Keeps what the whole company has one of to this transaction until its end: names, places in lists, terms of a day.
pub async fn hold_company(db: &mut TenantTx) -> sqlx::Result<()> {
    let company = db.company().0;
    sqlx::query!("select id from company where id = $1 for no key update", company)
        .fetch_optional(&mut **db)
        .await?;
    Ok(())
}
