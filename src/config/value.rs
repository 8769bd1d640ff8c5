//! Each value in its allowed form, or that form in words. Pure.

use super::Network;
use crate::mail::Server;
use crate::signin::Key;
use axum::http::Uri;
use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, TimeZone, Utc};
use chrono_tz::Europe::Moscow;
use lettre::message::Mailbox;
use sqlx::postgres::PgConnectOptions;
use std::net::SocketAddr;
use std::path::PathBuf;
use tracing_subscriber::EnvFilter;

/// How the log looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogFormat {
    Text,
    Json,
}

type Parsed<T> = Result<T, String>;

pub(super) fn address(text: &str) -> Parsed<SocketAddr> {
    text.parse()
        .map_err(|_| "нужны IP-адрес и порт, например 127.0.0.1:3900 или 0.0.0.0:80".to_owned())
}

pub(super) fn port(text: &str) -> Parsed<u16> {
    text.parse().map_err(|_| "нужно число от 0 до 65535".to_owned())
}

pub(super) fn key(text: &str) -> Parsed<Key> {
    let key = Key::from_hex(text.trim());
    key.ok_or_else(|| "нужны 64 шестнадцатеричных знака, их даёт openssl rand -hex 32".to_owned())
}

pub(super) fn hours(text: &str) -> Parsed<i64> {
    let hours = text.parse().ok().filter(|hours| (1..=24).contains(hours));
    hours.ok_or_else(|| "нужно целое число часов от 1 до 24".to_owned())
}

pub(super) fn companies(text: &str) -> Parsed<u32> {
    let number = text.parse().ok().filter(|number| (1..=100_000).contains(number));
    number.ok_or_else(|| "нужно целое число компаний от 1 до 100000".to_owned())
}

pub(super) fn seed(text: &str) -> Parsed<u64> {
    text.parse().map_err(|_| "нужно целое число от 0".to_owned())
}

pub(super) fn megabytes(text: &str) -> Parsed<u32> {
    let megabytes = text.parse().ok().filter(|megabytes| *megabytes <= 65_536);
    megabytes.ok_or_else(|| "нужно целое число мегабайт от 0 до 65536".to_owned())
}

pub(super) fn weeks(text: &str) -> Parsed<usize> {
    let weeks = text.parse().ok().filter(|weeks| (1..=520).contains(weeks));
    weeks.ok_or_else(|| "нужно целое число недель от 1 до 520".to_owned())
}

pub(super) fn percent(text: &str) -> Parsed<u8> {
    let share = text.parse().ok().filter(|share| (1..=90).contains(share));
    share.ok_or_else(|| "нужно целое число процентов от 1 до 90".to_owned())
}

pub(super) fn cycle(text: &str) -> Parsed<u8> {
    let weeks = text.parse().ok().filter(|weeks| (1..=104).contains(weeks));
    weeks.ok_or_else(|| "нужно целое число недель от 1 до 104".to_owned())
}

/// Scheme and host only, without the slash at the end.
pub(super) fn public_url(text: &str) -> Parsed<String> {
    let form = || "нужен адрес вида https://mayak.example.ru без пути".to_owned();
    let uri: Uri = text.trim_end_matches('/').parse().map_err(|_| form())?;
    let scheme = uri.scheme_str().filter(|s| ["http", "https"].contains(s)).ok_or_else(form)?;
    let host = uri.authority().ok_or_else(form)?.as_str();
    if uri.path() != "/" || uri.query().is_some() || host.contains('@') {
        return Err(form());
    }
    Ok(format!("{scheme}://{host}"))
}

pub(super) fn mail_server(text: &str) -> Parsed<Server> {
    let server = Server::at(text.trim());
    server.ok_or_else(|| {
        "нужен адрес вида smtps://вход:пароль@сервер:465, а со STARTTLS — \
         smtp://вход:пароль@сервер:587?tls=required; без TLS пароль уходит только на этот же компьютер"
            .to_owned()
    })
}

pub(super) fn sender(text: &str) -> Parsed<Mailbox> {
    text.trim()
        .parse()
        .map_err(|_| "нужен адрес вида mayak@example.ru или Маяк <mayak@example.ru>".to_owned())
}

pub(super) fn proxy(text: &str) -> Parsed<Network> {
    text.parse()
}

pub(super) fn folder(text: &str) -> Parsed<PathBuf> {
    if text.trim().is_empty() {
        return Err("нужен путь к папке, например /var/lib/mayak".to_owned());
    }
    Ok(PathBuf::from(text))
}

pub(super) fn file(text: &str) -> Parsed<PathBuf> {
    if text.trim().is_empty() || text.ends_with('/') {
        return Err("нужно имя файла, например mayak.zip".to_owned());
    }
    Ok(PathBuf::from(text))
}

pub(super) fn database(text: &str) -> Parsed<PgConnectOptions> {
    let form = || "нужен адрес вида postgres://пользователь:пароль@сервер:5432/база".to_owned();
    if !text.starts_with("postgres://") && !text.starts_with("postgresql://") {
        return Err(form());
    }
    let options: PgConnectOptions = text.parse().map_err(|_| form())?;
    if options.get_database().is_none_or(str::is_empty) {
        return Err(form());
    }
    Ok(options)
}

pub(super) fn log_format(text: &str) -> Parsed<LogFormat> {
    match text {
        "text" => Ok(LogFormat::Text),
        "json" => Ok(LogFormat::Json),
        _ => Err("нужно text или json".to_owned()),
    }
}

pub(super) fn log_filter(text: &str) -> Parsed<String> {
    match EnvFilter::try_new(text) {
        Ok(_) => Ok(text.to_owned()),
        Err(_) => Err("нужен уровень error, warn, info, debug или trace, например info или \
                       mayak=debug,info"
            .to_owned()),
    }
}

/// A day (its noon) or a minute in Moscow.
pub(super) fn moment(text: &str) -> Parsed<DateTime<Utc>> {
    let local = match text.parse::<NaiveDate>() {
        Ok(day) => day.and_time(NaiveTime::MIN) + chrono::Duration::hours(12),
        Err(_) => NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M")
            .map_err(|_| "нужен день 2026-11-18 или минута 2026-11-18T12:00".to_owned())?,
    };
    let moment = Moscow.from_local_datetime(&local).earliest();
    moment.map(|at| at.to_utc()).ok_or_else(|| "такого времени в Москве не было".to_owned())
}

pub(super) fn moscow_day(at: DateTime<Utc>) -> NaiveDate {
    at.with_timezone(&Moscow).date_naive()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_public_address_is_kept_without_its_slash() {
        assert_eq!(public_url("https://mayak.example.ru/").unwrap(), "https://mayak.example.ru");
        assert_eq!(public_url("http://localhost:3900").unwrap(), "http://localhost:3900");
        for wrong in ["", "ftp://a.ru", "https://", "https://u@a.ru", "https://a.ru?x=1", "/path"] {
            assert!(public_url(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_database_may_lie_behind_a_socket() {
        let options = database("postgres://me@localhost/mayak?host=%2Fvar%2Frun").unwrap();
        assert_eq!(options.get_socket().unwrap().to_str(), Some("/var/run"));
    }
}
