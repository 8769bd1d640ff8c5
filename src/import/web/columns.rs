use axum::extract::State;
use uuid::Uuid;

use super::opened::{Opened, find};
use crate::app::App;
use crate::clock::Clock;
use crate::db::{Tenant, last_editor};
use crate::form::FieldErrors;
use crate::import::mapping::Mapping;
use crate::import::mapping_form::{self, Asked, Typed};
use crate::import::recognition::{fingerprint, with_header};
use crate::import::store;
use crate::import::views::Columns;
use crate::web::{Answer, Form, Path, Result, Shell, overtaken};

pub async fn columns(
    State(app): State<App>,
    tenant: Tenant,
    clock: Clock,
    shell: Shell,
    Path(id): Path<Uuid>,
) -> Result<Answer<Columns>> {
    let run = find(&mut tenant.begin().await?, &shell, id).await?;
    if !run.state.is_open() {
        return Ok(Answer::SeeOther(format!("/imports/{id}/result")));
    }
    let opened = Opened::load(&app, &tenant, &shell, id).await?;
    Ok(Answer::Page(page(shell, clock, opened, FieldErrors::default()).await?))
}

async fn page(shell: Shell, clock: Clock, opened: Opened, errors: FieldErrors) -> Result<Columns> {
    let today = clock.today(shell.actor.zone);
    let figures = opened.figures(today).await?;
    let Opened { run, book, measures, earlier, .. } = opened;
    Ok(Columns::new(shell, run, &book, &measures, &figures, errors, earlier))
}

pub async fn map(
    State(app): State<App>,
    tenant: Tenant,
    clock: Clock,
    shell: Shell,
    Path(id): Path<Uuid>,
    Form(typed, once): Form<Typed>,
) -> Result<Answer<Columns>> {
    let mut opened = Opened::load(&app, &tenant, &shell, id).await?;
    let before = &opened.run.mapping;
    let (mapping, goes_on) =
        match mapping_form::check(&typed, &opened.book, before, &opened.measures) {
            Err(errors) => return Ok(Answer::Refused(page(shell, clock, opened, errors).await?)),
            Ok(Asked::Take(mapping)) => (mapping, typed.text("do") == "check"),
            Ok(Asked::Recognise { sheet, header_row }) => {
                (recognised(&opened, sheet, header_row), false)
            }
        };
    let layout = fingerprint(&opened.book.sheets[mapping.sheet], mapping.header_row);
    let row_version = typed.number("row_version").and_then(|v| i32::try_from(v).ok()).unwrap_or(0);
    let mut db = tenant.begin_once(once).await?;
    if store::remap(&mut db, &opened.run, &mapping, &layout, row_version).await? {
        let location =
            if goes_on { format!("/imports/{id}/check") } else { format!("/imports/{id}") };
        return Ok(Answer::SeeOther(db.commit_to(location).await?));
    }
    let editor = last_editor(&mut db, id).await?;
    let told = overtaken(editor.as_ref(), shell.actor.zone, "другие столбцы этого файла");
    drop(db);
    opened.run.mapping = mapping;
    let errors = FieldErrors::one("form", told);
    Ok(Answer::Refused(page(shell, clock, opened, errors).await?))
}

fn recognised(opened: &Opened, sheet: usize, header_row: Option<usize>) -> Mapping {
    let (run, measures) = (&opened.run, &opened.measures);
    let chosen = &opened.book.sheets[sheet];
    if sheet != run.mapping.sheet {
        return crate::import::recognition::for_sheet(
            chosen,
            sheet,
            run.kind,
            measures,
            &run.file_name,
        );
    }
    with_header(chosen, sheet, header_row, run.kind, measures, &run.file_name)
}
