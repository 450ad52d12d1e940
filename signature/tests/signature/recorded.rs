//! What is explained is what the official Python SDK signed.

use tc3_signature::{ExplainOptions, Key, Outcome, diagnose, explain};

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
