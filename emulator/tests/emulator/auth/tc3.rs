//! TC3 signatures, timestamps and tokens.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, UNIX_EPOCH};

use tc3_emulator::{SAMPLE_SECRET_ID, SAMPLE_SECRET_KEY, Signature};

use crate::support::http::{Running, at};
use crate::support::signer::{NOW, Signer, create_proxy_group, unsigned};
use crate::support::spec::builder;

/// Names and values.
type Headers<'h> = &'h [(&'h str, &'h str)];

const BODY: &str = r#"{"ProjectId":0,"GroupName":"test","RealServerRegion":"EastChina"}"#;

#[test]
fn a_signed_request_is_answered() {
    let running = Running::start(builder());
    assert_eq!(running.send(&create_proxy_group(BODY)).code(), "");
}

#[test]
fn common_headers_are_required() {
    let running = Running::start(builder());
    for name in ["X-TC-Action", "X-TC-Version", "X-TC-Timestamp"] {
        let mut request = create_proxy_group(BODY);
        request.remove(name);
        running.send(&request).assert_refused("MissingParameter", &[name]);
    }
    let mut request = create_proxy_group(BODY);
    request.set("X-TC-Timestamp", "yesterday");
    let reply = running.send(&request);
    reply.assert_refused("InvalidParameter", &["X-TC-Timestamp", "yesterday", "Unix seconds"]);
}

#[test]
fn a_timestamp_may_differ_by_at_most_five_minutes() {
    for (server_time, passes) in [
        (NOW + 300, true),
        (NOW - 300, true),
        (NOW + 301, false),
        (NOW - 301, false),
    ] {
        let running = Running::start(builder().clock(at(server_time)));
        let reply = running.send(&create_proxy_group(BODY));
        if passes {
            assert_eq!(reply.code(), "", "{server_time}");
        } else {
            reply.assert_refused("AuthFailure.SignatureExpire", &["301 s", &server_time.to_string()]);
        }
    }
}

#[test]
fn an_unknown_secret_id_is_not_found() {
    let running = Running::start(builder().credential("AKIDother", "key"));
    let reply = running.send(&create_proxy_group(BODY));
    reply.assert_refused("AuthFailure.SecretIdNotFound", &[SAMPLE_SECRET_ID]);
}

#[test]
fn a_wrong_key_fails_the_signature_check() {
    let running = Running::start(builder().credential(SAMPLE_SECRET_ID, "another-key"));
    let reply = running.send(&create_proxy_group(BODY));
    reply.assert_refused("AuthFailure.SignatureFailure", &["canonical request", "string to sign"]);
    assert!(!reply.message().contains("another-key"));
}

/// The key that verified a signature is kept for the next one.
#[test]
fn a_right_signature_makes_no_wrong_one_right() {
    let now = Arc::new(AtomicU64::new(NOW));
    let clock = Arc::clone(&now);
    let builder = builder()
        .credential(SAMPLE_SECRET_ID, SAMPLE_SECRET_KEY)
        .credential("AKIDother", "key");
    let running = Running::start(builder.clock(move || UNIX_EPOCH + Duration::from_secs(clock.load(Ordering::SeqCst))));
    let day = 24 * 60 * 60;
    for (time, date) in [(NOW, "2023-11-14"), (NOW + day, "2023-11-15"), (NOW, "2023-11-14")] {
        now.store(time, Ordering::SeqCst);
        let mut right = create_proxy_group(BODY);
        right.set("X-TC-Timestamp", time.to_string());
        let signer = Signer {
            date: date.to_owned(),
            ..Signer::default()
        };
        for _ in 0..2 {
            signer.sign(&mut right);
            assert_eq!(running.send(&right).code(), "", "{date}");
        }
        let mut other_body = right.clone();
        other_body.body = BODY.replace("test", "tess").into_bytes();
        let mut other_value = right.clone();
        other_value.set("Content-Type", "application/json; charset=utf-8");
        let mut other_time = right.clone();
        other_time.set("X-TC-Timestamp", (time + 1).to_string());
        let mut of_another = right.clone();
        let authorization = right.header("Authorization").replace(SAMPLE_SECRET_ID, "AKIDother");
        of_another.set("Authorization", authorization);
        for wrong in [other_body, other_value, other_time, of_another] {
            running.send(&wrong).assert_refused("AuthFailure.SignatureFailure", &[]);
        }
    }
}

#[test]
fn a_key_can_have_any_length() {
    // "TC3" and 61 characters fill one block of the hash.
    for length in [1, 61, 62, 1024] {
        let key = "k".repeat(length);
        let running = Running::start(builder().credential(SAMPLE_SECRET_ID, &key));
        let mut request = create_proxy_group(BODY);
        let signer = Signer {
            secret_key: key,
            ..Signer::default()
        };
        signer.sign(&mut request);
        assert_eq!(running.send(&request).code(), "", "{length}");
    }
}

#[test]
fn the_scope_date_is_the_date_of_the_timestamp() {
    let running = Running::start(builder());
    let mut request = create_proxy_group(BODY);
    let signer = Signer {
        date: "2023-11-15".to_owned(),
        ..Signer::default()
    };
    signer.sign(&mut request);
    let reply = running.send(&request);
    reply.assert_refused("AuthFailure.SignatureFailure", &["2023-11-15", "2023-11-14"]);
}

#[test]
fn any_set_of_headers_can_be_signed() {
    let running = Running::start(builder());
    let mut request = create_proxy_group(BODY);
    request.set("X-TC-Action", " CreateProxyGroup ");
    let mut signer = Signer {
        signed_headers: vec!["content-type", "host", "x-tc-action", "x-tc-version"],
        ..Signer::default()
    };
    signer.sign(&mut request);
    assert_eq!(running.send(&request).code(), "");

    request.set("X-TC-Version", "2018-05-30");
    assert_eq!(running.send(&request).code(), "AuthFailure.SignatureFailure");

    signer.signed_headers.push("x-tc-zone");
    signer.sign(&mut request);
    let reply = running.send(&request);
    reply.assert_refused("AuthFailure.SignatureFailure", &["x-tc-zone"]);
}

#[test]
fn a_content_type_can_have_a_charset() {
    let running = Running::start(builder());
    let mut request = create_proxy_group(BODY);
    request.set("Content-Type", "application/json; charset=utf-8");
    Signer::default().sign(&mut request);
    assert_eq!(running.send(&request).code(), "");
}

#[test]
fn signed_headers_are_in_lower_case_sorted_and_unique() {
    let running = Running::start(builder());
    for signed in [
        vec!["host", "content-type"],
        vec!["Content-Type", "Host"],
        vec!["content-type", "Host"],
        vec!["content-type", "content-type", "host"],
        vec!["content-type", "host", "host"],
        vec!["content-type", " host"],
    ] {
        let mut request = create_proxy_group(BODY);
        let list = signed.join(";");
        let signer = Signer {
            signed_headers: signed,
            ..Signer::default()
        };
        signer.sign(&mut request);
        running.send(&request).assert_refused(
            "AuthFailure.InvalidAuthorization",
            &[
                &format!("`{list}`"),
                "lower case, in ascending order and each once: `content-type;host`",
            ],
        );
    }
}

#[test]
fn the_payload_header_is_the_hash_of_the_body_or_the_documented_word() {
    let running = Running::start(builder());
    let mut request = create_proxy_group(BODY);
    let hash = "2eb4a3bba5a7ad8bd8bcf2dca4cb12d07bd92d9f6da7c3f2c3a1c4e2dd70d6d6";
    for wrong in [hash, "unsigned-payload", "x"] {
        request.set("X-TC-Content-SHA256", wrong);
        running.send(&request).assert_refused(
            "AuthFailure.SignatureFailure",
            &[wrong, "UNSIGNED-PAYLOAD", "SHA-256 of the body"],
        );
    }
    let reply = running.send(&request);
    let of_body = reply.message().rsplit(' ').next().expect("a hash").to_owned();
    request.set("X-TC-Content-SHA256", of_body);
    assert_eq!(running.send(&request).code(), "");
    assert_eq!(running.emulator.received()[0].signature, Signature::Tc3);
}

/// A signature that is right but for one known mistake names it, in the line that the log shows.
#[test]
fn a_known_mistake_is_named() {
    let running = Running::start(builder().allow_host("example.com"));
    let own = running.emulator.addr().to_string();
    let cases: [(Headers<'_>, &str, Headers<'_>, &[&str]); 5] = [
        (
            &[("Host", "127.0.0.1")],
            "POST",
            &[("Host", &own)],
            &["the host `127.0.0.1` without its port", &own, "httpProfile.agent"],
        ),
        (&[], "GET", &[], &["the method GET, and the request is a POST"]),
        (
            &[],
            "POST",
            &[("Content-Type", "application/json; charset=UTF-8")],
            &[
                "the Content-Type `application/json`",
                "`application/json; charset=utf-8`",
            ],
        ),
        (
            &[("Content-Type", "application/json;charset=utf-8")],
            "POST",
            &[("Content-Type", "application/json")],
            &["the Content-Type `application/json;charset=utf-8`"],
        ),
        (
            &[("Host", "example.com:801")],
            "POST",
            &[("Host", "example.com:802")],
            &["not the one made with this SecretId's key"],
        ),
    ];
    for (signed, method, sent, said) in cases {
        let mut request = create_proxy_group(BODY);
        signed.iter().for_each(|(name, value)| request.set(name, *value));
        method.clone_into(&mut request.method);
        Signer::default().sign(&mut request);
        "POST".clone_into(&mut request.method);
        sent.iter().for_each(|(name, value)| request.set(name, *value));
        running
            .send(&request)
            .assert_refused("AuthFailure.SignatureFailure", said);
        let recorded = running.emulator.requests().pop().expect("a record");
        let line = recorded.error_message().expect("a message");
        assert!(line.contains(said[0]), "{line}");
    }
}

#[test]
fn a_signature_in_upper_case_and_values_in_their_own_case_are_named() {
    let running = Running::start(builder());
    let mut request = create_proxy_group(BODY);
    let authorization = request.header("Authorization").to_owned();
    let (rest, signature) = authorization.rsplit_once('=').expect("a signature");
    request.set("Authorization", format!("{rest}={}", signature.to_uppercase()));
    running
        .send(&request)
        .assert_refused("AuthFailure.SignatureFailure", &["right but for upper case"]);

    let mut request = create_proxy_group(BODY);
    request.set("X-TC-Action", "CreateProxyGroup");
    let signer = Signer {
        signed_headers: vec!["content-type", "host", "x-tc-action"],
        keeps_case: true,
        ..Signer::default()
    };
    signer.sign(&mut request);
    running.send(&request).assert_refused(
        "AuthFailure.SignatureFailure",
        &["upper and lower case", "signed in lower case"],
    );
}

#[test]
fn content_type_and_host_must_be_signed() {
    let running = Running::start(builder());
    for (signed, absent) in [("host", "content-type"), ("content-type", "host")] {
        let mut request = create_proxy_group(BODY);
        let signer = Signer {
            signed_headers: vec![signed],
            ..Signer::default()
        };
        signer.sign(&mut request);
        let reply = running.send(&request);
        reply.assert_refused("AuthFailure.InvalidAuthorization", &[absent]);
    }
}

#[test]
fn a_temporary_credential_needs_its_token() {
    let builder = builder()
        .temporary_credential("AKIDtemporary", "temporary-key", "token-1")
        .credential(SAMPLE_SECRET_ID, SAMPLE_SECRET_KEY);
    let running = Running::start(builder);
    let temporary = Signer {
        secret_id: "AKIDtemporary".to_owned(),
        secret_key: "temporary-key".to_owned(),
        ..Signer::default()
    };
    let cases = [
        (&temporary, Some("token-1"), ""),
        (&temporary, Some("token-2"), "AuthFailure.TokenFailure"),
        (&temporary, None, "AuthFailure.TokenFailure"),
        (&Signer::default(), None, ""),
        (&Signer::default(), Some("token-1"), "AuthFailure.TokenFailure"),
    ];
    for (signer, token, code) in cases {
        let mut request = unsigned("gaap", "2018-05-29", "CreateProxyGroup", BODY);
        if let Some(token) = token {
            request.set("X-TC-Token", token);
        }
        signer.sign(&mut request);
        let reply = running.send(&request);
        assert_eq!(reply.code(), code, "{} {token:?}", signer.secret_id);
        assert!(!reply.message().contains("token-"), "{}", reply.message());
    }
}

#[test]
fn debug_output_contains_no_secrets() {
    let unstarted = builder().temporary_credential("AKIDtemporary", "temporary-key", "token-1");
    assert!(!format!("{unstarted:?}").contains("temporary-key"));
    let running = Running::start(unstarted);
    let mut request = create_proxy_group(BODY);
    request.set("X-TC-Token", "token-1");
    running.send(&request);
    let shown = format!("{:?} {:?}", running.emulator, running.emulator.requests());
    for secret in ["temporary-key", "token-1", "Signature=", "EastChina"] {
        assert!(!shown.contains(secret), "`{secret}` in {shown}");
    }
}

#[test]
fn an_unsigned_payload_is_accepted() {
    let running = Running::start(builder());
    let mut request = create_proxy_group("UNSIGNED-PAYLOAD");
    request.body = br#"{"ProjectId":0,"GroupName":"test","RealServerRegion":"EastChina"}"#.to_vec();
    assert_eq!(running.send(&request).code(), "AuthFailure.SignatureFailure");
    for (word, code) in [
        ("UNSIGNED-PAYLOAD", ""),
        ("unsigned-payload", "AuthFailure.SignatureFailure"),
    ] {
        request.set("X-TC-Content-SHA256", word);
        assert_eq!(running.send(&request).code(), code, "{word}");
    }
    assert_eq!(running.emulator.received()[0].signature, Signature::Tc3UnsignedPayload);
}

#[test]
fn only_actions_that_the_spec_marks_can_be_unsigned() {
    let running = Running::start(builder());
    let body =
        r#"{"ProviderId":"OIDC","WebIdentityToken":"t","RoleArn":"qcs::cam::uin/1:roleName/r","RoleSessionName":"se"}"#;
    let own = running.emulator.addr().to_string();
    for host in ["sts.tencentcloudapi.com", &own] {
        let mut request = unsigned("sts", "2018-08-13", "AssumeRoleWithWebIdentity", body);
        request.set("Host", host);
        request.set("Authorization", "SKIP");
        let reply = running.send(&request);
        assert_eq!(reply.code(), "", "{}", reply.message());
        let call = running.emulator.received().pop().expect("a call");
        assert_eq!((call.signature, call.secret_id), (Signature::Skip, None));
    }
    let mut signed = unsigned("sts", "2018-08-13", "AssumeRoleWithWebIdentity", body);
    Signer::for_service("sts").sign(&mut signed);
    assert_eq!(running.send(&signed).code(), "");
    let mut other = unsigned("sample", "2024-01-31", "FindThings", "{}");
    other.set("Authorization", "SKIP");
    running
        .send(&other)
        .assert_refused("AuthFailure.InvalidAuthorization", &["FindThings needs a signature"]);
}
