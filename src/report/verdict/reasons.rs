//! What holds the main number back: steps that lag, and days nobody spoke of.

use chrono::{Datelike, NaiveDate};

use crate::values::Percent;
use crate::values::russian::{NO_BREAK, counted, day_and_month, listed};

/// A step that the team is behind with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lagging {
    /// Empty when it is the main number itself.
    pub metric: String,
    /// Whose, the furthest behind first; names as they are.
    pub people: Vec<String>,
    pub and_others: usize,
}

/// One step of the team: its name, its pace and the pace of each who has a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    pub metric: String,
    pub pace: Percent,
    pub people: Vec<(String, Percent)>,
}

const NAMED_STEPS: usize = 2;
const NAMED_PEOPLE: usize = 3;

/// The one or two steps furthest behind, with those who are behind with them.
pub fn lagging(mut steps: Vec<Step>) -> Vec<Lagging> {
    steps.retain(|step| step.pace < Percent::whole(100));
    steps.sort_by_key(|step| step.pace);
    steps
        .into_iter()
        .map(Lagging::of)
        .filter(|lag| !lag.people.is_empty())
        .take(NAMED_STEPS)
        .collect()
}

impl Lagging {
    fn of(step: Step) -> Self {
        let mut behind = step.people;
        behind.retain(|(_, pace)| *pace < Percent::whole(100));
        behind.sort_by_key(|(_, pace)| *pace);
        let red = behind.iter().filter(|(_, pace)| *pace < Percent::whole(85)).count();
        behind.truncate(if red > 0 { red } else { behind.len() });
        let and_others = behind.len().saturating_sub(NAMED_PEOPLE);
        let people = behind.into_iter().take(NAMED_PEOPLE).map(|(name, _)| name).collect();
        Self { metric: step.metric, people, and_others }
    }

    /// «Мало встреч: Петров И., Белова А.»; a name we cannot decline is quoted.
    pub fn sentence(&self) -> String {
        let what = match genitive(&self.metric) {
            Some(many) => format!("Мало {many}"),
            None if self.metric.is_empty() => "Дальше всех от плана".into(),
            None => format!("Отстаёт показатель «{}»", self.metric),
        };
        let others = match self.and_others {
            0 => String::new(),
            more => format!(" и ещё {more}"),
        };
        let people: Vec<String> = self.people.iter().map(|name| unbroken(name)).collect();
        let people = people.join(", ");
        let stop = if others.is_empty() && people.ends_with('.') { "" } else { "." };
        format!("{what}: {people}{others}{stop}")
    }
}

/// A name keeps its initials on the line.
fn unbroken(name: &str) -> String {
    name.rsplit_once(' ').map_or(name.into(), |(name, end)| format!("{name}{NO_BREAK}{end}"))
}

/// Genitive plural of the steps that a company starts with or usually adds.
fn genitive(metric: &str) -> Option<&'static str> {
    Some(match metric.to_lowercase().as_str() {
        "звонки" => "звонков",
        "встречи" => "встреч",
        "кп" => "КП",
        "счета" => "счетов",
        "контакты" => "контактов",
        "заявки" => "заявок",
        "лиды" => "лидов",
        "договоры" => "договоров",
        "замеры" => "замеров",
        "показы" => "показов",
        "презентации" => "презентаций",
        "письма" => "писем",
        "визиты" => "визитов",
        _ => return None,
    })
}

/// «Нет данных за 3 рабочих дня: 16, 17 и 18 ноября.»; `None` when each day has some.
pub fn silence(days: &[NaiveDate]) -> Option<String> {
    let count = i64::try_from(days.len()).ok().filter(|count| *count > 0)?;
    let said = counted(count, "рабочий день", "рабочих дня", "рабочих дней");
    if days.len() > 4 {
        return Some(format!("Нет данных за {said}."));
    }
    Some(format!("Нет данных за {said}: {}.", listed(&named(days))))
}

/// The month is said once: «16, 17 и 18 ноября».
fn named(days: &[NaiveDate]) -> Vec<String> {
    let goes_on = |at: usize| days.get(at + 1).is_some_and(|next| next.month() == days[at].month());
    let name = |(at, day): (usize, &NaiveDate)| {
        if goes_on(at) { day.day().to_string() } else { day_and_month(*day) }
    };
    days.iter().enumerate().map(name).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn person(name: &str, pace: i64) -> (String, Percent) {
        (name.to_owned(), Percent::whole(pace))
    }

    fn step(metric: &str, pace: i64, people: Vec<(String, Percent)>) -> Step {
        Step { metric: metric.to_owned(), pace: Percent::whole(pace), people }
    }

    #[test]
    fn the_step_furthest_behind_is_named_with_its_people() {
        let steps = vec![
            step("Звонки", 104, vec![person("Орлова М.", 90)]),
            step("КП", 95, vec![person("Орлова М.", 96), person("Иванова О.", 99)]),
            step(
                "Встречи",
                80,
                vec![person("Белова А.", 71), person("Иванова О.", 112), person("Петров И.", 58)],
            ),
        ];
        let said: Vec<String> =
            lagging(steps).iter().map(|lag| lag.sentence().replace(NO_BREAK, " ")).collect();
        assert_eq!(said, ["Мало встреч: Петров И., Белова А.", "Мало КП: Орлова М., Иванова О."]);
    }

    #[test]
    fn a_step_of_the_companys_own_is_quoted_and_a_crowd_is_counted() {
        let crowd = (1..=5).map(|n| person(&format!("Менеджер {n}"), 10 * n)).collect();
        let said = lagging(vec![step("Тест-драйвы", 50, crowd)])[0].sentence();
        let said = said.replace(NO_BREAK, " ");
        assert_eq!(
            said,
            "Отстаёт показатель «Тест-драйвы»: Менеджер 1, Менеджер 2, Менеджер 3 и ещё 2."
        );
    }

    #[test]
    fn the_main_number_itself_needs_no_name() {
        let said = lagging(vec![step("", 50, vec![person("Белова А.", 40)])])[0].sentence();
        assert_eq!(said.replace(NO_BREAK, " "), "Дальше всех от плана: Белова А.");
    }

    #[test]
    fn days_without_data_are_counted_and_named() {
        let days = [day("2026-11-16"), day("2026-11-17")];
        let said = silence(&days).unwrap().replace(NO_BREAK, " ");
        assert_eq!(said, "Нет данных за 2 рабочих дня: 16 и 17 ноября.");
        assert_eq!(silence(&[]), None);
    }
}
