use askama::Template;
use chrono::NaiveDate;
use sha2::{Digest, Sha256};

use super::feasibility::{Feasibility, Need, Verdict};
use super::goal::{GoalForm, named};
use super::known::Known;
use super::progress::{LeversForm, Progress, Step};
use super::proposal::Seller;
use crate::access::{Permission, Role};
use crate::company::Member;
use crate::form::FieldErrors;
use crate::metric::Metric;
use crate::plan::{NewVersion, Target};
use crate::values::{Money, Period, Quantity, hex, written};
use crate::web::{Choice, Shell};

/// What every step shows: the five of them and where we are.
#[derive(Debug)]
pub struct Frame {
    pub step: Step,
    reached: Step,
    is_finished: bool,
}

impl Frame {
    pub fn new(progress: &Progress, step: Step) -> Self {
        Self { step, reached: progress.step, is_finished: progress.is_finished }
    }

    pub fn steps(&self) -> [Step; 5] {
        Step::ALL
    }

    pub fn is_current(&self, step: &Step) -> bool {
        *step == self.step
    }

    pub fn is_done(&self, step: &Step) -> bool {
        self.is_finished || *step < self.reached
    }

    /// «Шаг 2 из 5»
    pub fn when(&self) -> String {
        format!("Шаг {} из 5", self.step.no())
    }
}

/// An industry to choose.
#[derive(Debug)]
pub struct Offered {
    pub code: String,
    pub title: String,
    pub about: String,
}

#[derive(Debug, Template)]
#[template(path = "start/industry.html")]
pub struct Industry {
    pub shell: Shell,
    pub frame: Frame,
    pub offered: Vec<Offered>,
    pub chosen: String,
    pub is_light: bool,
    /// The title of what was applied last.
    pub present: Option<String>,
    pub errors: FieldErrors,
}

#[derive(Debug, Template)]
#[template(path = "start/goal.html")]
pub struct Goal {
    pub shell: Shell,
    pub frame: Frame,
    pub today: NaiveDate,
    pub periods: Vec<Period>,
    pub form: GoalForm,
    pub errors: FieldErrors,
}

impl Goal {
    fn choices(&self) -> Vec<Choice> {
        let lines = self.periods.iter().map(|one| (one.to_string(), named(*one, self.today)));
        Choice::among(lines, &self.form.period)
    }
}

#[derive(Debug, Template)]
#[template(path = "start/people.html")]
pub struct People {
    pub shell: Shell,
    pub frame: Frame,
    pub people: Vec<Member>,
    pub typed: String,
    pub errors: FieldErrors,
}

impl People {
    fn role(person: &Member) -> String {
        let sells =
            if person.sells && person.role != Role::Manager { ", продаёт" } else { "" };
        format!("{}{sells}", person.role.name())
    }
}

#[derive(Debug, Template)]
#[template(path = "start/check.html")]
pub struct Check {
    pub shell: Shell,
    pub frame: Frame,
    pub known: Known,
    /// The first month of the goal and its number.
    pub month: Option<(Period, i64)>,
    pub found: Option<Feasibility>,
    pub form: LeversForm,
}

impl Check {
    /// «Декабрь 2026: 5,7 млн ₽»
    fn goal(&self) -> String {
        self.month.map_or(String::new(), |(month, kopecks)| {
            format!("{}: {}", month.title(self.known.today), money(kopecks))
        })
    }

    fn verdict(&self, found: &Feasibility) -> String {
        let most = tightest(found);
        let steps = most.map(in_words).unwrap_or_default();
        match found.verdict {
            Verdict::Real => format!("Реально. {steps}"),
            Verdict::Tight => format!("Впритык. {steps}"),
            Verdict::Short { people_tenths } => {
                format!("Не хватает {}. {steps}", people(people_tenths))
            }
            Verdict::Nobody => "Пока никто не продаёт: добавьте людей на шаге «Люди»".into(),
            Verdict::Unknown => {
                "Норм нет, поэтому сказать, посильно ли, нельзя. Поставьте нормы или выберите отрасль".into()
            }
        }
    }

    fn tone(found: &Feasibility) -> &'static str {
        match found.verdict {
            Verdict::Real => "good",
            Verdict::Tight => "watch",
            Verdict::Short { .. } | Verdict::Nobody => "bad",
            Verdict::Unknown => "none",
        }
    }

    /// «4,6 часа из 6»
    fn hours(found: &Feasibility) -> Option<String> {
        let tenths = i64::try_from(found.hours_tenths?).ok()?;
        Some(written(tenths, 1, false))
    }

    fn total(need: &Need) -> String {
        written(need.total, 0, false)
    }

    fn staff(found: &Feasibility) -> String {
        people(found.people_tenths)
    }

    fn slider(typed: &str) -> i32 {
        typed.trim().parse().unwrap_or(0)
    }

    fn signed(value: i32, unit: &str) -> String {
        match value {
            0 => "как сейчас".into(),
            more @ 1.. => format!("+{more}{unit}"),
            less => format!("−{}{unit}", less.abs()),
        }
    }
}

/// The step that asks the most of its norm; of several alike the first one, which people know best.
fn tightest(found: &Feasibility) -> Option<&Need> {
    let most = found.needs.iter().filter_map(|need| need.load).max()?;
    found.needs.iter().find(|need| need.load.is_some_and(|load| load + 3 >= most))
}

/// «Звонки — 31 в день на человека при норме 40»
fn in_words(need: &Need) -> String {
    let norm = need.norm_said().map(|norm| format!(" при норме {norm}")).unwrap_or_default();
    format!("{} — {} в день на человека{norm}", need.name, need.per_day_said())
}

/// «1,4 человека», «5 человек»
fn people(tenths: i128) -> String {
    let tenths = i64::try_from(tenths).unwrap_or(i64::MAX);
    let word = if tenths % 10 == 0 {
        crate::values::russian::plural(tenths / 10, "человек", "человека", "человек")
    } else {
        "человека"
    };
    format!("{} {word}", written(tenths, 1, false))
}

fn money(kopecks: i64) -> String {
    Money::from_kopecks(kopecks).unwrap_or_default().short()
}

/// A month of the plan to be.
#[derive(Debug)]
pub struct Part {
    pub month: Period,
    pub kopecks: i64,
    pub sellers: Vec<Seller>,
    /// Some department has a plan already, which stays.
    pub is_planned: bool,
    pub versions: Vec<NewVersion>,
}

#[derive(Debug, Template)]
#[template(path = "start/done.html")]
pub struct Done {
    pub shell: Shell,
    pub frame: Frame,
    pub known: Known,
    pub metrics: Vec<Metric>,
    pub people: Vec<Member>,
    pub parts: Vec<Part>,
    pub errors: FieldErrors,
}

impl Part {
    fn title(&self, today: NaiveDate) -> String {
        self.month.title(today)
    }

    fn money(&self) -> String {
        money(self.kopecks)
    }

    fn targets(&self) -> impl Iterator<Item = &Target> {
        self.versions.iter().flat_map(|version| &version.targets)
    }

    /// The number of a person; a dash where there is none.
    fn cell(&self, seller: &Seller, metric: &Metric) -> String {
        let found =
            self.targets().find(|t| t.member == Some(seller.member) && t.metric == metric.id);
        let value = found.and_then(|target| target.value);
        value.map_or("—".into(), |value| {
            Quantity::saturating(value, metric.scale, metric.unit).short_number()
        })
    }

    /// Those with a number.
    fn planned(&self) -> Vec<&Seller> {
        let has = |seller: &&Seller| self.targets().any(|t| t.member == Some(seller.member));
        self.sellers.iter().filter(has).collect()
    }

    /// The metrics with a number.
    fn columns<'a>(&self, metrics: &'a [Metric]) -> Vec<&'a Metric> {
        metrics.iter().filter(|metric| self.targets().any(|t| t.metric == metric.id)).collect()
    }
}

impl Done {
    pub fn may_approve(&self) -> bool {
        self.shell.may(Permission::PlanApprove)
    }

    fn is_finished(&self) -> bool {
        self.known.progress.is_finished
    }

    fn has_plan(&self) -> bool {
        self.parts.iter().any(|part| !part.versions.is_empty())
    }

    /// The digest of the numbers on the page.
    pub fn seen(&self) -> String {
        let mut digest = Sha256::new();
        for target in self.parts.iter().flat_map(Part::targets) {
            digest.update(format!("{:?}", (target.member, target.metric, target.value)));
        }
        hex(&digest.finalize()[..16])
    }

    /// What is asked for before the first plan can be made.
    fn lacks(&self) -> Option<(&'static str, Step)> {
        if self.parts.is_empty() {
            Some(("Цель не задана, поэтому плана пока нет", Step::Goal))
        } else if self.parts.iter().all(|part| part.sellers.is_empty()) {
            Some(("Пока никто не продаёт, поэтому плана нет", Step::People))
        } else {
            None
        }
    }

    /// Those who cannot come in yet, with the address of their invitation.
    fn uninvited(&self) -> Vec<(&Member, String)> {
        let emails = &self.known.progress.typed.emails;
        let outside = self.people.iter().filter(|one| !one.has_sign_in);
        outside
            .map(|one| {
                let email = emails.get(&one.id.0).map(|email| {
                    let email = percent_encoding::utf8_percent_encode(
                        email,
                        percent_encoding::NON_ALPHANUMERIC,
                    );
                    format!("&email={email}")
                });
                let href = format!(
                    "/people/invitations/new?member={}{}",
                    one.id,
                    email.unwrap_or_default()
                );
                (one, href)
            })
            .collect()
    }

    fn has_sellers(&self) -> bool {
        self.people.iter().any(|one| one.sells)
    }
}
