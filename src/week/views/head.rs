//! What stands around every page of a week: its name, its steps, the ways to other weeks, and what everybody must know.
use askama::Template;

use crate::closing::Closed;
use crate::values::russian::capitalized;
use crate::values::{DepartmentId, MemberId, WeekPart};
use crate::web::Shell;
use crate::week::desk::{Desk, Mark, Step};

/// The frame of a page.
#[derive(Debug, Clone)]
pub struct Head {
    pub title: String,
    /// «16–20 ноября»
    pub days: String,
    pub back: Option<String>,
    pub forward: Option<String>,
    /// Other departments one may see: address, name, whether it is this one.
    pub departments: Vec<(String, String, bool)>,
    /// None for those who only look.
    pub steps: Vec<Way>,
    /// Where the week is confirmed, from another step.
    pub confirmation: Option<String>,
    /// «Неделя подтверждена: Соколова Е., 20 ноября в 16:40.»
    pub closed: Option<String>,
    /// Who opened it again, and why.
    pub reopened: Option<(String, String)>,
    /// An earlier week that waits: address and name.
    pub earlier: Option<(String, String)>,
    /// Other weeks in which proposed corrections wait for an answer: address and name.
    pub proposed: Vec<(String, String)>,
    department: Option<DepartmentId>,
}

/// A step as it stands above the page.
#[derive(Debug, Clone)]
pub struct Way {
    pub href: String,
    pub title: String,
    pub is_current: bool,
    pub is_done: bool,
    /// What is left, in words.
    pub says: String,
}

impl Head {
    pub fn new(shell: &Shell, desk: &Desk, step: Option<Step>) -> Self {
        let evidence = &desk.evidence;
        let runs = shell.actor.heads.contains(&evidence.department.id);
        let seen: Vec<_> = evidence
            .departments
            .iter()
            .filter(|department| shell.actor.sees(department.id))
            .collect();
        let department = (seen.len() > 1).then_some(evidence.department.id);
        let mut head = Self {
            title: format!("Неделя {}", name(desk, evidence.part)),
            days: name(desk, evidence.part),
            back: None,
            forward: None,
            departments: vec![],
            steps: vec![],
            confirmation: None,
            closed: evidence
                .closed()
                .map(|closed| format!("{}.", capitalized(&said(desk, closed)))),
            reopened: desk
                .reopening()
                .map(|(word, why)| (word.signed(evidence.closures.rules.zone), why.to_owned())),
            earlier: None,
            proposed: vec![],
            department,
        };
        if runs {
            let weeks = evidence.waiting.iter();
            head.proposed = weeks
                .map(|part| (head.link(*part, "/facts#proposals"), name(desk, *part)))
                .collect();
            head.steps = Step::ALL.map(|each| head.way(desk, each, step == Some(each))).into();
            let may = !desk.is_closed() && !desk.is_ahead() && step != Some(Step::Report);
            head.confirmation = may.then(|| head.link(evidence.part, "#confirmation"));
            head.earlier = evidence
                .unconfirmed_before()
                .map(|part| (head.link(part, "/facts"), name(desk, part)));
        }
        let path = step.filter(|_| runs).map_or("", Step::path);
        head.back = Some(head.link(evidence.part.previous(), path));
        let is_last = evidence.part.starts_on > evidence.today;
        head.forward = (!is_last).then(|| head.link(evidence.part.next(), path));
        if department.is_some() {
            let here = |id| format!("/week/{}{path}?department={id}", evidence.part.starts_on);
            head.departments = seen
                .iter()
                .map(|d| (here(d.id), d.name.clone(), d.id == evidence.department.id))
                .collect();
        }
        head
    }

    /// The address of a page of a week of this department: its end is «/facts» or «#confirmation».
    pub fn link(&self, part: WeekPart, end: &str) -> String {
        let (path, anchor) = end.split_once('#').unwrap_or((end, ""));
        let asked = self.department.map(|id| format!("?department={id}")).unwrap_or_default();
        let anchor = if anchor.is_empty() { String::new() } else { format!("#{anchor}") };
        format!("/week/{}{path}{asked}{anchor}", part.starts_on)
    }

    /// The days of a person in a week.
    pub fn days_of(&self, part: WeekPart, person: MemberId) -> String {
        let link = self.link(part, "/days");
        let sign = if link.contains('?') { '&' } else { '?' };
        format!("{link}{sign}person={person}")
    }

    fn way(&self, desk: &Desk, step: Step, is_current: bool) -> Way {
        let mark = desk.mark(step);
        Way {
            href: self.link(desk.evidence.part, step.path()),
            title: title(desk, step, mark),
            is_current,
            is_done: mark == Mark::Done,
            says: match mark {
                Mark::Left(left) => format!("осталось {left}"),
                Mark::Done => "готово".into(),
                Mark::Open => String::new(),
            },
        }
    }
}

fn title(desk: &Desk, step: Step, mark: Mark) -> String {
    match step {
        Step::Facts if mark == Mark::Done => "Факт проверен".into(),
        Step::Facts => "Факт".into(),
        Step::Reasons => "Причины и меры".into(),
        Step::Plan => format!("План на {}", ahead(desk)),
        Step::Report => "Отчёт собственнику".into(),
    }
}

/// «23–27 ноября», «30 ноября и 1–4 декабря»: the week ahead, whole or in parts.
pub fn ahead(desk: &Desk) -> String {
    let parts: Vec<String> = desk.ahead.iter().map(|ahead| name(desk, ahead.part)).collect();
    parts.join(" и ")
}

pub fn name(desk: &Desk, part: WeekPart) -> String {
    part.title(desk.evidence.calendar(), desk.evidence.today)
}

/// «неделя подтверждена: Соколова Е., 20 ноября в 16:40»
fn said(desk: &Desk, closed: Closed) -> String {
    closed.why(desk.evidence.closures.rules.zone)
}

/// For a head without a department, and for a company without one.
#[derive(Debug, Template)]
#[template(path = "week/nobody.html")]
pub struct Nobody {
    pub shell: Shell,
    pub may_see_people: bool,
}
