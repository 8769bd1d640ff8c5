//! What error pages say.
use axum::http::StatusCode;

use crate::access::{Permission, Role};
use crate::web::resend::Resend;

pub(super) fn who_may(permission: Permission, role: Role) -> String {
    let roles = permission.roles().iter().map(|role| role.name());
    let sellers = permission.is_for_sellers().then_some("каждый, кто продаёт сам");
    let who = roles.chain(sellers).collect::<Vec<_>>().join(", ");
    format!("Сюда могут: {who}. Ваша роль — {}.", role.name())
}

/// What to do with a form of another company: it can be sent there, or must be filled in anew.
pub(super) fn elsewhere(resend: Option<&Resend>) -> String {
    match resend {
        Some(resend) => format!(
            "Пока она была открыта, вы перешли в другую компанию. Ничего не записано, но и не потеряно: набранное \
             можно отправить в «{}», где форма открыта.",
            resend.company_name
        ),
        None => "Пока она была открыта, вы перешли в другую компанию. Ничего не записано. Перейдите в нужную \
                 компанию и заполните форму там."
            .into(),
    }
}

/// What a bare status means to a person.
pub(super) fn explain(status: StatusCode) -> (&'static str, String) {
    let (title, text) = match status {
        StatusCode::NOT_FOUND => (
            "Такой страницы нет",
            "Возможно, адрес набран с ошибкой или запись вам не видна. Начните с первой страницы.",
        ),
        StatusCode::FORBIDDEN => (
            "Запрос пришёл с чужого сайта",
            "Откройте нужную страницу в Маяке и отправьте форму оттуда.",
        ),
        StatusCode::METHOD_NOT_ALLOWED => {
            ("Так эту страницу не открыть", "Вернитесь назад и нажмите кнопку на странице.")
        }
        StatusCode::PAYLOAD_TOO_LARGE => {
            ("Слишком большой файл или форма", "Файл — не больше 20 МБ. Разделите его на части.")
        }
        StatusCode::REQUEST_TIMEOUT | StatusCode::GATEWAY_TIMEOUT => {
            ("Не дождались", "Запрос шёл слишком долго. Проверьте связь и повторите.")
        }
        StatusCode::SERVICE_UNAVAILABLE => {
            ("Маяк сейчас занят", "Подождите несколько секунд и обновите страницу.")
        }
        status if status.is_client_error() => {
            ("Запрос не разобрать", "Вернитесь назад и попробуйте ещё раз.")
        }
        _ => (
            "У нас сломалось",
            "Ничего не потеряно: запись либо сделана целиком, либо не сделана вовсе. Повторите; если не поможет, \
             сообщите нам номер обращения.",
        ),
    };
    (title, text.to_owned())
}
