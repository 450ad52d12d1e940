//! The URL of a proxy.

use std::fmt;

use http::{HeaderValue, Uri};
use zeroize::Zeroizing;

use crate::Endpoint;

/// Where a proxy is, and the user and password that it gets. `Debug` and `uri` show neither user nor password.
#[derive(Clone)]
pub(in crate::transport) struct ProxyAddress {
    uri: Uri,
    authorization: Option<HeaderValue>,
}

impl ProxyAddress {
    /// Parses `[scheme://][user[:password]@]host[:port]`.
    ///
    /// # Errors
    /// If it is not the URL of a proxy. The message quotes nothing but an unknown scheme, since a password may be anywhere
    /// in the text.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let (scheme, rest) = text.split_once("://").unwrap_or(("http", text));
        let scheme = scheme.to_ascii_lowercase();
        if scheme != "http" && scheme != "https" {
            return Err(unknown_scheme(&scheme));
        }
        let (user, address) = match rest.rsplit_once('@') {
            Some((user, address)) => (user, address),
            None => ("", rest),
        };
        if user.contains(['@', '/', '?', '#']) {
            return Err("the characters @ / ? # of user and password must be written as %40 %2F %3F %23".to_owned());
        }
        let address = Endpoint::parse(&format!("{scheme}://{address}"))?;
        if address.uri().path() != "/" {
            return Err("a path does not belong here".to_owned());
        }
        Ok(Self {
            uri: address.uri().clone(),
            authorization: authorization(user)?,
        })
    }

    /// The scheme, host and port of the proxy.
    pub(in crate::transport) fn uri(&self) -> &Uri {
        &self.uri
    }

    /// The value of the header `Proxy-Authorization`, if the URL has a user or a password.
    pub(in crate::transport) fn authorization(&self) -> Option<&HeaderValue> {
        self.authorization.as_ref()
    }
}

impl fmt::Debug for ProxyAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.uri.fmt(f)
    }
}

fn unknown_scheme(scheme: &str) -> String {
    let is_scheme = scheme.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let shown = if is_scheme { scheme } else { "before ://" };
    format!("the scheme {shown} is not supported; http and https are")
}

/// The header for `user[:password]`, percent-encoded, or none if it is empty.
fn authorization(user: &str) -> Result<Option<HeaderValue>, String> {
    if user.is_empty() {
        return Ok(None);
    }
    let is_allowed = |byte: u8| byte.is_ascii_graphic() && !br#""<>\^`{|}"#.contains(&byte);
    if !user.bytes().all(is_allowed) {
        return Err("user and password hold characters that must be written as % and two digits".to_owned());
    }
    let mut decoded = percent_decoded(user);
    if !user.contains(':') {
        decoded.push(b':');
    }
    let value = Zeroizing::new(format!("Basic {}", *base64(&decoded)));
    let mut header = HeaderValue::from_str(&value).map_err(|_| "user and password are no header".to_owned())?;
    header.set_sensitive(true);
    Ok(Some(header))
}

/// The bytes of a text in which any may be written as `%` and two hexadecimal digits. Another `%` is itself.
///
/// The `:` between user and password is never written so, and one that is belongs to either.
fn percent_decoded(text: &str) -> Zeroizing<Vec<u8>> {
    // Room for one more, since growing would leave a copy behind.
    let mut decoded = Zeroizing::new(Vec::with_capacity(text.len() + 1));
    let mut rest = text.as_bytes();
    while let Some((&byte, after)) = rest.split_first() {
        let (byte, after) = match (byte, after) {
            (b'%', [high, low, after @ ..]) => match (hex_digit(*high), hex_digit(*low)) {
                (Some(high), Some(low)) => (high * 16 + low, after),
                _ => (byte, &rest[1..]),
            },
            _ => (byte, after),
        };
        decoded.push(byte);
        rest = after;
    }
    decoded
}

fn hex_digit(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok())
}

/// Base64 with padding, of RFC 4648. For the one header that needs it, once a client, a crate is out of proportion.
fn base64(bytes: &[u8]) -> Zeroizing<String> {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut encoded = Zeroizing::new(String::with_capacity(bytes.len().div_ceil(3) * 4));
    for chunk in bytes.chunks(3) {
        let byte = |index: usize| u32::from(chunk.get(index).copied().unwrap_or_default());
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for digit in 0..4 {
            let value = bits >> (18 - 6 * digit) & 63;
            encoded.push(if digit <= chunk.len() {
                char::from(ALPHABET[value as usize])
            } else {
                '='
            });
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_is_that_of_the_rfc() {
        let cases = [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foob", "Zm9vYg=="),
            ("fooba", "Zm9vYmE="),
            ("foobar", "Zm9vYmFy"),
        ];
        for (text, encoded) in cases {
            assert_eq!(*base64(text.as_bytes()), encoded);
        }
        assert_eq!(*base64(&[0xfb, 0xff, 0xbf]), "+/+/");
    }

    #[test]
    fn user_and_password_are_decoded() {
        let cases = [
            ("user:pass", "user:pass"),
            ("user", "user:"),
            ("user:", "user:"),
            (":pass", ":pass"),
            ("us%65r:p%40ss%3A%c3%A9", "user:p@ss:é"),
            ("100%:%4:%g0%", "100%:%4:%g0%"),
            ("a:b:c", "a:b:c"),
        ];
        for (user, decoded) in cases {
            let address = ProxyAddress::parse(&format!("http://{user}@proxy.example:3128")).unwrap();
            let header = address.authorization().unwrap();
            assert_eq!(header, &*format!("Basic {}", *base64(decoded.as_bytes())), "{user}");
            assert!(header.is_sensitive());
            assert_eq!(address.uri(), "http://proxy.example:3128/");
        }
        let address = ProxyAddress::parse("proxy.example").unwrap();
        assert!(address.authorization().is_none());
    }
}
