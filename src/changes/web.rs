use std::collections::BTreeSet;

use super::asked::{Asked, Filter, Reach};
use super::record::Record;
use super::store;
use super::views::{Found, Index};
use crate::access::{Actor, Role, Scope};
use crate::clock::Clock;
use crate::company::{self, Member};
use crate::db::Tenant;
use crate::web::{Answer, Error, Query, Result, Shell};

pub async fn index(
    tenant: Tenant,
    clock: Clock,
    shell: Shell,
    Query(asked): Query<Asked>,
) -> Result<Answer<Index>> {
    let (filter, errors) = asked.check().ok_or(Error::NotFound)?;
    let (zone, today) = (shell.actor.zone, clock.today(shell.actor.zone));
    let mut db = tenant.begin().await?;
    let scope = shell.actor.scope();
    let mut people = company::members(&mut db, today).await?;
    people.retain(|person| person.is_within(&scope));
    let reach = reach(&shell.actor, &scope, &people);
    let about = match &filter.named {
        Some(text) => Some(store::named(&mut db, text).await?),
        None => None,
    };
    let within = (about.as_deref(), zone);
    let records = store::records(&mut db, &filter, reach.as_ref(), within).await?;
    let mut ids: BTreeSet<_> = records.iter().flat_map(Record::ids).collect();
    ids.extend(filter.id);
    let ids: Vec<_> = ids.into_iter().collect();
    let names = store::names(&mut db, &ids).await?;
    let is_known = filter.id.is_none_or(|id| names.holds(id));
    if !is_known || !is_seen(&filter, &people, reach.as_ref(), records.is_empty()) {
        return Err(Error::NotFound);
    }
    let found = Found { people, records, names };
    let is_refused = !errors.is_empty();
    let page = Index::new(shell, today, asked, filter, found, errors);
    Ok(if is_refused { Answer::Refused(page) } else { Answer::Page(page) })
}

/// A head sees what concerns the own departments: their people, plans and themselves, what their
/// managers did, and what is everybody's: the catalogue of metrics and the set-up.
fn reach(actor: &Actor, scope: &Scope, people: &[Member]) -> Option<Reach> {
    let departments = match scope {
        Scope::Company => return None,
        Scope::Departments(ids) => ids.clone(),
        Scope::Own(_) => vec![],
    };
    let managers = people.iter().filter(|person| person.role == Role::Manager);
    let authors = managers.map(|person| person.id).chain([actor.member]).collect();
    Some(Reach { people: people.iter().map(|person| person.id).collect(), authors, departments })
}

/// Whether what is asked for is the reader's to ask. A thing of which a head sees no change is not.
fn is_seen(filter: &Filter, people: &[Member], reach: Option<&Reach>, is_empty: bool) -> bool {
    let is_person = |id| people.iter().any(|person| person.id.0 == id);
    let has_author = filter.by.is_none_or(|by| is_person(by.0));
    let is_open = reach.is_none() || filter.is_everybodys() || !is_empty;
    let has_thing = is_open || filter.id.is_none_or(is_person);
    has_author && has_thing
}
