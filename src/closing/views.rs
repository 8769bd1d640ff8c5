use std::collections::HashMap;

use askama::Template;
use chrono::NaiveDate;

use super::closure::{Act, Closure, Closures, Span};
use super::figure::{Cell, Figure};
use super::month::{Month, Standing, months};
use super::reopening::ReopeningForm;
use super::timing::TimingForm;
use crate::access::Permission;
use crate::company::Member;
use crate::form::FieldErrors;
use crate::metric::Metric;
use crate::report::evidence::UNCOVERED;
use crate::values::russian::{counted, day_and_month, time, uncapitalized, weekday};
use crate::values::{MemberId, Period};
use crate::web::Shell;

/// A form of a month that was refused.
#[derive(Debug)]
pub struct Refused {
    pub month: Period,
    pub form: ReopeningForm,
    pub errors: FieldErrors,
}

#[derive(Debug, Template)]
#[template(path = "closing/index.html")]
pub struct Index {
    pub shell: Shell,
    pub closures: Closures,
    pub form: TimingForm,
    /// Of the form of hours.
    pub errors: FieldErrors,
    refused: Option<Refused>,
}

impl Index {
    pub fn new(shell: Shell, closures: Closures, form: TimingForm) -> Self {
        Self { shell, closures, form, errors: FieldErrors::default(), refused: None }
    }

    pub fn refused(shell: Shell, closures: Closures, form: TimingForm, refused: Refused) -> Self {
        Self { refused: Some(refused), ..Self::new(shell, closures, form) }
    }

    fn may_decide(&self) -> bool {
        self.shell.may(Permission::ClosingDecide)
    }

    fn months(&self) -> Vec<Month> {
        months(&self.closures)
    }

    fn title(&self, month: &Month) -> String {
        month.period.title(self.closures.now.date())
    }

    /// «Октябрь закроется сам в понедельник, 9 ноября, в 20:00…»
    fn lead(&self) -> String {
        let today = self.closures.now.date();
        let months = self.months();
        let open = months
            .iter()
            .rev()
            .find(|month| matches!(month.standing, Standing::Open(_) | Standing::Running));
        let after = "После закрытия числа меняются только корректировкой с причиной, а итог месяца остаётся каким был.";
        let Some(month) = open else { return after.into() };
        let closes = self.closures.rules.month_closes_at(month.period);
        let name = month.period.title(today);
        let when = format!(
            "{}, {}, в {}",
            weekday_when(closes.date()),
            day_and_month(closes.date()),
            time(closes.time())
        );
        format!("{name} закроется сам {when}. {after}")
    }

    fn said(&self, month: &Month) -> String {
        let zone = self.closures.rules.zone;
        match &month.standing {
            Standing::Running => {
                let closes = self.closures.rules.month_closes_at(month.period);
                format!("закроется {}", day_and_month(closes.date()))
            }
            Standing::Open(closes) => {
                format!("закроется {} в {}", day_and_month(closes.date()), time(closes.time()))
            }
            Standing::Due => "итоги фиксируются".into(),
            Standing::Closed(word) => word.signed(zone),
            Standing::Reopened(word) => match &word.act {
                Act::Reopen(reason) => format!("{} · {reason}", word.signed(zone)),
                Act::Close => word.signed(zone),
            },
            Standing::History => String::new(),
        }
    }

    /// The word that stands on the page.
    fn no(&self, month: &Month) -> i32 {
        self.closures.month(month.period).map_or(0, |word| word.no)
    }

    fn refusal(&self, month: &Month) -> Option<&Refused> {
        self.refused.as_ref().filter(|refused| refused.month == month.period)
    }

    fn typed(&self, month: &Month) -> &str {
        self.refusal(month).map_or("", |refused| refused.form.reason.as_str())
    }

    fn error(&self, month: &Month, field: &str) -> Option<&str> {
        self.refusal(month).and_then(|refused| refused.errors.on(field))
    }
}

impl Month {
    /// The sign of its state and the words.
    fn pill(&self) -> (&'static str, &'static str) {
        match self.standing {
            Standing::Running => ("none", "идёт"),
            Standing::Open(_) => ("none", "открыт"),
            Standing::Due | Standing::Closed(_) => ("good", "закрыт"),
            Standing::Reopened(_) => ("watch", "снова открыт"),
            Standing::History => ("none", "до начала учёта"),
        }
    }

    /// The page of what was frozen.
    fn frozen(&self) -> Option<String> {
        match &self.standing {
            Standing::Closed(word) => Some(format!("/closing/{}", word.id)),
            _ => None,
        }
    }
}

/// «в понедельник»
fn weekday_when(day: NaiveDate) -> String {
    let name = weekday(day);
    match name {
        "вторник" => "во вторник".into(),
        "среда" => "в среду".into(),
        "пятница" => "в пятницу".into(),
        "суббота" => "в субботу".into(),
        _ => format!("в {name}"),
    }
}

/// What a closing froze beside what stands now.
#[derive(Debug, Template)]
#[template(path = "closing/figures.html")]
pub struct Figures {
    pub shell: Shell,
    pub today: NaiveDate,
    pub closure: Closure,
    pub frozen: Vec<Figure>,
    pub now: HashMap<Cell, i64>,
    pub people: Vec<Member>,
    pub metrics: Vec<Metric>,
}

/// A frozen cell in words; `now` only where it is another by now.
struct Shown {
    fact: String,
    plan: String,
    now: String,
}

impl Figures {
    fn title(&self) -> String {
        let period = match self.closure.span {
            Span::Month(month) => month.title(self.today),
            Span::Week(part) => Period::week(part.starts_on).title(self.today),
        };
        format!("Итоги закрытия: {}", uncapitalized(&period))
    }

    fn lead(&self) -> String {
        let changed = self.frozen.iter().filter(|figure| self.is_other(figure)).count();
        let signed = self.closure.signed(self.shell.actor.zone);
        let changed = i64::try_from(changed).unwrap_or(i64::MAX);
        match changed {
            0 => format!("Закрыто: {signed}. С тех пор ничего не изменилось."),
            _ => format!(
                "Закрыто: {signed}. С тех пор исправлено {}.",
                counted(changed, "число", "числа", "чисел")
            ),
        }
    }

    fn is_other(&self, figure: &Figure) -> bool {
        self.now.get(&(figure.member, figure.metric)).copied() != figure.fact
    }

    /// The metrics that have a frozen number, in the company's order.
    fn columns(&self) -> Vec<&Metric> {
        let has = |metric: &&Metric| self.frozen.iter().any(|figure| figure.metric == metric.id);
        self.metrics.iter().filter(has).collect()
    }

    /// Whose and how they are called; last what no person carried.
    fn rows(&self) -> Vec<(MemberId, &str)> {
        let has = |id: MemberId| self.frozen.iter().any(|figure| figure.member == id);
        let people = self.people.iter().map(|person| (person.id, person.name.as_str()));
        let nobody = std::iter::once((MemberId::NOBODY, UNCOVERED));
        people.chain(nobody).filter(|(id, _)| has(*id)).collect()
    }

    fn cell(&self, member: MemberId, metric: &Metric) -> Shown {
        let of = |figure: &&Figure| figure.member == member && figure.metric == metric.id;
        let Some(figure) = self.frozen.iter().find(of) else {
            return Shown { fact: String::new(), plan: String::new(), now: String::new() };
        };
        let say = |value: Option<i64>| {
            value.map_or_else(|| "—".into(), |value| metric.quantity(value).number())
        };
        let plan = figure.plan.map_or_else(String::new, |plan| metric.quantity(plan).number());
        let now = self.now.get(&(figure.member, figure.metric)).copied();
        let now = if self.is_other(figure) { say(now) } else { String::new() };
        Shown { fact: say(figure.fact), plan, now }
    }
}
