//! The expert's own pages: of a person, in whatever company the session is.
mod clients;
mod founding;
mod templates;

pub use clients::Index;
pub use founding::{Made, New};
pub use templates::{Offered, Offers, Templates};

use crate::web::Visit;

/// What stands around the content of these pages.
pub struct Desk {
    pub name: String,
    /// The company the session is in, if any.
    pub company: Option<String>,
    pub flash: Option<String>,
    path: &'static str,
}

/// Address, title, icon.
const MENU: [(&str, &str, &str); 3] = [
    ("/clients", "Клиенты", "people"),
    ("/clients/new", "Новая компания", "add"),
    ("/clients/templates", "Мои шаблоны", "setup"),
];

impl Desk {
    pub fn of(visit: Visit, name: String, path: &'static str) -> Self {
        let company = visit.actor.map(|actor| actor.company_name);
        Self { name, company, flash: visit.flash, path }
    }

    /// Address, title, icon, whether it is this one.
    pub fn menu(&self) -> impl Iterator<Item = (&'static str, &'static str, &'static str, bool)> {
        MENU.iter().map(|&(href, title, icon)| (href, title, icon, href == self.path))
    }
}
