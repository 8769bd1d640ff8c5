//! Writes an import in one transaction.
use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};

use super::Prepared;
use crate::actual::{self, Cell, NewEntry, Origin};
use crate::company::{self, MemberDraft, Particulars, Saved};
use crate::db::TenantTx;
use crate::import::answers::{Answers, Decision};
use crate::import::comparison::Place;
use crate::import::figures::Who;
use crate::import::mapping::Kind;
use crate::import::plan_change::{InForce, merged};
use crate::import::run::{Run, Summary};
use crate::import::store;
use crate::plan::{self, NewVersion};
use crate::values::{DepartmentId, MemberId, MetricId, Period};

/// Writes the file: people, then figures or plans, then the run itself.
pub async fn apply(
    db: &mut TenantTx,
    run: &Run,
    prepared: &Prepared,
    answers: &Answers,
    today: NaiveDate,
) -> sqlx::Result<Summary> {
    let mut summary = Summary {
        problems: prepared.figures.problem_count,
        totals: prepared.figures.total_rows.len(),
        ..Summary::default()
    };
    let people = settle_people(db, prepared, answers, &mut summary).await?;
    let cells = cells(prepared, &people);
    match run.kind {
        Kind::Facts => record(db, run, prepared, answers, &cells, &mut summary).await?,
        Kind::Plan => approve(db, run, prepared, answers, &cells, today, &mut summary).await?,
    }
    store::mark_applied(db, run, &summary, &prepared.figures.problems).await?;
    Ok(summary)
}

/// The member that each person of the file is from now on; none for those left out.
async fn settle_people(
    db: &mut TenantTx,
    prepared: &Prepared,
    answers: &Answers,
    summary: &mut Summary,
) -> sqlx::Result<Vec<Option<MemberId>>> {
    let mut settled = Vec::with_capacity(answers.people.len());
    for (at, (decision, who)) in answers.people.iter().zip(&prepared.figures.people).enumerate() {
        let at = u32::try_from(at).unwrap_or(u32::MAX);
        let sells = !answers.team_sums.contains(&at);
        settled.push(match decision {
            Decision::LeaveOut => None,
            Decision::Member(member) => {
                let stopped = adopt(db, prepared, *member, who, sells).await?;
                summary.not_selling.extend(stopped);
                Some(*member)
            }
            Decision::Add(name) => {
                summary.people.push(name.clone());
                Some(add(db, prepared, at, name, who, sells).await?)
            }
        });
    }
    Ok(settled)
}

async fn add(
    db: &mut TenantTx,
    prepared: &Prepared,
    at: u32,
    name: &str,
    who: &Who,
    sells: bool,
) -> sqlx::Result<MemberId> {
    let days = prepared.figures.list.iter().filter(|figure| figure.person == at);
    let draft = MemberDraft {
        name: name.to_owned(),
        external_id: who.external_id.clone(),
        department: prepared.department,
        from_on: days.map(|figure| figure.on).min().unwrap_or_default(),
        sells,
    };
    if let Saved::As(id) = company::add(db, &draft).await? {
        return Ok(id);
    }
    match company::add(db, &MemberDraft { external_id: None, ..draft }).await? {
        Saved::As(id) => Ok(id),
        Saved::ExternalIdTaken | Saved::Overtaken => Err(sqlx::Error::RowNotFound),
    }
}

/// A person found by name learns the file's number of his; one whose plan is the team's sells no more:
/// his name is given then.
async fn adopt(
    db: &mut TenantTx,
    prepared: &Prepared,
    member: MemberId,
    who: &Who,
    sells: bool,
) -> sqlx::Result<Option<String>> {
    let Some(member) = prepared.member(member) else { return Ok(None) };
    let draft = Particulars {
        name: member.name.clone(),
        external_id: member.external_id.clone().or_else(|| who.external_id.clone()),
        sells: member.sells && sells,
    };
    if draft.external_id != member.external_id || draft.sells != member.sells {
        company::save(db, member, &draft, member.row_version).await?;
    }
    Ok((draft.sells != member.sells).then(|| member.name.clone()))
}

/// The file's figures by member; names of one person were joined before.
fn cells(prepared: &Prepared, people: &[Option<MemberId>]) -> BTreeMap<Place, i64> {
    let mut cells = BTreeMap::new();
    for figure in &prepared.figures.list {
        if let Some(Some(member)) = people.get(figure.person as usize) {
            cells.insert((*member, figure.metric, figure.on), figure.value);
        }
    }
    cells
}

async fn record(
    db: &mut TenantTx,
    run: &Run,
    prepared: &Prepared,
    answers: &Answers,
    cells: &BTreeMap<Place, i64>,
    summary: &mut Summary,
) -> sqlx::Result<()> {
    let kept = |place: &Place, value: i64| {
        let by_hand = prepared.standing.get(place).and_then(|standing| standing.by_hand);
        answers.keep_by_hand && by_hand.is_some_and(|by_hand| by_hand != value)
    };
    let mut entries = Vec::with_capacity(cells.len());
    for (&(member, metric, day), &value) in cells {
        if kept(&(member, metric, day), value) {
            summary.kept += 1;
        } else {
            let cell = Cell { member, metric, day, tag: String::new() };
            entries.push(NewEntry::imported(cell, value, run.id));
        }
    }
    let recorded = actual::record(db, &entries).await?;
    summary.added = recorded.added;
    summary.changed = recorded.replaced;
    summary.corrected = correct(db, run, &recorded.closed).await?;
    summary.unchanged = recorded.unchanged + recorded.closed.len() - summary.corrected;
    Ok(())
}

/// Figures of closed days that differ from what stands become corrections. Gives their number.
async fn correct(db: &mut TenantTx, run: &Run, closed: &[NewEntry]) -> sqlx::Result<usize> {
    let cells: Vec<Cell> = closed.iter().map(|entry| entry.cell.clone()).collect();
    let standing = actual::values(db, &cells).await?;
    let differs = |entry: &&NewEntry| standing.get(&entry.cell).copied() != entry.value;
    let (origin, reason) = (Origin::Correction, Some(format!("загрузка «{}»", run.file_name)));
    let correction =
        |entry: &NewEntry| NewEntry { origin, reason: reason.clone(), ..entry.clone() };
    let corrections: Vec<NewEntry> = closed.iter().filter(differs).map(correction).collect();
    let recorded = actual::record(db, &corrections).await?;
    Ok(recorded.added + recorded.replaced)
}

/// Numbers of a month in one department; `None`: not set there any more.
type Month = Vec<(MemberId, MetricId, Option<i64>)>;

async fn approve(
    db: &mut TenantTx,
    run: &Run,
    prepared: &Prepared,
    answers: &Answers,
    cells: &BTreeMap<Place, i64>,
    today: NaiveDate,
    summary: &mut Summary,
) -> sqlx::Result<()> {
    let standing = InForce::of(&prepared.versions);
    count(&standing, cells, summary);
    for ((month, department), file) in by_month(db, prepared, &standing, cells).await? {
        let in_force =
            prepared.versions.iter().find(|v| v.month == month && v.department == Some(department));
        let before = in_force.map(|version| version.targets.as_slice()).unwrap_or_default();
        let Some(targets) = merged(before, &file) else { continue };
        let period = Period::month(month);
        let version = NewVersion {
            department,
            month,
            effective_on: plan::decomposition::effective_on(
                period,
                in_force.map(|version| version.effective_on),
                today,
            ),
            reason: answers.reason.clone(),
            import: Some(run.id),
            targets,
        };
        plan::approve(db, &version).await?;
    }
    Ok(())
}

async fn by_month(
    db: &mut TenantTx,
    prepared: &Prepared,
    standing: &InForce,
    cells: &BTreeMap<Place, i64>,
) -> sqlx::Result<BTreeMap<(NaiveDate, DepartmentId), Month>> {
    let placements = store::placements(db).await?;
    let mut months: BTreeMap<(NaiveDate, DepartmentId), Month> = BTreeMap::new();
    for (place @ &(member, metric, on), &value) in cells {
        let month = on.with_day(1).unwrap_or(on);
        let own = placements.on(member, Period::month(month).last()).or(prepared.department);
        for (department, value) in standing.change(place, value, own) {
            months.entry((month, department)).or_default().push((member, metric, value));
        }
    }
    Ok(months)
}

fn count(standing: &InForce, cells: &BTreeMap<Place, i64>, summary: &mut Summary) {
    for (place, value) in cells {
        match standing.total(place) {
            None => summary.added += 1,
            Some(same) if same == *value => summary.unchanged += 1,
            Some(_) => summary.changed += 1,
        }
    }
}
