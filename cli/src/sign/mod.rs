//! `tc3 sign`: signs a request that is given, explains the signature, and finds why one was refused.

mod input;
mod keys;
mod text;

pub(crate) use self::input::{read_body, read_request};
pub(crate) use self::keys::Keys;
pub(crate) use self::text::{diagnosis_text, explanation_text};

use tc3_runtime::Prepared;
use tc3_signature::{DiagnoseOptions, Diagnosis, Effort, Request, diagnose};

/// The request that the client would send.
pub(crate) fn request_of(prepared: &Prepared) -> Request {
    let url = prepared.url();
    let rest = url.split_once("://").map_or(url.as_str(), |(_, rest)| rest);
    let target = rest.find(['/', '?']).map_or("/", |at| &rest[at..]);
    let mut request = Request::new(prepared.method().as_str(), target);
    for (name, value) in prepared.headers() {
        request = request.header(name.as_str(), String::from_utf8_lossy(value.as_bytes()));
    }
    request.body(prepared.body().clone())
}

/// What is wrong with the signature of a request that one of `keys` may have made, of the services that `names` are.
pub(crate) fn check(request: &Request, keys: &Keys, names: &[&str], now: i64) -> Diagnosis {
    let options = DiagnoseOptions {
        services: names,
        now: Some(now),
        effort: Effort::THOROUGH,
    };
    diagnose(request, &keys.borrowed(), &options)
}
