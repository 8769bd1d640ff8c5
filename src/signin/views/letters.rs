use askama::Template;

use crate::form::FieldErrors;

/// Asking for a link by which a new password is set.
#[derive(Template)]
#[template(path = "signin/forgotten.html")]
pub struct Forgotten {
    /// Whether there is a mail server.
    pub sends: bool,
    pub email: String,
    pub is_asked: bool,
    pub errors: FieldErrors,
}

/// Confirming an address; without one the link opened nothing.
#[derive(Template)]
#[template(path = "signin/confirmation.html")]
pub struct Confirmation {
    pub link: String,
    pub address: String,
    pub is_done: bool,
}
