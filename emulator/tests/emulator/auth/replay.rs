//! Replays requests of an official client, byte for byte and at their time.

use tc3_emulator::{Encoding, SAMPLE_SECRET_KEY, Signature};

use super::vectors::{running, vectors};
use crate::support::http::{Request, exchange, reply};

const SIGNATURE_FAILURE: &str = "AuthFailure.SignatureFailure";

#[test]
fn every_recorded_request_is_accepted() {
    let mut encodings = Vec::new();
    let mut signatures = Vec::new();
    for vector in vectors() {
        let running = running(&vector);
        let reply = running.send(&vector.request);
        // The unsigned one is understood, but its session name has one letter and STS requires two.
        let expected = (!vector.is_signed()).then_some("InvalidParameter.ParamError");
        assert_eq!(
            reply.code(),
            expected.unwrap_or_default(),
            "{}: {}",
            vector.id,
            reply.message()
        );
        let recorded = running.emulator.requests().pop().expect("a record");
        assert_eq!(recorded.error_code(), expected, "{}", vector.id);
        assert_eq!(recorded.body, vector.request.body, "{}", vector.id);
        let call = recorded.call.expect("a call");
        assert_eq!(call.secret_id.is_some(), vector.is_signed(), "{}", vector.id);
        encodings.push(call.encoding);
        signatures.push(call.signature);
    }
    for (encoding, count) in [
        (Encoding::Json, 22),
        (Encoding::Query, 7),
        (Encoding::Form, 4),
        (Encoding::Multipart, 2),
        (Encoding::OctetStream, 2),
    ] {
        let found = encodings.iter().filter(|found| **found == encoding).count();
        assert_eq!(found, count, "{encoding:?}");
    }
    for (signature, count) in [
        (Signature::Tc3, 28),
        (Signature::Tc3UnsignedPayload, 2),
        (Signature::V1, 6),
        (Signature::Skip, 1),
    ] {
        let found = signatures.iter().filter(|found| **found == signature).count();
        assert_eq!(found, count, "{signature:?}");
    }
}

type Change = fn(&mut Request);

/// One byte of each part that every signature covers.
const CHANGES: [(&str, Change); 3] = [
    ("host", |request| {
        let host = flipped(request.header("Host"), 1);
        request.set("Host", host);
    }),
    ("query", |request| match request.target.len() {
        1..3 => request.target = "/?A=b".to_owned(),
        _ => request.target = flipped(&request.target, 2),
    }),
    ("body", |request| match request.body.len() {
        0 => request.body.push(b'x'),
        length => request.body[length / 2] ^= 1,
    }),
];

/// One byte of each part that only TC3 has.
const CHANGES_OF_TC3: [(&str, Change); 4] = [
    ("timestamp", |request| {
        let timestamp = request.header("X-TC-Timestamp");
        let last = timestamp.len() - 1;
        request.set("X-TC-Timestamp", flipped(timestamp, last));
    }),
    ("date of the scope", |request| {
        let authorization = request.header("Authorization");
        let date = authorization.find('/').expect("a scope") + 4;
        request.set("Authorization", flipped(authorization, date));
    }),
    ("service of the scope", |request| {
        let authorization = request.header("Authorization");
        let service = authorization.find("/tc3_request").expect("a scope") - 1;
        request.set("Authorization", flipped(authorization, service));
    }),
    ("signature", |request| {
        let authorization = request.header("Authorization");
        let last = authorization.len() - 1;
        request.set("Authorization", flipped(authorization, last));
    }),
];

/// `text` with another byte at `at`; digits and letters remain digits and letters.
fn flipped(text: &str, at: usize) -> String {
    let mut bytes = text.as_bytes().to_vec();
    bytes[at] ^= match bytes[at] {
        b'a' | b'A' => 3,
        _ => 1,
    };
    String::from_utf8(bytes).expect("ASCII")
}

#[test]
fn one_changed_byte_of_signed_content_is_refused() {
    for vector in vectors().iter().filter(|vector| vector.is_signed()) {
        let running = running(vector);
        let of_tc3 = CHANGES_OF_TC3.iter().filter(|_| !vector.is_v1());
        for (part, change) in CHANGES.iter().chain(of_tc3) {
            let mut request = vector.request.clone();
            change(&mut request);
            assert_ne!(request.bytes(), vector.request.bytes(), "{} {part}", vector.id);
            let reply = running.send(&request);
            let expected = match *part {
                // Not signed, but not allowed either.
                "body" if vector.is_get() && (vector.is_v1() || vector.is_payload_unsigned()) => "InvalidRequest",
                "query" if !vector.is_get() && vector.is_v1() => "InvalidRequest",
                "body" if vector.is_payload_unsigned() => {
                    assert!(!reply.code().starts_with("AuthFailure"), "{}", vector.id);
                    continue;
                }
                "host" if !vector.request.header("Host").ends_with(".tencentcloudapi.com") => "UnauthorizedOperation",
                // A common parameter may no longer be one.
                "body" | "query" if vector.is_v1() => {
                    assert_ne!(reply.code(), "", "{}", vector.id);
                    continue;
                }
                _ => SIGNATURE_FAILURE,
            };
            assert_eq!(reply.code(), expected, "{} {part}: {}", vector.id, reply.message());
        }
    }
}

/// Signature version 1 covers everything, so that no byte may change.
#[test]
fn version_1_covers_every_byte() {
    for vector in vectors().iter().filter(|vector| vector.is_v1()) {
        let running = running(vector);
        let length = if vector.is_get() {
            vector.request.target.len()
        } else {
            vector.request.body.len()
        };
        let mut signature_failures = 0;
        for at in 0..length {
            let mut request = vector.request.clone();
            if vector.is_get() {
                request.target = flipped(&request.target, at);
            } else {
                request.body[at] ^= 1;
            }
            let answer = exchange(running.emulator.addr(), &request.bytes()).expect("an exchange");
            if answer.starts_with(b"HTTP/1.1 400") {
                continue; // no longer a URL
            }
            let reply = reply(&answer);
            assert_ne!(reply.code(), "", "{} answered with byte {at} changed", vector.id);
            signature_failures += usize::from(reply.code() == SIGNATURE_FAILURE);
        }
        assert!(signature_failures > length / 4, "{}: {signature_failures}", vector.id);
    }
}

#[test]
fn a_signature_mismatch_shows_the_texts_that_the_client_signed() {
    for vector in vectors().iter().filter(|vector| vector.is_signed()) {
        let running = running(vector);
        let mut request = vector.request.clone();
        match (vector.is_v1(), vector.is_get()) {
            (false, _) => {
                let authorization = request.header("Authorization").to_owned();
                request.set("Authorization", flipped(&authorization, authorization.len() - 1));
            }
            (true, true) => request.target = other_signature(&request.target),
            (true, false) => {
                let form = String::from_utf8(request.body).expect("text");
                request.body = other_signature(&form).into_bytes();
            }
        }
        let reply = running.send(&request);
        match (&vector.canonical_request, &vector.string_to_sign) {
            (Some(canonical), Some(to_sign)) => reply.assert_refused(SIGNATURE_FAILURE, &[canonical, to_sign]),
            _ => {
                let start = format!("{}{}/?A", vector.request.method, vector.request.header("Host"));
                reply.assert_refused(SIGNATURE_FAILURE, &[&start, "&Nonce=11886&"]);
            }
        }
        let shown = reply.message();
        assert!(!shown.contains("TOKENEXAMPLE"), "{}: {shown}", vector.id);
        assert!(!shown.contains(SAMPLE_SECRET_KEY), "{}: {shown}", vector.id);
        assert!(!shown.contains(signature(&vector.request)), "{}: {shown}", vector.id);
    }
}

/// The right signature, which an error must not reveal.
fn signature(request: &Request) -> &str {
    let text = match (request.header("Authorization"), request.method.as_str()) {
        ("", "GET") => &request.target,
        ("", _) => std::str::from_utf8(&request.body).expect("text"),
        (authorization, _) => authorization,
    };
    text.rsplit_once("Signature=").expect("a signature").1
}

/// A form with another signature, which is its last parameter.
fn other_signature(form: &str) -> String {
    let at = form.find("&Signature=").expect("a signature") + "&Signature=".len();
    flipped(form, at)
}
