//! The variables that name proxies, read as curl reads them.

use std::ffi::OsString;

use super::{Proxy, Way, url};

/// Where a web server puts the header `Proxy` of whoever asks into `HTTP_PROXY`, this is set.
const CGI: &str = "REQUEST_METHOD";
const HTTP: [&str; 2] = ["http_proxy", "HTTP_PROXY"];
const HTTPS: [&str; 2] = ["https_proxy", "HTTPS_PROXY"];
const ALL: [&str; 2] = ["all_proxy", "ALL_PROXY"];
const EXCEPTIONS: [&str; 2] = ["no_proxy", "NO_PROXY"];

/// A proxy has a loopback interface of its own: this machine's cannot be what it reaches there.
const LOOPBACK: &str = "localhost,127.0.0.0/8,::1";

pub(super) fn read(lookup: impl Fn(&str) -> Option<OsString>) -> Proxy {
    let first = |names: &[&'static str]| {
        let mut set = names.iter().filter_map(|name| Some((*name, lookup(name)?)));
        set.find(|(_, value)| !value.is_empty())
    };
    let exceptions = match first(&EXCEPTIONS) {
        None => Ok(String::new()),
        Some((name, value)) => value.into_string().map_err(|_| format!("{name} is not text")),
    };
    let way = |variables: &[&[&'static str]]| {
        let set = variables.iter().find_map(|names| first(names));
        match (set.map_or(Way::Direct, way), &exceptions) {
            (Way::Through(_), Err(reason)) => Way::Unusable(reason.clone()),
            (way, _) => way,
        }
    };
    let of_http: &[&[&str]] = if lookup(CGI).is_some() { &[&ALL] } else { &[&HTTP, &ALL] };
    Proxy {
        http: way(of_http),
        https: way(&[&HTTPS, &ALL]),
        exceptions: exceptions.unwrap_or_default(),
    }
    .no_proxy(LOOPBACK)
}

fn way((name, value): (&str, OsString)) -> Way {
    let proxy = match value.to_str() {
        Some(text) => url::parse(text),
        None => Err("it is not text".to_owned()),
    };
    match proxy {
        Ok(proxy) => Way::Through(proxy),
        Err(reason) => Way::Unusable(format!("the proxy in {name} cannot be used: {reason}")),
    }
}
