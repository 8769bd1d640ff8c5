//! What the wizard reckons with: the team, the norms and the funnel of the template, in one month.

use std::collections::HashMap;

use chrono::NaiveDate;

use super::feasibility::{Feasibility, Funnel, Levers, Step, Team, feasibility};
use super::progress::Progress;
use super::proposal::{Ground, Seller};
use crate::access::Role;
use crate::metric::{Metric, OverTime};
use crate::norm::{Norms, Whose};
use crate::template::Template;
use crate::values::{MetricId, Period, Unit, WorkCalendar};
use crate::working_days::Roster;

#[derive(Debug)]
pub struct Known {
    pub today: NaiveDate,
    pub progress: Progress,
    pub template: Option<Template>,
    pub metrics: Vec<Metric>,
    pub norms: Norms,
    pub minutes: HashMap<MetricId, i16>,
    /// From this month to the end of the next year.
    pub roster: Roster,
}

impl Known {
    /// The company's days.
    pub fn calendar(&self) -> &WorkCalendar {
        self.roster.company()
    }

    /// The metrics on the tables.
    pub fn shown(&self) -> Vec<Metric> {
        self.metrics.iter().filter(|metric| !metric.is_hidden).cloned().collect()
    }

    /// The metric of the money: the template's, else the first that is money.
    pub fn money(&self) -> Option<&Metric> {
        let code = self.template.as_ref().and_then(|t| t.funnel.as_ref()).map(|f| f.money.as_str());
        let named = code.and_then(|code| self.metrics.iter().find(|metric| metric.code == code));
        let is_money = |metric: &&Metric| {
            !metric.is_hidden && metric.unit == Unit::Rouble && metric.over_time == OverTime::Sum
        };
        named.or_else(|| self.metrics.iter().find(is_money))
    }

    /// Shares of the twelve months.
    pub fn season(&self) -> Option<[u32; 12]> {
        let season = self.template.as_ref()?.terms.as_ref()?.seasonality;
        Some(season.map(|share| u32::try_from(share.basis_points()).unwrap_or(0)))
    }

    /// The template's funnel with the norms that hold now: what the company changed is reckoned with.
    pub fn funnel(&self) -> Option<Funnel> {
        let template = self.template.as_ref()?.funnel.as_ref()?;
        let steps = template.steps.iter().map(|step| {
            let metric = self.metrics.iter().find(|metric| metric.code == step.metric)?;
            let conversion =
                step.conversion.and_then(|share| u32::try_from(share.basis_points()).ok());
            Some(self.step(metric, conversion))
        });
        Some(Funnel { steps: steps.collect::<Option<Vec<_>>>()?, check: template.check })
    }

    fn step(&self, metric: &Metric, conversion: Option<u32>) -> Step {
        let norm = self.norms.of(metric.id, Whose::Role(Role::Manager), self.today);
        let unit = 10_i128.pow(u32::from(metric.scale));
        let day_norm = norm.and_then(|norm| Some((norm.value?, norm.per.days()?)));
        Step {
            metric: metric.id,
            name: metric.name.clone(),
            day_norm: day_norm
                .map(|(value, days)| i128::from(value) * 1_000_000 / unit / i128::from(days)),
            minutes: self.minutes.get(&metric.id).copied(),
            conversion,
        }
    }

    /// What the goal of a month asks of those who sell.
    pub fn feasibility(
        &self,
        kopecks: i64,
        month: Period,
        sellers: &[Seller],
        levers: Levers,
    ) -> Option<Feasibility> {
        let percent_days = sellers.iter().map(|seller| u64::from(seller.carried)).sum();
        let team = Team { percent_days, month_days: self.calendar().working_days_in(month) };
        Some(feasibility(kopecks, &self.funnel()?, team, levers))
    }

    /// What the plan of a month is made of.
    pub fn ground<'a>(
        &'a self,
        month: Period,
        kopecks: i64,
        sellers: &'a [Seller],
        metrics: &'a [Metric],
        needs: &'a [super::feasibility::Need],
    ) -> Ground<'a> {
        Ground {
            month,
            today: self.today,
            month_days: self.calendar().working_days_in(month),
            sellers,
            metrics,
            norms: &self.norms,
            money: self.money(),
            kopecks,
            needs,
        }
    }
}
