//! The overview's first sentences: where the main number goes and what holds it back.

use chrono::{Datelike, NaiveDate};

use crate::values::russian::{
    NO_BREAK, capitalized, counted, day_and_month, listed, uncapitalized,
};
use crate::values::{Percent, Period, Quantity, Span};

/// Where the main number of a period stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Headline {
    /// Neither a plan nor a fact.
    Nothing,
    NotBegun {
        plan: Quantity,
    },
    /// A plan, and not one fact of those who have it.
    NoFacts {
        plan: Quantity,
    },
    NoPlan {
        fact: Quantity,
    },
    Early {
        fact: Quantity,
        plan: Quantity,
        passed: u32,
    },
    /// `rough` when the run rate is linear: money is known to come late.
    Going {
        to: Quantity,
        plan: Quantity,
        rough: bool,
    },
    Finished {
        fact: Quantity,
        plan: Quantity,
    },
}

/// A step that the team is behind with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lagging {
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

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    Good,
    Bad,
    Unsure,
}

/// A sentence with the part of it that is coloured.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sentence {
    pub says: String,
    pub accent: String,
    pub tone: Tone,
}

const NAMED_STEPS: usize = 2;
const NAMED_PEOPLE: usize = 3;

impl Headline {
    /// Whether the main number falls short, so that a reason is asked for.
    pub fn is_behind(&self) -> bool {
        match self {
            Self::Going { to, plan, .. } => to.minor() < plan.minor(),
            Self::Finished { fact, plan } => fact.minor() < plan.minor(),
            Self::Early { .. } => true,
            _ => false,
        }
    }

    pub fn sentence(&self, period: Period, today: NaiveDate) -> Sentence {
        let title = name(period, today);
        match self {
            Self::Nothing => {
                plain(format!("За {} нет ни плана, ни факта.", title.replace("неделя", "неделю")))
            }
            Self::NotBegun { plan } => {
                plain(format!("{} впереди: план {}.", capitalized(&title), plan.short()))
            }
            Self::NoFacts { plan } => Sentence {
                says: format!("{}: план {}, ", capitalized(&title), plan.short()),
                accent: "фактов пока нет.".to_owned(),
                tone: Tone::Unsure,
            },
            Self::NoPlan { fact } => Sentence {
                says: format!("{}: {} — ", capitalized(&title), fact.short()),
                accent: "план не задан, сравнить не с чем.".to_owned(),
                tone: Tone::Unsure,
            },
            Self::Early { fact, plan, passed } => early(*fact, *plan, *passed),
            Self::Going { to, plan, rough } => going(period, *to, *plan, *rough),
            Self::Finished { fact, plan } => Sentence {
                says: format!("{}: {} — ", capitalized(&title), of_plan(*fact, *plan)),
                ..outcome(*fact, *plan, "не хватило", "план перевыполнен на")
            },
        }
    }
}

fn early(fact: Quantity, plan: Quantity, passed: u32) -> Sentence {
    let days = counted(passed.into(), "рабочий день", "рабочих дня", "рабочих дней");
    let says = match passed {
        0 => format!("{} — ", of_plan(fact, plan)),
        _ => format!("{} за {days} — ", of_plan(fact, plan)),
    };
    Sentence { says, accent: "рано судить.".to_owned(), tone: Tone::Unsure }
}

fn going(period: Period, to: Quantity, plan: Quantity, rough: bool) -> Sentence {
    let within = match period.span() {
        Span::Week => "За неделю идём к",
        Span::Quarter => "За квартал идём к",
        Span::Year => "За год идём к",
        Span::Day | Span::Month => "Идём к",
    };
    let outcome = outcome(to, plan, "не хватает", "с запасом");
    let (within, tone) = if rough {
        (format!("Грубо: {}", uncapitalized(within)), Tone::Unsure)
    } else {
        (within.to_owned(), outcome.tone)
    };
    Sentence { says: format!("{within}{NO_BREAK}{} — ", of_plan(to, plan)), tone, ..outcome }
}

/// «4,35 млн из 4,8 млн ₽»
fn of_plan(fact: Quantity, plan: Quantity) -> String {
    format!("{} из{NO_BREAK}{}", fact.short_number(), plan.short())
}

fn outcome(fact: Quantity, plan: Quantity, lack: &str, surplus: &str) -> Sentence {
    let gap = fact.minor() - plan.minor();
    let size = plan.with(gap.abs()).short_number();
    let stop = if size.ends_with('.') { "" } else { "." };
    let (accent, tone) = match gap {
        0 => ("ровно по плану.".to_owned(), Tone::Good),
        1.. => (format!("{surplus} {size}{stop}"), Tone::Good),
        _ => (format!("{lack} {size}{stop}"), Tone::Bad),
    };
    Sentence { says: String::new(), accent, tone }
}

fn plain(accent: String) -> Sentence {
    Sentence { says: accent, accent: String::new(), tone: Tone::Unsure }
}

/// «ноябрь», «неделя 16–22 ноября», «IV квартал»; the same after «за», but for the week.
fn name(period: Period, today: NaiveDate) -> String {
    match period.span() {
        Span::Week => format!("неделя {}", period.title(today)),
        Span::Month => uncapitalized(&period.title(today)),
        _ => period.title(today),
    }
}

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
            None => format!("Отстаёт «{}»", self.metric),
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
    use crate::values::Unit;
    use crate::values::russian::NARROW;

    const TODAY: &str = "2026-11-18";

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn roubles(kopecks: i64) -> Quantity {
        Quantity::new(kopecks, 2, Unit::Rouble).unwrap()
    }

    fn says(headline: &Headline, period: &str) -> (String, Tone) {
        let sentence = headline.sentence(period.parse().unwrap(), day(TODAY));
        let text = format!("{}{}", sentence.says, sentence.accent);
        (text.replace([NARROW, NO_BREAK], " "), sentence.tone)
    }

    fn going(to: i64, rough: bool) -> Headline {
        Headline::Going { to: roubles(to), plan: roubles(480_000_000), rough }
    }

    #[test]
    fn a_month_under_way_says_where_it_goes() {
        let (text, tone) = says(&going(435_000_000, false), "2026-11");
        assert_eq!(text, "Идём к 4,35 млн из 4,8 млн ₽ — не хватает 450 тыс.");
        assert_eq!(tone, Tone::Bad);
        let (text, tone) = says(&going(510_000_000, false), "2026-11");
        assert_eq!(text, "Идём к 5,1 млн из 4,8 млн ₽ — с запасом 300 тыс.");
        assert_eq!(tone, Tone::Good);
    }

    #[test]
    fn a_linear_run_rate_is_called_rough_and_frightens_nobody() {
        let (text, tone) = says(&going(435_000_000, true), "2026-11");
        assert_eq!(text, "Грубо: идём к 4,35 млн из 4,8 млн ₽ — не хватает 450 тыс.");
        assert_eq!(tone, Tone::Unsure);
    }

    #[test]
    fn weeks_and_quarters_say_so() {
        let (text, _) = says(&going(435_000_000, false), "2026-W47");
        assert!(text.starts_with("За неделю идём к 4,35 млн"), "{text}");
        let (text, _) = says(&going(435_000_000, true), "2026-Q4");
        assert!(text.starts_with("Грубо: за квартал идём к 4,35 млн"), "{text}");
    }

    #[test]
    fn a_finished_month_says_what_was_missing() {
        let finished =
            Headline::Finished { fact: roubles(121_017_468), plan: roubles(182_500_000) };
        let (text, tone) = says(&finished, "2019-11");
        assert_eq!(text, "Ноябрь 2019: 1,21 млн из 1,83 млн ₽ — не хватило 615 тыс.");
        assert_eq!(tone, Tone::Bad);
        let met = Headline::Finished { fact: roubles(5_000), plan: roubles(5_000) };
        assert_eq!(says(&met, "2026-10").0, "Октябрь: 50 из 50 ₽ — ровно по плану.");
    }

    #[test]
    fn what_is_missing_is_named() {
        let (fact, plan) = (roubles(261_000_000), roubles(480_000_000));
        let said = |headline, period| says(&headline, period).0;
        assert_eq!(said(Headline::Nothing, "2026-11"), "За ноябрь нет ни плана, ни факта.");
        assert_eq!(
            said(Headline::NoPlan { fact }, "2026-11"),
            "Ноябрь: 2,61 млн ₽ — план не задан, сравнить не с чем."
        );
        assert_eq!(
            said(Headline::NoFacts { plan }, "2026-Q4"),
            "IV квартал: план 4,8 млн ₽, фактов пока нет."
        );
        assert_eq!(
            said(Headline::Early { fact, plan, passed: 2 }, "2026-11"),
            "2,61 млн из 4,8 млн ₽ за 2 рабочих дня — рано судить."
        );
        assert_eq!(
            said(Headline::NotBegun { plan }, "2026-12"),
            "Декабрь впереди: план 4,8 млн ₽."
        );
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
        assert_eq!(said, "Отстаёт «Тест-драйвы»: Менеджер 1, Менеджер 2, Менеджер 3 и ещё 2.");
    }

    #[test]
    fn days_without_data_are_counted_and_named() {
        let days = [day("2026-11-16"), day("2026-11-17")];
        let said = silence(&days).unwrap().replace(NO_BREAK, " ");
        assert_eq!(said, "Нет данных за 2 рабочих дня: 16 и 17 ноября.");
        assert_eq!(silence(&[]), None);
    }
}
