//! The host of a request in the form that nearly all have it, which takes no parser and no copy to read.

use std::borrow::Cow;

/// The host of an authority that is only a name or an address of version 4, perhaps with a port; `None` if it takes a
/// parser to tell what it is.
pub(crate) fn plain_host(authority: &str) -> Option<&str> {
    let host = match authority.rsplit_once(':') {
        Some((host, port)) => {
            let is_port = (1..=4).contains(&port.len()) && port.bytes().all(|byte| byte.is_ascii_digit());
            is_port.then_some(host)?
        }
        None => authority,
    };
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'.' || byte == b'-';
    (!host.is_empty() && host.bytes().all(is_plain)).then_some(host)
}

/// A text in lower case, which it mostly is.
pub(crate) fn lower_case(text: &str) -> Cow<'_, str> {
    if text.bytes().any(|byte| byte.is_ascii_uppercase()) {
        Cow::Owned(text.to_ascii_lowercase())
    } else {
        Cow::Borrowed(text)
    }
}

#[cfg(test)]
mod tests {
    use http::uri::Authority;

    use super::plain_host;

    #[test]
    fn a_plain_host_is_the_one_that_the_parser_finds() {
        let plain = ["localhost", "127.0.0.1:9443", "GAAP.tencentcloudapi.com", "a.:80", "-"];
        for authority in plain {
            let parsed: Authority = authority.parse().unwrap();
            assert_eq!(plain_host(authority), Some(parsed.host()), "{authority}");
        }
        let others = [
            "", ":80", "a:", "a:70000", "a:b", "[::1]", "::1", "a@b", "a@b:80", "http://a", "a/b", "a b", "ä", "a_b",
        ];
        for authority in others {
            assert_eq!(plain_host(authority), None, "{authority}");
        }
    }
}
