//! Acknowledged writes against what the database holds.
use crate::table::Figure;
use crate::world::Site;
use crate::writers::Written;
use std::collections::BTreeSet;

/// All sellers' writes together.
#[derive(Default)]
pub struct Account {
    pub acknowledged: usize,
    lost: usize,
    doubled: usize,
    /// There without having been acknowledged.
    pub unacknowledged: usize,
    bare: usize,
    again: usize,
    odd: usize,
}

/// Each number was said once: more rows of the ledger or of the journal than numbers are doubles.
pub fn account(site: &Site, written: &[Written], first: i64) -> Account {
    let (mut database, mut sum) = (site.database(), Account::default());
    for one in written {
        let Written { company, metric, acknowledged, .. } = one;
        let found = database.numbers(&format!(
            "select value from fact_entry where company_id = '{company}' and metric_id = '{metric}'
             and origin = 'manual' and value >= {first}"
        ));
        let journal = database.count(&format!(
            "change_log where company_id = '{company}' and subject = 'day'
             and (after -> 'figures' ->> '{metric}')::bigint >= {first}"
        ));
        let there: BTreeSet<i64> = found.iter().copied().collect();
        let told: BTreeSet<i64> = acknowledged.iter().copied().collect();
        sum.acknowledged += told.len();
        sum.lost += told.difference(&there).count();
        sum.unacknowledged += there.difference(&told).count();
        sum.doubled += found.len() - there.len() + journal.saturating_sub(there.len());
        sum.lost += there.len().saturating_sub(journal);
        sum.bare += one.bare;
        sum.again += one.again;
        sum.odd += one.odd.len();
        for odd in &one.odd {
            eprintln!("  {odd}");
        }
    }
    sum
}

impl Account {
    pub fn lost_or_doubled(&self) -> usize {
        self.lost + self.doubled
    }

    pub fn figures(&self) -> Vec<Figure> {
        vec![
            Figure::at_least("подтверждено записей", self.acknowledged, 100),
            Figure::none("подтверждённых потеряно", self.lost),
            Figure::none("записано дважды", self.doubled),
            Figure::none("записано, но не подтверждено и после повтора", self.unacknowledged),
            Figure::at_least("повторено тем же ключом формы", self.again, 1),
            Figure::none("отказов без страницы", self.bare),
            Figure::none("неожиданных ответов", self.odd),
        ]
    }
}
