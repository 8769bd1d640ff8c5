use chrono_tz::Tz;

use crate::db::Editor;
use crate::values::russian::{day_and_month, time};

/// What the second of two editors is told: who was first, when, what is written now, what to do.
pub fn overtaken(editor: Option<&Editor>, zone: Tz, now: &str) -> String {
    let by = by_whom(editor, zone);
    format!(
        "Пока форма была открыта, здесь сохранили другое{by}. Сейчас записано: {now}. Набранное вами — ниже: \
         проверьте и сохраните ещё раз, чтобы записать его."
    )
}

/// What the second of two is told who pressed a button: nothing was typed, the page shows how things stand now.
pub fn outpaced(editor: Option<&Editor>, zone: Tz, now: &str) -> String {
    let by = by_whom(editor, zone);
    format!(
        "Пока страница была открыта, здесь изменили другое{by}. Сейчас: {now}. Ваше нажатие ничего не изменило: \
         посмотрите и нажмите ещё раз, если оно ещё нужно."
    )
}

/// «: Анна Климова, 18 ноября в 12:00», or nothing.
pub fn by_whom(editor: Option<&Editor>, zone: Tz) -> String {
    editor.map_or_else(String::new, |editor| {
        let at = editor.at.with_timezone(&zone).naive_local();
        format!(": {}, {} в {}", editor.name, day_and_month(at.date()), time(at.time()))
    })
}
