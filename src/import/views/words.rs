//! Sentences that several pages of an import say.
use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;

use crate::import::figures::Question;
use crate::import::run::{Run, State};
use crate::metric::Metric;
use crate::values::russian::{NO_BREAK, counted, day_and_month, month, time};
use crate::values::{MetricId, Quantity};

pub fn number(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// «12 чисел»
pub fn figures(count: usize) -> String {
    counted(number(count), "число", "числа", "чисел")
}

/// «5 строк»
pub fn rows(count: usize) -> String {
    counted(number(count), "строка", "строки", "строк")
}

/// «4 места»: cells that could not be read, or rows without a person or a day.
pub fn places(count: usize) -> String {
    counted(number(count), "место", "места", "мест")
}

/// «3 человека»
pub fn people(count: usize) -> String {
    counted(number(count), "человек", "человека", "человек")
}

/// «18 ноября в 12:00»
pub fn moment(at: DateTime<Utc>, zone: Tz) -> String {
    let local = at.with_timezone(&zone).naive_local();
    format!("{} в{NO_BREAK}{}", day_and_month(local.date()), time(local.time()))
}

/// «ноябрь 2026»
pub fn month_title(first: NaiveDate) -> String {
    format!("{}{NO_BREAK}{}", month(first), first.format("%Y"))
}

/// A value of a metric in full, «1 210 174,68 ₽».
pub fn amount(metrics: &[Metric], metric: MetricId, value: i64) -> String {
    let known = metrics.iter().find(|known| known.id == metric);
    let quantity = known.and_then(|known| Quantity::new(value, known.scale, known.unit));
    quantity.map_or_else(|| value.to_string(), |quantity| quantity.to_string())
}

/// What has to be answered, in a sentence that says where.
pub fn question(question: &Question) -> String {
    match question {
        Question::DayOrder { column, example } => format!(
            "В столбце «{column}» непонятно, где день, а где месяц: «{example}». Выберите порядок под «Как записаны даты»."
        ),
        Question::Decimal { column, example } => format!(
            "В столбце «{column}» непонятно, тысяча это или дробь: «{example}». Выберите под «Как записаны числа»."
        ),
        Question::Year { example } => {
            format!("Месяцы записаны без года: «{example}». Укажите год.")
        }
        Question::Metric { column } => {
            format!("Непонятно, что за числа в столбце «{column}». Выберите показатель.")
        }
        Question::Person => "Не указан столбец с именем или номером человека.".into(),
        Question::Time => "Не указан столбец с датой или месяцем.".into(),
        Question::Values => "Не указан ни один столбец с числами.".into(),
        Question::Broken { column, thousands, fraction } => format!(
            "В столбце «{column}» запятая стоит и между тысячами («{thousands}»), и перед дробной частью («{fraction}»): \
             похоже, числа испорчены при сохранении. Не загружайте этот столбец или выгрузите таблицу заново."
        ),
    }
}

/// Kind of pill and the word of a state.
pub fn state(run: &Run) -> (&'static str, &'static str) {
    let sign = match run.state {
        State::Uploaded | State::Mapped => "watch",
        State::Applied => "good",
        State::Undone | State::Discarded => "none",
    };
    (sign, run.state.word())
}
