use uuid::Uuid;

use crate::db::{Change, LoginTx, TenantTx, broken_constraint, log};
use crate::expert::own_template::OwnTemplate;
use crate::template::Template;
use crate::values::PersonId;

/// A person's templates in their latest versions, by name.
pub async fn templates(db: &mut LoginTx, person: PersonId) -> anyhow::Result<Vec<OwnTemplate>> {
    let rows = sqlx::query!(
        r#"select id as "id!", version as "version!", name as "name!", content as "content!", made_at as "made_at!",
               hidden_at is not null as "is_hidden!"
           from (select distinct on (id) * from own_template where person_id = $1 order by id, version desc) latest
           order by hidden_at is not null, name collate "ru-x-icu", id"#,
        person.0
    )
    .fetch_all(&mut **db)
    .await?;
    rows.into_iter()
        .map(|row| {
            let content: Template = serde_json::from_value(row.content)?;
            let (id, version, name) = (row.id, row.version, row.name);
            Ok(OwnTemplate {
                id,
                version,
                name,
                made_at: row.made_at,
                is_hidden: row.is_hidden,
                content,
            })
        })
        .collect()
}

/// Keeps a version. `false`: the same one was kept at this moment; the transaction is spent.
pub async fn keep(
    db: &mut LoginTx,
    person: PersonId,
    id: Uuid,
    content: &Template,
) -> anyhow::Result<bool> {
    let now = db.now();
    let kept = sqlx::query!(
        "insert into own_template (id, version, person_id, name, content, made_at) values ($1, $2, $3, $4, $5, $6)",
        id,
        content.version,
        person.0,
        content.title,
        serde_json::to_value(content)?,
        now
    )
    .execute(&mut **db)
    .await;
    match kept {
        Err(error) if broken_constraint(&error) == Some("own_template_pkey") => Ok(false),
        Err(error) => Err(error.into()),
        Ok(_) => Ok(true),
    }
}

/// Hides a template or shows it again; `false`: the person has no such.
pub async fn hide(
    db: &mut LoginTx,
    person: PersonId,
    id: Uuid,
    is_hidden: bool,
) -> sqlx::Result<bool> {
    let now = db.now();
    let done = sqlx::query!(
        "update own_template set hidden_at = case when $3 then coalesce(hidden_at, $4) end where person_id = $1 and id = $2",
        person.0,
        id,
        is_hidden,
        now
    )
    .execute(&mut **db)
    .await?;
    Ok(done.rows_affected() > 0)
}

/// Tells the company that its set-up was taken along.
pub async fn tell(db: &mut TenantTx, name: &str) -> sqlx::Result<()> {
    let (id, after) = (db.company().0, Some(serde_json::json!({ "name": name })));
    let (subject, action) = ("company", "take_template");
    log(db, Change { subject, id, action, before: None, after }).await
}
