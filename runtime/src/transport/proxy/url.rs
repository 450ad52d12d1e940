//! The URL of a proxy.

use http::Uri;
use hyper_util::client::proxy::matcher::{Intercept, Matcher};

use crate::Endpoint;

/// # Errors
/// Says what is wrong with the text. No part of it is quoted but an unknown scheme, since a password may stand
/// anywhere in it.
pub(super) fn parse(text: &str) -> Result<Intercept, String> {
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
    let host = address.host();
    let url = match user {
        "" => format!("{scheme}://{host}"),
        user => format!("{scheme}://{user}@{host}"),
    };
    // The matcher drops without a word what it cannot read.
    let reading = Matcher::builder().all(url).build();
    let proxy = reading.intercept(&Uri::from_static("http://any.invalid/"));
    proxy.ok_or_else(|| "user and password hold characters that must be written as % and two digits".to_owned())
}

fn unknown_scheme(scheme: &str) -> String {
    let is_scheme = scheme.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let shown = if is_scheme { scheme } else { "before ://" };
    format!("the scheme {shown} is not supported; http and https are")
}
