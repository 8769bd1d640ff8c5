//! Bends of a pace that was level: when it may have begun to fall or rise, whether it still does, and how fast.
use super::real::count;

/// So many of the latest weeks tell.
const WEEKS: usize = 26;
/// Fewer events tell nothing.
const ENOUGH: f64 = 16.0;
/// A fall may have begun so many weeks ago at least, and a rise: a pace that has jumped looks like one at first.
const FALL: usize = 3;
const RISE: usize = 10;
/// How likely a fall and a rise are beside a level before anything is seen.
const FALL_ODDS: f64 = 0.2;
const RISE_ODDS: f64 = 0.02;
/// Ends are looked for so many weeks apart,
const APART: usize = 3;
/// and each week a bend ends with this chance.
pub const ENDS: f64 = 0.01;
/// Newton's steps towards the likeliest slope, none of them farther than this, nor the slope itself.
const STEPS: usize = 8;
const STEP: f64 = 0.1;
const STEEPEST: f64 = 0.5;

/// The slope of the logarithm that goes on: the mean over all bends there may have been, each as likely as it makes the
/// counts; nothing of those that are over, and of no bend at all.
pub fn slope(counts: &[f64]) -> f64 {
    let latest = &counts[counts.len().saturating_sub(WEEKS)..];
    if latest.iter().sum::<f64>() < ENOUGH {
        return 0.0;
    }
    let bends: Vec<Bend> = all(latest.len()).filter_map(|bend| bend.fitted(latest)).collect();
    let closest = bends.iter().map(|bend| bend.distance).fold(f64::INFINITY, f64::min);
    let noise = (closest / (count(latest.len()) - 2.0)).max(1.0);
    // Against the likeliest: the likelihoods of many events are beyond numbers.
    let best = bends.iter().map(|bend| bend.gain).fold(0.0, f64::max);
    let likely = |gain: f64| ((gain - best) / noise).exp();
    let odds = |bend: &Bend| bend.before() * likely(bend.gain) / count(latest.len());
    let all: f64 = bends.iter().map(odds).sum();
    let on = bends.iter().filter(|bend| bend.ended == 0);
    on.map(|bend| odds(bend) * bend.slope).sum::<f64>() / (likely(0.0) + all)
}

/// A pace that was level, had a slope since it bent so many weeks ago, and is level again since that ended.
#[derive(Default)]
struct Bend {
    begun: usize,
    ended: usize,
    slope: f64,
    /// Its logarithm of likelihood beyond that of a level.
    gain: f64,
    /// Squared distances of counts from it, over their variance.
    distance: f64,
}

/// All that there may have been in so many weeks.
fn all(weeks: usize) -> impl Iterator<Item = Bend> {
    (FALL..=weeks).flat_map(|begun| {
        let ends = (0..=begun - FALL).step_by(APART);
        ends.map(move |ended| Bend { begun, ended, ..Bend::default() })
    })
}

impl Bend {
    /// By the likelihood of Poisson counts, given their sum; `None` where a rise is too young.
    fn fitted(self, counts: &[f64]) -> Option<Self> {
        let all: f64 = counts.iter().sum();
        let along = self.along(counts.len());
        let slope = likeliest(&along, counts);
        if slope >= 0.0 && self.begun < RISE {
            return None;
        }
        let level = 1.0 / count(counts.len());
        let (mut gain, mut distance) = (0.0, 0.0);
        for (seen, share) in counts.iter().zip(shares(&along, slope)) {
            gain += seen * (share / level).ln();
            distance += (seen - all * share).powi(2) / (all * share);
        }
        Some(Self { slope, gain, distance, ..self })
    }

    /// Weeks of slope behind each of so many.
    fn along(&self, weeks: usize) -> Vec<f64> {
        let from = count(weeks - self.begun);
        let longest = count(self.begun - self.ended);
        (1..=weeks).map(|week| (count(week) - from).clamp(0.0, longest)).collect()
    }

    /// Its odds against a level before anything is seen.
    fn before(&self) -> f64 {
        let odds = if self.slope < 0.0 { FALL_ODDS } else { RISE_ODDS };
        if self.ended == 0 { odds } else { odds * ENDS * count(APART) }
    }
}

/// The slope under which counts lie along as far as they do.
fn likeliest(along: &[f64], counts: &[f64]) -> f64 {
    let seen = mean(along, counts);
    (0..STEPS).fold(0.0, |slope: f64, _| {
        let law = shares(along, slope);
        let middle = mean(along, &law);
        let squares: Vec<f64> = along.iter().map(|along| (along - middle).powi(2)).collect();
        let step = (seen - middle) / mean(&squares, &law).max(1e-9);
        (slope + step.clamp(-STEP, STEP)).clamp(-STEEPEST, STEEPEST)
    })
}

/// What share of all counts each week has when they grow by `slope` along.
fn shares(along: &[f64], slope: f64) -> Vec<f64> {
    let powers: Vec<f64> = along.iter().map(|along| (slope * along).exp()).collect();
    let all: f64 = powers.iter().sum();
    powers.into_iter().map(|power| power / all).collect()
}

fn mean(values: &[f64], weights: &[f64]) -> f64 {
    let sum: f64 = values.iter().zip(weights).map(|(value, weight)| value * weight).sum();
    sum / weights.iter().sum::<f64>().max(1e-9)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Twenty a week, falling or rising by `slope` a week in the last `begun` weeks until `ended` weeks ago.
    fn bent(begun: usize, ended: usize, slope: f64) -> Vec<f64> {
        let along = Bend { begun, ended, ..Bend::default() }.along(60);
        let pace = along.iter().map(|along| 20.0 * (slope * along).exp());
        pace.zip([0.9, 1.1].into_iter().cycle()).map(|(pace, luck)| pace * luck).collect()
    }

    #[test]
    fn a_fall_is_known_nearly_whole_after_a_quarter_and_hardly_after_six_weeks() {
        let (quarter, young) = (slope(&bent(13, 0, -0.05)), slope(&bent(6, 0, -0.05)));
        assert!((quarter + 0.05).abs() < 0.008, "{quarter}");
        assert!((-0.02..-0.005).contains(&young), "{young}");
    }

    #[test]
    fn a_level_has_no_slope_nor_has_nothing() {
        let level = slope(&bent(13, 0, 0.0));
        assert!(level.abs() < 0.003, "{level}");
        assert!(slope(&[0.0; 30]).abs() < 1e-9 && slope(&[]).abs() < 1e-9);
    }

    #[test]
    fn a_fall_of_very_many_is_known_whole() {
        let many: Vec<f64> = bent(13, 0, -0.05).iter().map(|pace| pace * 1e5).collect();
        assert!((slope(&many) + 0.05).abs() < 0.008, "{}", slope(&many));
    }

    #[test]
    fn a_fall_that_is_over_does_not_go_on() {
        let over = slope(&bent(26, 15, -0.08));
        assert!(over > -0.02, "{over}");
    }

    #[test]
    fn few_events_tell_less_than_many_and_uneven_ones_too() {
        let whole = slope(&bent(13, 0, -0.05));
        let few: Vec<f64> = bent(13, 0, -0.05).iter().map(|pace| pace / 20.0).collect();
        let uneven = bent(13, 0, -0.05).into_iter().zip([0.0, 0.2, 2.8].into_iter().cycle());
        let uneven: Vec<f64> = uneven.map(|(pace, luck)| pace * luck).collect();
        let none: Vec<f64> = few.iter().map(|pace| pace / 2.0).collect();
        assert!(slope(&none).abs() < 1e-9);
        for told in [slope(&few), slope(&uneven)] {
            assert!(told > whole / 2.0 && told < 0.0, "{told} {whole}");
        }
    }

    #[test]
    fn a_jump_that_was_long_ago_is_no_rise() {
        let jumped = |ago: usize| -> Vec<f64> {
            (0..60).map(|week| if week + ago < 60 { 20.0 } else { 40.0 }).collect()
        };
        assert!(slope(&jumped(15)) < slope(&jumped(12)), "{}", slope(&jumped(12)));
        assert!(slope(&jumped(15)) < 0.005, "{}", slope(&jumped(15)));
    }

    /// A rise of ten weeks is known, a younger one is not: it may be a jump.
    #[test]
    fn a_rise_is_believed_later_than_a_fall() {
        let (young, old) = (slope(&bent(8, 0, 0.05)), slope(&bent(15, 0, 0.05)));
        assert!(old > 0.04 && young < 0.02, "{young} {old}");
    }
}
