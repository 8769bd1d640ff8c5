use askama::Template;
use chrono::NaiveDate;

use crate::mail::{Content, Frame};
use crate::values::russian::day_and_month;

/// The day is not closed.
pub struct Reminder<'a> {
    pub frame: Frame,
    pub name: &'a str,
    pub company: &'a str,
    pub on: NaiveDate,
    pub link: String,
    pub unsubscribe: String,
}

#[derive(Template)]
#[template(path = "mail/day_reminder/letter.html")]
struct Html<'a> {
    letter: &'a Reminder<'a>,
}

#[derive(Template)]
#[template(path = "mail/day_reminder/letter.txt")]
struct Text<'a> {
    letter: &'a Reminder<'a>,
}

impl Reminder<'_> {
    fn subject(&self) -> String {
        format!("День не закрыт: {}", self.day())
    }

    /// «25 ноября»
    fn day(&self) -> String {
        day_and_month(self.on)
    }

    pub fn content(&self) -> askama::Result<Content> {
        Ok(Content {
            subject: self.subject(),
            text: Text { letter: self }.render()?,
            html: Html { letter: self }.render()?,
            unsubscribe: Some(self.unsubscribe.clone()),
        })
    }
}
