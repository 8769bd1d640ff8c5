use askama::Template;
use chrono::NaiveDate;

use crate::metric::Metric;
use crate::plan::sheet::Sheet;
use crate::plan::spread::{Day, Spread, Whose};
use crate::values::Quantity;
use crate::web::{Choice, Shell};

/// How a month's number falls on weeks and days.
#[derive(Debug, Template)]
#[template(path = "plan/days.html")]
pub struct Days {
    pub shell: Shell,
    pub today: NaiveDate,
    pub sheet: Sheet,
    /// Those that can be spread: sums.
    pub metrics: Vec<Metric>,
    pub metric: Option<Metric>,
    pub whose: Whose,
    pub spread: Option<Spread>,
    /// Whether the production calendar holds the year.
    pub is_known: bool,
}

impl Days {
    fn title(&self) -> String {
        let month = self.sheet.month.title(self.today);
        format!("План по дням, {}", month.to_lowercase())
    }

    /// How the month is parted, and by what calendar.
    fn lead(&self) -> &'static str {
        if self.is_known {
            "Месяц делится на недели и дни по рабочим дням человека; выходные, праздники и отсутствия — без плана."
        } else {
            "Месяц делится на недели и дни по обычной пятидневке: праздников этого года в календаре нет."
        }
    }

    fn sheet_path(&self) -> String {
        format!("/plan?period={}", self.sheet.month)
    }

    fn path(&self, period: crate::values::Period) -> String {
        let metric = self.metric.as_ref().map(|metric| metric.id.to_string()).unwrap_or_default();
        format!("/plan/days?period={period}&whose={}&metric={metric}", self.whose_text())
    }

    fn back(&self) -> String {
        self.path(self.sheet.month.previous())
    }

    fn forward(&self) -> String {
        self.path(self.sheet.month.next())
    }

    fn whose_text(&self) -> String {
        match self.whose {
            Whose::All => String::new(),
            Whose::Department(id) => format!("d.{id}"),
            Whose::Member(id) => format!("m.{id}"),
        }
    }

    fn whose_choices(&self) -> Vec<Choice> {
        let all = std::iter::once((String::new(), "все вместе".to_owned()));
        let sections = self.sheet.sections.iter().flat_map(|section| {
            let department =
                (format!("d.{}", section.department.id), section.department.name.clone());
            let people = section.people.iter().map(|p| (format!("m.{}", p.id), p.name.clone()));
            std::iter::once(department).chain(people)
        });
        Choice::among(all.chain(sections), &self.whose_text())
    }

    fn metric_choices(&self) -> Vec<Choice> {
        let chosen = self.metric.as_ref().map(|metric| metric.id.to_string()).unwrap_or_default();
        Choice::among(self.metrics.iter().map(|m| (m.id.to_string(), m.titled())), &chosen)
    }

    fn number(&self, value: Option<i64>) -> String {
        let metric = self.metric.as_ref();
        metric
            .zip(value)
            .and_then(|(metric, value)| Quantity::new(value, metric.scale, metric.unit))
            .map_or_else(|| "—".into(), Quantity::number)
    }

    fn total(&self) -> Option<String> {
        let total = self.spread.as_ref()?.total?;
        let metric = self.metric.as_ref()?;
        Quantity::new(total, metric.scale, metric.unit).map(|quantity| quantity.to_string())
    }

    fn plan_of(&self, day: &Day) -> String {
        if day.is_working || day.plan.is_some_and(|plan| plan != 0) {
            self.number(day.plan)
        } else {
            String::new()
        }
    }
}
