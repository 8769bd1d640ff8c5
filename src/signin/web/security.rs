use chrono::NaiveDate;
use serde::Deserialize;
use serde_json::json;
use uuid::Uuid;

use crate::access::{Actor, Permission};
use crate::clock::Clock;
use crate::company::{self, Member};
use crate::db::{BeginError, LoginTx, Tenant, TenantTx, last_editor};
use crate::form::FieldErrors;
use crate::signin::reach::{self, SignIn};
use crate::signin::rule::RuleForm;
use crate::signin::session::token_hash;
use crate::signin::store::Maker;
use crate::signin::views::{OneSignIn, SignIns};
use crate::signin::{reset, store};
use crate::web::{Answer, Error, Form, Path, Result, Shell, Site, Visit, overtaken};

pub async fn index(tenant: Tenant, clock: Clock, shell: Shell) -> Result<Answer<SignIns>> {
    let today = clock.today(shell.actor.zone);
    let mut db = tenant.begin().await?;
    let form = if shell.may(Permission::SecondFactors) {
        Some(RuleForm::of(&store::rule(&mut db).await?, today))
    } else {
        None
    };
    let (people, _) = in_reach(db, &shell.actor, today).await?;
    Ok(Answer::Page(SignIns { shell, people, form, errors: FieldErrors::default() }))
}

/// Whom the company asks for a second factor.
pub async fn save_rule(
    tenant: Tenant,
    clock: Clock,
    shell: Shell,
    Form(mut form, once): Form<RuleForm>,
) -> Result<Answer<SignIns>> {
    let today = clock.today(shell.actor.zone);
    let mut db = tenant.begin_once(once).await?;
    let before = store::rule(&mut db).await?;
    let errors = match form.check(&before, today) {
        Err(errors) => errors,
        Ok(rule) if store::save_rule(&mut db, &before, &rule).await? => {
            let location = db.commit_to("/security").await?;
            let said = format!("Второй фактор обязателен: {}", rule.summary());
            return Ok(Answer::saying(location, said));
        }
        Ok(_) => {
            form.row_version = before.row_version;
            let editor = last_editor(&mut db, shell.actor.company.0).await?;
            let told = overtaken(editor.as_ref(), shell.actor.zone, &before.summary());
            FieldErrors::one("form", told)
        }
    };
    let (people, _) = in_reach(db, &shell.actor, today).await?;
    Ok(Answer::Refused(SignIns { shell, people, form: Some(form), errors }))
}

/// Those whom the actor may help, with their sign-ins; goes on as sign-in.
async fn in_reach(
    mut db: TenantTx,
    actor: &Actor,
    today: NaiveDate,
) -> Result<(Vec<(Member, SignIn)>, LoginTx)> {
    let members = company::members(&mut db, today).await?;
    let mut db = db.into_login().await?;
    let sign_ins = store::sign_ins(&mut db, actor.company).await?;
    let people = members.into_iter().filter_map(|member| {
        let sign_in = sign_ins.iter().find(|sign_in| sign_in.member == member.id)?.clone();
        reach::reaches(actor, &member, &sign_in, today).then_some((member, sign_in))
    });
    Ok((people.collect(), db))
}

async fn one(
    db: TenantTx,
    actor: &Actor,
    today: NaiveDate,
    id: Uuid,
) -> Result<(Member, SignIn, LoginTx)> {
    let (people, db) = in_reach(db, actor, today).await?;
    let found = people.into_iter().find(|(member, _)| member.id.0 == id);
    let (member, sign_in) = found.ok_or(Error::NotFound)?;
    Ok((member, sign_in, db))
}

pub async fn show(
    tenant: Tenant,
    clock: Clock,
    shell: Shell,
    Path(id): Path<Uuid>,
) -> Result<Answer<OneSignIn>> {
    let today = clock.today(shell.actor.zone);
    let (member, sign_in, _) = one(tenant.begin().await?, &shell.actor, today, id).await?;
    Ok(Answer::Page(OneSignIn {
        shell,
        member,
        sign_in,
        link: None,
        errors: FieldErrors::default(),
    }))
}

#[derive(Debug, Deserialize)]
pub struct Nothing {}

/// The link is seen on this answer only. Sent twice the form gives the same link: its secret comes from the submission.
pub async fn make_link(
    tenant: Tenant,
    clock: Clock,
    visit: Visit,
    shell: Shell,
    Site(site): Site,
    Path(id): Path<Uuid>,
    Form(Nothing {}, once): Form<Nothing>,
) -> Result<Answer<OneSignIn>> {
    let (actor, today) = (&shell.actor, clock.today(shell.actor.zone));
    let secret = visit.secret.derive("reset link", once.0, "");
    match tenant.begin_once(once).await {
        Err(BeginError::Repeated(_)) => {}
        begun => {
            let (member, sign_in, db) = one(begun?, actor, today, id).await?;
            if let Some(why) = add_link(db, actor, &sign_in, &secret).await? {
                let errors = FieldErrors::one("form", why);
                let page = OneSignIn { shell, member, sign_in, link: None, errors };
                return Ok(Answer::Refused(page));
            }
        }
    }
    let (member, sign_in, _) = one(tenant.begin().await?, actor, today, id).await?;
    let link = sign_in.link.as_ref().filter(|link| link.hash == token_hash(&secret));
    let link = link.map(|_| format!("{site}/reset?link={secret}"));
    Ok(Answer::Page(OneSignIn { shell, member, sign_in, link, errors: FieldErrors::default() }))
}

/// The sign-in as it stands while its person is held: nobody lets him into another company in between.
async fn held(db: &mut LoginTx, actor: &Actor, sign_in: &SignIn) -> Result<SignIn> {
    store::hold_person(db, sign_in.person).await?;
    let sign_ins = store::sign_ins(db, actor.company).await?;
    sign_ins.into_iter().find(|one| one.member == sign_in.member).ok_or(Error::NotFound)
}

/// Makes the link unless the sign-in opens more than this company; says why not.
async fn add_link(
    mut db: LoginTx,
    actor: &Actor,
    sign_in: &SignIn,
    secret: &str,
) -> Result<Option<&'static str>> {
    store::hold_person(&mut db, sign_in.person).await?;
    let sign_ins = store::sign_ins(&mut db, actor.company).await?;
    let sign_in =
        sign_ins.iter().find(|one| one.member == sign_in.member).ok_or(Error::NotFound)?;
    if let Some(why) = sign_in.refusal() {
        return Ok(Some(why));
    }
    let ends_at = db.now() + reset::LASTS;
    let maker = Maker::Member(actor.company, actor.member, &actor.name);
    store::add_link(&mut db, secret, sign_in.person, ends_at, &maker).await?;
    let after = Some(json!({ "ends_at": ends_at }));
    let db = store::record_about(db, actor, sign_in.member, "reset_link", after).await?;
    db.commit_to(format!("/security/{}", sign_in.member)).await?;
    Ok(None)
}

/// Takes off the second factor of one who has lost the phone and the codes; his sessions end.
pub async fn lift_second_factor(
    tenant: Tenant,
    clock: Clock,
    shell: Shell,
    Path(id): Path<Uuid>,
    Form(Nothing {}, once): Form<Nothing>,
) -> Result<Answer<OneSignIn>> {
    let (actor, today) = (&shell.actor, clock.today(shell.actor.zone));
    let (member, sign_in, mut db) = one(tenant.begin_once(once).await?, actor, today, id).await?;
    let sign_in = held(&mut db, actor, &sign_in).await?;
    if let Some(why) = sign_in.refusal() {
        let errors = FieldErrors::one("form", why);
        return Ok(Answer::Refused(OneSignIn { shell, member, sign_in, link: None, errors }));
    }
    let location = format!("/security/{id}");
    if !store::remove_second_factor(&mut db, sign_in.person).await? {
        return Ok(Answer::saying(location, "Второго фактора уже нет"));
    }
    store::end_sessions(&mut db, sign_in.person).await?;
    let db = store::record_about(db, actor, member.id, "lift_second_factor", None).await?;
    let said = format!("{}: второй фактор снят, входы завершены", member.name);
    Ok(Answer::saying(db.commit_to(location).await?, said))
}
