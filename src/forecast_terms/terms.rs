//! The terms of the forecast as one state (formulas 3, 4 and 5).

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::values::Share;
use crate::values::russian::month;

/// Which part of the money of a category comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct HitRates {
    /// «уверен»
    pub sure: Share,
    /// «вероятно»
    pub likely: Share,
    /// «возможно»
    pub possible: Share,
    /// «не считаем»
    pub omitted: Share,
}

/// Everything the forecast takes from the set-up. Shares are in basis points; those of a list that makes a whole add up to 10,000.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Terms {
    pub hit_rates: HitRates,
    /// How many resolved deals outweigh the probability a stage began with (formula 3, k).
    pub calibration_k: u16,
    /// Money of deals that do not exist yet, as a share of the plan, until there is a history of one's own.
    pub new_deals_share: Share,
    /// When an invoice is paid: by the 7th day after its date, by the 14th, the 30th, the 60th, later. A whole.
    pub payment_delay: [Share; 5],
    /// Accumulated share of a month's money by 25, 50 and 75 % of its working days. Rising.
    pub month_profile: [Share; 3],
    /// Shares of January to December in a year. A whole.
    pub seasonality: [Share; 12],
}

/// Some of the terms with their names, as a page and the journal say them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    pub title: &'static str,
    /// Name of the field, what it is called, what it says.
    pub lines: Vec<(String, String, String)>,
}

pub const CATEGORIES: [&str; 4] = ["уверен", "вероятно", "возможно", "не считаем"];
pub const DELAYS: [&str; 5] = [
    "до срока и в первые 7 дней после",
    "на 8–14-й день",
    "на 15–30-й день",
    "на 31–60-й день",
    "позже",
];
pub const PROFILE: [&str; 3] =
    ["к четверти рабочих дней", "к половине рабочих дней", "к трём четвертям рабочих дней"];

impl Terms {
    /// What is usual where nothing is known of the trade: money comes evenly within the month and the year.
    pub fn usual() -> Self {
        let share = Share::from_basis_points;
        let mut seasonality = [Share::NONE; 12];
        seasonality.copy_from_slice(&Share::to_whole(&[Share::WHOLE; 12]));
        Self {
            hit_rates: HitRates {
                sure: share(8_500),
                likely: share(4_500),
                possible: share(1_200),
                omitted: Share::NONE,
            },
            calibration_k: 10,
            new_deals_share: share(1_000),
            payment_delay: [6_200, 1_500, 1_300, 700, 300].map(share),
            month_profile: [2_500, 5_000, 7_500].map(share),
            seasonality,
        }
    }

    pub fn hits(&self) -> [Share; 4] {
        let rates = self.hit_rates;
        [rates.sure, rates.likely, rates.possible, rates.omitted]
    }

    /// All of it in words, in the order of the page.
    pub fn sections(&self) -> Vec<Section> {
        let named = |field: &str, names: &[&str], shares: &[Share]| {
            let lines = names.iter().zip(shares).enumerate();
            lines
                .map(|(at, (name, share))| {
                    (format!("{field}_{at}"), (*name).to_owned(), share.to_string())
                })
                .collect()
        };
        let months: Vec<&str> = (1..=12).filter_map(month_name).collect();
        vec![
            Section {
                title: "Сбывается из обещанного",
                lines: named("hit", &CATEGORIES, &self.hits()),
            },
            Section {
                title: "Поправка и новые сделки",
                lines: vec![
                    (
                        "calibration_k".into(),
                        "сила начальной вероятности, сделок".into(),
                        self.calibration_k.to_string(),
                    ),
                    (
                        "new_deals".into(),
                        "сделки, которых ещё нет, от плана".into(),
                        self.new_deals_share.to_string(),
                    ),
                ],
            },
            Section {
                title: "Когда платят по счёту",
                lines: named("delay", &DELAYS, &self.payment_delay),
            },
            Section {
                title: "Деньги внутри месяца",
                lines: named("profile", &PROFILE, &self.month_profile),
            },
            Section {
                title: "Сезонность", lines: named("month", &months, &self.seasonality)
            },
        ]
    }

    /// Name, from, to of everything that is another than `before`.
    pub fn differences(&self, before: &Self) -> Vec<(String, String, String)> {
        let (old, new) = (before.sections(), self.sections());
        let lines = |sections: Vec<Section>| sections.into_iter().flat_map(|s| s.lines);
        lines(old)
            .zip(lines(new))
            .filter(|(old, new)| old.2 != new.2)
            .map(|(old, new)| (old.1, old.2, new.2))
            .collect()
    }
}

/// «январь» of 1.
fn month_name(number: u32) -> Option<&'static str> {
    NaiveDate::from_ymd_opt(2026, number, 1).map(month)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn terms_are_kept_in_basis_points() {
        let written = serde_json::to_value(Terms::usual()).unwrap();
        assert_eq!(
            written,
            json!({
                "hit_rates": { "sure": 8500, "likely": 4500, "possible": 1200, "omitted": 0 },
                "calibration_k": 10,
                "new_deals_share": 1000,
                "payment_delay": [6200, 1500, 1300, 700, 300],
                "month_profile": [2500, 5000, 7500],
                "seasonality": [834, 834, 834, 834, 833, 833, 833, 833, 833, 833, 833, 833],
            })
        );
        assert_eq!(serde_json::from_value::<Terms>(written).unwrap(), Terms::usual());
    }

    #[test]
    fn wholes_are_whole() {
        let usual = Terms::usual();
        assert_eq!(Share::off_whole(usual.seasonality), None);
        assert_eq!(Share::off_whole(usual.payment_delay), None);
    }

    #[test]
    fn a_change_is_told_by_its_lines() {
        let mut changed = Terms::usual();
        changed.hit_rates.likely = Share::from_basis_points(4_000);
        changed.calibration_k = 20;
        let told = changed.differences(&Terms::usual());
        let told: Vec<_> =
            told.iter().map(|(name, from, to)| format!("{name}: {from} → {to}")).collect();
        assert_eq!(
            told.join("; ").replace('\u{A0}', " "),
            "вероятно: 45 % → 40 %; сила начальной вероятности, сделок: 10 → 20"
        );
    }
}
