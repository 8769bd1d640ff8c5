//! Templates of industries: what they set up, what they leave alone.
use chrono::NaiveDate;
use mayak::access::Role;
use mayak::db::{Tenant, TenantTx};
use mayak::template::{self, Offer, Outcome, Template};
use mayak::values::{CompanyId, MemberId};

use crate::support::{OURS, World, member, noon};

fn today() -> NaiveDate {
    "2026-11-18".parse().unwrap()
}

/// A company as registration leaves it.
async fn begun(world: &World) {
    let mut db = as_owner(world).await;
    mayak::metric::add_starter(&mut db).await.unwrap();
    db.commit().await.unwrap();
}

async fn by(world: &World, at: usize, role: Role) -> TenantTx {
    let by = (MemberId(member(at)), role);
    Tenant::acting(&world.app, CompanyId(OURS), by, noon()).begin().await.unwrap()
}

async fn as_owner(world: &World) -> TenantTx {
    by(world, 0, Role::Owner).await
}

async fn applied(world: &World, template: &Template, is_light: bool) -> Outcome {
    let mut db = as_owner(world).await;
    let offer = Offer { template, is_light, today: today() };
    let outcome = template::apply(&mut db, offer).await.unwrap();
    db.commit().await.unwrap();
    outcome
}

async fn now(world: &World) -> Template {
    template::present(&mut as_owner(world).await).await.unwrap().now
}

#[tokio::test]
async fn what_was_applied_is_what_a_company_then_has() {
    for template in template::all() {
        let world = World::new().await;
        begun(&world).await;
        applied(&world, template, false).await;
        let mut found = now(&world).await;
        found.metrics.retain(|metric| template.metric(&metric.code).is_some());
        assert_eq!(&found, template, "{}", template.code);
        let again = applied(&world, template, false).await;
        assert!(again.changes_nothing(), "{}: {:#?}", template.code, again.lines);
        let runs = world.count(OURS, "select count(*) from template_applied").await;
        assert_eq!(runs, 1);
    }
}
