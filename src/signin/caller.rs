//! From where a session is used, in words by which its person knows it again. Nothing finer is kept.
use std::net::IpAddr;

/// A browser and a network.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Caller {
    /// «Chrome, Windows»; empty when the browser does not say.
    pub device: String,
    /// «203.0.113.*»; empty when not known.
    pub network: String,
}

/// What a browser calls itself, and what people call it. Who pretends to be another stands before that other.
const BROWSERS: [(&str, &str); 12] = [
    ("YaBrowser/", "Яндекс Браузер"),
    ("EdgA/", "Edge"),
    ("EdgiOS/", "Edge"),
    ("Edg/", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("FxiOS/", "Firefox"),
    ("Firefox/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("HeadlessChrome/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
];

const SYSTEMS: [(&str, &str); 8] = [
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("CrOS", "ChromeOS"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
    ("FreeBSD", "FreeBSD"),
];

impl Caller {
    pub fn of(user_agent: &str, address: Option<IpAddr>) -> Self {
        Self { device: device(user_agent), network: address.map(network).unwrap_or_default() }
    }
}

fn device(user_agent: &str) -> String {
    let known = |table: &[(&str, &'static str)]| {
        table.iter().find(|(sign, _)| user_agent.contains(sign)).map(|(_, name)| *name)
    };
    match (known(&BROWSERS), known(&SYSTEMS)) {
        (Some(browser), Some(system)) => format!("{browser}, {system}"),
        (Some(one), None) | (None, Some(one)) => one.to_owned(),
        (None, None) => String::new(),
    }
}

/// The first three of four numbers, or the first three groups of IPv6: a provider's district, not a household.
fn network(address: IpAddr) -> String {
    match address.to_canonical() {
        IpAddr::V4(four) => {
            let [a, b, c, _] = four.octets();
            format!("{a}.{b}.{c}.*")
        }
        IpAddr::V6(six) => {
            let [a, b, c, ..] = six.segments();
            format!("{a:x}:{b:x}:{c:x}:*")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn browsers_are_called_as_people_call_them() {
        let mac = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)";
        for (agent, name) in [
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36",
                "Chrome, Windows",
            ),
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 YaBrowser/24.12.0 Safari/537.36",
                "Яндекс Браузер, Windows",
            ),
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36 Edg/131.0.0.0",
                "Edge, Windows",
            ),
            (
                "Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0",
                "Firefox, Linux",
            ),
            (
                "Mozilla/5.0 (Linux; Android 14; SM-S921B) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/27.0 Chrome/125.0.0.0 Mobile Safari/537.36",
                "Samsung Internet, Android",
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1",
                "Safari, iPhone",
            ),
            (
                "Mozilla/5.0 (iPad; CPU OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/131.0.0.0 Mobile/15E148 Safari/604.1",
                "Chrome, iPad",
            ),
            (
                &format!(
                    "{mac} AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Safari/605.1.15"
                ),
                "Safari, macOS",
            ),
            ("curl/8.5.0", ""),
            ("", ""),
        ] {
            assert_eq!(device(agent), name, "{agent}");
        }
    }

    #[test]
    fn of_an_address_only_the_network_is_kept() {
        let shown = |address: &str| Caller::of("", Some(address.parse().unwrap())).network;
        assert_eq!(shown("203.0.113.7"), "203.0.113.*");
        assert_eq!(shown("::ffff:203.0.113.7"), "203.0.113.*");
        assert_eq!(shown("2001:db8:1:2:3:4:5:6"), "2001:db8:1:*");
        assert_eq!(Caller::of("", None), Caller::default());
    }
}
