//! What is left of the day's plan, in words: «до дневного плана — один звонок и одно КП».
//!
//! `static/day.js` says the same while numbers are being typed: change both.

use crate::values::russian::{capitalized, counted, listed, plural, uncapitalized};

/// How a metric is counted in words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Noun {
    gender: Gender,
    forms: [&'static str; 3],
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Gender {
    He,
    She,
    It,
}

use Gender::{He, It, She};

/// Names that metrics commonly have, in lower case.
const NOUNS: [(&str, Gender, [&str; 3]); 20] = [
    ("звонки", He, ["звонок", "звонка", "звонков"]),
    ("встречи", She, ["встреча", "встречи", "встреч"]),
    ("кп", It, ["КП", "КП", "КП"]),
    ("кп отправлено", It, ["КП", "КП", "КП"]),
    ("счета", He, ["счёт", "счёта", "счетов"]),
    ("контакты", He, ["контакт", "контакта", "контактов"]),
    ("письма", It, ["письмо", "письма", "писем"]),
    ("заявки", She, ["заявка", "заявки", "заявок"]),
    ("лиды", He, ["лид", "лида", "лидов"]),
    ("договоры", He, ["договор", "договора", "договоров"]),
    ("сделки", She, ["сделка", "сделки", "сделок"]),
    ("продажи", She, ["продажа", "продажи", "продаж"]),
    ("презентации", She, ["презентация", "презентации", "презентаций"]),
    ("демонстрации", She, ["демонстрация", "демонстрации", "демонстраций"]),
    ("визиты", He, ["визит", "визита", "визитов"]),
    ("выезды", He, ["выезд", "выезда", "выездов"]),
    ("замеры", He, ["замер", "замера", "замеров"]),
    ("отгрузки", She, ["отгрузка", "отгрузки", "отгрузок"]),
    ("заказы", He, ["заказ", "заказа", "заказов"]),
    ("показы", He, ["показ", "показа", "показов"]),
];

const SMALL: [&str; 8] = ["три", "четыре", "пять", "шесть", "семь", "восемь", "девять", "десять"];

/// How many metrics are named when there are too many to name; the rest, two at least, are counted.
const NAMED: usize = 3;

impl Noun {
    /// The word for one of what a metric counts; `None`: its name tells none.
    pub fn of(name: &str) -> Option<Self> {
        let name = name.trim().to_lowercase();
        let found = NOUNS.iter().find(|(known, ..)| *known == name)?;
        Some(Self { gender: found.1, forms: found.2 })
    }

    /// «один звонок», «две встречи», «12 звонков».
    fn counted(self, number: i64) -> String {
        let [one, few, many] = self.forms;
        let word = match (number, self.gender) {
            (1, He) => "один",
            (1, She) => "одна",
            (1, It) => "одно",
            (2, She) => "две",
            (2, _) => "два",
            _ => match usize::try_from(number - 3).ok().and_then(|at| SMALL.get(at)) {
                Some(word) => word,
                None => return counted(number, one, few, many),
            },
        };
        format!("{word} {}", plural(number, one, few, many))
    }

    /// «звонок|звонка|звонков|he» for the script of the page.
    pub fn packed(self) -> String {
        let gender = match self.gender {
            He => "he",
            She => "she",
            It => "it",
        };
        format!("{}|{gender}", self.forms.join("|"))
    }
}

/// A number that is planned for the day and what of it is not done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Left {
    pub name: String,
    /// Pieces not done yet, at least 0.
    pub pieces: i64,
    /// The same as it is written, «1,5».
    pub written: String,
    pub noun: Option<Noun>,
}

/// What is said of the day on top.
pub fn headline(name: Option<&str>, planned: &[Left], is_working: bool) -> String {
    let left: Vec<&Left> = planned.iter().filter(|one| one.pieces > 0).collect();
    let said = if planned.is_empty() {
        return if is_working {
            "План на этот день не задан"
        } else {
            "Выходной: плана нет"
        }
        .into();
    } else if left.is_empty() {
        "план дня выполнен".to_owned()
    } else {
        format!("до дневного плана{}", words(&left))
    };
    match name {
        Some(name) => format!("{name}, {said}"),
        None => capitalized(&said),
    }
}

/// « — один звонок и одно КП», or, when some metric is no plain noun, «: звонки — 1, охват — 3».
fn words(left: &[&Left]) -> String {
    let (named, rest) = left.split_at(if left.len() > NAMED + 1 { NAMED } else { left.len() });
    let more = i64::try_from(rest.len()).unwrap_or_default();
    let more = (more > 0)
        .then(|| format!("ещё {}", counted(more, "показатель", "показателя", "показателей")));
    let nouns: Option<Vec<String>> =
        named.iter().map(|one| Some(one.noun?.counted(one.pieces))).collect();
    if let Some(nouns) = nouns {
        return format!(" — {}", listed(&nouns.into_iter().chain(more).collect::<Vec<_>>()));
    }
    let pairs = named.iter().map(|one| format!("{} — {}", uncapitalized(&one.name), one.written));
    format!(": {}", pairs.chain(more).collect::<Vec<_>>().join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn left(name: &str, pieces: i64) -> Left {
        let (name, written) = (name.to_owned(), pieces.to_string());
        Left { noun: Noun::of(&name), name, pieces, written }
    }

    fn said(name: Option<&str>, planned: &[(&str, i64)]) -> String {
        let planned: Vec<Left> = planned.iter().map(|(name, pieces)| left(name, *pieces)).collect();
        headline(name, &planned, true).replace('\u{a0}', " ")
    }

    #[test]
    fn small_numbers_are_said_in_words_of_the_right_gender() {
        let planned = [("Звонки", 1), ("Встречи", 0), ("КП отправлено", 1), ("Счета", 0)];
        assert_eq!(
            said(Some("Ольга"), &planned),
            "Ольга, до дневного плана — один звонок и одно КП"
        );
        assert_eq!(said(None, &[("Встречи", 2)]), "До дневного плана — две встречи");
        assert_eq!(said(None, &[("Звонки", 10)]), "До дневного плана — десять звонков");
        assert_eq!(said(None, &[("Звонки", 21)]), "До дневного плана — 21 звонок");
    }

    #[test]
    fn a_metric_that_is_no_plain_noun_turns_all_into_pairs() {
        let planned = [("Звонки", 2), ("Охват сети", 3)];
        assert_eq!(said(None, &planned), "До дневного плана: звонки — 2, охват сети — 3");
    }

    #[test]
    fn many_metrics_are_counted_after_the_third() {
        let planned = [("Звонки", 1), ("Встречи", 1), ("КП", 1), ("Счета", 1), ("Лиды", 1)];
        let four = "До дневного плана — один звонок, одна встреча, одно КП и один счёт";
        assert_eq!(said(None, &planned[..4]), four);
        let expected = "До дневного плана — один звонок, одна встреча, одно КП и ещё 2 показателя";
        assert_eq!(said(None, &planned), expected);
    }

    #[test]
    fn a_met_plan_and_no_plan_are_told_apart() {
        assert_eq!(said(Some("Ольга"), &[("Звонки", 0)]), "Ольга, план дня выполнен");
        assert_eq!(said(None, &[("Звонки", 0)]), "План дня выполнен");
        assert_eq!(said(None, &[]), "План на этот день не задан");
        assert_eq!(headline(None, &[], false), "Выходной: плана нет");
    }
}
