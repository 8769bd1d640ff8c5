use serde_json::{Value, json};

use crate::db::{Change, TenantTx, log};
use crate::metric::latin;
use crate::rhythm::exercise::{Draft, Exercise};
use crate::values::ExerciseId;

/// Every exercise in its order, hidden ones too.
pub async fn exercises(db: &mut TenantTx) -> sqlx::Result<Vec<Exercise>> {
    let company = db.company().0;
    let rows = sqlx::query!(
        "select id, code, name, minutes, checklist, phrases, hidden_at, row_version from exercise
         where company_id = $1 order by position, id",
        company
    )
    .fetch_all(&mut **db)
    .await?;
    let exercises = rows.into_iter().map(|row| Exercise {
        id: ExerciseId(row.id),
        code: row.code,
        draft: Draft {
            name: row.name,
            minutes: row.minutes.unsigned_abs(),
            checklist: row.checklist,
            phrases: row.phrases,
        },
        is_hidden: row.hidden_at.is_some(),
        row_version: row.row_version,
    });
    Ok(exercises.collect())
}

/// Adds an exercise after the last one. Its code is made of the name, or is its id where that is taken.
pub async fn add_exercise(db: &mut TenantTx, draft: &Draft) -> sqlx::Result<ExerciseId> {
    let (company, id) = (db.company().0, db.new_id::<ExerciseId>());
    sqlx::query!(
        "insert into exercise (company_id, id, code, name, minutes, checklist, phrases, position)
         select $1, $2, case when $3 = '' or exists (select from exercise where company_id = $1 and code = $3)
             then $2::uuid::text else $3 end, $4, $5, $6, $7, coalesce(max(position), 0) + 1
         from exercise where company_id = $1",
        company,
        id.0,
        latin(&draft.name),
        draft.name,
        i16::try_from(draft.minutes).unwrap_or(i16::MAX),
        &draft.checklist,
        &draft.phrases
    )
    .execute(&mut **db)
    .await?;
    record(db, id, "add", None, Some(written(draft))).await?;
    Ok(id)
}

/// Writes an exercise anew if nobody has since `row_version`.
pub async fn save_exercise(
    db: &mut TenantTx,
    before: &Exercise,
    draft: &Draft,
    row_version: i32,
) -> sqlx::Result<bool> {
    let company = db.company().0;
    let done = sqlx::query!(
        "update exercise set name = $4, minutes = $5, checklist = $6, phrases = $7, row_version = row_version + 1
         where company_id = $1 and id = $2 and row_version = $3",
        company,
        before.id.0,
        row_version,
        draft.name,
        i16::try_from(draft.minutes).unwrap_or(i16::MAX),
        &draft.checklist,
        &draft.phrases
    )
    .execute(&mut **db)
    .await?;
    if done.rows_affected() == 0 {
        return Ok(false);
    }
    record(db, before.id, "edit", Some(written(&before.draft)), Some(written(draft))).await?;
    Ok(true)
}

/// Takes an exercise out of the list, or puts it back, if nobody changed it since `row_version`.
pub async fn hide_exercise(
    db: &mut TenantTx,
    id: ExerciseId,
    hidden: bool,
    row_version: i32,
) -> sqlx::Result<bool> {
    let (company, at) = (db.company().0, hidden.then_some(db.now()));
    let done = sqlx::query!(
        "update exercise set hidden_at = $4, row_version = row_version + 1
         where company_id = $1 and id = $2 and row_version = $3",
        company,
        id.0,
        row_version,
        at
    )
    .execute(&mut **db)
    .await?;
    if done.rows_affected() == 0 {
        return Ok(false);
    }
    record(db, id, if hidden { "hide" } else { "show" }, None, None).await?;
    Ok(true)
}

fn written(draft: &Draft) -> Value {
    json!({
        "name": draft.name, "minutes": draft.minutes, "checklist": draft.checklist, "phrases": draft.phrases,
    })
}

async fn record(
    db: &mut TenantTx,
    id: ExerciseId,
    action: &'static str,
    before: Option<Value>,
    after: Option<Value>,
) -> sqlx::Result<()> {
    log(db, Change { subject: "exercise", id: id.0, action, before, after }).await
}
