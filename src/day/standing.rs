//! What may be done with somebody's day.

use chrono::NaiveDate;

use crate::closing::Closures;
use crate::values::MemberId;
use crate::values::russian::numeric_date;

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// It takes numbers; after its hour they are marked late.
    Open { is_late: bool },
    /// It takes proposals; and why it closed.
    Closed(String),
    /// It is none of the person's days here.
    Outside(Outside),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outside {
    Ahead,
    BeforeHired(NaiveDate),
    /// The company keeps its records from that day on.
    BeforeRecords(NaiveDate),
    /// The first day without the person.
    Left(NaiveDate),
}

impl Standing {
    pub fn of(
        day: NaiveDate,
        (member, dismissed_on): (MemberId, Option<NaiveDate>),
        is_away: bool,
        closures: &Closures,
    ) -> Self {
        if let Some(outside) = outside(day, member, dismissed_on, closures) {
            return Self::Outside(outside);
        }
        let rules = &closures.rules;
        match closures.closed_for(member, day) {
            Some(closed) => Self::Closed(closed.why(rules.zone)),
            // Nobody waits for the day of somebody who is away.
            None => Self::Open { is_late: !is_away && rules.is_late(day, closures.now) },
        }
    }

    pub fn is_open(&self) -> bool {
        matches!(self, Self::Open { .. })
    }

    pub fn is_closed(&self) -> bool {
        matches!(self, Self::Closed(_))
    }
}

fn outside(
    day: NaiveDate,
    member: MemberId,
    dismissed_on: Option<NaiveDate>,
    closures: &Closures,
) -> Option<Outside> {
    let first = closures.rules.tracking_from;
    if day > closures.now.date() {
        return Some(Outside::Ahead);
    }
    if let Some(left) = dismissed_on.filter(|left| *left <= day) {
        return Some(Outside::Left(left));
    }
    if let Some(hired) = closures.since(member).filter(|hired| day < *hired) {
        return Some(Outside::BeforeHired(hired));
    }
    (day < first).then_some(Outside::BeforeRecords(first))
}

impl Outside {
    /// Why the day takes nothing.
    pub fn why(self) -> String {
        match self {
            Self::Ahead => {
                "Этот день ещё не наступил: заполнить можно сегодняшний и прошедшие.".into()
            }
            Self::BeforeHired(day) => {
                format!("Вы работаете здесь с {}: раньше дней у вас нет.", numeric_date(day))
            }
            Self::BeforeRecords(day) => format!(
                "Учёт ведётся с {}: более ранние числа приходят только из файла.",
                numeric_date(day)
            ),
            Self::Left(day) => {
                format!("С {} вы здесь не работаете: дни с этого числа закрыты.", numeric_date(day))
            }
        }
    }
}

#[cfg(test)]
pub mod tests {
    use super::*;
    use crate::closing::{Act, Closure, Rules, Span};
    use crate::values::{CloseId, DepartmentId, WeekPart};
    use chrono_tz::Europe::Moscow;
    use uuid::Uuid;

    pub fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    pub fn ivanova() -> MemberId {
        MemberId(Uuid::from_u128(7))
    }

    /// Wednesday, 18 November at a time; records since 2 November, Ivanova since the 9th, the week before confirmed.
    pub fn closures(time: &str) -> Closures {
        let sales = DepartmentId(Uuid::from_u128(1));
        let rules = Rules {
            zone: Moscow,
            day_closes_at: "20:00:00".parse().unwrap(),
            month_closes_on: 5,
            tracking_from: day("2026-11-02"),
            calendar: crate::values::WorkCalendar::russia().clone(),
        };
        let confirmed = Closure {
            id: CloseId(Uuid::nil()),
            department: Some(sales),
            span: Span::Week(WeekPart::containing(day("2026-11-10"))),
            no: 1,
            act: Act::Close,
            by_name: Some("Соколова Е.".into()),
            at: "2026-11-13T13:40:00Z".parse().unwrap(),
        };
        let now = format!("2026-11-18T{time}").parse().unwrap();
        let places = [(ivanova(), vec![(day("2026-11-09"), Some(sales))])];
        Closures::new(rules, now, vec![confirmed], places.into())
    }

    fn standing(on: &str, time: &str) -> Standing {
        Standing::of(day(on), (ivanova(), None), false, &closures(time))
    }

    #[test]
    fn today_is_open_and_late_after_the_hour() {
        assert_eq!(standing("2026-11-18", "12:00:00"), Standing::Open { is_late: false });
        assert_eq!(standing("2026-11-18", "20:00:00"), Standing::Open { is_late: true });
        assert_eq!(standing("2026-11-16", "12:00:00"), Standing::Open { is_late: true });
    }

    #[test]
    fn a_day_of_a_confirmed_week_is_closed_and_says_by_whom() {
        let Standing::Closed(why) = standing("2026-11-12", "12:00:00") else { panic!("open") };
        assert!(why.contains("Соколова Е."), "{why}");
    }

    #[test]
    fn tomorrow_and_days_before_and_after_somebodys_time_are_outside() {
        let outside = |on: &str| match standing(on, "12:00:00") {
            Standing::Outside(outside) => outside,
            other => panic!("{other:?}"),
        };
        assert_eq!(outside("2026-11-19"), Outside::Ahead);
        assert_eq!(outside("2026-11-06"), Outside::BeforeHired(day("2026-11-09")));
        let stranger = MemberId(Uuid::from_u128(8));
        let closures = closures("12:00:00");
        let early = Standing::of(day("2026-11-01"), (stranger, None), false, &closures);
        assert_eq!(early, Standing::Outside(Outside::BeforeRecords(day("2026-11-02"))));
        let left = Some(day("2026-11-17"));
        let after = Standing::of(day("2026-11-17"), (ivanova(), left), false, &closures);
        assert_eq!(after, Standing::Outside(Outside::Left(day("2026-11-17"))));
        assert!(Standing::of(day("2026-11-16"), (ivanova(), left), false, &closures).is_open());
    }
}
