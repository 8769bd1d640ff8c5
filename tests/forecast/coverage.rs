//! Errors, bias and coverage over many drawn companies of each kind; the figures stand in `docs/forecast.md`.
use crate::company::{Company, Kind};
use mayak::forecast::grid::Step;
use mayak::forecast::member::Part;
use mayak::forecast::memory::Scope;
use mayak::forecast::state::Measure;
use mayak::forecast::trial::{Plan, Score};

pub const HORIZONS: [usize; 3] = [4, 8, 13];

pub fn plan(draws: usize, without: Option<Part>) -> Plan {
    Plan {
        step: Step::Week,
        measure: Measure::Amount,
        scope: Scope::All,
        warm_up: 13,
        draws,
        seed: 5,
        without,
    }
}

/// Means over companies of one horizon.
#[derive(Debug, Default, Clone, Copy)]
struct Means {
    wape: f64,
    naive: f64,
    run_rate: f64,
    bias: f64,
    p50_bias: f64,
    coverage: f64,
}

impl Means {
    fn of(scores: &[Score]) -> Self {
        let mean = |of: fn(&Score) -> Option<f64>| {
            let known: Vec<f64> = scores.iter().filter_map(of).collect();
            known.iter().sum::<f64>() / known.len() as f64
        };
        // Sums of all companies: a mean of ratios would be ruled by those to whom next to nothing came.
        let facts: f64 = scores.iter().map(|score| score.facts).sum();
        let pooled = |of: fn(&Score) -> Option<f64>| {
            scores.iter().filter_map(|score| of(score).map(|bias| bias * score.facts)).sum::<f64>()
                / facts
        };
        Self {
            wape: mean(|score| score.wape),
            naive: mean(|score| score.naive_wape),
            run_rate: mean(|score| score.run_rate_wape),
            bias: pooled(|score| score.bias),
            p50_bias: pooled(|score| score.p50_bias),
            coverage: mean(|score| score.coverage),
        }
    }

    fn over_the_best(&self) -> f64 {
        self.wape - self.naive.min(self.run_rate)
    }
}

fn trials(kind: Kind, seeds: std::ops::Range<u64>, plan: &Plan) -> [Means; 3] {
    let reports: Vec<_> = seeds
        .map(|seed| {
            let company = Company::of(kind, seed);
            plan.run(&company.history, company.watched, |_, _| {})
        })
        .collect();
    std::array::from_fn(|at| {
        let scores: Vec<Score> = reports.iter().map(|report| report[at].1).collect();
        Means::of(&scores)
    })
}

/// One company of each kind that is quick to forecast, with room for chance: what must hold on every change.
#[test]
fn simple_rules_are_not_better_and_bands_cover_what_they_claim() {
    for kind in Kind::QUICK {
        for (means, weeks) in trials(kind, 1..2, &plan(100, None)).iter().zip(HORIZONS) {
            let over = means.over_the_best();
            assert!(over < 0.05, "{kind:?}, {weeks}: {means:?}");
            assert!((0.55..=1.0).contains(&means.coverage), "{kind:?}, {weeks}: {means:?}");
        }
    }
}

/// The whole table: minutes, in a release build.
#[test]
#[ignore = "minutes: cargo test --release --test forecast -- --ignored --nocapture"]
fn the_table_of_all_kinds() {
    let mut broken = Vec::new();
    for kind in Kind::ALL {
        // So little comes to a company of ten deals that only hundreds of them tell a bias from chance.
        let many = if kind == Kind::TenDeals { 400 } else { 20 };
        let found = trials(kind, 1000..1000 + many, &plan(400, None));
        for (means, weeks) in found.iter().zip(HORIZONS) {
            let percent = |share: f64| format!("{:.1}", share * 100.0);
            println!(
                "| {} | {weeks} | {} | {} | {} | {} | {} | {:.0} |",
                kind.name(),
                percent(means.wape),
                percent(means.naive),
                percent(means.run_rate),
                percent(means.bias),
                percent(means.p50_bias),
                means.coverage * 100.0,
            );
            let known = kind == Kind::LeadsStop
                || weeks == 13 && matches!(kind, Kind::QuarterEnd | Kind::Young);
            let over = means.over_the_best() > 0.01 || !(0.7..=0.95).contains(&means.coverage);
            if over && !known {
                broken.push(format!("{kind:?}, {weeks}: {means:?}"));
            }
        }
    }
    assert!(broken.is_empty(), "{broken:#?}");
}

/// What each part earns: errors without it, in points of WAPE, over all kinds that it concerns.
#[test]
#[ignore = "minutes: cargo test --release --test forecast -- --ignored --nocapture"]
fn the_table_of_parts() {
    let parts = [
        None,
        Some(Part::Season),
        Some(Part::Growth),
        Some(Part::Year),
        Some(Part::Plain),
        Some(Part::Flow),
        Some(Part::New),
        Some(Part::Calibration),
        Some(Part::Weights),
        Some(Part::Widening),
    ];
    for part in parts {
        let mut sums = [(0.0, 0.0); 3];
        let kinds =
            Kind::ALL.into_iter().filter(|kind| !matches!(kind, Kind::TenDeals | Kind::Sparse));
        let kinds: Vec<Kind> = kinds.collect();
        for kind in &kinds {
            for (sum, means) in sums.iter_mut().zip(trials(*kind, 1000..1006, &plan(400, part))) {
                sum.0 += means.wape * 100.0 / kinds.len() as f64;
                sum.1 += means.coverage * 100.0 / kinds.len() as f64;
            }
        }
        let cells = sums.map(|(wape, coverage)| format!("{wape:.1} ({coverage:.0})")).join(" | ");
        println!("| {part:?} | {cells} |");
    }
}
