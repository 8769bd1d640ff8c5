//! Invoices as prospects: open ones by their customers' habits, those not yet issued by the pace of issuing.
use super::arrival::Arrivals;
use super::delay::Delays;
use super::flow::{Flow, Inflow, Pool, Prospect, Source};
use super::real::{count, step, whole};
use super::state::{SeenInvoice, State};

/// Amounts are drawn from so many latest invoices, terms from fewer.
const LATEST: usize = 400;
const TERMS: usize = 100;
/// Variance of what all customers have in common, relative to one: habits of many are well known.
const SHARED: f64 = 0.0004;

/// Adds the company's invoices to what flows.
pub fn add(flow: &mut Flow, state: &State, weeks: usize, with_new: bool) {
    let delays = Delays::fit(&state.invoices);
    flow.pools.push(Pool::new(vec![1.0]));
    let certain = flow.pools.len() - 1;
    for invoice in state.invoices.iter().filter(|invoice| invoice.balance > 0.0) {
        flow.prospects.push(Prospect {
            source: if invoice.due < 0 { Source::Overdue } else { Source::Due },
            deal: None,
            chances: delays.chances(invoice, weeks),
            scale: invoice.balance,
            pool: certain,
        });
    }
    if with_new {
        flow.inflows.extend(issues(state, &delays, weeks, &mut flow.pools));
    }
    if flow.tranches.is_empty() {
        flow.tranches = vec![(0, 1.0)];
        flow.shared = SHARED;
    }
}

/// Invoices not yet issued.
fn issues(state: &State, delays: &Delays, weeks: usize, pools: &mut Vec<Pool>) -> Option<Inflow> {
    let days = state.invoices.iter().map(|invoice| invoice.issued);
    let Arrivals { seen, weeks: within, growth, left, turn } =
        Arrivals::of(state.grid, days, weeks)?;
    let mut latest: Vec<&SeenInvoice> = state.invoices.iter().collect();
    latest.sort_by_key(|invoice| std::cmp::Reverse(invoice.issued));
    pools.push(Pool::new(latest.iter().take(LATEST).map(|invoice| invoice.amount).collect()));
    latest.truncate(TERMS);
    let profile = profile(&latest, delays, &growth, left);
    Some(Inflow { seen, weeks: within, profile, pool: pools.len() - 1, turn })
}

/// Payments of each week ahead, per invoice issued in each week when `left` of it is left.
fn profile(latest: &[&SeenInvoice], delays: &Delays, growth: &[f64], left: f64) -> Vec<f64> {
    let weeks = growth.len();
    let days = 7 * weeks + 7;
    let mut paid = vec![0.0; days];
    for invoice in latest {
        for (sum, share) in paid.iter_mut().zip(delays.paid_by_day(invoice, days)) {
            *sum += share / count(latest.len());
        }
    }
    let by =
        |day: i32| usize::try_from(day).ok().and_then(|day| paid.get(day)).copied().unwrap_or(0.0);
    let age = step(whole(7.0 * left)) - 1;
    let paid_in = |week: usize| by(7 * step(week) + age) - by(7 * step(week) + age - 7);
    let paid = |week: usize| (0..=week).map(|issued| growth[issued] * paid_in(week - issued)).sum();
    (0..weeks).map(paid).collect()
}
