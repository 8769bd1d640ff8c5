//! Puts the demonstration into its database through the slices that own the tables.
mod closings;
mod days;
mod living;

use std::collections::HashMap;

use anyhow::Result;
use chrono::{DateTime, Datelike, Days, Months, NaiveDate, NaiveTime, Utc};
use chrono_tz::Europe::Moscow;
use sqlx::PgPool;

use super::behaviour::MONTHS;
use super::cast::{AWAY_SOON, COMPANIES, Company, OWNER, Person};
use super::setup::setup;
use crate::access::Role;
use crate::app::{App, Settings};
use crate::clock::Clock;
use crate::company::{self, Admission, Founding};
use crate::db::{Login, Tenant, TenantTx};
use crate::signin::{self, Membership};
use crate::template::{self, Offer};
use crate::values::{CompanyId, DepartmentId, Ids, MemberId, Period, PersonId};
use crate::working_days::{self, AbsenceKind, NewAbsence};
use closings::close_what_is_over;
use living::live;

/// The password of everybody in the demonstration.
const PASSWORD: &str = "mayak-demo";

/// The seed of the demonstration's ids: two of them are alike to the row.
const SEED: u64 = 20_261_118;

/// Makes what is missing of the companies, and brings their days up to the clock's today.
pub async fn fill(pool: &PgPool, clock: Clock) -> Result<()> {
    let mut app = App::new(pool.clone(), clock, Ids::seeded(SEED), Settings::default());
    let today = clock.today(Moscow);
    let known = known(&app).await?;
    if !known.is_empty() {
        app.ids = Ids::random();
    }
    let persons = add_persons(&app).await?;
    for cast in &COMPANIES {
        let there = known.iter().find(|membership| membership.name == cast.name);
        let found = match there {
            Some(membership) => Found { id: membership.company, owner: membership.member },
            None => found(&app, cast, &persons, today).await?,
        };
        set_up(&app, &found, today).await?;
        live(&app, cast, &found, today).await?;
        close_what_is_over(&app, &found, today).await?;
    }
    Ok(())
}

/// The companies of an earlier start.
async fn known(app: &App) -> Result<Vec<Membership>> {
    let mut db = Login::new(app).begin().await?;
    match signin::account_by_email(&mut db, OWNER).await? {
        Some(owner) => signin::memberships(&mut db, owner.id).await,
        None => Ok(Vec::new()),
    }
}

/// Where a company of the demonstration is.
struct Found {
    id: CompanyId,
    owner: MemberId,
}

impl Found {
    fn at(&self, app: &App, now: DateTime<Utc>) -> Tenant {
        Tenant::acting(app, self.id, (self.owner, Role::Owner), now)
    }
}

/// The people who can be tried; those who are there already stay.
async fn add_persons(app: &App) -> Result<HashMap<&'static str, PersonId>> {
    let hash = signin::hash(PASSWORD).await?;
    let mut db = Login::new(app).begin().await?;
    let mut persons = HashMap::new();
    for person in COMPANIES.iter().flat_map(|company| company.people) {
        let Some(email) = person.email else { continue };
        let id = match signin::account_by_email(&mut db, email).await? {
            Some(account) => account.id,
            None => signin::add_person(&mut db, person.name, email, &hash).await?,
        };
        persons.insert(email, id);
    }
    db.commit().await?;
    Ok(persons)
}

async fn found(
    app: &App,
    cast: &Company,
    persons: &HashMap<&'static str, PersonId>,
    today: NaiveDate,
) -> Result<Found> {
    let start = first_day(today);
    let began = at_hour(start, 10, 0);
    let (id, owner) = (app.ids.make(began), app.ids.make(began));
    let found = Found { id, owner };
    let mut db = found.at(app, began).begin().await?;
    let founding = Founding {
        name: cast.name,
        zone: Moscow,
        tracking_from: start,
        is_demo: true,
        department: cast.department,
    };
    let department = company::found(&mut db, &founding).await?;
    crate::metric::add_starter(&mut db).await?;
    for person in cast.people {
        admit(&mut db, person, owner, persons, (department, today)).await?;
    }
    db.commit().await?;
    Ok(found)
}

/// Once; as long ago as the company's days go back.
async fn set_up(app: &App, found: &Found, today: NaiveDate) -> Result<()> {
    let start = first_day(today);
    let mut db = found.at(app, at_hour(start, 10, 30)).begin().await?;
    let known = template::setup_of(&mut db).await?;
    if let Some(template) = setup().filter(|_| known.industry.is_none()) {
        let offer = Offer { template: &template, is_light: false, today: start };
        template::apply(&mut db, offer).await?;
        db.commit().await?;
    }
    Ok(())
}

async fn admit(
    db: &mut TenantTx,
    person: &Person,
    owner: MemberId,
    persons: &HashMap<&'static str, PersonId>,
    (department, today): (DepartmentId, NaiveDate),
) -> sqlx::Result<()> {
    let id = if person.role == Role::Owner { owner } else { db.new_id() };
    let from = person.manner.and_then(|manner| manner.started).unwrap_or(MONTHS);
    let from_on = Period::month(today).first() - Months::new(from);
    let admission = Admission {
        id,
        person: person.email.and_then(|email| persons.get(email).copied()),
        name: person.name,
        role: person.role,
        sells: person.manner.is_some(),
        department: (person.role != Role::Owner).then_some((department, from_on)),
        access_until: None,
    };
    company::admit(db, &admission).await?;
    for (starts_on, ends_on) in absences(person, today) {
        let (kind, note) = (AbsenceKind::Vacation, String::new());
        let absence = NewAbsence { kind, starts_on, ends_on, note };
        working_days::be_away(db, id, &absence).await?;
    }
    if person.role == Role::Head {
        company::appoint_head(db, department, Some(id), from_on).await?;
    }
    Ok(())
}

/// The vacations of the year before today, and the one that is near.
fn absences(person: &Person, today: NaiveDate) -> Vec<(NaiveDate, NaiveDate)> {
    let years = first_day(today).year()..=today.year();
    let past = years.filter_map(|year| person.manner?.vacation(year));
    let mut found: Vec<_> =
        past.filter(|(first, _)| (first_day(today)..today).contains(first)).collect();
    if person.name == AWAY_SOON {
        let monday = Period::week(today).next().first();
        found.push((monday, monday + Days::new(4)));
    }
    found
}

fn first_day(today: NaiveDate) -> NaiveDate {
    Period::month(today).first() - Months::new(MONTHS)
}

/// An hour of a day in Moscow.
fn at_hour(day: NaiveDate, hour: u32, minute: u32) -> DateTime<Utc> {
    let time = NaiveTime::from_hms_opt(hour, minute, 0).unwrap_or_default();
    let local = day.and_time(time).and_local_timezone(Moscow).earliest();
    local.map_or_else(|| day.and_time(time).and_utc(), |local| local.to_utc())
}
