//! The page: its head here, the block of plan and fact and the table in files of their own.
mod block;
mod figure;
mod links;
mod rows;

use askama::Template;
use chrono::Datelike;

use super::start::{Lack, Start};
use super::summary::Summary;
use crate::metric::Kind;
use crate::report::course::Frame;
use crate::report::verdict::{Lagging, Sentence, silence};
use crate::values::russian::{capitalized, counted, long_date, working_day};
use crate::values::{Period, Span};
use crate::web::Shell;

#[derive(Template)]
#[template(path = "overview/index.html")]
pub struct Index {
    shell: Shell,
    frame: Frame,
    start: Start,
    summary: Summary,
}

/// One of the things to do before the page can speak.
pub struct Todo {
    pub title: &'static str,
    pub text: &'static str,
    pub done: bool,
    /// The address and words of the one button, at the first that is not done.
    pub button: Option<(&'static str, &'static str)>,
}

impl Index {
    pub fn new(shell: Shell, frame: Frame, start: Start, summary: Summary) -> Self {
        Self { shell, frame, start, summary }
    }

    fn is_current(&self) -> bool {
        self.frame.period.contains(self.frame.today)
    }

    /// «Среда, 18 ноября · 12-й рабочий день из 20»; of another period its working days.
    pub fn when(&self) -> String {
        let total = self.frame.total();
        let days = if self.is_current() {
            format!("{} · {}", capitalized(&long_date(self.frame.today)), self.day_of(total))
        } else {
            counted(total.into(), "рабочий день", "рабочих дня", "рабочих дней")
        };
        if self.is_calendar_known() {
            days
        } else {
            format!("{days} по обычной пятидневке")
        }
    }

    fn day_of(&self, total: u32) -> String {
        let calendar = self.frame.calendar;
        let number = calendar.working_days(self.frame.period.first(), self.frame.today);
        if calendar.is_working(self.frame.today) {
            return working_day(number, total);
        }
        let passed = counted(number.into(), "рабочий день", "рабочих дня", "рабочих дней");
        format!("выходной, прошло {passed} из {total}")
    }

    fn is_calendar_known(&self) -> bool {
        let (first, last) = (self.frame.period.first().year(), self.frame.period.last().year());
        (first..=last).all(|year| self.frame.calendar.is_known(year))
    }

    pub fn title(&self) -> String {
        self.frame.period.title(self.frame.today)
    }

    /// Week, month, quarter around the day looked at.
    pub fn spans(&self) -> Vec<(String, String, bool)> {
        let period = self.frame.period;
        let day = if self.is_current() { self.frame.today } else { period.last() };
        let link = |span: Span| {
            let other = if span == period.span() { period } else { Period::containing(span, day) };
            let title = match span {
                Span::Week => "Неделя",
                Span::Quarter => "Квартал",
                _ => "Месяц",
            };
            (address(other), title.to_owned(), span == period.span())
        };
        [Span::Week, Span::Month, Span::Quarter].map(link).into()
    }

    pub fn back(&self) -> Option<String> {
        let earliest = self.frame.period.first().year() > 1991;
        earliest.then(|| address(self.frame.period.previous()))
    }

    /// One period ahead may be looked at.
    pub fn forward(&self) -> Option<String> {
        (!self.frame.is_ahead()).then(|| address(self.frame.period.next()))
    }

    /// The verdict; a number that is not money is named.
    pub fn verdict(&self) -> Sentence {
        let sentence = self.summary.headline.sentence(self.frame.period, self.frame.today);
        let table = &self.summary.table;
        match table.main.map(|main| &table.metrics[main]) {
            Some(metric) if metric.kind != Kind::Money && !sentence.accent.is_empty() => {
                Sentence { says: format!("{}. {}", metric.name, sentence.says), ..sentence }
            }
            _ => sentence,
        }
    }

    /// The second sentence: what holds the number back, and days nobody spoke of.
    pub fn reasons(&self) -> Vec<String> {
        let lagging = self.summary.lagging.iter().map(Lagging::sentence);
        lagging.chain(silence(&self.summary.silent)).collect()
    }

    pub fn is_empty(&self) -> bool {
        self.start.is_empty()
    }

    /// What is missing although something is there.
    pub fn lack(&self) -> Option<Lack> {
        self.start.lack().filter(|_| !self.is_empty())
    }

    pub fn todos(&self) -> [Todo; 3] {
        [
            Todo {
                title: "Люди",
                text: "Кто продаёт. Вход в Маяк им пока не нужен; можно и не набирать: при загрузке файла люди добавятся сами.",
                done: self.start.has_people,
                button: Some(("/people/new", "Добавить человека"))
                    .filter(|_| !self.start.has_people),
            },
            Todo {
                title: "План на месяц",
                text: "Сколько денег и шагов ждём от каждого. Наберите в таблице, вставьте из Excel или загрузите файлом.",
                done: self.start.has_plan,
                button: Some(("/plan", "Задать план")).filter(|_| !self.start.has_plan),
            },
            Todo {
                title: "Факты",
                text: "Что сделано по дням: звонки, встречи, оплаты. Подойдёт выгрузка из CRM или таблица, которую вы уже ведёте.",
                done: self.start.has_facts,
                button: Some(("/imports", "Загрузить файл")).filter(|_| !self.start.has_facts),
            },
        ]
    }
}

/// The overview of a period.
fn address(period: Period) -> String {
    format!("/?period={period}")
}
