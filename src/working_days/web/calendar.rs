use chrono::{Datelike, NaiveDate};
use serde::Deserialize;

use crate::clock::Clock;
use crate::db::{Tenant, last_editor};
use crate::form::FieldErrors;
use crate::values::Period;
use crate::web::{Answer, Error, Form, Query, Result, Shell, overtaken};
use crate::working_days::own_day::OwnDayForm;
use crate::working_days::store;
use crate::working_days::views::Calendar;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    year: String,
}

impl Asked {
    /// The year asked for, or the present one.
    fn year(&self, today: NaiveDate) -> Result<Period> {
        if self.year.is_empty() {
            return Ok(Period::year(today));
        }
        let year = self.year.parse().ok().filter(|year| (2000..=2100).contains(year));
        let first = year.and_then(|year| NaiveDate::from_ymd_opt(year, 1, 1));
        first.map(Period::year).ok_or(Error::NotFound)
    }
}

pub async fn show(
    tenant: Tenant,
    clock: Clock,
    shell: Shell,
    Query(asked): Query<Asked>,
) -> Result<Answer<Calendar>> {
    let today = clock.today(shell.actor.zone);
    let year = asked.year(today)?;
    let mut db = tenant.begin().await?;
    let company = store::company_calendar(&mut db).await?;
    let form = OwnDayForm { seen: company.changes(), ..OwnDayForm::blank() };
    Ok(Answer::Page(Calendar { shell, today, year, company, form, errors: FieldErrors::default() }))
}

pub async fn change(
    tenant: Tenant,
    clock: Clock,
    shell: Shell,
    Query(asked): Query<Asked>,
    Form(mut form, once): Form<OwnDayForm>,
) -> Result<Answer<Calendar>> {
    let today = clock.today(shell.actor.zone);
    let year = asked.year(today)?;
    let mut db = tenant.begin_once(once).await?;
    store::hold_calendar(&mut db).await?;
    let company = store::company_calendar(&mut db).await?;
    let errors = if company.changes() == form.seen {
        match form.check(&company, today) {
            Ok(new) => {
                store::change_days(&mut db, &new).await?;
                let first = new.days.first().copied().unwrap_or(today);
                let location = format!("/setup/calendar?year={}", first.year());
                let location = db.commit_to(location).await?;
                return Ok(Answer::saying(location, new.said(today)));
            }
            Err(errors) => errors,
        }
    } else {
        form.seen = company.changes();
        let editor = last_editor(&mut db, shell.actor.company.0).await?;
        let now = "нынешний календарь ниже";
        FieldErrors::one("form", overtaken(editor.as_ref(), shell.actor.zone, now))
    };
    Ok(Answer::Refused(Calendar { shell, today, year, company, form, errors }))
}
