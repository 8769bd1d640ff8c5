//! From a mapped sheet to figures: who, which metric, when, how much — and every row that does not
//! say so, with the reason. Pure; 200,000 rows take well under a second.
mod columns;
mod joining;
mod people;
mod reader;
mod when;

use crate::values::MetricId;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

pub use columns::{column_name, verdict};
pub use people::Who;
pub use reader::read;

/// All that a mapped sheet says.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Figures {
    /// People in the order of the file; [`Figure::person`] is an index here.
    pub people: Vec<Who>,
    pub list: Vec<Figure>,
    /// Problem rows, the first [`MOST_PROBLEMS`] of them.
    pub problems: Vec<Problem>,
    /// How many problems there are in all.
    pub problem_count: usize,
    /// What has to be answered before the file can be applied.
    pub questions: Vec<Question>,
    /// One-based numbers of the rows of totals that were left out.
    pub total_rows: Vec<usize>,
    /// Headings of the columns of totals that were left out.
    pub total_columns: Vec<String>,
    /// Figures added to another one of the same person, metric and day.
    pub added_up: usize,
    /// Figures whose further digits were rounded away.
    pub rounded: usize,
    /// Rows of metrics that were chosen to be left out.
    pub left_out: usize,
    /// Facts given for a month and put on its last day.
    pub put_on_last_day: usize,
}

/// Problems kept by name; beyond them only the number grows.
pub const MOST_PROBLEMS: usize = 200;

/// One figure of a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Figure {
    /// One-based row of the sheet where it stands (the first, if several were added up).
    pub row: u32,
    pub person: u32,
    pub metric: MetricId,
    /// The day of a fact; the first day of the month of a plan.
    pub on: NaiveDate,
    /// Minor units of the metric.
    pub value: i64,
}

/// A row that could not be taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// One-based row of the sheet.
    pub row: usize,
    /// The column as a person knows it: its heading or letter. Empty when the whole row is meant.
    pub column: String,
    /// Russian, what is wrong and with which text.
    pub why: String,
}

/// A choice that the file itself does not settle.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Question {
    /// «5/11/2019»: day or month first; the column's heading and an example.
    DayOrder { column: String, example: String },
    /// «1,234»: thousand or fraction.
    Decimal { column: String, example: String },
    /// Months without a year.
    Year { example: String },
    /// Figures without a metric.
    Metric { column: String },
    /// No column tells whose the figures are.
    Person,
    /// No column tells when.
    Time,
    /// No column holds figures.
    Values,
    /// A column in which the same mark stands for thousands and for the fraction.
    Broken { column: String, thousands: String, fraction: String },
}

impl Figures {
    /// Nothing is left to be asked and there is something to take.
    pub fn is_ready(&self) -> bool {
        self.questions.is_empty() && !self.list.is_empty()
    }

    fn problem(&mut self, row: usize, column: &str, why: String) {
        self.problem_count += 1;
        if self.problems.len() < MOST_PROBLEMS {
            self.problems.push(Problem { row: row + 1, column: column.to_owned(), why });
        }
    }
}

#[cfg(test)]
mod tests;

#[cfg(test)]
mod timing {
    use super::read;
    use super::tests::{DAILY, day, mapping, measures, sheet};
    use crate::import::mapping::Kind;

    #[test]
    #[ignore = "measures: cargo test --release --lib two_hundred -- --ignored --nocapture"]
    fn two_hundred_thousand_rows_take_well_under_a_second() {
        use std::fmt::Write;
        use std::time::Instant;

        let mut text = String::from("date,name,calls,sales\n");
        for at in 0..199_990_u32 {
            let (year, month, day) = (2000 + at / 40_000, at / 28 % 12 + 1, at % 28 + 1);
            writeln!(text, "{year}-{month:02}-{day:02},Человек {},{},{at}.25", at % 40, at % 30)
                .unwrap();
        }
        let began = Instant::now();
        let sheet = sheet(&text);
        let parsed = began.elapsed();
        let figures = read(&sheet, &mapping(Kind::Facts, &DAILY), &measures(), day("2026-11-18"));
        println!("read {parsed:?}, figures {:?}", began.elapsed().saturating_sub(parsed));
        assert_eq!(figures.list.len() + figures.added_up, 2 * 199_990);
        assert!(began.elapsed().as_secs() < 2, "{:?}", began.elapsed());
    }
}
