//! The hosts that the emulator answers for.
//!
//! Any other name may have been made to resolve to this machine by a site that the browser has open (DNS rebinding).

use std::borrow::Cow;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use tc3_codegen::spec::Spec;

use crate::wire::host::lower_case;

/// The domain of the service's own hosts: `<service>.`, `<service>.<region>.`, `<service>.intl.` and `<service>.internal.`
/// are all below it.
const SERVICE_DOMAIN: &str = "tencentcloudapi.com";

/// The hosts that requests may be addressed to.
#[derive(Debug, Default)]
pub(crate) struct AllowedHosts {
    /// Hosts of services that the spec serves at another domain, in lower case.
    of_spec: Vec<String>,
    configured: Vec<HostPattern>,
    /// The address that the emulator listens on, if it is a specific one.
    listening_on: Option<IpAddr>,
}

/// A host that the configuration allows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum HostPattern {
    Address(IpAddr),
    /// In lower case, without a dot at the end.
    Name(String),
    /// Every host below this one.
    Below(String),
}

impl AllowedHosts {
    pub(crate) fn new(spec: &Spec, configured: Vec<HostPattern>, listening_on: IpAddr) -> Self {
        let services = spec.services.iter().map(|service| &service.file.host);
        let actions = spec.services.iter().flat_map(|service| &service.actions);
        let hosts = services.chain(actions.filter_map(|action| action.host.as_ref()));
        let mut of_spec: Vec<String> = hosts.map(|host| normalized(&host.value).into_owned()).collect();
        of_spec.retain(|host| !is_service_host(host));
        of_spec.sort();
        of_spec.dedup();
        Self {
            of_spec,
            configured,
            listening_on: (!listening_on.is_unspecified()).then_some(listening_on),
        }
    }

    /// Whether requests may be addressed to `host`, which has neither port nor brackets removed: `[::1]`, not `::1`.
    pub(crate) fn contains(&self, host: &str) -> bool {
        let name = normalized(host);
        is_service_host(&name)
            || is_loopback(host)
            || self.of_spec.iter().any(|of_spec| *of_spec == name)
            || self.is_configured(host)
    }

    /// The addresses that the configuration names.
    #[cfg(feature = "tls")]
    pub(crate) fn addresses(&self) -> impl Iterator<Item = IpAddr> {
        let configured = self.configured.iter().filter_map(|pattern| match pattern {
            HostPattern::Address(address) => Some(*address),
            HostPattern::Name(_) | HostPattern::Below(_) => None,
        });
        configured.chain(self.listening_on)
    }

    /// Whether `host` was allowed by the configuration, or is the address that it chose to listen on.
    pub(crate) fn is_configured(&self, host: &str) -> bool {
        let address = address(host);
        let is_own = address.is_some() && address == self.listening_on;
        is_own || self.configured.iter().any(|pattern| pattern.matches(host))
    }
}

impl HostPattern {
    /// Reads `host`, `*.host`, or an address; `None` for anything else, such as a URL or a host with a port.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let bare_address = text.parse().ok().or_else(|| address(text));
        if let Some(address) = bare_address {
            return Some(Self::Address(address));
        }
        let (name, below) = match text.strip_prefix("*.") {
            Some(name) => (normalized(name).into_owned(), true),
            None => (normalized(text).into_owned(), false),
        };
        let is_label = |label: &str| {
            let is_allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"-_".contains(&byte);
            !label.is_empty() && label.bytes().all(is_allowed)
        };
        if !name.split('.').all(is_label) {
            return None;
        }
        Some(if below { Self::Below(name) } else { Self::Name(name) })
    }

    fn matches(&self, host: &str) -> bool {
        match self {
            Self::Address(allowed) => address(host) == Some(*allowed),
            Self::Name(allowed) => normalized(host) == *allowed,
            Self::Below(allowed) => is_below(&normalized(host), allowed),
        }
    }
}

/// Whether `host` is `localhost`, a name below it (RFC 6761), or an address that only this machine has.
pub(crate) fn is_loopback(host: &str) -> bool {
    let name = normalized(host);
    name == "localhost" || is_below(&name, "localhost") || address(host).is_some_and(|address| address.is_loopback())
}

/// The address that `host` is, as in a URL: version 6 is in brackets.
fn address(host: &str) -> Option<IpAddr> {
    match host.strip_prefix('[').and_then(|host| host.strip_suffix(']')) {
        Some(v6) => v6.parse::<Ipv6Addr>().ok().map(|address| address.to_canonical()),
        None => host.parse::<Ipv4Addr>().ok().map(IpAddr::V4),
    }
}

fn is_service_host(name: &str) -> bool {
    name == SERVICE_DOMAIN || is_below(name, SERVICE_DOMAIN)
}

fn is_below(name: &str, domain: &str) -> bool {
    let labels = name.strip_suffix(domain).and_then(|labels| labels.strip_suffix('.'));
    labels.is_some_and(|labels| !labels.is_empty())
}

/// A host name in lower case, without the dot of the root at its end.
pub(super) fn normalized(host: &str) -> Cow<'_, str> {
    lower_case(host.strip_suffix('.').unwrap_or(host))
}

#[cfg(test)]
mod tests {
    use super::{AllowedHosts, HostPattern, is_loopback};

    fn allowing(patterns: &[&str]) -> AllowedHosts {
        let patterns = patterns.iter().map(|text| HostPattern::parse(text).expect("a pattern"));
        AllowedHosts {
            of_spec: vec!["gaap.other.example".to_owned()],
            configured: patterns.collect(),
            listening_on: "192.168.0.5".parse().ok(),
        }
    }

    #[test]
    fn only_loopback_names_are_loopback() {
        for host in [
            "localhost",
            "LOCALHOST",
            "localhost.",
            "127.0.0.1",
            "127.9.9.9",
            "[::1]",
        ] {
            assert!(is_loopback(host), "{host}");
        }
        for host in [
            "",
            "evil.example",
            "localhost.evil.example",
            "127.0.0.1.evil.example",
            "192.168.0.1",
            "0.0.0.0",
            "[::2]",
            "[::1",
            "::1",
            "gaap.tencentcloudapi.com",
        ] {
            assert!(!is_loopback(host), "{host}");
        }
    }

    #[test]
    fn hosts_of_the_service_and_configured_ones_are_allowed() {
        let hosts = allowing(&["emulator", "*.Cloud.Example", "10.0.0.7", "fd00::7"]);
        for host in [
            "localhost",
            "tencentcloudapi.com",
            "gaap.tencentcloudapi.com",
            "GAAP.ap-guangzhou.TencentCloudAPI.com",
            "gaap.intl.tencentcloudapi.com.",
            "gaap.other.example",
            "gaap.north.cloud.example",
            "Emulator",
            "10.0.0.7",
            "[fd00::7]",
            "192.168.0.5",
        ] {
            assert!(hosts.contains(host), "{host}");
        }
        for host in [
            "",
            "evil.example",
            "nottencentcloudapi.com",
            ".tencentcloudapi.com",
            "gaap.tencentcloudapi.com.evil.example",
            "cloud.example",
            "emulator.evil.example",
            "10.0.0.8",
            "192.168.0.6",
            "0.0.0.0",
        ] {
            assert!(!hosts.contains(host), "{host}");
        }
    }

    #[test]
    fn a_pattern_is_a_host_and_nothing_else() {
        for text in [
            "",
            "*",
            "*.",
            "a..b",
            "http://emulator",
            "emulator:9443",
            "a/b",
            "*.*.example",
            "[::1",
            "a b",
            "é",
        ] {
            assert_eq!(HostPattern::parse(text), None, "{text}");
        }
    }
}
