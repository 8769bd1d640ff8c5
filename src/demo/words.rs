//! What the head of the demonstration says of a week's deviations.

/// Cause, measure, and what is needed of the owner; that may be nothing.
pub struct Words {
    pub happened: String,
    pub we_do: &'static str,
    pub needed: &'static str,
}

/// Of a metric by its code; `whose` are the names as they are.
pub fn words(code: &str, whose: &str) -> Words {
    let (happened, we_do, needed) = match code {
        "calls" => (
            "Утренние звонки съели отгрузки и документы",
            "Звонки до 11:00 каждый день, документы после обеда; проверяю в 11:15",
            "",
        ),
        "meetings" => (
            "Звонят, но вместо встречи отправляют письмо",
            "Двойные визиты, отработка «пришлите на почту» на планёрке в среду",
            "Телефония с записью звонков, 14 900 ₽ в месяц",
        ),
        "offers" => (
            "КП готовили по три дня: ждали цены от закупки",
            "Шаблон КП на пять ходовых позиций, отправляем в день встречи",
            "Договориться с закупкой об ответе за один день",
        ),
        "invoices" => (
            "КП отправлены, а счета не дожали",
            "Каждому КП старше трёх дней — звонок до обеда",
            "",
        ),
        _ => (
            "Две крупные оплаты перенесли на следующую неделю",
            "Письма с датами оплаты взяты, сверяем в понедельник утром",
            "Согласовать отсрочку 14 дней двум постоянным клиентам",
        ),
    };
    let happened = if whose.is_empty() { happened.into() } else { format!("{happened}: {whose}") };
    Words { happened, we_do, needed }
}
