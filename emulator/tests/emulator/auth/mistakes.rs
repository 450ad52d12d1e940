//! The refusal of a signature names the mistakes that `tc3-signature` knows, with what to do.

use tc3_emulator::{SAMPLE_SECRET_ID, SAMPLE_SECRET_KEY};

use crate::support::http::{Request, Running};
use crate::support::signer::{Signer, create_proxy_group};
use crate::support::spec::builder;

const BODY: &str = r#"{"ProjectId": 0, "GroupName": "test", "RealServerRegion": "EastChina"}"#;

fn signed_by(secret_key: &str) -> Request {
    let mut request = create_proxy_group(BODY);
    let signer = Signer {
        secret_key: secret_key.to_owned(),
        ..Signer::default()
    };
    signer.sign(&mut request);
    request
}

fn sent_as(body: &str) -> Request {
    let mut request = create_proxy_group(BODY);
    request.body = body.as_bytes().to_vec();
    request
}

#[test]
fn the_mistake_and_the_fix_are_in_the_message_and_no_key_is() {
    let running = Running::start(
        builder()
            .credential(SAMPLE_SECRET_ID, SAMPLE_SECRET_KEY)
            .credential("AKIDother", "another-key"),
    );
    let compact = BODY.replace(": ", ":").replace(", ", ",");
    let mut both = sent_as(&compact);
    both.set("Content-Type", "application/json; charset=utf-8");
    let mut service = create_proxy_group(BODY);
    let authorization = service.header("Authorization").to_owned();
    service.set("Authorization", authorization.replace("/gaap/", "/GAAP/"));
    let cases: [(Request, &[&str]); 7] = [
        (
            sent_as(&compact),
            &["the body with a blank after each comma and colon", "make the body once"],
        ),
        (
            sent_as(&format!("{BODY}\n")),
            &["without the line feed or blanks at its end"],
        ),
        (
            signed_by(&format!("{SAMPLE_SECRET_KEY}\n")),
            &["and a line feed after it", "trim the secret key"],
        ),
        (
            signed_by("another-key"),
            &["the key of SecretId AKIDother", "of one credential"],
        ),
        (signed_by(SAMPLE_SECRET_ID), &["SecretId in place of the secret key"]),
        (
            both,
            &[
                "the Content-Type `application/json`",
                "; and the signature covers the body with a blank",
            ],
        ),
        (
            service,
            &["the signature covers the service `gaap`, and the scope in Authorization names `GAAP`"],
        ),
    ];
    for (request, said) in cases {
        let reply = running.send(&request);
        reply.assert_refused("AuthFailure.SignatureFailure", said);
        for key in [SAMPLE_SECRET_KEY, "another-key"] {
            assert!(!reply.message().contains(key), "{}", reply.message());
        }
        let recorded = running.emulator.requests().pop().expect("a record");
        let message = recorded.error_message().expect("a message");
        let line = message.lines().next().expect("a line");
        assert!(line.contains(said[0]), "{line}");
    }
}

/// A body that is as large as a request may be is not searched: refusing it must not cost more than reading it.
#[test]
fn a_large_refused_request_is_not_searched_for_long() {
    let running = Running::start(builder());
    let body = format!("{{\"GroupName\": \"{}\"}}", "x".repeat(9_000_000));
    let mut request = create_proxy_group(body.clone());
    request.body = body.replace(": ", ":").into_bytes();
    running.send(&request).assert_refused(
        "AuthFailure.SignatureFailure",
        &["not the one made with this SecretId's key"],
    );
}
