//! Whether a team can do what a goal asks: the goal taken back by the funnel to steps of one person in one day (formulas 9).

use crate::values::MetricId;

/// So many parts make one of anything counted here.
const MICRO: i128 = 1_000_000;

/// More of a day than this does not go into selling.
pub const DAY_HOURS_TENTHS: i128 = 60;

/// A step of the funnel, the first one first; the last one is the result that is paid for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    pub metric: MetricId,
    pub name: String,
    /// What one experienced person does in a full day, in millionths of one.
    pub day_norm: Option<i128>,
    pub minutes: Option<i16>,
    /// To the next step, basis points; the last one has none.
    pub conversion: Option<u32>,
}

/// The funnel with the sum one result brings, in kopecks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Funnel {
    pub steps: Vec<Step>,
    pub check: i64,
}

/// Who works in the month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Team {
    /// Own working days of everybody, each times the percent of a full capacity.
    pub percent_days: u64,
    /// Working days of the month.
    pub month_days: u32,
}

/// What may be turned: people more or fewer in tenths, conversion and check in percent more or less.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Levers {
    pub people_tenths: i32,
    pub conversion: i32,
    pub check: i32,
}

/// What a step asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Need {
    pub metric: MetricId,
    pub name: String,
    /// Of all in the month, rounded up.
    pub total: i64,
    /// Of one person in a full day, in millionths.
    pub per_day: i128,
    pub day_norm: Option<i128>,
    /// Percent of the norm.
    pub load: Option<i128>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Everything within the norms.
    Real,
    /// Up to a sixth over them.
    Tight,
    /// So many tenths of a person are missing.
    Short { people_tenths: i128 },
    /// There is nobody who sells.
    Nobody,
    /// No norm of any step is known.
    Unknown,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Feasibility {
    pub needs: Vec<Need>,
    /// Hours of selling a day of one person, in tenths; none where no step says how long it takes.
    pub hours_tenths: Option<i128>,
    /// Full-time people, in tenths.
    pub people_tenths: i128,
    pub verdict: Verdict,
}

/// What `goal` kopecks ask of a team.
pub fn feasibility(goal: i64, funnel: &Funnel, team: Team, levers: Levers) -> Feasibility {
    let month = i128::from(team.month_days.max(1));
    let added = i128::from(levers.people_tenths) * month * 10;
    let percent_days = (i128::from(team.percent_days) + added).max(0);
    let totals = backward(goal, funnel, levers);
    let needs: Vec<Need> = funnel
        .steps
        .iter()
        .zip(&totals)
        .map(|(step, total)| need(step, *total, percent_days))
        .collect();
    let hours_tenths = hours(&funnel.steps, &needs);
    let people_tenths = percent_days / (month * 10);
    let verdict = verdict(&needs, hours_tenths, percent_days, month);
    Feasibility { needs, hours_tenths, people_tenths, verdict }
}

/// How many of each step bring the goal, in millionths: the last is the goal over the check, each above it the one below
/// over its conversion. The lever turns the conversion into the result.
fn backward(goal: i64, funnel: &Funnel, levers: Levers) -> Vec<i128> {
    let check = (i128::from(funnel.check) * i128::from(100 + levers.check) / 100).max(1);
    let mut below = i128::from(goal) * MICRO / check;
    let last = funnel.steps.len().saturating_sub(1);
    let mut totals = vec![below; funnel.steps.len()];
    for (at, step) in funnel.steps.iter().enumerate().rev().skip(1) {
        let plain = i128::from(step.conversion.unwrap_or(10_000)).max(1);
        let turned =
            if at + 1 == last { plain * i128::from(100 + levers.conversion) / 100 } else { plain };
        below = below * 10_000 / turned.max(1);
        totals[at] = below;
    }
    totals
}

fn need(step: &Step, total: i128, percent_days: i128) -> Need {
    let per_day = if percent_days == 0 { 0 } else { total * 100 / percent_days };
    let load =
        step.day_norm.filter(|norm| *norm > 0 && percent_days > 0).map(|norm| per_day * 100 / norm);
    Need {
        metric: step.metric,
        name: step.name.clone(),
        total: i64::try_from((total + MICRO - 1) / MICRO).unwrap_or(i64::MAX),
        per_day,
        day_norm: step.day_norm,
        load,
    }
}

fn hours(steps: &[Step], needs: &[Need]) -> Option<i128> {
    let timed = steps.iter().zip(needs).filter_map(|(step, need)| Some((step.minutes?, need)));
    let minutes: Vec<i128> =
        timed.map(|(minutes, need)| i128::from(minutes) * need.per_day).collect();
    (!minutes.is_empty()).then(|| minutes.iter().sum::<i128>() / 6 / MICRO)
}

fn verdict(needs: &[Need], hours_tenths: Option<i128>, percent_days: i128, month: i128) -> Verdict {
    if percent_days == 0 {
        return Verdict::Nobody;
    }
    let by_hours = hours_tenths.map(|tenths| tenths * 100 / DAY_HOURS_TENTHS);
    let loads = needs.iter().filter_map(|need| need.load);
    match loads.chain(by_hours.filter(|load| *load > 100)).max() {
        None => Verdict::Unknown,
        Some(load) if load <= 100 => Verdict::Real,
        Some(load) if load <= 116 => Verdict::Tight,
        Some(load) => {
            let missing = percent_days * (load - 100);
            let tenth = month * 10 * 100;
            Verdict::Short { people_tenths: (missing + tenth - 1) / tenth }
        }
    }
}

impl Need {
    /// «31», «1,3»: of one person in a day; small numbers with one digit after the comma.
    pub fn per_day_said(&self) -> String {
        said(self.per_day)
    }

    pub fn norm_said(&self) -> Option<String> {
        self.day_norm.map(said)
    }

    pub fn is_over(&self) -> bool {
        self.load.is_some_and(|load| load > 100)
    }
}

/// Tens and more are whole, less has a digit after the comma, next to nothing has two.
pub fn said(micro: i128) -> String {
    let (digits, unit) = match micro {
        10_000_000.. => (0, MICRO),
        950_000.. => (1, MICRO / 10),
        _ => (2, MICRO / 100),
    };
    let rounded = i64::try_from((micro + unit / 2) / unit).unwrap_or(i64::MAX);
    crate::values::written(rounded, digits, false)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use uuid::Uuid;

    fn step(id: u128, day_norm: Option<i128>, conversion: Option<u32>) -> Step {
        Step {
            metric: MetricId(Uuid::from_u128(id)),
            name: format!("шаг {id}"),
            day_norm: day_norm.map(|norm| norm * MICRO),
            minutes: None,
            conversion,
        }
    }

    /// Formulas, section 9: calls, contacts, meetings, offers, invoices, payments.
    fn example() -> Funnel {
        Funnel {
            steps: vec![
                step(1, Some(40), Some(2500)),
                step(2, None, Some(2500)),
                step(3, None, Some(8000)),
                step(4, None, Some(5000)),
                step(5, None, Some(8000)),
                step(6, None, None),
            ],
            check: 15_000_000,
        }
    }

    fn one() -> Team {
        Team { percent_days: 20 * 100, month_days: 20 }
    }

    const GOAL: i64 = 120_000_000;

    #[test]
    fn the_worked_example_of_the_formulas() {
        let found = feasibility(GOAL, &example(), one(), Levers::default());
        let totals: Vec<i64> = found.needs.iter().map(|need| need.total).collect();
        assert_eq!(totals, [400, 100, 25, 20, 10, 8]);
        let a_day: Vec<String> = found.needs.iter().map(Need::per_day_said).collect();
        assert_eq!(a_day, ["20", "5", "1,3", "1", "0,5", "0,4"]);
        assert_eq!(found.verdict, Verdict::Real);
        assert_eq!(found.needs[0].load, Some(50));
        assert_eq!(found.people_tenths, 10);
    }

    #[test]
    fn who_is_missing_is_said_in_tenths_of_a_person() {
        let mut funnel = example();
        funnel.steps[0] = step(1, Some(10), Some(2500));
        let found = feasibility(GOAL, &funnel, one(), Levers::default());
        assert_eq!(found.verdict, Verdict::Short { people_tenths: 10 });
        let helped = Levers { people_tenths: 10, ..Levers::default() };
        assert_eq!(feasibility(GOAL, &funnel, one(), helped).verdict, Verdict::Real);
        let dearer = Levers { check: 100, ..Levers::default() };
        assert_eq!(feasibility(GOAL, &funnel, one(), dearer).verdict, Verdict::Real);
        let better = Levers { conversion: 90, ..Levers::default() };
        assert_eq!(feasibility(GOAL, &funnel, one(), better).verdict, Verdict::Tight);
    }

    #[test]
    fn six_hours_of_selling_a_day_are_the_most() {
        let mut funnel = example();
        funnel.steps[0].minutes = Some(30);
        let found = feasibility(GOAL, &funnel, one(), Levers::default());
        assert_eq!(found.hours_tenths, Some(100));
        assert_eq!(found.verdict, Verdict::Short { people_tenths: 7 }, "66 % more");
    }

    #[test]
    fn without_people_or_norms_it_says_so() {
        let nobody = Team { percent_days: 0, month_days: 20 };
        let found = feasibility(GOAL, &example(), nobody, Levers::default());
        assert_eq!(found.verdict, Verdict::Nobody);
        let mut blind = example();
        blind.steps[0].day_norm = None;
        assert_eq!(feasibility(GOAL, &blind, one(), Levers::default()).verdict, Verdict::Unknown);
    }

    proptest! {
        #[test]
        fn more_people_never_make_it_harder(goal in 1_i64..1_000_000_000_000, people in 0_i32..50) {
            let load = |tenths| {
                let levers = Levers { people_tenths: tenths, ..Levers::default() };
                feasibility(goal, &example(), one(), levers).needs[0].load.unwrap()
            };
            prop_assert!(load(people + 1) <= load(people));
        }
    }
}
