//! What is explained is what the official Python SDK signed.

use tc3_signature::{
    Authorization, ExplainOptions, Key, Outcome, Request, SigningKey, diagnose, explain, payload_hash,
};

use crate::client::{NOW, recorded, text, vectors};

#[test]
fn every_recorded_signature_is_explained_and_right() {
    let (mut tc3, mut v1) = (0, 0);
    for vector in vectors() {
        let id = text(&vector["id"]);
        let inputs = &vector["inputs"];
        let key =
            Key::new(text(&inputs["secret_id"]), text(&inputs["secret_key"])).with_token(inputs["token"].as_str());
        let request = recorded(&vector);
        if vector["scheme"] == "SKIP" {
            continue;
        }
        let explanation = explain(&request, &key, &ExplainOptions::default()).unwrap();
        let step = |name: &str| explanation.step(name).unwrap().text.clone();
        assert_eq!(explanation.signature, text(&vector["signature"]), "{id}");
        if vector["scheme"] == "TC3-HMAC-SHA256" {
            tc3 += 1;
            let parsed = Authorization::parse(&explanation.authorization).unwrap();
            let signing_key = SigningKey::derive(text(&inputs["secret_key"]), parsed.date, parsed.service);
            let hash = payload_hash(&request).unwrap();
            let signed = signing_key.sign(&request, &parsed, explanation.timestamp, &hash);
            assert_eq!(signed.as_deref(), vector["signature"].as_str(), "{id}");
            assert_eq!(step("hashedPayload"), text(&vector["hashed_payload"]), "{id}");
            assert_eq!(step("canonicalRequest"), text(&vector["canonical_request"]), "{id}");
            assert_eq!(
                step("hashedCanonicalRequest"),
                text(&vector["hashed_canonical_request"]),
                "{id}"
            );
            assert_eq!(step("stringToSign"), text(&vector["string_to_sign"]), "{id}");
            assert_eq!(
                vector["authorization"].as_str().unwrap_or(&explanation.authorization),
                explanation.authorization,
                "{id}"
            );
        } else {
            v1 += 1;
            assert_eq!(step("stringToSign"), text(&vector["string_to_sign"]), "{id}");
            assert_eq!(step("form").split("&Signature=").count(), 2, "{id}");
        }
        let shown = explanation.to_json().to_string();
        assert!(!shown.contains(text(&inputs["secret_key"])), "{id}");
        let request = match vector["authorization"]
            .as_str()
            .or(vector["wire"]["headers"]["Authorization"].as_str())
        {
            None if vector["scheme"] == "TC3-HMAC-SHA256" => {
                request.header("Authorization", &explanation.authorization)
            }
            _ => request,
        };
        let diagnosis = diagnose(&request, &[key], &Default::default());
        assert_eq!(diagnosis.outcome, Outcome::Right, "{id}: {:?}", diagnosis.mistakes);
        assert!(diagnosis.tried <= 60, "{id}: {}", diagnosis.tried);
    }
    assert_eq!((tc3, v1), (30, 6));
}

#[test]
fn an_unsigned_request_is_explained_for_a_time_and_a_service() {
    let vector = crate::client::vector("02");
    let mut request = recorded(&vector);
    request
        .headers
        .retain(|(name, _)| !["Authorization", "X-TC-Timestamp"].contains(&name.as_str()));
    let key = Key::new(crate::client::SECRET_ID, crate::client::SECRET_KEY);
    let error = explain(&request, &key, &ExplainOptions::default()).unwrap_err();
    assert!(error.to_string().contains("X-TC-Timestamp"), "{error}");
    let mut options = ExplainOptions {
        timestamp: Some(NOW),
        ..ExplainOptions::default()
    };
    let explanation = explain(&request, &key, &options).unwrap();
    assert_eq!(explanation.signature, text(&vector["signature"]));
    options.service = Some("cvm");
    let other = explain(&request, &key, &options).unwrap();
    assert_eq!(
        other.step("credentialScope").unwrap().text,
        "2019-02-25/cvm/tc3_request"
    );
    for name in ["kService", "kSigning"] {
        assert_ne!(other.step(name), explanation.step(name));
        assert_eq!(other.step(name).unwrap().text.len(), 8);
    }
    assert_eq!(other.step("kDate"), explanation.step("kDate"));
    request.body = None;
    assert!(
        explain(&request, &key, &options)
            .unwrap_err()
            .to_string()
            .contains("body")
    );
}

/// Values that are joined, trimmed and written in lower case, in every script.
#[test]
fn a_derived_key_signs_what_explain_does() {
    let values = ["", " a ", "A,b", "ÄÖ", "İ", "ΣΑΣ", "\u{a0}x\u{a0}", "a\tb"];
    let names = [
        "content-type;host",
        "content-type;host;x-a",
        "content-type;host;x-a;x-b",
    ];
    for first in values {
        for second in values {
            for names in names {
                let request = Request::new("POST", "/?A=1&b")
                    .header("Host", "cvm.tencentcloudapi.com")
                    .header("CONTENT-type", first)
                    .header("X-A", first)
                    .header("x-a", second)
                    .header("X-TC-Timestamp", NOW.to_string())
                    .body(second);
                let scope = "2019-02-25/cvm/tc3_request";
                let header = format!(
                    "TC3-HMAC-SHA256 Credential=AKID/{scope}, SignedHeaders={names}, Signature={}",
                    "0".repeat(64)
                );
                let request = request.header("Authorization", &header);
                let explained = explain(&request, &Key::new("AKID", "key"), &ExplainOptions::default()).unwrap();
                let parsed = Authorization::parse(&header).unwrap();
                let key = SigningKey::derive("key", parsed.date, parsed.service);
                let signed = key.sign(&request, &parsed, NOW, &payload_hash(&request).unwrap());
                assert_eq!(signed, Some(explained.signature), "{first:?} {second:?} {names}");
                let out_of_range = key.sign(&request, &parsed, -1, "");
                assert_eq!(out_of_range, None);
            }
        }
    }
}
