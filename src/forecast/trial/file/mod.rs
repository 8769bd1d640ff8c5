//! A file of deals, invoices or receipts as a history. It is read row by row: memory holds facts, never the text.
use std::collections::HashMap;
use std::io::Read;

use chrono::{Days, NaiveDate};
use csv::{ReaderBuilder, StringRecord};

use super::cell::{self, Outcome};
use super::{Refusal, Watched};
use crate::forecast::grid::{Grid, Step};
use crate::forecast::history::{Closing, Deal, Estimate, History, Invoice, Label, Moment, Payment};
use crate::forecast::state::Measure;
use crate::values::Money;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Deals,
    Invoices,
    Receipts,
}

/// What a file tells.
#[derive(Debug)]
pub struct File {
    pub kind: Kind,
    pub history: History,
    pub rows: usize,
    /// Deals without a day of creation, or closed before it.
    pub left_out: usize,
    /// The first row of a won deal without an amount.
    pub unpriced: Option<u64>,
}

const COLUMNS: &str = "В первой строке нужны названия столбцов: у сделок id, owner, created, closed, outcome, amount \
                       и, если есть, list_amount и size; у счетов id, customer, issued, due, settled, amount; у \
                       поступлений date, amount";

/// Places of the columns by name.
struct Columns(HashMap<String, usize>);

impl Columns {
    fn has(&self, names: &[&str]) -> bool {
        names.iter().all(|name| self.0.contains_key(*name))
    }

    fn kind(&self) -> Result<Kind, Refusal> {
        if self.has(&["created", "closed", "outcome"]) {
            return Ok(Kind::Deals);
        }
        if self.has(&["customer", "issued", "due", "settled", "amount"]) {
            return Ok(Kind::Invoices);
        }
        if self.has(&["date", "amount"]) {
            Ok(Kind::Receipts)
        } else {
            Err(Refusal::whole(COLUMNS))
        }
    }
}

/// One row with its number in the file.
struct Row<'r> {
    columns: &'r Columns,
    record: &'r StringRecord,
    number: u64,
}

impl Row<'_> {
    fn text(&self, column: &str) -> &str {
        let place = self.columns.0.get(column);
        place.and_then(|place| self.record.get(*place)).unwrap_or_default().trim()
    }

    /// What the cell says, nothing when it is empty.
    fn read<T>(
        &self,
        column: &'static str,
        read: fn(&str) -> Result<T, String>,
    ) -> Result<Option<T>, Refusal> {
        let text = self.text(column);
        if text.is_empty() {
            return Ok(None);
        }
        let wrong = |what| Refusal::Cell { row: self.number, column, what };
        read(text).map(Some).map_err(wrong)
    }

    fn must<T>(
        &self,
        column: &'static str,
        read: fn(&str) -> Result<T, String>,
    ) -> Result<T, Refusal> {
        let empty = || Refusal::Cell { row: self.number, column, what: "пусто".to_owned() };
        self.read(column, read)?.ok_or_else(empty)
    }

    fn positive(&self, column: &'static str) -> Result<Option<Money>, Refusal> {
        let amount = self.read(column, cell::amount)?;
        if amount.is_some_and(|amount| amount < Money::ZERO) {
            let what = "сумма меньше нуля".to_owned();
            return Err(Refusal::Cell { row: self.number, column, what });
        }
        Ok(amount)
    }
}

impl File {
    pub fn read(source: impl Read) -> Result<Self, Refusal> {
        let (separator, source) = separator(source)?;
        let mut reader =
            ReaderBuilder::new().delimiter(separator).flexible(true).from_reader(source);
        let columns = columns(reader.headers().map_err(|error| unreadable(&error))?);
        let history = History::default();
        let mut file =
            Self { kind: columns.kind()?, history, rows: 0, left_out: 0, unpriced: None };
        let (mut labels, mut record) = (Labels::default(), StringRecord::new());
        while reader.read_record(&mut record).map_err(|error| unreadable(&error))? {
            let number = record.position().map_or(0, csv::Position::line);
            file.add(&Row { columns: &columns, record: &record, number }, &mut labels)?;
        }
        if file.rows == 0 {
            Err(Refusal::whole("В файле нет ни одной строки"))
        } else {
            Ok(file)
        }
    }

    fn add(&mut self, row: &Row<'_>, labels: &mut Labels) -> Result<(), Refusal> {
        if row.record.iter().all(|cell| cell.trim().is_empty()) {
            return Ok(());
        }
        self.rows += 1;
        match self.kind {
            Kind::Deals => self.add_deal(row, labels),
            Kind::Invoices => self.add_invoice(row, labels),
            Kind::Receipts => {
                let at = Moment::at(row.must("date", cell::day)?);
                let amount = row.must("amount", cell::amount)?;
                self.history.receipts.push(Payment { at, amount });
                Ok(())
            }
        }
    }

    fn add_deal(&mut self, row: &Row<'_>, labels: &mut Labels) -> Result<(), Refusal> {
        let outcome = row.read("outcome", cell::outcome)?.unwrap_or(Outcome::Open);
        let (created, closed) = (row.read("created", cell::day)?, row.read("closed", cell::day)?);
        let amount = row.positive("amount")?;
        let estimate = row.positive("list_amount")?;
        if outcome == Outcome::Won && closed.is_none() {
            return Err(Refusal::Row {
                row: row.number,
                what: "сделка выиграна, а дня закрытия нет",
            });
        }
        let closed = closed.filter(|_| outcome != Outcome::Open);
        let Some(created) =
            created.filter(|created| closed.is_none_or(|closed| closed >= *created))
        else {
            self.left_out += 1;
            return Ok(());
        };
        let won = outcome == Outcome::Won;
        if won && amount.is_none() {
            self.unpriced = self.unpriced.or(Some(row.number));
        }
        let close = |day| Closing {
            at: Moment::at(day),
            won,
            amount: amount.filter(|_| won).unwrap_or(Money::ZERO),
        };
        let estimate = estimate.map(|amount| Estimate { known: created, amount });
        self.history.deals.push(Deal {
            created: Moment::at(created),
            closing: closed.map(close),
            estimates: estimate.into_iter().collect(),
            size: labels.of(row.text("size")),
            owner: labels.of(row.text("owner")),
            category: None,
            stages: Vec::new(),
            invoiced: false,
        });
        Ok(())
    }

    fn add_invoice(&mut self, row: &Row<'_>, labels: &mut Labels) -> Result<(), Refusal> {
        let issued = row.must("issued", cell::day)?;
        let due = row.must("due", cell::day)?;
        let settled = row.read("settled", cell::day)?;
        let empty =
            || Refusal::Cell { row: row.number, column: "amount", what: "пусто".to_owned() };
        let amount = row.positive("amount")?.ok_or_else(empty)?;
        let payment = settled.map(|day| Payment { at: Moment::at(day), amount });
        self.history.invoices.push(Invoice {
            customer: labels.of(row.text("customer")).unwrap_or(0),
            issued: Moment::at(issued),
            due,
            amount,
            payments: payment.into_iter().collect(),
        });
        Ok(())
    }

    /// Days between which the file tells the truth; a period in which the last totals lie counts as over when the
    /// file holds one day a period only, or when hardly a day of it is missing.
    pub fn watched(&self, step: Step, measure: Measure) -> Result<Watched, Refusal> {
        if let (Measure::Amount, Some(row)) = (measure, self.unpriced) {
            let what = "сделка выиграна, а суммы нет; с --count прогноз делается по числу сделок";
            return Err(Refusal::Row { row, what });
        }
        let closed = self.history.deals.iter().filter_map(|deal| deal.closing);
        let closed = closed.map(|closing| closing.at.on);
        let paid = self.history.invoices.iter().flat_map(|invoice| &invoice.payments);
        let paid: Vec<NaiveDate> =
            closed.chain(paid.chain(&self.history.receipts).map(|payment| payment.at.on)).collect();
        let begun = self.history.deals.iter().map(|deal| deal.created.on);
        let begun = begun.chain(self.history.invoices.iter().map(|invoice| invoice.issued.on));
        let Some(from) = paid.iter().min().copied() else {
            return Err(Refusal::whole(
                "В файле ничего ещё не закрыто и не оплачено: пробовать не на чем",
            ));
        };
        let last = begun.chain(paid.iter().copied()).max().unwrap_or(from);
        let end = Grid::last_day(last, step);
        let single = self.kind == Kind::Receipts && one_day_a_period(&paid, step);
        let nearly = step == Step::Month && last + Days::new(3) >= end;
        Ok(Watched { from, to: if single || nearly { last.max(end) } else { last } })
    }
}

/// Whether every total stands on the same day of its month or week.
fn one_day_a_period(days: &[NaiveDate], step: Step) -> bool {
    use chrono::Datelike;
    let place = |day: &NaiveDate| match step {
        Step::Month => day.day(),
        Step::Week => day.weekday().num_days_from_monday(),
    };
    days.iter().all(|day| place(day) == place(&days[0]))
}

/// Names become numbers.
#[derive(Default)]
struct Labels(HashMap<String, Label>);

impl Labels {
    fn of(&mut self, text: &str) -> Option<Label> {
        if text.is_empty() {
            return None;
        }
        if let Some(label) = self.0.get(text) {
            return Some(*label);
        }
        let next = Label::try_from(self.0.len()).ok()?;
        self.0.insert(text.to_owned(), next);
        Some(next)
    }
}

fn columns(headers: &StringRecord) -> Columns {
    let names = headers.iter().map(|name| name.trim_matches(['\u{FEFF}', ' ', '"']).to_lowercase());
    Columns(names.enumerate().map(|(place, name)| (name, place)).collect())
}

/// The sign that the first line holds most of, and the whole text again.
fn separator(mut source: impl Read) -> Result<(u8, impl Read), Refusal> {
    let mut begin = Vec::new();
    let wrong = |_| Refusal::whole("Файл не читается");
    source.by_ref().take(4096).read_to_end(&mut begin).map_err(wrong)?;
    let line = begin.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let parts = |sign: u8| line.split(|byte| *byte == sign).count();
    let found = [b',', b';', b'\t'].into_iter().max_by_key(|sign| (parts(*sign), *sign == b','));
    Ok((found.unwrap_or(b','), std::io::Cursor::new(begin).chain(source)))
}

fn unreadable(error: &csv::Error) -> Refusal {
    let row = error.position().map_or(0, csv::Position::line);
    match error.kind() {
        csv::ErrorKind::Utf8 { .. } => Refusal::Row {
            row,
            what: "не в кодировке UTF-8; сохраните файл как «CSV UTF-8»",
        },
        _ => Refusal::whole("Файл не читается"),
    }
}

#[cfg(test)]
mod tests;
