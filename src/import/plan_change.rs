//! What an import makes of a month's plan: its numbers over those in force, and back again.
use std::collections::BTreeMap;

use crate::plan::Target;
use crate::values::{MemberId, MetricId};

/// The whole plan of a month with the file's numbers put in; `None` when they are all there already.
/// People and metrics that the file does not name keep what they have.
pub fn merged(in_force: &[Target], file: &[(MemberId, MetricId, i64)]) -> Option<Vec<Target>> {
    let mut cells: BTreeMap<(Option<MemberId>, MetricId), Option<i64>> =
        in_force.iter().map(|target| ((target.member, target.metric), target.value)).collect();
    let mut changed = false;
    for (member, metric, value) in file {
        let before = cells.insert((Some(*member), *metric), Some(*value));
        changed |= before.flatten() != Some(*value);
    }
    changed.then(|| written(cells))
}

/// The plan of a month as it was before an import: the earlier numbers, and «не задан» where there
/// were none.
pub fn restored(earlier: &[Target], brought: &[Target]) -> Vec<Target> {
    let key = |target: &Target| (target.member, target.metric);
    let mut cells: BTreeMap<_, _> = brought.iter().map(|target| (key(target), None)).collect();
    cells.extend(earlier.iter().map(|target| (key(target), target.value)));
    written(cells)
}

fn written(cells: BTreeMap<(Option<MemberId>, MetricId), Option<i64>>) -> Vec<Target> {
    let target = |((member, metric), value)| Target { member, metric, value };
    cells.into_iter().map(target).collect()
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn member(of: u128) -> MemberId {
        MemberId(Uuid::from_u128(of))
    }

    const METRIC: MetricId = MetricId(Uuid::from_u128(9));

    fn target(of: u128, value: Option<i64>) -> Target {
        Target { member: Some(member(of)), metric: METRIC, value }
    }

    #[test]
    fn people_whom_the_file_does_not_name_keep_their_plan() {
        let in_force = [target(1, Some(5)), target(2, Some(6))];
        let merged = merged(&in_force, &[(member(2), METRIC, 7), (member(3), METRIC, 8)]);
        let expected = vec![target(1, Some(5)), target(2, Some(7)), target(3, Some(8))];
        assert_eq!(merged, Some(expected));
    }

    #[test]
    fn the_same_numbers_make_no_version() {
        assert_eq!(merged(&[target(1, Some(5))], &[(member(1), METRIC, 5)]), None);
        assert!(merged(&[target(1, None)], &[(member(1), METRIC, 0)]).is_some());
    }

    #[test]
    fn an_undone_import_leaves_the_earlier_numbers_and_no_others() {
        let brought = [target(1, Some(50)), target(2, Some(60))];
        assert_eq!(
            restored(&[target(1, Some(5))], &brought),
            [target(1, Some(5)), target(2, None)]
        );
        assert_eq!(restored(&[], &brought), [target(1, None), target(2, None)]);
    }
}
