//! The page: its head here, the block of plan and fact and the table in files of their own.
mod block;
mod figure;
mod links;
mod rows;
mod week;

use std::sync::Arc;

use askama::Template;
use chrono::NaiveTime;
use chrono_tz::Tz;

use super::start::{Lack, Start};
use super::summary::Summary;
use crate::report::course::Frame;
use crate::report::verdict::{Lagging, Sentence, silence};
use crate::values::{Period, Span};
use crate::web::Shell;
use crate::week::Standing;

#[derive(Template)]
#[template(path = "overview/index.html")]
pub struct Index {
    pub shell: Shell,
    /// [`Contents`] as they were rendered.
    pub contents: Arc<str>,
}

/// What the page says: the same for all of a company.
#[derive(Template)]
#[template(path = "overview/contents.html")]
pub struct Contents {
    pub zone: Tz,
    /// The hour at which the company's day closes.
    pub closes: NaiveTime,
    /// Whether who looks may set the company up: said where there is nothing else to say.
    pub may_set_up: bool,
    pub frame: Frame,
    pub start: Start,
    pub summary: Summary,
    /// Where the weeks of departments stand, of the present period.
    pub weeks: Vec<Standing>,
}

/// One of the things to do before the page can speak.
pub struct Todo {
    pub title: &'static str,
    pub text: &'static str,
    pub done: bool,
    /// The address and words of the one button, at the first that is not done.
    pub button: Option<(&'static str, &'static str)>,
}

impl Contents {
    /// # Errors
    /// When a template fails.
    pub fn rendered(&self) -> anyhow::Result<String> {
        Ok(self.render()?)
    }

    pub fn when(&self) -> String {
        self.frame.when()
    }

    pub fn title(&self) -> String {
        self.frame.period.title(self.frame.today)
    }

    pub fn spans(&self) -> Vec<(String, String, bool)> {
        self.frame.spans(&[Span::Week, Span::Month, Span::Quarter], address)
    }

    pub fn back(&self) -> Option<String> {
        self.frame.back(address)
    }

    pub fn forward(&self) -> Option<String> {
        self.frame.forward(address)
    }

    pub fn verdict(&self) -> Sentence {
        self.summary.verdict(&self.frame)
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
