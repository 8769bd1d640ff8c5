//! What is looked at, in an address and back.

use serde::Deserialize;

use crate::report::course::Frame;
use crate::report::side::Side;
use crate::values::{DepartmentId, MemberId, MetricId, Period, Span, optional_id};

/// The address as typed; empty is «все».
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    period: String,
    department: String,
    metric: String,
    member: String,
}

/// What the page is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Focus {
    Everybody,
    Metric(MetricId),
    Person(MemberId),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Look {
    pub period: Period,
    pub department: Option<DepartmentId>,
    pub focus: Focus,
}

impl Asked {
    /// This month unless another period is asked for; `None`: what no address of ours says.
    pub fn look(&self, this: Period) -> Option<Look> {
        let department = optional_id(&self.department).ok()?;
        let (metric, member) = (optional_id(&self.metric).ok()?, optional_id(&self.member).ok()?);
        let focus = match (metric, member) {
            (_, Some(member)) => Focus::Person(member),
            (Some(metric), None) => Focus::Metric(metric),
            (None, None) => Focus::Everybody,
        };
        Some(Look { period: self.period(this)?, department, focus })
    }

    fn period(&self, this: Period) -> Option<Period> {
        if self.period.is_empty() {
            return Some(this);
        }
        let period: Period = self.period.parse().ok()?;
        (period.span() != Span::Year).then_some(period)
    }
}

impl Look {
    pub const SPANS: [Span; 4] = [Span::Day, Span::Week, Span::Month, Span::Quarter];

    pub fn address(&self) -> String {
        format!("/plan-fact?{}", self.query())
    }

    pub fn download(&self) -> String {
        format!("/plan-fact.csv?{}", self.query())
    }

    fn query(&self) -> String {
        let focus = match self.focus {
            Focus::Everybody => String::new(),
            Focus::Metric(id) => format!("&metric={id}"),
            Focus::Person(id) => format!("&member={id}"),
        };
        format!("period={}{}{focus}", self.period, self.of_department())
    }

    fn of_department(&self) -> String {
        self.department.map_or(String::new(), |id| format!("&department={id}"))
    }

    #[must_use]
    pub fn at(self, period: Period) -> Self {
        Self { period, ..self }
    }

    #[must_use]
    pub fn on(self, focus: Focus) -> Self {
        Self { focus, ..self }
    }

    /// The entries a figure is made of.
    pub fn entries(
        &self,
        member: Option<MemberId>,
        metric: MetricId,
        side: Option<Side>,
    ) -> String {
        let member = member.map_or(String::new(), |id| format!("&member={id}"));
        let side = side.map_or(String::new(), |side| format!("&whose={}", side.code()));
        let department = self.of_department();
        format!("/entries?metric={metric}&period={}{member}{department}{side}", self.period)
    }
}

/// How far a period has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    Ahead,
    /// A day that is not closed yet: what it brought stands as «пока».
    Today,
    Going,
    Finished,
}

impl Phase {
    pub fn of(frame: &Frame) -> Self {
        if frame.is_ahead() {
            Self::Ahead
        } else if frame.is_finished() {
            Self::Finished
        } else if frame.period.span() == Span::Day {
            Self::Today
        } else {
            Self::Going
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::NaiveDate;

    const DEPARTMENT: &str = "00000000-0000-0000-0000-0000000000d0";
    const MEMBER: &str = "00000000-0000-0000-0000-0000000000e0";
    const METRIC: &str = "00000000-0000-0000-0000-0000000000f0";

    fn asked(period: &str, department: &str, metric: &str, member: &str) -> Option<Look> {
        let typed = |text: &str| text.to_owned();
        let asked = Asked {
            period: typed(period),
            department: typed(department),
            metric: typed(metric),
            member: typed(member),
        };
        asked.look("2026-11".parse().unwrap())
    }

    #[test]
    fn an_address_is_read_as_it_is_written() {
        let look = asked("2026-W47", DEPARTMENT, METRIC, "").unwrap();
        let address = format!("/plan-fact?period=2026-W47&department={DEPARTMENT}&metric={METRIC}");
        assert_eq!(look.address(), address);
        let person = look.on(Focus::Person(MemberId(MEMBER.parse().unwrap())));
        assert!(person.address().ends_with(&format!("&member={MEMBER}")));
        assert_eq!(asked("", "", "", "").unwrap().address(), "/plan-fact?period=2026-11");
    }

    #[test]
    fn what_is_no_address_of_ours_is_not_found() {
        for (period, department, metric) in
            [("2026-13", "", ""), ("2026", "", ""), ("", "x", ""), ("", "", "x")]
        {
            assert_eq!(asked(period, department, metric, ""), None);
        }
    }

    #[test]
    fn a_day_is_today_until_its_closing_hour() {
        let phase = |period: &str, hour: u32| {
            let today = NaiveDate::from_ymd_opt(2026, 11, 18).unwrap();
            let now = today.and_hms_opt(hour, 0, 0).unwrap();
            let roster =
                crate::working_days::Roster::plain(crate::values::WorkCalendar::russia().clone());
            let closes = "20:00:00".parse().unwrap();
            let frame = Frame::at(period.parse().unwrap(), now, closes, roster);
            Phase::of(&frame)
        };
        assert_eq!(phase("2026-11-18", 12), Phase::Today);
        assert_eq!(phase("2026-11-18", 20), Phase::Finished);
        assert_eq!(phase("2026-11-19", 12), Phase::Ahead);
        assert_eq!(phase("2026-11", 12), Phase::Going);
        assert_eq!(phase("2026-10", 12), Phase::Finished);
    }
}
