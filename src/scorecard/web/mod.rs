pub mod answers;
pub mod cards;
pub mod versions;

use chrono::NaiveDate;
use uuid::Uuid;

use super::card::Card;
use super::store;
use super::views::{Show, summary};
use crate::db::{TenantTx, last_editor};
use crate::form::FieldErrors;
use crate::metric::{self, Metric};
use crate::web::{Answer, Error, Result, Shell, outpaced};

/// A card of the company, and all of its metrics.
async fn load(db: &mut TenantTx, id: Uuid) -> Result<(Card, Vec<Card>, Vec<Metric>)> {
    let cards = store::all(db).await?;
    let card = cards.iter().find(|card| card.id.0 == id).cloned().ok_or(Error::NotFound)?;
    Ok((card, cards, metric::all(db).await?))
}

/// The card as it is now, with who was first.
async fn told(
    db: &mut TenantTx,
    shell: Shell,
    today: NaiveDate,
    (card, metrics): (Card, Vec<Metric>),
) -> Result<Answer<Show>> {
    let editor = last_editor(db, card.id.0).await?;
    let text = outpaced(editor.as_ref(), shell.actor.zone, &summary(&card));
    let mut page = Show::new(shell, today, card, metrics);
    page.forms.errors = FieldErrors::one("form", text);
    Ok(Answer::Refused(page))
}
