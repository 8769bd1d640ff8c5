//! A line of money: what a client paid, or got back.

use chrono::{DateTime, NaiveDate, Utc};

use super::entry::Cell;
use crate::company::name_norm;
use crate::values::{MemberId, MetricId};

/// A line as it is from now on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewPayment {
    pub cell: Cell,
    /// The line's own key within its cell: sent twice it is one line, with another amount that line is edited.
    pub key: String,
    /// Minor units of the metric, never zero; below zero is a refund, `None` takes the line back.
    pub amount: Option<i64>,
    /// Empty: nobody named.
    pub client: String,
    pub comment: String,
    pub late: bool,
    /// Who said it and when, where that is not the one who records now.
    pub said: Option<(MemberId, DateTime<Utc>)>,
}

impl NewPayment {
    /// The key as it is stored: two cells never share a line.
    pub fn source_key(&self) -> String {
        let Cell { member, metric, day, .. } = &self.cell;
        format!("{day}/{member}/{metric}/{}", self.key)
    }
}

/// A line that counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Payment {
    pub key: String,
    pub metric: MetricId,
    pub amount: i64,
    pub client: String,
    pub comment: String,
}

/// The line's own key out of the stored one.
pub fn own_key(source_key: &str) -> &str {
    source_key.rsplit('/').next().unwrap_or_default()
}

/// What recording lines did.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Paid {
    /// Lines that were new, changed or taken back.
    pub written: usize,
    /// What was not written, since its day is closed.
    pub closed: Vec<NewPayment>,
}

/// What one person says of a day: own words beside what counts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Said {
    pub own: Vec<(MetricId, i64)>,
    pub counts: Vec<(MetricId, Counted)>,
    pub payments: Vec<Payment>,
    /// The last of the fourteen days before that has figures, and what counts there.
    pub before: Option<(NaiveDate, Vec<(MetricId, i64)>)>,
    /// The last figures before the day of the metrics asked for.
    pub last: Vec<(MetricId, i64)>,
}

/// The figure in force of a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counted {
    pub value: i64,
    pub corrected: bool,
    pub late: bool,
}

/// A client's name as compared: «Ремстрой», "РЕМСТРОЙ" and Ремстрой are one. Empty when no letter is left.
pub fn client_norm(name: &str) -> String {
    let quotes = ['«', '»', '"', '\'', '„', '“', '”'];
    name_norm(&name.replace(quotes, " "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn a_client_is_one_however_it_is_quoted() {
        assert_eq!(client_norm("ООО «Ремстрой»"), client_norm("ооо \"РЕМСТРОЙ\""));
        assert_ne!(client_norm("Ремстрой"), client_norm("Ремстрой Юг"));
        assert_eq!(client_norm(" «» "), "");
    }

    #[test]
    fn a_key_is_read_as_it_was_stored_and_belongs_to_its_cell() {
        let (member, metric) = (MemberId(Uuid::from_u128(1)), MetricId(Uuid::from_u128(2)));
        let cell = Cell { member, metric, day: "2026-11-18".parse().unwrap(), tag: String::new() };
        let line = NewPayment {
            cell,
            key: "k-1".into(),
            amount: Some(1),
            client: String::new(),
            comment: String::new(),
            late: false,
            said: None,
        };
        let tomorrow = Cell { day: "2026-11-19".parse().unwrap(), ..line.cell.clone() };
        let other = NewPayment { cell: tomorrow, ..line.clone() };
        assert_eq!(own_key(&line.source_key()), "k-1");
        assert_ne!(line.source_key(), other.source_key());
    }
}
