use askama::Template;
use chrono::NaiveDate;

use crate::access::Permission;
use crate::form::{FieldErrors, Typed};
use crate::rhythm::cadence::WEEK;
use crate::rhythm::hours::{minutes_of, monthly_minutes, percent_of_month};
use crate::rhythm::ritual::{Ritual, Rule};
use crate::rhythm::rule::CADENCES;
use crate::values::russian::{NO_BREAK, counted, full_date};
use crate::values::{Quantity, Unit};
use crate::web::{Choice, Shell};

/// Every regular action and what all of them take of the head's month.
#[derive(Debug, Template)]
#[template(path = "rhythm/index.html")]
pub struct Rhythm {
    pub shell: Shell,
    pub today: NaiveDate,
    pub rituals: Vec<Ritual>,
    /// How many managers there are today.
    pub managers: u32,
    pub errors: FieldErrors,
}

impl Rhythm {
    fn may_edit(&self) -> bool {
        self.shell.may(Permission::SetupEdit)
    }

    fn title(&self) -> String {
        let minutes = monthly_minutes(&self.rituals, self.managers, self.today);
        if minutes == 0 {
            return "Ритм".into();
        }
        format!(
            "Ритм занимает у РОПа {} в месяц — около {}{NO_BREAK}% времени",
            hours(minutes),
            percent_of_month(minutes)
        )
    }

    fn lead(&self) -> String {
        let team = match self.managers {
            0 => "Менеджеров в команде пока нет, поэтому беседы с каждым не посчитаны.".to_owned(),
            number => format!(
                "Посчитано на нынешнюю команду: {}.",
                counted(number.into(), "менеджер", "менеджера", "менеджеров")
            ),
        };
        format!(
            "{team} Что РОП делает регулярно и как часто. Изменение действует с названного дня; прошлое остаётся по прежним правилам."
        )
    }

    /// Those that are held first.
    fn shown(&self) -> Vec<&Ritual> {
        let (held, hidden): (Vec<_>, Vec<_>) = self.rituals.iter().partition(|one| !one.is_hidden);
        held.into_iter().chain(hidden).collect()
    }

    fn rule<'r>(&self, ritual: &'r Ritual) -> Option<&'r Rule> {
        ritual.present(self.today)
    }

    /// «5 ч», of what is held today.
    fn load(&self, ritual: &Ritual) -> String {
        let rule = ritual.on(self.today).filter(|_| !ritual.is_hidden);
        rule.map_or_else(|| "—".into(), |rule| hours(minutes_of(rule, self.managers)))
    }

    /// «с 1 декабря 2026: каждый рабочий день в 9:15, 15 мин»
    fn coming(&self, ritual: &Ritual) -> Vec<String> {
        let present = ritual.present(self.today).map(|rule| rule.from_on);
        let begins = present.filter(|day| *day > self.today);
        let begins = begins.map(|day| format!("начнётся {}", full_date(day)));
        let later = ritual.coming(self.today).filter(|rule| Some(rule.from_on) != present);
        let later = later.map(|rule| format!("с {}: {}", full_date(rule.from_on), rule.words()));
        begins.into_iter().chain(later).collect()
    }
}

/// «32 ч», «1,5 ч», «40 мин»
fn hours(minutes: u32) -> String {
    if minutes < 60 {
        return format!("{minutes}{NO_BREAK}мин");
    }
    let tenths = if minutes < 600 { (minutes + 3) / 6 } else { (minutes + 30) / 60 * 10 };
    let number = Quantity::saturating(tenths.into(), 1, Unit::Hour).number();
    format!("{number}{NO_BREAK}ч")
}

/// One regular action: its form and its rules.
#[derive(Debug, Template)]
#[template(path = "rhythm/ritual.html")]
pub struct OneRitual {
    pub shell: Shell,
    pub today: NaiveDate,
    /// None: a new one.
    pub ritual: Option<Ritual>,
    pub form: Typed,
    pub errors: FieldErrors,
}

impl OneRitual {
    fn may_edit(&self) -> bool {
        self.shell.may(Permission::SetupEdit)
    }

    fn title(&self) -> String {
        self.ritual.as_ref().map_or("Новое регулярное действие".into(), |one| one.name.clone())
    }

    fn lead(&self) -> String {
        let rule = self.ritual.as_ref().and_then(|ritual| ritual.present(self.today));
        let new = || "Войдёт в ритм РОПа с названного дня.".to_owned();
        rule.map_or_else(new, |rule| {
            let since = if rule.from_on > self.today {
                "начнётся"
            } else {
                "действует с"
            };
            format!("Сейчас: {}; {since} {}.", rule.words(), full_date(rule.from_on))
        })
    }

    fn action(&self) -> String {
        self.ritual
            .as_ref()
            .map_or("/setup/rhythm".into(), |one| format!("/setup/rhythm/{}", one.id))
    }

    fn cadences(&self) -> Vec<Choice> {
        Choice::among(CADENCES, self.form.get("cadence"))
    }

    /// Field, letters, whether it is on.
    fn days(&self) -> Vec<(String, &'static str, bool)> {
        let days = WEEK.into_iter().enumerate();
        days.map(|(at, (_, name))| {
            let field = format!("day_{at}");
            let is_on = self.form.is_on(&field);
            (field, name, is_on)
        })
        .collect()
    }

    fn present(&self) -> Option<&Rule> {
        self.ritual.as_ref().and_then(|ritual| ritual.present(self.today))
    }

    /// Since when, what, by whom.
    fn rules(&self) -> Vec<(String, String, String)> {
        let rules = self.ritual.iter().flat_map(|ritual| &ritual.rules);
        rules
            .map(|rule| {
                let by = rule.by_name.clone().unwrap_or_default();
                (full_date(rule.from_on), rule.words(), by)
            })
            .collect()
    }

    fn history(&self) -> Option<String> {
        self.ritual.as_ref().and_then(|ritual| self.shell.history("ritual", ritual.id.0))
    }
}

/// What is written now, for one whose edit came second.
pub fn summary(ritual: &Ritual, today: NaiveDate) -> String {
    let hidden = if ritual.is_hidden { ", выключено" } else { "" };
    match ritual.present(today) {
        Some(rule) => format!("«{}», {}{hidden}", ritual.name, rule.words()),
        None => format!("«{}»{hidden}", ritual.name),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_is_said_in_hours() {
        let said = |minutes| hours(minutes).replace(NO_BREAK, " ");
        assert_eq!(
            [1_930, 90, 100, 45, 600].map(said),
            ["32 ч", "1,5 ч", "1,7 ч", "45 мин", "10 ч"]
        );
    }
}
