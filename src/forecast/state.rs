//! The state of a company at an origin. [`State::at`] is the only way to one, and it drops whatever happened or was
//! recorded later: nothing behind it can look ahead.
use chrono::NaiveDate;

use super::grid::{Grid, Step};
use super::history::{Category, Deal, History, Invoice, Label, Moment, Norms, Payment, Tranche};
use super::memory::Scope;
use super::real;
use crate::values::Money;

/// What is forecast: money in kopecks, or how many deals are won (invoices settled) in hundredths.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measure {
    Amount,
    Count,
}

impl Measure {
    fn of(self, amount: Money) -> f64 {
        if self == Self::Count { 100.0 } else { real::kopecks(amount) }
    }
}

/// Days are counted from the origin, which is 0; amounts are kopecks.
#[derive(Debug, Clone, Copy)]
pub struct SeenDeal {
    /// Its place in the history.
    pub index: usize,
    pub created: i32,
    pub end: Option<End>,
    /// What it was thought to bring, by the last estimate before its end.
    pub value: Option<f64>,
    pub size: Option<Label>,
    pub owner: Option<Label>,
    pub stage: Option<Label>,
    pub category: Option<Category>,
    pub invoiced: bool,
}

#[derive(Debug, Clone, Copy)]
pub struct End {
    pub day: i32,
    pub won: bool,
    pub amount: f64,
}

#[derive(Debug, Clone, Copy)]
pub struct SeenInvoice {
    pub customer: Label,
    pub issued: i32,
    pub due: i32,
    pub amount: f64,
    pub balance: f64,
    /// The day of the payment after which nothing was owed.
    pub settled: Option<i32>,
}

#[derive(Debug, Clone, Copy)]
pub struct Receipt {
    pub day: i32,
    pub amount: f64,
}

#[derive(Debug, Clone)]
pub struct State {
    pub grid: Grid,
    pub measure: Measure,
    pub deals: Vec<SeenDeal>,
    pub invoices: Vec<SeenInvoice>,
    pub receipts: Vec<Receipt>,
    pub terms: Vec<Tranche>,
    pub norms: Option<Norms>,
}

impl State {
    /// What was known at the end of the day of origin.
    pub fn at(history: &History, origin: NaiveDate, step: Step, measure: Measure) -> Self {
        let eye = Eye { grid: Grid::new(origin, step), measure };
        let deals = history.deals.iter().enumerate();
        Self {
            grid: eye.grid,
            measure,
            deals: deals.filter_map(|(index, deal)| eye.deal(index, deal)).collect(),
            invoices: history.invoices.iter().filter_map(|invoice| eye.invoice(invoice)).collect(),
            receipts: eye.receipts(history),
            terms: history.terms.clone(),
            norms: history.norms,
        }
    }

    /// What came in the days after `from` up to and with `to`.
    pub fn fact(&self, scope: Scope, from: i32, to: i32) -> f64 {
        let inside = |day: i32| day > from && day <= to;
        match scope {
            Scope::All => self.receipts.iter().filter(|r| inside(r.day)).map(|r| r.amount).sum(),
            Scope::Issued => {
                let issued = self.invoices.iter().filter(|invoice| invoice.issued <= from);
                let settled = issued.filter(|invoice| invoice.settled.is_some_and(inside));
                settled.map(|invoice| invoice.amount).sum()
            }
        }
    }

    /// Receipts of the periods that are over, the oldest first, beginning with the first one that had any; or with the
    /// first deal that ended, because from then on receipts would have been seen: a history that begins with a stroke of
    /// luck promises too much.
    pub fn series(&self) -> Vec<f64> {
        let index = |receipt: &Receipt| self.grid.index(receipt.day);
        if self.receipts.is_empty() {
            return Vec::new();
        }
        let ends = self.deals.iter().filter_map(|deal| deal.end);
        let ends = ends.map(|end| self.grid.index(end.day));
        let first = self.receipts.iter().map(index).chain(ends).min().unwrap_or(0);
        let mut series = vec![0.0; real::place(-first)];
        for receipt in &self.receipts {
            series[real::place(index(receipt) - first)] += receipt.amount;
        }
        series
    }
}

/// Sees what was known by the origin.
struct Eye {
    grid: Grid,
    measure: Measure,
}

impl Eye {
    fn sees(&self, moment: Moment) -> bool {
        moment.by(self.grid.origin)
    }

    fn knows(&self, day: NaiveDate) -> bool {
        day <= self.grid.origin
    }

    fn deal(&self, index: usize, deal: &Deal) -> Option<SeenDeal> {
        if !self.sees(deal.created) {
            return None;
        }
        let closing = deal.closing.filter(|closing| self.sees(closing.at));
        let before = |day: NaiveDate| closing.is_none_or(|closing| day < closing.at.on);
        let fits = |day: NaiveDate| self.knows(day) && (day <= deal.created.on || before(day));
        let estimate = deal.estimates.iter().rev().find(|estimate| fits(estimate.known));
        let entry = deal.stages.iter().rev().find(|entry| self.knows(entry.known));
        Some(SeenDeal {
            index,
            created: self.grid.offset(deal.created.on),
            end: closing.map(|closing| End {
                day: self.grid.offset(closing.at.on),
                won: closing.won,
                amount: self.measure.of(closing.amount),
            }),
            value: estimate.map(|estimate| self.measure.of(estimate.amount)),
            size: deal.size,
            owner: deal.owner,
            stage: entry.map(|entry| entry.stage),
            category: deal.category,
            invoiced: deal.invoiced,
        })
    }

    fn invoice(&self, invoice: &Invoice) -> Option<SeenInvoice> {
        if !self.sees(invoice.issued) {
            return None;
        }
        let seen = invoice.payments.iter().filter(|payment| self.sees(payment.at));
        let (mut owed, mut last) = (real::kopecks(invoice.amount), None);
        for payment in seen {
            owed -= real::kopecks(payment.amount);
            last = last.max(Some(self.grid.offset(payment.at.on)));
        }
        let settled = last.filter(|_| owed < 0.5);
        let amount = self.measure.of(invoice.amount);
        let open = if self.measure == Measure::Count { amount } else { owed };
        Some(SeenInvoice {
            customer: invoice.customer,
            issued: self.grid.offset(invoice.issued.on),
            due: self.grid.offset(invoice.due),
            amount,
            balance: if settled.is_some() { 0.0 } else { open },
            settled,
        })
    }

    fn receipts(&self, history: &History) -> Vec<Receipt> {
        facts(history, self.measure)
            .filter(|(moment, _)| self.sees(*moment))
            .map(|(moment, amount)| Receipt { day: self.grid.offset(moment.on), amount })
            .collect()
    }
}

/// Money that came, the future included: what forecasts are judged by. Amounts in kopecks, or ones when counted.
pub fn facts(history: &History, measure: Measure) -> Box<dyn Iterator<Item = (Moment, f64)> + '_> {
    let of = move |payment: &Payment| (payment.at, measure.of(payment.amount));
    if !history.receipts.is_empty() {
        return Box::new(history.receipts.iter().map(of));
    }
    if !history.invoices.is_empty() {
        return Box::new(history.invoices.iter().flat_map(|invoice| &invoice.payments).map(of));
    }
    let won = history.deals.iter().filter_map(|deal| deal.closing).filter(|closing| closing.won);
    Box::new(won.flat_map(move |closing| {
        let amount = measure.of(closing.amount);
        let terms = tranches(&history.terms);
        terms.into_iter().map(move |(days, share)| (later(closing.at, days), amount * share))
    }))
}

/// Days after winning and the share that comes then; all at once where there are no terms.
pub fn tranches(terms: &[Tranche]) -> Vec<(i32, f64)> {
    if terms.is_empty() {
        return vec![(0, 1.0)];
    }
    terms.iter().map(|part| (part.after_days.into(), f64::from(part.permille) / 1000.0)).collect()
}

fn later(moment: Moment, days: i32) -> Moment {
    let on = moment.on + chrono::TimeDelta::days(days.into());
    Moment { on, known: moment.known.max(on) }
}
