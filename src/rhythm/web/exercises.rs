use uuid::Uuid;

use super::rituals::Visibility;
use crate::db::{Tenant, TenantTx, hold_company, last_editor};
use crate::form::{FieldErrors, Typed};
use crate::rhythm::exercise::{Exercise, blank, check, typed};
use crate::rhythm::store;
use crate::rhythm::views::{Exercises, OneExercise};
use crate::web::{Answer, Error, Form, Path, Result, Shell, outpaced, overtaken};

const HERE: &str = "/setup/exercises";

pub async fn index(tenant: Tenant, shell: Shell) -> Result<Answer<Exercises>> {
    let all = store::exercises(&mut tenant.begin().await?).await?;
    Ok(Answer::Page(Exercises { shell, all, errors: FieldErrors::default() }))
}

pub async fn new(shell: Shell) -> Result<Answer<OneExercise>> {
    let (form, errors) = (blank(), FieldErrors::default());
    Ok(Answer::Page(OneExercise { shell, exercise: None, form, errors }))
}

pub async fn create(
    tenant: Tenant,
    shell: Shell,
    Form(form, once): Form<Typed>,
) -> Result<Answer<OneExercise>> {
    let mut db = tenant.begin_once(once).await?;
    hold_company(&mut db).await?;
    let all = store::exercises(&mut db).await?;
    match check(&form, None, &all) {
        Err(errors) => Ok(Answer::Refused(OneExercise { shell, exercise: None, form, errors })),
        Ok(draft) => {
            store::add_exercise(&mut db, &draft).await?;
            Ok(Answer::saying(
                db.commit_to(HERE).await?,
                format!("Упражнение добавлено: {}", draft.name),
            ))
        }
    }
}

async fn load(db: &mut TenantTx, id: Uuid) -> Result<(Exercise, Vec<Exercise>)> {
    let all = store::exercises(db).await?;
    let one = all.iter().find(|exercise| exercise.id.0 == id).cloned().ok_or(Error::NotFound)?;
    Ok((one, all))
}

pub async fn show(
    tenant: Tenant,
    shell: Shell,
    Path(id): Path<Uuid>,
) -> Result<Answer<OneExercise>> {
    let (exercise, _) = load(&mut tenant.begin().await?, id).await?;
    let (form, errors) = (typed(&exercise), FieldErrors::default());
    Ok(Answer::Page(OneExercise { shell, exercise: Some(exercise), form, errors }))
}

pub async fn update(
    tenant: Tenant,
    shell: Shell,
    Path(id): Path<Uuid>,
    Form(mut form, once): Form<Typed>,
) -> Result<Answer<OneExercise>> {
    let mut db = tenant.begin_once(once).await?;
    hold_company(&mut db).await?;
    let (exercise, all) = load(&mut db, id).await?;
    let errors = match check(&form, Some(exercise.id), &all) {
        Err(errors) => errors,
        Ok(draft) => {
            if store::save_exercise(&mut db, &exercise, &draft, form.row_version()).await? {
                return Ok(Answer::saying(
                    db.commit_to(HERE).await?,
                    format!("Сохранено: {}", draft.name),
                ));
            }
            form.set("row_version", exercise.row_version.to_string());
            let editor = last_editor(&mut db, id).await?;
            FieldErrors::one(
                "form",
                overtaken(editor.as_ref(), shell.actor.zone, &exercise.summary()),
            )
        }
    };
    Ok(Answer::Refused(OneExercise { shell, exercise: Some(exercise), form, errors }))
}

pub async fn set_visibility(
    tenant: Tenant,
    shell: Shell,
    Path(id): Path<Uuid>,
    Form(form, once): Form<Visibility>,
) -> Result<Answer<Exercises>> {
    let mut db = tenant.begin_once(once).await?;
    let (exercise, all) = load(&mut db, id).await?;
    if !store::hide_exercise(&mut db, exercise.id, form.hidden, form.row_version).await? {
        let editor = last_editor(&mut db, id).await?;
        let text = outpaced(editor.as_ref(), shell.actor.zone, &exercise.summary());
        return Ok(Answer::Refused(Exercises {
            shell,
            all,
            errors: FieldErrors::one("form", text),
        }));
    }
    let said =
        if form.hidden { "Убрано из списка" } else { "Снова в списке" };
    Ok(Answer::saying(db.commit_to(HERE).await?, format!("{said}: {}", exercise.draft.name)))
}
