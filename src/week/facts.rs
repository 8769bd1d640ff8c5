//! What was said of a department's week, day by day, and what corrections changed.

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, NaiveDate, Utc};

use crate::actual::Origin;
use crate::metric::{Metric, OverTime};
use crate::values::{MemberId, MetricId};

/// One person's metric.
pub type Cell = (MemberId, MetricId);

/// The figure in force of a day, in minor units.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    pub value: i64,
    /// Said after the day's hour.
    pub is_late: bool,
    pub correction: Option<Correction>,
}

/// What overruled a day's figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Correction {
    /// `None`: nothing was said before.
    pub original: Option<Original>,
    pub reason: String,
    /// `None`: by itself.
    pub by_name: Option<String>,
    pub at: DateTime<Utc>,
}

/// The figure that was overruled; whose it is when that is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Original {
    pub value: i64,
    pub said: Option<(Origin, Option<String>, DateTime<Utc>)>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facts {
    days: HashMap<Cell, BTreeMap<NaiveDate, Fact>>,
    /// Sums of the month before the week.
    earlier: HashMap<Cell, i64>,
    /// Days of which a person said anything, be it that nothing was done; and whether that came late.
    spoken: HashMap<MemberId, BTreeMap<NaiveDate, bool>>,
}

impl Facts {
    /// Adds what was said of a day; figures of one day are added up.
    pub fn say(&mut self, cell: Cell, day: NaiveDate, fact: Fact) {
        self.log(cell.0, day, fact.is_late);
        let days = self.days.entry(cell).or_default();
        match days.get_mut(&day) {
            Some(known) => known.value += fact.value,
            None => {
                days.insert(day, fact);
            }
        }
    }

    pub fn say_earlier(&mut self, cell: Cell, sum: i64) {
        self.earlier.insert(cell, sum);
    }

    /// Adds a day that a person closed as done, with figures or without.
    pub fn log(&mut self, member: MemberId, day: NaiveDate, is_late: bool) {
        *self.spoken.entry(member).or_default().entry(day).or_default() |= is_late;
    }

    pub fn on(&self, cell: Cell, day: NaiveDate) -> Option<&Fact> {
        self.days.get(&cell)?.get(&day)
    }

    /// The days of which something was said, the earliest first.
    pub fn days(&self, cell: Cell) -> impl DoubleEndedIterator<Item = (NaiveDate, &Fact)> {
        self.days.get(&cell).into_iter().flatten().map(|(day, fact)| (*day, fact))
    }

    /// The week's figure up to a day, this day included: the sum, or the last value.
    pub fn value(&self, member: MemberId, metric: &Metric, to: NaiveDate) -> Option<i64> {
        let mut said = self.days((member, metric.id)).filter(|(day, _)| *day <= to);
        match metric.over_time {
            OverTime::Last => said.next_back().map(|(_, fact)| fact.value),
            _ => said.fold(None, |sum, (_, fact)| Some(sum.unwrap_or(0) + fact.value)),
        }
    }

    /// The sum of the month before the week.
    pub fn earlier(&self, cell: Cell) -> i64 {
        self.earlier.get(&cell).copied().unwrap_or(0)
    }

    /// Whether a person's day has a figure, or was closed without one.
    pub fn is_known(&self, member: MemberId, day: NaiveDate) -> bool {
        self.spoken.get(&member).is_some_and(|days| days.contains_key(&day))
    }

    /// The days of which a person spoke after their hour.
    pub fn late(&self, member: MemberId) -> Vec<NaiveDate> {
        let days = self.spoken.get(&member).into_iter().flatten();
        days.filter(|(_, is_late)| **is_late).map(|(day, _)| *day).collect()
    }

    /// Every figure of the week in a lasting order: two readings are alike when nothing was said between them.
    pub fn figures(&self) -> Vec<(Cell, NaiveDate, i64)> {
        let days = self
            .days
            .iter()
            .flat_map(|(cell, days)| days.iter().map(move |(day, fact)| (*cell, *day, fact.value)));
        let mut figures: Vec<_> = days.collect();
        figures.sort_unstable();
        figures
    }

    /// Every corrected day, by person, metric and day as they are known.
    pub fn corrections(&self) -> Vec<(Cell, NaiveDate, &Fact, &Correction)> {
        let mut found: Vec<_> = self
            .days
            .iter()
            .flat_map(|(cell, days)| days.iter().map(move |(day, fact)| (*cell, *day, fact)))
            .filter_map(|(cell, day, fact)| Some((cell, day, fact, fact.correction.as_ref()?)))
            .collect();
        found.sort_by_key(|(cell, day, ..)| (*cell, *day));
        found
    }
}

#[cfg(test)]
pub mod tests {
    use super::*;
    use crate::week::person::tests::{day, person};
    use uuid::Uuid;

    pub fn said(value: i64) -> Fact {
        Fact { value, is_late: false, correction: None }
    }

    #[test]
    fn a_day_closed_without_figures_is_known_and_one_late_word_makes_a_late_day() {
        let (who, calls) = (person(21, "").id, MetricId(Uuid::from_u128(10)));
        let mut facts = Facts::default();
        facts.say((who, calls), day("2026-11-16"), Fact { is_late: true, ..said(7) });
        facts.log(who, day("2026-11-16"), false);
        facts.log(who, day("2026-11-17"), false);
        assert!(facts.is_known(who, day("2026-11-17")) && !facts.is_known(who, day("2026-11-18")));
        assert_eq!(facts.late(who), [day("2026-11-16")]);
        assert_eq!(facts.figures(), [((who, calls), day("2026-11-16"), 7)]);
    }
}
