//! The order in which things stand in a list that people arrange.

/// A step towards the beginning or the end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    Earlier,
    Later,
}

impl Step {
    pub fn read(typed: &str) -> Option<Self> {
        match typed {
            "earlier" => Some(Self::Earlier),
            "later" => Some(Self::Later),
            _ => None,
        }
    }
}

/// The ids in their new order; the same order at the end of the list. `None`: no such id.
pub fn moved<T: Copy + PartialEq>(
    all: impl IntoIterator<Item = T>,
    id: T,
    step: Step,
) -> Option<Vec<T>> {
    let mut ids: Vec<T> = all.into_iter().collect();
    let at = ids.iter().position(|known| *known == id)?;
    let to = match step {
        Step::Earlier => at.saturating_sub(1),
        Step::Later => (at + 1).min(ids.len() - 1),
    };
    ids.swap(at, to);
    Some(ids)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_thing_changes_places_with_its_neighbour() {
        assert_eq!(moved([1, 2, 3], 2, Step::Earlier), Some(vec![2, 1, 3]));
        assert_eq!(moved([1, 2, 3], 2, Step::Later), Some(vec![1, 3, 2]));
    }

    #[test]
    fn the_ends_stay_and_a_stranger_is_nobody() {
        assert_eq!(moved([1, 2, 3], 1, Step::Earlier), Some(vec![1, 2, 3]));
        assert_eq!(moved([1, 2, 3], 3, Step::Later), Some(vec![1, 2, 3]));
        assert_eq!(moved([1, 2, 3], 9, Step::Later), None);
    }
}
