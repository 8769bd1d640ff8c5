use axum::extract::State;
use axum::response::{IntoResponse, Response};
use chrono::NaiveDate;
use serde::Deserialize;
use uuid::Uuid;

use super::draft::{Draft, Ground, InvitationForm};
use super::inviter::Inviter;
use super::link::Link;
use super::state::Invitation;
use super::store::{self, Added};
use super::views::{New, Shown, beaten};
use crate::access::Role;
use crate::app::App;
use crate::clock::Clock;
use crate::company::{self, Department, Grant, Member, in_use};
use crate::db::{Tenant, TenantTx, last_editor};
use crate::form::FieldErrors;
use crate::signin::{self, new_token};
use crate::values::InvitationId;
use crate::web::{Answer, Error, Form, Path, Query, Result, Shell, Site};

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    /// Somebody without a sign-in.
    member: String,
    /// The address to begin with.
    email: String,
}

pub async fn new(
    tenant: Tenant,
    clock: Clock,
    State(app): State<App>,
    shell: Shell,
    Query(asked): Query<Asked>,
) -> Result<Answer<New>> {
    let today = clock.today(shell.actor.zone);
    let (mut page, _) = page(&mut tenant.begin().await?, shell, &asked.member, today).await?;
    page.form = InvitationForm::blank(page.member.as_ref(), &page.offered, today);
    page.form.email = asked.email;
    page.sends_letters = app.settings.post.is_some();
    Ok(Answer::Page(page))
}

/// The page with an empty form, and everybody of the company.
async fn page(
    db: &mut TenantTx,
    shell: Shell,
    member: &str,
    today: NaiveDate,
) -> Result<(New, Vec<Member>)> {
    let people = company::members(db, today).await?;
    let departments = company::departments_now(db, today).await?;
    let member = named(&people, member, &shell)?;
    let inviter = Inviter::of(&shell.actor);
    let offered = offered(&inviter, in_use(&departments));
    let (form, errors) = (InvitationForm::default(), FieldErrors::default());
    let sends_letters = false;
    Ok((New { shell, inviter, member, offered, sends_letters, form, errors }, people))
}

/// The member the form names, if any: one whom the reader may not change does not exist for him.
fn named(people: &[Member], id: &str, shell: &Shell) -> Result<Option<Member>> {
    if id.is_empty() {
        return Ok(None);
    }
    let is_it = |one: &&Member| one.id.to_string() == id && one.is_for(&shell.actor);
    people.iter().find(is_it).cloned().map(Some).ok_or(Error::NotFound)
}

fn offered(inviter: &Inviter, mut departments: Vec<Department>) -> Vec<Department> {
    departments.retain(|one| inviter.may_invite(Role::Manager, Some(one.id)));
    departments
}

/// Makes the link and shows it once: what is kept of it opens nothing.
pub async fn create(
    tenant: Tenant,
    clock: Clock,
    State(app): State<App>,
    shell: Shell,
    Site(site): Site,
    Form(mut form, once): Form<InvitationForm>,
) -> Result<Response> {
    let today = clock.today(shell.actor.zone);
    let mut db = tenant.begin_once(once).await?;
    let (mut page, people) = page(&mut db, shell, &form.member, today).await?;
    page.sends_letters = app.settings.post.is_some();
    if !page.sends_letters {
        form.email.clear();
    }
    let own = people.iter().find(|person| person.id == page.shell.actor.member);
    let longest = own.and_then(|own| own.access_until);
    let ground = Ground {
        inviter: &page.inviter,
        people: &people,
        offered: &page.offered,
        member: page.member.as_ref(),
        grant: Grant { zone: page.shell.actor.zone, today, longest },
    };
    let checked = form.check(&ground);
    let (mut db, checked) = unless_taken(db, checked).await?;
    page.form = form;
    page.errors = match checked {
        Err(errors) => errors,
        Ok(draft) => {
            let link = Link::new(new_token(), clock.now());
            match store::add(&mut db, &draft, &link).await? {
                Added::As(id) => {
                    let shown = shown(db, page.shell, id, today, link.at(&site)).await?;
                    return Ok(shown.into_response());
                }
                Added::Beaten => FieldErrors::one(
                    "form",
                    "Этого человека только что пригласили — откройте «Команду»",
                ),
            }
        }
    };
    Ok(Answer::Refused(page).into_response())
}

/// The draft, unless its address is somebody's here already or is invited already.
async fn unless_taken(
    mut db: TenantTx,
    checked: Result<Draft, FieldErrors>,
) -> Result<(TenantTx, Result<Draft, FieldErrors>)> {
    let Ok(Draft { email: Some(email), member, .. }) = &checked else { return Ok((db, checked)) };
    if let Some(name) = store::invited_by(&mut db, email, *member).await? {
        let text = format!(
            "На этот адрес уже ждёт приглашение: {name}. Новую ссылку для него делают в «Команде»"
        );
        return Ok((db, Err(FieldErrors::one("email", text))));
    }
    let (db, here) = signin::member_at(db, email).await?;
    let text = |name| format!("Человек с этим адресом уже входит в компанию: {name}");
    let checked = here.map_or(checked, |name| Err(FieldErrors::one("email", text(name))));
    Ok((db, checked))
}

/// Commits, and shows the link.
async fn shown(
    mut db: TenantTx,
    shell: Shell,
    id: InvitationId,
    today: NaiveDate,
    link: String,
) -> Result<Answer<Shown>> {
    let invitation = store::find(&mut db, id, today).await?.ok_or(Error::NotFound)?;
    db.commit_to(format!("/people/invitations/{id}")).await?;
    let (link, errors) = (Some(link), FieldErrors::default());
    Ok(Answer::Page(Shown { shell, invitation, link, errors }))
}

/// An invitation that this reader could have made.
async fn find(db: &mut TenantTx, shell: &Shell, id: Uuid, today: NaiveDate) -> Result<Invitation> {
    let found = store::find(db, InvitationId(id), today).await?;
    let inviter = Inviter::of(&shell.actor);
    let own = found.filter(|one| inviter.may_invite(one.role, one.department_id()));
    own.ok_or(Error::NotFound)
}

pub async fn show(
    tenant: Tenant,
    clock: Clock,
    shell: Shell,
    Path(id): Path<Uuid>,
) -> Result<Answer<Shown>> {
    let today = clock.today(shell.actor.zone);
    let invitation = find(&mut tenant.begin().await?, &shell, id, today).await?;
    Ok(Answer::Page(Shown { shell, invitation, link: None, errors: FieldErrors::default() }))
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct StateForm {
    row_version: i32,
}

pub async fn renew(
    tenant: Tenant,
    clock: Clock,
    shell: Shell,
    Site(site): Site,
    Path(id): Path<Uuid>,
    Form(form, once): Form<StateForm>,
) -> Result<Answer<Shown>> {
    let today = clock.today(shell.actor.zone);
    let mut db = tenant.begin_once(once).await?;
    let invitation = find(&mut db, &shell, id, today).await?;
    let link = Link::new(new_token(), clock.now());
    let is_renewed = invitation.is_renewable()
        && store::renew(&mut db, invitation.id, &link, form.row_version).await?;
    if is_renewed {
        return shown(db, shell, invitation.id, today, link.at(&site)).await;
    }
    told(&mut db, shell, invitation).await
}

pub async fn revoke(
    tenant: Tenant,
    clock: Clock,
    shell: Shell,
    Path(id): Path<Uuid>,
    Form(form, once): Form<StateForm>,
) -> Result<Answer<Shown>> {
    let today = clock.today(shell.actor.zone);
    let mut db = tenant.begin_once(once).await?;
    let invitation = find(&mut db, &shell, id, today).await?;
    if store::revoke(&mut db, invitation.id, form.row_version).await? {
        let location = db.commit_to("/people").await?;
        let said = format!("Приглашение отозвано: {}. Ссылка больше не откроется", invitation.name);
        return Ok(Answer::saying(location, said));
    }
    told(&mut db, shell, invitation).await
}

/// The invitation as it has become, and who was first.
async fn told(db: &mut TenantTx, shell: Shell, invitation: Invitation) -> Result<Answer<Shown>> {
    let editor = last_editor(db, invitation.id.0).await?;
    let errors = FieldErrors::one("form", beaten(editor.as_ref(), shell.actor.zone));
    Ok(Answer::Refused(Shown { shell, invitation, link: None, errors }))
}
