use askama::Template;

use crate::form::FieldErrors;
use crate::signin::reset::{Link, LinkState};

/// A new password by a link.
#[derive(Template)]
#[template(path = "signin/reset.html")]
pub struct Reset {
    /// The secret of the link, to be sent back.
    pub link: String,
    pub email: String,
    /// The second factor goes with the old password.
    pub lifts_second_factor: bool,
    pub errors: FieldErrors,
}

impl Reset {
    pub fn new(secret: String, found: Link, errors: FieldErrors) -> Self {
        let Link { email, lifts_second_factor, .. } = found;
        Self { link: secret, email, lifts_second_factor, errors }
    }
}

/// A link that opens nothing.
#[derive(Template)]
#[template(path = "signin/dead_link.html")]
pub struct DeadLink {
    pub state: LinkState,
}

impl DeadLink {
    fn title(&self) -> &'static str {
        self.state.words().0
    }

    fn text(&self) -> &'static str {
        self.state.words().1
    }
}
