use chrono::NaiveDate;
use serde::Deserialize;
use uuid::Uuid;

use super::team::ID_TAKEN;
use super::{find, load, told};
use crate::access::{Permission, Role};
use crate::clientele;
use crate::clock::Clock;
use crate::company::base_role::{LAST_OWNER, RoleForm};
use crate::company::department::{Department, in_use};
use crate::company::dismissal::{DismissalForm, heirs};
use crate::company::member::{Member, MemberForm};
use crate::company::placement::{Ground, MoveForm};
use crate::company::store::{self, Kept, Saved};
use crate::company::until::Grant;
use crate::company::views::Person;
use crate::db::{Tenant, TenantTx};
use crate::form::FieldErrors;
use crate::values::russian::listed;
use crate::web::{Answer, Form, Path, Query, Result, Shell};

/// A row of the history whose day is wrong.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    correct: String,
}

pub async fn show(
    tenant: Tenant,
    clock: Clock,
    shell: Shell,
    Path(id): Path<Uuid>,
    Query(asked): Query<Asked>,
) -> Result<Answer<Person>> {
    let today = clock.today(shell.actor.zone);
    let (mut page, _) = page(&mut tenant.begin().await?, shell, id, today).await?;
    if let Ok(was) = asked.correct.parse() {
        page.placement =
            MoveForm { row_version: page.member.row_version, ..MoveForm::correcting(was) };
    }
    Ok(Answer::Page(page))
}

/// The page with its forms as they are when nobody has typed, and everybody of the company.
pub(super) async fn page(
    db: &mut TenantTx,
    shell: Shell,
    id: Uuid,
    today: NaiveDate,
) -> Result<(Person, Vec<Member>)> {
    let (people, departments) = load(db, today).await?;
    let member = find(&people, id, &shell.actor)?;
    let history = store::placements(db, member.id).await?;
    let clients = clientele::of_member(db, member.id, today).await?;
    let page = Person {
        heirs: heirs(&people, member.id, &shell.actor, today),
        clients,
        form: MemberForm::of(&member),
        placement: MoveForm { row_version: member.row_version, ..MoveForm::blank(today) },
        role: RoleForm::of(&member, shell.actor.zone),
        dismissal: DismissalForm { row_version: member.row_version, ..DismissalForm::blank(today) },
        offered: offered(&shell, in_use(&departments)),
        errors: FieldErrors::default(),
        shell,
        now: db.now(),
        today,
        member,
        departments,
        history,
    };
    Ok((page, people))
}

/// A head moves people within the departments headed.
fn offered(shell: &Shell, mut departments: Vec<Department>) -> Vec<Department> {
    if !shell.may(Permission::PeopleEdit) {
        departments.retain(|department| shell.actor.heads.contains(&department.id));
    }
    departments
}

/// The page after somebody else was first: it says who, and the next save is of the present version.
pub(super) async fn overtaken(db: &mut TenantTx, mut page: Person) -> Result<Answer<Person>> {
    let member = &page.member;
    page.errors = told(db, &page.shell, member.id.0, &member.summary()).await?;
    let version = member.row_version;
    (page.form.row_version, page.placement.row_version) = (version, version);
    (page.role.row_version, page.dismissal.row_version) = (version, version);
    Ok(Answer::Refused(page))
}

pub async fn update(
    tenant: Tenant,
    clock: Clock,
    shell: Shell,
    Path(id): Path<Uuid>,
    Form(form, once): Form<MemberForm>,
) -> Result<Answer<Person>> {
    let today = clock.today(shell.actor.zone);
    let mut db = tenant.begin_once(once).await?;
    let (mut page, people) = page(&mut db, shell, id, today).await?;
    let checked = form.check(page.member.id, &people);
    page.form = form;
    page.errors = match checked {
        Err(errors) => errors,
        Ok(draft) => {
            let version = page.form.row_version;
            match store::save(&mut db, &page.member, &draft, version).await? {
                Saved::As(_) => {
                    let location = db.commit_to("/people").await?;
                    return Ok(Answer::saying(location, format!("Сохранено: {}", draft.name)));
                }
                Saved::ExternalIdTaken => FieldErrors::one("external_id", ID_TAKEN),
                Saved::Overtaken => return overtaken(&mut db, page).await,
            }
        }
    };
    Ok(Answer::Refused(page))
}

pub async fn move_on(
    tenant: Tenant,
    clock: Clock,
    shell: Shell,
    Path(id): Path<Uuid>,
    Form(form, once): Form<MoveForm>,
) -> Result<Answer<Person>> {
    let today = clock.today(shell.actor.zone);
    let mut db = tenant.begin_once(once).await?;
    let (mut page, _) = page(&mut db, shell, id, today).await?;
    let ground = Ground {
        member: &page.member,
        history: &page.history,
        offered: &page.offered,
        own: (!page.shell.may(Permission::PeopleEdit)).then_some(&*page.shell.actor.heads),
        today,
    };
    let checked = form.check(&ground);
    page.placement = form;
    match checked {
        Err(errors) => page.errors = errors,
        Ok(moved) => {
            let (lines, version) = ((&page.history, &moved), page.placement.row_version);
            if !store::place_anew(&mut db, page.member.id, lines, version).await? {
                return overtaken(&mut db, page).await;
            }
            let location = db.commit_to(format!("/people/{id}")).await?;
            return Ok(Answer::saying(
                location,
                "Записано. Факты этих дней перешли вместе с человеком",
            ));
        }
    }
    Ok(Answer::Refused(page))
}

pub async fn change_role(
    tenant: Tenant,
    clock: Clock,
    shell: Shell,
    Path(id): Path<Uuid>,
    Form(form, once): Form<RoleForm>,
) -> Result<Answer<Person>> {
    let today = clock.today(shell.actor.zone);
    let mut db = tenant.begin_once(once).await?;
    let (mut page, people) = page(&mut db, shell, id, today).await?;
    let heads = store::headed_by(&mut db, page.member.id, today).await?;
    let by = (page.shell.actor.member, page.shell.actor.role);
    let (has_owner, grant) = (page.shell.actor.has_owner, grant(&page.shell, &people, today));
    let checked = form.check(&page.member, by, (&heads, has_owner), grant);
    page.role = form;
    page.errors = match checked {
        Err(errors) => errors,
        Ok(draft) => {
            let version = page.role.row_version;
            match store::change_role(&mut db, &page.member, draft, version).await? {
                Kept::Done => {
                    let location = db.commit_to(after(&page.member, by, draft.role)).await?;
                    let said = said(&page.member, draft.role, &heads);
                    return Ok(Answer::saying(location, said));
                }
                Kept::Overtaken => return overtaken(&mut db, page).await,
                Kept::LastOwner => FieldErrors::one("role", LAST_OWNER),
            }
        }
    };
    Ok(Answer::Refused(page))
}

/// How far this reader may let experts in.
fn grant(shell: &Shell, people: &[Member], today: NaiveDate) -> Grant {
    let own = people.iter().find(|person| person.id == shell.actor.member);
    Grant { zone: shell.actor.zone, today, longest: own.and_then(|own| own.access_until) }
}

/// An owner who is one no more may not see this page again.
fn after(member: &Member, (by, _): (crate::values::MemberId, Role), role: Role) -> String {
    let is_shut_out = member.id == by && !role.may(Permission::PeopleEdit);
    if is_shut_out { "/home".into() } else { format!("/people/{}", member.id) }
}

/// The effect in words.
fn said(member: &Member, role: Role, heads: &[String]) -> String {
    let means = match (role, heads) {
        (Role::Head, []) => "назначьте отдел, которым руководит: «Команда» → отдел".to_owned(),
        (Role::Head, heads) => format!("ведёт: {}", listed(heads)),
        _ => role.means().to_owned(),
    };
    format!("{} — {}: {means}. Действует сразу", member.name, role.name())
}
