//! Signature version 1.

use tc3_emulator::{Encoding, SAMPLE_SECRET_ID, SAMPLE_SECRET_KEY, Signature};

use crate::support::http::{Request, Running, at};
use crate::support::signer::NOW;
use crate::support::spec::builder;
use crate::support::v1_signer::{V1, get};

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
    running.send(&json).assert_refused(
        "InvalidRequest",
        &[
            "application/json",
            "signed in version 1",
            "application/x-www-form-urlencoded",
            "isV3",
        ],
    );
    let mut form = find_things().signed();
    form.set("Authorization", "TC3-HMAC-SHA256 Credential=a");
    running
        .send(&form)
        .assert_refused("InvalidRequest", &["application/x-www-form-urlencoded", "version 1"]);
    // The same for an unsigned form: its parameters would be ignored.
    form.set("Authorization", "SKIP");
    running.send(&form).assert_refused("InvalidRequest", &["version 1"]);
}

/// A body that only mentions a signature is JSON without a signature.
#[test]
fn json_that_mentions_a_signature_is_not_taken_for_a_form() {
    let running = Running::start(builder());
    let mut json = find_things().signed();
    json.set("Content-Type", "application/json");
    json.body = br#"{"Names": ["x&Signature=y"]}"#.to_vec();
    running.send(&json).assert_refused("MissingParameter", &["X-TC-Action"]);
}

#[test]
fn a_get_of_version_1_can_have_any_content_type() {
    let running = Running::start(builder());
    let mut request = find_things();
    request.method = "GET";
    let mut request = request.signed();
    for content_type in ["application/json", "text/plain"] {
        request.set("Content-Type", content_type);
        assert_eq!(running.send(&request).code(), "", "{content_type}");
    }
    // A GET that is signed by TC3 signs its content type, which is a documented one.
    let mut tc3 = get("FindThings", &[]);
    tc3.set("Content-Type", "application/json");
    running.send(&tc3).assert_refused("InvalidRequest", &["Content-Type"]);
}

/// A signature that is right but for one known mistake names it, in the line that the log shows.
#[test]
fn a_known_mistake_is_named() {
    let running = Running::start(builder());
    let own = running.emulator.addr().to_string();
    let mut boolean = V1::new("FindThings", &[("Exact", "True")]);
    boolean.method = "GET";
    let mut boolean = boolean.signed();
    boolean.target = boolean.target.replace("Exact=True", "Exact=true");

    let mut other_host = find_things().signed_for("127.0.0.1");
    other_host.set("Host", &own);

    let mut other_method = find_things();
    other_method.method = "GET";
    let mut other_method = other_method.signed();
    other_method.method = "POST".to_owned();
    other_method.body = other_method.target.split_off(2).into_bytes();
    other_method.target = "/".to_owned();

    let mut sha1 = find_things();
    sha1.set("SignatureMethod", "HmacSHA256");
    sha1.algorithm = "HmacSHA1";
    let sha1 = sha1.signed();

    for (request, said) in [
        (boolean, "True or False where the request has true or false"),
        (other_host, "the host `127.0.0.1` without its port"),
        (other_method, "the method GET, and the request is a POST"),
        (sha1, "the signature is HmacSHA1, and SignatureMethod says HmacSHA256"),
        (escaped_before_signing(), "as they are escaped for the request"),
    ] {
        let reply = running.send(&request);
        reply.assert_refused("AuthFailure.SignatureFailure", &[said, "string to sign"]);
        let recorded = running.emulator.requests().pop().expect("a record");
        let line = recorded.error_message().expect("a message");
        assert!(line.contains(said), "{line}");
    }
}

/// A form whose values are escaped before they are signed, and not again when they are sent.
fn escaped_before_signing() -> Request {
    let mut twice = V1::new("FindThings", &[("Names.0", "a%20b")]).signed();
    let body = String::from_utf8(twice.body).expect("UTF-8");
    twice.body = body.replace("%2520", "%20").into_bytes();
    twice
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
