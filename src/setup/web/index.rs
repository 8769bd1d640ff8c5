use serde::Deserialize;

use crate::access::Permission;
use crate::clock::Clock;
use crate::db::Tenant;
use crate::setup::list::SECTIONS;
use crate::setup::search::{LONGEST, answers};
use crate::setup::setting::Setting;
use crate::setup::store;
use crate::setup::views::Index;
use crate::web::{Answer, Query, Result, Shell};

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    /// What is looked for; empty: everything.
    q: String,
}

pub async fn index(
    tenant: Tenant,
    clock: Clock,
    shell: Shell,
    Query(Asked { q }): Query<Asked>,
) -> Result<Answer<Index>> {
    let today = clock.today(shell.actor.zone);
    let q: String = q.trim().chars().take(LONGEST).collect();
    let found: Vec<(&'static str, Vec<Setting>)> = SECTIONS
        .iter()
        .map(|section| (section.title, of(&shell, section.settings, &q)))
        .filter(|(_, settings)| !settings.is_empty())
        .collect();
    let flat: Vec<Setting> = found.iter().flat_map(|(_, settings)| settings.clone()).collect();
    let mut db = tenant.begin().await?;
    let present = store::present(&mut db, today).await?;
    let since = store::since(&mut db, &flat).await?;
    Ok(Answer::Page(Index::new(shell, q, &present, &found, since)))
}

/// What an expert keeps for himself is no setting to others.
fn of(shell: &Shell, settings: &[Setting], q: &str) -> Vec<Setting> {
    let is_shown = |setting: &&Setting| {
        let is_his = setting.see == Permission::ExpertWork;
        answers(setting, q) && (!is_his || shell.may(setting.see))
    };
    settings.iter().filter(is_shown).copied().collect()
}
