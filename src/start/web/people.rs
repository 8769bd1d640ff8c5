use chrono::NaiveDate;
use serde::Deserialize;

use super::{load, onward, people};
use crate::access::Role;
use crate::clock::Clock;
use crate::company::{self, Admission, DepartmentNow};
use crate::db::{Tenant, TenantTx, hold_company};
use crate::form::FieldErrors;
use crate::start::crew::{self, Candidate, Crew};
use crate::start::known::Known;
use crate::start::progress::Step;
use crate::start::views::{Frame, People};
use crate::values::{MemberId, Period};
use crate::web::{Answer, Form, Result, Shell};
use crate::working_days;

pub async fn show(tenant: Tenant, clock: Clock, shell: Shell) -> Result<Answer<People>> {
    let today = clock.today(shell.actor.zone);
    let mut db = tenant.begin().await?;
    let known = load(&mut db, today).await?;
    let people = people(&mut db, today).await?;
    let frame = Frame::new(&known.progress, Step::People);
    Ok(Answer::Page(People {
        shell,
        frame,
        team: people,
        typed: String::new(),
        errors: FieldErrors::default(),
    }))
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Submitted {
    people: String,
    /// «yes»: go on with those who are there.
    skip: String,
}

pub async fn add(
    tenant: Tenant,
    clock: Clock,
    shell: Shell,
    Form(submitted, once): Form<Submitted>,
) -> Result<Answer<People>> {
    let today = clock.today(shell.actor.zone);
    let mut db = tenant.begin_once(once).await?;
    hold_company(&mut db).await?;
    let known = load(&mut db, today).await?;
    let people = people(&mut db, today).await?;
    if submitted.skip == "yes" {
        let next = onward(&mut db, known.progress, Step::People).await?;
        return Ok(Answer::SeeOther(db.commit_to(next.href()).await?));
    }
    let departments = company::departments_now(&mut db, today).await?;
    let checked =
        crew::read(&submitted.people, &people).and_then(|crew| Ok((place(&departments)?, crew)));
    let (department, crew) = match checked {
        Ok(checked) => checked,
        Err(errors) => {
            let frame = Frame::new(&known.progress, Step::People);
            return Ok(Answer::Refused(People {
                shell,
                frame,
                team: people,
                typed: submitted.people,
                errors,
            }));
        }
    };
    let Known { mut progress, .. } = known;
    let first_head = crew.candidates.iter().position(|one| one.is_head);
    for (at, one) in crew.candidates.iter().enumerate() {
        let leads = first_head == Some(at) && department.head.is_none();
        let id = admit(&mut db, one, department, leads, today).await?;
        if let Some(email) = &one.email {
            progress.typed.emails.insert(id.0, email.clone());
        }
    }
    let is_led = department.head.is_some() || crew.candidates.iter().any(|one| one.is_head);
    if !is_led && shell.actor.role == Role::Owner {
        let from = Period::month(today).first();
        company::appoint_head(&mut db, department.id, Some(shell.actor.member), from).await?;
    }
    let next = onward(&mut db, progress, Step::People).await?;
    let location = db.commit_to(next.href()).await?;
    Ok(Answer::saying(location, said(&crew)))
}

/// The first department in use: who is elsewhere is moved on «Команда».
fn place(departments: &[DepartmentNow]) -> Result<&DepartmentNow, FieldErrors> {
    let first = departments.iter().find(|department| department.is_in_use());
    first.ok_or_else(|| {
        FieldErrors::one(
            "people",
            "Нет ни одного отдела. Сначала добавьте отдел на странице «Команда»",
        )
    })
}

/// Adds somebody; the first head of sales on the list heads the department.
async fn admit(
    db: &mut TenantTx,
    one: &Candidate,
    department: &DepartmentNow,
    leads: bool,
    today: NaiveDate,
) -> Result<MemberId> {
    let id: MemberId = db.new_id();
    let from = Period::month(today).first();
    let admission = Admission {
        id,
        person: None,
        name: &one.name,
        role: if one.is_head { Role::Head } else { Role::Manager },
        sells: one.sells,
        department: Some((department.id, from)),
        access_until: None,
    };
    company::admit(db, &admission).await?;
    if one.is_new {
        working_days::carry(db, id, &working_days::ramp(today)).await?;
    }
    if leads {
        company::appoint_head(db, department.id, Some(id), from).await?;
    }
    Ok(id)
}

fn said(crew: &Crew) -> String {
    let added = crew.candidates.len();
    let known = crew.known.len();
    match (added, known) {
        (0, 0) => "Список пуст: добавить людей можно позже".into(),
        (_, 0) => format!("Добавлено людей: {added}"),
        (0, _) => "Все эти люди уже в команде".into(),
        _ => format!("Добавлено людей: {added}; уже были в команде: {}", crew.known.join(", ")),
    }
}
