//! What an import makes of a month's plan: its numbers over those in force, and back again.
use std::collections::{BTreeMap, HashMap};

use super::comparison::Place;
use crate::plan::{Target, Version};
use crate::values::{DepartmentId, MemberId, MetricId};

type Cell = (Option<MemberId>, MetricId);

/// The numbers of people in the plans in force, whatever departments they stand in: somebody who has
/// moved may have numbers in two.
#[derive(Debug, Default)]
pub struct InForce(HashMap<Place, Vec<(DepartmentId, i64)>>);

impl InForce {
    pub fn of(versions: &[Version]) -> Self {
        let mut places: HashMap<Place, Vec<(DepartmentId, i64)>> = HashMap::new();
        for version in versions {
            let Some(department) = version.department else { continue };
            for target in &version.targets {
                if let (Some(member), Some(value)) = (target.member, target.value) {
                    let place = (member, target.metric, version.month);
                    places.entry(place).or_default().push((department, value));
                }
            }
        }
        Self(places)
    }

    /// The whole number of a person.
    pub fn total(&self, place: &Place) -> Option<i64> {
        let there = self.0.get(place)?;
        Some(there.iter().fold(0, |sum: i64, (_, value)| sum.saturating_add(*value)))
    }

    /// What to write where so that the person's whole number becomes `value`: it stays in the
    /// department where it stands, if that can be `own`, and goes out of the others. Nothing when it
    /// is so already, or when there is no department for it.
    pub fn change(
        &self,
        place: &Place,
        value: i64,
        own: Option<DepartmentId>,
    ) -> Vec<(DepartmentId, Option<i64>)> {
        if self.total(place) == Some(value) {
            return Vec::new();
        }
        let there = self.0.get(place).map(Vec::as_slice).unwrap_or_default();
        let departments = || there.iter().map(|(department, _)| *department);
        let home = own.filter(|own| departments().any(|each| each == *own));
        let Some(home) = home.or_else(|| departments().next()).or(own) else { return Vec::new() };
        let others = departments().filter(|each| *each != home).map(|each| (each, None));
        std::iter::once((home, Some(value))).chain(others).collect()
    }
}

/// The whole plan of a month with the file's numbers put in; `None` when they are all there already.
/// People and metrics that the file does not name keep what they have.
pub fn merged(
    in_force: &[Target],
    file: &[(MemberId, MetricId, Option<i64>)],
) -> Option<Vec<Target>> {
    let mut cells = cells(in_force);
    let mut changed = false;
    for (member, metric, value) in file {
        let before = cells.insert((Some(*member), *metric), *value);
        changed |= before.flatten() != *value;
    }
    changed.then(|| written(cells))
}

/// The plan of a month after an import is taken back.
#[derive(Debug, PartialEq, Eq)]
pub struct TakenBack {
    /// The whole plan of the month; `None` when nothing of it changes.
    pub targets: Option<Vec<Target>>,
    /// Cells that say what stood before the import again.
    pub withdrawn: usize,
    /// Cells that somebody has changed since: they stay.
    pub overruled: usize,
}

/// Takes back cell by cell what an import changed. `brought`: its version; `previous`: the version
/// that it followed; `standing`: the last one before it that still counts; `now`: the one in force.
pub fn taken_back(
    brought: &[Target],
    previous: &[Target],
    standing: &[Target],
    now: &[Target],
) -> TakenBack {
    let (previous, standing, mut cells) = (cells(previous), cells(standing), cells(now));
    let (mut withdrawn, mut overruled, mut changed) = (0, 0, false);
    for target in brought {
        let cell = (target.member, target.metric);
        let value = |cells: &BTreeMap<Cell, Option<i64>>| cells.get(&cell).copied().flatten();
        if value(&previous) == target.value {
            continue;
        }
        if value(&cells) == target.value {
            withdrawn += 1;
            let before = value(&standing);
            changed |= before != target.value;
            cells.insert(cell, before);
        } else {
            overruled += 1;
        }
    }
    TakenBack { targets: changed.then(|| written(cells)), withdrawn, overruled }
}

fn cells(targets: &[Target]) -> BTreeMap<Cell, Option<i64>> {
    targets.iter().map(|target| ((target.member, target.metric), target.value)).collect()
}

fn written(cells: BTreeMap<Cell, Option<i64>>) -> Vec<Target> {
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
        let merged =
            merged(&in_force, &[(member(2), METRIC, Some(7)), (member(3), METRIC, Some(8))]);
        let expected = vec![target(1, Some(5)), target(2, Some(7)), target(3, Some(8))];
        assert_eq!(merged, Some(expected));
    }

    #[test]
    fn the_same_numbers_make_no_version() {
        assert_eq!(merged(&[target(1, Some(5))], &[(member(1), METRIC, Some(5))]), None);
        assert!(merged(&[target(1, None)], &[(member(1), METRIC, Some(0))]).is_some());
    }

    #[test]
    fn a_person_who_moved_keeps_one_plan() {
        let (first, second) = (DepartmentId(Uuid::from_u128(3)), DepartmentId(Uuid::from_u128(4)));
        let place = (member(1), METRIC, "2026-11-01".parse().unwrap());
        let standing = InForce(HashMap::from([(place, vec![(first, 30), (second, 20)])]));
        assert_eq!(standing.change(&place, 50, Some(second)), []);
        assert_eq!(standing.change(&place, 60, Some(second)), [(second, Some(60)), (first, None)]);
        let left = InForce(HashMap::from([(place, vec![(first, 30)])]));
        assert_eq!(left.change(&place, 60, Some(second)), [(first, Some(60))]);
        assert_eq!(InForce::default().change(&place, 60, Some(second)), [(second, Some(60))]);
        assert_eq!(InForce::default().change(&place, 60, None), []);
    }

    #[test]
    fn an_undone_import_gives_back_its_own_cells_only() {
        let standing = [target(1, Some(5)), target(3, Some(7))];
        let brought = [target(1, Some(50)), target(2, Some(60)), target(3, Some(7))];
        let now = [target(1, Some(50)), target(2, Some(61)), target(3, Some(8))];
        let expected = vec![target(1, Some(5)), target(2, Some(61)), target(3, Some(8))];
        assert_eq!(
            taken_back(&brought, &standing, &standing, &now),
            TakenBack { targets: Some(expected), withdrawn: 1, overruled: 1 }
        );
        let all = taken_back(&brought[..2], &[], &[], &brought[..2]);
        assert_eq!(all.targets, Some(vec![target(1, None), target(2, None)]));
        let none = taken_back(&brought, &standing, &standing, &standing);
        assert_eq!(none, TakenBack { targets: None, withdrawn: 0, overruled: 2 });
    }
}
