//! From a period to its neighbours: longer, shorter, earlier, later.

use chrono::Datelike;

use crate::values::{Period, Span};

use super::course::Frame;

impl Frame {
    /// The periods of these lengths around the day looked at: address, name, whether it is this one.
    pub fn spans(
        &self,
        spans: &[Span],
        address: impl Fn(Period) -> String,
    ) -> Vec<(String, String, bool)> {
        let period = self.period;
        let day = if period.contains(self.today) { self.today } else { period.last() };
        let link = |&span: &Span| {
            let other = if span == period.span() { period } else { Period::containing(span, day) };
            (address(other), name(span).to_owned(), span == period.span())
        };
        spans.iter().map(link).collect()
    }

    pub fn back(&self, address: impl Fn(Period) -> String) -> Option<String> {
        let earliest = self.period.first().year() > 1991;
        earliest.then(|| address(self.period.previous()))
    }

    /// One period ahead may be looked at.
    pub fn forward(&self, address: impl Fn(Period) -> String) -> Option<String> {
        (!self.is_ahead()).then(|| address(self.period.next()))
    }
}

fn name(span: Span) -> &'static str {
    match span {
        Span::Day => "День",
        Span::Week => "Неделя",
        Span::Month => "Месяц",
        Span::Quarter => "Квартал",
        Span::Year => "Год",
    }
}
