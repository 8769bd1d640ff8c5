use askama::Template;
use chrono::{DateTime, NaiveDate, Utc};

use crate::signin::store::Session;
use crate::values::russian::{day_and_month, time};
use crate::web::Shell;

/// «Мои входы».
#[derive(Template)]
#[template(path = "signin/sessions.html")]
pub struct Sessions {
    pub shell: Shell,
    pub today: NaiveDate,
    pub living: Vec<Session>,
    /// Who made the link by which the password was last set, and when it was.
    pub reset: Option<(String, DateTime<Utc>)>,
}

impl Sessions {
    fn has_others(&self) -> bool {
        self.living.iter().any(|session| !session.is_this)
    }

    /// «сегодня, 12:05», «вчера, 9:40», «3 ноября, 18:00»
    fn when(&self, at: &DateTime<Utc>) -> String {
        let at = at.with_timezone(&self.shell.actor.zone).naive_local();
        let day = match (self.today - at.date()).num_days() {
            0 => "сегодня".to_owned(),
            1 => "вчера".to_owned(),
            _ => day_and_month(at.date()),
        };
        format!("{day}, {}", time(at.time()))
    }
}

impl Session {
    fn device_name(&self) -> &str {
        if self.device.is_empty() { "Неизвестный браузер" } else { &self.device }
    }

    fn network_name(&self) -> &str {
        if self.network.is_empty() { "сеть не видна" } else { &self.network }
    }
}
