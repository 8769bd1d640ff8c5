use std::collections::HashMap;

use askama::Template;
use chrono::NaiveDate;

use crate::access::Permission;
use crate::company::Member;
use crate::form::FieldErrors;
use crate::metric::Metric;
use crate::norm::Norms;
use crate::plan::approval::PlanForm;
use crate::plan::cover::{Gap, Ground, Load, Made};
use crate::plan::decomposition::effective_on;
use crate::plan::sheet::{Section, Sheet, cell_name};
use crate::plan::version::Version;
use crate::values::russian::month;
use crate::values::{MemberId, MetricId, Quantity};
use crate::web::Shell;
use crate::working_days::Roster;

/// The month before: what was planned and what came of it.
#[derive(Debug, Clone, Default)]
pub struct Past {
    pub versions: Vec<Version>,
    /// `None`: not asked for.
    pub facts: Option<HashMap<(MemberId, MetricId), i64>>,
}

#[derive(Debug, Template)]
#[template(path = "plan/index.html")]
pub struct Grid {
    pub shell: Shell,
    pub today: NaiveDate,
    pub sheet: Sheet,
    pub past: Past,
    /// Who works when in the month.
    pub roster: Roster,
    /// What was decided of those who cannot carry all of their plan.
    pub made: Vec<Made>,
    pub form: PlanForm,
    pub errors: FieldErrors,
    /// Cells left empty show the numbers of the month before, not yet saved.
    pub is_copy: bool,
    /// Cells left empty show these norms by the own days of each person, not yet saved.
    pub norms: Option<Norms>,
    /// Somebody approved another version while the sheet was open.
    pub is_overtaken: bool,
}

/// A cell as it is shown.
pub struct Cell {
    pub name: String,
    pub typed: String,
    pub error: Option<String>,
    /// «231 / 240» of the month before, or what is written now when somebody else was first.
    pub help: String,
}

impl Grid {
    fn may_edit(&self) -> bool {
        self.shell.may(Permission::PlanApprove)
    }

    fn history(&self) -> Option<String> {
        let may = self.shell.may(Permission::ChangesSee);
        may.then(|| format!("/changes?subject=plan&month={}", self.sheet.month))
    }

    fn title(&self) -> String {
        self.sheet.month.title(self.today)
    }

    fn back(&self) -> String {
        format!("/plan?period={}", self.sheet.month.previous())
    }

    fn forward(&self) -> String {
        format!("/plan?period={}", self.sheet.month.next())
    }

    fn copy(&self) -> String {
        format!("/plan?period={}&copy=yes", self.sheet.month)
    }

    /// «октябрь»
    fn past_name(&self) -> &'static str {
        month(self.sheet.month.previous().first())
    }

    /// What stands under a cell.
    fn past_says(&self) -> Option<&'static str> {
        match &self.past.facts {
            None => self.has_past().then_some("план"),
            Some(facts) => (self.has_past() || !facts.is_empty()).then_some("факт / план"),
        }
    }

    fn has_past(&self) -> bool {
        !self.past.versions.is_empty()
    }

    fn is_dirty(&self) -> bool {
        self.is_copy || self.norms.is_some() || !self.errors.is_empty()
    }

    fn cell(&self, section: &Section, person: &Member, metric: &Metric) -> Cell {
        let name = cell_name(section.department.id, person.id, metric.id);
        let saved = section.value(person.id, metric.id);
        let typed = match (self.form.get(&name), saved) {
            (Some(typed), _) => typed.to_owned(),
            (None, None) if self.is_copy => {
                written(metric, self.planned_before(section, person, metric))
            }
            (None, None) => written(metric, self.norm(person, metric)),
            (None, saved) => written(metric, saved),
        };
        let error = self.errors.on(&name).map(str::to_owned);
        let help = if self.is_overtaken && typed != written(metric, saved) {
            format!("сейчас {}", shown(metric, saved))
        } else {
            self.before(section, person, metric)
        };
        Cell { name, typed, error, help }
    }

    /// What the norm makes of the person's own days of the month, where cells are filled by norms.
    fn norm(&self, person: &Member, metric: &Metric) -> Option<i64> {
        let month = self.sheet.month;
        let norms = self.norms.as_ref().filter(|_| person.sells)?;
        let norm = norms.for_member(metric.id, person.id, person.role, month.last())?;
        let month_days = self.roster.company().working_days_in(month);
        norm.for_days(self.roster.carried(person.id, month), month_days)
    }

    fn by_norms(&self) -> String {
        format!("/plan?period={}&norms=yes", self.sheet.month)
    }

    fn planned_before(&self, section: &Section, person: &Member, metric: &Metric) -> Option<i64> {
        let department = Some(section.department.id);
        let version = self.past.versions.iter().find(|version| version.department == department)?;
        version.value(Some(person.id), metric.id)
    }

    /// «231 / 240»: fact and plan of the month before; the plan alone where no facts were asked for.
    fn before(&self, section: &Section, person: &Member, metric: &Metric) -> String {
        let plan = self.planned_before(section, person, metric);
        let Some(facts) = &self.past.facts else {
            return plan.map_or_else(String::new, |plan| shown(metric, Some(plan)));
        };
        let fact = facts.get(&(person.id, metric.id)).copied();
        let fact = fact.filter(|_| metric.is_summed());
        match (fact, plan) {
            (None, None) => String::new(),
            (fact, None) => shown(metric, fact),
            (fact, plan) => format!("{} / {}", shown(metric, fact), shown(metric, plan)),
        }
    }

    /// The sum of what stands in the cells of those who sell; a dash where nothing can be added.
    fn sum(&self, section: &Section, metric: &Metric) -> String {
        sum_text(metric, &self.values(section, metric))
    }

    fn grand_total(&self, metric: &Metric) -> String {
        let all = self.sheet.sections.iter().flat_map(|section| self.values(section, metric));
        sum_text(metric, &all.collect::<Vec<_>>())
    }

    /// Of those who sell, and what no person carries.
    fn values(&self, section: &Section, metric: &Metric) -> Vec<i64> {
        let sellers = section.people.iter().filter(|person| person.sells);
        let typed = sellers.map(|person| self.cell(section, person, metric).typed);
        let read = |text: String| Quantity::parse(&text, metric.scale, metric.unit).ok();
        let typed = typed.filter_map(read).map(Quantity::minor);
        typed.chain(section.uncovered(metric.id)).collect()
    }

    /// What no person of the department carries, by columns: minor units for the script, and as it is read.
    fn uncovered(&self, section: &Section) -> Option<Vec<(i64, String)>> {
        let numbers = self.sheet.metrics.iter().map(|m| (m, section.uncovered(m.id)));
        let numbers: Vec<_> = numbers.collect();
        let say =
            |(metric, value): &(&Metric, Option<i64>)| (value.unwrap_or(0), shown(metric, *value));
        let any = numbers.iter().any(|(_, value)| value.is_some());
        any.then(|| numbers.iter().map(say).collect())
    }

    /// «15 из 20 дней», «выход на 60 %»
    fn load(&self, person: &Member) -> Vec<String> {
        if person.sells { Load::of(person, self.sheet.month, &self.roster).words() } else { vec![] }
    }

    fn ground<'a>(&'a self, section: &'a Section) -> Ground<'a> {
        Ground {
            section,
            metrics: &self.sheet.metrics,
            month: self.sheet.month,
            roster: &self.roster,
            made: &self.made,
        }
    }

    /// What waits for a decision in a department, and what may be given to people after all; nothing in a month that is over.
    fn gaps(&self, section: &Section) -> Vec<Gap> {
        if self.sheet.is_over(self.today) {
            return vec![];
        }
        let ground = self.ground(section);
        ground.gaps().into_iter().chain(ground.uncovered()).collect()
    }

    fn has_gaps(&self) -> bool {
        self.sheet.sections.iter().any(|section| !self.gaps(section).is_empty())
    }

    fn may_cover(&self) -> bool {
        self.shell.may(Permission::PlanCover)
    }

    /// «Оплаты — 375 000 ₽, Звонки — 60 шт»
    fn missing(&self, gap: &Gap) -> String {
        let known = |id: &MetricId| self.sheet.metrics.iter().find(|metric| metric.id == *id);
        let say = |(id, value): &(MetricId, i64)| {
            let metric = known(id)?;
            Some(format!("{} — {}", metric.name, metric.quantity(*value)))
        };
        gap.missing.iter().filter_map(say).collect::<Vec<_>>().join(", ")
    }

    fn effective_on(&self) -> String {
        match self.form.effective_on() {
            "" => effective_on(self.sheet.month, self.sheet.effective_on(), self.today).to_string(),
            typed => typed.to_owned(),
        }
    }

    /// Whether a change corrects a month that is over, and no day is asked for.
    fn is_correction(&self) -> bool {
        self.sheet.is_over(self.today)
    }

    fn days_of_person(&self, person: &Member) -> String {
        format!("/plan/days?period={}&whose=m.{}", self.sheet.month, person.id)
    }

    fn days_of_department(&self, section: &Section) -> String {
        format!("/plan/days?period={}&whose=d.{}", self.sheet.month, section.department.id)
    }

    fn unplaced(&self) -> String {
        self.sheet.unplaced.join(", ")
    }
}

/// As it stands in an input; empty for «не задан».
fn written(metric: &Metric, value: Option<i64>) -> String {
    let quantity = value.and_then(|value| Quantity::new(value, metric.scale, metric.unit));
    quantity.map(Quantity::number).unwrap_or_default()
}

/// As it is read; a dash for «не задан».
fn shown(metric: &Metric, value: Option<i64>) -> String {
    Some(written(metric, value)).filter(|text| !text.is_empty()).unwrap_or_else(|| "—".into())
}

fn sum_text(metric: &Metric, values: &[i64]) -> String {
    let sum = (!values.is_empty() && metric.adds_up()).then(|| values.iter().sum());
    shown(metric, sum)
}
