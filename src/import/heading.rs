//! What the words of a heading mean, and which words mark a total.

/// A heading's own meaning, before anyone looks at the cells under it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Meaning {
    Date,
    Month,
    Year,
    Person,
    PersonId,
    MetricName,
    /// A number whose metric stands elsewhere: «значение», «сумма».
    Value,
    Total,
    Remark,
}

/// Words as compared: lower case, «ё» as «е», signs and doubled spaces gone, `OrderDate` as
/// `order date`.
pub fn normalized(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut before = ' ';
    for c in text.chars() {
        if c.is_uppercase() && before.is_lowercase() {
            out.push(' ');
        }
        before = c;
        match c {
            'Ё' | 'ё' => out.push('е'),
            c if c.is_alphanumeric() || c == '%' => out.extend(c.to_lowercase()),
            _ => out.push(' '),
        }
    }
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// «Итого», «Общий итог», «Аптека 1 Итог», «Итого по отделу», Total, Grand Total.
pub fn is_total(text: &str) -> bool {
    const BEGIN: [&str; 7] =
        ["итого", "всего", "итог", "общий итог", "подытог", "total", "grand total"];
    const END: [&str; 5] = ["итог", "итого", "всего", "total", "subtotal"];
    if text.len() > 160 || !mentions_total(text) {
        return false;
    }
    let words = normalized(text);
    let rest_is_apart = |rest: &str| rest.is_empty() || rest.starts_with(' ');
    let begins = |word: &str| words.strip_prefix(word).is_some_and(rest_is_apart);
    let ends = |word: &str| words.strip_suffix(word).is_some_and(|rest| rest.ends_with(' '));
    BEGIN.into_iter().any(begins) || END.into_iter().any(ends)
}

/// The quick look that spares almost every cell the careful one.
fn mentions_total(text: &str) -> bool {
    let lower = text.to_lowercase();
    ["итог", "всего", "total"].iter().any(|word| lower.contains(word))
}

/// The meaning of one heading, if its words tell.
pub fn meaning(heading: &str) -> Option<Meaning> {
    let words = normalized(heading);
    let spaced = format!(" {words} ");
    let has = |list: &[&str]| list.iter().any(|word| spaced.contains(&format!(" {word} ")));
    if let Some((_, meaning)) = ALONE.iter().find(|(word, _)| *word == words) {
        return Some(*meaning);
    }
    if is_total(heading) {
        return Some(Meaning::Total);
    }
    let found = [
        (Meaning::Remark, &["комментарий", "примечание", "заметка", "comment", "note"][..]),
        (Meaning::PersonId, &PERSON_ID[..]),
        (Meaning::Date, &["дата", "date"][..]),
        (Meaning::Month, &["месяц", "month", "период", "period", "мес"][..]),
        (Meaning::Year, &["год", "year"][..]),
        (
            Meaning::MetricName,
            &["показатель", "метрика", "metric", "kpi", "наименование показателя"][..],
        ),
        (Meaning::Person, &PERSON[..]),
        (Meaning::Value, &VALUE[..]),
    ];
    found.into_iter().find(|(_, list)| has(list)).map(|(meaning, _)| meaning)
}

/// Words that mean this only when they are the whole heading.
const ALONE: [(&str, Meaning); 8] = [
    ("день", Meaning::Date),
    ("число", Meaning::Date),
    ("day", Meaning::Date),
    ("имя", Meaning::Person),
    ("name", Meaning::Person),
    ("full name", Meaning::Person),
    ("отдел", Meaning::Person),
    ("итог дня", Meaning::Value),
];
const PERSON: [&str; 15] = [
    "менеджер",
    "менеджеры",
    "сотрудник",
    "сотрудники",
    "фио",
    "ф и о",
    "продавец",
    "продавцы",
    "ответственный",
    "employee",
    "manager",
    "salesperson",
    "seller",
    "работник",
    "sales agent",
];
const PERSON_ID: [&str; 14] = [
    "employee id",
    "employee key",
    "employeeid",
    "табельный",
    "табельный номер",
    "таб",
    "табель",
    "код сотрудника",
    "id сотрудника",
    "id менеджера",
    "код менеджера",
    "external id",
    "manager id",
    "person id",
];
const VALUE: [&str; 8] =
    ["значение", "сумма", "value", "amount", "количество", "кол во", "факт", "план"];

/// Other words by which people and other programs call a starting metric, by its code.
const ALSO: [(&str, &[&str]); 5] = [
    ("calls", &["звонки", "звонков", "звонок", "calls", "call"]),
    ("meetings", &["встречи", "встреч", "встреча", "meetings", "meeting"]),
    ("offers", &["кп", "коммерческие предложения", "предложения", "proposals", "offers"]),
    ("invoices", &["счета", "счетов", "счет", "выставленные счета", "invoices"]),
    (
        "payments",
        &[
            "оплаты",
            "оплата",
            "оплат",
            "поступления",
            "поступление",
            "выручка",
            "продажи",
            "продаж",
            "деньги",
            "sales",
            "revenue",
            "payments",
            "sales target",
            "sales amount",
            "бюджет",
        ],
    ),
];

/// Whether a heading or a metric's name in a cell speaks of the metric with this code and name.
pub fn speaks_of(text: &str, code: &str, name: &str) -> bool {
    let words = normalized(text);
    let without_unit =
        words.trim_end_matches(" руб").trim_end_matches(" шт").trim_end_matches(" rub");
    let stripped = without_unit.trim_start_matches("план ").trim_start_matches("факт ");
    let stripped = stripped.trim_end_matches(" план").trim_end_matches(" факт");
    let same = |other: &str| !other.is_empty() && (stripped == other || words == other);
    let also = ALSO.iter().find(|(known, _)| *known == code).map_or(&[][..], |(_, list)| list);
    same(&normalized(name)) || same(&normalized(code)) || also.iter().any(|word| same(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn totals_are_told_from_names() {
        for text in [
            "Итого",
            "ИТОГО:",
            "Всего",
            "Общий итог",
            "Аптека 1 Итог",
            "Итого по отделу",
            "Grand Total",
        ] {
            assert!(is_total(text), "{text}");
        }
        for text in ["Всеволод", "Итогов Пётр", "Тотальный", "", "Totalov"]
        {
            assert!(!is_total(text), "{text}");
        }
    }

    #[test]
    fn headings_tell_their_meaning() {
        let expected = [
            ("Дата", Meaning::Date),
            ("OrderDate", Meaning::Date),
            ("Месяц", Meaning::Month),
            ("Year", Meaning::Year),
            ("EmployeeID", Meaning::PersonId),
            ("employee_id", Meaning::PersonId),
            ("Таб. №", Meaning::PersonId),
            ("ФИО", Meaning::Person),
            ("Ответственный", Meaning::Person),
            ("Показатель", Meaning::MetricName),
            ("Сумма, ₽", Meaning::Value),
            ("Общий итог", Meaning::Total),
            ("Комментарий", Meaning::Remark),
        ];
        for (heading, expected) in expected {
            assert_eq!(meaning(heading), Some(expected), "{heading}");
        }
        assert_eq!(meaning("Витамины"), None);
    }

    #[test]
    fn a_metric_is_known_by_its_name_code_and_other_words() {
        assert!(speaks_of("Звонки", "calls", "звонки"));
        assert!(speaks_of("Звонки, план", "calls", "звонки"));
        assert!(speaks_of("sales_target", "payments", "оплаты"));
        assert!(speaks_of("SalesAmount", "payments", "оплаты"));
        assert!(speaks_of("Оплаты, руб.", "payments", "оплаты"));
        assert!(!speaks_of("orders", "payments", "оплаты"));
        assert!(speaks_of("Демонстрации", "m7", "демонстрации"));
    }
}
