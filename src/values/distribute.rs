//! Largest remainder: shares that always add up to the whole.

use std::cmp::Reverse;

/// Splits `total` in proportion to `weights`; the parts add up to `total` exactly.
///
/// What is left after rounding down goes to the largest remainders, ties to the earlier. A
/// negative total is split as its absolute value. When every weight is zero the split is even.
/// Formulas, sections 1 and 8.
pub fn distribute(total: i64, weights: &[u32]) -> Vec<i64> {
    let sum: u64 = weights.iter().map(|weight| u64::from(*weight)).sum();
    if sum == 0 {
        return if weights.is_empty() {
            vec![]
        } else {
            distribute(total, &vec![1; weights.len()])
        };
    }
    let whole = u128::from(total.unsigned_abs());
    let shares = weights.iter().map(|weight| whole * u128::from(*weight));
    let (mut parts, remainders): (Vec<u128>, Vec<u128>) =
        shares.map(|share| (share / u128::from(sum), share % u128::from(sum))).unzip();
    let missing = whole - parts.iter().sum::<u128>();
    for index in largest_first(&remainders).into_iter().take(missing.try_into().unwrap_or(0)) {
        parts[index] += 1;
    }
    parts.into_iter().map(|part| signed(part, total)).collect()
}

fn largest_first(remainders: &[u128]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..remainders.len()).collect();
    order.sort_by_key(|index| (Reverse(remainders[*index]), *index));
    order
}

/// A part is never larger than the whole, so it always fits.
fn signed(part: u128, total: i64) -> i64 {
    let part = i64::try_from(part).unwrap_or(i64::MAX);
    if total < 0 { -part } else { part }
}

#[cfg(test)]
mod tests {
    use super::distribute;
    use proptest::prelude::*;

    #[test]
    fn twenty_three_meetings_over_the_weeks_of_november() {
        assert_eq!(distribute(23, &[4, 5, 5, 5, 1]), [4, 6, 6, 6, 1]);
    }

    #[test]
    fn ties_go_to_the_earlier() {
        assert_eq!(distribute(2, &[1, 1, 1]), [1, 1, 0]);
        assert_eq!(distribute(-2, &[1, 1, 1]), [-1, -1, 0]);
    }

    #[test]
    fn no_weights_at_all_split_evenly() {
        assert_eq!(distribute(5, &[0, 0]), [3, 2]);
        assert_eq!(distribute(5, &[]), Vec::<i64>::new());
    }

    proptest! {
        #[test]
        fn parts_sum_to_the_whole(
            total in -1_000_000_000_000_000_i64..=1_000_000_000_000_000,
            weights in prop::collection::vec(0_u32..1000, 1..40),
        ) {
            let parts = distribute(total, &weights);
            prop_assert_eq!(parts.len(), weights.len());
            prop_assert_eq!(parts.iter().sum::<i64>(), total);
        }

        #[test]
        fn a_part_is_within_one_of_its_exact_share(
            total in -1_000_000_i64..1_000_000,
            weights in prop::collection::vec(1_u32..50, 1..20),
        ) {
            let sum: i64 = weights.iter().map(|w| i64::from(*w)).sum();
            for (part, weight) in distribute(total, &weights).iter().zip(&weights) {
                prop_assert!((part * sum - total * i64::from(*weight)).abs() < sum);
            }
        }
    }
}
