//! A person's day as it lies before the person: what is counted, what is paid, what was planned and said.

use chrono::{DateTime, NaiveDate, Utc};

use super::headline::{Left, Noun};
use super::standing::Standing;
use super::streak::Logged;
use crate::actual::{Counted, Payment, Said};
use crate::metric::{Direction, Kind, Metric, OverTime};
use crate::plan::Agreed;
use crate::values::{MemberId, MetricId, Unit, WorkCalendar};
use crate::working_days::{AbsenceKind, Roster};

/// What is known of a person besides figures.
#[derive(Debug, Clone)]
pub struct Own {
    pub dismissed_on: Option<NaiveDate>,
    /// The log of the day, when it was saved.
    pub log: Option<Log>,
    /// The days logged in the last year.
    pub logged: Vec<NaiveDate>,
    /// Names of the clients who paid lately, the last first.
    pub clients: Vec<String>,
    /// The person's days of work.
    pub roster: Roster,
}

/// That a day was logged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Log {
    pub at: DateTime<Utc>,
    /// The first time came after the day's hour.
    pub late: bool,
    pub row_version: i32,
}

#[derive(Debug, Clone)]
pub struct Sheet {
    pub day: NaiveDate,
    pub member: MemberId,
    pub standing: Standing,
    pub counters: Vec<Counter>,
    pub takings: Vec<Takings>,
    pub log: Option<Log>,
    pub clients: Vec<String>,
    /// The last day before with figures.
    pub before: Option<NaiveDate>,
    pub logged: Logged,
    /// Open working days that are not logged.
    pub missing: Vec<NaiveDate>,
    /// The person's own.
    pub calendar: WorkCalendar,
    /// Why nobody waits for this day.
    pub away: Option<AbsenceKind>,
}

/// A number that is typed as one.
#[derive(Debug, Clone)]
pub struct Counter {
    pub metric: Metric,
    /// The day's plan; of a number that is not a sum, its target.
    pub plan: Option<i64>,
    /// What the person said.
    pub own: Option<i64>,
    /// What counts, whoever said it.
    pub counts: Option<Counted>,
    /// What counted on the last day before.
    pub before: Option<i64>,
    /// Of a number that is not a sum: the last one known.
    pub last: Option<i64>,
}

/// Money that comes line by line.
#[derive(Debug, Clone)]
pub struct Takings {
    pub metric: Metric,
    /// A figure typed without lines.
    pub own: Option<i64>,
    pub counts: Option<Counted>,
    pub lines: Vec<Payment>,
}

/// Whether a metric's values come as payments.
pub fn is_paid(metric: &Metric) -> bool {
    metric.kind == Kind::Money && metric.is_summed()
}

/// The metrics whose last value stands until another is said.
pub fn lasting(metrics: &[Metric]) -> Vec<MetricId> {
    metrics.iter().filter(|metric| metric.over_time == OverTime::Last).map(|m| m.id).collect()
}

/// What stands on a day's page, in the company's order.
pub fn lay(
    member: MemberId,
    day: NaiveDate,
    metrics: &[Metric],
    agreed: &Agreed,
    said: &Said,
) -> (Vec<Counter>, Vec<Takings>) {
    let shown = metrics.iter().filter(|metric| metric.is_entered() && !metric.is_hidden);
    let (paid, steps): (Vec<&Metric>, Vec<&Metric>) = shown.partition(|metric| is_paid(metric));
    let before = said.before.as_ref().map(|(_, values)| values.as_slice()).unwrap_or_default();
    let counter = |metric: &Metric| Counter {
        plan: agreed.on(member, metric.id, day),
        own: of(&said.own, metric.id),
        counts: of(&said.counts, metric.id),
        before: of(before, metric.id),
        last: of(&said.last, metric.id),
        metric: metric.clone(),
    };
    let takings = |metric: &Metric| Takings {
        own: of(&said.own, metric.id),
        counts: of(&said.counts, metric.id),
        lines: said.payments.iter().filter(|line| line.metric == metric.id).cloned().collect(),
        metric: metric.clone(),
    };
    (steps.into_iter().map(counter).collect(), paid.into_iter().map(takings).collect())
}

fn of<T: Copy>(pairs: &[(MetricId, T)], metric: MetricId) -> Option<T> {
    pairs.iter().find(|(id, _)| *id == metric).map(|(_, value)| *value)
}

impl Sheet {
    /// The version of the log that an edit must know; 0 before the first saving.
    pub fn row_version(&self) -> i32 {
        self.log.map_or(0, |log| log.row_version)
    }

    /// A metric on the page with the figure that counts.
    pub fn figures(&self) -> impl Iterator<Item = (&Metric, Option<i64>)> {
        let counters = self.counters.iter().map(|counter| (&counter.metric, counter.counts));
        let takings = self.takings.iter().map(|takings| (&takings.metric, takings.counts));
        counters.chain(takings).map(|(metric, counts)| (metric, counts.map(|counts| counts.value)))
    }

    /// «Звонки 19, Встречи 2, Оплаты 120 000 ₽»: what is written now, for one whose edit came second.
    pub fn summary(&self) -> String {
        let counters = self.counters.iter().map(|one| (&one.metric, one.own));
        let takings = self.takings.iter().map(|one| (&one.metric, one.own_sum()));
        let said = counters.chain(takings).filter_map(|(metric, value)| {
            Some(format!("{} {}", metric.name, metric.quantity(value?)))
        });
        said.collect::<Vec<_>>().join(", ")
    }
}

impl Counter {
    /// The number that stands in the field of an untouched page; `None`: it is empty.
    pub fn shown(&self) -> Option<i64> {
        let said = self.own.or(self.counts.map(|counts| counts.value));
        said.or(if self.metric.is_summed() { Some(0) } else { self.last })
    }

    /// What counts where that is not what the person said.
    pub fn overruled(&self) -> Option<Counted> {
        self.counts.filter(|counts| self.own.is_some_and(|own| own != counts.value))
    }

    /// The plan to be reached step by step: of a sum of which more is better.
    fn goal(&self) -> Option<i64> {
        let is_goal = self.metric.is_summed() && self.metric.direction == Direction::Up;
        self.plan.filter(|plan| is_goal && *plan > 0)
    }

    /// What is left of the plan when `done` is done; `None`: nothing is planned.
    pub fn left(&self, done: i64) -> Option<Left> {
        let left = (self.goal()? - done).max(0);
        let one = 10_i64.pow(self.metric.scale.into());
        let is_whole = left % one == 0;
        let noun =
            Noun::of(&self.metric.name).filter(|_| self.metric.unit == Unit::Piece && is_whole);
        Some(Left {
            name: self.metric.name.clone(),
            pieces: (left + one - 1) / one,
            written: self.metric.quantity(left).number(),
            noun,
        })
    }
}

impl Takings {
    /// What the person said of the day: the lines, or a figure typed without them.
    pub fn own_sum(&self) -> Option<i64> {
        if self.lines.is_empty() {
            self.own
        } else {
            Some(self.lines.iter().map(|l| l.amount).sum())
        }
    }

    /// What counts where that is not what the person said.
    pub fn overruled(&self) -> Option<Counted> {
        self.counts.filter(|counts| self.own_sum().is_some_and(|own| own != counts.value))
    }

    /// Whether somebody else told the sum and the person nothing.
    pub fn is_told_elsewhere(&self) -> bool {
        self.counts.is_some() && self.own_sum().is_none()
    }

    pub fn line(&self, key: &str) -> Option<&Payment> {
        self.lines.iter().find(|line| line.key == key)
    }
}

#[cfg(test)]
pub mod tests {
    use super::super::standing::tests::{day, ivanova};
    use super::*;
    use crate::metric::OverPeople;
    use uuid::Uuid;

    pub fn metric(id: u128, name: &str, unit: Unit) -> Metric {
        let kind = if unit == Unit::Rouble { Kind::Money } else { Kind::Step };
        Metric {
            id: MetricId(Uuid::from_u128(id)),
            code: format!("m{id}"),
            name: name.into(),
            unit,
            kind,
            direction: Direction::Up,
            over_time: OverTime::Sum,
            over_people: OverPeople::Sum,
            scale: if unit == Unit::Rouble { 2 } else { 0 },
            is_hidden: false,
            row_version: 1,
        }
    }

    pub fn counter(plan: Option<i64>, own: Option<i64>) -> Counter {
        let metric = metric(1, "Звонки", Unit::Piece);
        Counter { metric, plan, own, counts: None, before: Some(22), last: None }
    }

    pub fn payment(key: &str, amount: i64) -> Payment {
        let (client, comment) = ("Ремстрой".into(), String::new());
        Payment { key: key.into(), metric: MetricId(Uuid::from_u128(9)), amount, client, comment }
    }

    /// Ivanova's Wednesday: calls, and payments that stand already.
    pub fn sheet(counter: Counter, lines: Vec<Payment>) -> Sheet {
        let metric = metric(9, "Оплаты", Unit::Rouble);
        Sheet {
            day: day("2026-11-18"),
            member: ivanova(),
            standing: Standing::Open { is_late: false },
            counters: vec![counter],
            takings: vec![Takings { metric, own: None, counts: None, lines }],
            log: None,
            clients: vec![],
            before: Some(day("2026-11-17")),
            logged: Logged { today: day("2026-11-18"), first: day("2026-11-02"), days: vec![] },
            missing: vec![],
            calendar: WorkCalendar::russia().clone(),
            away: None,
        }
    }

    #[test]
    fn an_untouched_sum_is_zero_and_a_lasting_number_the_last_known() {
        assert_eq!(counter(None, None).shown(), Some(0));
        assert_eq!(counter(None, Some(19)).shown(), Some(19));
        let told = Some(Counted { value: 20, corrected: false, late: false });
        assert_eq!(Counter { counts: told, ..counter(None, None) }.shown(), Some(20));
        let mut debt = counter(None, None);
        debt.metric.over_time = OverTime::Last;
        assert_eq!(debt.shown(), None);
        assert_eq!(Counter { last: Some(5), ..debt }.shown(), Some(5));
    }

    #[test]
    fn only_sums_of_which_more_is_better_are_a_goal_of_the_day() {
        assert_eq!(counter(Some(20), None).left(19).map(|left| left.pieces), Some(1));
        assert_eq!(counter(Some(20), None).left(25).map(|left| left.pieces), Some(0));
        assert_eq!(counter(Some(0), None).left(0), None);
        let mut refusals = counter(Some(5), None);
        refusals.metric.direction = Direction::Down;
        assert_eq!(refusals.left(2), None);
    }

    #[test]
    fn money_is_laid_apart_and_hidden_metrics_and_ratios_are_left_out() {
        let mut hidden = metric(2, "Письма", Unit::Piece);
        hidden.is_hidden = true;
        let mut share = metric(3, "Конверсия", Unit::Percent);
        let calls = metric(1, "Звонки", Unit::Piece);
        share.over_time = OverTime::Ratio { numerator: calls.id, denominator: hidden.id };
        let all = [calls, hidden, share, metric(9, "Оплаты", Unit::Rouble)];
        let agreed = Agreed::lay(
            crate::values::WeekPart::containing(day("2026-11-18")),
            &all,
            &[],
            &[],
            &Roster::plain(WorkCalendar::russia().clone()),
        );
        let said = Said { payments: vec![payment("a", 500)], ..Said::default() };
        let (counters, takings) = lay(ivanova(), day("2026-11-18"), &all, &agreed, &said);
        assert_eq!(counters.iter().map(|c| c.metric.name.as_str()).collect::<Vec<_>>(), ["Звонки"]);
        assert_eq!(takings[0].own_sum(), Some(500));
    }
}
