//! The verdict of a period, from its table.

use std::collections::HashSet;

use chrono::NaiveDate;

use crate::metric::Kind;
use crate::report::course::Frame;
use crate::report::evidence::Evidence;
use crate::report::pace::Pace;
use crate::report::profile::Profile;
use crate::report::run_rate::run_rate;
use crate::report::status::Status;
use crate::report::table::{Place, Row, Table, table};
use crate::report::verdict::{Headline, Lagging, Sentence, Step, lagging};
use crate::values::{Percent, Period};

/// What the page says of a period.
#[derive(Debug, Clone)]
pub struct Summary {
    pub table: Table,
    pub headline: Headline,
    /// Where the main number goes at this pace, while that can be said.
    pub run_rate: Option<i64>,
    /// Whether the plan to date follows the usual course of months, and of how many.
    pub profile_months: Option<usize>,
    pub lagging: Vec<Lagging>,
    /// Months of the period without any plan, while others have one.
    pub unplanned: Vec<Period>,
    /// Closed working days of which nobody said anything.
    pub silent: Vec<NaiveDate>,
    /// Heads who planned weeks of the period apart from their months.
    pub planned_by: Vec<String>,
}

impl Summary {
    /// The verdict; a number that is not money is named.
    pub fn verdict(&self, frame: &Frame) -> Sentence {
        let sentence = self.headline.sentence(frame.period, frame.today);
        match self.table.main.map(|main| &self.table.metrics[main]) {
            Some(metric) if metric.kind != Kind::Money && !sentence.accent.is_empty() => {
                Sentence { says: format!("{}. {}", metric.name, sentence.says), ..sentence }
            }
            _ => sentence,
        }
    }
}

/// Silence is told of working days from `tracking_from` on.
pub fn summary(evidence: &Evidence, frame: &Frame, tracking_from: NaiveDate) -> Summary {
    let table = table(evidence, frame);
    let profile_months = profile_months(evidence, frame, &table);
    let run_rate =
        main_pace(&table).and_then(|pace| run_rate(pace, frame, profile_months.is_some()));
    let headline = headline(&table, frame, run_rate, profile_months.is_some());
    let lagging = if headline.is_behind() { reasons(&table) } else { vec![] };
    let unplanned = unplanned(evidence, frame, &table);
    let silent = silent(evidence, frame, tracking_from);
    let mut planned_by: Vec<String> =
        evidence.weeks.iter().map(|week| week.by_name.clone()).collect();
    planned_by.sort();
    planned_by.dedup();
    Summary { table, headline, run_rate, profile_months, lagging, unplanned, silent, planned_by }
}

fn profile_months(evidence: &Evidence, frame: &Frame, table: &Table) -> Option<usize> {
    let main = table.metrics[table.main?].id;
    evidence.usual_course(main, frame).map(Profile::months)
}

fn main_pace(table: &Table) -> Option<Pace> {
    table.main.and_then(|main| table.team[main].pace)
}

fn headline(table: &Table, frame: &Frame, run_rate: Option<i64>, has_profile: bool) -> Headline {
    let Some(main) = table.main else { return Headline::Nothing };
    let metric = &table.metrics[main];
    let (team, all) = (table.team[main], table.all[main]);
    let Some(pace) = team.pace else {
        let fact = all.fact.or(all.today);
        return fact
            .map_or(Headline::Nothing, |fact| Headline::NoPlan { fact: metric.quantity(fact) });
    };
    let (fact, plan) = (metric.quantity(pace.fact), metric.quantity(pace.plan));
    let silent = team.fact.is_none() && team.today.is_none();
    match run_rate {
        _ if frame.is_ahead() => Headline::NotBegun { plan },
        _ if silent && pace.passed > 0 => Headline::NoFacts { plan },
        _ if frame.is_finished() => Headline::Finished { fact, plan },
        Some(to) => {
            let rough = metric.kind == Kind::Money && !has_profile;
            Headline::Going { to: metric.quantity(to), plan, rough }
        }
        None => Headline::Early { fact, plan, passed: pace.passed },
    }
}

/// The steps furthest behind and whose; without planned steps, who is behind with the main number.
fn reasons(table: &Table) -> Vec<Lagging> {
    let step = |index: usize| Step {
        metric: table.metrics[index].name.clone(),
        pace: table.team[index].to_date.unwrap_or(Percent::whole(100)),
        people: people(table, index),
    };
    let is_step = |index: &usize| {
        let is_grey = matches!(table.team[*index].status, Status::Grey(_));
        table.metrics[*index].kind == Kind::Step && !is_grey && Some(*index) != table.main
    };
    let steps = lagging((0..table.metrics.len()).filter(is_step).map(step).collect());
    if !steps.is_empty() {
        return steps;
    }
    let main = table.main.filter(|main| !matches!(table.team[*main].status, Status::Grey(_)));
    let itself = main.map(|main| Step { metric: String::new(), ..step(main) });
    lagging(itself.into_iter().collect())
}

fn people(table: &Table, index: usize) -> Vec<(String, Percent)> {
    let judged = |row: &&Row| {
        !matches!(row.place, Place::Apart | Place::Nobody)
            && !matches!(row.cells[index].status, Status::Grey(_))
    };
    let named = |row: &Row| Some((row.seller.name.clone(), row.cells[index].to_date?));
    table.rows.iter().filter(judged).filter_map(named).collect()
}

fn unplanned(evidence: &Evidence, frame: &Frame, table: &Table) -> Vec<Period> {
    let Some(main) = table.main.filter(|main| table.team[*main].plan.is_some()) else {
        return vec![];
    };
    let metric = table.metrics[main].id;
    let planned: HashSet<Period> =
        evidence.planned_months(frame, metric, None).into_iter().map(|(_, month)| month).collect();
    frame.period.months().filter(|month| !planned.contains(month)).collect()
}

fn silent(evidence: &Evidence, frame: &Frame, tracking_from: NaiveDate) -> Vec<NaiveDate> {
    let said: HashSet<NaiveDate> = evidence.facts.iter().map(|fact| fact.day).collect();
    if said.is_empty() {
        return vec![];
    }
    frame.closed_working_days().filter(|day| *day >= tracking_from && !said.contains(day)).collect()
}
