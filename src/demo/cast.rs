//! Who plays in the demonstration: two companies, their people and how each of them works.
use chrono::{Datelike, Days, NaiveDate};

use crate::access::Role;

/// A company of the demonstration.
#[derive(Debug, Clone, Copy)]
pub struct Company {
    pub name: &'static str,
    pub department: &'static str,
    pub people: &'static [Person],
    /// The department's money in an ordinary month, roubles, when everybody is experienced.
    pub month_money: i64,
}

/// Somebody of a company.
#[derive(Debug, Clone, Copy)]
pub struct Person {
    pub name: &'static str,
    pub role: Role,
    /// The address of those who can be tried.
    pub email: Option<&'static str>,
    pub manner: Option<Manner>,
}

/// How a seller works, in percent of an experienced one.
#[derive(Debug, Clone, Copy)]
pub struct Manner {
    /// Steps done against the plan.
    pub steps: i64,
    /// Money got against the plan.
    pub money: i64,
    /// What both lose or gain in each of the last six months.
    pub drift: i64,
    /// Months before today on which a newcomer started; the plan ramps 30, 60, 100 %.
    pub started: Option<u32>,
    /// The share of the department's plan, in percent of an equal one.
    pub share: i64,
    /// The first day of the vacation, month and day; two weeks.
    pub vacation: (u32, u32),
}

const ORDINARY: Manner =
    Manner { steps: 98, money: 97, drift: 0, started: None, share: 100, vacation: (7, 6) };

const fn seller(name: &'static str, manner: Manner) -> Person {
    Person { name, role: Role::Manager, email: None, manner: Some(manner) }
}

const fn office(name: &'static str, role: Role, email: Option<&'static str>) -> Person {
    Person { name, role, email, manner: None }
}

/// The owner is in both companies: switching shows.
pub const OWNER: &str = "owner@demo.mayak";

/// Who is on holiday in the week after the one the demonstration is made in.
pub const AWAY_SOON: &str = "Орлова М.";

/// The first company.
pub const MODEL: &str = "ТехноСнаб";

pub const COMPANIES: [Company; 2] = [
    Company {
        name: MODEL,
        department: "Отдел продаж",
        month_money: 4_800_000,
        people: &[
            office("Андрей Климов", Role::Owner, Some(OWNER)),
            office("Соколова Е.", Role::Head, Some("head@demo.mayak")),
            Person {
                email: Some("manager@demo.mayak"),
                ..seller("Иванова О.", Manner { steps: 103, money: 109, share: 115, ..ORDINARY })
            },
            seller("Кузнецов Д.", Manner { money: 96, share: 105, vacation: (8, 3), ..ORDINARY }),
            seller("Орлова М.", Manner { steps: 90, money: 88, vacation: (6, 15), ..ORDINARY }),
            seller(
                "Белова А.",
                Manner { steps: 104, money: 103, drift: -9, vacation: (5, 18), ..ORDINARY },
            ),
            seller(
                "Петров И.",
                Manner { steps: 74, money: 62, started: Some(1), vacation: (1, 1), ..ORDINARY },
            ),
        ],
    },
    Company {
        name: "Северный чай",
        department: "Продажи",
        month_money: 1_200_000,
        people: &[
            office("Андрей Климов", Role::Owner, Some(OWNER)),
            seller("Ларина Т.", Manner { money: 104, share: 110, ..ORDINARY }),
            seller(
                "Гусев П.",
                Manner { steps: 90, money: 88, drift: 1, vacation: (9, 7), ..ORDINARY },
            ),
        ],
    },
];

impl Manner {
    /// The vacation of a year, its first and last day; none of a newcomer.
    pub fn vacation(&self, year: i32) -> Option<(NaiveDate, NaiveDate)> {
        let (month, first) = self.vacation;
        let start = NaiveDate::from_ymd_opt(year, month, first)?;
        self.started.is_none().then(|| (start, start + Days::new(13)))
    }

    /// Whether the person is on vacation on the day.
    pub fn is_away(&self, day: NaiveDate) -> bool {
        self.vacation(day.year()).is_some_and(|(first, last)| first <= day && day <= last)
    }
}
