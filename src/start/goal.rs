//! The one number a company begins with: what is to come in a month or in a year.

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::form::FieldErrors;
use crate::values::{Period, Span, WorkCalendar, distribute};

/// With fewer working days left the next month is proposed.
const ENOUGH_DAYS: u32 = 5;

/// As typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct GoalForm {
    /// «5 700 000», «5,7 млн», «900 тыс.»
    pub goal: String,
    /// «2026-12» or «2026».
    pub period: String,
}

/// Money of a month or of a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Goal {
    pub kopecks: i64,
    pub period: Period,
}

impl GoalForm {
    pub fn check(&self, today: NaiveDate, calendar: &WorkCalendar) -> Result<Goal, FieldErrors> {
        let mut errors = FieldErrors::default();
        let kopecks = match amount(&self.goal) {
            Ok(kopecks) => kopecks,
            Err(why) => {
                errors.add("goal", why);
                0
            }
        };
        let found = offered(today, calendar).into_iter().find(|one| one.to_string() == self.period);
        if found.is_none() {
            errors.add("period", "Выберите из списка");
        }
        let Some(period) = found else { return Err(errors) };
        errors.or(Goal { kopecks, period })
    }
}

/// This month and the next, this year and the next; the one to propose comes first.
pub fn offered(today: NaiveDate, calendar: &WorkCalendar) -> Vec<Period> {
    let (month, year) = (Period::month(today), Period::year(today));
    let left = calendar.working_days(today, month.last());
    let months = if left >= ENOUGH_DAYS { [month, month.next()] } else { [month.next(), month] };
    months.into_iter().chain([year, year.next()]).collect()
}

/// Kopecks of a typed sum of money, which may be said in thousands, millions or milliards.
pub fn amount(typed: &str) -> Result<i64, String> {
    const WORDS: [(&str, u8); 8] = [
        ("миллиард", 9),
        ("млрд", 9),
        ("миллион", 6),
        ("млн", 6),
        ("тысяч", 3),
        ("тыс", 3),
        ("т.р", 3),
        ("kk", 6),
    ];
    let lower = typed.trim().to_lowercase();
    let (number, zeros) = WORDS
        .iter()
        .find_map(|(word, zeros)| {
            let (number, rest) = lower.split_once(word)?;
            (!rest.chars().any(|sign| sign.is_ascii_digit())).then_some((number, *zeros))
        })
        .unwrap_or((lower.as_str(), 0));
    let number = ["рублей", "рубля", "рубль", "руб.", "руб", "р.", "₽"]
        .into_iter()
        .find_map(|sign| number.trim_end().strip_suffix(sign))
        .unwrap_or(number);
    match parsed(number, zeros) {
        Ok(kopecks) if kopecks >= 100 => Ok(kopecks),
        Ok(kopecks) if kopecks < 0 => Err("Цель не бывает меньше нуля".into()),
        Ok(_) => Err("Цель — больше нуля: напишите, сколько денег должно прийти".into()),
        Err(why) => Err(why),
    }
}

fn parsed(number: &str, zeros: u8) -> Result<i64, String> {
    use crate::values::NumberError::{Empty, NotANumber, NotWhole, TooFine, TooLarge};
    match crate::values::parse_exact(number, 2 + zeros) {
        Ok(kopecks) => Ok(kopecks),
        Err(Empty) => Err("Напишите сумму или пропустите этот шаг".into()),
        Err(TooLarge) => Err("Слишком большая сумма: проверьте, нет ли лишних цифр".into()),
        Err(NotANumber(_) | NotWhole | TooFine(_)) => {
            Err("Напишите сумму цифрами: 5 700 000 или 5,7 млн".into())
        }
    }
}

impl Goal {
    /// What each month that is not over must bring, by shares of the twelve months in basis points; working days where
    /// no shares are known. The months of a year add up to its number.
    pub fn months(
        &self,
        today: NaiveDate,
        season: Option<&[u32; 12]>,
        calendar: &WorkCalendar,
    ) -> Vec<(Period, i64)> {
        if self.period.span() != Span::Year {
            return vec![(self.period, self.kopecks)];
        }
        let months: Vec<Period> = self.period.months().collect();
        let weights: Vec<u32> = match season {
            Some(season) => season.to_vec(),
            None => months.iter().map(|month| calendar.working_days_in(*month)).collect(),
        };
        let parts = months.iter().copied().zip(distribute(self.kopecks, &weights));
        parts.filter(|(month, _)| month.last() >= today).collect()
    }
}

/// «ноябрь 2026», «весь 2026 год»
pub fn named(period: Period, today: NaiveDate) -> String {
    if period.span() == Span::Year {
        format!("весь {} год", period.first().year())
    } else {
        period.title(today).to_lowercase()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn calendar() -> &'static WorkCalendar {
        WorkCalendar::russia()
    }

    #[test]
    fn a_sum_is_read_as_people_write_it() {
        for typed in
            ["5700000", "5 700 000 ₽", "5,7 млн", "5.7млн руб.", "5700 тыс.", "5700 тыс. рублей"]
        {
            assert_eq!(amount(typed), Ok(570_000_000), "{typed}");
        }
        assert_eq!(amount("1,2 млрд"), Ok(120_000_000_000));
    }

    #[test]
    fn nothing_words_and_too_much_are_told_apart() {
        for (typed, part) in [
            ("", "или пропустите"),
            ("0", "больше нуля"),
            ("0 млн", "больше нуля"),
            ("-5", "меньше нуля"),
            ("много", "цифрами"),
            ("пять миллионов", "цифрами"),
            ("1000000000000000", "лишних"),
            ("1e15", "цифрами"),
        ] {
            let why = amount(typed).unwrap_err();
            assert!(why.contains(part), "{typed}: {why}");
        }
    }

    #[test]
    fn late_in_a_month_the_next_one_is_proposed() {
        let first = |today: &str| offered(day(today), calendar())[0].to_string();
        assert_eq!(first("2026-11-18"), "2026-11");
        assert_eq!(first("2026-11-25"), "2026-12", "four days are left");
        assert_eq!(offered(day("2026-11-25"), calendar()).len(), 4);
    }

    #[test]
    fn sixty_millions_by_the_shares_of_the_year() {
        let goal = Goal { kopecks: 6_000_000_000, period: Period::year(day("2026-01-01")) };
        let season = [700, 740, 830, 840, 800, 830, 820, 840, 880, 950, 860, 910];
        let months = goal.months(day("2026-10-31"), Some(&season), calendar());
        assert_eq!(months.len(), 3);
        assert_eq!(months[0].1, 570_000_000, "9,5 %");
        let whole = goal.months(day("2026-01-01"), Some(&season), calendar());
        assert_eq!(whole.iter().map(|(_, part)| part).sum::<i64>(), 6_000_000_000);
        let even = goal.months(day("2026-01-01"), None, calendar());
        assert_eq!(even.iter().map(|(_, part)| part).sum::<i64>(), 6_000_000_000);
    }
}
