//! A word on a period: it closes, or it opens again.
use serde_json::json;
use uuid::Uuid;

use super::freeze::{freeze, write};
use super::look::look;
use crate::closing::closure::{Act, Closure, Span};
use crate::db::{Change, TenantTx, log};
use crate::values::{CloseId, DepartmentId, Period};

/// What came of a word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    Done(CloseId),
    /// Somebody was first: this is the last word. `None`: nothing was ever said.
    Overtaken(Option<Closure>),
}

/// Closes a department's week, or the company's month (no department), and freezes its figures. Waits for those
/// who are writing facts; of two at once the second is told who was first.
pub async fn close(
    db: &mut TenantTx,
    department: Option<DepartmentId>,
    span: Span,
) -> sqlx::Result<Outcome> {
    let last = last_word(db, department, span).await?;
    if last.as_ref().is_some_and(Closure::is_closed) {
        return Ok(Outcome::Overtaken(last));
    }
    let no = last.map_or(1, |word| word.no + 1);
    say(db, department, span, no, &Act::Close).await.map(Outcome::Done)
}

/// Closes the company's month because its day has come: only one that nobody has said a word on yet. Who closed it and opened
/// it again meanwhile wants it open.
pub async fn close_in_time(db: &mut TenantTx, month: Period) -> sqlx::Result<Outcome> {
    let span = Span::Month(month);
    match last_word(db, None, span).await? {
        None => say(db, None, span, 1, &Act::Close).await.map(Outcome::Done),
        last => Ok(Outcome::Overtaken(last)),
    }
}

/// Opens a closed period again; a month whose day has come is frozen first, as it would have been by itself.
pub async fn reopen(
    db: &mut TenantTx,
    department: Option<DepartmentId>,
    span: Span,
    reason: &str,
) -> sqlx::Result<Outcome> {
    let last = last_word(db, department, span).await?;
    let no = match (last, span) {
        (Some(word), _) if word.is_closed() => word.no + 1,
        (None, Span::Month(month)) if look(db, span.first(), span.last()).await?.is_due(month) => {
            say(db, None, span, 1, &Act::Close).await?;
            2
        }
        (last, _) => return Ok(Outcome::Overtaken(last)),
    };
    let act = Act::Reopen(reason.to_owned());
    say(db, department, span, no, &act).await.map(Outcome::Done)
}

/// Locks writers of facts and other closers out, then reads the last word.
async fn last_word(
    db: &mut TenantTx,
    department: Option<DepartmentId>,
    span: Span,
) -> sqlx::Result<Option<Closure>> {
    let company = db.company().0;
    sqlx::query!(
        "select id from department where company_id = $1 and ($2::uuid is null or id = $2) order by id for no key update",
        company,
        department.map(|id| id.0)
    )
    .fetch_all(&mut **db)
    .await?;
    let closures = look(db, span.first(), span.last()).await?;
    Ok(closures.word(department, span).cloned())
}

async fn say(
    db: &mut TenantTx,
    department: Option<DepartmentId>,
    span: Span,
    no: i32,
    act: &Act,
) -> sqlx::Result<CloseId> {
    let (company, id, now) = (db.company().0, db.new_id::<CloseId>(), db.now());
    let (action, reason) = match act {
        Act::Close => ("close", None),
        Act::Reopen(reason) => ("reopen", Some(reason)),
    };
    sqlx::query!(
        "insert into period_close (company_id, id, department_id, period, starts_on, ends_on, action, no, reason, by_member, recorded_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        company,
        id.0,
        department.map(|id| id.0),
        span.code(),
        span.first(),
        span.last(),
        action,
        no,
        reason,
        db.member().map(|member| member.0),
        now
    )
    .execute(&mut **db)
    .await?;
    if *act == Act::Close {
        let figures = freeze(db, department, span).await?;
        write(db, id, &figures).await?;
        remember(db, span).await?;
    }
    tell(db, department, span, no, action, reason).await?;
    Ok(id)
}

/// A month that closed once is not closed by itself again.
async fn remember(db: &mut TenantTx, span: Span) -> sqlx::Result<()> {
    let (company, Span::Month(month)) = (db.company().0, span) else { return Ok(()) };
    sqlx::query!(
        "update company set closed_through = greatest(closed_through, $2) where id = $1",
        company,
        month.first()
    )
    .execute(&mut **db)
    .await?;
    Ok(())
}

async fn tell(
    db: &mut TenantTx,
    department: Option<DepartmentId>,
    span: Span,
    no: i32,
    action: &'static str,
    reason: Option<&String>,
) -> sqlx::Result<()> {
    let id: Uuid = department.map_or(db.company().0, |id| id.0);
    let after = json!({
        "department": department, "starts_on": span.first(), "ends_on": span.last(), "no": no, "reason": reason,
    });
    log(db, Change { subject: span.code(), id, action, before: None, after: Some(after) }).await
}
