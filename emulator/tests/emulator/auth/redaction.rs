//! Redaction of secrets in the explanation of a signature mismatch.

use crate::support::http::{Reply, Request, Running};
use crate::support::signer::{Signer, unsigned};
use crate::support::spec::builder;
use crate::support::v1_signer::{V1, get};

const PAIRS: [(&str, &str); 7] = [
    ("Password", "hunter2"),
    ("Account.Name", "shown-account"),
    ("Account.Password", "hunter2"),
    ("Passwort", "hunter2"),
    ("Names.0", "shown-name"),
    ("Names.0.Password", "hunter2"),
    ("Labels.Any", "shown-label"),
];

#[track_caller]
fn assert_redacted(reply: &Reply, shown: &[&str]) {
    reply.assert_refused("AuthFailure.SignatureFailure", shown);
    assert!(!reply.message().contains("hunter2"), "{}", reply.message());
}

fn with_another_key(mut request: Request, signed_headers: Vec<&'static str>) -> Request {
    let signer = Signer {
        secret_key: "another-key".to_owned(),
        signed_headers,
        ..Signer::for_service("sample")
    };
    signer.sign(&mut request);
    request
}

#[test]
fn secret_and_undeclared_values_of_a_query_are_redacted() {
    let running = Running::start(builder());
    let request = with_another_key(get("FindThings", &PAIRS), vec!["content-type", "host"]);
    assert_redacted(
        &running.send(&request),
        &[
            "Password=<hidden>&Account.Name=shown-account&Account.Password=<hidden>&Passwort=<hidden>",
            "Names.0=shown-name&Names.0.Password=<hidden>&Labels.Any=shown-label",
        ],
    );
    let unknown = with_another_key(get("NoSuchAction", &PAIRS), vec!["content-type", "host"]);
    assert_redacted(&running.send(&unknown), &["Account.Name=<hidden>"]);
}

#[test]
fn secret_and_undeclared_values_of_version_1_are_redacted() {
    let running = Running::start(builder());
    let mut request = V1::new("FindThings", &PAIRS);
    request.set("Token", "hunter2");
    request.secret_key = "another-key".to_owned();
    assert_redacted(
        &running.send(&request.signed()),
        &[
            "Account.Name=shown-account&Account.Password=<hidden>&Action=FindThings",
            "&Names.0=shown-name&",
            "&Token=<hidden>&",
        ],
    );
}

/// The stack of a thread has no room for a frame per level.
#[test]
fn a_deeply_nested_name_does_not_overflow_the_stack() {
    let running = Running::start(builder());
    let name = format!("Thing.{}Name", "Parts.0.".repeat(100_000));
    let mut request = V1::new("FindThings", &[(&name, "v")]);
    request.secret_key = "another-key".to_owned();
    let reply = running.send(&request.signed());
    assert_eq!(reply.code(), "AuthFailure.SignatureFailure");
}

#[test]
fn signed_tokens_and_parameter_headers_are_redacted() {
    let running = Running::start(builder());
    let mut request = unsigned("sample", "2024-01-31", "SendThing", "raw");
    request.set("Content-Type", "application/octet-stream");
    request.set("X-TC-Token", "hunter2");
    request.set("X-SAMPLE-Name", "hunter2");
    let signed = vec!["content-type", "host", "x-sample-name", "x-tc-action", "x-tc-token"];
    let request = with_another_key(request, signed);
    assert_redacted(
        &running.send(&request),
        &["x-sample-name:<hidden>\nx-tc-action:sendthing\nx-tc-token:<hidden>\n"],
    );
}

#[test]
fn logs_and_debug_output_contain_no_parameters() {
    let running = Running::start(builder());
    running.send(&get("FindThings", &PAIRS[..1]));
    running.send(&V1::new("FindThings", &PAIRS[..1]).signed());
    let requests = running.emulator.requests();
    assert!(
        requests.iter().all(|request| request.error_code().is_none()),
        "{requests:?}"
    );
    let shown = format!("{requests:?} {:?}", running.emulator.received());
    assert!(!shown.contains("hunter2"), "{shown}");
}
