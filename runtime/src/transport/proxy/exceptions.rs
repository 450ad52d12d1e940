//! The targets that no proxy is used for.

use std::net::IpAddr;

/// A compiled list of targets.
pub(super) struct Exceptions(Vec<Exception>);

enum Exception {
    /// `*`
    Everything,
    /// A domain in lower case, with everything below it.
    Domain(String),
    /// The addresses that begin with so many bits of this one.
    Network(IpAddr, u32),
}

impl Exceptions {
    /// Reads entries between commas or white space; see [`Proxy::no_proxy`](super::Proxy::no_proxy).
    pub(super) fn parse(targets: &str) -> Self {
        let entries = targets.split(|c: char| c == ',' || c.is_whitespace());
        Self(entries.filter_map(Exception::parse).collect())
    }

    /// Whether `host`, as a URI has it, is one of the targets.
    pub(super) fn contain(&self, host: &str) -> bool {
        let without_brackets = host.strip_prefix('[').and_then(|host| host.strip_suffix(']'));
        let address = without_brackets.unwrap_or(host).parse().ok();
        self.0.iter().any(|exception| match exception {
            Exception::Everything => true,
            Exception::Domain(domain) => address.is_none() && is_within(host, domain),
            Exception::Network(network, bits) => address.is_some_and(|address| begins_alike(address, *network, *bits)),
        })
    }
}

impl Exception {
    fn parse(entry: &str) -> Option<Self> {
        if entry == "*" {
            return Some(Self::Everything);
        }
        if let Some(network) = network(entry) {
            return Some(network);
        }
        let domain = entry
            .strip_prefix("*.")
            .or_else(|| entry.strip_prefix('.'))
            .unwrap_or(entry);
        (!domain.is_empty()).then(|| Self::Domain(domain.to_ascii_lowercase()))
    }
}

/// An address, or a network such as `10.0.0.0/8`.
fn network(entry: &str) -> Option<Exception> {
    let (address, bits) = match entry.split_once('/') {
        Some((address, bits)) => (address, Some(bits)),
        None => (entry, None),
    };
    let address: IpAddr = address.parse().ok()?;
    let length = if address.is_ipv4() { 32 } else { 128 };
    let bits = match bits {
        Some(bits) => bits.parse().ok().filter(|bits| *bits <= length)?,
        None => length,
    };
    Some(Exception::Network(address, bits))
}

/// Whether `host` is `domain` or ends with it after a dot.
fn is_within(host: &str, domain: &str) -> bool {
    let Some(start) = host.len().checked_sub(domain.len()) else {
        return false;
    };
    let (above, end) = host.as_bytes().split_at(start);
    end.eq_ignore_ascii_case(domain.as_bytes()) && matches!(above.last(), None | Some(b'.'))
}

/// Whether two addresses are of one family and have their first `bits` in common.
fn begins_alike(one: IpAddr, other: IpAddr, bits: u32) -> bool {
    match (one, other) {
        (IpAddr::V4(one), IpAddr::V4(other)) => (one.to_bits() ^ other.to_bits()).leading_zeros() >= bits,
        (IpAddr::V6(one), IpAddr::V6(other)) => (one.to_bits() ^ other.to_bits()).leading_zeros() >= bits,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_are_excepted_by_domain_address_and_network() {
        let cases: [(&str, &[&str], &[&str]); 9] = [
            ("", &[], &["a.example", "1.2.3.4"]),
            ("*", &["a.example", "1.2.3.4", "[::1]"], &[]),
            (
                "b.Example",
                &["b.example", "a.B.example"],
                &["ab.example", "b.example.c", "example"],
            ),
            (".b.example", &["b.example", "a.b.example"], &["ab.example"]),
            ("*.b.example *c", &["b.example", "a.b.example"], &["ab.example", "c"]),
            (
                "10.1.2.3, ::1",
                &["10.1.2.3", "[::1]"],
                &["10.1.2.4", "[::2]", "b10.1.2.3"],
            ),
            (
                "10.1.2.3/8\t0.0.0.0/33",
                &["10.0.0.0", "10.255.0.1"],
                &["11.0.0.0", "[::10]"],
            ),
            ("0.0.0.0/0", &["1.2.3.4"], &["[::1]", "a.example"]),
            ("fd00::/8 2.3.4", &["[fdff::1]"], &["[fe00::1]", "1.2.3.4", "253.0.0.0"]),
        ];
        for (targets, inside, outside) in cases {
            let exceptions = Exceptions::parse(targets);
            for host in inside {
                assert!(exceptions.contain(host), "{targets}: {host}");
            }
            for host in outside {
                assert!(!exceptions.contain(host), "{targets}: {host}");
            }
        }
    }
}
