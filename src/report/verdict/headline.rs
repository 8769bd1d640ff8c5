//! Where the main number goes.

use chrono::NaiveDate;

use crate::values::russian::{NO_BREAK, capitalized, counted, uncapitalized};
use crate::values::{Period, Quantity, Span};

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

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    Good,
    Bad,
    Unsure,
}

impl Tone {
    /// The class of the words said in it.
    pub fn class(self) -> &'static str {
        match self {
            Self::Good => "good",
            Self::Bad => "bad",
            Self::Unsure => "unsure",
        }
    }
}

/// A sentence with the part of it that is coloured.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sentence {
    pub says: String,
    pub accent: String,
    pub tone: Tone,
}

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
    let (mut fact, plan) = (fact.short_number(), plan.short());
    let unit = format!("{NO_BREAK}₽");
    let both_small = !plan.contains("тыс") && !plan.contains("мл");
    if both_small && let Some(bare) = fact.strip_suffix(&unit) {
        fact = bare.to_owned();
    }
    format!("{fact} из{NO_BREAK}{plan}")
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
}
