use askama::Template;

use crate::mail::{Content, Frame};

/// A link in a letter to the person of a sign-in.
pub struct Note<'a> {
    pub frame: Frame,
    pub name: &'a str,
    pub address: &'a str,
    pub link: String,
}

#[derive(Template)]
#[template(path = "mail/reset/letter.html")]
struct ResetHtml<'a> {
    letter: &'a Note<'a>,
}

#[derive(Template)]
#[template(path = "mail/reset/letter.txt")]
struct ResetText<'a> {
    letter: &'a Note<'a>,
}

#[derive(Template)]
#[template(path = "mail/confirmation/letter.html")]
struct ConfirmationHtml<'a> {
    letter: &'a Note<'a>,
}

#[derive(Template)]
#[template(path = "mail/confirmation/letter.txt")]
struct ConfirmationText<'a> {
    letter: &'a Note<'a>,
}

/// A link for a new password.
pub fn reset(letter: &Note<'_>) -> askama::Result<Content> {
    Ok(Content {
        subject: "Новый пароль для входа в Маяк".into(),
        text: ResetText { letter }.render()?,
        html: ResetHtml { letter }.render()?,
        unsubscribe: None,
    })
}

/// Whether an address is its person's.
pub fn confirmation(letter: &Note<'_>) -> askama::Result<Content> {
    Ok(Content {
        subject: "Подтвердите адрес для Маяка".into(),
        text: ConfirmationText { letter }.render()?,
        html: ConfirmationHtml { letter }.render()?,
        unsubscribe: None,
    })
}
