//! How long one company's forecast takes: the bar is 150 ms on one core for 300 open deals, 3 000 closed ones and
//! 2 000 invoices, all estimates made anew and 2 000 draws.
#![expect(clippy::unwrap_used, reason = "a benchmark that cannot go on fails")]

use chrono::{Days, NaiveDate};
use mayak::forecast::history::{Closing, Deal, Estimate, History, Invoice, Moment, Payment};
use mayak::forecast::outlook::{outlook, rehearsed};
use mayak::values::Money;

const ORIGIN: NaiveDate = NaiveDate::from_ymd_opt(2026, 11, 22).unwrap();

fn main() {
    divan::main();
}

fn roubles(roubles: u64) -> Money {
    Money::from_roubles(roubles.try_into().unwrap()).unwrap()
}

/// Two years of deals: every eleventh is still open, every third of the others won.
fn deal(index: u64) -> Deal {
    let created = ORIGIN - Days::new(index * 720 / 3_300);
    let amount = roubles(50_000 + index * 7_919 % 400_000);
    let (is_open, won) = (index.is_multiple_of(11), index.is_multiple_of(3));
    let closed = created + Days::new(index * 31 % 90);
    let closing = Closing { at: Moment::at(closed), won, amount };
    Deal {
        created: Moment::at(created),
        closing: (!is_open).then_some(closing),
        estimates: vec![Estimate { known: created, amount }],
        size: None,
        owner: None,
        category: None,
        stages: Vec::new(),
        invoiced: true,
    }
}

/// Two years of invoices of forty customers, each with a delay of its own.
fn invoice(index: u64) -> Invoice {
    let issued = ORIGIN - Days::new(index * 720 / 2_000);
    let amount = roubles(30_000 + index * 6_101 % 200_000);
    let customer = index % 40;
    let settled = issued + Days::new(20 + customer + index % 7);
    Invoice {
        customer: customer.try_into().unwrap(),
        issued: Moment::at(issued),
        due: issued + Days::new(30),
        amount,
        payments: vec![Payment { at: Moment::at(settled), amount }],
    }
}

fn company() -> History {
    History {
        deals: (0..3_300).map(deal).collect(),
        invoices: (0..2_000).map(invoice).collect(),
        ..History::default()
    }
}

#[divan::bench(sample_count = 20)]
fn a_company_of_300_open_deals(bencher: divan::Bencher) {
    let history = company();
    let past = rehearsed(&history, ORIGIN, 26, 1);
    bencher.bench(|| outlook(&history, ORIGIN, &past, 1));
}
