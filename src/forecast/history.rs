//! What a company knows: deals, invoices and receipts, each fact with the day it happened and the day it was recorded.
use chrono::NaiveDate;

use crate::values::Money;

/// Something that is only compared with its like: an owner, a size, a stage, a customer.
pub type Label = u32;

/// When a fact happened and since when it has been known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment {
    pub on: NaiveDate,
    pub known: NaiveDate,
}

impl Moment {
    /// Known on the day it happened.
    pub fn at(on: NaiveDate) -> Self {
        Self { on, known: on }
    }

    /// Whether it had happened and was known by the end of that day.
    pub fn by(self, day: NaiveDate) -> bool {
        self.on <= day && self.known <= day
    }
}

/// An amount since a day: what an open deal is thought to bring, before it is known what it brings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Estimate {
    pub known: NaiveDate,
    pub amount: Money,
}

/// The stage a deal came into on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry {
    pub known: NaiveDate,
    pub stage: Label,
}

/// How sure the manager is of a deal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Category {
    /// «Уверен»
    Sure,
    /// «Вероятно»
    Likely,
    /// «Возможно»
    Possible,
}

/// The end of a deal; `amount` is what a won one brings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Closing {
    pub at: Moment,
    pub won: bool,
    pub amount: Money,
}

#[derive(Debug, Clone)]
pub struct Deal {
    pub created: Moment,
    pub closing: Option<Closing>,
    /// In order of their days.
    pub estimates: Vec<Estimate>,
    pub size: Option<Label>,
    pub owner: Option<Label>,
    pub category: Option<Category>,
    /// In order of their days; empty when the company keeps no history of stages.
    pub stages: Vec<Entry>,
    /// Its money is expected by invoices, not by the usual terms of payment.
    pub invoiced: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Payment {
    pub at: Moment,
    pub amount: Money,
}

#[derive(Debug, Clone)]
pub struct Invoice {
    pub customer: Label,
    pub issued: Moment,
    pub due: NaiveDate,
    pub amount: Money,
    pub payments: Vec<Payment>,
}

/// A part of a won deal's amount that comes so many days after it was won.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tranche {
    pub after_days: u16,
    /// Thousandths of the amount.
    pub permille: u16,
}

/// What is usual in the trade: what a company is told by until its own deals tell more.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Norms {
    /// The share of new deals that are won.
    pub won: f64,
    /// The mean age of a deal at its end, in weeks.
    pub weeks: f64,
    /// The weight, in deals that ended.
    pub deals: f64,
}

impl Norms {
    /// Ended deals of its own that outweigh the trade as much as they are outweighed.
    const DEALS: f64 = 10.0;

    /// With the usual weight.
    pub fn usual(won: f64, weeks: f64) -> Self {
        Self { won, weeks, deals: Self::DEALS }
    }
}

/// All facts of one company. When `receipts` is empty, they are the payments of invoices, and without invoices the
/// amounts of won deals by their terms.
#[derive(Debug, Clone, Default)]
pub struct History {
    pub deals: Vec<Deal>,
    pub invoices: Vec<Invoice>,
    pub receipts: Vec<Payment>,
    /// How won deals are paid; empty when everything comes on the day of winning.
    pub terms: Vec<Tranche>,
    /// What is usual in the trade, where it is known.
    pub norms: Option<Norms>,
}
