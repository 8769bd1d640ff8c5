//! The fourth step, and the owner's page: the very same, so that the head sees what the owner will see.
use askama::Template;

use super::correction::{Told, signed, told};
use super::figure::{Shown, lateness, silence};
use super::head::{Head, name};
use crate::access::Permission;
use crate::form::FieldErrors;
use crate::metric::{Kind, Metric};
use crate::signal::Explanation;
use crate::values::Percent;
use crate::values::russian::{NO_BREAK, counted, day_and_month, listed, long_date};
use crate::web::Shell;
use crate::week::ahead::Ahead;
use crate::week::desk::{Desk, Missing};
use crate::week::person::Person;
use crate::week::sheet::Row;

#[derive(Debug, Template)]
#[template(path = "week/report.html")]
pub struct Report {
    pub shell: Shell,
    pub head: Head,
    pub desk: Desk,
    pub errors: FieldErrors,
    /// Why it should be opened again, as typed.
    pub reason: String,
}

/// A deviation with what its head says of it.
pub struct Cause<'a> {
    pub title: String,
    pub whose: String,
    pub explanation: Option<&'a Explanation>,
    pub due: String,
    pub author: String,
}

impl Report {
    fn runs(&self) -> bool {
        self.shell.actor.heads.contains(&self.desk.evidence.department.id)
    }

    fn lead(&self) -> String {
        if self.runs() {
            return "Так неделю увидит собственник.".into();
        }
        self.desk.evidence.department.name.clone()
    }

    /// «Оплаты: 993 тыс. из 1,04 млн ₽, 95 %. Отстают: КП −14 %, Встречи −12 %.»
    fn verdict(&self) -> String {
        let main = self.main().map(|at| self.headline(at));
        let behind: Vec<String> =
            self.desk.deviations.iter().map(crate::signal::Deviation::title).collect();
        let lag = match behind.len() {
            0 => None,
            1 => Some(format!("Отстаёт: {}.", behind[0])),
            _ => Some(format!("Отстают: {}.", behind.join(", "))),
        };
        [main, lag].into_iter().flatten().collect::<Vec<_>>().join(" ")
    }

    /// The last money metric that has a plan or a fact: the end of the funnel.
    fn main(&self) -> Option<usize> {
        let sheet = &self.desk.sheet;
        let speaks = |at: &usize| {
            let total = sheet.totals[*at];
            sheet.metrics[*at].kind == Kind::Money && (total.plan.is_some() || total.fact.is_some())
        };
        (0..sheet.metrics.len()).rev().find(speaks)
    }

    fn headline(&self, at: usize) -> String {
        let (metric, total) = (&self.desk.sheet.metrics[at], self.desk.sheet.totals[at]);
        let fact = metric.quantity(total.fact.unwrap_or(0));
        match (total.plan, total.percent) {
            (None, _) => format!("{}: {}, план не задан.", metric.name, fact.short()),
            (Some(plan), percent) => {
                let plan = metric.quantity(plan).short();
                let percent = percent.map(|percent| self.attained(percent)).unwrap_or_default();
                format!("{}: {} из{NO_BREAK}{plan}{percent}.", metric.name, fact.short_number())
            }
        }
    }

    /// «, 95 %»; while the week goes on the percent is of the closed days: «; по 17 ноября — 62 % плана».
    fn attained(&self, percent: Percent) -> String {
        match self.so_far() {
            None => format!(", {percent}"),
            Some(day) => format!("; по {day} — {percent} плана"),
        }
    }

    /// The last of the days by which percents are told, while the week goes on.
    fn so_far(&self) -> Option<String> {
        let evidence = &self.desk.evidence;
        evidence.goes_on().then(|| day_and_month(evidence.basis()))
    }

    fn columns(&self) -> Vec<usize> {
        (0..self.desk.sheet.metrics.len()).collect()
    }

    fn metric(&self, at: usize) -> &Metric {
        &self.desk.sheet.metrics[at]
    }

    fn shown(&self, row: &Row, at: usize) -> Shown {
        Shown::short(self.metric(at), &row.figures[at])
    }

    fn total(&self, at: usize) -> Shown {
        Shown::short(self.metric(at), &self.desk.sheet.totals[at])
    }

    fn notes(row: &Row) -> String {
        let notes = [silence(row), lateness(row)];
        notes.into_iter().filter(|note| !note.is_empty()).collect::<Vec<_>>().join(" · ")
    }

    fn days_of(&self, row: &Row) -> String {
        self.head.days_of(self.desk.evidence.part, row.person.id)
    }

    /// Of an open week each deviation, explained or not; of a closed one what its head said.
    fn causes(&self) -> Vec<Cause<'_>> {
        let deviations = self.desk.deviations.iter().map(|deviation| {
            let known = self.desk.explanation(deviation.metric);
            self.cause(deviation.title(), deviation.whose(), known)
        });
        let settled = self.desk.settled().into_iter().map(|known| {
            let metric = self.desk.evidence.metric(known.metric);
            let name = metric.map_or("—", |metric| &metric.name).to_owned();
            self.cause(name, String::new(), Some(&known.explanation))
        });
        let is_told = |cause: &Cause| cause.explanation.is_some() || !self.desk.is_closed();
        deviations.chain(settled).filter(is_told).collect()
    }

    fn cause<'a>(
        &self,
        title: String,
        whose: String,
        explanation: Option<&'a Explanation>,
    ) -> Cause<'a> {
        let zone = self.desk.evidence.closures.rules.zone;
        let due = explanation.and_then(|known| known.due_on).map(day_and_month);
        let author = explanation.map(|known| signed(Some(&known.by_name), known.at, zone));
        Cause {
            title,
            whose,
            due: due.unwrap_or_default(),
            author: author.unwrap_or_default(),
            explanation,
        }
    }

    /// Nothing to explain: everything is on plan, or there is no plan to be held against.
    fn calm(&self) -> &'static str {
        let has_due = self.desk.sheet.totals.iter().any(|total| total.due.is_some());
        if has_due {
            "Отклонений больше 5 % от плана нет: объяснять нечего."
        } else {
            "Плана на эту неделю нет: сравнивать не с чем."
        }
    }

    fn corrections(&self) -> Vec<Told> {
        told(&self.desk, None)
    }

    fn part_title(&self, ahead: &Ahead) -> String {
        name(&self.desk, ahead.part)
    }

    /// Who planned the week ahead and when, or that nobody did.
    fn planned(&self, ahead: &Ahead) -> String {
        let Some(set) = &ahead.set else {
            return "Отдельного плана нет: действует план месяца по дням.".into();
        };
        let zone = self.desk.evidence.closures.rules.zone;
        let late = set.at.with_timezone(&zone).date_naive() > ahead.part.starts_on;
        let late = if late { ", когда неделя уже шла" } else { "" };
        format!("{}, версия {}{late}.", signed(Some(&set.by_name), set.at, zone), set.no)
    }

    fn goal(ahead: &Ahead, person: &Person, metric: &Metric) -> String {
        let value = ahead.in_force(person.id, metric);
        value.map_or_else(|| "—".into(), |value| metric.quantity(value).in_table())
    }

    fn goal_sum(ahead: &Ahead, metric: &Metric) -> String {
        let sum = ahead.sum(|member| ahead.in_force(member, metric));
        sum.map_or_else(|| "—".into(), |sum| metric.quantity(sum).in_table())
    }

    fn gives(ahead: &Ahead, metric: &Metric) -> String {
        let sum = ahead.sum(|member| ahead.gives(member, metric).map(|gift| gift.week));
        sum.map_or_else(|| "—".into(), |sum| metric.quantity(sum).in_table())
    }

    /// What is missing, in words, with the step where it is done.
    fn missing(&self) -> Vec<(String, Option<String>)> {
        let part = self.desk.evidence.part;
        let tell = |missing: Missing| {
            let href = missing.step().map(|step| self.head.link(part, step.path()));
            (self.lacks(&missing), href)
        };
        self.desk.missing().into_iter().map(tell).collect()
    }

    fn lacks(&self, missing: &Missing) -> String {
        match missing {
            Missing::Day(day) => {
                format!("Подтвердить можно с последнего рабочего дня недели: {}", long_date(*day))
            }
            Missing::Proposals(count) => {
                let count = i64::try_from(*count).unwrap_or(i64::MAX);
                let what = counted(count, "предложение", "предложения", "предложений");
                format!("Ждут решения {what} исправить факт")
            }
            Missing::Reasons(names) => format!("Нет причин и мер: {}", listed(names)),
            Missing::Plan(part) => format!("Нет плана на {}", name(&self.desk, *part)),
        }
    }

    /// Days without entries keep nobody from confirming.
    fn silent(&self) -> Option<String> {
        let days = i64::try_from(self.desk.sheet.silent_days()).ok().filter(|days| *days > 0)?;
        let days = counted(days, "день", "дня", "дней");
        Some(format!("Без записей {days}: подтвердить можно, собственник увидит, чьи это дни."))
    }

    fn may_confirm(&self) -> bool {
        self.runs() && !self.desk.is_closed()
    }

    fn may_reopen(&self) -> bool {
        self.shell.may(Permission::WeekReopen) && self.desk.confirmation().is_some()
    }

    /// The word that is opened again.
    fn word_no(&self) -> i32 {
        self.desk.confirmation().map_or(0, |word| word.no)
    }

    /// The pill of the week's state.
    fn state(&self) -> (&'static str, &'static str) {
        match (self.desk.confirmation(), self.desk.is_closed()) {
            (Some(_), _) => ("good", "подтверждена"),
            (None, true) => ("none", "месяц закрыт"),
            (None, false) if self.desk.is_ahead() => ("none", "впереди"),
            (None, false) => ("watch", "не подтверждена"),
        }
    }

    fn way(&self, end: &str) -> String {
        self.head.link(self.desk.evidence.part, end)
    }
}
