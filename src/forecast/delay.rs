//! How long after the due day invoices are paid: each customer's own habit, drawn to the pool, and what is left to
//! chance as a hazard by day, in which unpaid invoices take part too.
use std::collections::BTreeMap;

use super::history::Label;
use super::real::{count, whole};
use super::state::SeenInvoice;

/// Days from the due day that are told apart.
const EARLIEST: i32 = -150;
const LATEST: i32 = 250;
const DAYS: usize = 401;
/// Old invoices count half after so many days.
const HALF_LIFE: f64 = 365.0;
/// Days around that lend their evidence, and how many payments a day's own evidence must outweigh.
const REACH: usize = 3;
const NEIGHBOUR_PAYMENTS: f64 = 2.0;

#[derive(Debug, Clone)]
pub struct Delays {
    habits: BTreeMap<Label, f64>,
    common: f64,
    hazard: Vec<f64>,
}

impl Delays {
    pub fn fit(invoices: &[SeenInvoice]) -> Self {
        let (habits, common) = habits(invoices);
        let mut delays = Self { habits, common, hazard: Vec::new() };
        delays.hazard = delays.hazard(invoices);
        delays
    }

    /// Days after the due day on which this customer usually pays.
    pub fn habit(&self, customer: Label) -> f64 {
        self.habits.get(&customer).copied().unwrap_or(self.common)
    }

    /// Chances that an open invoice is paid in each week ahead, given that it is not paid yet.
    pub fn chances(&self, invoice: &SeenInvoice, weeks: usize) -> Vec<f64> {
        let now = self.place(invoice, 0);
        let mut alive = 1.0;
        (0..weeks)
            .map(|week| {
                let before = alive;
                alive *= (1..=7).map(|day| 1.0 - self.at(now + 7 * week + day)).product::<f64>();
                before - alive
            })
            .collect()
    }

    /// The share of a new invoice paid by each day since it was issued.
    pub fn paid_by_day(&self, invoice: &SeenInvoice, days: usize) -> Vec<f64> {
        let issued = self.place(invoice, invoice.issued);
        let mut alive = 1.0;
        (0..days)
            .map(|day| {
                alive *= 1.0 - self.at(issued + day);
                1.0 - alive
            })
            .collect()
    }

    fn at(&self, place: usize) -> f64 {
        self.hazard[place.min(DAYS - 1)]
    }

    /// Where an invoice stands on a day, in days from when its customer usually pays.
    fn place(&self, invoice: &SeenInvoice, day: i32) -> usize {
        let late = f64::from(day - invoice.due) - self.habit(invoice.customer);
        whole(late - f64::from(EARLIEST))
    }

    fn hazard(&self, invoices: &[SeenInvoice]) -> Vec<f64> {
        let (mut exposed, mut paid) = (vec![0.0; DAYS + 1], vec![0.0; DAYS]);
        for invoice in invoices {
            let from = self.place(invoice, invoice.issued).min(DAYS - 1);
            let to = self.place(invoice, invoice.settled.unwrap_or(0)).min(DAYS - 1);
            let weight = (f64::from(invoice.issued) / HALF_LIFE).exp2();
            exposed[from] += weight;
            exposed[to + 1] -= weight;
            if invoice.settled.is_some() {
                paid[to] += weight;
            }
        }
        let mut sum = 0.0;
        for value in &mut exposed {
            sum += *value;
            *value = sum.max(0.0);
        }
        smooth(&paid, &exposed)
    }
}

/// Payments over exposure of each day, drawn to the days around and a little to all days.
fn smooth(paid: &[f64], exposed: &[f64]) -> Vec<f64> {
    let all: f64 = paid.iter().sum();
    let pooled = (all / exposed.iter().sum::<f64>().max(1e-9)).clamp(1e-6, 0.9);
    let around = |values: &[f64], day: usize| {
        values[day.saturating_sub(REACH)..(day + REACH + 1).min(DAYS)].iter().sum::<f64>()
    };
    (0..DAYS)
        .map(|day| {
            let near = (around(paid, day) + 0.5) / (around(exposed, day) + 0.5 / pooled);
            let drawn =
                (paid[day] + NEIGHBOUR_PAYMENTS) / (exposed[day] + NEIGHBOUR_PAYMENTS / near);
            drawn.min(0.95)
        })
        .collect()
}

/// Mean delay of each customer, drawn to the mean of all by the noise of one invoice over what differs between
/// customers (empirical Bayes).
fn habits(invoices: &[SeenInvoice]) -> (BTreeMap<Label, f64>, f64) {
    let mut delays: BTreeMap<Label, Vec<f64>> = BTreeMap::new();
    for invoice in invoices {
        if let Some(settled) = invoice.settled {
            let delay = f64::from((settled - invoice.due).clamp(EARLIEST / 2, LATEST / 2));
            delays.entry(invoice.customer).or_default().push(delay);
        }
    }
    let all: usize = delays.values().map(Vec::len).sum();
    if all == 0 {
        return (BTreeMap::new(), 0.0);
    }
    let sum = |values: &Vec<f64>| values.iter().sum::<f64>();
    let common = delays.values().map(sum).sum::<f64>() / count(all);
    let weight = shrinkage(&delays, common, count(all));
    let drawn = |own: &Vec<f64>| (sum(own) + weight * common) / (count(own.len()) + weight);
    (delays.iter().map(|(customer, own)| (*customer, drawn(own))).collect(), common)
}

/// How many invoices of a common customer one's own are mixed with.
fn shrinkage(delays: &BTreeMap<Label, Vec<f64>>, common: f64, all: f64) -> f64 {
    let (mut within, mut between, mut squares) = (0.0, 0.0, 0.0);
    for own in delays.values() {
        let (many, mean) = (count(own.len()), super::real::mean(own));
        within += own.iter().map(|delay| (delay - mean).powi(2)).sum::<f64>();
        between += many * (mean - common).powi(2);
        squares += many * many;
    }
    let customers = count(delays.len());
    let noise = (within + 1.0) / (all - customers).max(1.0);
    let spread = (between - (customers - 1.0) * noise) / (all - squares / all).max(1.0);
    if spread <= 0.0 { 1e3 } else { (noise / spread).clamp(0.2, 1e3) }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Issued so many days ago for thirty days, paid so many days after that.
    fn invoice(customer: Label, ago: i32, late: i32) -> SeenInvoice {
        let (issued, due) = (-ago, 30 - ago);
        let settled = Some(due + late).filter(|day| *day <= 0);
        let balance = if settled.is_some() { 0.0 } else { 100.0 };
        SeenInvoice { customer, issued, due, amount: 100.0, balance, settled }
    }

    /// Customer 1 pays in time, customer 2 three weeks late; customer 3 has paid once.
    fn invoices() -> Vec<SeenInvoice> {
        let mut all: Vec<SeenInvoice> = (0..100)
            .flat_map(|at| [invoice(1, 7 * at, at % 3), invoice(2, 7 * at, 20 + at % 3)])
            .collect();
        all.push(invoice(3, 80, 20));
        all
    }

    #[test]
    fn a_customer_has_a_habit_and_a_newcomer_that_of_all() {
        let delays = Delays::fit(&invoices());
        assert!((delays.habit(1) - 1.0).abs() < 1.0 && (delays.habit(2) - 21.0).abs() < 1.0);
        assert!(delays.habit(3) > 11.0 && delays.habit(3) <= 20.0);
        assert!((delays.habit(9) - 11.0).abs() < 1.0);
    }

    #[test]
    fn who_pays_late_is_expected_late() {
        let delays = Delays::fit(&invoices());
        // Due in three days: the first pays this week, the second in the fourth.
        let prompt = delays.chances(&invoice(1, 27, 1), 13);
        let slow = delays.chances(&invoice(2, 27, 21), 13);
        assert!(prompt[0] > 0.8, "{prompt:?}");
        assert!(slow[..3].iter().sum::<f64>() < 0.2 && slow[3] > 0.6, "{slow:?}");
        for chances in [prompt, slow] {
            assert!(chances.iter().sum::<f64>() <= 1.0 + 1e-9);
        }
    }
}
