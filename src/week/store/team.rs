//! Departments and people with their moves, in one statement.
use chrono::NaiveDate;
use sqlx::types::Json;
use uuid::Uuid;

use crate::company::Department;
use crate::db::TenantTx;
use crate::values::{DepartmentId, MemberId, WeekPart};
use crate::week::person::Person;
use crate::working_days::{Known, Roster};

#[derive(Debug, Default)]
pub struct Team {
    /// In use, by name.
    pub departments: Vec<Department>,
    /// Everybody, by name.
    pub people: Vec<Person>,
}

impl Team {
    /// The one asked for, else the first in which somebody sells in the week, else the first.
    pub fn department(&self, asked: Option<DepartmentId>, part: WeekPart) -> Option<&Department> {
        let sells = |department: &&Department| {
            self.people.iter().any(|person| person.sells && person.is_seen(department.id, part))
        };
        let mut known = self.departments.iter();
        match asked {
            Some(id) => known.find(|department| department.id == id),
            None => known.clone().find(sells).or_else(|| known.next()),
        }
    }
}

pub async fn team(db: &mut TenantTx) -> sqlx::Result<Team> {
    let today = db.now().date_naive();
    Ok(team_with_days(db, (today, today)).await?.0)
}

/// And who works on which days from first to last: pages of a week have no statement to spare.
pub async fn team_with_days(
    db: &mut TenantTx,
    (first, last): (NaiveDate, NaiveDate),
) -> sqlx::Result<(Team, Roster)> {
    let company = db.company().0;
    let mut rows = sqlx::query_as!(
        Row,
        r#"select u.department_id as "department_id?", u.id as "id!", u.name as "name!", u.sells as "sells!",
               u.dismissed_on as "dismissed_on?", u.from_on as "from_on?", u.rank as "rank!",
               u.days as "days?: Json<Known>"
           from (
               select null::uuid as department_id, id, name, false as sells, null::date as dismissed_on, null::date as from_on, 0 as rank,
                   null::jsonb as days
               from department where company_id = $1 and archived_on is null
               union all
               select p.department_id, m.id, m.name, m.sells, m.dismissed_on, p.from_on, 1, null
               from member m left join member_department p on p.company_id = $1 and p.member_id = m.id
               where m.company_id = $1
               union all
               select null, $1, '', false, null, null, -1, working_days($1, $2, $3)) u
           order by u.rank, u.name collate "ru-x-icu", u.id, u.from_on"#,
        company,
        first,
        last
    )
    .fetch_all(&mut **db)
    .await?;
    let known = rows.first_mut().and_then(|row| row.days.take()).unwrap_or_default();
    Ok((gathered(rows), Roster::of(known.0, first, last)))
}

/// The days of all, a department, or a person's move: those of a person together, the earliest first.
struct Row {
    department_id: Option<Uuid>,
    id: Uuid,
    name: String,
    sells: bool,
    dismissed_on: Option<NaiveDate>,
    from_on: Option<NaiveDate>,
    rank: i32,
    days: Option<Json<Known>>,
}

fn gathered(rows: Vec<Row>) -> Team {
    let mut team = Team::default();
    for row in rows.into_iter().filter(|row| row.rank >= 0) {
        if row.rank == 0 {
            team.departments.push(Department { id: DepartmentId(row.id), name: row.name });
            continue;
        }
        let place = row.from_on.map(|from| (from, row.department_id.map(DepartmentId)));
        match team.people.last_mut() {
            Some(last) if last.id.0 == row.id => last.places.extend(place),
            _ => team.people.push(Person {
                id: MemberId(row.id),
                name: row.name,
                sells: row.sells,
                dismissed_on: row.dismissed_on,
                places: place.into_iter().collect(),
            }),
        }
    }
    team
}
