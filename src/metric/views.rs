use askama::Template;

use super::definition::{Direction, Kind, Metric, OverPeople, OverTime};
use super::draft::{MetricForm, Present};
use crate::access::Permission;
use crate::form::FieldErrors;
use crate::values::{MetricId, Unit};
use crate::web::{Choice, Shell};

#[derive(Debug, Template)]
#[template(path = "metric/index.html")]
pub struct Index {
    pub shell: Shell,
    pub metrics: Vec<Metric>,
    pub errors: FieldErrors,
}

impl Index {
    fn may_edit(&self) -> bool {
        self.shell.may(Permission::MetricsEdit)
    }

    /// «дни складываются», «Встречи / Звонки»
    fn counting(&self, metric: &Metric) -> String {
        let name = |id: MetricId| {
            self.metrics.iter().find(|m| m.id == id).map_or("—", |m| m.name.as_str())
        };
        match metric.over_time {
            OverTime::Ratio { numerator, denominator } => {
                format!("{} / {}", name(numerator), name(denominator))
            }
            other => OverTime::name_of(other.code()).into(),
        }
    }

    fn is_first(&self, metric: &Metric) -> bool {
        self.metrics.first().is_some_and(|first| first.id == metric.id)
    }

    fn is_last(&self, metric: &Metric) -> bool {
        self.metrics.last().is_some_and(|last| last.id == metric.id)
    }
}

/// The form of a new metric or of one that is there.
#[derive(Debug, Template)]
#[template(path = "metric/form.html")]
pub struct Edit {
    pub shell: Shell,
    pub present: Option<Present>,
    pub all: Vec<Metric>,
    pub form: MetricForm,
    pub errors: FieldErrors,
}

impl Edit {
    fn title(&self) -> String {
        self.present
            .as_ref()
            .map_or("Новый показатель".into(), |p| p.metric.name.clone())
    }

    fn history(&self) -> Option<String> {
        let present = self.present.as_ref();
        present.and_then(|present| self.shell.history("metric", present.metric.id.0))
    }

    fn action(&self) -> String {
        self.present.as_ref().map_or("/metrics".into(), |p| format!("/metrics/{}", p.metric.id))
    }

    fn units(&self) -> Vec<Choice> {
        let units = Unit::ALL.map(|unit| (unit.sign(), unit.sign()));
        Choice::among(units, &self.form.unit)
    }

    fn kinds(&self) -> Vec<Choice> {
        Choice::among(Kind::ALL.map(|kind| (kind.code(), kind.name())), &self.form.kind)
    }

    fn directions(&self) -> Vec<Choice> {
        let all = Direction::ALL.map(|direction| (direction.code(), direction.name()));
        Choice::among(all, &self.form.direction)
    }

    fn times(&self) -> Vec<Choice> {
        Choice::among(OverTime::ALL, &self.form.over_time)
    }

    fn people(&self) -> Vec<Choice> {
        let all = [OverPeople::Sum, OverPeople::None].map(|people| (people.code(), people.name()));
        Choice::among(all, &self.form.over_people)
    }

    /// Once there are numbers the scale is the only one offered.
    fn scales(&self) -> Vec<Choice> {
        let kept = self.present.as_ref().filter(|p| p.has_values).map(|p| p.metric.scale);
        let names = ["целые числа", "один знак: 0,1", "два знака: 0,01", "три знака: 0,001"];
        let all = (0_u8..).zip(names).filter(|(scale, _)| kept.is_none_or(|kept| kept == *scale));
        Choice::among(all.map(|(scale, name)| (scale.to_string(), name)), &self.form.scale)
    }

    fn scale_hint(&self) -> &'static str {
        match &self.present {
            Some(present) if present.has_values => {
                "По показателю уже есть числа, точность не меняется"
            }
            _ => "Сколько знаков после запятой; потом не изменить",
        }
    }

    fn numerators(&self) -> Vec<Choice> {
        self.parts(&self.form.numerator)
    }

    fn denominators(&self) -> Vec<Choice> {
        self.parts(&self.form.denominator)
    }

    fn parts(&self, chosen: &str) -> Vec<Choice> {
        let own = self.present.as_ref().map(|present| present.metric.id);
        let sums = self.all.iter().filter(|m| m.is_summed() && Some(m.id) != own);
        let none = std::iter::once((String::new(), "не выбран"));
        Choice::among(none.chain(sums.map(|m| (m.id.to_string(), m.name.as_str()))), chosen)
    }
}
