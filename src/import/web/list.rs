use crate::access::Role;
use crate::db::{Tenant, TenantTx};
use crate::form::FieldErrors;
use crate::import::mapping::Kind;
use crate::import::store;
use crate::import::views::Index;
use crate::web::{Answer, Result, Shell};

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
