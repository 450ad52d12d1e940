//! The signer against recorded signatures.
//!
//! `data/tc3-vectors.json` was recorded by running the official Python SDK
//! (tencentcloud-sdk-python-common 3.1.195) with a frozen clock, every intermediate text as the SDK
//! made it. Vectors 28 and 29 equal the signatures printed in the vendor's public documentation.
//! Vectors 08 (the body `null`) and 26 (an action in lower case) record habits of that SDK that the
//! client does not have; the signer signs the bytes it is given all the same. Vector 37 stores no
//! body, only its hash. Vector 30 has the word `SKIP` for a signature: what a client sends for it is tested with the
//! client. Those of version 1 need the feature `sign-v1`.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

#[cfg(feature = "sign-v1")]
mod v1_vectors;

use serde_json::Value;
use tc3_runtime::Credentials;
use tc3_runtime::sign::{
    ALGORITHM, Payload, SigningInput, SigningKeys, UNSIGNED_PAYLOAD, sign, sign_with_key, utc_date,
};

#[test]
fn every_vector_is_reproduced() {
    let file: Value = serde_json::from_str(include_str!("data/tc3-vectors.json")).unwrap();
    let vectors = file["vectors"].as_array().unwrap();
    assert_eq!(vectors.len(), 37);
    let keys = SigningKeys::new();
    let (mut tc3, mut v1) = (0, 0);
    for vector in vectors {
        match text(&vector["scheme"]) {
            ALGORITHM => {
                check(vector, &keys);
                tc3 += 1;
            }
            "HmacSHA1" | "HmacSHA256" => {
                #[cfg(feature = "sign-v1")]
                v1_vectors::check(vector);
                v1 += 1;
            }
            // There is no signature to reproduce.
            "SKIP" => assert_eq!(vector["id"], "30-skip-sign"),
            other => panic!("{}: nothing checks {other}", vector["id"]),
        }
    }
    assert_eq!((tc3, v1), (30, 6));
}

fn check(vector: &Value, keys: &SigningKeys) {
    let id = text(&vector["id"]);
    let input = Input::read(vector);
    let payload = input.payload();
    let input = SigningInput::new(
        text(&vector["service"]),
        input.host,
        vector["inputs"]["timestamp"].as_u64().unwrap(),
        payload,
    )
    .method(input.method)
    .query(input.query)
    .content_type(input.content_type);
    let credentials = credentials(vector);
    let signed = sign(&input, &credentials);
    let key = keys.get(&credentials, &utc_date(input.timestamp), input.service);
    let by_kept_key = sign_with_key(&input, credentials.secret_id(), &key);
    assert_eq!(by_kept_key.authorization, signed.authorization, "{id}");
    assert_eq!(signed.hashed_payload, vector["hashed_payload"], "{id}");
    assert_eq!(signed.canonical_request, vector["canonical_request"], "{id}");
    assert_eq!(
        signed.hashed_canonical_request, vector["hashed_canonical_request"],
        "{id}"
    );
    assert_eq!(signed.string_to_sign, vector["string_to_sign"], "{id}");
    assert_eq!(signed.signature, vector["signature"], "{id}");
    match &vector["authorization"] {
        Value::Null => assert!(signed.authorization.ends_with(text(&vector["signature"])), "{id}"),
        recorded => assert_eq!(signed.authorization, *recorded, "{id}"),
    }
}

fn credentials(vector: &Value) -> Credentials {
    let inputs = &vector["inputs"];
    Credentials::new(text(&inputs["secret_id"]), text(&inputs["secret_key"]))
}

/// What a vector says about the request: as it went over the wire, or, where the signer alone was
/// run, as it was given to it.
struct Input<'a> {
    method: &'a str,
    query: &'a str,
    content_type: &'a str,
    host: &'a str,
    body: Body,
}

enum Body {
    Bytes(Vec<u8>),
    Sha256([u8; 32]),
    Unsigned,
}

impl<'a> Input<'a> {
    fn read(vector: &'a Value) -> Self {
        let Some(wire) = vector.get("wire") else {
            let inputs = &vector["inputs"];
            return Self {
                method: text(&inputs["method"]),
                query: inputs["query"].as_str().unwrap_or_default(),
                content_type: text(&inputs["content_type"]),
                host: text(&inputs["host"]),
                body: Body::Bytes(from_base64(text(&vector["hashed_input_b64"]))),
            };
        };
        let headers = &wire["headers"];
        let url = text(&wire["url"]);
        Self {
            method: text(&wire["method"]),
            query: url.split_once('?').map_or("", |(_, query)| query),
            content_type: text(&headers["Content-Type"]),
            host: text(&headers["Host"]),
            body: if headers["X-TC-Content-SHA256"] == UNSIGNED_PAYLOAD {
                Body::Unsigned
            } else if let Some(body) = wire["body_b64"].as_str() {
                Body::Bytes(from_base64(body))
            } else if wire["method"] == "GET" {
                Body::Bytes(Vec::new())
            } else {
                Body::Sha256(from_hex(text(&vector["hashed_payload"])))
            },
        }
    }

    fn payload(&self) -> Payload<'_> {
        match &self.body {
            Body::Bytes(bytes) => Payload::Bytes(bytes),
            Body::Sha256(hash) => Payload::Sha256(*hash),
            Body::Unsigned => Payload::Unsigned,
        }
    }
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap()
}

fn from_hex(text: &str) -> [u8; 32] {
    std::array::from_fn(|index| u8::from_str_radix(&text[2 * index..2 * index + 2], 16).unwrap())
}

fn from_base64(text: &str) -> Vec<u8> {
    const ALPHABET: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let digits = text.trim_end_matches('=').bytes();
    let digits: Vec<usize> = digits
        .map(|digit| ALPHABET.iter().position(|known| *known == digit).unwrap())
        .collect();
    let bytes = digits.chunks(4).flat_map(|group| {
        let bits = group
            .iter()
            .enumerate()
            .fold(0, |bits, (index, digit)| bits | digit << (18 - 6 * index));
        (1..group.len()).map(move |byte| (bits >> (24 - 8 * byte) & 0xff) as u8)
    });
    bytes.collect()
}
