//! Who is at the other end: the peer, or whom a trusted proxy says it speaks for. Pure.

use crate::config::Network;
use axum::http::HeaderMap;
use std::net::{IpAddr, SocketAddr};

const FORWARDED: &str = "x-forwarded-for";

/// The nearest address that is not a trusted proxy. Each proxy adds the one it heard to the right, so
/// what the client itself claims stands left of that and is never reached.
pub(super) fn client(peer: SocketAddr, headers: &HeaderMap, trusted: &[Network]) -> SocketAddr {
    let is_trusted = |address: IpAddr| trusted.iter().any(|network| network.contains(address));
    if !is_trusted(peer.ip()) {
        return peer;
    }
    let said = headers.get_all(FORWARDED).iter().filter_map(|value| value.to_str().ok());
    let chain: Vec<&str> = said.flat_map(|line| line.split(',')).map(str::trim).collect();
    for address in chain.iter().rev() {
        let Ok(address) = address.parse::<IpAddr>() else { break };
        if !is_trusted(address) {
            return SocketAddr::new(address, peer.port());
        }
    }
    peer
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ask(peer: &str, said: &[&str]) -> String {
        let mut headers = HeaderMap::new();
        for line in said {
            headers.append(FORWARDED, line.parse().unwrap());
        }
        let trusted = ["127.0.0.1".parse().unwrap(), "10.0.0.0/30".parse().unwrap()];
        client(format!("{peer}:9").parse().unwrap(), &headers, &trusted).ip().to_string()
    }

    #[test]
    fn a_stranger_cannot_name_another_address() {
        assert_eq!(ask("203.0.113.7", &["198.51.100.1"]), "203.0.113.7");
    }

    #[test]
    fn a_trusted_proxy_speaks_for_the_one_it_heard() {
        assert_eq!(ask("127.0.0.1", &["198.51.100.1"]), "198.51.100.1");
        assert_eq!(ask("127.0.0.1", &["6.6.6.6, 198.51.100.1"]), "198.51.100.1");
        assert_eq!(ask("127.0.0.1", &["6.6.6.6", "198.51.100.1, 10.0.0.2"]), "198.51.100.1");
    }

    #[test]
    fn nonsense_from_a_proxy_leaves_the_proxy() {
        assert_eq!(ask("127.0.0.1", &["unknown"]), "127.0.0.1");
        assert_eq!(ask("127.0.0.1", &[]), "127.0.0.1");
    }
}
