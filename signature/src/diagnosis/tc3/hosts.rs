//! The hosts and content types that a client may have signed in place of those that were sent.

use crate::host::{service_of_host, split_port};

/// A value that may have been signed.
pub(super) struct OtherValue {
    pub(super) id: &'static str,
    pub(super) cost: u8,
    pub(super) value: String,
}

/// Collects values that differ from the one that was sent, each once.
pub(super) struct Values {
    sent: String,
    found: Vec<OtherValue>,
}

impl Values {
    pub(super) fn other_than(sent: &str) -> Self {
        Self {
            sent: sent.to_owned(),
            found: Vec::new(),
        }
    }

    pub(super) fn add(&mut self, id: &'static str, cost: u8, value: impl Into<String>) {
        let value = value.into();
        if value != self.sent && self.found.iter().all(|other| other.value != value) {
            self.found.push(OtherValue { id, cost, value });
        }
    }

    pub(super) fn found(self) -> Vec<OtherValue> {
        self.found
    }
}

/// Other hosts than `sent`, which is in lower case, of a request that is signed for `service`.
pub(super) fn other_hosts(sent: &str, service: &str) -> Vec<OtherValue> {
    let mut hosts = Values::other_than(sent);
    let (name, port) = split_port(sent);
    if port.is_some() {
        hosts.add("host-without-port", 1, name);
    }
    for port in ["443", "80", "8080", "8443"] {
        hosts.add(
            "host-with-port",
            if port == "443" || port == "80" { 1 } else { 3 },
            format!("{name}:{port}"),
        );
    }
    let undotted = name.strip_suffix('.').unwrap_or(name);
    hosts.add("host-trailing-dot", 1, undotted);
    hosts.add("host-trailing-dot", 1, format!("{undotted}."));
    hosts.add("host-with-scheme", 1, format!("https://{sent}"));
    hosts.add("host-with-scheme", 1, format!("https://{sent}/"));
    hosts.add("host-with-scheme", 2, format!("http://{sent}"));
    hosts.add("host-with-scheme", 2, format!("http://{sent}/"));
    hosts.add("host-with-scheme", 2, format!("{sent}/"));
    let services = [Some(service.to_ascii_lowercase()), service_of_host(sent)];
    for service in services.into_iter().flatten() {
        hosts.add("host-other", 1, format!("{service}.tencentcloudapi.com"));
        hosts.add("host-other", 2, format!("{service}.intl.tencentcloudapi.com"));
        hosts.add("host-other", 2, format!("{service}.internal.tencentcloudapi.com"));
        hosts.add("host-other", 3, format!("{service}.api.qcloud.com"));
        for region in REGIONS {
            hosts.add("host-other", 3, format!("{service}.{region}.tencentcloudapi.com"));
        }
    }
    hosts.add("host-other", 2, "tencentcloudapi.com");
    hosts.add("host-other", 2, "localhost");
    hosts.add("host-other", 2, "127.0.0.1");
    hosts.add("host-empty", 2, "");
    hosts.found()
}

/// Regions that have an endpoint of their own.
const REGIONS: [&str; 14] = [
    "ap-guangzhou",
    "ap-shanghai",
    "ap-beijing",
    "ap-nanjing",
    "ap-chengdu",
    "ap-chongqing",
    "ap-hongkong",
    "ap-singapore",
    "ap-tokyo",
    "ap-seoul",
    "ap-bangkok",
    "na-siliconvalley",
    "na-ashburn",
    "eu-frankfurt",
];

/// Other content types than `sent`, which is in lower case.
pub(super) fn other_content_types(sent: &str) -> Vec<OtherValue> {
    let mut types = Values::other_than(sent);
    let media_type = sent.split(';').next().unwrap_or_default().trim();
    if media_type != sent {
        types.add("content-type-charset", 1, media_type);
    }
    for charset in ["; charset=utf-8", ";charset=utf-8", "; charset=utf8", ";charset=utf8"] {
        let cost = if charset.ends_with('-') || charset.contains("utf-8") {
            1
        } else {
            3
        };
        types.add("content-type-charset", cost, format!("{media_type}{charset}"));
    }
    for (cost, other) in [
        (1, "application/json"),
        (1, "application/json; charset=utf-8"),
        (2, "application/json;charset=utf-8"),
        (1, "application/x-www-form-urlencoded"),
        (2, "application/x-www-form-urlencoded; charset=utf-8"),
        (2, "text/plain"),
        (2, "text/plain;charset=utf-8"),
        (2, "text/plain; charset=utf-8"),
        (2, "text/plain; charset=iso-8859-1"),
        (2, "application/json; charset=iso-8859-1"),
        (2, "multipart/form-data"),
        (2, "application/octet-stream"),
    ] {
        types.add("content-type-other", cost, other);
    }
    types.add("content-type-empty", 1, "");
    types.found()
}

#[cfg(test)]
mod tests {
    use super::{other_content_types, other_hosts};

    #[test]
    fn the_value_that_was_sent_is_no_other() {
        let hosts = other_hosts("127.0.0.1:80", "cvm");
        let find = |value: &str| hosts.iter().find(|other| other.value == value).map(|other| other.id);
        assert_eq!(find("127.0.0.1"), Some("host-without-port"));
        assert_eq!(find("cvm.tencentcloudapi.com"), Some("host-other"));
        assert_eq!(find("127.0.0.1:80"), None);
        let types = other_content_types("application/json; charset=utf-8");
        let find = |value: &str| types.iter().find(|other| other.value == value).map(|other| other.id);
        assert_eq!(find("application/json"), Some("content-type-charset"));
        assert_eq!(find("application/json; charset=utf-8"), None);
    }
}
