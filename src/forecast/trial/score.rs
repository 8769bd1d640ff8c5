//! How forecasts turned out: their errors, coverage and loss beside two simple rules.
use serde::Serialize;

use crate::forecast::band::Band;
use crate::forecast::real::count;

/// One forecast and its fact; kopecks, or a number of things.
#[derive(Debug, Clone, Copy)]
pub struct Trial {
    pub band: Band,
    pub fact: f64,
    /// As the last four weeks (in months: the last one).
    pub naive: f64,
    /// As the last thirteen weeks (three months).
    pub run_rate: f64,
}

/// Measures of one horizon. Shares are of the sum of facts; `None` where nothing came at all.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize)]
pub struct Score {
    pub origins: usize,
    /// Σ|P50 − fact| / Σfact.
    pub wape: Option<f64>,
    /// Σmean / Σfact − 1: what was expected beside what came. A median of skewed money is below its mean, so that only
    /// means add up to facts.
    pub bias: Option<f64>,
    /// ΣP50 / Σfact − 1.
    pub p50_bias: Option<f64>,
    /// The share of facts from P10 to P90.
    pub coverage: Option<f64>,
    /// Mean quantile loss of P10, P50 and P90 over the mean fact.
    pub pinball: Option<f64>,
    pub naive_wape: Option<f64>,
    pub run_rate_wape: Option<f64>,
    /// Of all facts, the weight of these shares among others.
    #[serde(skip)]
    pub facts: f64,
}

impl Score {
    pub fn of(trials: &[Trial]) -> Self {
        let facts: f64 = trials.iter().map(|trial| trial.fact).sum();
        let over = |sum: f64| (facts > 0.0).then(|| sum / facts);
        let wape = |said: fn(&Trial) -> f64| {
            over(trials.iter().map(|trial| (said(trial) - trial.fact).abs()).sum())
        };
        let bias = |said: fn(&Trial) -> f64| {
            over(trials.iter().map(|trial| said(trial) - trial.fact).sum())
        };
        let inside = trials.iter().filter(|trial| trial.is_covered()).count();
        Self {
            origins: trials.len(),
            wape: wape(|trial| trial.band.p50),
            bias: bias(|trial| trial.band.mean),
            p50_bias: bias(|trial| trial.band.p50),
            coverage: (!trials.is_empty()).then(|| count(inside) / count(trials.len())),
            pinball: over(trials.iter().map(Trial::loss).sum()),
            naive_wape: wape(|trial| trial.naive),
            run_rate_wape: wape(|trial| trial.run_rate),
            facts,
        }
    }
}

impl Score {
    /// To the sixth digit after the comma: what is beyond is noise.
    #[must_use]
    pub fn rounded(self) -> Self {
        let round = |share: Option<f64>| share.map(|share| (share * 1e6).round() / 1e6);
        Self {
            origins: self.origins,
            wape: round(self.wape),
            bias: round(self.bias),
            p50_bias: round(self.p50_bias),
            coverage: round(self.coverage),
            pinball: round(self.pinball),
            naive_wape: round(self.naive_wape),
            run_rate_wape: round(self.run_rate_wape),
            facts: self.facts,
        }
    }
}

impl Trial {
    fn is_covered(&self) -> bool {
        (self.band.p10..=self.band.p90).contains(&self.fact)
    }

    fn loss(&self) -> f64 {
        let of = |share: f64, end: f64| {
            let short = self.fact - end;
            if short > 0.0 { share * short } else { (share - 1.0) * short }
        };
        (of(0.1, self.band.p10) + of(0.5, self.band.p50) + of(0.9, self.band.p90)) / 3.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn trial(p50: f64, fact: f64) -> Trial {
        let band = Band { p10: p50 * 0.8, p50, p90: p50 * 1.2, mean: p50 * 1.1 };
        Trial { band, fact, naive: 90.0, run_rate: 110.0 }
    }

    #[test]
    fn errors_are_shares_of_what_came() {
        let score = Score::of(&[trial(100.0, 110.0), trial(100.0, 50.0)]);
        assert_eq!(score.wape, Some(60.0 / 160.0));
        assert_eq!(score.p50_bias, Some(40.0 / 160.0));
        assert!((score.bias.unwrap() - 60.0 / 160.0).abs() < 1e-12);
        assert_eq!(score.coverage, Some(0.5));
        assert_eq!(score.naive_wape, Some(60.0 / 160.0));
    }

    #[test]
    fn the_loss_weighs_ends_by_their_shares() {
        // P10 30 short of the fact: 0,1 · 30; P50 10 short: 0,5 · 10; P90 10 over: 0,1 · 10.
        let score = Score::of(&[trial(100.0, 110.0)]);
        assert!((score.pinball.unwrap() - 9.0 / 3.0 / 110.0).abs() < 1e-12);
    }

    #[test]
    fn without_money_there_is_no_share_of_it() {
        let score = Score::of(&[trial(100.0, 0.0)]);
        assert_eq!((score.wape, score.coverage), (None, Some(0.0)));
        assert_eq!(Score::of(&[]), Score::default());
    }
}
