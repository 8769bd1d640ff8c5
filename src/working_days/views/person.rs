use askama::Template;
use chrono::NaiveDate;

use crate::company::Member;
use crate::form::FieldErrors;
use crate::values::russian::full_date;
use crate::web::{Choice, Shell};
use crate::working_days::absence::{Absence, AbsenceForm, AbsenceKind};
use crate::working_days::capacity::CapacityForm;
use crate::working_days::schedule::{Schedule, ScheduleForm, WEEK, short};
use crate::working_days::store::Lines;

/// The days of one person: absences, schedules, how much of a full plan.
#[derive(Debug, Template)]
#[template(path = "working_days/person.html")]
pub struct Person {
    pub shell: Shell,
    pub today: NaiveDate,
    pub member: Member,
    /// Of the last year and to come; taken back ones too.
    pub absences: Vec<Absence>,
    pub lines: Lines,
    pub form: AbsenceForm,
    pub schedule: ScheduleForm,
    pub capacity: CapacityForm,
    pub errors: FieldErrors,
}

/// A line as it stands in a list.
pub struct Line {
    pub says: String,
    pub since: String,
    /// As a form sends it.
    pub from_on: NaiveDate,
    pub is_now: bool,
    pub is_ahead: bool,
}

impl Person {
    pub fn address(&self) -> String {
        format!("/people/{}/days", self.member.id)
    }

    fn card(&self) -> String {
        format!("/people/{}", self.member.id)
    }

    fn kinds(&self) -> Vec<Choice> {
        Choice::among(AbsenceKind::ALL.map(|kind| (kind.code(), kind.name())), &self.form.kind)
    }

    /// The latest first.
    fn history(&self) -> Vec<&Absence> {
        self.absences.iter().rev().collect()
    }

    fn days(&self, absence: &Absence) -> String {
        absence.days(self.today)
    }

    /// The sign and word of an absence that is not over.
    fn mark(&self, absence: &Absence) -> Option<(&'static str, &'static str)> {
        match () {
            () if absence.is_void => Some(("none", "отменено")),
            () if absence.has(self.today) => Some(("sea", "сейчас")),
            () if absence.starts_on > self.today => Some(("watch", "потом")),
            () => None,
        }
    }

    fn schedules(&self) -> Vec<Line> {
        self.told(&self.lines.schedules, |schedule| Schedule::name(*schedule))
    }

    fn capacities(&self) -> Vec<Line> {
        self.told(&self.lines.capacities, |percent| format!("{percent}\u{a0}% полного плана"))
    }

    fn told<T>(&self, lines: &[(NaiveDate, T)], says: impl Fn(&T) -> String) -> Vec<Line> {
        let now = lines.iter().rev().find(|(from, _)| *from <= self.today).map(|(from, _)| *from);
        let line = |(from, what): &(NaiveDate, T)| Line {
            says: says(what),
            since: format!("с {}", full_date(*from)),
            from_on: *from,
            is_now: Some(*from) == now,
            is_ahead: *from > self.today,
        };
        lines.iter().map(line).collect()
    }

    fn schedule_kinds(&self) -> Vec<(Choice, &'static str)> {
        let kinds = [
            ("company", "5/2", "как в календаре компании"),
            ("cycle", "Сменный", "столько-то дней через столько-то, праздники не важны"),
            ("week", "Свои дни недели", "в праздники не работает"),
        ];
        let choices = Choice::among(kinds.map(|(code, name, _)| (code, name)), &self.schedule.kind);
        choices.into_iter().zip(kinds.map(|(_, _, means)| means)).collect()
    }

    /// Field, «пн», whether it is ticked.
    fn weekdays(&self) -> Vec<(&'static str, String, bool)> {
        let sent = self.schedule.days().into_iter().zip(WEEK);
        sent.map(|((field, sent), day)| (field, short(day), sent == "yes")).collect()
    }
}
