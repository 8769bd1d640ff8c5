//! Which share of its premium a part of a card earns (formulas, 8).

use serde::{Deserialize, Serialize};

use crate::values::Share;

/// Points from left to right: share of the plan met, share of the premium earned. Straight lines between them, level after the
/// last. In basis points: `[[5000,0],[7000,5000],[10000,10000],[12000,14000]]`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Vec<(Share, Share)>", into = "Vec<(Share, Share)>")]
pub struct Curve(Vec<(Share, Share)>);

impl Curve {
    /// Nothing up to a half of the plan, a half at 70 %, all of it at 100 %, and a cap of 140 % at 120 %.
    pub fn default_curve() -> Self {
        let point = |met, earned| (Share::from_basis_points(met), Share::from_basis_points(earned));
        Self(vec![
            point(5_000, 0),
            point(7_000, 5_000),
            point(10_000, 10_000),
            point(12_000, 14_000),
        ])
    }

    pub fn points(&self) -> &[(Share, Share)] {
        &self.0
    }

    /// «до 50 % плана — ничего, при 70 % — 50 % премии, при 100 % — вся, при 120 % и больше — 140 %, между точками — ровно по прямой»
    pub fn words(&self) -> String {
        let last = self.0.len() - 1;
        let said = self.0.iter().enumerate().map(|(at, (met, earned))| {
            let met = match at {
                0 => format!("до {met} плана"),
                _ if at == last => format!("при {met} и больше"),
                _ => format!("при {met}"),
            };
            match *earned {
                Share::NONE => format!("{met} — ничего"),
                Share::WHOLE => format!("{met} — вся"),
                _ => format!("{met} — {earned}"),
            }
        });
        format!("{}; между этими точками — по прямой", said.collect::<Vec<_>>().join(", "))
    }
}

impl TryFrom<Vec<(Share, Share)>> for Curve {
    type Error = &'static str;

    fn try_from(points: Vec<(Share, Share)>) -> Result<Self, Self::Error> {
        let rises = points.windows(2).all(|two| two[0].0 < two[1].0 && two[0].1 <= two[1].1);
        let is_sane = points.first().is_some_and(|(met, earned)| met.min(earned) >= &Share::NONE);
        if is_sane && points.len() >= 2 && rises {
            Ok(Self(points))
        } else {
            Err("a curve has two points or more, from left to right, and never falls")
        }
    }
}

impl From<Curve> for Vec<(Share, Share)> {
    fn from(curve: Curve) -> Self {
        curve.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_default_curve_is_kept_in_basis_points() {
        let written = serde_json::to_value(Curve::default_curve()).unwrap();
        assert_eq!(written, json!([[5000, 0], [7000, 5000], [10000, 10000], [12000, 14000]]));
        assert_eq!(serde_json::from_value::<Curve>(written).unwrap(), Curve::default_curve());
    }

    #[test]
    fn a_curve_that_falls_or_goes_back_is_none() {
        for odd in [
            json!([]),
            json!([[5000, 0]]),
            json!([[7000, 0], [5000, 1]]),
            json!([[0, 5], [1, 4]]),
            json!([[-1, 0], [1, 4]]),
        ] {
            assert!(serde_json::from_value::<Curve>(odd.clone()).is_err(), "{odd}");
        }
    }

    #[test]
    fn it_is_said_in_words() {
        assert_eq!(
            Curve::default_curve().words().replace('\u{A0}', " "),
            "до 50 % плана — ничего, при 70 % — 50 %, при 100 % — вся, при 120 % и больше — 140 %; между этими точками — по прямой"
        );
    }
}
