use askama::Template;
use chrono::{DateTime, Utc};

use super::Desk;
use crate::expert::client::{Client, Step};
use crate::values::WorkCalendar;
use crate::values::russian::{counted, day_and_month, numeric_date, time};

/// The companies somebody leads.
#[derive(Template)]
#[template(path = "expert/clients.html")]
pub struct Index {
    pub desk: Desk,
    pub now: DateTime<Utc>,
    pub clients: Vec<Client>,
}

impl Index {
    /// «3 компании, внимания просит 1»
    fn lead(&self) -> String {
        let number = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
        let all = counted(number(self.clients.len()), "компания", "компании", "компаний");
        let flagged = self.clients.iter().filter(|client| !client.flags(self.now).is_empty());
        match (self.clients.len(), flagged.count()) {
            (0, _) => "Компании, которые вы настраиваете и ведёте.".into(),
            (_, 0) => format!("{all}, всё идёт своим ходом"),
            (_, flagged) => format!("{all}, внимания просит {flagged}"),
        }
    }

    /// Sign and words of a step.
    fn said(step: Step) -> (&'static str, String) {
        match step {
            Step::Done(Some(week)) => ("good", week.title(WorkCalendar::russia(), week.starts_on)),
            Step::Done(None) => ("good", "да".into()),
            Step::Going => ("sea", "идёт".into()),
            Step::Waiting => ("none", "нет".into()),
            Step::Unknown => ("none", "считаем".into()),
        }
    }

    fn owner_seen(&self, client: &Client) -> String {
        let Some(at) = client.owner_seen_at else { return "—".into() };
        let local = at.with_timezone(&client.zone).naive_local();
        if local.date() == client.today(self.now) {
            format!("сегодня, {}", time(local.time()))
        } else {
            numeric_date(local.date())
        }
    }

    fn last_day(client: &Client) -> String {
        client.last_day().map_or_else(|| "без срока".into(), numeric_date)
    }

    /// «25 минут назад» would be wrong in a minute: the oldest look, by the clock of its company.
    fn looked_at(&self) -> Option<String> {
        let looks = self
            .clients
            .iter()
            .filter_map(|client| Some((client.introduction.as_ref()?.computed_at, client.zone)));
        let (at, zone) = looks.min_by_key(|(at, _)| *at)?;
        let local = at.with_timezone(&zone).naive_local();
        Some(format!("{}, {}", day_and_month(local.date()), time(local.time())))
    }
}
