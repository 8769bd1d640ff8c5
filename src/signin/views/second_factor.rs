use askama::Template;

use crate::access;
use crate::form::FieldErrors;
use crate::signin::qr::{self, Square};
use crate::signin::second_factor::Seed;
use crate::signin::store::Factor;
use crate::values::russian::{counted, day_and_month};
use crate::web::Shell;

/// The code of the second factor, asked after the password.
#[derive(Template)]
#[template(path = "signin/code.html")]
pub struct AskCode {
    pub email: String,
    pub errors: FieldErrors,
}

/// One's own second factor: to be set up, on, or just turned on with its recovery codes.
#[derive(Template)]
#[template(path = "signin/second_factor.html")]
pub struct SecondFactor {
    shell: Shell,
    state: State,
    errors: FieldErrors,
}

enum State {
    SetUp {
        seed: Seed,
        square: Option<Square>,
    },
    /// Since when, and how many recovery codes are left.
    On {
        since: String,
        left: String,
    },
    Codes(Vec<String>),
}

impl SecondFactor {
    pub fn set_up(shell: Shell, seed: &Seed, email: &str, errors: FieldErrors) -> Self {
        let (seed, square) = (seed.clone(), qr::square(&seed.address(email)));
        Self { shell, state: State::SetUp { seed, square }, errors }
    }

    pub fn on(shell: Shell, factor: &Factor, errors: FieldErrors) -> Self {
        let since = factor.made_at.with_timezone(&shell.actor.zone).date_naive();
        let state = State::On { since: day_and_month(since), left: left(factor.codes_left) };
        Self { shell, state, errors }
    }

    pub fn codes(shell: Shell, codes: Vec<String>) -> Self {
        Self { shell, state: State::Codes(codes), errors: FieldErrors::default() }
    }

    /// What the company asks, if the person has none yet.
    fn asked(&self) -> Option<String> {
        match self.shell.actor.second_factor {
            access::SecondFactor::Lacking => Some(
                "Ваша компания пускает вас только со вторым фактором. Включите его, и всё откроется.".into(),
            ),
            access::SecondFactor::DueOn(day) => {
                Some(format!("С {} компания будет пускать вас только с ним.", day_and_month(day)))
            }
            access::SecondFactor::On | access::SecondFactor::Off => None,
        }
    }
}

/// «Осталось 9 запасных кодов.»
fn left(codes: i64) -> String {
    match codes {
        0 => "Запасных кодов не осталось.".into(),
        codes => format!(
            "Осталось {}.",
            counted(codes, "запасной код", "запасных кода", "запасных кодов")
        ),
    }
}
