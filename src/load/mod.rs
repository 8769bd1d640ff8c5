//! A database for measuring: many companies, each with a year of figures. The demonstration's company is lived through
//! once and then copied, table by table, under other ids; every copy has people of its own who can be signed in.
mod copy;
mod store;

use anyhow::{Result, ensure};
use futures_util::stream::{self, StreamExt, TryStreamExt};
use sha2::{Digest, Sha256};

use crate::app::App;
use crate::db::{Login, Tenant};
use crate::demo;
use crate::signin;
use crate::values::{CompanyId, PersonId, hex};
use copy::{Model, id_of};

/// The end of the addresses of people made here; nobody gets letters there.
pub const MAIL: &str = "load.mayak";

/// An open session of somebody made here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Visitor {
    /// `owner`, `head` or `manager`.
    pub role: &'static str,
    /// What the cookie of the session holds.
    pub token: String,
}

/// Companies that are copied at the same time.
const AT_ONCE: usize = 4;
/// The people of the model who get sessions.
const PEOPLE: [(&str, &str); 3] =
    [("owner", demo::OWNER), ("head", "head@demo.mayak"), ("manager", "manager@demo.mayak")];

/// Brings the database to that many companies and opens three sessions in each. The same seed makes the same ids and
/// tokens, and a company that is there already is left as it is.
///
/// # Errors
/// When the database holds companies of real people, or does not answer.
pub async fn fill(
    app: &App,
    (companies, seed): (u32, u64),
    mut made: impl FnMut(u32),
) -> Result<Vec<Visitor>> {
    let mut login = Login::new(app).begin().await?;
    ensure!(
        !store::has_others(&mut login, MAIL).await?,
        "В этой базе есть настоящие компании: для измерений нужна отдельная папка MAYAK_DATA или отдельная база"
    );
    drop(login);
    demo::fill(&app.pool, app.clock).await?;
    let model = model(app).await?;
    let mut visitors = Vec::new();
    let mut copies =
        stream::iter(1..=companies).map(|no| copy_of(app, &model, (no, seed))).buffered(AT_ONCE);
    for no in 1..=companies {
        visitors.extend(copies.try_next().await?.unwrap_or_default());
        made(no);
    }
    drop(copies);
    let mut login = Login::new(app).begin().await?;
    store::renew_sessions(&mut login, MAIL).await?;
    login.commit().await?;
    Ok(visitors)
}

/// The demonstration's first company as it stands.
async fn model(app: &App) -> Result<Model> {
    let mut people = Vec::new();
    let mut login = Login::new(app).begin().await?;
    for (role, email) in PEOPLE {
        let account = signin::account_by_email(&mut login, email).await?;
        people.extend(account.map(|account| (role, account.id)));
    }
    let companies = match people.get(1) {
        Some((_, head)) => signin::memberships(&mut login, *head).await?,
        None => vec![],
    };
    drop(login);
    ensure!(people.len() == PEOPLE.len(), "показательная компания не заполнена");
    let Some(company) = companies.first().map(|membership| membership.company) else {
        anyhow::bail!("показательная компания не заполнена");
    };
    let mut db = Tenant::unattended(app, company).begin().await?;
    let rows = store::rows_of(&mut db).await?;
    Ok(Model { company, people, rows })
}

/// One more company like the model, in one transaction.
async fn copy_of(app: &App, model: &Model, (no, seed): (u32, u64)) -> Result<Vec<Visitor>> {
    let company = CompanyId(id_of(seed, "company", no));
    let people: Vec<_> = model.people.iter().map(|(role, _)| *role).collect();
    let tokens = people.iter().map(|role| (*role, token(seed, no, role)));
    let visitors: Vec<Visitor> = tokens.map(|(role, token)| Visitor { role, token }).collect();
    let mut login = Login::new(app).begin().await?;
    if store::is_there(&mut login, company).await? {
        return Ok(visitors);
    }
    for role in &people {
        let (id, email) = (PersonId(id_of(seed, role, no)), format!("{role}-{no}@{MAIL}"));
        store::add_person(&mut login, id, &email).await?;
    }
    let mut db = login.into_company_unattended(company).await?;
    for (table, rows) in &model.rows {
        let rows = model.renamed(rows, company, |role| id_of(seed, role, no), no);
        store::insert(&mut db, table, &rows).await?;
    }
    let mut login = db.into_login().await?;
    for visitor in &visitors {
        let person = PersonId(id_of(seed, visitor.role, no));
        signin::open_session(&mut login, &visitor.token, person, Some(company)).await?;
    }
    login.commit().await?;
    Ok(visitors)
}

/// The same for the same seed, so that a measurement can be repeated without being told the tokens again.
fn token(seed: u64, no: u32, role: &str) -> String {
    hex(&Sha256::digest(format!("{seed}/{no}/{role}")))
}
