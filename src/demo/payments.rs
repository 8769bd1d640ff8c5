//! From whom the money of a demonstration's day came: the same for the same seller and day.
use chrono::{Datelike, NaiveDate};
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};

/// A payment in kopecks; below zero is a refund.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    pub amount: i64,
    pub client: &'static str,
    pub comment: String,
}

const CLIENTS: [&str; 36] = [
    "Ремстрой",
    "ЮгМонтаж",
    "Альфа-Снаб",
    "Домострой Плюс",
    "ИП Карпов А. В.",
    "Энергосеть",
    "Вектор",
    "Северный мост",
    "ТК Магистраль",
    "Агрохолдинг «Заря»",
    "Пекарня «Колос»",
    "Мебель-Люкс",
    "Гранит-М",
    "СтройИнвест",
    "ИП Лебедева Н. С.",
    "Уралмаш-Сервис",
    "Балтика Трейд",
    "Кровля и фасад",
    "Медтехника-Юг",
    "Орион",
    "Прогресс-Авто",
    "Лесопром",
    "Теплодом",
    "ИП Гаврилов П. П.",
    "Каскад",
    "Чистый город",
    "Фабрика окон",
    "Рубин",
    "Стальконструкция",
    "Волга-Логистик",
    "Новый стандарт",
    "Электромир",
    "Садовод",
    "ИП Мельник О. И.",
    "Партнёр-Опт",
    "Дорстрой-7",
];

/// The less, the smaller a bill is believed, roubles.
const SMALL: i64 = 60_000;

/// A day's money as payments that add up to it; now and then a client gets something back. `key` names the seller,
/// each of whom has a dozen clients of the own.
pub fn lines(kopecks: i64, day: NaiveDate, key: u64) -> Vec<Line> {
    if kopecks <= 0 {
        return vec![];
    }
    let seed = key.wrapping_mul(7_368_787) ^ u64::from(day.num_days_from_ce().unsigned_abs());
    let mut chance = StdRng::seed_from_u64(seed);
    let mut lines = vec![];
    let mut rest = kopecks;
    if chance.random_range(0..100) < 2 {
        let back = i64::from(chance.random_range(3..=12)) * 100_000;
        lines.push(line(-back, &mut chance, key, "возврат за недопоставку"));
        rest += back;
    }
    if rest > 2 * SMALL * 100 && chance.random_range(0..100) < 45 {
        let first = rest * i64::from(chance.random_range(35..=65)) / 100 / 10_000 * 10_000;
        lines.insert(0, billed(first, &mut chance, key));
        rest -= first;
    }
    lines.insert(0, billed(rest, &mut chance, key));
    lines
}

fn billed(amount: i64, chance: &mut StdRng, key: u64) -> Line {
    let number = chance.random_range(100..1000);
    line(amount, chance, key, &format!("счёт {number}"))
}

fn line(amount: i64, chance: &mut StdRng, key: u64, comment: &str) -> Line {
    let own = key.wrapping_mul(5).wrapping_add(chance.random_range(0..12));
    let at = usize::try_from(own % CLIENTS.len() as u64).unwrap_or_default();
    Line { amount, client: CLIENTS[at], comment: comment.into() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_of_payments_adds_up_and_repeats_itself() {
        let first: NaiveDate = "2026-01-01".parse().unwrap();
        let (mut refunds, mut several) = (0, 0);
        for day in first.iter_days().take(365) {
            let made = lines(30_000_000, day, 7);
            assert_eq!(made.iter().map(|line| line.amount).sum::<i64>(), 30_000_000);
            assert_eq!(made, lines(30_000_000, day, 7));
            assert!(made.iter().all(|line| line.amount != 0));
            refunds += usize::from(made.iter().any(|line| line.amount < 0));
            several += usize::from(made.len() > 1);
        }
        assert!((1..=20).contains(&refunds), "{refunds}");
        assert!(several > 60, "{several}");
        assert_eq!(lines(0, first, 7), []);
    }
}
