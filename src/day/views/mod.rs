mod closed;
mod rows;
mod week;

use askama::Template;

use super::headline::headline;
use super::proposing::ProposalForm;
use super::sheet::Sheet;
use super::standing::Standing;
use super::typed::{DayForm, count_name, read};
use crate::closing::Proposal;
use crate::company::first_name;
use crate::form::FieldErrors;
use crate::values::russian::{capitalized, day_and_month, long_date, plural, short_date, time};
use crate::web::Shell;

/// What stands in the fields.
pub enum Typed {
    Day(DayForm),
    /// The day as it is said, and a proposal.
    Proposal(ProposalForm),
}

#[derive(Template)]
#[template(path = "day/index.html")]
pub struct Page {
    shell: Shell,
    sheet: Sheet,
    proposals: Vec<Proposal>,
    form: DayForm,
    proposal: Option<ProposalForm>,
    errors: FieldErrors,
}

/// What is shown when there is no network.
#[derive(Template)]
#[template(path = "day/offline.html")]
pub struct Offline {}

impl Page {
    pub fn new(
        shell: Shell,
        sheet: Sheet,
        proposals: Vec<Proposal>,
        typed: Typed,
        errors: FieldErrors,
    ) -> Self {
        let (form, proposal) = match typed {
            Typed::Day(form) => (form, None),
            Typed::Proposal(proposal) => (DayForm::of(&sheet), Some(proposal)),
        };
        Self { shell, sheet, proposals, form, proposal, errors }
    }

    /// «Среда, 18 ноября»
    pub fn when(&self) -> String {
        capitalized(&long_date(self.sheet.day))
    }

    /// «заполнено 14 дней подряд»
    pub fn in_a_row(&self) -> Option<String> {
        let days = self.sheet.logged.in_a_row(&self.sheet.calendar);
        let days = i64::try_from(days).ok().filter(|days| *days > 0)?;
        let verb = plural(days, "заполнен", "заполнено", "заполнено");
        let row = if days == 1 { "" } else { " подряд" };
        Some(format!(
            "{verb} {}{row}",
            crate::values::russian::counted(days, "день", "дня", "дней")
        ))
    }

    pub fn headline(&self) -> String {
        match self.sheet.standing {
            Standing::Closed(_) => "День закрыт".into(),
            Standing::Outside(_) => "Этот день не заполнить".into(),
            Standing::Open { .. } => {
                let left = self.sheet.counters.iter().filter_map(|counter| {
                    let typed = self.form.get(&count_name(counter.metric.id)).unwrap_or_default();
                    counter.left(read(typed, &counter.metric).or(counter.shown()).unwrap_or(0))
                });
                let is_working = self.sheet.calendar.is_working(self.sheet.day);
                headline(self.first_name(), &left.collect::<Vec<_>>(), is_working)
            }
        }
    }

    fn first_name(&self) -> Option<&str> {
        first_name(&self.shell.actor.name)
    }

    /// How the script begins the headline; empty: without a name.
    pub fn addressed(&self) -> &str {
        self.first_name().unwrap_or_default()
    }

    /// Why the day is closed, or none of the person's.
    pub fn why(&self) -> String {
        match &self.sheet.standing {
            Standing::Closed(why) => format!("{}.", capitalized(why)),
            Standing::Outside(outside) => outside.why(),
            Standing::Open { .. } => String::new(),
        }
    }

    /// Why nobody waits for this day: «Сегодня у вас отпуск».
    pub fn away(&self) -> Option<String> {
        let away = self.sheet.away?;
        if self.is_today() {
            return Some(away.today().into());
        }
        Some(format!("{} у вас: {}", capitalized(&day_and_month(self.sheet.day)), away.name()))
    }

    /// That the day's hour has passed, before it is saved.
    pub fn late(&self) -> Option<String> {
        let is_late = self.sheet.standing == Standing::Open { is_late: true };
        if !is_late || self.sheet.log.is_some() {
            return None;
        }
        let closes = time(self.shell.actor.day_closes_at);
        let day = if self.is_today() {
            String::new()
        } else {
            format!("{} ", day_and_month(self.sheet.day))
        };
        Some(format!(
            "День закрылся {day}в {closes}: запись примем и отметим как позднюю, пока неделя не подтверждена."
        ))
    }

    /// «Сохранено в 18:05»
    pub fn saved(&self) -> Option<String> {
        let at = self.sheet.log?.at.with_timezone(&self.shell.actor.zone).naive_local();
        let day = if at.date() == self.sheet.logged.today {
            String::new()
        } else {
            format!("{} ", day_and_month(at.date()))
        };
        Some(format!("Сохранено {day}в {}", time(at.time())))
    }

    pub fn is_late_log(&self) -> bool {
        self.sheet.log.is_some_and(|log| log.late)
    }

    pub fn is_today(&self) -> bool {
        self.sheet.day == self.sheet.logged.today
    }

    /// «как вчера», «как пт 13.11»; `None`: there is nothing to take.
    pub fn as_before(&self) -> Option<String> {
        let before = self.sheet.before.filter(|_| !self.sheet.counters.is_empty())?;
        let is_yesterday = self.is_today() && before.succ_opt() == Some(self.sheet.day);
        Some(if is_yesterday {
            "как вчера".into()
        } else {
            format!("как {}", short_date(before))
        })
    }

    /// Where the form goes.
    pub fn action(&self) -> String {
        format!("/day/{}", self.sheet.day)
    }

    pub fn is_bare(&self) -> bool {
        self.sheet.counters.is_empty() && self.sheet.takings.is_empty()
    }
}

/// Ending the reminders of days; without a token the link opened nothing.
#[derive(Template)]
#[template(path = "day/unsubscribing.html")]
pub struct Unsubscribing {
    pub token: String,
    pub is_done: bool,
}
