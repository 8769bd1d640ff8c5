//! Text with separators: comma, semicolon or tab, fields in quotes.
use std::io::Read;

use csv::{ReaderBuilder, StringRecord};

use crate::import::limits::{CELL_CHARS, CELLS, COLUMNS, ROW_BYTES, ROWS};
use crate::import::refusal::Refusal;
use crate::import::sheet::{Cell, Sheet};

/// Line breaks inside one cell beyond which its quote was surely never closed, if the cell is that long besides.
const BREAKS_IN_CELL: usize = 30;
const CELL_WITH_BREAKS: usize = 2_000;
/// Bytes by which the separator is recognised.
const BEGIN: usize = 64 * 1024;

/// Reads the table; the separator is recognised by the first lines.
pub fn read(text: &str) -> Result<Sheet, Refusal> {
    let (separator, text) = separator(text);
    let mut reader = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(separator)
        .from_reader(Rows { text: text.as_bytes(), left: ROW_BYTES });
    let mut rows = Vec::new();
    let mut cells = 0;
    let mut record = StringRecord::new();
    while reader.read_record(&mut record).map_err(|_| endless(rows.len() + 1))? {
        reader.get_mut().left = ROW_BYTES;
        fill_skipped(&mut rows, text, &record);
        cells += record.len();
        check_limits(rows.len(), record.len(), cells)?;
        rows.push(record.iter().map(|field| cell(field, rows.len())).collect::<Result<_, _>>()?);
    }
    Ok(Sheet { name: String::new(), rows })
}

/// The reader passes empty lines over; row numbers shown to a person must not shift.
fn fill_skipped(rows: &mut Vec<Vec<Cell>>, text: &str, record: &StringRecord) {
    let start = record.position().and_then(|at| usize::try_from(at.byte()).ok()).unwrap_or(0);
    let ended_by_cr = start > 0 && text.as_bytes().get(start - 1) == Some(&b'\r');
    let rest = text.as_bytes().get(start..).unwrap_or_default();
    let rest = rest.strip_prefix(b"\n").filter(|_| ended_by_cr).unwrap_or(rest);
    let skipped = rest.iter().take_while(|byte| matches!(byte, b'\n' | b'\r'));
    let empty = skipped.filter(|&&byte| byte == b'\n').count();
    rows.resize_with((rows.len() + empty).min(ROWS), Vec::new);
}

fn cell(field: &str, row: usize) -> Result<Cell, Refusal> {
    if field.len() > CELL_WITH_BREAKS && field.matches('\n').count() > BREAKS_IN_CELL {
        return Err(Refusal::new(
            format!("В строке {} открыта кавычка, которая нигде не закрыта.", row + 1),
            "Исправьте эту строку или сохраните таблицу как «Книга Excel (.xlsx)».",
        ));
    }
    let end = field.char_indices().nth(CELL_CHARS).map_or(field.len(), |(at, _)| at);
    Ok(Cell::text(&field[..end]))
}

fn check_limits(rows: usize, columns: usize, cells: usize) -> Result<(), Refusal> {
    let (what, limit) = if rows >= ROWS {
        ("строк", "200 000")
    } else if columns > COLUMNS {
        ("столбцов", "512")
    } else if cells > CELLS {
        ("ячеек", "3 000 000")
    } else {
        return Ok(());
    };
    Err(Refusal::new(
        format!("В файле больше {limit} {what}."),
        "Оставьте в нём только нужное или разделите его на части, например по годам.",
    ))
}

/// The text, of which one row may take so much.
struct Rows<'a> {
    text: &'a [u8],
    left: usize,
}

impl Read for Rows<'_> {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        if self.left == 0 && !self.text.is_empty() {
            return Err(std::io::Error::other("a row without an end"));
        }
        let length = into.len().min(self.left);
        let read = self.text.read(&mut into[..length])?;
        // Empty lines are no row.
        if into[..read].iter().any(|byte| !matches!(byte, b'\n' | b'\r')) {
            self.left -= read;
        }
        Ok(read)
    }
}

fn endless(row: usize) -> Refusal {
    Refusal::new(
        format!(
            "Строка {row} не кончается: в ней больше мегабайта. Похоже, в ней открыта и не закрыта кавычка."
        ),
        "Исправьте эту строку или сохраните таблицу как «Книга Excel (.xlsx)».",
    )
}

/// The separator that splits the most of the first lines evenly, and the text behind Excel's own
/// «sep=;» line. Where two do it alike, a semicolon or tab wins: a comma may be a decimal one.
fn separator(text: &str) -> (u8, &str) {
    if let Some(rest) = text.strip_prefix("sep=")
        && let Some(&named @ (b',' | b';' | b'\t')) = rest.as_bytes().first()
    {
        return (named, rest[1..].trim_start_matches('\r').trim_start_matches('\n'));
    }
    let begin = &text[..text.floor_char_boundary(BEGIN)];
    let lines: Vec<&str> = begin.lines().filter(|line| !line.trim().is_empty()).take(60).collect();
    let candidates = [b';', b'\t', b','];
    let scores = candidates.map(|candidate| evenness(&lines, candidate));
    let best = scores.iter().copied().max().unwrap_or(0);
    let chosen = scores.iter().position(|&score| score * 10 >= best * 9 && score > 0);
    (chosen.map_or(b',', |at| candidates[at]), text)
}

/// How many lines hold this separator as often as most lines do.
fn evenness(lines: &[&str], separator: u8) -> usize {
    let counts: Vec<usize> = lines.iter().map(|line| outside_quotes(line, separator)).collect();
    let same = |count: usize| counts.iter().filter(|&&other| other == count).count();
    counts.iter().filter(|&&count| count > 0).map(|&count| same(count)).max().unwrap_or(0)
}

fn outside_quotes(line: &str, separator: u8) -> usize {
    let (mut quoted, mut count) = (false, 0);
    for byte in line.bytes() {
        quoted ^= byte == b'"';
        count += usize::from(byte == separator && !quoted);
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn shown(text: &str) -> Vec<Vec<String>> {
        read(text).unwrap().rows.iter().map(|row| row.iter().map(Cell::shown).collect()).collect()
    }

    #[test]
    fn every_separator_is_recognised() {
        for text in [
            "a;b;c\n1,5;2,5;3\n",
            "a\tb\tc\n1,5\t2,5\t3\n",
            "a,b,c\n\"1,5\",\"2,5\",3\n",
            "sep=;\r\na;b;c\n1,5;2,5;3",
        ] {
            assert_eq!(shown(text), [["a", "b", "c"], ["1,5", "2,5", "3"]], "{text}");
        }
    }

    #[test]
    fn quotes_hold_separators_breaks_and_quotes() {
        let text = "Имя;Примечание\n\"Петров; П.\";\"сказал \"\"да\"\"\nи ушёл\"\n";
        assert_eq!(shown(text)[1], ["Петров; П.", "сказал \"да\"\nи ушёл"]);
    }

    #[test]
    fn empty_lines_do_not_shift_the_numbers_of_rows() {
        assert_eq!(read("a;b\n\n1;2\n").unwrap().rows.len(), 3);
        assert_eq!(read("a;b\r\n\r\n1;2\r\n3;4\r\n").unwrap().rows.len(), 4);
    }

    #[test]
    fn too_much_is_refused_with_the_limit() {
        let wide = vec!["x"; COLUMNS + 1].join(";");
        assert!(read(&wide).unwrap_err().what.contains("512"));
        let long = "a;b\n".repeat(ROWS + 1);
        assert!(read(&long).unwrap_err().what.contains("200 000"));
        let open = format!("a;b\n1;\"{}", "line of text that goes on\n".repeat(100));
        assert!(read(&open).unwrap_err().what.contains("кавычка"));
        assert!(read(&"\n".repeat(ROW_BYTES * 2)).unwrap().is_empty());
        for endless in ["x", "\"", ";"].map(|unit| unit.repeat(ROW_BYTES * 2)) {
            let what = read(&format!("a;b\n{endless}")).unwrap_err().what;
            assert!(what.contains("Строка 2 не кончается"), "{what}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_answered_without_panic(text in "[a-z,;\\t\"\\n0-9]*") {
            let _ = read(&text);
        }
    }
}
