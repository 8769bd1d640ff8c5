use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use crate::db::TenantTx;
use crate::scorecard::card::{Card, CardRole};
use crate::scorecard::item::{Counted, Item, System};
use crate::scorecard::version::{Answered, State, Version};
use crate::values::{MetricId, ScorecardId, ScorecardVersionId, Share};

/// Every card in its order with all its versions, hidden cards too. Three statements however many there are.
pub async fn all(db: &mut TenantTx) -> sqlx::Result<Vec<Card>> {
    let company = db.company().0;
    let rows = sqlx::query!(
        "select id, name, role, hidden_at, row_version from scorecard where company_id = $1 order by position, id",
        company
    )
    .fetch_all(&mut **db)
    .await?;
    let mut versions = versions(db).await?;
    let cards = rows.into_iter().map(|row| {
        let broken = || sqlx::Error::Decode(format!("card {} is broken", row.id).into());
        let role = CardRole::ALL.into_iter().find(|role| role.code() == row.role);
        Ok(Card {
            id: ScorecardId(row.id),
            role: role.ok_or_else(broken)?,
            name: row.name,
            is_hidden: row.hidden_at.is_some(),
            row_version: row.row_version,
            versions: versions.remove(&row.id).unwrap_or_default(),
        })
    });
    cards.collect()
}

struct Found {
    id: Uuid,
    scorecard_id: Uuid,
    no: i32,
    state: String,
    effective_on: NaiveDate,
    is_trial: bool,
    reason: Option<String>,
    by_name: String,
    made_at: DateTime<Utc>,
    answered_name: Option<String>,
    answered_at: Option<DateTime<Utc>>,
    answer: Option<String>,
    row_version: i32,
}

/// The versions of each card, the newest first.
async fn versions(db: &mut TenantTx) -> sqlx::Result<HashMap<Uuid, Vec<Version>>> {
    let company = db.company().0;
    let rows = sqlx::query_as!(
        Found,
        r#"select v.id, v.scorecard_id, v.no, v.state, v.effective_on, v.is_trial, v.reason, by.name as by_name, v.made_at,
               said.name as "answered_name?", coalesce(v.approved_at, v.answered_at) as answered_at, v.answer, v.row_version
           from scorecard_version v
           join member by on by.company_id = $1 and by.id = v.by_member
           left join member said on said.company_id = $1 and said.id = coalesce(v.approved_by, v.answered_by)
           where v.company_id = $1 order by v.scorecard_id, v.no desc"#,
        company
    )
    .fetch_all(&mut **db)
    .await?;
    let mut items = items(db).await?;
    let mut versions: HashMap<Uuid, Vec<Version>> = HashMap::new();
    for row in rows {
        let items = items.remove(&row.id).unwrap_or_default();
        versions.entry(row.scorecard_id).or_default().push(row.with(items)?);
    }
    Ok(versions)
}

async fn items(db: &mut TenantTx) -> sqlx::Result<HashMap<Uuid, Vec<Item>>> {
    let company = db.company().0;
    let rows = sqlx::query!(
        "select version_id, metric_id, system_code, weight, curve from scorecard_item
         where company_id = $1 order by version_id, position",
        company
    )
    .fetch_all(&mut **db)
    .await?;
    let mut items: HashMap<Uuid, Vec<Item>> = HashMap::new();
    for row in rows {
        let broken = |why: String| {
            sqlx::Error::Decode(format!("version {} of a card: {why}", row.version_id).into())
        };
        let system = row.system_code.as_deref();
        let counted = match (row.metric_id, system.map(System::read)) {
            (Some(id), _) => Counted::Metric(MetricId(id)),
            (None, Some(Some(system))) => Counted::System(system),
            (None, _) => return Err(broken(format!("unknown code {system:?}"))),
        };
        let curve = serde_json::from_value(row.curve).map_err(|error| broken(error.to_string()))?;
        let weight = Share::from_basis_points(row.weight);
        items.entry(row.version_id).or_default().push(Item { counted, weight, curve });
    }
    Ok(items)
}

impl Found {
    fn with(self, items: Vec<Item>) -> sqlx::Result<Version> {
        let state = State::ALL.into_iter().find(|state| state.code() == self.state);
        let broken = || sqlx::Error::Decode(format!("state of version {}", self.id).into());
        Ok(Version {
            state: state.ok_or_else(broken)?,
            id: ScorecardVersionId(self.id),
            no: self.no,
            effective_on: self.effective_on,
            is_trial: self.is_trial,
            reason: self.reason,
            by_name: self.by_name,
            made_at: self.made_at,
            answered: self.answered_at.map(|at| Answered { by_name: self.answered_name, at }),
            answer: self.answer,
            row_version: self.row_version,
            items,
        })
    }
}
