//! Plans and facts of our company, put in as the product does it.
use chrono::{DateTime, NaiveDate, TimeZone, Utc};
use mayak::access::Role;
use mayak::actual::{self, Cell, NewEntry, Origin, Recorded};
use mayak::app::App;
use mayak::db::{Tenant, TenantTx};
use mayak::metric;
use mayak::plan::{self, NewVersion, Target};
use mayak::values::{CompanyId, DepartmentId, MemberId, MetricId};
use uuid::Uuid;

use crate::support::{DEPARTMENT, OURS, World, member, noon};

/// The metrics of a new company in the order of the funnel.
pub struct Figures<'a> {
    world: &'a World,
    pub calls: Uuid,
    pub meetings: Uuid,
    pub paid: Uuid,
}

pub fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// The owner of our company at work, at this time.
pub async fn begin(world: &World, now: DateTime<Utc>) -> TenantTx {
    owner_of(&world.app, now).begin().await.unwrap()
}

pub fn owner_of(app: &App, now: DateTime<Utc>) -> Tenant {
    Tenant::acting(app, CompanyId(OURS), (MemberId(member(0)), Role::Owner), now)
}

impl<'a> Figures<'a> {
    pub async fn new(world: &'a World) -> Self {
        let mut db = begin(world, noon()).await;
        metric::add_starter(&mut db).await.unwrap();
        let all = metric::all(&mut db).await.unwrap();
        db.commit().await.unwrap();
        let id = |code: &str| all.iter().find(|metric| metric.code == code).unwrap().id.0;
        Self { world, calls: id("calls"), meetings: id("meetings"), paid: id("payments") }
    }

    /// Approves the first version of a month: who, what, how much in minor units.
    pub async fn plan(&self, month: &str, targets: &[(Uuid, Uuid, i64)]) {
        let mut db = begin(self.world, noon()).await;
        let targets = targets.iter().map(|(who, what, value)| Target {
            member: Some(MemberId(*who)),
            metric: MetricId(*what),
            value: Some(*value),
        });
        let version = NewVersion {
            department: DepartmentId(DEPARTMENT),
            month: day(month),
            effective_on: day(month),
            reason: None,
            import: None,
            targets: targets.collect(),
        };
        plan::approve(&mut db, &version).await.unwrap();
        db.commit().await.unwrap();
    }

    /// Records facts typed by hand: who, what, which day, how much in minor units.
    pub async fn facts(&self, facts: &[(Uuid, Uuid, &str, i64)]) -> Recorded {
        let entries: Vec<NewEntry> = facts
            .iter()
            .map(|(who, what, on, value)| NewEntry::manual(cell(*who, *what, on), *value))
            .collect();
        self.record(&entries).await
    }

    /// Records one figure of another origin.
    pub async fn say(&self, origin: Origin, fact: (Uuid, Uuid, &str, Option<i64>)) -> Recorded {
        let (who, what, on, value) = fact;
        let reason = (origin == Origin::Correction).then(|| "сверили с банком".to_owned());
        let entry = NewEntry { origin, value, reason, ..NewEntry::manual(cell(who, what, on), 0) };
        self.record(&[entry]).await
    }

    async fn record(&self, entries: &[NewEntry]) -> Recorded {
        let now = Utc.with_ymd_and_hms(2026, 11, 18, 8, 30, 0).unwrap();
        let mut db = begin(self.world, now).await;
        let recorded = actual::record(&mut db, entries).await.unwrap();
        db.commit().await.unwrap();
        recorded
    }
}

pub fn cell(who: Uuid, what: Uuid, on: &str) -> Cell {
    Cell { member: MemberId(who), metric: MetricId(what), day: day(on), tag: String::new() }
}
