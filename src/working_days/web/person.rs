use chrono::{Months, NaiveDate};
use serde::Deserialize;
use uuid::Uuid;

use crate::clock::Clock;
use crate::company::{self, Member};
use crate::db::{Tenant, TenantTx, last_editor};
use crate::form::FieldErrors;
use crate::web::{Answer, Error, Form, Path, Result, Shell, outpaced, overtaken};
use crate::working_days::absence::{Absence, AbsenceForm};
use crate::working_days::capacity::CapacityForm;
use crate::working_days::schedule::ScheduleForm;
use crate::working_days::store;
use crate::working_days::views::Person;

/// How long an absence that is over is still listed.
const SHOWN: Months = Months::new(12);

/// A person whom this reader may change: others do not exist for him.
async fn find(db: &mut TenantTx, shell: &Shell, id: Uuid, today: NaiveDate) -> Result<Member> {
    let people = company::members(db, today).await?;
    let mut found = people.into_iter().filter(|person| person.id.0 == id);
    found.find(|person| person.is_for(&shell.actor)).ok_or(Error::NotFound)
}

/// The page with its forms as they are when nobody has typed.
async fn page(db: &mut TenantTx, shell: Shell, id: Uuid, today: NaiveDate) -> Result<Person> {
    let member = find(db, &shell, id, today).await?;
    let absences = store::absences(db, Some(member.id), today - SHOWN).await?;
    let lines = store::lines(db, member.id).await?;
    Ok(Person {
        form: AbsenceForm::blank(),
        schedule: ScheduleForm {
            seen: lines.seen,
            ..ScheduleForm::of(lines.schedule(today), today)
        },
        capacity: CapacityForm { seen: lines.seen, ..CapacityForm::blank(today) },
        errors: FieldErrors::default(),
        shell,
        today,
        member,
        absences,
        lines,
    })
}

pub async fn show(
    tenant: Tenant,
    clock: Clock,
    shell: Shell,
    Path(id): Path<Uuid>,
) -> Result<Answer<Person>> {
    let today = clock.today(shell.actor.zone);
    Ok(Answer::Page(page(&mut tenant.begin().await?, shell, id, today).await?))
}

/// The page of a held person: nobody else changes these days until the end of the transaction.
async fn held(db: &mut TenantTx, shell: Shell, id: Uuid, today: NaiveDate) -> Result<Person> {
    store::hold(db, crate::values::MemberId(id)).await?;
    page(db, shell, id, today).await
}

pub async fn be_away(
    tenant: Tenant,
    clock: Clock,
    shell: Shell,
    Path(id): Path<Uuid>,
    Form(form, once): Form<AbsenceForm>,
) -> Result<Answer<Person>> {
    let today = clock.today(shell.actor.zone);
    let mut db = tenant.begin_once(once).await?;
    let mut page = held(&mut db, shell, id, today).await?;
    let checked = form.check(&page.member, &page.absences, today);
    page.form = form;
    page.errors = match checked {
        Ok(new) => {
            store::record(&mut db, page.member.id, &new).await?;
            let location = db.commit_to(page.address()).await?;
            return Ok(Answer::saying(location, new.said(today)));
        }
        Err(errors) => errors,
    };
    Ok(Answer::Refused(page))
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Version {
    row_version: i32,
}

pub async fn not_be_away(
    tenant: Tenant,
    clock: Clock,
    shell: Shell,
    Path((id, absence)): Path<(Uuid, Uuid)>,
    Form(form, once): Form<Version>,
) -> Result<Answer<Person>> {
    let today = clock.today(shell.actor.zone);
    let mut db = tenant.begin_once(once).await?;
    let mut page = held(&mut db, shell, id, today).await?;
    let found: Option<Absence> = page.absences.iter().find(|one| one.id == absence).cloned();
    let absence = found.ok_or(Error::NotFound)?;
    if store::void(&mut db, &absence, form.row_version).await? {
        let location = db.commit_to(page.address()).await?;
        let said = format!("Отменено: {}. Эти дни снова рабочие", absence.said(today));
        return Ok(Answer::saying(location, said));
    }
    let editor = last_editor(&mut db, id).await?;
    let now = format!("{}: уже отменено", absence.said(today));
    page.errors = FieldErrors::one("form", outpaced(editor.as_ref(), page.shell.actor.zone, &now));
    Ok(Answer::Refused(page))
}

pub async fn schedule(
    tenant: Tenant,
    clock: Clock,
    shell: Shell,
    Path(id): Path<Uuid>,
    Form(form, once): Form<ScheduleForm>,
) -> Result<Answer<Person>> {
    let today = clock.today(shell.actor.zone);
    let mut db = tenant.begin_once(once).await?;
    let mut page = held(&mut db, shell, id, today).await?;
    let checked = form.check(today);
    let is_stale = form.seen != page.lines.seen;
    page.schedule = ScheduleForm { seen: page.lines.seen, ..form };
    if is_stale {
        return changed_meanwhile(&mut db, page).await;
    }
    page.errors = match checked {
        Ok(new) => {
            store::schedule(&mut db, page.member.id, new).await?;
            let location = db.commit_to(page.address()).await?;
            return Ok(Answer::saying(
                location,
                "График записан. План прошедших дней не изменился",
            ));
        }
        Err(errors) => errors,
    };
    Ok(Answer::Refused(page))
}

pub async fn carry(
    tenant: Tenant,
    clock: Clock,
    shell: Shell,
    Path(id): Path<Uuid>,
    Form(form, once): Form<CapacityForm>,
) -> Result<Answer<Person>> {
    let today = clock.today(shell.actor.zone);
    let mut db = tenant.begin_once(once).await?;
    let mut page = held(&mut db, shell, id, today).await?;
    let checked = form.check(today);
    let is_stale = form.seen != page.lines.seen;
    page.capacity = CapacityForm { seen: page.lines.seen, ..form };
    if is_stale {
        return changed_meanwhile(&mut db, page).await;
    }
    page.errors = match checked {
        Ok(lines) => {
            store::carry(&mut db, page.member.id, &lines).await?;
            let location = db.commit_to(page.address()).await?;
            return Ok(Answer::saying(location, "Доля плана записана"));
        }
        Err(errors) => errors,
    };
    Ok(Answer::Refused(page))
}

/// What the second of two editors is told; the next save is of the present lines.
async fn changed_meanwhile(db: &mut TenantTx, mut page: Person) -> Result<Answer<Person>> {
    let editor = last_editor(db, page.member.id.0).await?;
    let text = overtaken(editor.as_ref(), page.shell.actor.zone, "нынешние строки — на странице");
    page.errors = FieldErrors::one("form", text);
    Ok(Answer::Refused(page))
}
