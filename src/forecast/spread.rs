//! How far receipts stray from a run rate: their own past ratios to it, drawn again and again.
use rand::{Rng, RngExt};
use rand_distr::{Distribution, StandardNormal};

use super::band::Band;
use super::flow::Draws;
use super::grid::Grid;
use super::real::{count, mean};
use super::season::Season;

/// Past periods whose ratios are drawn from.
const LATEST: usize = 52;

/// Bands around one: by the end of each period ahead, and of each period alone.
#[derive(Debug, Clone)]
pub struct Spread {
    pub cumulative: Vec<Band>,
    pub single: Vec<Band>,
}

impl Spread {
    pub fn of(
        series: &[f64],
        grid: Grid,
        periods: usize,
        many: usize,
        chance: &mut impl Rng,
    ) -> Self {
        let ratios = ratios(series, grid);
        let noise = (ratios.iter().map(|ratio| (ratio - 1.0).powi(2)).sum::<f64>()
            / count(ratios.len()).max(1.0))
        .sqrt();
        let level = noise / count(ratios.len().min(grid.quarter())).max(1.0).sqrt();
        let mut values = vec![0.0; periods * many];
        for row in values.chunks_mut(periods) {
            let luck: f64 = StandardNormal.sample(chance);
            let common = (1.0 + luck * level).max(0.05);
            for value in row {
                *value = common * ratios[chance.random_range(0..ratios.len())];
            }
        }
        let draws = Draws { weeks: periods, values };
        let sums = draws.cumulative();
        let of = |draws: &Draws, period: usize, share: f64| {
            let band = Band::of(&draws.sorted(period)).scaled(1.0 / share);
            around_one(band)
        };
        Self {
            cumulative: (0..periods).map(|at| of(&sums, at, count(at + 1))).collect(),
            single: (0..periods).map(|at| of(&draws, at, 1.0)).collect(),
        }
    }
}

/// The middle is what a run rate says, not the median of ratios, so that sums of forecasts stay true; only where most
/// periods are nearly empty is the median the better word.
fn around_one(band: Band) -> Band {
    let sparse = ((0.8 - band.p50) / 0.3).clamp(0.0, 1.0);
    let p50 = 1.0 - sparse * (1.0 - band.p50);
    Band { p10: band.p10.min(0.98 * p50), p50, p90: band.p90.max(1.02 * p50), mean: 1.0 }
}

/// Each period over the mean of the thirteen before it, seasons taken out; a coarse guess while there are few.
fn ratios(series: &[f64], grid: Grid) -> Vec<f64> {
    let season = Season::fit(series, grid, Season::positions(series.len(), grid));
    let bare = season.without(series, grid);
    let from = bare.len().saturating_sub(LATEST).max(1);
    let mut ratios: Vec<f64> = (from..bare.len())
        .filter_map(|at| {
            let level = mean(&bare[at.saturating_sub(grid.quarter())..at]);
            (level > 0.0).then(|| (bare[at] / level).min(20.0))
        })
        .collect();
    if ratios.len() < 4 {
        ratios.extend([0.5, 0.8, 1.0, 1.2, 1.5]);
    }
    let level = mean(&ratios);
    if level > 0.0 {
        for ratio in &mut ratios {
            *ratio /= level;
        }
    }
    ratios
}
