pub mod reminders;

use chrono::{Datelike, NaiveDate};

use crate::access::Actor;
use crate::actual;
use crate::clock::Clock;
use crate::closing::{self, Proposal};
use crate::day::proposing::ProposalForm;
use crate::day::sheet::{Sheet, lasting, lay};
use crate::day::standing::Standing;
use crate::day::store::{self, Saved};
use crate::day::streak::Logged;
use crate::day::typed::DayForm;
use crate::day::views::{Offline, Page, Typed};
use crate::db::{Editor, Tenant, TenantTx};
use crate::form::FieldErrors;
use crate::metric::{self, Metric};
use crate::plan::{self, Agreed};
use crate::values::russian::day_and_month;
use crate::values::{Period, WeekPart};
use crate::web::{Answer, Error, Form, Path, Result, Shell, overtaken};

/// What was read for a day.
struct Found {
    sheet: Sheet,
    metrics: Vec<Metric>,
    proposals: Vec<Proposal>,
}

async fn load(db: &mut TenantTx, actor: &Actor, day: NaiveDate) -> Result<Found> {
    let member = actor.member;
    let today = db.now().with_timezone(&actor.zone).date_naive();
    let since = Period::month(today).previous().first();
    let closures = closing::look(db, day.min(since), day.max(today)).await?;
    let own = store::own(db, member, day).await?;
    let metrics = metric::all(db).await?;
    let part = WeekPart::containing(day);
    let (history, weeks) = plan::of_member(db, member, part).await?;
    let agreed = Agreed::lay(part, &metrics, &history, &weeks, &own.roster);
    let calendar = own.roster.calendar(member).clone();
    let away = own.roster.absence_on(member, day);
    let said = actual::said(db, member, day, &lasting(&metrics)).await?;
    let standing = Standing::of(day, (member, own.dismissed_on), away.is_some(), &closures);
    let proposals = match standing {
        Standing::Closed(_) => closing::proposals(db, day, day, Some(member)).await?,
        _ => vec![],
    };
    let tracking = closures.rules.tracking_from;
    let first = closures.since(member).map_or(tracking, |since| since.max(tracking));
    let logged = Logged { today, first, days: own.logged };
    let is_open = |day| closures.closed_for(member, day).is_none();
    let missing = logged.missing(since, &calendar, is_open);
    let (counters, takings) = lay(member, day, &metrics, &agreed, &said);
    let (log, clients, before) = (own.log, own.clients, said.before.map(|(day, _)| day));
    let sheet = Sheet {
        day,
        member,
        standing,
        counters,
        takings,
        log,
        clients,
        before,
        logged,
        missing,
        calendar,
        away,
    };
    Ok(Found { sheet, metrics, proposals })
}

pub async fn today(tenant: Tenant, clock: Clock, shell: Shell) -> Result<Answer<Page>> {
    let day = clock.today(shell.actor.zone);
    open(&tenant, shell, day).await
}

pub async fn show(tenant: Tenant, shell: Shell, Path(date): Path<String>) -> Result<Answer<Page>> {
    open(&tenant, shell, read(&date)?).await
}

async fn open(tenant: &Tenant, shell: Shell, day: NaiveDate) -> Result<Answer<Page>> {
    let found = load(&mut tenant.begin_page().await?, &shell.actor, day).await?;
    let typed = Typed::Day(DayForm::of(&found.sheet));
    Ok(Answer::Page(Page::new(shell, found.sheet, found.proposals, typed, FieldErrors::default())))
}

/// A day of the address, «2026-11-18».
fn read(date: &str) -> Result<NaiveDate> {
    let day = date.parse::<NaiveDate>().ok().filter(|day| (2000..=2100).contains(&day.year()));
    let why = || format!("Дня «{date}» нет в календаре. Откройте «Мой день» из меню.");
    day.ok_or_else(|| Error::BadRequest(why()))
}

pub async fn save(
    tenant: Tenant,
    shell: Shell,
    Path(date): Path<String>,
    Form(form, once): Form<DayForm>,
) -> Result<Answer<Page>> {
    let day = read(&date)?;
    if !form.is_of(shell.actor.member) {
        return Err(Error::OtherPerson);
    }
    let mut db = tenant.begin_once(once).await?;
    let found = load(&mut db, &shell.actor, day).await?;
    known(&form, &found.metrics)?;
    if let Some(press) = form.press() {
        let form = Typed::Day(form.pressed(press, &found.sheet));
        let errors = FieldErrors::default();
        return Ok(Answer::Page(Page::new(shell, found.sheet, found.proposals, form, errors)));
    }
    let Standing::Open { is_late } = found.sheet.standing else {
        return Ok(refused(shell, found, form));
    };
    let errors = match form.check(&found.sheet) {
        Err(errors) => errors,
        Ok(draft) => {
            let version = (form.row_version(), is_late);
            match store::save(&mut db, &found.sheet, &draft, version).await? {
                Saved::Done => {
                    let location = db.commit_to(address(&found.sheet)).await?;
                    return Ok(Answer::saying(location, said(&found.sheet, is_late)));
                }
                Saved::Overtaken | Saved::Closed => {
                    drop(db);
                    let mut db = tenant.begin().await?;
                    let found = load(&mut db, &shell.actor, day).await?;
                    return Ok(refused(shell, found, form));
                }
            }
        }
    };
    let (sheet, proposals) = (found.sheet, found.proposals);
    Ok(Answer::Refused(Page::new(shell, sheet, proposals, Typed::Day(form), errors)))
}

/// The form names metrics of this company only.
fn known(form: &DayForm, metrics: &[Metric]) -> Result<()> {
    let is_known = |id: Option<uuid::Uuid>| metrics.iter().any(|metric| Some(metric.id.0) == id);
    if form.metrics().into_iter().all(is_known) { Ok(()) } else { Err(Error::NotFound) }
}

/// Today is «Мой день» itself.
fn address(sheet: &Sheet) -> String {
    if sheet.day == sheet.logged.today { "/day".into() } else { format!("/day/{}", sheet.day) }
}

fn said(sheet: &Sheet, is_late: bool) -> String {
    let late =
        if is_late { ", с пометкой «после закрытия дня»" } else { "" };
    format!("День сохранён: {}{late}", day_and_month(sheet.day))
}

/// The form again: the day is none to write to, or was saved elsewhere. What was typed stays.
fn refused(shell: Shell, found: Found, form: DayForm) -> Answer<Page> {
    let Found { sheet, proposals, .. } = found;
    let (form, why) = match &sheet.standing {
        Standing::Outside(outside) => (form, outside.why()),
        Standing::Closed(why) => {
            let why = format!(
                "День уже закрыт — {why}. Набранное не записано, оно ниже: предложите исправление, и решит РОП."
            );
            (form, why)
        }
        Standing::Open { .. } => {
            let editor = sheet.log.map(|log| Editor { name: shell.actor.name.clone(), at: log.at });
            let why = overtaken(editor.as_ref(), shell.actor.zone, &sheet.summary());
            (form.renewed(&sheet), why)
        }
    };
    let errors = FieldErrors::one("form", why);
    Answer::Refused(Page::new(shell, sheet, proposals, Typed::Day(form), errors))
}

pub async fn propose(
    tenant: Tenant,
    shell: Shell,
    Path(date): Path<String>,
    Form(form, once): Form<ProposalForm>,
) -> Result<Answer<Page>> {
    let day = read(&date)?;
    let mut db = tenant.begin_once(once).await?;
    let Found { sheet, proposals, .. } = load(&mut db, &shell.actor, day).await?;
    let found = sheet.figures().find(|(metric, _)| Some(metric.id) == form.metric());
    let (metric, now) = found.ok_or(Error::NotFound)?;
    if sheet.standing.is_open() {
        let said = "День открыт: исправьте число прямо здесь и сохраните";
        return Ok(Answer::saying(address(&sheet), said));
    }
    let checked = match &sheet.standing {
        Standing::Outside(outside) => Err(FieldErrors::one("form", outside.why())),
        _ => form.check(&sheet, metric, now),
    };
    match checked {
        Ok(new) => {
            closing::propose(&mut db, &new).await?;
            let location = db.commit_to(format!("/day/{day}")).await?;
            Ok(Answer::saying(location, "Исправление предложено: решит РОП"))
        }
        Err(errors) => {
            let typed = Typed::Proposal(form);
            Ok(Answer::Refused(Page::new(shell, sheet, proposals, typed, errors)))
        }
    }
}

/// What the service worker shows when there is no network: nobody's data.
pub async fn offline() -> Answer<Offline> {
    Answer::Page(Offline {})
}
