use askama::Template;
use chrono::NaiveDate;

use crate::access::Permission;
use crate::form::{FieldErrors, Typed};
use crate::funnel::pipeline::{Pipeline, Stage};
use crate::metric::Metric;
use crate::values::russian::{counted, full_date};
use crate::web::{Choice, Shell};

/// One stage: its form and how its probability changed.
#[derive(Debug, Template)]
#[template(path = "funnel/stage.html")]
pub struct OneStage {
    pub shell: Shell,
    pub today: NaiveDate,
    pub pipeline: Pipeline,
    /// None: a new one.
    pub stage: Option<Stage>,
    pub metrics: Vec<Metric>,
    pub form: Typed,
    pub errors: FieldErrors,
}

impl OneStage {
    fn may_edit(&self) -> bool {
        self.shell.may(Permission::SetupEdit)
    }

    fn title(&self) -> String {
        self.stage.as_ref().map_or("Новая стадия".into(), |stage| stage.name.clone())
    }

    fn lead(&self) -> String {
        format!(
            "Воронка «{}». Вероятность действует с названного дня: прошлые прогнозы считаются по прежней. Остальное — сразу.",
            self.pipeline.name
        )
    }

    fn action(&self) -> String {
        match &self.stage {
            Some(stage) => format!("/setup/stages/{}", stage.id),
            None => format!("/setup/funnel/{}/stages", self.pipeline.id),
        }
    }

    /// Metrics that are counted, and the chosen one in any case.
    fn counted_by(&self) -> Vec<Choice> {
        let chosen = self.form.get("metric");
        let offered = self.metrics.iter().filter(|m| !m.is_hidden || m.id.to_string() == chosen);
        let none = std::iter::once((String::new(), "не считаем".to_owned()));
        Choice::among(none.chain(offered.map(|m| (m.id.to_string(), m.name.clone()))), chosen)
    }

    /// Of today, or of the day from which it holds.
    fn probability(&self, stage: &Stage) -> String {
        let share = stage.share(self.today);
        share.map_or_else(|| "не прогнозируем".into(), |share| share.to_string())
    }

    /// Since when, how probable.
    fn probabilities(&self) -> Vec<(String, String)> {
        let all = self.stage.iter().flat_map(|stage| &stage.probabilities);
        all.map(|one| {
            let share =
                one.share.map_or_else(|| "не прогнозируем".into(), |share| share.to_string());
            (full_date(one.from_on), share)
        })
        .collect()
    }

    fn history(&self) -> Option<String> {
        self.stage.as_ref().and_then(|stage| self.shell.history("stage", stage.id.0))
    }
}

impl Stage {
    /// «7 рабочих дней»
    pub fn stale(&self) -> String {
        counted(self.stale_days.into(), "рабочий день", "рабочих дня", "рабочих дней")
    }

    /// What is written now, for one whose edit came second.
    pub fn summary(&self, today: NaiveDate) -> String {
        let hidden = if self.is_hidden { ", убрана" } else { "" };
        let share = self.share(today).map(|share| format!(", {share}")).unwrap_or_default();
        format!("«{}»{share}{hidden}", self.name)
    }
}
