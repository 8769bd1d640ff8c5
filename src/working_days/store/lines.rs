//! Schedules and capacities of a person: lines from days on.
use chrono::NaiveDate;
use serde_json::json;

use crate::db::{Change, TenantTx, log};
use crate::values::MemberId;
use crate::working_days::capacity::NewCapacity;
use crate::working_days::schedule::{NewSchedule, Schedule};

/// The lines that hold, the earliest first.
#[derive(Debug, Clone, Default)]
pub struct Lines {
    pub schedules: Vec<(NaiveDate, Schedule)>,
    pub capacities: Vec<(NaiveDate, u8)>,
    /// How many were ever written.
    pub seen: i64,
}

impl Lines {
    /// The one in force on a day.
    pub fn schedule(&self, on: NaiveDate) -> Schedule {
        let begun = self.schedules.iter().rev().find(|(from, _)| *from <= on);
        begun.map_or(Schedule::Company, |(_, schedule)| *schedule)
    }
}

/// Of one person. One statement.
pub async fn lines(db: &mut TenantTx, member: MemberId) -> sqlx::Result<Lines> {
    let company = db.company().0;
    let rows = sqlx::query!(
        r#"select l.from_on as "from_on!", l.kind as "kind?", l.weekdays as "weekdays?", l.works as "works?", l.rests as "rests?",
               l.percent as "percent?", l.seen as "seen!"
           from (
               select distinct on (from_on) from_on, kind, weekdays, works, rests, null::smallint as percent,
                   count(*) over () as seen
               from schedule where company_id = $1 and member_id = $2 order by from_on, no desc) l
           union all
           select * from (
               select distinct on (from_on) from_on, null, null::smallint, null::smallint, null::smallint, percent,
                   count(*) over () as seen
               from capacity where company_id = $1 and member_id = $2 order by from_on, no desc) k
           order by 1"#,
        company,
        member.0
    )
    .fetch_all(&mut **db)
    .await?;
    let mut lines = Lines::default();
    let small = |value: Option<i16>| value.and_then(|value| u8::try_from(value).ok());
    let seen = |is_schedule: bool| {
        let mut own = rows.iter().filter(|row| row.kind.is_some() == is_schedule);
        own.next().map_or(0, |row| row.seen)
    };
    lines.seen = seen(true) + seen(false);
    for row in &rows {
        let parts = (small(row.weekdays), small(row.works), small(row.rests));
        match (&row.kind, parts) {
            (Some(kind), (Some(weekdays), Some(works), Some(rests))) => {
                let schedule = Schedule::read(kind, weekdays, works, rests);
                lines.schedules.extend(schedule.map(|schedule| (row.from_on, schedule)));
            }
            _ => lines.capacities.extend(small(row.percent).map(|percent| (row.from_on, percent))),
        }
    }
    Ok(lines)
}

/// Adds a line to a held person's schedules.
pub async fn schedule(db: &mut TenantTx, member: MemberId, new: NewSchedule) -> sqlx::Result<()> {
    let (company, now) = (db.company().0, db.now());
    let (weekdays, works, rests) = match new.schedule {
        Some(Schedule::Week(days)) => (days, 0, 0),
        Some(Schedule::Cycle { works, rests }) => (0, works, rests),
        Some(Schedule::Company) | None => (0, 0, 0),
    };
    let kind = new.schedule.map_or("void", Schedule::kind);
    sqlx::query!(
        "insert into schedule (company_id, member_id, from_on, no, kind, weekdays, works, rests, by_member, recorded_at)
         select $1, $2, $3, 1 + coalesce(max(no), 0), $4, $5, $6, $7, $8, $9
         from schedule where company_id = $1 and member_id = $2 and from_on = $3",
        company,
        member.0,
        new.from_on,
        kind,
        i16::from(weekdays),
        i16::from(works),
        i16::from(rests),
        db.member().map(|by| by.0),
        now
    )
    .execute(&mut **db)
    .await?;
    let name = new.schedule.map(Schedule::name);
    let after = Some(json!({ "from_on": new.from_on, "schedule": name }));
    let change =
        Change { subject: "member", id: member.0, action: "schedule", before: None, after };
    log(db, change).await
}

/// Adds lines to a held person's capacities.
pub async fn carry(db: &mut TenantTx, member: MemberId, new: &[NewCapacity]) -> sqlx::Result<()> {
    let (company, now) = (db.company().0, db.now());
    let days: Vec<NaiveDate> = new.iter().map(|line| line.from_on).collect();
    let percents: Vec<Option<i16>> = new.iter().map(|line| line.percent.map(i16::from)).collect();
    sqlx::query!(
        "insert into capacity (company_id, member_id, from_on, no, percent, by_member, recorded_at)
         select $1, $2, n.from_on, 1 + (
             select count(*) from capacity k where k.company_id = $1 and k.member_id = $2 and k.from_on = n.from_on), n.percent, $5, $6
         from unnest($3::date[], $4::smallint[]) as n (from_on, percent)",
        company,
        member.0,
        &days,
        &percents as &[Option<i16>],
        db.member().map(|by| by.0),
        now
    )
    .execute(&mut **db)
    .await?;
    let lines: Vec<_> = new.iter().map(|line| json!([line.from_on, line.percent])).collect();
    let after = Some(json!({ "lines": lines }));
    let change = Change { subject: "member", id: member.0, action: "carry", before: None, after };
    log(db, change).await
}
