//! What the command line and the environment say. A wrong value is refused at start with its name
//! and the allowed form.

mod authority;
mod backtest;
mod command;
mod network;
mod refusal;
mod value;

pub use backtest::Backtest;
pub use command::{Command, Copy, Demo, Load, Operator, ResetLink, Verify};
pub use network::Network;
pub use refusal::Refusal;
pub use value::LogFormat;

use crate::db::{Place, embedded};
use crate::mail::{Authority, Post, Server};
use crate::signin::Key;
use anyhow::Result;
use clap::{ArgAction, Args, Parser};
use lettre::message::Mailbox;
use sqlx::postgres::PgConnectOptions;
use std::net::SocketAddr;
use std::path::PathBuf;

const TEMPLATE: &str = "{about-with-newline}\nКак запустить: {usage}\n\n{all-args}{after-help}";
const USAGE: &str = "mayak [КОМАНДА] [ПАРАМЕТРЫ]";
const AFTER: &str = "Параметры можно задать и переменными окружения, названными в скобках; \
                     все они описаны в файле .env.example.";

/// Маяк показывает владельцу небольшой компании, идёт ли отдел продаж по плану.
#[derive(Debug, Parser)]
#[command(
    name = "mayak",
    help_template = TEMPLATE,
    override_usage = USAGE,
    after_help = AFTER,
    subcommand_help_heading = "Команды",
    next_help_heading = "Параметры",
    disable_help_flag = true,
    disable_help_subcommand = true
)]
pub struct Config {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    pub settings: Settings,
}

#[derive(Debug, Clone, Args)]
pub struct Settings {
    #[arg(long, global = true, value_name = "АДРЕС", env = "MAYAK_ADDR", hide_env = true,
        default_value = "127.0.0.1:3900", hide_default_value = true, value_parser = value::address,
        help = "Адрес и порт, на которых Маяк отвечает; обычно 127.0.0.1:3900 (MAYAK_ADDR)")]
    pub addr: SocketAddr,
    #[arg(long, global = true, value_name = "АДРЕС", env = "MAYAK_PUBLIC_URL", hide_env = true,
        value_parser = value::public_url,
        help = "Адрес, который люди набирают в браузере, например https://mayak.example.ru; с https \
                вход защищён строже (MAYAK_PUBLIC_URL)")]
    pub public_url: Option<String>,
    #[arg(long, global = true, value_name = "КЛЮЧ", env = "MAYAK_KEY", hide_env = true,
        value_parser = value::key,
        help = "Ключ, которым в базе закрыты секреты второго фактора: 64 шестнадцатеричных знака; лучше \
                задать переменной, её не видно в списке процессов (MAYAK_KEY)")]
    pub key: Option<Key>,
    #[arg(long, global = true, value_name = "АДРЕС", env = "MAYAK_SMTP_URL", hide_env = true,
        hide_env_values = true, value_parser = value::mail_server, requires_all = ["mail_from", "public_url"],
        help = "Почтовый сервер, через который уходят письма: smtps://вход:пароль@сервер:465; лучше задать \
                переменной; нужны и --mail-from, и --public-url (MAYAK_SMTP_URL)")]
    pub smtp_url: Option<Server>,
    #[arg(long, global = true, value_name = "ПОЧТА", env = "MAYAK_MAIL_FROM", hide_env = true,
        value_parser = value::sender,
        help = "От кого уходят письма, например «Маяк <mayak@example.ru>» (MAYAK_MAIL_FROM)")]
    pub mail_from: Option<Mailbox>,
    #[arg(long, global = true, value_name = "ФАЙЛ", env = "MAYAK_SMTP_CA", hide_env = true,
        value_parser = authority::read, requires = "smtp_url",
        help = "Файл PEM с корневыми сертификатами, которым верить в почтовом сервере кроме общеизвестных; \
                для своего сервера компании (MAYAK_SMTP_CA)")]
    pub smtp_ca: Option<Authority>,
    #[arg(long = "trusted-proxy", global = true, value_name = "АДРЕС", env = "MAYAK_TRUSTED_PROXY",
        hide_env = true, value_delimiter = ',', value_parser = value::proxy,
        help = "IP-адреса или сети своих прокси через запятую: им Маяк верит, от кого пришёл \
                запрос (MAYAK_TRUSTED_PROXY)")]
    pub trusted_proxies: Vec<Network>,
    #[arg(long, global = true, value_name = "ПАПКА", env = "MAYAK_DATA", hide_env = true,
        value_parser = value::folder,
        help = "Папка собственной базы данных, когда не задан DATABASE_URL (MAYAK_DATA)")]
    pub data: Option<PathBuf>,
    #[arg(long, global = true, value_name = "ПАПКА", env = "MAYAK_PG_BIN", hide_env = true,
        value_parser = value::folder,
        help = "Папка с программами postgres и initdb, если Маяк не нашёл их сам (MAYAK_PG_BIN)")]
    pub pg_bin: Option<PathBuf>,
    #[arg(long, global = true, value_name = "АДРЕС", env = "DATABASE_URL", hide_env = true,
        value_parser = value::database,
        help = "Адрес готовой базы PostgreSQL 15 или новее; без него Маяк заводит собственную \
                (DATABASE_URL)")]
    pub database_url: Option<PgConnectOptions>,
    #[arg(long, global = true, value_name = "АДРЕС", env = "DATABASE_OWNER_URL", hide_env = true,
        value_parser = value::database, requires = "database_url",
        help = "Адрес той же базы с правами владельца: им обновляется схема (DATABASE_OWNER_URL)")]
    pub database_owner_url: Option<PgConnectOptions>,
    #[arg(long, global = true, value_name = "ПАПКА", env = "MAYAK_BACKUP_DIR", hide_env = true,
        value_parser = value::folder,
        help = "Папка для копий базы, которые Маяк делает сам каждую ночь (MAYAK_BACKUP_DIR)")]
    pub backup_dir: Option<PathBuf>,
    #[arg(long, global = true, value_name = "АДРЕС", env = "MAYAK_METRICS_ADDR", hide_env = true,
        value_parser = value::address,
        help = "Отдельный адрес и порт, на которых Маяк отдаёт свои показатели для Prometheus \
                (MAYAK_METRICS_ADDR)")]
    pub metrics_addr: Option<SocketAddr>,
    #[arg(long, global = true, value_name = "МЕГАБАЙТ", env = "MAYAK_PREPARED_MB", hide_env = true,
        default_value = "64", hide_default_value = true, value_parser = value::megabytes,
        help = "Сколько памяти отвести под готовые страницы: обычно 64, это две тысячи обзоров; 0 — не держать (MAYAK_PREPARED_MB)")]
    pub prepared_mb: u32,
    #[arg(long, global = true, value_name = "ВИД", env = "MAYAK_LOG", hide_env = true,
        default_value = "text", hide_default_value = true, value_parser = value::log_format,
        help = "Вид журнала: text для чтения глазами или json для программ (MAYAK_LOG)")]
    pub log: LogFormat,
    #[arg(long, global = true, value_name = "УРОВЕНЬ", env = "RUST_LOG", hide_env = true,
        default_value = "info", hide_default_value = true, value_parser = value::log_filter,
        help = "Подробность журнала, например info или mayak=debug,info (RUST_LOG)")]
    pub log_filter: String,
    /// Показывает эту справку.
    #[arg(long, short = 'h', global = true, action = ArgAction::HelpShort)]
    help: Option<bool>,
}

impl Config {
    /// Reads the command line and the environment.
    ///
    /// # Errors
    /// What is wrong and how it should be, or the help that was asked for.
    pub fn read() -> Result<Self, Refusal> {
        Self::try_parse().map_err(|error| Refusal::of(&error))
    }

    pub fn command(&self) -> Command {
        self.command.clone().unwrap_or(Command::Serve)
    }
}

impl Settings {
    /// The way out for letters; none when no server is named.
    pub fn post(&self) -> Option<Post> {
        let (server, from) = self.smtp_url.clone().zip(self.mail_from.clone())?;
        let server = match &self.smtp_ca {
            Some(authority) => server.trusting(authority),
            None => server,
        };
        Some(Post::new(&server, from))
    }

    /// Where the database is: on the server named, or in a folder of our own.
    ///
    /// # Errors
    /// When no folder can hold it.
    pub fn place(&self) -> Result<Place> {
        if let Some(login) = self.database_url.clone() {
            return Ok(Place::server(login, self.database_owner_url.clone()));
        }
        let folder = self.data.clone().map_or_else(embedded::default_folder, Ok)?;
        Ok(Place::Private(embedded::Options {
            folder,
            binaries: self.pg_bin.clone(),
            durability: embedded::Durability::Full,
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::builder::Resettable;
    use clap::{CommandFactory, FromArgMatches};
    use std::collections::BTreeSet;

    /// As at a start with an empty environment.
    fn read(line: &[&str]) -> Result<Config, String> {
        let line = ["mayak"].iter().chain(line);
        let bare = <Config as CommandFactory>::command()
            .mut_args(|argument| argument.env(Resettable::Reset));
        let matches = bare.try_get_matches_from(line);
        matches
            .and_then(|matches| Config::from_arg_matches(&matches))
            .map_err(|error| Refusal::of(&error).text)
    }

    #[test]
    fn the_command_line_is_consistent() {
        <Config as CommandFactory>::command().debug_assert();
    }

    #[test]
    fn without_a_command_it_serves() {
        assert!(matches!(read(&[]).unwrap().command(), Command::Serve));
    }

    #[test]
    fn a_link_is_asked_for_by_address_and_holds_an_hour() {
        match read(&["reset-link", "anna@firma.ru"]).unwrap().command() {
            Command::ResetLink(link) => {
                assert_eq!((link.email.as_str(), link.hours), ("anna@firma.ru", 1));
            }
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_fixed_day_of_the_demonstration_has_a_database_of_its_own() {
        let at = |today: &str| match read(&["demo", "--today", today]).unwrap().command() {
            Command::Demo(demo) => (demo.database(), demo.today.unwrap().to_rfc3339()),
            other => panic!("{other:?}"),
        };
        assert_eq!(
            at("2026-11-18"),
            ("mayak_demo_20261118".into(), "2026-11-18T09:00:00+00:00".into())
        );
        // In Moscow it is the eighteenth already.
        assert_eq!(
            at("2026-11-18T00:30"),
            ("mayak_demo_20261118".into(), "2026-11-17T21:30:00+00:00".into())
        );
    }

    #[test]
    fn a_wrong_value_is_named_with_the_allowed_form() {
        for (line, name, form) in [
            (vec!["--addr", "localhost"], "MAYAK_ADDR", "127.0.0.1:3900"),
            (vec!["--public-url", "mayak.example.ru"], "MAYAK_PUBLIC_URL", "https://"),
            (vec!["--public-url", "https://a.ru/path"], "MAYAK_PUBLIC_URL", "https://"),
            (vec!["--key", "secret"], "MAYAK_KEY", "openssl rand -hex 32"),
            (vec!["--trusted-proxy", "127.0.0.1,nginx"], "MAYAK_TRUSTED_PROXY", "127.0.0.1"),
            (vec!["--smtp-url", "mail.example.ru"], "MAYAK_SMTP_URL", "smtps://"),
            (vec!["--smtp-url", "smtp://a:b@mail.example.ru"], "MAYAK_SMTP_URL", "без TLS"),
            (vec!["--smtp-ca", "/nowhere/ca.pem"], "MAYAK_SMTP_CA", "нет файла /nowhere/ca.pem"),
            (vec!["--smtp-ca", "Cargo.toml"], "MAYAK_SMTP_CA", "BEGIN CERTIFICATE"),
            (vec!["--smtp-ca", "src"], "MAYAK_SMTP_CA", "src не читается"),
            (vec!["--smtp-ca", ""], "MAYAK_SMTP_CA", "ca.pem"),
            (vec!["--mail-from", "Маяк"], "MAYAK_MAIL_FROM", "mayak@example.ru"),
            (vec!["--smtp-url", "smtp://localhost:25"], "MAYAK_MAIL_FROM", "mayak --help"),
            (vec!["--log", "xml"], "MAYAK_LOG", "json"),
            (vec!["--log-filter", "mayak=loud"], "RUST_LOG", "info"),
            (vec!["--database-url", "mysql://a/b"], "DATABASE_URL", "postgres://"),
            (vec!["--database-url", "postgres://host"], "DATABASE_URL", "postgres://"),
            (vec!["demo", "--today", "18.11.2026"], "--today", "2026-11-18"),
            (vec!["demo", "--port", "99999"], "--port", "65535"),
            (vec!["reset-link", "a@b.ru", "--hours", "25"], "--hours", "от 1 до 24"),
            (vec!["reset-link"], "ПОЧТА", "mayak --help"),
            (vec!["backup"], "ФАЙЛ", "mayak --help"),
            (vec!["restore", ""], "ФАЙЛ", "mayak.zip"),
            (vec!["--metrics-addr", "9100"], "MAYAK_METRICS_ADDR", "127.0.0.1:3900"),
            (vec!["--prepared-mb", "много"], "MAYAK_PREPARED_MB", "от 0 до 65536"),
            (vec!["backtest"], "ФАЙЛ", "mayak --help"),
            (vec!["backtest", "a.csv", "--warm-up", "0"], "--warm-up", "от 1 до 520"),
            (vec!["backtest", "a.csv", "--won", "100"], "--won", "от 1 до 90"),
            (vec!["backtest", "a.csv", "--weeks", "0"], "--weeks", "от 1 до 104"),
        ] {
            let text = read(&line).unwrap_err();
            assert!(text.contains(name) && text.contains(form), "{line:?}: {text}");
        }
    }

    #[test]
    fn a_password_is_never_repeated() {
        let text = read(&["--database-url", "postgres://me:secret@host:port/db"]).unwrap_err();
        assert!(!text.contains("secret"), "{text}");
        let text = read(&["--smtp-url", "smtps://me:secret@host:port"]).unwrap_err();
        assert!(!text.contains("secret"), "{text}");
    }

    #[test]
    fn an_owner_without_a_login_is_refused() {
        let text = read(&["--database-owner-url", "postgres://me@host/db"]).unwrap_err();
        assert!(text.contains("DATABASE_URL"), "{text}");
    }

    #[test]
    fn an_unknown_word_is_refused_with_a_way_to_the_help() {
        for line in [["fly"], ["--fly"]] {
            let text = read(&line).unwrap_err();
            assert!(text.contains("fly") && text.contains("mayak --help"), "{text}");
        }
    }

    /// Names of variables at the beginning of a word in backquotes or of a commented line.
    fn named(text: &str, before: &str, after: char) -> BTreeSet<String> {
        let lines = text.lines().filter_map(|line| line.strip_prefix(before));
        let names = lines.filter_map(|line| line.split_once(after)).map(|(name, _)| name);
        let capital = |name: &&str| name.chars().all(|c| c.is_ascii_uppercase() || c == '_');
        names.filter(capital).map(str::to_owned).collect()
    }

    #[test]
    fn every_variable_is_described_where_people_look() {
        let command = <Config as CommandFactory>::command();
        let known: BTreeSet<String> = command
            .get_arguments()
            .filter_map(|argument| Some(argument.get_env()?.to_str()?.to_owned()))
            .collect();
        assert_eq!(named(include_str!("../../.env.example"), "#", '='), known);
        assert_eq!(named(include_str!("../../docs/operating.md"), "| `", '`'), known);
    }

    #[test]
    fn the_help_is_russian() {
        for line in [
            vec!["--help"],
            vec!["demo", "-h"],
            vec!["reset-link", "--help"],
            vec!["operator", "--help"],
            vec!["verify", "-h"],
            vec!["backtest", "--help"],
        ] {
            let text = read(&line).unwrap_err();
            assert!(text.contains("Как запустить"), "{text}");
            for word in ["Usage", "Options", "Commands", "Arguments", "Print", "env:", "default"] {
                assert!(!text.contains(word), "{word}: {text}");
            }
        }
    }
}
