//! What is wrong with a TC3 request that can be read off it, without a key.

use super::{Signed, date_of};
use crate::diagnosis::Mistake;
use crate::diagnosis::facts;
use crate::diagnosis::known::FACTS;
use crate::host::service_of_host;
use crate::tc3::authorization::{Authorization, AuthorizationError, documented_headers};
use crate::tc3::{PAYLOAD_HEADER, UNSIGNED_PAYLOAD};
use crate::visible::shown;
use crate::{Key, Request};

pub(super) use crate::diagnosis::facts::is_milliseconds;

/// What was found, and what the signature can be verified with all the same.
pub(super) struct Facts<'r> {
    pub(super) mistakes: Vec<Mistake>,
    pub(super) signed: Option<Signed<'r>>,
}

pub(super) fn read<'r>(request: &Request, authorization: &'r str, keys: &[Key<'_>], now: Option<i64>) -> Facts<'r> {
    let mut mistakes = Vec::new();
    let signed = match Authorization::parse(authorization) {
        Ok(Authorization {
            secret_id,
            date,
            service,
            signed_headers,
            signature,
            ..
        }) => Some(Signed {
            secret_id,
            date,
            service,
            signed_headers,
            signature,
        }),
        Err(malformed) => {
            mistakes.push(of_malformed(&malformed));
            read_leniently(authorization)
        }
    };
    let mut add = |id, signed: &str, sent: &str| mistakes.push(Mistake::of(FACTS, id, signed, sent));
    if is_alone(request) {
        if let Some(signed) = &signed {
            facts::secret_id(signed.secret_id, keys, &mut add);
            header_names(signed.signed_headers, &mut add);
        }
        return Facts { mistakes, signed };
    }
    if let Some(signed) = &signed {
        facts::secret_id(signed.secret_id, keys, &mut add);
        facts::token(
            keys,
            signed.secret_id,
            request.value("x-tc-token"),
            "X-TC-Token",
            &mut add,
        );
        headers(request, signed.signed_headers, &mut add);
        scope(request, signed, &mut add);
    }
    facts::clock("X-TC-Timestamp", request.value("x-tc-timestamp"), now, &mut add);
    if let Some(date) = date_of(request)
        && let Some(signed) = &signed
        && signed.date != date
    {
        let is_of_zone = facts::is_next_day(request.value("x-tc-timestamp"), signed.date);
        let id = if is_of_zone {
            "date-of-another-zone"
        } else {
            "date-other"
        };
        add(id, &date, &shown(signed.date));
    }
    payload(request, &mut add);
    for (name, id) in [("X-TC-Action", "action-missing"), ("X-TC-Version", "version-missing")] {
        if request.value(name).is_none() {
            add(id, "", &format!("the header {name}"));
        }
    }
    Facts { mistakes, signed }
}

fn of_malformed(malformed: &AuthorizationError<'_>) -> Mistake {
    match malformed {
        AuthorizationError::OtherAlgorithm(name) if name.starts_with("AWS4") => {
            Mistake::of(FACTS, "aws-names", "", &shown(name))
        }
        AuthorizationError::Terminator(credential) | AuthorizationError::Credential(credential)
            if credential.contains("aws4_request") =>
        {
            Mistake::of(FACTS, "aws-names", "", "aws4_request")
        }
        AuthorizationError::Terminator(credential) => Mistake::of(FACTS, "terminator-missing", "", &shown(credential)),
        other => Mistake::of(FACTS, "authorization-malformed", "", &other.to_string()),
    }
}

/// The parts of a header that is not quite one.
fn read_leniently(authorization: &str) -> Option<Signed<'_>> {
    let credential = parameter(authorization, "Credential=")?;
    let parts: Vec<&str> = credential.split('/').collect();
    let is_date = |part: &&str| part.len() >= 8 && part.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
    let at = parts.iter().position(is_date)?;
    let after = &parts[at + 1..];
    let service = match after {
        // Amazon's scope has a region before the service.
        [_, service, _] => service,
        [service, ..] => service,
        [] => "",
    };
    Some(Signed {
        secret_id: credential.split('/').next().filter(|_| at > 0).unwrap_or_default(),
        date: parts[at],
        service,
        signed_headers: parameter(authorization, "SignedHeaders=").unwrap_or("content-type;host"),
        signature: parameter(authorization, "Signature=")?,
    })
}

fn parameter<'r>(authorization: &'r str, name: &str) -> Option<&'r str> {
    let (_, rest) = authorization.split_once(name)?;
    let value = rest.split([',', ' ', '\t']).next().unwrap_or_default();
    (!value.is_empty()).then_some(value)
}

/// Whether nothing is known of a request but its header `Authorization`.
pub(super) fn is_alone(request: &Request) -> bool {
    request.headers.len() == 1 && request.body.is_none()
}

fn header_names(list: &str, add: &mut impl FnMut(&'static str, &str, &str)) {
    let documented = documented_headers(list);
    for name in ["content-type", "host"] {
        if !documented.split(';').any(|given| given == name) {
            add("header-not-signed", "", name);
        }
    }
    if documented.eq_ignore_ascii_case(list) && documented != list {
        add("signed-headers-case", &documented, &shown(list));
    } else if documented != list {
        add("signed-headers-order", &documented, &shown(list));
    }
}

fn headers(request: &Request, list: &str, add: &mut impl FnMut(&'static str, &str, &str)) {
    header_names(list, add);
    let documented = documented_headers(list);
    for name in documented.split(';').filter(|name| !request.has(name)) {
        if name == "content-type" {
            add("content-type-absent", "", "");
        } else {
            add("signed-header-absent", "", &shown(name));
        }
    }
}

fn scope(request: &Request, signed: &Signed<'_>, add: &mut impl FnMut(&'static str, &str, &str)) {
    let Some(host) = request.value("host") else { return };
    match service_of_host(host) {
        Some(of_host) if of_host != signed.service => add("service-not-of-host", &of_host, &shown(signed.service)),
        Some(_) => {}
        None => {
            let label = host.split(['.', ':']).next().unwrap_or_default();
            let is_number = label.bytes().all(|byte| byte.is_ascii_digit());
            if label == signed.service && (is_number || label == "localhost") {
                add("service-of-address", &shown(host), &shown(signed.service));
            }
        }
    }
}

fn payload(request: &Request, add: &mut impl FnMut(&'static str, &str, &str)) {
    let Some(body) = &request.body else { return };
    let is_json = request.media_type() == "application/json";
    if is_json && std::str::from_utf8(body).is_err() {
        add("body-not-utf8", "", "");
    }
    if let Some(given) = request.value(PAYLOAD_HEADER)
        && given != UNSIGNED_PAYLOAD
    {
        let of_body = crate::digest::sha256_hex(body);
        if given != of_body {
            add("payload-hash-header", &of_body, &shown(given));
        }
    }
}
