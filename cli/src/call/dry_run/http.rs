//! A request as the message of HTTP/1.1 that goes over the wire.

use tc3_runtime::Prepared;

use super::headers;

pub(super) fn of(prepared: &Prepared) -> Vec<u8> {
    let url = prepared.url();
    let after_scheme = url.split_once("://").map_or(url.as_str(), |(_, rest)| rest);
    let target = after_scheme
        .find('/')
        .and_then(|at| after_scheme.get(at..))
        .unwrap_or("/");
    let mut head = format!("{} {target} HTTP/1.1\r\n", prepared.method());
    for (name, value) in headers(prepared) {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    head.push_str(&format!("content-length: {}\r\n\r\n", prepared.body().len()));
    [head.as_bytes(), prepared.body()].concat()
}
