//! Malformed input.

use crate::support::http::{Request, Running, exchange};
use crate::support::signer::{create_proxy_group, unsigned};
use crate::support::spec::builder;

const BODY: &str = r#"{"ProjectId":0,"GroupName":"test","RealServerRegion":"EastChina"}"#;

#[track_caller]
fn assert_still_answers(running: &Running) {
    assert_eq!(running.send(&create_proxy_group(BODY)).code(), "");
}

#[test]
fn a_malformed_authorization_is_refused() {
    let running = Running::start(builder());
    let good = create_proxy_group(BODY).header("Authorization").to_owned();
    let cases = [
        String::new(),
        "SKIP".to_owned(),
        "TC3-HMAC-SHA256".to_owned(),
        "TC3-HMAC-SHA256 ".to_owned(),
        "TC3-HMAC-SHA256 ,,,".to_owned(),
        "TC3-HMAC-SHA256 Credential".to_owned(),
        "TC3-HMAC-SHA256 Credential=, SignedHeaders=, Signature=".to_owned(),
        "TC3-HMAC-SHA256 Credential=a/b/c, SignedHeaders=content-type;host, Signature=0".to_owned(),
        "TC3-HMAC-SHA256 Credential=a/b/c/d/tc3_request, SignedHeaders=content-type;host, Signature=0".to_owned(),
        "TC3-HMAC-SHA256 Credential=a//c/tc3_request, SignedHeaders=content-type;host, Signature=0".to_owned(),
        "Bearer abc".to_owned(),
        "\u{e9}".to_owned(),
        "=".repeat(20_000),
        good.replace("TC3-HMAC-SHA256", "TC3-HMAC-SHA1"),
        good.replace("tc3_request", "aws4_request"),
        good.replace("content-type;host", ";;;"),
        good.replace("Signature=", "Sig="),
        format!("{good}, Signature=00"),
        format!("{good}, Extra=1"),
        good.split_once(", Signature").expect("a signature").0.to_owned(),
    ];
    for authorization in cases {
        let mut request = create_proxy_group(BODY);
        request.set("Authorization", &authorization);
        let reply = running.send(&request);
        reply.assert_refused(
            "AuthFailure.InvalidAuthorization",
            &["TC3-HMAC-SHA256 Credential=<SecretId>"],
        );
    }
    assert_still_answers(&running);
}

#[test]
fn a_repeated_header_is_refused() {
    let running = Running::start(builder());
    let good = create_proxy_group(BODY);
    for name in ["Authorization", "Content-Type", "Host", "X-TC-Action", "X-TC-Region"] {
        let mut request = good.clone();
        request.set("X-TC-Region", "ap-guangzhou");
        let again = request.header(name).to_owned();
        request.headers.push((name.to_owned(), again));
        let said = format!("{} is given twice", name.to_ascii_lowercase());
        running.send(&request).assert_refused("InvalidRequest", &[&said]);
    }
    let mut other = good;
    other
        .headers
        .extend([("Accept", "a"), ("Accept", "b")].map(|(name, value)| (name.into(), value.into())));
    assert_eq!(running.send(&other).code(), "");
}

/// RFC 9112 has servers accept an absolute target, and clients send the same host in `Host`.
#[test]
fn an_absolute_target_names_the_host_of_the_header() {
    let running = Running::start(builder());
    for target in [
        "http://gaap.tencentcloudapi.com/",
        "https://gaap.tencentcloudapi.com/",
        "http://GAAP.tencentcloudapi.com",
    ] {
        let mut request = create_proxy_group(BODY);
        request.target = target.to_owned();
        let reply = running.send(&request);
        assert_eq!(reply.code(), "", "{target}: {}", reply.message());
    }
    for other in [
        "http://cvm.tencentcloudapi.com/",
        "http://gaap.tencentcloudapi.com:80/",
        "http://a@gaap.tencentcloudapi.com/",
    ] {
        let mut request = create_proxy_group(BODY);
        request.target = other.to_owned();
        let host = other.split('/').nth(2).expect("a host");
        let said = [
            format!("target names the host `{host}`"),
            "Host `gaap.tencentcloudapi.com`".to_owned(),
        ];
        running
            .send(&request)
            .assert_refused("InvalidRequest", &[&said[0], &said[1]]);
    }
    let mut without_host = create_proxy_group(BODY);
    without_host.target = "http://gaap.tencentcloudapi.com/".to_owned();
    without_host.remove("Host");
    running
        .send(&without_host)
        .assert_refused("InvalidRequest", &["Host ``"]);
}

#[test]
fn a_signature_in_another_form_does_not_match() {
    let running = Running::start(builder());
    let good = create_proxy_group(BODY).header("Authorization").to_owned();
    let (rest, signature) = good.rsplit_once('=').expect("a signature");
    for odd in [
        &signature[..63],
        &signature.to_uppercase(),
        "0",
        &format!("{signature}00"),
    ] {
        let mut request = create_proxy_group(BODY);
        request.set("Authorization", format!("{rest}={odd}"));
        assert_eq!(running.send(&request).code(), "AuthFailure.SignatureFailure", "{odd}");
    }
}

#[test]
fn other_methods_paths_and_content_types_are_refused() {
    let running = Running::start(builder());
    type Change = fn(&mut Request);
    let cases: [(Change, &str, &str); 5] = [
        (
            |request| request.method = "GET".to_owned(),
            "InvalidRequest",
            "application/x-www-form-urlencoded",
        ),
        (
            |request| request.method = "DELETE".to_owned(),
            "UnsupportedProtocol",
            "GET and POST",
        ),
        (|request| request.target = "/gaap".to_owned(), "InvalidRequest", "`/`"),
        (
            |request| request.remove("Content-Type"),
            "InvalidRequest",
            "application/json",
        ),
        (
            |request| request.set("Content-Type", "text/plain"),
            "InvalidRequest",
            "application/json",
        ),
    ];
    for (change, code, said) in cases {
        let mut request = create_proxy_group(BODY);
        change(&mut request);
        running.send(&request).assert_refused(code, &[said]);
    }
}

#[test]
fn deep_nesting_is_refused_as_json() {
    let running = Running::start(builder());
    for open in ["[", "{\"A\":"] {
        let reply = running.send(&create_proxy_group(open.repeat(100_000)));
        assert_eq!(reply.code(), "InvalidParameter", "{}", reply.message());
    }
    assert_still_answers(&running);
}

#[test]
fn extreme_timestamps_are_expired() {
    let running = Running::start(builder());
    for timestamp in ["0", "-1", "-9223372036854775808", "9223372036854775807"] {
        let mut request = create_proxy_group(BODY);
        request.set("X-TC-Timestamp", timestamp);
        assert_eq!(
            running.send(&request).code(),
            "AuthFailure.SignatureExpire",
            "{timestamp}"
        );
    }
    let mut request = create_proxy_group(BODY);
    request.set("X-TC-Timestamp", "9223372036854775808");
    assert_eq!(running.send(&request).code(), "InvalidParameter");
}

#[test]
fn unusual_hosts_name_no_service() {
    let running = Running::start(builder());
    for host in [
        "",
        ".tencentcloudapi.com",
        "a b",
        "gaap.tencentcloudapi.com, x",
        "[",
        "gaap@tencentcloudapi.com",
        ":",
    ] {
        let mut request = unsigned("gaap", "2018-05-29", "CreateProxyGroup", BODY);
        request.set("Host", host);
        let reply = running.send(&request);
        assert_eq!(reply.code(), "AuthFailure.InvalidAuthorization", "{host}");
    }
}

#[test]
fn a_long_name_is_cut_in_the_record() {
    let running = Running::start(builder());
    let mut request = unsigned("gaap", "2018-05-29", &"A".repeat(5000), BODY);
    request.set("X-TC-Region", "b".repeat(5000));
    running.send(&request);
    let recorded = running.emulator.requests().pop().expect("a request");
    assert_eq!(recorded.action, Some("A".repeat(300)));
    assert_eq!(recorded.region, Some("b".repeat(300)));
    assert!(recorded.to_json().len() < 2000);
}

#[test]
fn invalid_http_does_not_crash_the_server() {
    let running = Running::start(builder());
    let headers = "X: y\r\n".repeat(1000);
    let long_header = format!("POST / HTTP/1.1\r\nX: {}\r\n\r\n", "y".repeat(200_000));
    let cases = [
        b"\r\n\r\n nothing \r\n\r\n".to_vec(),
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03 a TLS greeting\r\n\r\n".to_vec(),
        b"POST / HTTP/9.9\r\n\r\n".to_vec(),
        b"POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n".to_vec(),
        b"POST / HTTP/1.1\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef".to_vec(),
        format!("POST / HTTP/1.1\r\n{headers}\r\n").into_bytes(),
        long_header.into_bytes(),
    ];
    for bytes in cases {
        // A reset is an answer too: the server may close before it has read everything.
        if let Ok(answer) = exchange(running.emulator.addr(), &bytes) {
            assert!(
                !answer.starts_with(b"HTTP/1.1 2"),
                "{}",
                String::from_utf8_lossy(&answer)
            );
        }
        assert_still_answers(&running);
    }
}
