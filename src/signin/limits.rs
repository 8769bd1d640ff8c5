//! Attempts to get in, limited per account and per address.
use std::net::IpAddr;
use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::Duration;

use governor::clock::{Clock as _, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota};

use crate::web::Error;

type Keyed<K> = Arc<DefaultKeyedRateLimiter<K>>;

/// The counters of this instance.
#[derive(Clone, Debug)]
pub struct Limits {
    accounts: Keyed<String>,
    addresses: Keyed<IpAddr>,
}

/// Ten attempts on an account at once, then one in two minutes.
const ACCOUNT: (u32, Duration) = (10, Duration::from_mins(2));
/// An office shares its address: forty at once, then one in ten seconds.
const ADDRESS: (u32, Duration) = (40, Duration::from_secs(10));

impl Default for Limits {
    fn default() -> Self {
        Self { accounts: keyed(ACCOUNT), addresses: keyed(ADDRESS) }
    }
}

fn keyed<K: std::hash::Hash + Eq + Clone>((burst, every): (u32, Duration)) -> Keyed<K> {
    let quota = Quota::with_period(every).unwrap_or_else(|| Quota::per_minute(NonZeroU32::MIN));
    let burst = NonZeroU32::new(burst).unwrap_or(NonZeroU32::MIN);
    Arc::new(DefaultKeyedRateLimiter::keyed(quota.allow_burst(burst)))
}

impl Limits {
    /// Counts an attempt; too many are [`Error::TooMany`] with the seconds to wait. Unknown accounts are counted alike.
    pub fn attempt(&self, account: &str, address: Option<IpAddr>) -> Result<(), Error> {
        if let Some(address) = address {
            count(&self.addresses, &address)?;
        }
        count(&self.accounts, &account.to_owned())
    }

    /// Counts a registration from an address.
    pub fn registration(&self, address: Option<IpAddr>) -> Result<(), Error> {
        address.map_or(Ok(()), |address| count(&self.addresses, &address))
    }
}

fn count<K: std::hash::Hash + Eq + Clone>(limiter: &Keyed<K>, key: &K) -> Result<(), Error> {
    if limiter.len() > 10_000 {
        limiter.retain_recent();
    }
    limiter.check_key(key).map_err(|not_until| {
        let wait = not_until.wait_time_from(DefaultClock::default().now());
        Error::TooMany(wait.as_secs().max(1))
    })
}
