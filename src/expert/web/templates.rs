use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use uuid::Uuid;

use crate::db::{Login, LoginTx, Tenant, TenantTx, hold_company};
use crate::expert::own_template::{OwnTemplate, Save, SaveForm, taken};
use crate::expert::store;
use crate::expert::views::{Desk, Offered, Offers, Templates};
use crate::form::FieldErrors;
use crate::signin;
use crate::template::{self, Offer, Tense, summary};
use crate::web::{Answer, Error, Form, Path, Plain, Result, Shell, Visit};

/// The person's own list, in whatever company.
pub async fn index(login: Login, visit: Visit) -> Result<Answer<Templates>> {
    let mut db = login.begin().await?;
    let templates = store::templates(&mut db, visit.person).await?;
    let name = signin::name_of(&mut db, visit.person).await?;
    Ok(Answer::Page(Templates { desk: Desk::of(visit, name, "/clients/templates"), templates }))
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Hiding {
    /// «no»: shown again.
    hidden: String,
}

pub async fn hide(
    login: Login,
    visit: Visit,
    Path(id): Path<Uuid>,
    Plain(form): Plain<Hiding>,
) -> Result<Response> {
    let mut db = login.begin().await?;
    if !store::hide(&mut db, visit.person, id, form.hidden != "no").await? {
        return Err(Error::NotFound);
    }
    db.commit().await?;
    Ok(Answer::<Templates>::SeeOther("/clients/templates".into()).into_response())
}

/// In a company: what can be applied here, and the form that takes its set-up along.
pub async fn offers(login: Login, shell: Shell) -> Result<Answer<Offers>> {
    let templates = store::templates(&mut login.begin().await?, shell.actor.person).await?;
    let (form, errors) = (SaveForm::default(), FieldErrors::default());
    Ok(Answer::Page(Offers { shell, templates, form, errors }))
}

const BEATEN: &str = "Эту версию только что сохранили в другом окне. Сохраните ещё раз, если нужно";

pub async fn save(
    tenant: Tenant,
    shell: Shell,
    Form(form, once): Form<SaveForm>,
) -> Result<Answer<Offers>> {
    let person = shell.actor.person;
    let mut db = tenant.begin_once(once).await?;
    let now = template::present(&mut db).await?.now;
    let mut db = db.into_login().await?;
    let templates = store::templates(&mut db, person).await?;
    let errors = match form.check(&templates) {
        Err(errors) => errors,
        Ok(save) => {
            let (id, version) = save.of.unwrap_or_else(|| (db.new_id(), 1));
            let content = taken(now, id, version, &save.name);
            if store::keep(&mut db, person, id, &content).await? {
                return kept(db, &shell, &save, version).await;
            }
            FieldErrors::one("form", BEATEN)
        }
    };
    Ok(Answer::Refused(Offers { shell, templates, form, errors }))
}

async fn kept(db: LoginTx, shell: &Shell, save: &Save, version: i32) -> Result<Answer<Offers>> {
    let actor = &shell.actor;
    let mut db = db.into_company(actor.company, actor.member, actor.role).await?;
    store::tell(&mut db, &save.name).await?;
    let location = db.commit_to("/setup/own-templates").await?;
    Ok(Answer::saying(location, format!("Сохранено: «{}», версия {version}", save.name)))
}

/// One of the person's own that is not hidden.
async fn find(db: &mut LoginTx, shell: &Shell, id: Uuid) -> Result<OwnTemplate> {
    let all = store::templates(db, shell.actor.person).await?;
    all.into_iter().find(|one| one.id == id && !one.is_hidden).ok_or(Error::NotFound)
}

/// What applying it would change here.
pub async fn offer(
    tenant: Tenant,
    login: Login,
    shell: Shell,
    Path(id): Path<Uuid>,
) -> Result<Answer<Offered>> {
    let own = find(&mut login.begin().await?, &shell, id).await?;
    let mut db = tenant.begin().await?;
    let offer = of(&own, &shell, &db);
    let outcome = template::diff(&mut db, offer).await?;
    Ok(Answer::Page(Offered { shell, own, outcome, errors: FieldErrors::default() }))
}

fn of<'a>(own: &'a OwnTemplate, shell: &Shell, db: &TenantTx) -> Offer<'a> {
    let today = db.now().with_timezone(&shell.actor.zone).date_naive();
    Offer { template: &own.content, is_light: false, today }
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Application {
    /// The key of the difference that was looked at.
    seen: String,
}

const OTHERWISE: &str = "Пока страница была открыта, настройку изменили. Ниже — что шаблон изменит теперь: посмотрите и примените ещё раз";

pub async fn apply(
    tenant: Tenant,
    login: Login,
    shell: Shell,
    Path(id): Path<Uuid>,
    Form(form, once): Form<Application>,
) -> Result<Answer<Offered>> {
    let own = find(&mut login.begin().await?, &shell, id).await?;
    let mut db = tenant.begin_once(once).await?;
    hold_company(&mut db).await?;
    let offer = of(&own, &shell, &db);
    let outcome = template::diff(&mut db, offer).await?;
    if outcome.key() != form.seen {
        let errors = FieldErrors::one("form", OTHERWISE);
        return Ok(Answer::Refused(Offered { shell, own, outcome, errors }));
    }
    template::carry_out(&mut db, &outcome, offer).await?;
    let location = db.commit_to("/setup/own-templates").await?;
    let said =
        format!("Шаблон «{}» применён: {}", own.name, summary(outcome.lines.iter(), Tense::Past));
    Ok(Answer::saying(location, said))
}
