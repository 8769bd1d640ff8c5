//! Weights of the members by their past errors, calibration by past ratios, and the widening of bands.
use super::grid::Step;
use super::member::{Choir, Member};
use super::memory::Outcome;
use super::real::{alike, count};

/// Errors and distances count half after so many forecasts.
const HALF_LIFE: f64 = 26.0;
/// Every member starts as if it had made so many forecasts with this mean squared error, relative to their size.
const PRIOR: f64 = 2.0;
const PRIOR_ERROR: f64 = 0.04;
/// So many receipts of one size tell half of what endlessly many would.
const HALF_TOLD: f64 = 10.0;
/// A turn of the rate of new events that rules of receipts may ignore, and how much more halves their share.
const TURN: f64 = 0.7;
const TURN_SCALE: f64 = 0.3;
/// A fall weighs so many times more than a rise: what receipts of better times promise will not come.
const FALL: f64 = 4.0;
/// Windows that calibration looks back on, and the weight of windows that were right.
const WINDOWS: usize = 10;
const STEADY_WINDOWS: f64 = 4.0;
/// The weight of what is known of bands without past distances.
const BAND_PRIOR: f64 = 4.0;
/// No distance counts for more.
const FARTHEST: f64 = 6.0;
/// Overlapping windows that happened to go well make bands no narrower than this.
const LEAST_WIDENING: f64 = 0.7;
/// 80 % of a normal distribution lie within so many standard deviations; of one estimated with ν degrees of freedom
/// within 0.75/ν more.
const END: f64 = 1.2816;
const STUDENT: f64 = 0.75;

/// How weights are made of errors.
struct Manner {
    /// The power of the inverse mean squared error.
    sharpness: f64,
    /// What is below this share of the best is not heard.
    cut: f64,
    /// No voice of two is less.
    least: f64,
}

impl Choir {
    /// Months are few, and so are the errors that tell members apart: milder weights.
    fn manner(self, step: Step) -> Manner {
        match self {
            Self::Rates if step == Step::Month => Manner { sharpness: 1.5, cut: 0.0, least: 0.0 },
            Self::Rates => Manner { sharpness: 2.0, cut: 0.25, least: 0.0 },
            Self::Flows => Manner { sharpness: 6.0, cut: 0.0, least: 0.0 },
            Self::Both => Manner { sharpness: 4.0, cut: 0.0, least: 0.03 },
        }
    }
}

/// How much these receipts tell of who forecasts well.
pub fn evidence(receipts: &[f64]) -> f64 {
    let many = alike(receipts);
    many / (many + HALF_TOLD)
}

/// Shares of members in the forecast by the end of `period`; they add up to one. Where receipts are few, errors are luck:
/// `evidence` is how much they tell, from nothing to one.
pub fn weights(
    choir: Choir,
    step: Step,
    members: &[Member],
    outcomes: &[Outcome<'_>],
    period: usize,
    evidence: f64,
) -> Vec<f64> {
    let Manner { sharpness, cut, least } = choir.manner(step);
    let sharpness = sharpness * evidence;

    let errors = members.iter().map(|member| error(*member, outcomes, period));
    let raw: Vec<f64> = errors.map(|error| error.powf(-sharpness)).collect();
    let best = raw.iter().copied().fold(0.0, f64::max);
    let heard: Vec<f64> = raw.iter().map(|weight| (weight / best - cut).max(0.0)).collect();
    let all: f64 = heard.iter().sum();
    let least = if members.len() == 2 { least } else { 0.0 };
    heard.into_iter().map(|weight| (weight / all).clamp(least, 1.0 - least)).collect()
}

/// How much of their share rules of receipts keep when new deals (invoices) come at another rate than they used to, told
/// by its logarithm: receipts know of it a cycle later, and the farther ahead, the more of them it concerns.
pub fn heed(turn: f64, step: Step, period: usize) -> f64 {
    let quarter = if step == Step::Week { 13.0 } else { 3.0 };
    let turn = if turn < 0.0 { -FALL * turn } else { turn };
    let beyond = (turn * (count(period + 1) / quarter).powi(2) - TURN).max(0.0);
    1.0 / (1.0 + (beyond / TURN_SCALE).powi(2))
}

/// Mean squared error, relative to the size of what was forecast; the latest count most, unfinished windows less.
fn error(member: Member, outcomes: &[Outcome<'_>], period: usize) -> f64 {
    let (mut sum, mut weights) = (PRIOR * PRIOR_ERROR, PRIOR);
    for (age, outcome) in outcomes.iter().rev().enumerate() {
        let reached = outcome.reached(period);
        let Some(path) = outcome.member(member) else {
            continue;
        };
        let part = count(reached + 1) / count(period + 1);
        let weight = (-count(age) / HALF_LIFE).exp2() * part;
        let error = (path[reached] - outcome.facts[reached]) / scale(outcome, reached);
        sum += weight * error * error;
        weights += weight;
    }
    sum / weights
}

/// The mean of the fact and of what all members thought.
fn scale(outcome: &Outcome<'_>, at: usize) -> f64 {
    let members = &outcome.frozen.members;
    let thought: f64 = members.iter().map(|(_, path)| path[at]).sum();
    let thought = thought / count(members.len()).max(1.0);
    f64::midpoint(thought, outcome.facts[at]).max(1e-9)
}

/// Facts over forecasts of a member in its last finished four-week windows, drawn to one; one where some of these
/// windows were empty, because then the ratio is chance.
pub fn calibration(member: Member, outcomes: &[Outcome<'_>], window: usize) -> f64 {
    let finished = outcomes.iter().rev().filter(|outcome| outcome.facts.len() >= window);
    let pair = |outcome: &Outcome<'_>| {
        outcome.member(member).map(|path| (outcome.facts[window - 1], path[window - 1]))
    };
    let pairs: Vec<(f64, f64)> = finished.take(WINDOWS).filter_map(pair).collect();
    if pairs.is_empty() || pairs.iter().any(|(fact, _)| *fact <= 0.0) {
        return 1.0;
    }
    let facts: f64 = pairs.iter().map(|(fact, _)| fact).sum();
    let thought: f64 = pairs.iter().map(|(_, thought)| thought).sum();
    let steady = STEADY_WINDOWS * f64::midpoint(facts, thought) / count(pairs.len());
    ((facts + steady) / (thought + steady)).clamp(0.3, 3.0)
}

/// By how much bands of each horizon must be widened so that they would have covered the past as they claim: the root
/// mean square of past distances. A horizon begins with what the one before it has learnt.
pub fn widening(outcomes: &[Outcome<'_>], periods: usize) -> Vec<f64> {
    let mut square: f64 = 1.0;
    (0..periods)
        .map(|period| {
            let (mut sum, mut weights) = (BAND_PRIOR * square, BAND_PRIOR);
            let over = outcomes.iter().rev().filter(|outcome| outcome.facts.len() > period);
            for (age, outcome) in over.enumerate() {
                let distance = outcome.frozen.blend[period].distance(outcome.facts[period]);
                let weight = (-count(age) / HALF_LIFE).exp2();
                sum += weight * (distance.min(FARTHEST) * END).powi(2);
                weights += weight;
            }
            square = sum / weights;
            // Windows that overlap are fewer than they look.
            let freedom = BAND_PRIOR - 1.0 + weights / count(period + 1);
            square.sqrt().max(LEAST_WIDENING) * (1.0 + STUDENT / freedom)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::forecast::band::Band;
    use crate::forecast::memory::Frozen;

    /// Forecasts of one period: what two members said, and what came.
    fn past(said: &[(f64, f64, f64)]) -> Vec<(Frozen, f64)> {
        let frozen = |&(flow, rate, fact): &(f64, f64, f64)| {
            let members = vec![(Member::Flow, vec![flow]), (Member::RunRate, vec![rate])];
            let blend = vec![Band { p10: 90.0, p50: 100.0, p90: 110.0, mean: 100.0 }];
            let origin = "2026-01-04".parse().unwrap();
            (Frozen { origin, members, blend }, fact)
        };
        said.iter().map(frozen).collect()
    }

    fn outcomes(past: &[(Frozen, f64)]) -> Vec<Outcome<'_>> {
        past.iter().map(|(frozen, fact)| Outcome { frozen, facts: vec![*fact] }).collect()
    }

    const TWO: [Member; 2] = [Member::Flow, Member::RunRate];

    #[test]
    fn without_a_past_all_are_alike() {
        assert_eq!(weights(Choir::Rates, Step::Week, &TWO, &[], 0, 1.0), [0.5, 0.5]);
        assert!((calibration(Member::Flow, &[], 1) - 1.0).abs() < 1e-9);
    }

    #[test]
    fn who_was_right_is_heard_more_and_nobody_of_two_is_silenced() {
        let past = past(&[(100.0, 160.0, 100.0); 20]);
        let found = weights(Choir::Both, Step::Week, &TWO, &outcomes(&past), 0, 1.0);
        assert!((found[0] - 0.97).abs() < 1e-9 && (found[1] - 0.03).abs() < 1e-9, "{found:?}");
    }

    #[test]
    fn few_receipts_silence_nobody() {
        let past = past(&[(100.0, 160.0, 100.0); 20]);
        let few = evidence(&[100.0; 2]);
        let found = weights(Choir::Both, Step::Week, &TWO, &outcomes(&past), 0, few);
        assert!(found[0] < 0.95, "{found:?}");
        assert!((evidence(&[100.0; 10]) - 0.5).abs() < 1e-9 && evidence(&[]) < 1e-9);
    }

    #[test]
    fn a_turn_of_new_deals_makes_receipts_heard_less_the_farther_ahead() {
        assert!((heed(0.4, Step::Week, 12) - 1.0).abs() < 1e-9);
        assert!((heed(1.0, Step::Week, 12) - 0.5).abs() < 1e-9);
        assert!((heed(1.0, Step::Week, 3) - 1.0).abs() < 1e-9);
        assert!(heed(-0.5, Step::Week, 12) < 0.3);
    }

    #[test]
    fn a_constant_ratio_is_corrected_as_far_as_ten_windows_outweigh_four() {
        let past = past(&[(200.0, 100.0, 100.0); 12]);
        let ratio = calibration(Member::Flow, &outcomes(&past), 1);
        // (10 · 100 + 4 · 150) / (10 · 200 + 4 · 150)
        assert!((ratio - 1600.0 / 2600.0).abs() < 1e-9, "{ratio}");
    }

    #[test]
    fn an_empty_window_makes_the_ratio_chance() {
        let past = past(&[(200.0, 100.0, 100.0), (200.0, 100.0, 0.0)]);
        assert!((calibration(Member::Flow, &outcomes(&past), 1) - 1.0).abs() < 1e-9);
    }

    #[test]
    fn bands_that_missed_become_wide_and_bands_that_held_do_not() {
        let missed = past(&[(100.0, 100.0, 140.0); 20]);
        let held = past(&[(100.0, 100.0, 104.0); 20]);
        assert!(widening(&outcomes(&missed), 1)[0] > 2.0);
        assert!(widening(&outcomes(&held), 1)[0] < 1.0);
    }
}
