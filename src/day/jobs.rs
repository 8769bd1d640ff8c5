//! Reminding those who have not closed their day.
use chrono::{NaiveDate, TimeDelta};

use super::mail::Reminder;
use super::store::{self, Silent};
use crate::app::App;
use crate::db::{Tenant, TenantTx};
use crate::mail::{self, Content, Frame, Kind, Letter, NewLetter};
use crate::values::{CompanyId, MemberId, PersonId};
use crate::{company, signin, working_days};

/// A reminder that comes later than this after its day is no help.
const TOO_LATE: TimeDelta = TimeDelta::days(1);

/// Writes to those of a company who sell, want to be reminded and have not closed a working day.
pub async fn remind(app: &App, company: CompanyId, day: NaiveDate) -> anyhow::Result<()> {
    if app.settings.post.is_none() {
        return Ok(());
    }
    let mut db = Tenant::unattended(app, company).begin().await?;
    if day < company::profile(&mut db).await?.tracking_from {
        return Ok(());
    }
    let silent = waited_for(&mut db, day).await?;
    let mut db = db.into_login().await?;
    let persons: Vec<PersonId> = silent.iter().map(|one| one.person).collect();
    let addresses = signin::addresses(&mut db, &persons).await?;
    for (person, address) in addresses {
        let Some(one) = silent.iter().find(|one| one.person == person) else { continue };
        let letter = NewLetter {
            person: Some(person),
            subject: Some(one.member.0),
            day: Some(day),
            dedupe_key: Some(format!("day:{}:{day}", one.member)),
            ..NewLetter::new(Kind::DayReminder, address)
        };
        mail::write_by_sign_in(&mut db, Some(company), letter).await?;
    }
    Ok(db.commit().await?)
}

/// Whose day is missing: nobody waits for somebody who does not work on it.
async fn waited_for(db: &mut TenantTx, day: NaiveDate) -> sqlx::Result<Vec<Silent>> {
    let roster = working_days::roster(db, day, day).await?;
    let mut silent = store::silent(db, day).await?;
    silent.retain(|one| roster.calendar(one.member).is_working(day));
    Ok(silent)
}

/// What a reminder says; none when the day has been closed meanwhile or it is too late for it.
pub async fn reminder_letter(
    app: &App,
    letter: &Letter,
    frame: Frame,
) -> anyhow::Result<Option<Content>> {
    let (Some(company), Some(member), Some(on)) = (letter.company, letter.subject, letter.day)
    else {
        return Ok(None);
    };
    let mut db = Tenant::unattended(app, company).begin().await?;
    let profile = company::profile(&mut db).await?;
    let silent = waited_for(&mut db, on).await?;
    let one = silent.into_iter().find(|one| one.member == MemberId(member));
    let Some(one) = one.filter(|_| app.clock.today(profile.zone) - on <= TOO_LATE) else {
        return Ok(None);
    };
    let secret = signin::new_token();
    let mut db = db.into_login().await?;
    mail::set_token(&mut db, letter.id, &signin::token_hash(&secret)).await?;
    db.commit().await?;
    let site = frame.site.clone();
    let reminder = Reminder {
        frame,
        name: &one.name,
        company: &profile.name,
        on,
        link: format!("{site}/day/{on}"),
        unsubscribe: format!("{site}/unsubscribe/{secret}"),
    };
    Ok(Some(reminder.content()?))
}

/// The day a job of reminding is about, as the schedule wrote it.
pub fn day_of(payload: &serde_json::Value) -> Option<NaiveDate> {
    payload.get("day")?.as_str()?.parse().ok()
}
