//! Whether a browser asked for this machine by a name that only this machine has.

use std::net::{Ipv4Addr, Ipv6Addr};

use http::header::HOST;
use http::request::Parts;
use http::uri::Authority;

/// Whether the request names a loopback host. Any other name may have been made to lead here by a site that the
/// browser has open, which would then read what is answered (DNS rebinding).
pub(super) fn is_loopback(parts: &Parts) -> bool {
    let named = parts.headers.get(HOST).and_then(|value| value.to_str().ok());
    let mut hosts = parts.headers.get_all(HOST).iter();
    let (Some(_), None) = (hosts.next(), hosts.next()) else {
        return false;
    };
    let target = parts.uri.authority().map(Authority::as_str);
    [named, target].into_iter().flatten().all(names_loopback)
}

fn names_loopback(authority: &str) -> bool {
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
    use super::names_loopback;

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
            assert!(names_loopback(host), "{host}");
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
            assert!(!names_loopback(host), "{host}");
        }
    }
}
