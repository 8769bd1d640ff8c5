use askama::Template;

use super::listing::{Entry, Filter, PAGE, Standing, Sums, figure};
use crate::access::{Permission, Scope};
use crate::company::{Department, Member, seen_departments};
use crate::form::FieldErrors;
use crate::metric::{Metric, OverTime};
use crate::report::course::Frame;
use crate::report::side::Side;
use crate::values::russian::{numeric_date, short_date, time, uncapitalized};
use crate::values::{DepartmentId, MetricId, Period, Span};
use crate::web::{Choice, Shell};

/// What was read for the page.
pub struct Found {
    /// Everybody, for names; those one may see stand in the list to choose from.
    pub people: Vec<Member>,
    pub departments: Vec<Department>,
    /// The one asked for.
    pub department: Option<DepartmentId>,
    pub metrics: Vec<Metric>,
    /// The one asked for.
    pub metric: Option<Metric>,
    pub sums: Vec<Sums>,
    /// One more than a page when there is a next one.
    pub entries: Vec<Entry>,
}

#[derive(Template)]
#[template(path = "actual/entries.html")]
pub struct Entries {
    shell: Shell,
    frame: Frame,
    filter: Filter,
    found: Found,
    errors: FieldErrors,
}

/// An entry as it stands in the table.
pub struct Line {
    pub day: String,
    /// The first of its day on this page.
    pub opens_day: bool,
    pub person: String,
    pub metric: String,
    /// Of a payment: the client and what was said of it; may be empty.
    pub paid: String,
    /// Empty when the entry takes a figure back.
    pub value: String,
    pub is_struck: bool,
    pub origin: &'static str,
    pub import: Option<(String, String)>,
    pub note: String,
    pub author: String,
    pub recorded: String,
}

impl Entries {
    pub fn new(shell: Shell, frame: Frame, filter: Filter, found: Found) -> Self {
        Self { shell, frame, filter, found, errors: FieldErrors::default() }
    }

    pub fn title(&self) -> String {
        let person = self.filter.member.map(|id| self.person(id)).or_else(|| self.department());
        let metric = self.found.metric.as_ref().map(|metric| metric.name.clone());
        let side = self.side().map(|side| uncapitalized(side.name()));
        let parts: Vec<String> = [person, metric, side].into_iter().flatten().collect();
        if parts.is_empty() { "Записи".into() } else { parts.join(" · ") }
    }

    fn side(&self) -> Option<Side> {
        self.filter.side.as_ref().map(|of| of.side)
    }

    fn department(&self) -> Option<String> {
        let mut known = self.found.departments.iter();
        let found = known.find(|known| Some(known.id) == self.found.department)?;
        Some(found.name.clone())
    }

    pub fn period_title(&self) -> String {
        self.frame.period.title(self.frame.today)
    }

    /// The figure of the report: short, exact, and for machines.
    pub fn figure(&self) -> Option<(String, String, String)> {
        let metric = self.found.metric.as_ref()?;
        let value = metric.quantity(figure(metric, &self.found.metrics, &self.found.sums)?);
        Some((value.to_string(), value.plain(), uncapitalized(&self.period_title())))
    }

    /// What days that are not closed yet have brought.
    pub fn open(&self) -> Option<String> {
        let metric = self.found.metric.as_ref().filter(|metric| metric.is_summed())?;
        let sum = self.found.sums.iter().find(|sum| sum.metric == metric.id)?;
        let closes = time(self.shell.actor.day_closes_at);
        let open = metric.quantity(sum.open.filter(|open| *open != 0)?);
        Some(format!(
            "Ещё {open} — за незакрытые дни: войдут в счёт, когда день закроется, в {closes}."
        ))
    }

    /// How a figure that is not a sum is made.
    pub fn made_of(&self) -> Option<String> {
        match self.found.metric.as_ref()?.over_time {
            OverTime::Sum => None,
            OverTime::Last => {
                Some("Показатель не складывается: в счёте последнее значение периода.".into())
            }
            OverTime::Ratio { numerator, denominator } => Some(format!(
                "Отношение: {} к {}. Ниже записи обоих.",
                self.metric_name(numerator),
                self.metric_name(denominator)
            )),
        }
    }

    pub fn spans(&self) -> Vec<(String, String, bool)> {
        let spans = [Span::Day, Span::Week, Span::Month, Span::Quarter];
        self.frame.spans(&spans, |period| self.address(period))
    }

    pub fn back(&self) -> Option<String> {
        self.frame.back(|period| self.address(period))
    }

    pub fn forward(&self) -> Option<String> {
        self.frame.forward(|period| self.address(period))
    }

    /// The next page of a long list.
    pub fn next_page(&self) -> Option<String> {
        let last = self.found.entries.get(PAGE).and(self.found.entries.get(PAGE - 1))?;
        let after = super::listing::Cursor { day: last.day, id: last.id }.write();
        Some(format!("{}&after={after}", self.address(self.frame.period)))
    }

    fn address(&self, period: Period) -> String {
        let member = self.filter.member.map(|id| id.to_string()).unwrap_or_default();
        let metric = self.metric_id();
        let whose = self.side().map_or(String::new(), |side| format!("&whose={}", side.code()));
        let department = self.found.department;
        let department = department.map_or(String::new(), |id| format!("&department={id}"));
        format!("/entries?member={member}&metric={metric}&period={period}{department}{whose}")
    }

    fn metric_id(&self) -> String {
        self.found.metric.as_ref().map(|metric| metric.id.to_string()).unwrap_or_default()
    }

    /// Whether there are others to choose from.
    pub fn has_others(&self) -> bool {
        !matches!(self.shell.actor.scope(), Scope::Own(_))
    }

    pub fn people(&self) -> Vec<Choice> {
        let scope = self.shell.actor.scope();
        let chosen = |person: &Member| Some(person.id) == self.filter.member;
        let seen = |person: &&Member| person.is_within(&scope) || chosen(person);
        let people = self.found.people.iter().filter(seen);
        let people = people.map(|m| (m.id.to_string(), m.name.clone()));
        let chosen = self.filter.member.map(|id| id.to_string()).unwrap_or_default();
        Choice::or_all("Все", people, &chosen)
    }

    /// Where there are several to choose among.
    pub fn department_choices(&self) -> Vec<Choice> {
        let known = seen_departments(&self.found.departments, &self.shell.actor.scope());
        let lines = known.iter().map(|one| (one.id.to_string(), one.name.clone()));
        let chosen = self.found.department.map(|id| id.to_string()).unwrap_or_default();
        if known.len() < 2 { vec![] } else { Choice::or_all("Все", lines, &chosen) }
    }

    pub fn metrics(&self) -> Vec<Choice> {
        let metrics = self.found.metrics.iter().map(|m| (m.id.to_string(), m.name.clone()));
        Choice::or_all("Все", metrics, &self.metric_id())
    }

    /// Both sides of the plan; empty where a plan is not added up.
    pub fn sides(&self) -> Vec<Choice> {
        if !self.found.metric.as_ref().is_some_and(Metric::is_summed) {
            return vec![];
        }
        let all = [(String::new(), "Все".to_owned())];
        let sides = Side::ALL.map(|side| (side.code().to_owned(), side.name().to_owned()));
        Choice::among(all.into_iter().chain(sides), self.side().map_or("", Side::code))
    }

    pub fn lines(&self) -> Vec<Line> {
        let entries = self.found.entries.iter().take(PAGE);
        let mut before = None;
        entries
            .map(|entry| self.line(entry, before.replace(entry.day) != Some(entry.day)))
            .collect()
    }

    fn line(&self, entry: &Entry, opens_day: bool) -> Line {
        let metric = self.found.metrics.iter().find(|metric| metric.id == entry.metric);
        let say = |value| metric.map_or(String::new(), |metric| metric.quantity(value).to_string());
        let recorded = entry.recorded_at.with_timezone(&self.shell.actor.zone);
        let may_open = self.shell.may(Permission::ImportFacts);
        Line {
            opens_day,
            day: short_date(entry.day),
            person: self.person(entry.member),
            metric: self.metric_name(entry.metric),
            paid: paid(entry),
            value: entry.value.map_or(String::new(), say),
            is_struck: entry.standing != Standing::InForce,
            origin: entry.origin.word(),
            import: entry.import.as_ref().map(|(id, file)| {
                let href = if may_open { format!("/imports/{id}") } else { String::new() };
                (href, file.clone())
            }),
            note: note(entry),
            author: entry.author.clone().unwrap_or_else(|| "Маяк".into()),
            recorded: format!("{}, {}", numeric_date(recorded.date_naive()), time(recorded.time())),
        }
    }

    fn person(&self, id: crate::values::MemberId) -> String {
        let found = self.found.people.iter().find(|person| person.id == id);
        found.map_or("—".into(), |person| person.name.clone())
    }

    fn metric_name(&self, id: MetricId) -> String {
        let found = self.found.metrics.iter().find(|metric| metric.id == id);
        found.map_or("—".into(), |metric| metric.name.clone())
    }
}

/// «Ремстрой · счёт 418»
fn paid(entry: &Entry) -> String {
    let parts = [&entry.client, &entry.comment].into_iter().filter_map(|part| part.as_deref());
    parts.filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}

/// Why a figure is not in the sum, why it was changed, whether it came late.
fn note(entry: &Entry) -> String {
    let standing = match entry.standing {
        Standing::InForce => None,
        Standing::Replaced => Some("заменено позже"),
        Standing::Overruled => Some("не в счёте: за этот день есть запись главнее"),
        Standing::Void => Some("запись снята"),
    };
    let late = entry.late.then_some("внесено после закрытия дня");
    let tag = Some(entry.tag.as_str()).filter(|tag| !tag.is_empty());
    [standing, late, tag, entry.reason.as_deref()]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(" · ")
}
