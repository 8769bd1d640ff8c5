use serde::Deserialize;
use uuid::Uuid;

use super::{load, month, told};
use crate::access::Scope;
use crate::clock::Clock;
use crate::db::{Tenant, TenantTx};
use crate::form::FieldErrors;
use crate::plan::approval::PlanForm;
use crate::plan::cover::{Decision, Gap, Ground};
use crate::plan::decomposition::effective_on;
use crate::plan::store;
use crate::plan::version::{NewVersion, Target};
use crate::plan::views::Grid;
use crate::values::{DepartmentId, MemberId, optional_id};
use crate::web::{Answer, Error, Form, Result, Shell};

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct CoverForm {
    period: String,
    department: Uuid,
    /// Empty: what is shown as not carried already.
    member: String,
    decision: String,
    /// The version that was on the page.
    no: i32,
}

/// What a person cannot carry goes to the others, is shown apart, or stays.
pub async fn decide(
    tenant: Tenant,
    clock: Clock,
    shell: Shell,
    Form(form, once): Form<CoverForm>,
) -> Result<Answer<Grid>> {
    let today = clock.today(shell.actor.zone);
    let month = month(&form.period, today)?;
    let decision = Decision::from_code(&form.decision)
        .ok_or_else(|| Error::BadRequest("Выберите, что делать с этой частью плана.".into()))?;
    let member: Option<MemberId> = optional_id(&form.member).map_err(|_| Error::NotFound)?;
    let mut db = tenant.begin_once(once).await?;
    store::hold_departments(&mut db).await?;
    let page = load(&mut db, shell, month, today).await?;
    let is_asked = |id: DepartmentId| id.0 == form.department && headed(&page.shell, id);
    let sections = page.sheet.sections.iter();
    let section =
        sections.clone().find(|one| is_asked(one.department.id)).ok_or(Error::NotFound)?;
    let ground = Ground {
        section,
        metrics: &page.sheet.metrics,
        month,
        roster: &page.roster,
        made: &page.made,
    };
    let gap = match member {
        Some(id) => ground.gaps().into_iter().find(|gap| gap.member == Some(id)),
        None => ground.uncovered().filter(|_| decision == Decision::Share),
    };
    if member.is_some_and(|id| !section.people.iter().any(|person| person.id == id)) {
        return Err(Error::NotFound);
    }
    let refusal = match gap {
        _ if page.sheet.is_over(today) => over(),
        _ if section.no() != form.no => told(section, &page.shell),
        None => "Здесь решать уже нечего: план пересчитан".into(),
        Some(gap) => match ground.covered(&gap, decision) {
            Err(stuck) => stuck_on(&stuck),
            Ok(targets) => {
                let from = effective_on(month, section.effective_on(), today);
                let version = NewVersion {
                    department: section.department.id,
                    month: month.first(),
                    effective_on: from,
                    reason: Some(gap.reason(decision)),
                    import: None,
                    targets,
                };
                write(&mut db, version, &gap, decision).await?;
                let location = db.commit_to(format!("/plan?period={month}")).await?;
                return Ok(Answer::saying(location, said(decision)));
            }
        },
    };
    let errors = FieldErrors::one("form", refusal);
    Ok(Answer::Refused(Grid { form: PlanForm::default(), errors, ..page }))
}

/// A head decides on the own departments, an owner on all.
fn headed(shell: &Shell, department: DepartmentId) -> bool {
    shell.actor.scope() == Scope::Company || shell.actor.heads.contains(&department)
}

async fn write(
    db: &mut TenantTx,
    version: NewVersion,
    gap: &Gap,
    decision: Decision,
) -> Result<()> {
    let place = (version.department, version.month);
    let id = match decision {
        Decision::Keep => None,
        Decision::Share | Decision::Show => {
            let targets = |target: &Target| target.value.is_some();
            let version = NewVersion {
                targets: version.targets.iter().copied().filter(targets).collect(),
                ..version
            };
            Some(store::approve(db, &version).await?)
        }
    };
    store::cover(db, place, gap, decision, id).await?;
    Ok(())
}

fn over() -> String {
    "Месяц закончился: его план уже никому не передать".into()
}

/// «Некому передать: Оплаты, Счета планируются только у этого человека»
fn stuck_on(metrics: &[String]) -> String {
    format!(
        "Некому передать: {} больше ни у кого в отделе не планируются. Поставьте план другому или покажите как «не обеспечено людьми»",
        metrics.join(", ")
    )
}

fn said(decision: Decision) -> &'static str {
    match decision {
        Decision::Share => "План передан остальным, сумма отдела прежняя",
        Decision::Show => "Показано строкой «Не обеспечено людьми», сумма отдела прежняя",
        Decision::Keep => "План оставлен как есть",
    }
}
