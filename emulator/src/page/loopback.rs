//! Detects requests that address this machine by a loopback name, to protect the page from DNS rebinding.

use std::net::{Ipv4Addr, Ipv6Addr};

use http::header::HOST;
use http::request::Parts;
use http::uri::Authority;

/// Whether the request names a loopback host. Any other name may have been made to resolve to this machine by a site
/// that the browser has open, which could then read the answer (DNS rebinding).
pub(super) fn names_loopback_host(parts: &Parts) -> bool {
    let named = parts.headers.get(HOST).and_then(|value| value.to_str().ok());
    let mut hosts = parts.headers.get_all(HOST).iter();
    let (Some(_), None) = (hosts.next(), hosts.next()) else {
        return false;
    };
    let target = parts.uri.authority().map(Authority::as_str);
    [named, target].into_iter().flatten().all(is_loopback_authority)
}

fn is_loopback_authority(authority: &str) -> bool {
    let Ok(authority) = authority.parse::<Authority>() else {
        return false;
    };
    let host = authority.host();
    let v6 = host.strip_prefix('[').and_then(|host| host.strip_suffix(']'));
    match v6 {
        Some(v6) => v6.parse::<Ipv6Addr>().is_ok_and(|address| address.is_loopback()),
        None => {
            host.eq_ignore_ascii_case("localhost")
                || host.parse::<Ipv4Addr>().is_ok_and(|address| address.is_loopback())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::is_loopback_authority;

    #[test]
    fn only_loopback_names_are_loopback() {
        for host in [
            "localhost",
            "LOCALHOST:80",
            "127.0.0.1",
            "127.9.9.9:9443",
            "[::1]",
            "[::1]:80",
        ] {
            assert!(is_loopback_authority(host), "{host}");
        }
        for host in [
            "",
            "evil.example",
            "localhost.evil.example",
            "127.0.0.1.evil.example",
            "127.1.evil.example:9443",
            "192.168.0.1",
            "0.0.0.0",
            "[::2]",
            "[::1",
            "::1",
            "gaap.tencentcloudapi.com",
        ] {
            assert!(!is_loopback_authority(host), "{host}");
        }
    }
}
