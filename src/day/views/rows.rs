//! Counters and payments of a day.

use super::Page;
use crate::actual::Counted;
use crate::day::headline::Noun;
use crate::day::sheet::{Counter, Takings};
use crate::day::typed::{count_name, line_name, line_text, read};
use crate::metric::{Direction, Metric};
use crate::values::{MetricId, Unit};

/// A counter as it stands on the page.
pub struct CounterRow {
    pub id: MetricId,
    /// The field.
    pub name: String,
    pub title: String,
    pub typed: String,
    /// «19 из 20»
    pub of: String,
    /// How full the bar is, percent; −1: there is no plan to fill.
    pub at: i64,
    pub kind: &'static str,
    /// For the script: minor units, «звонок|звонка|звонков|he», the number of the last day, whether the plan is a goal.
    pub plan: String,
    pub scale: u8,
    pub noun: String,
    pub before: String,
    pub is_goal: bool,
    /// What counts instead of what the person said.
    pub note: Option<String>,
    pub error: Option<String>,
}

/// A kind of money as it stands on the page.
pub struct TakingsRow {
    pub id: MetricId,
    pub title: String,
    /// The sum, where there are several lines.
    pub sum: Option<String>,
    pub note: Option<String>,
    pub lines: Vec<LineRow>,
    /// The empty line that waits to be filled.
    pub new: LineRow,
    /// The same for the script to copy.
    pub pattern: LineRow,
}

/// A payment as it stands on the page: fields under a line that says it.
#[expect(clippy::struct_excessive_bools, reason = "each is a mark of its own in the template")]
pub struct LineRow {
    pub metric: MetricId,
    pub key: String,
    /// «120 000 ₽ · Ремстрой»
    pub text: String,
    pub is_known: bool,
    pub is_open: bool,
    pub amount: String,
    pub client: String,
    pub comment: String,
    pub is_refund: bool,
    pub is_removed: bool,
}

impl LineRow {
    pub fn field(&self, part: &str) -> String {
        line_name(self.metric, &self.key, part)
    }
}

/// What the script puts a key of its own in place of.
const PATTERN: &str = "KEY";

impl Page {
    pub fn counters(&self) -> Vec<CounterRow> {
        self.sheet.counters.iter().map(|counter| self.counter(counter)).collect()
    }

    fn counter(&self, counter: &Counter) -> CounterRow {
        let (metric, name) = (&counter.metric, count_name(counter.metric.id));
        let typed = self.form.get(&name).unwrap_or_default().to_owned();
        let value = read(&typed, metric).or(counter.shown()).unwrap_or(0);
        let plan = counter.plan.filter(|plan| *plan > 0 && metric.is_summed());
        let written = |value: Option<i64>| value.map(|value| metric.quantity(value).number());
        CounterRow {
            id: metric.id,
            title: title(metric),
            of: self.of(counter, value),
            at: plan.map_or(-1, |plan| filled(value, plan)),
            kind: plan.map_or("", |plan| kind(metric, value, plan)),
            plan: plan.map(|plan| plan.to_string()).unwrap_or_default(),
            scale: metric.scale,
            noun: noun(metric),
            before: written(counter.before).unwrap_or_default(),
            is_goal: counter.left(0).is_some(),
            note: counter.overruled().map(|counts| overruled(metric, counts)),
            error: self.errors.on(&name).map(str::to_owned),
            name,
            typed,
        }
    }

    /// «19 из 20», «цель 5», «план не задан»
    pub(super) fn of(&self, counter: &Counter, value: i64) -> String {
        let metric = &counter.metric;
        let is_working = self.sheet.calendar.is_working(self.sheet.day);
        let say = |value| metric.quantity(value).number();
        match counter.plan {
            Some(plan) if !metric.is_summed() => format!("цель {}", say(plan)),
            Some(plan) if plan > 0 => format!("{} из {}", say(value), say(plan)),
            _ if !is_working && metric.is_summed() => "выходной, без плана".into(),
            Some(_) => "на этот день плана нет".into(),
            None if metric.is_summed() => "план не задан".into(),
            None => "последнее известное".into(),
        }
    }

    pub fn takings(&self) -> Vec<TakingsRow> {
        self.sheet.takings.iter().map(|takings| self.money(takings)).collect()
    }

    fn money(&self, takings: &Takings) -> TakingsRow {
        let metric = &takings.metric;
        let told = if takings.is_told_elsewhere() { takings.counts } else { takings.overruled() };
        let day = if self.is_today() { "сегодня" } else { "за день" };
        let sum = takings.own_sum().filter(|_| takings.lines.len() > 1);
        let lines = self.form.keys(takings).into_iter().map(|key| self.line(takings, key));
        let new = self.shell.token.rsplit('.').next().unwrap_or_default().to_owned();
        TakingsRow {
            id: metric.id,
            title: format!("{} {day}", metric.name),
            sum: sum.map(|sum| metric.quantity(sum).to_string()),
            note: told.map(|counts| overruled(metric, counts)),
            lines: lines.collect(),
            new: self.line(takings, new),
            pattern: self.line(takings, PATTERN.into()),
        }
    }

    fn line(&self, takings: &Takings, key: String) -> LineRow {
        let metric = takings.metric.id;
        let part = |part| self.form.line(metric, &key, part).to_owned();
        let known = takings.line(&key);
        let parts = ["amount", "client", "comment"];
        let is_wrong = parts.iter().any(|p| self.errors.on(&line_name(metric, &key, p)).is_some());
        let is_typed = parts.iter().any(|p| !part(p).trim().is_empty());
        LineRow {
            metric,
            text: known.map(|line| line_text(&takings.metric, line)).unwrap_or_default(),
            is_known: known.is_some(),
            is_open: is_wrong || known.is_none() && is_typed,
            amount: part("amount"),
            client: part("client"),
            comment: part("comment"),
            is_refund: self.form.is_marked(metric, &key, "refund"),
            is_removed: self.form.is_marked(metric, &key, "removed"),
            key,
        }
    }
}

/// «Звонки», «Разговоры, мин»
pub(super) fn title(metric: &Metric) -> String {
    if metric.unit == Unit::Piece { metric.name.clone() } else { metric.titled() }
}

/// Something is always seen of a bar.
fn filled(value: i64, plan: i64) -> i64 {
    let percent = i128::from(value.max(0)) * 100 / i128::from(plan.max(1));
    i64::try_from(percent.clamp(2, 100)).unwrap_or(100)
}

fn kind(metric: &Metric, value: i64, plan: i64) -> &'static str {
    let is_good = match metric.direction {
        Direction::Up => value >= plan,
        Direction::Down => value <= plan,
    };
    if is_good { "good" } else { "" }
}

fn noun(metric: &Metric) -> String {
    let noun = Noun::of(&metric.name).filter(|_| metric.unit == Unit::Piece);
    noun.map(Noun::packed).unwrap_or_default()
}

fn overruled(metric: &Metric, counts: Counted) -> String {
    let whose =
        if counts.corrected { "исправлено" } else { "из файла или CRM" };
    format!("В счёте {}: {whose}", metric.quantity(counts.value))
}
