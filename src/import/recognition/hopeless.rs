//! A file that no mapping can save is refused at once, column by column.
use super::column::Column;
use crate::import::figures::{column_name, verdict};
use crate::import::heading::{Meaning, meaning};
use crate::import::mapping::{Mapping, Role};
use crate::import::month::TypedMonth;
use crate::import::notation::Verdict;
use crate::import::refusal::Refusal;
use crate::import::sheet::Sheet;
use crate::values::russian::listed;

/// Why the sheet cannot be imported whatever its columns are called; `None` when it may be.
pub fn why(sheet: &Sheet, mapping: &Mapping) -> Option<Refusal> {
    let columns = super::columns(sheet, mapping.header_row);
    let broken = broken_figures(sheet, mapping, &columns);
    let timeless = is_timeless(mapping, &columns);
    let lost = named_dates(&columns);
    if columns.iter().all(|column| column.filled == 0) {
        let todo = "Проверьте, что выгрузка не пустая, и загрузите файл ещё раз.";
        return Some(Refusal::new("В файле только заголовки: строк с данными нет.", todo));
    }
    let what = if !broken.is_empty() {
        "Числа в файле испорчены при сохранении: восстановить их нельзя."
    } else if columns.iter().all(|column| column.numbers == 0) {
        "В файле нет ни одного столбца с числами."
    } else if timeless {
        "В файле нет ни дат, ни месяцев: непонятно, к какому времени относятся числа."
    } else {
        return None;
    };
    let details = broken.into_iter().chain(lost).collect();
    let todo = "Выгрузите таблицу из исходной программы ещё раз, лучше сразу в XLSX: \
                столбцы с датами в формате «Дата», с суммами в формате «Числовой».";
    Some(Refusal::new(what, todo).with_details(details))
}

/// Columns of figures in which one mark stands for thousands and for the fraction, when no whole
/// column of a known metric is left beside them.
fn broken_figures(sheet: &Sheet, mapping: &Mapping, columns: &[Column]) -> Vec<String> {
    let recognised: Vec<usize> = mapping.figure_columns().collect();
    let is_broken = |at: usize| match verdict(sheet, mapping, at) {
        Verdict::Broken { thousands, fraction } if columns[at].mostly(columns[at].numbers, 9) => {
            Some((column_name(sheet, mapping, at), thousands, fraction))
        }
        _ => None,
    };
    let mut broken = Vec::new();
    for &at in recognised.iter().filter(|&&at| columns[at].filled > 0) {
        match is_broken(at) {
            Some(why) => broken.push(why),
            None => return Vec::new(),
        }
    }
    let others = (0..columns.len()).filter(|at| !recognised.contains(at));
    broken.extend(others.filter_map(is_broken));
    explained(&broken)
}

/// The first broken column in full, the others by name: column, thousands, fraction.
fn explained(broken: &[(String, String, String)]) -> Vec<String> {
    let Some(((column, thousands, fraction), others)) = broken.split_first() else {
        return Vec::new();
    };
    let mut lines = vec![format!(
        "В столбце «{column}» запятая стоит и между тысячами («{thousands}»), и перед дробной частью («{fraction}»). \
         Похоже, что число «{thousands}» потеряло десятичную запятую."
    )];
    if !others.is_empty() {
        let names: Vec<String> = others.iter().map(|(name, ..)| format!("«{name}»")).collect();
        lines.push(format!("Так же испорчены столбцы {}.", listed(&names)));
    }
    lines
}

/// Columns that are called dates and hold none.
fn named_dates(columns: &[Column]) -> Vec<String> {
    let called = |c: &&Column| meaning(&c.heading) == Some(Meaning::Date) && c.days * 2 < c.filled;
    let (timed, other): (Vec<&Column>, Vec<&Column>) =
        columns.iter().filter(called).partition(|column| column.times.is_some());
    let names = |columns: &[&Column]| {
        listed(&columns.iter().map(|column| format!("«{}»", column.heading)).collect::<Vec<_>>())
    };
    let mut lines = Vec::new();
    if let Some(time) = timed.first().and_then(|column| column.times.as_ref()) {
        let names = names(&timed);
        lines.push(format!(
            "Дата по заголовку — {names}, но внутри «{time}»: осталось время, а день потерян."
        ));
    }
    if !other.is_empty() {
        lines.push(format!("Дата по заголовку — {}, но дат внутри нет.", names(&other)));
    }
    lines
}

fn is_timeless(mapping: &Mapping, columns: &[Column]) -> bool {
    let mapped = mapping.roles.iter().any(|r| matches!(r, Role::Date | Role::Month));
    let possible =
        |c: &Column| c.days > 0 || c.months > 0 || TypedMonth::at_end(&c.heading).is_some();
    !mapped && !columns.iter().any(possible)
}
