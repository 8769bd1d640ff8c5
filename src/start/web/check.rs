use super::{load, months, onward, people, sellers};
use crate::clock::Clock;
use crate::db::Tenant;
use crate::start::progress::{LeversForm, Step};
use crate::start::views::{Check, Frame};
use crate::web::{Answer, Form, Query, Result, Shell};

/// The sliders stand in the address: turning them writes nothing.
pub async fn show(
    tenant: Tenant,
    clock: Clock,
    shell: Shell,
    Query(asked): Query<LeversForm>,
) -> Result<Answer<Check>> {
    let today = clock.today(shell.actor.zone);
    let mut db = tenant.begin().await?;
    let known = load(&mut db, today).await?;
    let people = people(&mut db, today).await?;
    let is_asked = asked != LeversForm::default();
    let form = if is_asked { asked } else { known.progress.typed.levers.clone() };
    let found = months(&known).first().and_then(|&(month, kopecks)| {
        let sellers = sellers(&known, &people, month);
        let found = known.feasibility(kopecks, month, &sellers, form.levers())?;
        Some((month, kopecks, found))
    });
    let month = months(&known).first().copied();
    let frame = Frame::new(&known.progress, Step::Check);
    Ok(Answer::Page(Check { shell, frame, known, month, found: found.map(|found| found.2), form }))
}

pub async fn go_on(
    tenant: Tenant,
    clock: Clock,
    shell: Shell,
    Form(form, once): Form<LeversForm>,
) -> Result<Answer<Check>> {
    let today = clock.today(shell.actor.zone);
    let mut db = tenant.begin_once(once).await?;
    let mut known = load(&mut db, today).await?;
    known.progress.typed.levers = form.kept();
    let next = onward(&mut db, known.progress, Step::Check).await?;
    Ok(Answer::SeeOther(db.commit_to(next.href()).await?))
}
