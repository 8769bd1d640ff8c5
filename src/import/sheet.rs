//! A table as it came from a file, before anyone says what its columns mean.
use chrono::NaiveDate;

/// All sheets of one file; a CSV has one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Book {
    pub sheets: Vec<Sheet>,
}

/// One sheet. Rows may be of different lengths; a missing cell is empty.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sheet {
    pub name: String,
    pub rows: Vec<Vec<Cell>>,
}

/// One cell. Numbers stay the exact decimal text that the file holds («1210174.68»).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Cell {
    #[default]
    Empty,
    /// What a person typed, trimmed: may still turn out to be a number or a date.
    Text(Box<str>),
    /// A number of a workbook, decimal point, no exponent.
    Number(Box<str>),
    /// A date of a workbook; the time of day is dropped.
    Date(NaiveDate),
}

static EMPTY: Cell = Cell::Empty;

impl Cell {
    /// A cell of typed text; spaces around are dropped, words for «nothing» are not.
    pub fn text(typed: &str) -> Self {
        let typed = typed.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
        if typed.is_empty() { Self::Empty } else { Self::Text(typed.into()) }
    }

    /// Nothing there, or a word that stands for nothing: «-», NULL, «нет данных», n/a.
    pub fn is_blank(&self) -> bool {
        match self {
            Self::Empty => true,
            Self::Text(text) => means_nothing(text),
            Self::Number(_) | Self::Date(_) => false,
        }
    }

    /// As a person sees it on the preview.
    pub fn shown(&self) -> String {
        match self {
            Self::Empty => String::new(),
            Self::Text(text) => text.to_string(),
            Self::Number(number) => number.replace('.', ","),
            Self::Date(day) => day.format("%d.%m.%Y").to_string(),
        }
    }
}

fn means_nothing(text: &str) -> bool {
    const WORDS: [&str; 12] =
        ["-", "–", "—", "−", "null", "n/a", "#n/a", "na", "nan", "none", "нет данных", "#н/д"];
    text.chars().count() <= 12 && WORDS.contains(&text.to_lowercase().as_str())
}

impl Sheet {
    /// The cell at a zero-based row and column; outside the table it is empty.
    pub fn cell(&self, row: usize, column: usize) -> &Cell {
        self.rows.get(row).and_then(|cells| cells.get(column)).unwrap_or(&EMPTY)
    }

    /// Columns of the longest row.
    pub fn width(&self) -> usize {
        self.rows.iter().map(Vec::len).max().unwrap_or(0)
    }

    pub fn is_empty(&self) -> bool {
        self.rows.iter().flatten().all(Cell::is_blank)
    }
}

/// The letter of a zero-based column as spreadsheets show it: A, B, … Z, AA.
pub fn column_letter(column: usize) -> String {
    let mut left = column + 1;
    let mut letters = Vec::new();
    while left > 0 {
        letters.push(b'A' + u8::try_from((left - 1) % 26).unwrap_or(0));
        left = (left - 1) / 26;
    }
    letters.iter().rev().map(|&letter| char::from(letter)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_lettered_as_in_a_spreadsheet() {
        let letters: Vec<_> = [0, 25, 26, 51, 701, 702, 16383].map(column_letter).into();
        assert_eq!(letters, ["A", "Z", "AA", "AZ", "ZZ", "AAA", "XFD"]);
    }

    #[test]
    fn words_for_nothing_are_blank() {
        for word in ["", " ", "-", "NULL", "Н/Д"].map(Cell::text) {
            assert_eq!(word.is_blank(), word != Cell::text("Н/Д"), "{word:?}");
        }
        assert!(!Cell::text("0").is_blank());
    }
}
