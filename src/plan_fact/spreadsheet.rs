//! The table as a file for a spreadsheet: a line for each person and metric.
//!
//! Excel in Russia opens it by a double click: semicolons, decimal commas, a mark of UTF-8. A name
//! that a spreadsheet would take for a formula begins with an apostrophe.

use crate::metric::Metric;
use crate::values::{Percent, Unit};

use super::asked::Focus;
use super::figure::Figure;
use super::sheet::{Line, Sheet};

const HEADS: [&str; 11] = [
    "Кто",
    "Показатель",
    "Единица",
    "План",
    "Факт",
    "% плана",
    "План на сегодня",
    "К плану на сегодня, %",
    "Сегодня, день не закрыт",
    "При таком темпе",
    "Пояснение",
];

/// The bytes of the file, from the lines of a page.
pub fn written(lines: &[(&Line, &[Metric])]) -> anyhow::Result<Vec<u8>> {
    let bytes = "\u{FEFF}".as_bytes().to_vec();
    let mut file = csv::WriterBuilder::new()
        .delimiter(b';')
        .terminator(csv::Terminator::CRLF)
        .from_writer(bytes);
    file.write_record(HEADS)?;
    for (line, metrics) in lines {
        for (metric, figure) in metrics.iter().zip(&line.figures) {
            file.write_record(row(line, metric, figure))?;
        }
    }
    Ok(file.into_inner().map_err(csv::IntoInnerError::into_error)?)
}

/// The lines of a page in its order; one person needs no totals.
pub fn lines(sheet: &Sheet, focus: Focus) -> Vec<(&Line, &[Metric])> {
    let is_person = matches!(focus, Focus::Person(_));
    let lines = sheet.parts.iter().flat_map(|part| &part.lines);
    let sums = sheet.sums.iter().filter(|_| !is_person);
    lines.chain(sums).map(|line| (line, sheet.metrics.as_slice())).collect()
}

fn row(line: &Line, metric: &Metric, figure: &Figure) -> [String; 11] {
    let say = |value: Option<i64>| {
        value.map_or(String::new(), |value| comma(&metric.quantity(value).plain()))
    };
    let rate = figure.rate();
    [
        defused(&line.name),
        defused(&metric.name),
        unit(metric.unit).into(),
        say(figure.cell.plan),
        say(figure.fact()),
        percent(figure.of_plan()),
        say(figure.plan_to_date()),
        percent(rate.ok().map(|(rate, _)| rate)),
        say(figure.today()),
        say(figure.run_rate),
        explained(line, metric, figure),
    ]
}

fn explained(line: &Line, metric: &Metric, figure: &Figure) -> String {
    let grey = figure.rate().err().filter(|_| line.explains(figure));
    let grey = grey.map(|why| why.sentence().to_owned());
    let outside = figure
        .cell
        .outside
        .map(|value| format!("вне плана ещё {}", comma(&metric.quantity(value).plain())));
    let note = Some(line.note.to_owned()).filter(|note| !note.is_empty());
    [note, grey, outside].into_iter().flatten().collect::<Vec<_>>().join("; ")
}

fn unit(unit: Unit) -> &'static str {
    if unit == Unit::Rouble { "руб." } else { unit.sign() }
}

fn comma(plain: &str) -> String {
    plain.replace('.', ",")
}

fn percent(value: Option<Percent>) -> String {
    value.map_or(String::new(), |value| {
        let tenths = value.rounded(1);
        let sign = if tenths < 0 { "-" } else { "" };
        format!("{sign}{},{}", (tenths / 10).abs(), (tenths % 10).abs())
    })
}

/// A text that no spreadsheet takes for a formula.
fn defused(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        format!("'{text}")
    } else {
        text.into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_never_a_formula() {
        assert_eq!(defused("=1+1"), "'=1+1");
        assert_eq!(defused("-Звонки"), "'-Звонки");
        assert_eq!(defused("Петров И."), "Петров И.");
    }

    #[test]
    fn percents_have_a_decimal_comma() {
        assert_eq!(percent(Percent::of(663, 1000)), "66,3");
        assert_eq!(percent(Percent::of(-5, 1000)), "-0,5");
        assert_eq!(percent(None), "");
    }
}
