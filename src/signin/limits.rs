//! Attempts to get in, limited per account and per address.
use std::net::IpAddr;
use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::Duration;

use governor::clock::{Clock as _, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota};

use sha2::{Digest, Sha256};

use crate::values::PersonId;
use crate::web::Error;

type Keyed<K> = Arc<DefaultKeyedRateLimiter<K>>;
/// An address of a letter box as anybody typed it, however long, in the room of one.
type Account = [u8; 32];

/// The counters of this instance.
#[derive(Clone, Debug)]
pub struct Limits {
    pairs: Keyed<(Account, Option<IpAddr>)>,
    accounts: Keyed<Account>,
    addresses: Keyed<IpAddr>,
    codes: Keyed<PersonId>,
    links: Keyed<IpAddr>,
    code_pages: Keyed<IpAddr>,
    letters: Keyed<Account>,
    foundings: Keyed<PersonId>,
}

/// Ten attempts on an account from one address at once, then one in two minutes: guessing elsewhere does not lock the
/// person out at once.
const PAIR: (u32, Duration) = (10, Duration::from_mins(2));
/// A hundred attempts on an account from everywhere, then one in half a minute.
const ACCOUNT: (u32, Duration) = (100, Duration::from_secs(30));
/// An office shares its address: forty at once, then one in ten seconds.
const ADDRESS: (u32, Duration) = (40, Duration::from_secs(10));
/// Ten codes of a second factor at once, then one in five minutes: only who has the password gets so far, and three of a
/// million codes are right at any time.
const CODE: (u32, Duration) = (10, Duration::from_mins(5));
/// Pages behind one-time links: an office that joins on one morning opens sixty at once, then one in five seconds.
const LINK: (u32, Duration) = (60, Duration::from_secs(5));
/// The page that asks for a code, opened and sent: whoever of an office gets through [`ADDRESS`] also gets through this.
const CODE_PAGE: (u32, Duration) = (160, Duration::from_millis(2500));

/// Three letters to an address at once, then one in twenty minutes: nobody fills the box of another.
const LETTER: (u32, Duration) = (3, Duration::from_mins(20));

/// Twenty companies that one person makes for owners at once, then one in ten minutes.
const FOUNDING: (u32, Duration) = (20, Duration::from_mins(10));

impl Default for Limits {
    fn default() -> Self {
        Self {
            pairs: keyed(PAIR),
            accounts: keyed(ACCOUNT),
            addresses: keyed(ADDRESS),
            codes: keyed(CODE),
            links: keyed(LINK),
            code_pages: keyed(CODE_PAGE),
            letters: keyed(LETTER),
            foundings: keyed(FOUNDING),
        }
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
        let network = address.map(network);
        if let Some(network) = network {
            count(&self.addresses, &network)?;
        }
        let account = Sha256::digest(account).into();
        count(&self.pairs, &(account, network))?;
        count(&self.accounts, &account)
    }

    /// Counts a code of a person's second factor.
    pub fn code(&self, person: PersonId) -> Result<(), Error> {
        count(&self.codes, &person)
    }

    /// Counts the opening of a one-time link: a guesser does not keep the database busy.
    pub fn link(&self, address: Option<IpAddr>) -> Result<(), Error> {
        address.map_or(Ok(()), |address| count(&self.links, &network(address)))
    }

    /// Counts a look-up of a sign-in that waits for its code: nor does a guesser of those.
    pub fn code_page(&self, address: Option<IpAddr>) -> Result<(), Error> {
        address.map_or(Ok(()), |address| count(&self.code_pages, &network(address)))
    }

    /// Counts a letter that anybody can ask for, whether or not somebody signs in by the address.
    pub fn letter(&self, email: &str) -> Result<(), Error> {
        count(&self.letters, &Sha256::digest(email).into())
    }

    /// Counts a company that a person makes for an owner.
    pub fn founding(&self, person: PersonId) -> Result<(), Error> {
        count(&self.foundings, &person)
    }

    /// Counts what somebody unknown does from an address: a registration, a try of a one-time link.
    pub fn stranger(&self, address: Option<IpAddr>) -> Result<(), Error> {
        address.map_or(Ok(()), |address| count(&self.addresses, &network(address)))
    }
}

/// What one subscriber has: an address of IPv4, a /64 of IPv6.
fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(six) => IpAddr::V6((six.to_bits() >> 64 << 64).into()),
        four @ IpAddr::V4(_) => four,
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_guesser_elsewhere_does_not_lock_the_person_out() {
        let limits = Limits::default();
        let [guesser, person]: [IpAddr; 2] =
            ["203.0.113.7".parse().unwrap(), "198.51.100.1".parse().unwrap()];
        let guess = || limits.attempt("anna@firma.example", Some(guesser));
        assert!((0..10).all(|_| guess().is_ok()) && guess().is_err());
        assert!(limits.attempt("anna@firma.example", Some(person)).is_ok());
    }

    /// What is kept of an address has one size, and its end counts too.
    #[test]
    fn the_longest_addresses_are_told_apart() {
        let limits = Limits::default();
        let [one, other] = ["а", "б"].map(|end| "я".repeat(500_000) + end);
        assert!((0..3).all(|_| limits.letter(&one).is_ok()) && limits.letter(&one).is_err());
        assert!(limits.letter(&other).is_ok());
    }

    #[test]
    fn a_network_of_ipv6_is_one_subscriber() {
        let one: IpAddr = "2001:db8:1:2:3:4:5:6".parse().unwrap();
        let other: IpAddr = "2001:db8:1:2:ffff::1".parse().unwrap();
        assert_eq!(network(one), network(other));
        assert_eq!(
            network("::ffff:10.0.0.1".parse().unwrap()),
            "10.0.0.1".parse::<IpAddr>().unwrap()
        );
    }
}
