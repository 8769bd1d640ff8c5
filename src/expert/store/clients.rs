use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use crate::db::LoginTx;
use crate::expert::client::{Client, Introduction};
use crate::values::{CompanyId, PersonId};

/// The companies a person leads and is let into now, by name: one statement. The transaction is begun as that person.
pub async fn clients(db: &mut LoginTx, person: PersonId) -> anyhow::Result<Vec<Client>> {
    read(db, person, None).await
}

/// One of them.
pub async fn client_of(
    db: &mut LoginTx,
    person: PersonId,
    company: CompanyId,
) -> anyhow::Result<Option<Client>> {
    Ok(read(db, person, Some(company)).await?.into_iter().next())
}

async fn read(
    db: &mut LoginTx,
    person: PersonId,
    only: Option<CompanyId>,
) -> anyhow::Result<Vec<Client>> {
    let now = db.now();
    let rows = sqlx::query_as!(
        Row,
        r#"select c.id, c.name, c.tz, m.access_until,
               exists (select from member o where o.company_id = c.id and o.role = 'owner' and o.person_id is not null) as "has_owner!",
               greatest(i.owner_seen_at, (
                   select max(s.seen_at) from member o join session s on s.person_id = o.person_id and s.company_id = c.id
                   where o.company_id = c.id and o.role = 'owner')) as owner_seen_at,
               (select x.due_on from company_deletion x where x.company_id = c.id) as deleted_on,
               i.is_set_up as "is_set_up?", i.first_entry_on, i.last_entry_on, i.first_week_on, i.planned_month,
               i.weeks_overdue as "weeks_overdue?", i.computed_at as "computed_at?"
           from member m join company c on c.id = m.company_id
           left join introduction i on i.company_id = c.id
           where m.person_id = $1 and m.role = 'expert'
               and (m.dismissed_on is null or m.dismissed_on > ($2::timestamptz at time zone c.tz)::date)
               and (m.access_until is null or m.access_until > $2)
               and ($3::uuid is null or c.id = $3)
           order by c.name collate "ru-x-icu", c.id"#,
        person.0,
        now,
        only.map(|company| company.0)
    )
    .fetch_all(&mut **db)
    .await?;
    rows.into_iter().map(Row::into_client).collect()
}

struct Row {
    id: Uuid,
    name: String,
    tz: String,
    access_until: Option<DateTime<Utc>>,
    has_owner: bool,
    owner_seen_at: Option<DateTime<Utc>>,
    deleted_on: Option<NaiveDate>,
    is_set_up: Option<bool>,
    first_entry_on: Option<NaiveDate>,
    last_entry_on: Option<NaiveDate>,
    first_week_on: Option<NaiveDate>,
    planned_month: Option<NaiveDate>,
    weeks_overdue: Option<i32>,
    computed_at: Option<DateTime<Utc>>,
}

impl Row {
    fn into_client(self) -> anyhow::Result<Client> {
        let zone = self.tz.parse().map_err(|_| anyhow::anyhow!("time zone {:?}", self.tz))?;
        let introduction = self.computed_at.map(|computed_at| Introduction {
            is_set_up: self.is_set_up.unwrap_or_default(),
            first_entry_on: self.first_entry_on,
            last_entry_on: self.last_entry_on,
            first_week_on: self.first_week_on,
            planned_month: self.planned_month,
            weeks_overdue: self.weeks_overdue.unwrap_or_default(),
            computed_at,
        });
        Ok(Client {
            id: CompanyId(self.id),
            name: self.name,
            zone,
            access_until: self.access_until,
            has_owner: self.has_owner,
            owner_seen_at: self.owner_seen_at,
            deleted_on: self.deleted_on,
            introduction,
        })
    }
}
