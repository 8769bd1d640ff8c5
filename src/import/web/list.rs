use uuid::Uuid;

use super::opened::find;
use crate::access::{Permission, Role};
use crate::db::{Tenant, TenantTx, last_editor};
use crate::form::FieldErrors;
use crate::import::mapping::Kind;
use crate::import::mapping_form::Typed;
use crate::import::run::Run;
use crate::import::store;
use crate::import::views::Index;
use crate::values::ImportId;
use crate::web::{Answer, Error, Form, Path, Result, Shell, outpaced};

pub async fn index(tenant: Tenant, shell: Shell) -> Result<Answer<Index>> {
    let mut db = tenant.begin().await?;
    Ok(Answer::Page(page(&mut db, shell, Kind::Facts).await?))
}

/// The list with an empty form.
pub async fn page(db: &mut TenantTx, shell: Shell, kind: Kind) -> Result<Index> {
    let own = (shell.actor.role == Role::Head).then_some(shell.actor.member);
    let runs = store::list(db, own).await?;
    Ok(Index { shell, runs, kind, errors: FieldErrors::default(), refused: None })
}

/// Takes a draft out of the list.
pub async fn discard(
    tenant: Tenant,
    shell: Shell,
    Path(id): Path<Uuid>,
    Form(typed, once): Form<Typed>,
) -> Result<Answer<Index>> {
    let mut db = tenant.begin_once(once).await?;
    store::hold(&mut db, ImportId(id)).await?;
    let run = find(&mut db, &shell, id).await?;
    if run.by != shell.actor.member && !shell.may(Permission::ImportDiscardAny) {
        return Err(Error::Forbidden(Permission::ImportDiscardAny, shell.actor.role));
    }
    if typed.number("row_version") != Some(run.row_version.into()) || !run.state.is_open() {
        return told(&mut db, shell, &run).await;
    }
    store::discard(&mut db, run.id, &run.file_name).await?;
    let location = db.commit_to("/imports").await?;
    Ok(Answer::saying(location, format!("Убрано из списка: {}", run.file_name)))
}

/// The list as it is now, with who was first.
async fn told(db: &mut TenantTx, shell: Shell, run: &Run) -> Result<Answer<Index>> {
    let editor = last_editor(db, run.id.0).await?;
    let now = format!("{}, {}", run.file_name, run.state.word());
    let text = outpaced(editor.as_ref(), shell.actor.zone, &now);
    let mut index = page(db, shell, run.kind).await?;
    index.errors = FieldErrors::one("form", text);
    Ok(Answer::Refused(index))
}
