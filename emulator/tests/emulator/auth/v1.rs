//! Signature version 1.

use tc3_emulator::{Encoding, SAMPLE_SECRET_ID, SAMPLE_SECRET_KEY, Signature};

use crate::support::http::{Running, at};
use crate::support::signer::NOW;
use crate::support::spec::builder;
use crate::support::v1_signer::V1;

fn find_things() -> V1 {
    V1::new("FindThings", &[("Names.0", "a b"), ("Thing.Parts.0.Name", "x=y&z")])
}

#[test]
fn both_methods_with_both_hashes_are_accepted() {
    for (method, encoding) in [("POST", Encoding::Form), ("GET", Encoding::Query)] {
        for algorithm in [Some("HmacSHA1"), Some("HmacSHA256"), None] {
            let running = Running::start(builder());
            let mut request = find_things();
            request.method = method;
            request.algorithm = algorithm.unwrap_or("HmacSHA1");
            match algorithm {
                Some(name) => request.set("SignatureMethod", name),
                None => request.remove("SignatureMethod"),
            }
            let reply = running.send(&request.signed());
            assert_eq!(reply.code(), "", "{method} {algorithm:?}: {}", reply.message());
            let received = running.emulator.received();
            let [call] = &received[..] else { panic!("{received:?}") };
            assert_eq!((call.encoding, call.signature), (encoding, Signature::V1));
            assert_eq!(call.secret_id.as_deref(), Some(SAMPLE_SECRET_ID));
            assert_eq!(
                call.parameters.json(),
                r#"{"Names":["a b"],"Thing":{"Parts":[{"Name":"x=y&z"}]}}"#
            );
        }
    }
}

#[test]
fn only_a_form_requires_a_content_type() {
    let running = Running::start(builder());
    let mut get = find_things();
    get.method = "GET";
    for (request, code) in [(find_things().signed(), "InvalidRequest"), (get.signed(), "")] {
        let mut request = request;
        request.remove("Content-Type");
        assert_eq!(running.send(&request).code(), code);
    }
}

#[test]
fn an_underscore_can_be_signed_as_a_full_stop() {
    let running = Running::start(builder());
    for full_stops in [false, true] {
        let mut request = find_things();
        request.full_stops = full_stops;
        request.set("No_Such", "1");
        // The signature is right, but the parameter is not declared.
        running
            .send(&request.signed())
            .assert_refused("UnknownParameter", &["No_Such"]);
    }
}

#[test]
fn common_parameters_are_required_and_checked() {
    let running = Running::start(builder());
    for name in ["Action", "Version", "Timestamp", "Nonce", "SecretId"] {
        let mut request = find_things();
        request.remove(name);
        running
            .send(&request.signed())
            .assert_refused("MissingParameter", &[name]);
    }
    let expired = (NOW - 301).to_string();
    for (name, value, code) in [
        ("Action", "NoSuchAction", "InvalidAction"),
        ("Version", "2024-02-01", "NoSuchVersion"),
        ("Timestamp", "soon", "InvalidParameter"),
        ("Timestamp", &expired, "AuthFailure.SignatureExpire"),
        ("Nonce", "0", "InvalidParameter"),
        ("Nonce", "-1", "InvalidParameter"),
        ("Nonce", "+1", "InvalidParameter"),
        ("Nonce", "x", "InvalidParameter"),
        ("SecretId", "AKIDother", "AuthFailure.SecretIdNotFound"),
        ("SignatureMethod", "TC3-HMAC-SHA256", "InvalidParameterValue"),
        ("SignatureMethod", "HmacSHA1", "AuthFailure.SignatureFailure"),
        ("Token", "token", "AuthFailure.TokenFailure"),
    ] {
        let mut request = find_things();
        request.set(name, value);
        let said = match code {
            "NoSuchVersion" => value,
            _ => name,
        };
        running.send(&request.signed()).assert_refused(code, &[said]);
    }
    let mut request = find_things().signed();
    request.body = b"Action=FindThings&Version=2024-01-31&Timestamp=1700000000&Nonce=1&SecretId=x&Signature=".to_vec();
    running
        .send(&request)
        .assert_refused("MissingParameter", &["Signature"]);
}

#[test]
fn the_region_is_a_parameter() {
    let running = Running::start(builder());
    let mut request = V1::new("DescribeThings", &[]);
    running
        .send(&request.signed())
        .assert_refused("MissingParameter", &["the parameter Region"]);
    request.set("Region", "ap-beijing");
    assert_eq!(running.send(&request.signed()).code(), "");
    let recorded = running.emulator.requests().pop().expect("a record");
    assert_eq!(recorded.region.as_deref(), Some("ap-beijing"));
    assert_eq!(recorded.action.as_deref(), Some("DescribeThings"));
    assert_eq!(recorded.version.as_deref(), Some("2024-01-31"));
    assert_eq!(recorded.service.as_deref(), Some("sample"));
}

#[test]
fn a_wrong_key_fails_the_signature_check() {
    let running = Running::start(builder());
    let mut request = find_things();
    request.secret_key = "another-key".to_owned();
    let reply = running.send(&request.signed());
    reply.assert_refused(
        "AuthFailure.SignatureFailure",
        &["POSTsample.tencentcloudapi.com/?Action=FindThings&Names.0=a b&Nonce=1&SecretId="],
    );
    assert!(!reply.message().contains(SAMPLE_SECRET_KEY));
}

#[test]
fn a_temporary_credential_needs_its_token_until_it_expires() {
    for (server_time, token, code) in [
        (NOW, Some("token-1"), ""),
        (NOW, Some("token-2"), "AuthFailure.TokenFailure"),
        (NOW, None, "AuthFailure.TokenFailure"),
        (NOW + 9, Some("token-1"), ""),
        (NOW + 10, Some("token-1"), "AuthFailure.TokenFailure"),
    ] {
        let ends_at = at(NOW + 10)();
        let builder = builder().clock(at(server_time));
        let running =
            Running::start(builder.expiring_credential(SAMPLE_SECRET_ID, SAMPLE_SECRET_KEY, "token-1", ends_at));
        let mut request = find_things();
        if let Some(token) = token {
            request.set("Token", token);
        }
        let reply = running.send(&request.signed());
        assert_eq!(reply.code(), code, "{server_time} {token:?}: {}", reply.message());
        assert!(!reply.message().contains("token-"), "{}", reply.message());
    }
}

#[test]
fn json_cannot_use_version_1_and_a_form_nothing_else() {
    let running = Running::start(builder());
    let mut json = find_things().signed();
    json.set("Content-Type", "application/json");
    running.send(&json).assert_refused("MissingParameter", &["X-TC-Action"]);
    let mut form = find_things().signed();
    form.set("Authorization", "TC3-HMAC-SHA256 Credential=a");
    running
        .send(&form)
        .assert_refused("InvalidRequest", &["application/x-www-form-urlencoded", "version 1"]);
    // The same for an unsigned form: its parameters would be ignored.
    form.set("Authorization", "SKIP");
    running.send(&form).assert_refused("InvalidRequest", &["version 1"]);
}

#[test]
fn with_any_other_host_the_action_decides_the_service() {
    let running = Running::start(builder());
    let own = running.emulator.addr().to_string();
    assert_eq!(running.send(&find_things().signed_for(&own)).code(), "");
    let mut request = find_things();
    request.set("Action", "NoSuchAction");
    running
        .send(&request.signed_for(&own))
        .assert_refused("InvalidAction", &["NoSuchAction", "2024-01-31"]);
}
