//! Russian as people write it: plural forms, grouped numbers, dates.

use chrono::{Datelike, NaiveDate, NaiveTime, Weekday};

/// Between groups of digits. Golos Text has no narrow no-break space, and a fallback font's is too thin to be seen.
pub const NARROW: char = NO_BREAK;
/// No-break space: between a number and its word or unit.
pub const NO_BREAK: char = '\u{A0}';
/// The true minus sign.
pub const MINUS: char = '\u{2212}';

const MONTHS: [(&str, &str, &str); 12] = [
    ("январь", "января", "янв"),
    ("февраль", "февраля", "фев"),
    ("март", "марта", "мар"),
    ("апрель", "апреля", "апр"),
    ("май", "мая", "май"),
    ("июнь", "июня", "июн"),
    ("июль", "июля", "июл"),
    ("август", "августа", "авг"),
    ("сентябрь", "сентября", "сен"),
    ("октябрь", "октября", "окт"),
    ("ноябрь", "ноября", "ноя"),
    ("декабрь", "декабря", "дек"),
];

/// The form of a noun for a number: `plural(5, "день", "дня", "дней")` is «дней».
pub fn plural<'a>(number: i64, one: &'a str, few: &'a str, many: &'a str) -> &'a str {
    let (ten, hundred) = (number.unsigned_abs() % 10, number.unsigned_abs() % 100);
    match (ten, hundred) {
        (_, 11..=14) => many,
        (1, _) => one,
        (2..=4, _) => few,
        _ => many,
    }
}

/// «5 дней», with a no-break space.
pub fn counted(number: i64, one: &str, few: &str, many: &str) -> String {
    format!("{}{NO_BREAK}{}", grouped(number), plural(number, one, few, many))
}

/// «1 234 567» with narrow no-break spaces and a true minus.
pub fn grouped(number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut text = if number < 0 { MINUS.to_string() } else { String::new() };
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(NARROW);
        }
        text.push(digit);
    }
    text
}

/// «ноябрь»
pub fn month(day: NaiveDate) -> &'static str {
    MONTHS[day.month0() as usize].0
}

/// «ноября»
pub fn month_genitive(day: NaiveDate) -> &'static str {
    MONTHS[day.month0() as usize].1
}

/// «ноя»
pub fn month_short(day: NaiveDate) -> &'static str {
    MONTHS[day.month0() as usize].2
}

/// «среда»
pub fn weekday(day: NaiveDate) -> &'static str {
    match day.weekday() {
        Weekday::Mon => "понедельник",
        Weekday::Tue => "вторник",
        Weekday::Wed => "среда",
        Weekday::Thu => "четверг",
        Weekday::Fri => "пятница",
        Weekday::Sat => "суббота",
        Weekday::Sun => "воскресенье",
    }
}

/// «ср»
pub fn weekday_short(day: NaiveDate) -> &'static str {
    match day.weekday() {
        Weekday::Mon => "пн",
        Weekday::Tue => "вт",
        Weekday::Wed => "ср",
        Weekday::Thu => "чт",
        Weekday::Fri => "пт",
        Weekday::Sat => "сб",
        Weekday::Sun => "вс",
    }
}

/// «18 ноября»
pub fn day_and_month(day: NaiveDate) -> String {
    format!("{}{NO_BREAK}{}", day.day(), month_genitive(day))
}

/// «18 ноября 2026»
pub fn full_date(day: NaiveDate) -> String {
    format!("{}{NO_BREAK}{}", day_and_month(day), day.year())
}

/// «среда, 18 ноября»
pub fn long_date(day: NaiveDate) -> String {
    format!("{}, {}", weekday(day), day_and_month(day))
}

/// «пн 23.11»
pub fn short_date(day: NaiveDate) -> String {
    format!("{}{NO_BREAK}{:02}.{:02}", weekday_short(day), day.day(), day.month())
}

/// «18.11.2026»
pub fn numeric_date(day: NaiveDate) -> String {
    format!("{:02}.{:02}.{}", day.day(), day.month(), day.year())
}

/// «17:05»
pub fn time(time: NaiveTime) -> String {
    time.format("%H:%M").to_string()
}

/// «12-й рабочий день из 20»
pub fn working_day(number: u32, of: u32) -> String {
    format!("{number}-й рабочий день из{NO_BREAK}{of}")
}

/// «Среда» of «среда».
pub fn capitalized(text: &str) -> String {
    let mut letters = text.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => String::new(),
    }
}

/// «ноябрь» of «Ноябрь»; Roman numerals stay: «IV квартал».
pub fn uncapitalized(text: &str) -> String {
    let mut letters = text.chars();
    match letters.next() {
        Some(first) if !first.is_ascii() => first.to_lowercase().chain(letters).collect(),
        _ => text.to_owned(),
    }
}

/// «16, 17 и 18 ноября»: items joined as in speech.
pub fn listed(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} и {last}", first.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn seen(text: &str) -> String {
        text.replace([NARROW, NO_BREAK], " ")
    }

    #[test]
    fn nouns_follow_numbers() {
        let days = |n| plural(n, "день", "дня", "дней");
        let expected = [
            (0, "дней"),
            (1, "день"),
            (2, "дня"),
            (5, "дней"),
            (11, "дней"),
            (12, "дней"),
            (21, "день"),
            (22, "дня"),
            (111, "дней"),
            (-1, "день"),
        ];
        for (number, word) in expected {
            assert_eq!(days(number), word, "{number}");
        }
        assert_eq!(seen(&counted(1_000, "строка", "строки", "строк")), "1 000 строк");
    }

    #[test]
    fn thousands_are_grouped() {
        let expected = [(0, "0"), (999, "999"), (1_000, "1 000"), (-1_234_567, "−1 234 567")];
        for (number, text) in expected {
            assert_eq!(seen(&grouped(number)), text);
        }
        assert_eq!(seen(&grouped(i64::MIN)), "−9 223 372 036 854 775 808");
    }

    #[test]
    fn dates_read_as_on_a_wall_calendar() {
        let wednesday = day("2026-11-18");
        assert_eq!(seen(&long_date(wednesday)), "среда, 18 ноября");
        assert_eq!(seen(&short_date(day("2026-11-23"))), "пн 23.11");
        assert_eq!(numeric_date(day("2026-01-09")), "09.01.2026");
        assert_eq!(seen(&working_day(12, 20)), "12-й рабочий день из 20");
        assert_eq!(capitalized("среда"), "Среда");
        assert_eq!(uncapitalized("Ноябрь"), "ноябрь");
        assert_eq!(uncapitalized("IV квартал"), "IV квартал");
    }

    #[test]
    fn lists_end_with_and() {
        let items = |list: &[&str]| list.iter().map(|s| (*s).to_owned()).collect::<Vec<_>>();
        assert_eq!(listed(&items(&["16", "17", "18"])), "16, 17 и 18");
        assert_eq!(listed(&items(&["16"])), "16");
    }
}
