use chrono_tz::Tz;

use crate::db::Editor;
use crate::values::russian::{day_and_month, time};

/// What the second of two editors is told: who was first, when, what is written now, what to do.
pub fn overtaken(editor: Option<&Editor>, zone: Tz, now: &str) -> String {
    let by = editor.map_or_else(String::new, |editor| {
        let at = editor.at.with_timezone(&zone).naive_local();
        format!(": {}, {} в {}", editor.name, day_and_month(at.date()), time(at.time()))
    });
    format!(
        "Пока форма была открыта, здесь сохранили другое{by}. Сейчас записано: {now}. Набранное вами — ниже: \
         проверьте и сохраните ещё раз, чтобы записать его."
    )
}
