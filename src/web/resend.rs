//! A form that was opened in another company: what was typed is kept, and can be sent where it belongs.
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use super::Result;
use crate::access::Actor;
use crate::app::App;
use crate::db::Login;
use crate::signin;
use crate::values::CompanyId;

/// Fields that no page shows again; a form that has one is filled in anew.
const SECRET: [&str; 4] = ["password", "old", "new", "again"];

/// Everything needed to send a form where it was opened.
#[derive(Debug, Clone)]
pub struct Resend {
    pub company: CompanyId,
    pub company_name: String,
    path: String,
    pub fields: Vec<(String, String)>,
}

impl Resend {
    /// Goes back to the company and sends the form there.
    pub fn action(&self) -> String {
        let path = utf8_percent_encode(&self.path, NON_ALPHANUMERIC);
        format!("/companies/{}/return?to={path}", self.company)
    }
}

/// The form as it came, if the person is in its company still and nothing in it is secret.
pub(super) async fn resend(
    app: &App,
    actor: &Actor,
    company: CompanyId,
    path: &str,
    fields: Vec<(String, String)>,
) -> Result<Option<Box<Resend>>> {
    if fields.iter().any(|(name, _)| SECRET.contains(&name.as_str())) {
        return Ok(None);
    }
    let mut db = Login::new(app).begin().await?;
    let memberships = signin::memberships(&mut db, actor.person).await?;
    let there = memberships.into_iter().find(|one| one.company == company);
    Ok(there.map(|one| {
        Box::new(Resend { company, company_name: one.name, path: path.to_owned(), fields })
    }))
}
