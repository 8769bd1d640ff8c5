//! What applying a template does, line by line.
use serde::{Deserialize, Serialize};

/// A part of the set-up, in the order of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Part {
    Metrics,
    Funnel,
    Cards,
    Rituals,
    Terms,
    Exercises,
}

impl Part {
    pub const ALL: [Self; 6] =
        [Self::Metrics, Self::Funnel, Self::Cards, Self::Rituals, Self::Terms, Self::Exercises];

    /// Where it is looked at and changed by hand.
    pub fn href(self) -> &'static str {
        match self {
            Self::Metrics => "/norms",
            Self::Funnel => "/setup/funnel",
            Self::Cards => "/setup/cards",
            Self::Rituals => "/setup/rhythm",
            Self::Terms => "/setup/forecast",
            Self::Exercises => "/setup/exercises",
        }
    }

    pub fn name(self) -> &'static str {
        match self {
            Self::Metrics => "Показатели и нормы",
            Self::Funnel => "Воронка",
            Self::Cards => "Карты KPI",
            Self::Rituals => "Регулярные действия",
            Self::Terms => "Параметры прогноза",
            Self::Exercises => "Упражнения",
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    pub part: Part,
    /// A metric, a stage, a card: by its name.
    pub subject: String,
    pub change: Change,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Change {
    /// «добавится»
    Added,
    /// «появится позже»: hidden for now.
    Later,
    /// «изменится»
    Changed { what: String, from: String, to: String },
    /// «останется ваше»: the company entered it or changed it.
    Kept { what: String, yours: String, offered: String },
    /// «убираем с таблиц»: nobody touched it and nothing hangs on it.
    Hidden,
}

impl Change {
    /// Whether anything is written because of it.
    pub fn is_done(&self) -> bool {
        !matches!(self, Self::Kept { .. })
    }
}

/// Writes lines of one thing.
pub struct Pen<'a> {
    pub lines: &'a mut Vec<Line>,
    pub part: Part,
    pub subject: String,
}

/// The same thing as it was last offered, as the company has it, as it is offered now.
pub struct Sides<'a, T> {
    pub base: Option<&'a T>,
    pub now: &'a T,
    pub offered: &'a T,
}

impl<'a, T> Sides<'a, T> {
    pub fn of<U>(&self, field: impl Fn(&'a T) -> &'a U) -> Sides<'a, U> {
        Sides { base: self.base.map(&field), now: field(self.now), offered: field(self.offered) }
    }

    /// As [`Sides::of`], where nothing entered is the same as never offered.
    pub fn of_blank<U>(&self, field: impl Fn(&'a T) -> &'a U, blank: &'a U) -> Sides<'a, U> {
        let sides = self.of(field);
        Sides { base: sides.base.or(Some(blank)), ..sides }
    }
}

impl Pen<'_> {
    pub fn write(&mut self, change: Change) {
        self.lines.push(Line { part: self.part, subject: self.subject.clone(), change });
    }

    /// What the company has untouched becomes what is offered; what it entered stays.
    pub fn settle<U: Clone + PartialEq>(
        &mut self,
        what: &str,
        sides: &Sides<'_, U>,
        say: impl Fn(&U) -> String,
    ) -> U {
        let Sides { base, now, offered } = *sides;
        if now == offered {
            return now.clone();
        }
        let (what, say) = (what.to_owned(), |value: &U| shortened(&say(value)));
        if base == Some(now) {
            self.write(Change::Changed { what, from: say(now), to: say(offered) });
            return offered.clone();
        }
        // What was offered before and was not taken is not told again.
        if base != Some(offered) {
            self.write(Change::Kept { what, yours: say(now), offered: say(offered) });
        }
        now.clone()
    }
}

/// The longest text of a line; what is longer is read in its own place.
const LONGEST: usize = 240;

fn shortened(text: &str) -> String {
    if text.chars().count() <= LONGEST {
        return text.to_owned();
    }
    let start: String = text.chars().take(LONGEST).collect();
    let words = start.rsplit_once(' ').map_or(start.as_str(), |(words, _)| words);
    format!("{words} …")
}
