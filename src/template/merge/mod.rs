//! Three ways made one: what was offered last, what the company has, what is offered now.
//!
//! What differs from the last offer was entered by the company and stays; nothing is deleted.
mod align;
mod line;
mod list;
mod piece;

use std::collections::BTreeSet;

use sha2::{Digest, Sha256};

pub use line::{Change, Line, Part};
use line::{Pen, Sides};
use list::{Place, merge};

#[cfg(test)]
mod tests;

use super::content::{Counting, Template};
use crate::forecast_terms::{HitRates, Terms};
use crate::metric::OverPeople;
use crate::values::{Share, hex};

/// What would come of an offer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// What the company has now and what it will have.
    pub now: Template,
    pub target: Template,
    /// What a later offer is compared with.
    pub basis: Template,
    pub lines: Vec<Line>,
}

impl Outcome {
    pub fn changes_nothing(&self) -> bool {
        self.now == self.target
    }

    /// A digest of what would be done: another one means that the company was changed meanwhile.
    pub fn key(&self) -> String {
        let lines = serde_json::to_vec(&self.lines).unwrap_or_default();
        hex(&Sha256::digest(lines)[..8])
    }
}

/// `base`: the last offer; for a company that has had none, the metrics every company starts with.
pub fn merged(
    base: &Template,
    now: Template,
    offered: &Template,
    with_values: &BTreeSet<String>,
) -> Outcome {
    let offered = &align::aligned(offered, &now);
    let place = Place { now: &now, offered, with_values };
    let mut lines = Vec::new();
    let metrics = merge([&base.metrics, &now.metrics, &offered.metrics], &mut lines, &place);
    let pipelines =
        merge([&base.pipelines, &now.pipelines, &offered.pipelines], &mut lines, &place);
    let cards = merge([&base.cards, &now.cards, &offered.cards], &mut lines, &place);
    let rituals = merge([&base.rituals, &now.rituals, &offered.rituals], &mut lines, &place);
    let terms = terms(base.terms.as_ref(), now.terms.as_ref(), offered.terms.as_ref(), &mut lines);
    let exercises =
        merge([&base.exercises, &now.exercises, &offered.exercises], &mut lines, &place);
    let mut target = Template {
        metrics: metrics.target,
        pipelines: pipelines.target,
        cards: cards.target,
        rituals: rituals.target,
        exercises: exercises.target,
        terms,
        ..offered.clone()
    };
    enter_what_cannot_be_divided(&mut target);
    let basis = Template {
        metrics: metrics.basis,
        pipelines: pipelines.basis,
        cards: cards.basis,
        rituals: rituals.basis,
        exercises: exercises.basis,
        ..offered.clone()
    };
    Outcome { now, target, basis, lines }
}

/// A ratio of what the company counts otherwise than in sums is entered by hand.
fn enter_what_cannot_be_divided(target: &mut Template) {
    let sums: BTreeSet<String> = target
        .metrics
        .iter()
        .filter(|metric| metric.is_summed())
        .map(|metric| metric.code.clone())
        .collect();
    for metric in &mut target.metrics {
        if let Counting::Ratio { numerator, denominator } = &metric.counted.over_time
            && !(sums.contains(numerator) && sums.contains(denominator))
        {
            metric.counted.over_time = Counting::Last;
            metric.counted.over_people = OverPeople::None;
        }
    }
}

fn terms(
    base: Option<&Terms>,
    now: Option<&Terms>,
    offered: Option<&Terms>,
    lines: &mut Vec<Line>,
) -> Option<Terms> {
    let Some(offered) = offered else { return now.cloned() };
    let Some(now) = now else {
        let subject = "Прогноз".to_owned();
        lines.push(Line { part: Part::Terms, subject, change: Change::Added });
        return Some(offered.clone());
    };
    let sides = Sides { base, now, offered };
    let mut pen = Pen { lines, part: Part::Terms, subject: "Прогноз".into() };
    Some(Terms {
        hit_rates: pen.settle("вероятности категорий", &sides.of(|t| &t.hit_rates), rates),
        calibration_k: pen.settle("калибровка", &sides.of(|t| &t.calibration_k), u16::to_string),
        payment_delay: pen.settle("оплата после срока", &sides.of(|t| &t.payment_delay), listed),
        month_profile: pen.settle("профиль месяца", &sides.of(|t| &t.month_profile), listed),
        new_deals_share: pen.settle(
            "доля новых сделок",
            &sides.of(|t| &t.new_deals_share),
            Share::to_string,
        ),
        seasonality: pen.settle("сезонность", &sides.of(|t| &t.seasonality), listed),
    })
}

/// «62 / 15 / 13 / 7 / 3»
fn listed<const N: usize>(shares: &[Share; N]) -> String {
    shares.map(Share::number).join(" / ")
}

fn rates(rates: &HitRates) -> String {
    let HitRates { sure, likely, possible, .. } = rates;
    format!("уверен {sure}, вероятно {likely}, возможно {possible}")
}
