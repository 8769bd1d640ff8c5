use askama::Template;
use chrono::{DateTime, Datelike, NaiveDate, Utc};

use super::asked::{Asked, Filter, KINDS, Kind};
use super::names::Names;
use super::record::{PAGE, Record};
use super::words::{Difference, Told, tell};
use crate::access::Role;
use crate::company::Member;
use crate::form::FieldErrors;
use crate::values::russian::{NO_BREAK, capitalized, long_date, month, time};
use crate::web::{Choice, Shell};

/// What was read for the page.
pub struct Found {
    /// Those the reader may ask about.
    pub people: Vec<Member>,
    /// One more than a page when there is a next one.
    pub records: Vec<Record>,
    pub names: Names,
}

#[derive(Template)]
#[template(path = "changes/index.html")]
pub struct Index {
    shell: Shell,
    today: NaiveDate,
    asked: Asked,
    filter: Filter,
    found: Found,
    errors: FieldErrors,
}

/// Changes of one day.
pub struct Day {
    pub title: String,
    pub lines: Vec<Line>,
}

pub struct Line {
    pub time: String,
    pub author: String,
    pub role: &'static str,
    /// Whether somebody from outside did it.
    pub is_experts: bool,
    /// The history of the thing changed.
    pub href: Option<String>,
    pub subject: String,
    pub what: String,
    pub notes: String,
    pub differences: Vec<Difference>,
}

impl Index {
    pub fn new(
        shell: Shell,
        today: NaiveDate,
        asked: Asked,
        filter: Filter,
        found: Found,
        errors: FieldErrors,
    ) -> Self {
        Self { shell, today, asked, filter, found, errors }
    }

    pub fn title(&self) -> String {
        if let Some(first) = self.filter.month {
            return format!("История: план на {}{NO_BREAK}{}", month(first), first.year());
        }
        let Some(id) = self.filter.id else { return "Журнал изменений".into() };
        let name = self.found.names.of(id);
        let told = || self.found.records.first().map(|record| self.told(record).subject);
        let name = if name.is_empty() { told().unwrap_or_default() } else { name.to_owned() };
        format!("История: {name}")
    }

    /// Whether the page is of one thing.
    pub fn is_of_one(&self) -> bool {
        self.filter.id.is_some() || self.filter.month.is_some()
    }

    pub fn days(&self) -> Vec<Day> {
        let mut days: Vec<(NaiveDate, Day)> = vec![];
        for record in self.found.records.iter().take(PAGE) {
            let on = self.local(record.at).date();
            if days.last().is_none_or(|(last, _)| *last != on) {
                days.push((on, Day { title: self.day_title(on), lines: vec![] }));
            }
            if let Some((_, day)) = days.last_mut() {
                day.lines.push(self.line(record));
            }
        }
        days.into_iter().map(|(_, day)| day).collect()
    }

    fn local(&self, at: DateTime<Utc>) -> chrono::NaiveDateTime {
        at.with_timezone(&self.shell.actor.zone).naive_local()
    }

    /// «Среда, 18 ноября»; with the year when it is another.
    fn day_title(&self, day: NaiveDate) -> String {
        let title = capitalized(&long_date(day));
        if day.year() == self.today.year() {
            title
        } else {
            format!("{title}{NO_BREAK}{}", day.year())
        }
    }

    fn line(&self, record: &Record) -> Line {
        let told = self.told(record);
        let author = record.by.map(|by| self.found.names.of(by.0)).unwrap_or_default();
        Line {
            time: time(self.local(record.at).time()),
            author: if author.is_empty() { "Маяк".into() } else { author.to_owned() },
            role: record.as_role.map(Role::name).unwrap_or_default(),
            is_experts: record.as_role == Some(Role::Expert),
            href: self.history(record),
            subject: told.subject,
            what: told.what,
            notes: told.notes.join(" · "),
            differences: told.differences,
        }
    }

    /// A plan's history is of its month; a kind that cannot be asked for has none.
    fn history(&self, record: &Record) -> Option<String> {
        let month = record.after.as_ref().and_then(|after| after.get("month"));
        let month = month.and_then(|month| month.as_str()).and_then(|text| text.get(..7));
        let kind = Kind::of(&record.subject).filter(|_| !self.is_of_one())?;
        match month {
            Some(month) if record.subject == "plan" => {
                let (subject, month) = (kind.code.into(), month.into());
                Some(Asked { subject, month, ..Asked::default() }.address(None))
            }
            _ => self.shell.history(kind.code, record.subject_id),
        }
    }

    fn told(&self, record: &Record) -> Told {
        tell(record, &self.found.names)
    }

    pub fn authors(&self) -> Vec<Choice> {
        let people = self.found.people.iter().filter(|person| person.has_sign_in);
        let lines = people.map(|person| (person.id.to_string(), person.name.clone()));
        Choice::or_all("Все", lines, &self.asked.by)
    }

    /// As whom they acted.
    pub fn roles(&self) -> Vec<Choice> {
        let lines = Role::ALL.map(|role| (role.code().to_owned(), role.name().to_owned()));
        Choice::or_all("Любая роль", lines, &self.asked.role)
    }

    pub fn kinds(&self) -> Vec<Choice> {
        let lines = KINDS.iter().map(|kind| (kind.code.to_owned(), kind.name.to_owned()));
        Choice::or_all("Всё", lines, &self.asked.subject)
    }

    pub fn is_filtered(&self) -> bool {
        self.filter != Filter { after: self.filter.after, ..Filter::default() }
    }

    /// The page of earlier changes.
    pub fn earlier(&self) -> Option<String> {
        let last = self.found.records.get(PAGE).and(self.found.records.get(PAGE - 1))?;
        Some(self.asked.address(Some(last.cursor())))
    }

    /// The way back to the newest.
    pub fn newest(&self) -> Option<String> {
        self.filter.after.map(|_| self.asked.address(None))
    }
}
