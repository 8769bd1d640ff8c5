//! What is wrong with the command line or the environment, in Russian.

use super::Config;
use clap::CommandFactory;
use clap::error::{ContextKind, ErrorKind};
use std::error::Error;
use std::io::Write;
use std::process::ExitCode;

const HELP: &str = "Справка: mayak --help";

/// The product does not start: a value is wrong, or only the help was asked for.
#[derive(Debug)]
pub struct Refusal {
    pub(super) text: String,
    is_help: bool,
}

impl Refusal {
    pub(super) fn of(error: &clap::Error) -> Self {
        let is_help = error.kind() == ErrorKind::DisplayHelp;
        let text = if is_help { error.render().to_string() } else { words(error) };
        Self { text, is_help }
    }

    /// Says it where it belongs; 2 is the usual code of a wrong command line.
    /// A reader that closed the pipe, as `head` does, has read enough.
    pub fn report(&self) -> ExitCode {
        if self.is_help {
            let _ = writeln!(std::io::stdout(), "{}", self.text);
            return ExitCode::SUCCESS;
        }
        let _ = writeln!(std::io::stderr(), "{}", self.text);
        ExitCode::from(2)
    }
}

fn words(error: &clap::Error) -> String {
    match error.kind() {
        ErrorKind::ValueValidation | ErrorKind::InvalidValue => wrong_value(error),
        ErrorKind::InvalidSubcommand => {
            let word = said(error, ContextKind::InvalidSubcommand);
            format!("Нет такой команды: {word}. {HELP}")
        }
        ErrorKind::UnknownArgument => {
            let word = said(error, ContextKind::InvalidArg);
            format!("Нет такого параметра: {word}. {HELP}")
        }
        ErrorKind::MissingRequiredArgument => {
            let flag = said(error, ContextKind::InvalidArg);
            format!("Не хватает значения: {}. {HELP}", name(&flag))
        }
        ErrorKind::ArgumentConflict => {
            format!("Дважды задан параметр {}. {HELP}", said(error, ContextKind::InvalidArg))
        }
        ErrorKind::InvalidUtf8 => format!("Значение параметра не в кодировке UTF-8. {HELP}"),
        _ => format!("Непонятная командная строка. {HELP}"),
    }
}

/// The value itself is not repeated: an address of a database holds a password.
fn wrong_value(error: &clap::Error) -> String {
    let flag = said(error, ContextKind::InvalidArg);
    let form = match error.source() {
        Some(form) => form.to_string(),
        None => "нужно значение".to_owned(),
    };
    format!("Неверное значение {}: {form}. {HELP}", name(&flag))
}

fn said(error: &clap::Error, kind: ContextKind) -> String {
    error.get(kind).map(ToString::to_string).unwrap_or_default()
}

/// `--addr <АДРЕС>` → `MAYAK_ADDR (--addr)`.
fn name(flag: &str) -> String {
    let flag = flag.split_whitespace().next().unwrap_or_default();
    let command = <Config as CommandFactory>::command();
    let long = flag.trim_start_matches('-');
    let argument = command.get_arguments().find(|argument| argument.get_long() == Some(long));
    match argument.and_then(clap::Arg::get_env) {
        Some(variable) => format!("{} ({flag})", variable.to_string_lossy()),
        None => flag.to_owned(),
    }
}
