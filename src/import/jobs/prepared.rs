//! A file beside the company, loaded once for the dry run and once more for applying.
use std::collections::{BTreeMap, HashMap, HashSet};

use chrono::NaiveDate;

use crate::access::Scope;
use crate::closing;
use crate::company::{self, Department, Member};
use crate::db::TenantTx;
use crate::import::answers::{Answers, Decision};
use crate::import::comparison::{Comparison, Is, Place, Standing, compare};
use crate::import::figures::Figures;
use crate::import::mapping::{Kind, Measure};
use crate::import::matching::{Match, matched};
use crate::import::plan_change::InForce;
use crate::import::store;
use crate::import::team_sum::{Looks, suspects};
use crate::plan::{self, Version};
use crate::values::{DepartmentId, MemberId, MetricId};

/// A file beside the company: everything the dry run shows and applying needs.
#[derive(Debug)]
pub struct Prepared {
    pub figures: Figures,
    pub members: Vec<Member>,
    pub matches: Vec<Match>,
    /// Where new people go.
    pub department: Option<DepartmentId>,
    /// Whose figures the one who imports may bring.
    pub scope: Scope,
    /// What stands in the cells of the people who were found.
    pub standing: HashMap<Place, Standing>,
    /// The versions in force of the file's months.
    pub versions: Vec<Version>,
    pub comparison: Comparison,
    /// Figures of days that are closed: they become corrections.
    pub closed: usize,
    /// Metrics whose figures add up.
    sums: HashSet<MetricId>,
}

impl Prepared {
    /// Loads what the file is compared with. `scope`: whose facts this person may write. `today`: the company's date.
    pub async fn load(
        db: &mut TenantTx,
        kind: Kind,
        mut figures: Figures,
        measures: &[Measure],
        (scope, today): (&Scope, NaiveDate),
    ) -> sqlx::Result<Self> {
        let members = company::members(db, today).await?;
        let departments = company::departments(db).await?;
        let matches = matched(&figures.people, &members, scope);
        let people: Vec<Is> = matches.iter().map(|found| found.is()).collect();
        let sums = sums(kind, measures);
        figures.join(&people.iter().map(|is| is.member()).collect::<Vec<_>>(), &sums);
        let places = places(&figures, &people);
        let versions = if kind == Kind::Plan { versions(db, &figures).await? } else { Vec::new() };
        let standing = match kind {
            Kind::Facts => store::facts(db, &places).await?,
            Kind::Plan => planned(&InForce::of(&versions), &places),
        };
        let comparison = compare(&figures, &people, &standing);
        let department = default_department(scope, &departments);
        let closed = match kind {
            Kind::Facts => closed(db, &figures, &people, department).await?,
            Kind::Plan => 0,
        };
        let scope = scope.clone();
        Ok(Self {
            figures,
            members,
            matches,
            department,
            scope,
            standing,
            versions,
            comparison,
            closed,
            sums,
        })
    }

    /// Makes the names one that were said to be the same person. Gives the row whose figure cannot
    /// be added, if there is one.
    pub fn join(&mut self, answers: &Answers) -> Option<usize> {
        let member = |decision: &Decision| match decision {
            Decision::Member(member) => Some(*member),
            Decision::Add(_) | Decision::LeaveOut => None,
        };
        let who: Vec<Option<MemberId>> = answers.people.iter().map(member).collect();
        self.figures.join(&who, &self.sums)
    }

    /// People of the file (by index) who sell and whose plan looks like a sum of the team.
    pub fn team_suspects(&self) -> BTreeMap<u32, Looks> {
        let sells = |at: u32| match self.matches.get(at as usize) {
            Some(Match::Found(member)) => self.member(*member).is_some_and(|member| member.sells),
            Some(Match::Unknown) => true,
            _ => false,
        };
        let mut found = suspects(&self.figures);
        found.retain(|at, _| sells(*at));
        found
    }

    /// Whether a month that has an approved plan would get other numbers.
    pub fn changes_a_plan(&self) -> bool {
        let months: HashSet<NaiveDate> =
            self.versions.iter().map(|version| version.month).collect();
        let differs = |figure: &crate::import::Figure| match self.matches[figure.person as usize] {
            Match::Found(member) => {
                let there = self.standing.get(&(member, figure.metric, figure.on));
                there.and_then(|standing| standing.same_kind) != Some(figure.value)
            }
            Match::Unknown => true,
            Match::OutOfScope => false,
        };
        let mut figures = self.figures.list.iter();
        figures.any(|figure| months.contains(&figure.on) && differs(figure))
    }

    /// The people whom the one who imports may bring figures for.
    pub fn members_in_scope(&self) -> Vec<Member> {
        self.members.iter().filter(|member| member.is_within(&self.scope)).cloned().collect()
    }

    pub fn member(&self, id: MemberId) -> Option<&Member> {
        self.members.iter().find(|member| member.id == id)
    }
}

impl Match {
    fn is(self) -> Is {
        match self {
            Self::Found(member) => Is::Member(member),
            Self::Unknown => Is::New,
            Self::OutOfScope => Is::LeftOut,
        }
    }
}

/// Numbers of a plan always add up.
/// How many figures fall on closed days of the people they are of; new people come into the department.
async fn closed(
    db: &mut TenantTx,
    figures: &Figures,
    people: &[Is],
    department: Option<DepartmentId>,
) -> sqlx::Result<usize> {
    let days = || figures.list.iter().map(|figure| figure.on);
    let (Some(first), Some(last)) = (days().min(), days().max()) else { return Ok(0) };
    let closures = closing::look(db, first, last).await?;
    let is_closed = |who: Is, day| match who {
        Is::Member(member) => closures.closed_for(member, day).is_some(),
        Is::New => closures.closed(department, day).is_some(),
        Is::LeftOut => false,
    };
    let of = |figure: &crate::import::Figure| people.get(figure.person as usize).copied();
    let closed =
        |figure: &&crate::import::Figure| of(figure).is_some_and(|who| is_closed(who, figure.on));
    Ok(figures.list.iter().filter(closed).count())
}

fn sums(kind: Kind, measures: &[Measure]) -> HashSet<MetricId> {
    let sums = measures.iter().filter(|measure| measure.adds_up || kind == Kind::Plan);
    sums.map(|measure| measure.id).collect()
}

fn places(figures: &Figures, people: &[Is]) -> Vec<Place> {
    let place = |figure: &crate::import::Figure| match people.get(figure.person as usize) {
        Some(Is::Member(member)) => Some((*member, figure.metric, figure.on)),
        _ => None,
    };
    figures.list.iter().filter_map(place).collect()
}

async fn versions(db: &mut TenantTx, figures: &Figures) -> sqlx::Result<Vec<Version>> {
    let months = figures.list.iter().map(|figure| figure.on);
    match (months.clone().min(), months.max()) {
        (Some(first), Some(last)) => plan::latest_between(db, first, last).await,
        _ => Ok(Vec::new()),
    }
}

/// The numbers in force of these cells, whatever department they stand in.
fn planned(in_force: &InForce, places: &[Place]) -> HashMap<Place, Standing> {
    let standing = |place: &Place| {
        let value = in_force.total(place)?;
        Some((*place, Standing { same_kind: Some(value), by_hand: None }))
    };
    places.iter().filter_map(standing).collect()
}

/// A head's people go to the head's department; the company's first one is everybody else's.
fn default_department(scope: &Scope, departments: &[Department]) -> Option<DepartmentId> {
    match scope {
        Scope::Departments(headed) => headed.first().copied(),
        _ => departments.iter().map(|department| department.id).min(),
    }
}
