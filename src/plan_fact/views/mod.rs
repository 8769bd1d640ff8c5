//! The page: its head here, tables of figures in a file of their own.
mod grid;
mod mark;

use askama::Template;

use super::asked::{Focus, Look, Phase};
use super::reach::Reach;
use super::report::Report;
use super::sheet::Sheet;
use crate::company::{Department, seen_departments};
use crate::form::FieldErrors;
use crate::metric::Metric;
use crate::report::verdict::{Lagging, Sentence, Tone};
use crate::values::russian::{capitalized, time};
use crate::web::{Choice, Shell};
use grid::Grid;

#[derive(Template)]
#[template(path = "plan_fact/index.html")]
pub struct Index {
    shell: Shell,
    look: Look,
    reach: Reach,
    departments: Vec<Department>,
    /// All that may be chosen, in the company's order.
    metrics: Vec<Metric>,
    report: Report,
    sheet: Sheet,
    errors: FieldErrors,
}

impl Index {
    pub fn new(
        shell: Shell,
        (look, reach): (Look, Reach),
        departments: Vec<Department>,
        metrics: Vec<Metric>,
        report: Report,
    ) -> Self {
        let (sheet, errors) = (Sheet::of(&report), FieldErrors::default());
        Self { shell, look, reach, departments, metrics, report, sheet, errors }
    }

    /// «План и факт · среда, 18 ноября · 12-й рабочий день из 20»
    pub fn when(&self) -> String {
        format!("{} · {}", self.subject(), self.report.frame.when())
    }

    /// What the page is about: a person, a metric, departments.
    pub fn subject(&self) -> String {
        match (self.report.focus, &self.reach) {
            (Focus::Person(_), Reach::Own { .. }) => "Мой план и факт".into(),
            (Focus::Person(_), _) => self.person().unwrap_or_else(|| "План и факт".into()),
            (Focus::Metric(_), _) => self.only_metric().map_or(String::new(), Metric::titled),
            (Focus::Everybody, _) => "План и факт".into(),
        }
    }

    fn person(&self) -> Option<String> {
        self.report.table().rows.first().map(|row| row.seller.name.clone())
    }

    fn only_metric(&self) -> Option<&Metric> {
        self.report.table().metrics.first()
    }

    pub fn period_title(&self) -> String {
        self.report.frame.period.title(self.report.frame.today)
    }

    pub fn spans(&self) -> Vec<(String, String, bool)> {
        self.report.frame.spans(&Look::SPANS, |period| self.look.at(period).address())
    }

    pub fn back(&self) -> Option<String> {
        self.report.frame.back(|period| self.look.at(period).address())
    }

    pub fn forward(&self) -> Option<String> {
        self.report.frame.forward(|period| self.look.at(period).address())
    }

    pub fn verdict(&self) -> Sentence {
        let plain = |says: String| Sentence { says, accent: String::new(), tone: Tone::Unsure };
        if self.report.phase() == Phase::Today {
            return plain(self.so_far());
        }
        match self.only_metric().filter(|_| matches!(self.report.focus, Focus::Metric(_))) {
            Some(metric) if !metric.is_summed() => {
                plain(format!("{}: сравнивается с целью и не складывается.", metric.name))
            }
            _ => self.report.summary.verdict(&self.report.frame),
        }
    }

    /// «Оплаты: пока 70 тыс. ₽ из 300 тыс. ₽. День закроется в 20:00.»
    fn so_far(&self) -> String {
        let table = self.report.table();
        let closes = format!("День закроется в {}.", time(self.shell.actor.day_closes_at));
        let Some(main) = table.main else { return closes };
        let metric = &table.metrics[main];
        let say = |value: i64| metric.quantity(value).short();
        let said = match (table.all[main].today, table.team[main].plan) {
            (Some(today), Some(plan)) => format!("пока {} из {}", say(today), say(plan)),
            (Some(today), None) => format!("пока {}", say(today)),
            (None, Some(plan)) => format!("план {}, записей пока нет", say(plan)),
            (None, None) => return format!("На сегодня нет ни плана, ни факта. {closes}"),
        };
        format!("{}: {}. {closes}", metric.name, said.trim_end_matches('.'))
    }

    /// Who is behind with what; a manager's own page names nobody.
    pub fn reasons(&self) -> Vec<String> {
        let names_people = !matches!(self.report.focus, Focus::Person(_));
        let lagging = self.report.summary.lagging.iter().filter(|_| names_people);
        lagging.map(Lagging::sentence).collect()
    }

    /// The way from one person or metric to everybody.
    pub fn up(&self) -> Option<String> {
        let is_part = self.report.focus != Focus::Everybody && !self.is_own();
        is_part.then(|| self.look.on(Focus::Everybody).address())
    }

    pub fn is_own(&self) -> bool {
        matches!(self.reach, Reach::Own { .. })
    }

    pub fn download(&self) -> String {
        self.look.download()
    }

    /// The departments to choose among, when there are several.
    pub fn department_choices(&self) -> Vec<Choice> {
        let known = seen_departments(&self.departments, &self.shell.actor.scope());
        let lines = known.iter().map(|one| (one.id.to_string(), one.name.clone()));
        let chosen = self.look.department.map_or(String::new(), |id| id.to_string());
        if known.len() < 2 { vec![] } else { Choice::or_all("Все", lines, &chosen) }
    }

    /// All metrics side by side, or one in full.
    pub fn metric_choices(&self) -> Vec<Choice> {
        let lines = self.metrics.iter().map(|metric| (metric.id.to_string(), metric.name.clone()));
        let chosen = match self.report.focus {
            Focus::Metric(id) => id.to_string(),
            _ => String::new(),
        };
        Choice::or_all("Все показатели", lines, &chosen)
    }

    pub fn has_filters(&self) -> bool {
        !self.is_own() && !matches!(self.report.focus, Focus::Person(_))
    }

    /// Nothing to show: the words of why, and the way out for those who have one.
    pub fn nothing(&self) -> Option<(&'static str, &'static str)> {
        let is_bare = self.sheet.is_empty() || self.sheet.metrics.is_empty();
        let words = match &self.reach {
            Reach::Departments(ids) if ids.is_empty() => (
                "Вы пока не возглавляете отдел",
                "Здесь будут план и факт вашего отдела. Отдел назначает собственник на странице «Команда».",
            ),
            Reach::Own { .. } => (
                "У вас нет ни плана, ни записей за это время",
                "Здесь будет видно, что запланировано, что сделано и хватает ли темпа. План утверждает собственник.",
            ),
            _ => (
                "За это время нет ни плана, ни факта",
                "Здесь стоят план и факт каждого: по дням, неделям и месяцам. Выберите другой срок, задайте план или загрузите факты.",
            ),
        };
        is_bare.then_some(words)
    }

    pub fn grid(&self) -> Grid {
        match self.report.focus {
            Focus::Everybody => Grid::of_all(&self.report, &self.sheet, &self.look),
            Focus::Metric(_) => Grid::of_metric(&self.report, &self.sheet, &self.look),
            Focus::Person(_) => Grid::of_person(&self.report, &self.sheet, &self.look),
        }
    }

    /// Name and totals of the department of one who sees no rows of it.
    pub fn team(&self) -> Option<(String, Grid)> {
        let team = self.report.team.as_ref()?;
        let Reach::Own { department, .. } = self.reach else { return None };
        let name = self.departments.iter().find(|one| Some(one.id) == department);
        let name = name.map_or_else(|| "Отдел".into(), |department| department.name.clone());
        let (metrics, line) = Sheet::totals(&self.report, team);
        (!metrics.is_empty()).then(|| {
            (capitalized(&name), Grid::of_line(&self.report, &metrics, &line, |_, _, _| None))
        })
    }

    /// What the figures are of, in sentences.
    pub fn notes(&self) -> Vec<String> {
        [self.today(), self.judged(), self.rough(), self.left_out()].into_iter().flatten().collect()
    }

    /// What the second line of a cell is, where there is one.
    pub fn has_second_lines(&self) -> bool {
        self.report.phase() == Phase::Going && self.report.focus == Focus::Everybody
    }

    fn today(&self) -> Option<String> {
        let going = self.report.phase() == Phase::Going;
        self.report.frame.open_today().filter(|_| going)?;
        let closes = time(self.shell.actor.day_closes_at);
        Some(format!("Сегодняшние записи войдут в факт, когда день закроется, в {closes}."))
    }

    fn judged(&self) -> Option<String> {
        let against = match self.report.phase() {
            Phase::Going => "к плану закрытых дней",
            Phase::Finished => "ко всему плану",
            Phase::Ahead | Phase::Today => return None,
        };
        Some(format!(
            "Процент с цветом — факт {against}; у отношений и последних значений — к их цели."
        ))
    }

    fn rough(&self) -> Option<String> {
        let going = self.report.phase() == Phase::Going;
        let is_rough = self
            .sheet
            .metrics
            .iter()
            .any(|metric| metric.is_summed() && self.report.is_rough(metric));
        (going && is_rough && self.report.focus != Focus::Everybody).then(|| {
            "Темп денег — грубый: нужны три завершённых месяца, чтобы знать их обычный ход.".into()
        })
    }

    fn left_out(&self) -> Option<String> {
        let names = &self.sheet.left_out;
        (!names.is_empty()).then(|| format!("Ни плана, ни фактов: {}.", names.join(", ")))
    }
}
