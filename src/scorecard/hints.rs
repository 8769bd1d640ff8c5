//! What a good card looks like (industries.md): said beside it, never a refusal.

use super::card::CardRole;
use super::item::{Counted, Item, System};
use crate::metric::{Kind, Metric};
use crate::values::Share;
use crate::values::russian::{NO_BREAK, counted, listed};

/// The most lines a card may have: more are not remembered, and the weights get too small to matter.
pub const MOST_ITEMS: usize = 7;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hint {
    pub text: String,
    pub is_kept: bool,
}

/// Every rule with how the card keeps it.
pub fn hints(role: CardRole, items: &[Item], metrics: &[Metric]) -> Vec<Hint> {
    let weight_of = |kinds: &[Kind]| {
        let of = items
            .iter()
            .filter(|item| item.counted.kind(metrics).is_some_and(|kind| kinds.contains(&kind)));
        Share::sum(of.map(|item| item.weight))
    };
    let count = i64::try_from(items.len()).unwrap_or(i64::MAX);
    let mut hints = vec![Hint {
        text: format!(
            "{}: лучше всего от 4 до 6, больше 7 нельзя",
            counted(count, "строка", "строки", "строк")
        ),
        is_kept: (4..=6).contains(&count),
    }];
    if role == CardRole::Manager {
        let (result, steps) = (weight_of(&[Kind::Result, Kind::Money]), weight_of(&[Kind::Step]));
        hints.push(band("Результат и деньги", result, (50, 75)));
        hints.push(band("Шаги", steps, (20, 40)));
    }
    hints.extend(hidden(items, metrics));
    let discipline = items.iter().find(|i| i.counted == Counted::System(System::ReportDiscipline));
    hints.extend(discipline.map(|item| band("Дисциплина отчёта", item.weight, (5, 10))));
    hints
}

/// What is off the tables is not entered, so that its line has nothing to be counted from.
fn hidden(items: &[Item], metrics: &[Metric]) -> Option<Hint> {
    let of = items.iter().filter_map(|item| item.counted.metric(metrics));
    let names: Vec<String> =
        of.filter(|metric| metric.is_hidden).map(|metric| format!("«{}»", metric.name)).collect();
    let text = format!("Пока не показываем в таблицах и не считаем: {}", listed(&names));
    (!names.is_empty()).then_some(Hint { text, is_kept: false })
}

fn band(what: &str, weight: Share, (least, most): (i32, i32)) -> Hint {
    let percent = |number: i32| Share::from_basis_points(number * 100);
    Hint {
        text: format!("{what} — {weight}, обычно {least}–{most}{NO_BREAK}%"),
        is_kept: (percent(least)..=percent(most)).contains(&weight),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metric::{Direction, OverPeople, OverTime};
    use crate::scorecard::Curve;
    use crate::values::{MetricId, Unit};
    use uuid::Uuid;

    pub fn metric(number: u128, kind: Kind) -> Metric {
        Metric {
            id: MetricId(Uuid::from_u128(number)),
            code: number.to_string(),
            name: number.to_string(),
            unit: Unit::Piece,
            kind,
            direction: Direction::Up,
            over_time: OverTime::Sum,
            over_people: OverPeople::Sum,
            scale: 0,
            is_hidden: false,
            row_version: 1,
        }
    }

    fn item(counted: Counted, percent: i32) -> Item {
        let weight = Share::from_basis_points(percent * 100);
        Item { counted, weight, curve: Curve::default_curve() }
    }

    /// B2B wholesale: поступления 40, маржа 10, новые клиенты 15, встречи 10, КП 10, дебиторка 10, дисциплина 5.
    #[test]
    fn the_card_of_wholesale_is_measured_by_the_rules() {
        let kinds =
            [Kind::Money, Kind::Quality, Kind::Result, Kind::Step, Kind::Step, Kind::Quality];
        let metrics: Vec<Metric> =
            (1_u128..).zip(kinds).map(|(no, kind)| metric(no, kind)).collect();
        let weights = [40, 10, 15, 10, 10, 10];
        let mut items: Vec<Item> = metrics
            .iter()
            .zip(weights)
            .map(|(metric, weight)| item(Counted::Metric(metric.id), weight))
            .collect();
        items.push(item(Counted::System(System::ReportDiscipline), 5));
        let said = |role| -> Vec<String> {
            let hints = hints(role, &items, &metrics);
            hints
                .into_iter()
                .map(|hint| format!("{} {}", hint.is_kept, hint.text.replace(NO_BREAK, " ")))
                .collect()
        };
        assert_eq!(
            said(CardRole::Manager),
            [
                "false 7 строк: лучше всего от 4 до 6, больше 7 нельзя",
                "true Результат и деньги — 55 %, обычно 50–75 %",
                "true Шаги — 20 %, обычно 20–40 %",
                "true Дисциплина отчёта — 5 %, обычно 5–10 %",
            ]
        );
        assert_eq!(said(CardRole::Head).len(), 2, "a head's card is not measured by kinds");
    }

    #[test]
    fn a_line_of_a_metric_off_the_tables_is_remarked() {
        let hidden = Metric { is_hidden: true, ..metric(1, Kind::Money) };
        let items = [item(Counted::Metric(hidden.id), 100)];
        let said = hints(CardRole::Head, &items, &[hidden]);
        assert!(said.iter().any(|hint| hint.text.ends_with("«1»") && !hint.is_kept), "{said:?}");
    }
}
