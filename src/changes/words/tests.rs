use super::*;
use crate::changes::names::Named;
use crate::values::Unit;
use crate::values::russian::NO_BREAK;
use chrono::DateTime;
use serde_json::json;
use uuid::Uuid;

const PETROV: Uuid = Uuid::from_u128(1);
const WHOLESALE: Uuid = Uuid::from_u128(2);
const RETAIL: Uuid = Uuid::from_u128(3);
const CALLS: Uuid = Uuid::from_u128(4);
const FILE: Uuid = Uuid::from_u128(5);

fn names() -> Names {
    Names::new(
        [
            (PETROV, "Петров И."),
            (WHOLESALE, "Опт"),
            (RETAIL, "Розница"),
            (CALLS, "Звонки"),
            (FILE, "plan.xlsx"),
        ]
        .map(|(id, name)| {
            let measure = (id == CALLS).then_some((0, Unit::Piece));
            (id, Named { name: name.to_owned(), measure })
        }),
    )
}

fn told(subject: &str, id: Uuid, action: &str, before: Value, after: Value) -> Told {
    let record = Record {
        id: Uuid::nil(),
        at: DateTime::UNIX_EPOCH,
        by: None,
        as_role: None,
        subject: subject.into(),
        subject_id: id,
        action: action.into(),
        before: Some(before).filter(|value| !value.is_null()),
        after: Some(after).filter(|value| !value.is_null()),
    };
    tell(&record, &names())
}

/// «Петров И.: перевод …; отдел: Розница → Опт»
fn sentence(told: &Told) -> String {
    let differences = told.differences.iter().map(|d| format!("{}: {} → {}", d.name, d.from, d.to));
    let parts = std::iter::once(format!("{}: {}", told.subject, told.what))
        .chain(told.notes.iter().cloned())
        .chain(differences);
    parts.collect::<Vec<_>>().join("; ").replace(NO_BREAK, " ")
}

#[test]
fn a_move_to_another_department_is_told_as_one() {
    let before = json!({ "name": "Петров И.", "sells": true, "department": RETAIL, "from_on": "2026-01-01" });
    let after = json!({ "name": "Петров И.", "sells": false, "department": WHOLESALE, "from_on": "2026-11-01" });
    assert_eq!(
        sentence(&told("member", PETROV, "edit", before.clone(), after)),
        "Петров И.: перевод в отдел «Опт» с 1 ноября 2026; продаёт сам: да → нет; отдел: Розница → Опт"
    );
    let left =
        json!({ "name": "Петров И.", "sells": true, "department": null, "from_on": "2026-11-01" });
    assert_eq!(
        sentence(&told("member", PETROV, "edit", before, left)),
        "Петров И.: уход из отдела с 1 ноября 2026; отдел: Розница → без отдела"
    );
}

#[test]
fn people_come_and_go() {
    let admitted =
        json!({ "name": "Петров И.", "role": "manager", "department": [RETAIL, "2026-11-01"] });
    assert_eq!(
        sentence(&told("member", PETROV, "admit", Value::Null, admitted)),
        "Петров И.: в команде, роль: менеджер; отдел «Розница»"
    );
    let dismissed = json!({ "dismissed_on": "2026-11-30" });
    assert_eq!(
        sentence(&told("member", PETROV, "dismiss", json!({ "dismissed_on": null }), dismissed)),
        "Петров И.: увольнение с 30 ноября 2026"
    );
    let renamed =
        told("member", PETROV, "edit", json!({ "name": "Петров" }), json!({ "name": "Петров И." }));
    assert_eq!(sentence(&renamed), "Петров И.: изменение карточки; имя: Петров → Петров И.");
}

#[test]
fn a_place_among_departments_is_told_by_its_day() {
    let was = json!({ "departments": [["2026-01-01", RETAIL]] });
    let is = json!({ "departments": [["2026-01-01", RETAIL], ["2026-11-01", WHOLESALE]] });
    assert_eq!(
        sentence(&told("member", PETROV, "move", was, is)),
        "Петров И.: перевод в отдел «Опт» с 1 ноября 2026; \
         отделы: Розница с 1 января 2026 → Розница с 1 января 2026, Опт с 1 ноября 2026"
    );
    let roles = told(
        "member",
        PETROV,
        "change_role",
        json!({ "role": "manager" }),
        json!({ "role": "head" }),
    );
    assert_eq!(sentence(&roles), "Петров И.: другая роль; роль: менеджер → РОП");
}

#[test]
fn a_day_tells_its_figures_and_a_proposal_its_answer() {
    let side = |calls| json!({ "day": "2026-11-17", "figures": { (CALLS.to_string()): calls }, "payments": { "a": 5 } });
    assert_eq!(
        sentence(&told("day", PETROV, "edit", side(20), side(25))),
        "Петров И.: день исправлен: 17 ноября 2026; изменено: 1 строка оплат; Звонки: 20 → 25"
    );
    let after = json!({ "member": PETROV, "metric": CALLS, "day": "2026-11-17", "value": 25, "answer": "уже учтено" });
    assert_eq!(
        sentence(&told("proposal", Uuid::from_u128(9), "decline", Value::Null, after)),
        "Поправка: Петров И., Звонки, 17 ноября 2026: отклонена, 25; ответ: уже учтено"
    );
}

#[test]
fn weeks_and_months_are_closed_and_opened_with_a_reason() {
    let after = json!({ "department": RETAIL, "starts_on": "2026-11-30", "ends_on": "2026-12-06", "reason": "нашли оплату" });
    assert_eq!(
        sentence(&told("week", RETAIL, "reopen", Value::Null, after)),
        "Неделя 30 ноября – 6 декабря 2026, Розница: снова открыта; причина: нашли оплату"
    );
    let after = json!({ "department": null, "starts_on": "2026-11-01", "ends_on": "2026-11-30" });
    assert_eq!(
        sentence(&told("month", Uuid::nil(), "close", Value::Null, after)),
        "Месяц 1–30 ноября 2026: закрыт"
    );
    let set = json!({ "department": RETAIL, "starts_on": "2026-11-23", "ends_on": "2026-11-29", "no": 2, "targets": 5 });
    assert_eq!(
        sentence(&told("week_plan", Uuid::from_u128(9), "set", Value::Null, set)),
        "План на неделю 23–29 ноября 2026, Розница: задан, версия 2; 5 чисел"
    );
}

#[test]
fn a_metric_is_told_in_the_words_of_its_form() {
    let before = json!({ "name": "Звонки", "unit": "шт", "kind": "step", "parts": null });
    let after =
        json!({ "name": "Дозвоны", "unit": "шт", "kind": "result", "parts": [CALLS, CALLS] });
    assert_eq!(
        sentence(&told("metric", CALLS, "edit", before, after)),
        "Звонки: изменение показателя; название: Звонки → Дозвоны; что это: шаг → результат; отношение:  → Звонки к Звонки"
    );
    let moved = told("metric", CALLS, "move", Value::Null, json!({ "place": 2 }));
    assert_eq!(sentence(&moved), "Звонки: другое место в таблицах: 3-е");
}

#[test]
fn a_version_of_a_plan_says_its_month_and_reason() {
    let after = json!({
        "department": RETAIL, "month": "2026-11-01", "no": 2, "effective_on": "2026-11-16",
        "reason": "новый клиент", "import": FILE, "targets": 24,
    });
    assert_eq!(
        sentence(&told("plan", Uuid::from_u128(9), "approve", Value::Null, after)),
        "План на ноябрь 2026, Розница: утверждение, версия 2, действует с 16 ноября 2026; \
         причина: новый клиент; из файла «plan.xlsx»; 24 числа"
    );
}

#[test]
fn a_file_says_what_became_of_it() {
    let after = json!({ "added": 24, "changed": 0, "people": ["Белова А."], "problems": 1 });
    assert_eq!(
        sentence(&told("import", FILE, "apply", Value::Null, after)),
        "plan.xlsx: числа из файла записаны; новых: 24; не прочитано: 1; добавлены люди: Белова А."
    );
    let undone = told("import", FILE, "undo", Value::Null, json!({ "withdrawn": 1 }));
    assert_eq!(sentence(&undone), "plan.xlsx: загрузка отменена; больше не считается: 1 число");
}

#[test]
fn a_version_of_a_card_tells_its_weights_from_what_to_what() {
    let version = |calls, rhythm: Value, trial| {
        json!({ "no": 3, "effective_on": "2026-12-01", "is_trial": trial, "reason": "больше к деньгам",
                "weights": { (CALLS.to_string()): calls, "rhythm": rhythm } })
    };
    let (before, after) = (version(4_000, 6_000.into(), true), version(4_500, Value::Null, false));
    let card = Uuid::from_u128(9);
    assert_eq!(
        sentence(&told("scorecard", card, "approve", before, after)),
        "Карта KPI: утверждена версия 3, действует с 1 декабря 2026; причина: больше к деньгам; \
         Звонки: 40 % → 45 %; Ритм: 60 % → нет; пробный расчёт: да → нет"
    );
    let returned =
        told("scorecard", card, "return", Value::Null, json!({ "no": 3, "answer": "мало" }));
    assert_eq!(sentence(&returned), "Карта KPI: возвращена версия 3; причина: мало");
}

#[test]
fn regular_actions_and_stages_are_told_in_words() {
    let rule = |rrule: &str, weight| json!({ "name": "Планёрка", "rrule": rrule, "starts_at": "09:15:00", "weight": weight, "from_on": "2026-12-01" });
    let edit = told(
        "ritual",
        Uuid::from_u128(9),
        "edit",
        rule("FREQ=WEEKLY;BYDAY=MO,WE,FR", 2_500),
        rule("FREQ=DAILY", 3_000),
    );
    assert_eq!(
        sentence(&edit),
        "Регулярное действие: изменение регулярного действия с 1 декабря 2026; как часто: пн, ср, пт → каждый рабочий день; \
         вес в индексе: 25 % → 30 %"
    );
    let stage = |metric: Value, share: Value| json!({ "metric": metric, "probability": share, "from_on": "2026-12-01" });
    let edit = told(
        "stage",
        Uuid::from_u128(9),
        "edit",
        stage(Value::Null, 2_000.into()),
        stage(json!(CALLS), Value::Null),
    );
    assert_eq!(
        sentence(&edit),
        "Стадия: изменение стадии; входы считает:  → Звонки; вероятность оплаты с 1 декабря 2026: 20 % → нет"
    );
    let points = |list: &[&str]| json!({ "name": "Контакт", "minutes": 20, "checklist": list });
    let edit =
        told("exercise", Uuid::from_u128(9), "edit", points(&["Имя"]), points(&["Имя", "Цель"]));
    assert_eq!(sentence(&edit), "Упражнение: изменение упражнения; чек-лист: Имя → Имя; Цель");
}

#[test]
fn terms_of_the_forecast_are_told_by_their_lines() {
    let usual = crate::forecast_terms::Terms::usual();
    let mut other = usual.clone();
    other.calibration_k = 20;
    let set = told(
        "forecast_terms",
        Uuid::from_u128(9),
        "set",
        json!({ "terms": usual }),
        json!({ "from_on": "2026-11-18", "terms": other }),
    );
    assert_eq!(
        sentence(&set),
        "Условия прогноза: изменены, действуют с 18 ноября 2026; сила начальной вероятности, сделок: 10 → 20"
    );
}

#[test]
fn a_change_without_words_is_told_in_general_and_gives_nothing_away() {
    let secret = json!({ "token_hash": "abc", "text": "разговор" });
    let unknown = told("talk", Uuid::from_u128(9), "write", secret.clone(), secret.clone());
    assert_eq!(sentence(&unknown), "Запись: изменение");
    let odd = told("member", PETROV, "promote", secret.clone(), secret.clone());
    assert_eq!(sentence(&odd), "Петров И.: изменение");
    let edit = told("member", PETROV, "edit", Value::Null, secret);
    assert_eq!(sentence(&edit), "Петров И.: изменение карточки");
    assert!(!has_words("talk", "write") && !has_words("member", "promote"));
}
