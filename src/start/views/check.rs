use askama::Template;

use super::{Frame, money};
use crate::start::feasibility::{Feasibility, Need, Verdict};
use crate::start::known::Known;
use crate::start::progress::LeversForm;
use crate::values::{Period, written};
use crate::web::Shell;

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

    fn verdict(found: &Feasibility) -> String {
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
