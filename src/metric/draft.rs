//! A metric as it is typed, and as it may be written.

use serde::Deserialize;
use uuid::Uuid;

use super::code::latin;
use super::definition::{Direction, Kind, Metric, OverPeople, OverTime};
use crate::company::name_norm;
use crate::form::FieldErrors;
use crate::values::{MetricId, Unit};

/// The form as typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct MetricForm {
    pub name: String,
    pub code: String,
    pub unit: String,
    pub kind: String,
    pub direction: String,
    pub over_time: String,
    pub over_people: String,
    pub scale: String,
    pub numerator: String,
    pub denominator: String,
    pub row_version: i32,
}

/// What may be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    pub name: String,
    pub code: String,
    pub unit: Unit,
    pub kind: Kind,
    pub direction: Direction,
    pub over_time: OverTime,
    pub over_people: OverPeople,
    pub scale: u8,
}

/// A metric being edited and what already hangs on it.
#[derive(Debug, Clone)]
pub struct Present {
    pub metric: Metric,
    /// It has facts or plans: their scale and way of counting are fixed.
    pub has_values: bool,
}

impl MetricForm {
    /// An empty form for a count of pieces, the commonest kind.
    pub fn blank() -> Self {
        Self {
            unit: Unit::Piece.sign().into(),
            kind: Kind::Step.code().into(),
            direction: Direction::Up.code().into(),
            over_time: "sum".into(),
            over_people: OverPeople::Sum.code().into(),
            scale: "0".into(),
            ..Self::default()
        }
    }

    pub fn of(metric: &Metric) -> Self {
        let part = |id: Option<MetricId>| id.map(|id| id.to_string()).unwrap_or_default();
        let parts = metric.over_time.parts();
        Self {
            name: metric.name.clone(),
            code: metric.code.clone(),
            unit: metric.unit.sign().into(),
            kind: metric.kind.code().into(),
            direction: metric.direction.code().into(),
            over_time: metric.over_time.code().into(),
            over_people: metric.over_people.code().into(),
            scale: metric.scale.to_string(),
            numerator: part(parts.map(|(numerator, _)| numerator)),
            denominator: part(parts.map(|(_, denominator)| denominator)),
            row_version: metric.row_version,
        }
    }

    /// The draft, or everything that is wrong. `all` is the company's catalogue.
    pub fn check(&self, present: Option<&Present>, all: &[Metric]) -> Result<Draft, FieldErrors> {
        let mut errors = FieldErrors::default();
        let name = self.name(&mut errors, present, all);
        let code = self.code(&mut errors, &name);
        let unit = errors.one_of("unit", &self.unit, &Unit::ALL.map(|unit| (unit.sign(), unit)));
        let kind = errors.one_of("kind", &self.kind, &Kind::ALL.map(|kind| (kind.code(), kind)));
        let directions = Direction::ALL.map(|direction| (direction.code(), direction));
        let direction = errors.one_of("direction", &self.direction, &directions);
        let scale = errors.number("scale", &self.scale, &(0..=3));
        let over_time = self.over_time(&mut errors, present, all);
        let over_people = self.over_people(&mut errors, over_time);
        if let Some(present) = present {
            present.allow(&mut errors, scale, over_time, all);
        }
        let (Some(unit), Some(kind), Some(direction)) = (unit, kind, direction) else {
            return Err(errors);
        };
        let (Some(over_time), Some(over_people)) = (over_time, over_people) else {
            return Err(errors);
        };
        errors.or(Draft { name, code, unit, kind, direction, over_time, over_people, scale })
    }

    /// One name is one metric: people and files know it by its name. A namesake of earlier days may keep it.
    fn name(&self, errors: &mut FieldErrors, present: Option<&Present>, all: &[Metric]) -> String {
        let name = errors.required("name", &self.name);
        let norm = name_norm(&name);
        let is_kept = present.is_some_and(|present| name_norm(&present.metric.name) == norm);
        let namesake = all.iter().find(|other| name_norm(&other.name) == norm);
        if let Some(namesake) = namesake.filter(|_| !norm.is_empty() && !is_kept) {
            let hidden = if namesake.is_hidden { ", он убран с таблиц" } else { "" };
            let name = &namesake.name;
            errors.add("name", format!("Показатель «{name}» уже есть{hidden}. Назовите иначе"));
        }
        name
    }

    /// A code left empty is made of the name.
    fn code(&self, errors: &mut FieldErrors, name: &str) -> String {
        let code = match self.code.trim() {
            "" => latin(name),
            typed => typed.to_lowercase(),
        };
        let proper = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
        if !code.chars().all(proper) || code.len() > 40 || code.is_empty() && !name.is_empty() {
            errors.add("code", "До 40 знаков: латинские буквы, цифры и «_», например calls");
        }
        code
    }

    fn over_time(
        &self,
        errors: &mut FieldErrors,
        present: Option<&Present>,
        all: &[Metric],
    ) -> Option<OverTime> {
        match self.over_time.as_str() {
            "sum" => Some(OverTime::Sum),
            "last" => Some(OverTime::Last),
            "ratio" => self.ratio(errors, present.map(|present| present.metric.id), all),
            _ => {
                errors.add("over_time", "Выберите из списка");
                None
            }
        }
    }

    /// Only sums can be divided: a ratio of ratios means nothing, and so no circle can arise.
    fn ratio(
        &self,
        errors: &mut FieldErrors,
        own: Option<MetricId>,
        all: &[Metric],
    ) -> Option<OverTime> {
        let mut part = |field: &str, typed: &str| {
            let id = typed.parse::<Uuid>().ok().map(MetricId).filter(|id| Some(*id) != own);
            let found = all.iter().find(|metric| Some(metric.id) == id && metric.is_summed());
            if found.is_none() {
                errors.add(field, "Выберите показатель, дни которого складываются");
            }
            found.map(|metric| metric.id)
        };
        let numerator = part("numerator", &self.numerator);
        let denominator = part("denominator", &self.denominator);
        let (numerator, denominator) = (numerator?, denominator?);
        if numerator == denominator {
            errors.add("denominator", "Отношение показателя к самому себе всегда 100 %");
        }
        Some(OverTime::Ratio { numerator, denominator })
    }

    fn over_people(&self, errors: &mut FieldErrors, time: Option<OverTime>) -> Option<OverPeople> {
        match (time.is_some_and(OverTime::is_ratio), self.over_people.as_str()) {
            (true, _) => Some(OverPeople::Ratio),
            (false, "sum") => Some(OverPeople::Sum),
            (false, "none") => Some(OverPeople::None),
            (false, _) => {
                errors.add("over_people", "Выберите, складываются ли люди");
                None
            }
        }
    }
}

impl Present {
    /// What hangs on a metric limits its change.
    fn allow(&self, errors: &mut FieldErrors, scale: u8, time: Option<OverTime>, all: &[Metric]) {
        let metric = &self.metric;
        if self.has_values && scale != metric.scale {
            errors.add("scale", "По показателю уже есть числа: знаки после запятой не меняются");
        }
        let Some(time) = time else { return };
        if self.has_values && time.is_ratio() != metric.over_time.is_ratio() {
            errors.add("over_time", "По показателю уже есть числа: заведите новый показатель");
        }
        if time != OverTime::Sum
            && let Some(ratio) = ratio_of(metric.id, all)
        {
            errors.add(
                "over_time",
                format!("Из него считается «{}», поэтому дни должны складываться", ratio.name),
            );
        }
    }
}

/// The ratio that is computed of this metric, if there is one.
pub fn ratio_of(id: MetricId, all: &[Metric]) -> Option<&Metric> {
    all.iter().find(|metric| metric.over_time.parts().is_some_and(|(n, d)| n == id || d == id))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(number: u128) -> MetricId {
        MetricId(Uuid::from_u128(number))
    }

    fn metric(number: u128, name: &str, over_time: OverTime) -> Metric {
        Metric {
            id: id(number),
            code: latin(name),
            name: name.into(),
            unit: Unit::Piece,
            kind: Kind::Step,
            direction: Direction::Up,
            over_time,
            over_people: if over_time.is_ratio() { OverPeople::Ratio } else { OverPeople::Sum },
            scale: 0,
            is_hidden: false,
            row_version: 1,
        }
    }

    fn catalogue() -> Vec<Metric> {
        let conversion = OverTime::Ratio { numerator: id(2), denominator: id(1) };
        vec![
            metric(1, "Звонки", OverTime::Sum),
            metric(2, "Встречи", OverTime::Sum),
            metric(3, "Конверсия", conversion),
            metric(4, "Долг", OverTime::Last),
        ]
    }

    fn ratio(numerator: u128, denominator: u128) -> MetricForm {
        MetricForm {
            name: "Доля".into(),
            over_time: "ratio".into(),
            over_people: String::new(),
            numerator: id(numerator).to_string(),
            denominator: id(denominator).to_string(),
            ..MetricForm::blank()
        }
    }

    #[test]
    fn a_name_is_enough_and_gives_its_code() {
        let form =
            MetricForm { name: " Счета на оплату ".into(), ..MetricForm::blank() };
        let draft = form.check(None, &[]).unwrap();
        assert_eq!(
            (draft.name.as_str(), draft.code.as_str()),
            ("Счета на оплату", "scheta_na_oplatu")
        );
    }

    #[test]
    fn an_empty_form_names_every_field_at_once() {
        let errors = MetricForm::default().check(None, &[]).unwrap_err();
        for field in ["name", "unit", "kind", "direction", "over_time", "over_people", "scale"] {
            assert!(errors.on(field).is_some(), "{field}");
        }
    }

    #[test]
    fn a_code_is_latin() {
        let form =
            MetricForm {
                name: "Звонки".into(), code: "звонки!".into(), ..MetricForm::blank()
            };
        assert!(form.check(None, &[]).unwrap_err().on("code").is_some());
    }

    #[test]
    fn a_name_belongs_to_one_metric_however_it_is_written() {
        let form =
            MetricForm {
                name: " ЗВОНКИ. ".into(), code: "other".into(), ..MetricForm::blank()
            };
        let told = form.check(None, &catalogue()).unwrap_err();
        assert_eq!(told.on("name"), Some("Показатель «Звонки» уже есть. Назовите иначе"));
        let mut hidden = catalogue();
        hidden[0].is_hidden = true;
        assert!(form.check(None, &hidden).unwrap_err().on("name").unwrap().contains("убран"));
        let own = Present { metric: catalogue().remove(0), has_values: false };
        assert!(form.check(Some(&own), &catalogue()).is_ok());
        let other = Present { metric: catalogue().remove(1), has_values: false };
        assert!(form.check(Some(&other), &catalogue()).unwrap_err().on("name").is_some());
        let mut twins = catalogue();
        twins[1].name = "Звонки".into();
        let twin = Present { metric: twins[1].clone(), has_values: false };
        assert!(MetricForm::of(&twin.metric).check(Some(&twin), &twins).is_ok());
    }

    #[test]
    fn a_ratio_divides_one_sum_by_another() {
        let draft = ratio(2, 1).check(None, &catalogue()).unwrap();
        assert_eq!(draft.over_time.parts(), Some((id(2), id(1))));
        assert_eq!(draft.over_people, OverPeople::Ratio);
    }

    #[test]
    fn a_ratio_of_a_ratio_of_a_last_value_of_nothing_or_of_itself_is_refused() {
        for numerator in [3, 4, 99] {
            let errors = ratio(numerator, 1).check(None, &catalogue()).unwrap_err();
            assert!(errors.on("numerator").is_some(), "{numerator}");
        }
        assert!(ratio(1, 1).check(None, &catalogue()).unwrap_err().on("denominator").is_some());
        let present = Present { metric: catalogue().remove(0), has_values: false };
        assert!(ratio(1, 2).check(Some(&present), &catalogue()).is_err());
    }

    #[test]
    fn a_metric_with_numbers_keeps_its_scale_and_its_way_of_counting() {
        let present = Present { metric: metric(5, "КП", OverTime::Sum), has_values: true };
        let finer = MetricForm { scale: "2".into(), ..MetricForm::of(&present.metric) };
        assert!(finer.check(Some(&present), &catalogue()).unwrap_err().on("scale").is_some());
        let errors = ratio(2, 1).check(Some(&present), &catalogue()).unwrap_err();
        assert!(errors.on("over_time").is_some());
        let renamed =
            MetricForm { name: "Предложения".into(), ..MetricForm::of(&present.metric) };
        assert!(renamed.check(Some(&present), &catalogue()).is_ok());
    }

    #[test]
    fn a_part_of_a_ratio_stays_a_sum() {
        let present = Present { metric: catalogue().remove(0), has_values: false };
        let last = MetricForm { over_time: "last".into(), ..MetricForm::of(&present.metric) };
        let errors = last.check(Some(&present), &catalogue()).unwrap_err();
        assert!(errors.on("over_time").unwrap().contains("«Конверсия»"));
    }
}
