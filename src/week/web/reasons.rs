use super::{Asked, desk};
use crate::db::{Editor, Tenant, TenantTx};
use crate::form::FieldErrors;
use crate::signal::{self, Explained, Saved};
use crate::values::MetricId;
use crate::values::russian::day_and_month;
use crate::web::{Answer, Form, Path, Query, Result, Shell, overtaken};
use crate::week::desk::{Desk, Step};
use crate::week::reasons::{Change, ReasonsForm};
use crate::week::views::{Head, Reasons};

fn page(shell: Shell, desk: Desk, form: ReasonsForm, errors: FieldErrors) -> Reasons {
    let head = Head::new(&shell, &desk, Some(Step::Reasons));
    Reasons { shell, head, desk, form, errors }
}

pub async fn show(
    tenant: Tenant,
    shell: Shell,
    Path(starts_on): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Answer<Reasons>> {
    let department = asked.run_by(&shell.actor)?;
    let mut db = tenant.begin_page().await?;
    let desk = desk(&mut db, &starts_on, Some(department)).await?;
    Ok(Answer::Page(page(shell, desk, ReasonsForm::default(), FieldErrors::default())))
}

pub async fn explain(
    tenant: Tenant,
    shell: Shell,
    Path(starts_on): Path<String>,
    Query(asked): Query<Asked>,
    Form(form, once): Form<ReasonsForm>,
) -> Result<Answer<Reasons>> {
    let department = asked.run_by(&shell.actor)?;
    let mut db = tenant.begin_once(once).await?;
    crate::plan::hold_departments(&mut db).await?;
    let desk = desk(&mut db, &starts_on, Some(department)).await?;
    let checked = match desk.evidence.closed() {
        Some(closed) => Err(FieldErrors::one("form", locked(&closed.why(shell.actor.zone)))),
        None => form.check(&desk),
    };
    let errors = match checked {
        Ok(changes) => match write(&mut db, &desk, &changes).await? {
            None => {
                let head = Head::new(&shell, &desk, Some(Step::Reasons));
                let location = db.commit_to(head.link(desk.evidence.part, "/reasons")).await?;
                return Ok(Answer::saying(location, said(&desk, &changes)));
            }
            Some(first) => FieldErrors::one("form", told(&desk, &first, &shell)),
        },
        Err(errors) => errors,
    };
    Ok(Answer::Refused(page(shell, desk, form, errors)))
}

fn locked(why: &str) -> String {
    format!("Причины и меры уже не меняются: {why}. Попросите собственника открыть неделю.")
}

/// Writes all, or gives the word that somebody said meanwhile.
async fn write(db: &mut TenantTx, desk: &Desk, changes: &[Change]) -> Result<Option<Explained>> {
    let week = (desk.evidence.department.id, desk.evidence.part);
    for change in changes {
        let saved = signal::explain(db, week, change.metric, change.seen, &change.draft).await?;
        if let Saved::Overtaken(first) = saved {
            return Ok(Some(*first));
        }
    }
    Ok(None)
}

/// What the second of two who explain is told.
fn told(desk: &Desk, first: &Explained, shell: &Shell) -> String {
    let word = &first.explanation;
    let metric = desk.evidence.metric(first.metric).map_or("", |metric| &metric.name);
    let due = word.due_on.map(|day| format!(", до {}", day_and_month(day))).unwrap_or_default();
    let now = format!("{metric}: «{}» — «{}»{due}", word.happened, word.we_do);
    let editor = Editor { name: word.by_name.clone(), at: word.at };
    overtaken(Some(&editor), shell.actor.zone, &now)
}

fn said(desk: &Desk, changes: &[Change]) -> String {
    let written: Vec<MetricId> = changes.iter().map(|change| change.metric).collect();
    let left = desk.unexplained().iter().filter(|d| !written.contains(&d.metric)).count();
    match (changes.len(), left) {
        (0, 0) => "Всё уже записано.".into(),
        (0, left) => format!("Записывать нечего. Осталось объяснить: {left}."),
        (_, 0) => "Причины и меры записаны.".into(),
        (_, left) => format!("Записано. Осталось объяснить: {left}."),
    }
}
