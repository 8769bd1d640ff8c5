//! Tables in an order in which what a row refers to is there before it.
use std::collections::HashSet;

/// A table that refers to others by foreign keys.
pub trait Refers {
    fn name(&self) -> &str;
    fn refers_to(&self) -> &[String];
}

/// Each table after those it refers to; a table's keys to itself do not count. `None`: they refer to each other in a ring.
pub fn dependents_last<T: Refers>(mut left: Vec<T>) -> Option<Vec<T>> {
    left.sort_by(|one, other| one.name().cmp(other.name()));
    let mut order = Vec::new();
    while !left.is_empty() {
        let names: HashSet<String> = left.iter().map(|table| table.name().to_owned()).collect();
        let waits =
            |table: &T| table.refers_to().iter().any(|to| to != table.name() && names.contains(to));
        let (free, waiting): (Vec<T>, Vec<T>) = left.into_iter().partition(|table| !waits(table));
        if free.is_empty() {
            return None;
        }
        order.extend(free);
        left = waiting;
    }
    Some(order)
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Table(&'static str, Vec<String>);

    impl Refers for Table {
        fn name(&self) -> &str {
            self.0
        }

        fn refers_to(&self) -> &[String] {
            &self.1
        }
    }

    fn order(refers: &[(&'static str, &[&str])]) -> Option<Vec<&'static str>> {
        let table = |(name, to): &(&'static str, &[&str])| {
            Table(name, to.iter().map(|&other| other.to_owned()).collect())
        };
        let order = dependents_last(refers.iter().map(table).collect())?;
        Some(order.iter().map(|table| table.0).collect())
    }

    #[test]
    fn what_is_referred_to_comes_first() {
        let tables: &[(&str, &[&str])] = &[
            ("fact_entry", &["member", "fact_entry", "company"]),
            ("member", &["company", "person"]),
            ("company", &[]),
            ("person", &[]),
        ];
        assert_eq!(order(tables).unwrap(), ["company", "person", "member", "fact_entry"]);
    }

    #[test]
    fn a_ring_has_no_order() {
        assert_eq!(order(&[("a", &["b"]), ("b", &["a"])]), None);
    }
}
