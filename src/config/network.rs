//! A network of trusted proxies. Pure.

use std::net::IpAddr;
use std::str::FromStr;

/// One address, or all that begin with the same bits: `10.0.0.0/8`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Network {
    address: IpAddr,
    bits: u32,
}

impl Network {
    pub fn contains(&self, address: IpAddr) -> bool {
        let (ours, theirs) = (self.address.to_canonical(), address.to_canonical());
        ours.is_ipv4() == theirs.is_ipv4()
            && (left(ours) ^ left(theirs)).leading_zeros() >= self.bits
    }
}

/// The bits of an address, the first at the left end.
fn left(address: IpAddr) -> u128 {
    match address {
        IpAddr::V4(address) => u128::from(address.to_bits()) << 96,
        IpAddr::V6(address) => address.to_bits(),
    }
}

impl FromStr for Network {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        let form =
            || "нужны IP-адреса или сети через запятую, например 127.0.0.1,10.0.0.0/8".to_owned();
        let (address, bits) = text.trim().split_once('/').unwrap_or((text.trim(), ""));
        let address: IpAddr = address.parse().map_err(|_| form())?;
        let most = if address.is_ipv4() { 32 } else { 128 };
        let bits = if bits.is_empty() { most } else { bits.parse().map_err(|_| form())? };
        if bits > most || text.ends_with('/') {
            return Err(form());
        }
        Ok(Self { address, bits })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn holds(network: &str, address: &str) -> bool {
        network.parse::<Network>().unwrap().contains(address.parse().unwrap())
    }

    #[test]
    fn an_address_is_a_network_of_one() {
        assert!(holds("127.0.0.1", "127.0.0.1") && !holds("127.0.0.1", "127.0.0.2"));
        assert!(holds("::1", "::1") && !holds("::1", "127.0.0.1"));
    }

    #[test]
    fn a_network_holds_what_begins_alike() {
        assert!(holds("172.30.39.0/24", "172.30.39.7") && !holds("172.30.39.0/24", "172.30.40.7"));
        assert!(holds("10.0.0.0/8", "::ffff:10.1.2.3"));
        assert!(holds("fd00::/8", "fd12::1") && !holds("fd00::/8", "fe80::1"));
        assert!(holds("0.0.0.0/0", "8.8.8.8") && !holds("0.0.0.0/0", "fd00::1"));
    }

    #[test]
    fn what_is_no_network_is_refused() {
        for wrong in ["", "nginx", "10.0.0.0/33", "10.0.0.0/", "10.0.0.0/x", "::1/129"] {
            assert!(wrong.parse::<Network>().is_err(), "{wrong}");
        }
    }
}
