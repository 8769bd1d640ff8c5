use askama::Template;
use chrono::NaiveDate;

use crate::access::Permission;
use crate::form::{FieldErrors, Typed};
use crate::funnel::pipeline::{Pipeline, Stage};
use crate::metric::Metric;
use crate::values::PipelineId;
use crate::values::russian::full_date;
use crate::web::Shell;

/// Every funnel with its stages.
#[derive(Debug, Template)]
#[template(path = "funnel/index.html")]
pub struct Index {
    pub shell: Shell,
    pub today: NaiveDate,
    pub pipelines: Vec<Pipeline>,
    pub metrics: Vec<Metric>,
    /// A form that was refused: of a funnel, or of a new one.
    pub typed: Option<(Option<PipelineId>, Typed)>,
    pub errors: FieldErrors,
}

impl Index {
    fn may_edit(&self) -> bool {
        self.shell.may(Permission::SetupEdit)
    }

    /// Those in use first.
    fn shown(&self) -> Vec<&Pipeline> {
        let (used, hidden): (Vec<_>, Vec<_>) =
            self.pipelines.iter().partition(|one| !one.is_hidden);
        used.into_iter().chain(hidden).collect()
    }

    /// The form of a funnel that was refused, or of a new one.
    fn refused(&self, of: Option<PipelineId>) -> Option<&Typed> {
        self.typed.as_ref().filter(|(whose, _)| *whose == of).map(|(_, form)| form)
    }

    fn name_of(&self, pipeline: &Pipeline) -> String {
        let typed = self.refused(Some(pipeline.id)).map(|form| form.get("name"));
        typed.unwrap_or(&pipeline.name).to_owned()
    }

    fn name_error(&self, pipeline: &Pipeline) -> Option<&str> {
        self.refused(Some(pipeline.id)).and_then(|_| self.errors.on("name"))
    }

    fn new_name(&self) -> &str {
        self.refused(None).map_or("", |form| form.get("name"))
    }

    fn new_error(&self) -> Option<&str> {
        self.refused(None).and_then(|_| self.errors.on("name"))
    }

    /// Whether the form of its name was refused.
    fn is_refused(&self, pipeline: &Pipeline) -> bool {
        self.refused(Some(pipeline.id)).is_some()
    }

    fn probability(&self, stage: &Stage) -> String {
        stage.share(self.today).map_or_else(|| "—".into(), |share| share.to_string())
    }

    /// «с 1 декабря 2026: 25 %»
    fn coming(&self, stage: &Stage) -> Vec<String> {
        let present = stage.present(self.today).map(|one| one.from_on);
        let later = stage.coming(self.today).filter(|one| Some(one.from_on) != present);
        let said = later.map(|one| {
            let share =
                one.share.map_or_else(|| "не прогнозируем".into(), |share| share.to_string());
            format!("с {}: {share}", full_date(one.from_on))
        });
        said.collect()
    }

    /// Whether an earlier stage of the funnel is more probable.
    fn falls(&self, pipeline: &Pipeline, stage: &Stage) -> bool {
        pipeline.falls(self.today).iter().any(|(id, _)| *id == stage.id)
    }

    /// The same in sentences: the stage, and the earlier one.
    fn remarks(&self, pipeline: &Pipeline) -> Vec<String> {
        let named = |id| pipeline.stages.iter().find(|stage| stage.id == id);
        let falls = pipeline.falls(self.today).into_iter();
        falls
            .filter_map(|(id, earlier)| Some((named(id)?, earlier)))
            .map(|(stage, earlier)| {
                format!(
                    "У стадии «{}» вероятность ниже, чем у более ранней «{earlier}».",
                    stage.name
                )
            })
            .collect()
    }

    fn metric(&self, stage: &Stage) -> &str {
        let found = self.metrics.iter().find(|metric| Some(metric.id) == stage.metric);
        found.map_or("—", |metric| metric.name.as_str())
    }
}

impl Pipeline {
    fn is_first(&self, stage: &Stage) -> bool {
        self.stages.first().is_some_and(|first| first.id == stage.id)
    }

    fn is_last(&self, stage: &Stage) -> bool {
        self.stages.last().is_some_and(|last| last.id == stage.id)
    }

    /// What is written now, for one whose edit came second.
    pub fn summary(&self) -> String {
        let hidden = if self.is_hidden { ", убрана" } else { "" };
        format!("воронка «{}»{hidden}", self.name)
    }
}
