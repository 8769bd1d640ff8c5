//! Errors, bias and coverage over many drawn companies of each kind; the figures stand in `docs/forecast.md`.
use crate::company::{Company, Kind};
use crate::oracle::Oracle;
use mayak::forecast::grid::Step;
use mayak::forecast::history::Norms;
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
    /// The standard error of the bias, by how it differs from company to company.
    error: f64,
    p50_bias: f64,
    coverage: f64,
    facts: f64,
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
        let bias = pooled(|score| score.bias);
        let off =
            scores.iter().filter_map(|score| score.bias.map(|own| (own - bias) * score.facts));
        Self {
            error: off.map(|off| off * off).sum::<f64>().sqrt() / facts,
            facts,
            wape: mean(|score| score.wape),
            naive: mean(|score| score.naive_wape),
            run_rate: mean(|score| score.run_rate_wape),
            bias,
            p50_bias: pooled(|score| score.p50_bias),
            coverage: mean(|score| score.coverage),
        }
    }

    fn over_the_best(&self) -> f64 {
        self.wape - self.naive.min(self.run_rate)
    }
}

fn trials(case: Case, seeds: std::ops::Range<u64>, plan: &Plan) -> [Means; 3] {
    let report = |seed: u64| {
        let mut company = Company::of(case.kind, seed);
        company.history.norms = case.norms.map(|(won, weeks)| Norms::usual(won, weeks));
        plan.run(&company.history, company.watched, |_, _| {})
    };
    let seeds: Vec<u64> = seeds.collect();
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let reports: Vec<_> = std::thread::scope(|scope| {
        let part = |seeds: &[u64]| seeds.iter().map(|seed| report(*seed)).collect::<Vec<_>>();
        let started: Vec<_> = seeds
            .chunks(seeds.len().div_ceil(cores))
            .map(|seeds| scope.spawn(move || part(seeds)))
            .collect();
        started.into_iter().flat_map(|part| part.join().unwrap()).collect()
    });
    std::array::from_fn(|at| {
        let scores: Vec<Score> = reports.iter().map(|report| report[at].1).collect();
        Means::of(&scores)
    })
}

/// A kind of company, and what it is told of its trade: the share won and the weeks of a deal.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Case {
    kind: Kind,
    norms: Option<(f64, f64)>,
}

impl Case {
    fn all() -> Vec<Self> {
        let kinds = Kind::ALL.into_iter().map(Self::alone);
        let told =
            [0.3, 0.4, 0.2].map(|won| Self { kind: Kind::TenDeals, norms: Some((won, 6.0)) });
        kinds.chain(told).collect()
    }

    fn alone(kind: Kind) -> Self {
        Self { kind, norms: None }
    }

    /// How many companies, and draws of each forecast: so little comes to a company of ten deals that only very many of
    /// them tell a bias from chance.
    fn many(self) -> (u64, usize) {
        if self.kind == Kind::TenDeals { (1_600, 100) } else { (20, 300) }
    }

    fn name(self) -> String {
        let told =
            |(won, weeks): (f64, f64)| format!(", норма {:.0} % за {weeks} недель", won * 100.0);
        self.kind.name().to_owned() + &self.norms.map(told).unwrap_or_default()
    }

    /// Companies of which the bars are said: with what they know by themselves.
    fn has_bars(self) -> bool {
        let named = matches!(
            self.kind,
            Kind::Steady
                | Kind::Growing
                | Kind::Seasonal
                | Kind::Whale
                | Kind::Dying
                | Kind::NoDeals
                | Kind::TenDeals
                | Kind::SlowPayers
        );
        named && self.norms.is_none()
    }

    /// What is known not to hold: the reasons stand in `docs/forecast.md`.
    fn is_known(self, weeks: usize) -> bool {
        match self.kind {
            Kind::Young => weeks == 13,
            Kind::QuarterEnd => weeks > 4,
            Kind::LeadsStop => true,
            _ => false,
        }
    }
}

/// One company of each kind that is quick to forecast, with room for chance: what must hold on every change.
#[test]
fn simple_rules_are_not_better_and_bands_cover_what_they_claim() {
    for kind in Kind::QUICK {
        for (means, weeks) in trials(Case::alone(kind), 1..2, &plan(100, None)).iter().zip(HORIZONS)
        {
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
    for case in Case::all() {
        let (many, draws) = case.many();
        let seeds = 1000..1000 + many;
        let found = trials(case, seeds.clone(), &plan(draws, None));
        let known = Oracle::of(case.kind).map(|oracle| expected(&oracle, case.kind, seeds));
        for (at, (means, weeks)) in found.iter().zip(HORIZONS).enumerate() {
            let truth = known.map(|known| (1.0 + means.bias) * means.facts / known[at] - 1.0);
            print(&case.name(), weeks, means, truth);
            let over = means.over_the_best() > 0.01 || !(0.7..=0.95).contains(&means.coverage);
            let biased = case.has_bars() && means.bias.abs() > 0.03;
            if (over || biased) && !case.is_known(weeks) {
                broken.push(format!("{case:?}, {weeks}: {means:?}"));
            }
        }
    }
    assert!(broken.is_empty(), "{broken:#?}");
}

/// What an oracle expects of all these companies together, by horizon.
fn expected(oracle: &Oracle, kind: Kind, seeds: std::ops::Range<u64>) -> [f64; 3] {
    let mut sums = [0.0; 3];
    for company in seeds.map(|seed| Company::of(kind, seed)) {
        for (sum, weeks) in sums.iter_mut().zip(HORIZONS) {
            *sum += oracle.sum(&company, weeks);
        }
    }
    sums
}

fn print(name: &str, weeks: usize, means: &Means, truth: Option<f64>) {
    let percent = |share: f64| format!("{:.1}", share * 100.0);
    let signed = |share: f64| format!("{:+.1}", share * 100.0);
    println!(
        "| {name} | {weeks} | {} | {} | {} | {} ± {} | {} | {} | {:.0} |",
        percent(means.wape),
        percent(means.naive),
        percent(means.run_rate),
        signed(means.bias),
        percent(means.error),
        truth.map_or_else(|| "–".to_owned(), signed),
        signed(means.p50_bias),
        means.coverage * 100.0,
    );
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
            for (sum, means) in
                sums.iter_mut().zip(trials(Case::alone(*kind), 1000..1004, &plan(300, part)))
            {
                sum.0 += means.wape * 100.0 / kinds.len() as f64;
                sum.1 += means.coverage * 100.0 / kinds.len() as f64;
            }
        }
        let cells = sums.map(|(wape, coverage)| format!("{wape:.1} ({coverage:.0})")).join(" | ");
        println!("| {part:?} | {cells} |");
    }
}
