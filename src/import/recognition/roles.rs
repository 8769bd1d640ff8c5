//! The role of each column: headings first, then what the cells look like.
use super::column::Column;
use crate::import::heading::{Meaning, meaning, speaks_of};
use crate::import::mapping::{Measure, Role};
use crate::import::month::TypedMonth;

/// One role per column.
pub fn propose(columns: &[Column], measures: &[Measure]) -> Vec<Role> {
    let mut roles: Vec<Role> = columns.iter().map(|column| by_heading(column, measures)).collect();
    keep_first(&mut roles);
    if !has(&roles, &[Role::Date, Role::Month]) {
        months_in_headings(columns, measures, &mut roles);
    }
    if !has(&roles, &[Role::Date, Role::Month]) && !has_month_heading(columns, &roles) {
        by_content(columns, &mut roles, Role::Date, |c| c.mostly(c.days, 8));
        by_content(columns, &mut roles, Role::Month, |c| c.mostly(c.months, 8));
    }
    if !has(&roles, &[Role::Person, Role::PersonId]) {
        by_content(columns, &mut roles, Role::Person, |c| c.mostly(c.words, 6) && repeats(c));
        by_content(columns, &mut roles, Role::Person, |c| c.mostly(c.words, 6));
    }
    weaken_values(columns, &mut roles);
    roles
}

fn has(roles: &[Role], wanted: &[Role]) -> bool {
    roles.iter().any(|role| wanted.contains(role))
}

/// The metric that a heading speaks of.
pub fn metric_of(heading: &str, measures: &[Measure]) -> Option<Role> {
    let spoken = measures.iter().find(|m| speaks_of(heading, &m.code, &m.name));
    spoken.map(|measure| Role::Metric(measure.id))
}

fn by_heading(column: &Column, measures: &[Measure]) -> Role {
    let meaning = meaning(&column.heading);
    if let Some(metric) = metric_of(&column.heading, measures)
        && column.may_hold_figures()
    {
        return metric;
    }
    match meaning {
        Some(Meaning::Total) if column.may_hold_figures() => Role::Total,
        Some(Meaning::Date) if column.mostly(column.days, 5) || is_serial(column) => Role::Date,
        Some(Meaning::Month) if column.mostly(column.months + column.days, 5) => Role::Month,
        Some(Meaning::Month) if column.mostly(column.numbers, 9) && column.distinct <= 12 => {
            Role::Month
        }
        Some(Meaning::Year) if column.mostly(column.years, 5) => Role::Year,
        Some(Meaning::PersonId) => Role::PersonId,
        Some(Meaning::Person) if column.mostly(column.words, 5) => Role::Person,
        Some(Meaning::MetricName) if column.mostly(column.words, 5) => Role::MetricName,
        Some(Meaning::Value) if column.may_hold_figures() => Role::Value,
        _ => Role::Ignored,
    }
}

/// Days kept as a spreadsheet's numbers under a heading that speaks of a date.
fn is_serial(column: &Column) -> bool {
    column.mostly(column.numbers, 9) && column.distinct > 1 && column.years * 2 < column.filled
}

/// Of two dates, names or numbers of a person the first stays.
fn keep_first(roles: &mut [Role]) {
    let single =
        [Role::Date, Role::Month, Role::Year, Role::Person, Role::PersonId, Role::MetricName];
    for role in single {
        let later = roles.iter_mut().filter(|each| **each == role).skip(1);
        later.for_each(|each| *each = Role::Ignored);
    }
    if roles.contains(&Role::Date) {
        roles.iter_mut().filter(|r| matches!(r, Role::Month)).for_each(|r| *r = Role::Ignored);
    }
}

/// «янв … дек», M01 … M12, «Поступления 01.2025»: the words before the month may name a metric.
fn months_in_headings(columns: &[Column], measures: &[Measure], roles: &mut [Role]) {
    let is_month = |c: &Column| TypedMonth::at_end(&c.heading).is_some() && c.may_hold_figures();
    if columns.iter().filter(|column| is_month(column)).count() < 2 {
        return;
    }
    for (column, role) in columns.iter().zip(roles.iter_mut()).filter(|(c, _)| is_month(c)) {
        let first_word = column.heading.split_whitespace().next().unwrap_or_default();
        *role = metric_of(first_word, measures).unwrap_or(Role::Value);
    }
}

fn has_month_heading(columns: &[Column], roles: &[Role]) -> bool {
    columns.iter().zip(roles).any(|(column, role)| {
        matches!(role, Role::Value | Role::Metric(_))
            && TypedMonth::at_end(&column.heading).is_some()
    })
}

fn by_content(columns: &[Column], roles: &mut [Role], wanted: Role, fits: fn(&Column) -> bool) {
    if has(roles, &[wanted]) || wanted == Role::Month && has(roles, &[Role::Date]) {
        return;
    }
    let free = columns.iter().zip(roles.iter_mut()).filter(|(_, role)| **role == Role::Ignored);
    if let Some((_, role)) = { free }.find(|(column, _)| fits(column)) {
        *role = wanted;
    }
}

/// A person has several rows, a deal's number one.
fn repeats(column: &Column) -> bool {
    column.distinct * 2 <= column.filled
}

/// «Сумма» beside columns whose metric is known belongs to nothing; of «Количество» and «Сумма» only
/// one can be the figure.
fn weaken_values(columns: &[Column], roles: &mut [Role]) {
    let by_month = |at: usize| TypedMonth::at_end(&columns[at].heading).is_some();
    let values: Vec<usize> =
        (0..roles.len()).filter(|&at| roles[at] == Role::Value && !by_month(at)).collect();
    let sum = |at: &&usize| {
        ["сумм", "amount", "value", "значен"]
            .iter()
            .any(|word| columns[**at].heading.to_lowercase().contains(word))
    };
    let known = roles.iter().any(|role| matches!(role, Role::Metric(_)));
    let named = has(roles, &[Role::MetricName]);
    let kept = values.iter().find(sum).or(values.first()).filter(|_| named || !known).copied();
    values.iter().filter(|at| Some(**at) != kept).for_each(|&at| roles[at] = Role::Ignored);
}
