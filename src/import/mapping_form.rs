//! The columns as chosen on the page.
use std::collections::BTreeMap;

use serde::Deserialize;
use uuid::Uuid;

use super::day::DayOrder;
use super::mapping::{Mapping, Measure, Role};
use super::month;
use super::notation::Mark;
use super::sheet::Book;
use crate::form::FieldErrors;
use crate::values::MetricId;

/// A form whose fields depend on the file.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(transparent)]
pub struct Typed(pub BTreeMap<String, String>);

impl Typed {
    pub fn text(&self, field: &str) -> &str {
        self.0.get(field).map_or("", |typed| typed.trim())
    }

    pub fn number(&self, field: &str) -> Option<i64> {
        self.text(field).parse().ok()
    }

    pub fn has(&self, field: &str) -> bool {
        !self.text(field).is_empty()
    }
}

/// What the form asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Asked {
    /// Another sheet or row of headings: recognise the columns again.
    Recognise { sheet: usize, header_row: Option<usize> },
    /// These columns.
    Take(Mapping),
}

impl Role {
    /// As it stands in the form.
    pub fn code(self) -> String {
        match self {
            Self::Ignored => "ignored".into(),
            Self::Total => "total".into(),
            Self::Date => "date".into(),
            Self::Month => "month".into(),
            Self::Year => "year".into(),
            Self::Person => "person".into(),
            Self::PersonId => "person_id".into(),
            Self::MetricName => "metric_name".into(),
            Self::Value => "value".into(),
            Self::Metric(metric) => metric.to_string(),
        }
    }

    fn from_code(code: &str, measures: &[Measure]) -> Option<Self> {
        let plain = [
            Self::Ignored,
            Self::Total,
            Self::Date,
            Self::Month,
            Self::Year,
            Self::Person,
            Self::PersonId,
            Self::MetricName,
            Self::Value,
        ];
        let named = plain.into_iter().find(|role| role.code() == code);
        named.or_else(|| metric(code, measures).map(Self::Metric))
    }
}

fn metric(code: &str, measures: &[Measure]) -> Option<MetricId> {
    let id = MetricId(code.parse::<Uuid>().ok()?);
    measures.iter().any(|measure| measure.id == id).then_some(id)
}

/// Reads the form over the mapping it was opened with.
pub fn check(
    typed: &Typed,
    book: &Book,
    before: &Mapping,
    measures: &[Measure],
) -> Result<Asked, FieldErrors> {
    let mut errors = FieldErrors::default();
    let (sheet, header_row) = place(typed, book, before, &mut errors);
    if errors.is_empty() && (sheet, header_row) != (before.sheet, before.header_row) {
        return Ok(Asked::Recognise { sheet, header_row });
    }
    let roles = roles(typed, before, measures, &mut errors);
    let mapping = Mapping {
        kind: before.kind,
        sheet,
        header_row,
        roles,
        metric: metric(typed.text("metric"), measures),
        metric_names: names(typed, before, measures),
        multiplier: multiplier(typed, &mut errors),
        day_order: day_order(typed.text("day_order")),
        decimal: mark(typed.text("decimal")),
        year: year(typed, &mut errors),
        carry_person: typed.has("carry_person"),
    };
    errors.or(Asked::Take(mapping))
}

fn place(
    typed: &Typed,
    book: &Book,
    before: &Mapping,
    errors: &mut FieldErrors,
) -> (usize, Option<usize>) {
    let index = |field: &str| typed.number(field).and_then(|number| usize::try_from(number).ok());
    let sheet = if typed.has("sheet") { index("sheet") } else { Some(before.sheet) };
    let Some(sheet) = sheet.filter(|sheet| *sheet < book.sheets.len()) else {
        errors.add("sheet", "Выберите лист из списка");
        return (before.sheet, before.header_row);
    };
    let row = index("header_row").and_then(|row| row.checked_sub(1));
    (sheet, row.filter(|row| *row < book.sheets[sheet].rows.len()))
}

/// A column that the page did not show keeps its role.
fn roles(
    typed: &Typed,
    before: &Mapping,
    measures: &[Measure],
    errors: &mut FieldErrors,
) -> Vec<Role> {
    let mut roles = Vec::with_capacity(before.roles.len());
    for (at, earlier) in before.roles.iter().enumerate() {
        let field = format!("role_{at}");
        let role = match typed.0.get(&field) {
            None => Some(*earlier),
            Some(code) => Role::from_code(code, measures),
        };
        if role.is_none() {
            errors.add(field, "Выберите из списка");
        }
        roles.push(role.unwrap_or_default());
    }
    let single = [
        (Role::Date, "дата"),
        (Role::Month, "месяц"),
        (Role::Year, "год"),
        (Role::Person, "имя человека"),
        (Role::PersonId, "номер человека"),
        (Role::MetricName, "название показателя"),
    ];
    for (role, name) in single {
        if roles.iter().filter(|each| **each == role).count() > 1 {
            errors.add("form", format!("«{name}» выбрано у двух столбцов: оставьте у одного."));
        }
    }
    roles
}

fn names(
    typed: &Typed,
    before: &Mapping,
    measures: &[Measure],
) -> BTreeMap<String, Option<MetricId>> {
    let chosen = |at: usize, earlier: &Option<MetricId>| match typed.0.get(&format!("named_{at}")) {
        None => *earlier,
        Some(code) => metric(code, measures),
    };
    let names = before.metric_names.iter().enumerate();
    names.map(|(at, (name, earlier))| (name.clone(), chosen(at, earlier))).collect()
}

fn multiplier(typed: &Typed, errors: &mut FieldErrors) -> u32 {
    let offered = [("", 1), ("1", 1), ("1000", 1_000), ("1000000", 1_000_000)];
    errors.one_of("multiplier", typed.text("multiplier"), &offered).unwrap_or(1)
}

fn year(typed: &Typed, errors: &mut FieldErrors) -> Option<i32> {
    let text = typed.text("year");
    let year = month::year(text).filter(|_| text.len() == 4);
    if year.is_none() && !text.is_empty() {
        errors.add("year", "Введите год четырьмя цифрами, например 2026");
    }
    year
}

/// As it stands in the form: `day_first`, `month_first`.
pub fn day_order(code: &str) -> Option<DayOrder> {
    match code {
        "day_first" => Some(DayOrder::DayFirst),
        "month_first" => Some(DayOrder::MonthFirst),
        _ => None,
    }
}

/// As it stands in the form: `comma`, `point`.
pub fn mark(code: &str) -> Option<Mark> {
    match code {
        "comma" => Some(Mark::Comma),
        "point" => Some(Mark::Point),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::mapping::Kind;
    use crate::import::reading::read_text;
    use crate::import::recognition::propose;

    fn opened() -> (Book, Mapping) {
        let book = read_text("Отчёт;;\nФИО;Дата;Сумма\nАнна;05.11.2026;5\n".as_bytes()).unwrap();
        let mapping = propose(&book, Kind::Facts, &[], "").unwrap();
        (book, mapping)
    }

    fn typed(fields: &[(&str, &str)]) -> Typed {
        Typed(fields.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect())
    }

    #[test]
    fn an_untouched_form_keeps_the_mapping() {
        let (book, mapping) = opened();
        let same = typed(&[("header_row", "2"), ("role_0", "person")]);
        assert_eq!(check(&same, &book, &mapping, &[]), Ok(Asked::Take(mapping.clone())));
    }

    #[test]
    fn another_row_of_headings_recognises_again() {
        let (book, mapping) = opened();
        let other = typed(&[("header_row", "1")]);
        let expected = Asked::Recognise { sheet: 0, header_row: Some(0) };
        assert_eq!(check(&other, &book, &mapping, &[]), Ok(expected));
    }

    #[test]
    fn two_dates_a_foreign_metric_and_a_mad_year_are_refused_together() {
        let (book, mapping) = opened();
        let foreign = Uuid::from_u128(9).to_string();
        let wrong =
            typed(&[("header_row", "2"), ("role_0", "date"), ("role_2", &foreign), ("year", "26")]);
        let errors = check(&wrong, &book, &mapping, &[]).unwrap_err();
        for field in ["form", "role_2", "year"] {
            assert!(errors.on(field).is_some(), "{field}");
        }
    }
}
