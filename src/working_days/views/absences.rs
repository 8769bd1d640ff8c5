use askama::Template;
use chrono::{Datelike, NaiveDate};

use crate::access::Permission;
use crate::company::Member;
use crate::values::MemberId;
use crate::values::russian::{long_date, weekday_short};
use crate::web::Shell;
use crate::working_days::absence::{Absence, AbsenceKind};
use crate::working_days::roster::{FULL, Roster};

/// How many weeks the strip shows, this one first.
pub const WEEKS: u64 = 4;

/// Who is away when.
#[derive(Debug, Template)]
#[template(path = "working_days/absences.html")]
pub struct Strip {
    pub shell: Shell,
    pub today: NaiveDate,
    pub first: NaiveDate,
    pub last: NaiveDate,
    /// Those the reader sees.
    pub people: Vec<Member>,
    /// Theirs, not yet over, the earliest first.
    pub absences: Vec<Absence>,
    pub roster: Roster,
}

/// The head of a column of the strip.
pub struct Head {
    pub weekday: &'static str,
    pub number: u32,
    pub class: &'static str,
}

/// A day of somebody.
pub struct Cell {
    pub class: &'static str,
    pub sign: &'static str,
    pub title: String,
}

impl Strip {
    fn may_see_calendar(&self) -> bool {
        self.shell.may(Permission::SetupSee)
    }

    fn days(&self) -> impl Iterator<Item = NaiveDate> {
        self.first.iter_days().take_while(|day| *day <= self.last)
    }

    fn heads(&self) -> Vec<Head> {
        let head = |day: NaiveDate| Head {
            weekday: weekday_short(day),
            number: day.day(),
            class: self.class(day, !self.roster.company().is_working(day)),
        };
        self.days().map(head).collect()
    }

    fn class(&self, day: NaiveDate, is_off: bool) -> &'static str {
        match (day == self.today, is_off) {
            (true, true) => "now rest",
            (true, false) => "now",
            (false, true) => "rest",
            (false, false) => "",
        }
    }

    /// Those who sell or are away.
    fn shown(&self) -> Vec<&Member> {
        let is_shown = |person: &&Member| person.sells || self.of(person.id).next().is_some();
        self.people.iter().filter(is_shown).collect()
    }

    fn of(&self, member: MemberId) -> impl Iterator<Item = &Absence> {
        self.absences.iter().filter(move |one| one.member == member)
    }

    fn cells(&self, person: &Member) -> Vec<Cell> {
        let cell = |day: NaiveDate| {
            let away = self.roster.absence_on(person.id, day);
            let is_off = !self.roster.calendar(person.id).is_working(day);
            let (sign, says) = match away {
                Some(kind) => (sign(kind), kind.name()),
                None if is_off => ("", "не работает"),
                None => ("", "работает"),
            };
            let class = match away {
                Some(_) => "away",
                None => self.class(day, is_off),
            };
            Cell { class, sign, title: format!("{}, {}: {says}", person.name, long_date(day)) }
        };
        self.days().map(cell).collect()
    }

    /// «30 % плана»
    fn carries(&self, person: &Member) -> Option<String> {
        let percent = self.roster.capacity_of(person.id, self.today);
        (percent < FULL).then(|| format!("несёт {percent}\u{a0}% плана"))
    }

    fn name(&self, absence: &Absence) -> &str {
        let found = self.people.iter().find(|person| person.id == absence.member);
        found.map_or("", |person| person.name.as_str())
    }

    fn address(&self, member: MemberId) -> Option<String> {
        let person = self.people.iter().find(|person| person.id == member)?;
        person.is_for(&self.shell.actor).then(|| format!("/people/{member}/days"))
    }

    fn is_now(&self, absence: &Absence) -> bool {
        absence.has(self.today)
    }
}

/// The letter of a kind: a colour alone says nothing.
fn sign(kind: AbsenceKind) -> &'static str {
    match kind {
        AbsenceKind::Vacation => "О",
        AbsenceKind::Sickness => "Б",
        AbsenceKind::Trip => "К",
        AbsenceKind::Other => "Н",
    }
}
