//! What a host says about the service.

/// The domains whose first label is the service.
const ROOT_DOMAINS: [&str; 2] = [".tencentcloudapi.com", ".tencentcloudapi.woa.com"];

/// The service that a host names: `gaap` of `gaap.ap-beijing.tencentcloudapi.com`. `None` for any other host.
pub(crate) fn service_of_host(host: &str) -> Option<String> {
    let host = host.trim().to_ascii_lowercase();
    let (name, _) = split_port(&host);
    let name = name.strip_suffix('.').unwrap_or(name);
    let labels = ROOT_DOMAINS.iter().find_map(|root| name.strip_suffix(root))?;
    let service = labels.split('.').next().unwrap_or_default();
    (!service.is_empty()).then(|| service.to_owned())
}

/// A host without its port, and the port.
pub(crate) fn split_port(host: &str) -> (&str, Option<&str>) {
    match host.rsplit_once(':') {
        Some((name, port)) if !port.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit()) => (name, Some(port)),
        _ => (host, None),
    }
}

#[cfg(test)]
mod tests {
    use super::{service_of_host, split_port};

    #[test]
    fn the_first_label_below_the_root_is_the_service() {
        for host in [
            "gaap.tencentcloudapi.com",
            "GAAP.intl.tencentcloudapi.com:443",
            "gaap.ap-x.tencentcloudapi.com.",
        ] {
            assert_eq!(service_of_host(host).as_deref(), Some("gaap"));
        }
        for host in [
            "tencentcloudapi.com",
            "127.0.0.1:80",
            "gaap.example.com",
            ".tencentcloudapi.com",
            "",
        ] {
            assert_eq!(service_of_host(host), None);
        }
        assert_eq!(split_port("[::1]:80"), ("[::1]", Some("80")));
        assert_eq!(split_port("a:"), ("a:", None));
    }
}
