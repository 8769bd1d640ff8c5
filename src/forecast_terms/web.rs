use super::draft::{check, scaled, typed};
use super::store::{self, Held};
use super::terms::Terms;
use super::views::Show;
use crate::clock::Clock;
use crate::db::{Tenant, hold_company};
use crate::form::{FieldErrors, Typed};
use crate::web::{Answer, Form, Result, Shell, overtaken};

const HERE: &str = "/setup/forecast";

pub async fn show(tenant: Tenant, shell: Shell) -> Result<Answer<Show>> {
    let history = store::history(&mut tenant.begin().await?).await?;
    let form = filled(&history);
    Ok(Answer::Page(Show { shell, history, form, errors: FieldErrors::default() }))
}

/// The form as nobody has typed in it: what holds, or what is usual.
fn filled(history: &[Held]) -> Typed {
    let terms = history.first().map_or_else(Terms::usual, |held| held.terms.clone());
    based(typed(&terms), history)
}

/// The form on what is written now.
fn based(mut form: Typed, history: &[Held]) -> Typed {
    form.set("base", base(history));
    form
}

/// Names the state the form was opened on.
fn base(history: &[Held]) -> String {
    history
        .first()
        .map_or_else(String::new, |held| format!("{}.{}", held.from_on, held.row_version))
}

pub async fn save(
    tenant: Tenant,
    clock: Clock,
    shell: Shell,
    Form(form, once): Form<Typed>,
) -> Result<Answer<Show>> {
    let today = clock.today(shell.actor.zone);
    let mut db = tenant.begin_once(once).await?;
    hold_company(&mut db).await?;
    let history = store::history(&mut db).await?;
    if form.get("do") == "whole" {
        return Ok(match scaled(form) {
            Ok(form) => Answer::Page(Show { shell, history, form, errors: FieldErrors::default() }),
            Err((form, errors)) => Answer::Refused(Show { shell, history, form, errors }),
        });
    }
    let before = history.first();
    let errors = match check(&form) {
        Err(errors) => errors,
        Ok(_) if form.get("base") != base(&history) => {
            let editor = before.and_then(Held::editor);
            let now = before.map(Held::summary).unwrap_or_default();
            let told = overtaken(editor.as_ref(), shell.actor.zone, &now);
            let (form, errors) = (based(form, &history), FieldErrors::one("form", told));
            return Ok(Answer::Refused(Show { shell, history, form, errors }));
        }
        Ok(terms) if before.is_some_and(|held| held.terms == terms) => {
            return Ok(Answer::saying(
                db.commit_to(HERE).await?,
                "Числа прежние, условия не изменились",
            ));
        }
        Ok(terms) => {
            store::save(&mut db, today, &terms, before).await?;
            return Ok(Answer::saying(
                db.commit_to(HERE).await?,
                "Сохранено, действует с сегодняшнего дня",
            ));
        }
    };
    Ok(Answer::Refused(Show { shell, history, form, errors }))
}
