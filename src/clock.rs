//! The one source of the current time.
use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;

/// Gives the instant: the system's, or a fixed one for tests and pictures.
#[derive(Debug, Clone, Copy)]
pub struct Clock {
    fixed: Option<DateTime<Utc>>,
}

impl Clock {
    pub const fn system() -> Self {
        Self { fixed: None }
    }

    pub const fn fixed(at: DateTime<Utc>) -> Self {
        Self { fixed: Some(at) }
    }

    pub fn now(&self) -> DateTime<Utc> {
        self.fixed.unwrap_or_else(system_now)
    }

    /// The date where the company is: in Vladivostok it is tomorrow while Moscow has dinner.
    pub fn today(&self, zone: Tz) -> NaiveDate {
        self.now().with_timezone(&zone).date_naive()
    }
}

#[expect(clippy::disallowed_methods, reason = "the one place that reads the clock")]
fn system_now() -> DateTime<Utc> {
    Utc::now()
}
