//! Tables in an order in which what a row refers to is there before it.
use std::collections::BTreeMap;

/// Each table after those it refers to; a table's keys to itself do not count. `None`: they refer to each other in a ring.
pub fn dependents_last(refers: &BTreeMap<String, Vec<String>>) -> Option<Vec<String>> {
    let mut left = refers.clone();
    let mut order: Vec<String> = Vec::new();
    while !left.is_empty() {
        let is_free = |name: &String, to: &Vec<String>| {
            to.iter().all(|other| other == name || !left.contains_key(other))
        };
        let free: Vec<_> = left
            .iter()
            .filter(|(name, to)| is_free(name, to))
            .map(|(name, _)| name.clone())
            .collect();
        if free.is_empty() {
            return None;
        }
        left.retain(|name, _| !free.contains(name));
        order.extend(free);
    }
    Some(order)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn order(refers: &[(&str, &[&str])]) -> Option<Vec<String>> {
        let owned = |(name, to): &(&str, &[&str])| {
            ((*name).to_owned(), to.iter().map(|&other| other.to_owned()).collect())
        };
        dependents_last(&refers.iter().map(owned).collect())
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
