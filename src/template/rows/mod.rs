//! The rows by which a company's set-up becomes what it will be: only what differs.
mod row;

use std::collections::HashMap;

use uuid::Uuid;

use super::content::{Card, Counting, Exercise, Measure, Pipeline, Ritual, Stage, Template};
use row::{
    ExerciseRow, HeadRow, ItemRow, MetricRow, NormRow, ProbabilityRow, RuleRow, StageRow,
    VersionRow,
};

/// Ids by «metric/calls», «stage/main/offer».
#[derive(Debug, Default)]
pub struct Ids(HashMap<String, Uuid>);

impl Ids {
    /// The known ones, and new ones for what the target has besides.
    pub fn new(
        known: HashMap<String, Uuid>,
        target: &Template,
        mut make: impl FnMut() -> Uuid,
    ) -> Self {
        let mut ids = known;
        for key in keys(target) {
            ids.entry(key).or_insert_with(&mut make);
        }
        Self(ids)
    }

    fn of(&self, kind: &str, code: &str) -> Uuid {
        self.0.get(&format!("{kind}/{code}")).copied().unwrap_or_default()
    }

    fn metric(&self, code: &str) -> Uuid {
        self.of("metric", code)
    }
}

fn keys(target: &Template) -> Vec<String> {
    let metrics = target.metrics.iter().map(|metric| format!("metric/{}", metric.code));
    let pipelines = target.pipelines.iter().map(|pipeline| format!("pipeline/{}", pipeline.code));
    let stages = target.pipelines.iter().flat_map(|pipeline| {
        let key = |stage: &Stage| format!("stage/{}/{}", pipeline.code, stage.code);
        pipeline.stages.iter().map(key)
    });
    let cards = target.cards.iter().map(|card| format!("scorecard/{}", card.code));
    let rituals = target.rituals.iter().map(|ritual| format!("ritual/{}", ritual.code));
    let exercises = target.exercises.iter().map(|exercise| format!("exercise/{}", exercise.code));
    metrics.chain(pipelines).chain(stages).chain(cards).chain(rituals).chain(exercises).collect()
}

/// Everything that is to be written.
#[derive(Debug, Default)]
pub struct Rows {
    pub metrics: Vec<MetricRow>,
    pub norms: Vec<NormRow>,
    pub pipelines: Vec<HeadRow>,
    pub stages: Vec<StageRow>,
    pub probabilities: Vec<ProbabilityRow>,
    pub cards: Vec<HeadRow>,
    pub versions: Vec<VersionRow>,
    pub items: Vec<ItemRow>,
    pub rituals: Vec<HeadRow>,
    pub rules: Vec<RuleRow>,
    pub exercises: Vec<ExerciseRow>,
}

/// A thing of the target, its place, and what the company has of it and where.
struct Pair<'a, T> {
    at: usize,
    target: &'a T,
    now: Option<&'a T>,
    was_at: Option<usize>,
}

impl<T: PartialEq> Pair<'_, T> {
    fn differs(&self) -> bool {
        self.now != Some(self.target) || self.was_at != Some(self.at)
    }
}

fn pairs<'a, T>(
    now: &'a [T],
    target: &'a [T],
    code: impl Fn(&T) -> &str,
) -> impl Iterator<Item = Pair<'a, T>> {
    target.iter().enumerate().map(move |(at, target)| {
        let was_at = now.iter().position(|own| code(own) == code(target));
        Pair { at, target, now: was_at.map(|at| &now[at]), was_at }
    })
}

/// Ids of norms and versions are made anew.
pub fn rows(now: &Template, target: &Template, ids: &Ids, mut make: impl FnMut() -> Uuid) -> Rows {
    let mut rows = Rows::default();
    for pair in pairs(&now.metrics, &target.metrics, |metric| &metric.code) {
        rows.metric(&pair, ids, &mut make);
    }
    for pair in pairs(&now.pipelines, &target.pipelines, |pipeline| &pipeline.code) {
        rows.pipeline(&pair, ids);
    }
    for pair in pairs(&now.cards, &target.cards, |card| &card.code) {
        rows.card(&pair, ids, &mut make);
    }
    for pair in pairs(&now.rituals, &target.rituals, |ritual| &ritual.code) {
        rows.ritual(&pair, ids);
    }
    for pair in pairs(&now.exercises, &target.exercises, |exercise| &exercise.code) {
        rows.exercise(&pair, ids);
    }
    rows
}

impl Rows {
    fn metric(&mut self, pair: &Pair<'_, Measure>, ids: &Ids, make: &mut impl FnMut() -> Uuid) {
        let (metric, id) = (pair.target, ids.metric(&pair.target.code));
        let parts = match &metric.counted.over_time {
            Counting::Ratio { numerator, denominator } => Some((numerator, denominator)),
            Counting::Sum | Counting::Last => None,
        };
        let norms = |metric: &Measure| [metric.manager, metric.head];
        let was = pair.now.map_or([None, None], norms);
        for ((role, norm), was) in ["manager", "head"].into_iter().zip(norms(metric)).zip(was) {
            if norm != was {
                self.norms.push(NormRow::new(make(), id, role, norm, was));
            }
        }
        if !pair.differs() {
            return;
        }
        let counted = &metric.counted;
        self.metrics.push(MetricRow {
            id,
            code: metric.code.clone(),
            name: metric.name.clone(),
            unit: counted.unit.sign(),
            kind: counted.kind.code(),
            direction: counted.direction.code(),
            over_time: counted.over_time.code(),
            over_people: counted.over_people.code(),
            scale: counted.scale,
            numerator_id: parts.map(|(numerator, _)| ids.metric(numerator)),
            denominator_id: parts.map(|(_, denominator)| ids.metric(denominator)),
            minutes_each: metric.minutes,
            position: pair.at + 1,
            hidden: metric.is_hidden,
        });
    }

    fn pipeline(&mut self, pair: &Pair<'_, Pipeline>, ids: &Ids) {
        let Pipeline { code, name, stages, is_hidden } = pair.target;
        let id = ids.of("pipeline", code);
        let head = |pipeline: &Pipeline| (pipeline.name.clone(), pipeline.is_hidden);
        if pair.now.map(head) != Some(head(pair.target)) || pair.was_at != Some(pair.at) {
            self.pipelines.push(HeadRow::new(id, code, name, "", pair.at, *is_hidden));
        }
        let now = pair.now.map_or(&[][..], |now| &now.stages);
        for stage in pairs(now, stages, |stage| &stage.code).filter(Pair::differs) {
            let stage_id = ids.of("stage", &format!("{code}/{}", stage.target.code));
            let was = stage.now.map(|stage| stage.probability);
            if was != Some(stage.target.probability) {
                let basis_points = stage.target.probability;
                self.probabilities.push(ProbabilityRow { stage_id, basis_points });
            }
            self.stages.push(StageRow {
                id: stage_id,
                pipeline_id: id,
                code: stage.target.code.clone(),
                name: stage.target.name.clone(),
                position: stage.at + 1,
                criterion: stage.target.criterion.clone(),
                stale_days: stage.target.stale_days,
                metric_id: stage.target.metric.as_ref().map(|code| ids.metric(code)),
                hidden: stage.target.is_hidden,
            });
        }
    }

    fn card(&mut self, pair: &Pair<'_, Card>, ids: &Ids, make: &mut impl FnMut() -> Uuid) {
        let card = pair.target;
        let id = ids.of("scorecard", &card.code);
        let head = |card: &Card| (card.name.clone(), card.role, card.is_hidden);
        if pair.now.map(head) != Some(head(card)) || pair.was_at != Some(pair.at) {
            let role = card.role.code();
            self.cards.push(HeadRow::new(
                id,
                &card.code,
                &card.name,
                role,
                pair.at,
                card.is_hidden,
            ));
        }
        if pair.now.map(|card| &card.terms) == Some(&card.terms) {
            return;
        }
        let version = make();
        self.versions.push(VersionRow {
            id: version,
            scorecard_id: id,
            is_trial: card.terms.is_trial,
        });
        let items = card.terms.items.iter().enumerate();
        self.items.extend(items.map(|(at, item)| ItemRow::new(version, at, item, ids)));
    }

    fn ritual(&mut self, pair: &Pair<'_, Ritual>, ids: &Ids) {
        let Ritual { code, name, is_hidden, .. } = pair.target;
        let id = ids.of("ritual", code);
        let head = |ritual: &Ritual| (ritual.name.clone(), ritual.is_hidden);
        if pair.now.map(head) != Some(head(pair.target)) || pair.was_at != Some(pair.at) {
            self.rituals.push(HeadRow::new(id, code, name, "", pair.at, *is_hidden));
        }
        let rule = RuleRow::new(id, pair.target);
        if pair.now.map(|now| RuleRow::new(id, now)).as_ref() != Some(&rule) {
            self.rules.push(rule);
        }
    }

    fn exercise(&mut self, pair: &Pair<'_, Exercise>, ids: &Ids) {
        if !pair.differs() {
            return;
        }
        let exercise = pair.target;
        self.exercises.push(ExerciseRow {
            id: ids.of("exercise", &exercise.code),
            code: exercise.code.clone(),
            name: exercise.name.clone(),
            minutes: exercise.minutes,
            checklist: exercise.checklist.clone(),
            phrases: exercise.phrases.clone(),
            position: pair.at + 1,
            hidden: exercise.is_hidden,
        });
    }
}
