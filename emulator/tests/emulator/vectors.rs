//! Requests that an official client made, replayed byte for byte.

use serde_json::Value;
use tc3_emulator::{Emulator, SAMPLE_SECRET_ID, SAMPLE_SECRET_KEY};

use crate::http::{Request, Running, at};
use crate::spec::sources;

struct Vector {
    id: String,
    timestamp: u64,
    request: Request,
    canonical_request: String,
    string_to_sign: String,
}

fn vectors() -> Vec<Vector> {
    let file: Value = serde_json::from_str(include_str!("../data/tc3-vectors.json")).expect("JSON");
    let vectors = file["vectors"].as_array().expect("a list");
    assert_eq!(vectors.len(), 14);
    vectors.iter().map(read).collect()
}

fn read(vector: &Value) -> Vector {
    let text = |name: &str| vector[name].as_str().expect(name).to_owned();
    let headers = vector["headers"].as_object().expect("headers").iter();
    let headers = headers.map(|(name, value)| (name.clone(), value.as_str().expect("text").to_owned()));
    Vector {
        id: text("id"),
        timestamp: vector["timestamp"].as_u64().expect("a timestamp"),
        request: Request {
            method: text("method"),
            target: "/".to_owned(),
            headers: headers.collect(),
            body: text("body").into_bytes(),
        },
        canonical_request: text("canonical_request"),
        string_to_sign: text("string_to_sign"),
    }
}

/// An emulator at the vector's time that knows the vector's credential.
fn running(vector: &Vector) -> Running {
    let builder = Emulator::builder().sources(sources()).clock(at(vector.timestamp));
    Running::start(match vector.request.header("X-TC-Token") {
        "" => builder.credential(SAMPLE_SECRET_ID, SAMPLE_SECRET_KEY),
        token => builder.temporary_credential(SAMPLE_SECRET_ID, SAMPLE_SECRET_KEY, token),
    })
}

#[test]
fn every_vector_is_answered() {
    for vector in vectors() {
        let running = running(&vector);
        let reply = running.send(&vector.request);
        assert_eq!(reply.code(), "", "{}: {}", vector.id, reply.message());
        let recorded = running.emulator.requests().pop().expect("a record");
        assert_eq!(recorded.refused_with(), None, "{}", vector.id);
        assert_eq!(recorded.service.as_deref(), Some("gaap"), "{}", vector.id);
        assert_eq!(recorded.body, vector.request.body, "{}", vector.id);
    }
}

#[test]
fn a_changed_body_is_refused_with_the_texts_that_the_server_made() {
    for vector in vectors() {
        let running = running(&vector);
        let mut request = vector.request.clone();
        request.body[0] ^= 1;
        let reply = running.send(&request);
        let unchanged_lines = vector.canonical_request.rsplit_once('\n').expect("lines").0;
        let scope_lines = vector.string_to_sign.rsplit_once('\n').expect("lines").0;
        reply.assert_refused("AuthFailure.SignatureFailure", &[unchanged_lines, scope_lines]);
    }
}

#[test]
fn the_server_makes_the_texts_that_the_client_signed() {
    for vector in vectors() {
        let running = running(&vector);
        let mut request = vector.request.clone();
        let authorization = request.header("Authorization").to_owned();
        let (rest, last) = authorization.split_at(authorization.len() - 1);
        request.set(
            "Authorization",
            format!("{rest}{}", if last == "0" { "1" } else { "0" }),
        );
        let reply = running.send(&request);
        reply.assert_refused(
            "AuthFailure.SignatureFailure",
            &[&vector.canonical_request, &vector.string_to_sign],
        );
        assert!(!reply.message().contains(last_field(&authorization)), "{}", vector.id);
    }
}

/// The right signature, which a refusal must not give away.
fn last_field(authorization: &str) -> &str {
    authorization.rsplit_once('=').expect("a signature").1
}
