//! What is frozen when a period closes.

use std::collections::{BTreeSet, HashMap};

use crate::values::{MemberId, MetricId};

/// One person's metric.
pub type Cell = (MemberId, MetricId);

/// Plan and fact of a person's metric in a closed period, in minor units.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Figure {
    pub member: MemberId,
    pub metric: MetricId,
    /// `None`: не задан.
    pub plan: Option<i64>,
    /// `None`: nobody said anything.
    pub fact: Option<i64>,
}

/// Every cell that has a plan or a fact, in a lasting order.
pub fn join(plans: &HashMap<Cell, i64>, facts: &HashMap<Cell, i64>) -> Vec<Figure> {
    let cells: BTreeSet<Cell> = plans.keys().chain(facts.keys()).copied().collect();
    let figure = |cell: Cell| Figure {
        member: cell.0,
        metric: cell.1,
        plan: plans.get(&cell).copied(),
        fact: facts.get(&cell).copied(),
    };
    cells.into_iter().map(figure).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn a_plan_without_a_fact_and_a_fact_without_a_plan_are_frozen_too() {
        let cell = |member| (MemberId(Uuid::from_u128(member)), MetricId(Uuid::from_u128(9)));
        let plans = HashMap::from([(cell(1), 10), (cell(2), 20)]);
        let facts = HashMap::from([(cell(2), 21), (cell(3), 5)]);
        let seen: Vec<_> = join(&plans, &facts).iter().map(|f| (f.plan, f.fact)).collect();
        assert_eq!(seen, [(Some(10), None), (Some(20), Some(21)), (None, Some(5))]);
    }
}
