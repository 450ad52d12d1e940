//! Encodings other than JSON: query, form, multipart and octet stream.

use tc3_emulator::{Encoding, Signature};

use crate::support::http::{Request, Running};
use crate::support::signer::{Signer, unsigned};
use crate::support::spec::builder;
use crate::support::v1_signer::{get, get_of};

#[track_caller]
fn assert_received(running: &Running, encoding: Encoding, json: &str) {
    let call = running.emulator.received().pop().expect("a call");
    assert_eq!(call.encoding, encoding);
    assert_eq!(call.signature, Signature::Tc3);
    assert_eq!(call.parameters.json(), json);
}

#[test]
fn a_query_is_nested_by_the_declared_types() {
    let running = Running::start(builder());
    let mut pairs = vec![
        ("Thing.ThingId", "1"),
        ("Thing.Parts.0.Parts.0.Name", "é &+"),
        ("Thing.Parts.1.Name", ""),
        ("Exact", "True"),
        ("Size", "7"),
        ("Ratio", "-1.5e-3"),
        ("Labels.A.0", "x"),
        ("Labels.B", "7"),
    ];
    let names: Vec<String> = (0..12).map(|index| format!("Names.{index}")).collect();
    pairs.extend(names.iter().map(|name| (name.as_str(), "n")));
    let reply = running.send(&get("FindThings", &pairs));
    assert_eq!(reply.code(), "", "{}", reply.message());
    let json = format!(
        r#"{{"Exact":true,"Labels":{{"A":{{"0":"x"}},"B":"7"}},"Names":["n"{}],"Ratio":-1.5e-3,"Size":7,"Thing":{{"Parts":[{{"Parts":[{{"Name":"é &+"}}]}},{{"Name":""}}],"ThingId":"1"}}}}"#,
        r#","n""#.repeat(11)
    );
    assert_received(&running, Encoding::Query, &json);
    let call = running.emulator.received().pop().expect("a call");
    assert_eq!(
        call.parameters.get("Thing.Parts.0.Parts.0.Name").as_deref(),
        Some("é &+")
    );
    assert_eq!(call.parameters.get("Size").as_deref(), Some("7"));
    assert_eq!(call.parameters.get("Names.12"), None);
    assert_eq!(call.parameters.bytes("Names"), None);
}

#[test]
fn a_query_may_be_empty() {
    let running = Running::start(builder());
    let mut request = get("FindThings", &[]);
    assert_eq!(running.send(&request).code(), "");
    request.target = "/".to_owned();
    assert_eq!(running.send(&request).code(), "");
    assert_received(&running, Encoding::Query, "{}");
}

#[test]
fn errors_of_a_query_have_the_codes_of_a_body() {
    let running = Running::start(builder());
    let cases = [
        ("Nam=1", "UnknownParameter", "`Nam`"),
        ("Thing.Nam=1", "UnknownParameter", "`Thing.Nam`"),
        ("Names=n", "InvalidParameter", "`Names` is a string"),
        ("Names.A=n", "InvalidParameter", "`Names` is an object"),
        ("Names.0.A=n", "InvalidParameter", "`Names.0` is an object"),
        ("Names.1=n", "InvalidParameter", "`Names`"),
        ("Names.0=n&Names.2=n", "InvalidParameter", "the index 1"),
        ("Names.00=n", "InvalidParameter", "`Names`"),
        ("Names.99999999999999999999=n", "InvalidParameter", "`Names`"),
        (
            "Size=x",
            "InvalidParameter",
            "`Size` is a string, \"x\"; expected Integer",
        ),
        ("Size=", "InvalidParameter", "`Size`"),
        ("Size=0", "InvalidParameterValue", "`Size` is 0; expected at least 1"),
        ("Exact=TRUE", "InvalidParameter", "`Exact`"),
        ("Exact=1", "InvalidParameter", "`Exact`"),
        ("Thing=x", "InvalidParameter", "`Thing`"),
        (
            "Thing.Name=a+name+that+is+too+long",
            "InvalidParameterValue",
            "20 characters",
        ),
        ("Size=1&Size=1", "InvalidParameter", "`Size` is given twice"),
        ("Size=1&Size.A=1", "InvalidParameter", "`Size.A` is given both"),
        ("Size.A=1&Size=1", "InvalidParameter", "`Size"),
        ("Size=%4", "InvalidParameter", "`Size`"),
        ("Size=%FF", "InvalidParameter", "UTF-8"),
        ("=1", "UnknownParameter", ""),
        ("Names..0=1", "InvalidParameter", "`Names`"),
    ];
    for (query, code, said) in cases {
        let reply = running.send(&get_of("FindThings", query));
        assert_eq!(reply.code(), code, "{query}: {}", reply.message());
        assert!(reply.message().contains(said), "{query}: {}", reply.message());
    }
    let deep = format!("Thing{}.Name=x", ".Parts.0".repeat(4000));
    running
        .send(&get_of("FindThings", &deep))
        .assert_refused("InvalidParameter", &["nested deeper"]);
    let names: Vec<String> = (0..13).map(|index| format!("Names.{index}=n")).collect();
    running
        .send(&get_of("FindThings", &names.join("&")))
        .assert_refused("InvalidParameterValue", &["at most 12 items"]);
}

/// Some clients send a value that is not set as an empty text.
#[test]
fn an_empty_value_is_named() {
    let running = Running::start(builder());
    for name in ["Size", "Exact", "Ratio"] {
        let said = format!("`{name}` is an empty string; expected ");
        running
            .send(&get("FindThings", &[(name, "")]))
            .assert_refused("InvalidParameter", &[&said, "Leave out a parameter without a value"]);
    }
    // An empty text is a string.
    assert_eq!(running.send(&get("FindThings", &[("Names.0", "")])).code(), "");
}

#[test]
fn a_get_with_a_body_and_a_post_with_a_query_are_refused() {
    let running = Running::start(builder());
    let mut with_body = get("FindThings", &[("Size", "1")]);
    with_body.body = b"{}".to_vec();
    Signer::for_service("sample").sign(&mut with_body);
    running.send(&with_body).assert_refused("InvalidRequest", &["body"]);
    let mut with_query = unsigned("sample", "2024-01-31", "FindThings", "{}");
    with_query.target = "/?Size=1".to_owned();
    Signer::for_service("sample").sign(&mut with_query);
    running.send(&with_query).assert_refused("InvalidRequest", &["query"]);
}

const BOUNDARY: &str = "0123456789abcdef";

/// The headers of a part after its name, and its content.
type Part<'a> = (&'a str, &'a str, &'a [u8]);

const NAME: Part<'static> = ("Name", "", b"one");
const PICTURE: Part<'static> = ("Picture", "; filename=\"Picture\"", b"\x00\r\n\xff--\r\n\r\n");

fn multipart(parts: &[Part<'_>]) -> Request {
    let mut body = Vec::new();
    for (name, more, content) in parts {
        body.extend(format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"{more}\r\n\r\n").bytes());
        body.extend(*content);
        body.extend(b"\r\n");
    }
    body.extend(format!("--{BOUNDARY}--\r\n").bytes());
    multipart_of(body)
}

fn multipart_of(body: Vec<u8>) -> Request {
    let mut request = unsigned("sample", "2024-01-31", "UploadThing", body);
    request.set("Content-Type", format!("multipart/form-data; boundary={BOUNDARY}"));
    Signer::for_service("sample").sign(&mut request);
    request
}

#[test]
fn each_part_is_a_parameter() {
    let running = Running::start(builder());
    let json = "\r\nContent-Type: application/json";
    let reply = running.send(&multipart(&[
        NAME,
        ("Size", "", b"7"),
        ("Tags", json, b"[\"a\", \"b\"]"),
        ("Thing", json, b"{\"Name\": \"x\", \"Parts\": []}"),
        PICTURE,
    ]));
    assert_eq!(reply.code(), "", "{}", reply.message());
    let expected = r#"{"Name":"one","Size":7,"Tags":["a","b"],"Thing":{"Name":"x","Parts":[]},"Picture":""}"#;
    assert_received(&running, Encoding::Multipart, expected);
    let call = running.emulator.received().pop().expect("a call");
    assert_eq!(call.parameters.bytes("Picture").expect("bytes"), PICTURE.2);
}

#[test]
fn errors_of_a_part_have_the_codes_of_a_body() {
    let running = Running::start(builder());
    let cases: [(&[Part<'_>], &str, &str); 8] = [
        (&[NAME], "MissingParameter", "`Picture`"),
        (&[PICTURE], "MissingParameter", "`Name`"),
        (&[NAME, NAME, PICTURE], "InvalidParameter", "`Name` is given twice"),
        (&[NAME, PICTURE, ("Nam", "", b"\xff")], "UnknownParameter", "`Nam`"),
        (&[("Name", "", b"\xff"), PICTURE], "InvalidParameter", "UTF-8"),
        (
            &[("Name", "", b"far too long for it"), PICTURE],
            "InvalidParameterValue",
            "10 characters",
        ),
        (&[NAME, PICTURE, ("Size", "", b"x")], "InvalidParameter", "`Size`"),
        (
            &[NAME, PICTURE, ("Tags", "", b"a")],
            "InvalidParameter",
            "`Tags` is not JSON",
        ),
    ];
    for (parts, code, said) in cases {
        running.send(&multipart(parts)).assert_refused(code, &[said]);
    }
    running
        .send(&multipart_of(b"--0123456789abcdef\r\n".to_vec()))
        .assert_refused("InvalidRequest", &["malformed"]);
    running
        .send(&multipart_of(Vec::new()))
        .assert_refused("MissingParameter", &["Picture"]);
}

fn octet_stream(headers: &[(&str, &str)], body: &[u8]) -> Request {
    let mut request = unsigned("sample", "2024-01-31", "SendThing", body);
    request.set("Content-Type", "application/octet-stream");
    for (name, value) in headers {
        request.set(name, *value);
    }
    Signer::for_service("sample").sign(&mut request);
    request
}

#[test]
fn the_parameters_of_an_octet_stream_are_headers() {
    let running = Running::start(builder());
    let raw = b"\x00\xff raw";
    let reply = running.send(&octet_stream(&[("X-SAMPLE-Name", "one"), ("x-sample-size", "7")], raw));
    assert_eq!(reply.code(), "", "{}", reply.message());
    assert_received(&running, Encoding::OctetStream, r#"{"Name":"one","Size":7,"Raw":""}"#);
    let call = running.emulator.received().pop().expect("a call");
    assert_eq!(call.parameters.bytes("Raw").expect("bytes"), &raw[..]);
    let shown = format!("{:?}", running.emulator.requests());
    assert!(!shown.contains("\"one\""), "{shown}");

    let cases = [
        (octet_stream(&[], b""), "MissingParameter", "`Raw`"),
        (octet_stream(&[("X-SAMPLE-Nam", "one")], raw), "UnknownParameter", "nam"),
        (
            octet_stream(&[("X-SAMPLE-Size", "x")], raw),
            "InvalidParameter",
            "`Size`",
        ),
        (octet_stream(&[("X-SAMPLE-Raw", "x")], raw), "UnknownParameter", "`raw`"),
    ];
    for (request, code, said) in cases {
        running.send(&request).assert_refused(code, &[said]);
    }
    let mut twice = octet_stream(&[("X-SAMPLE-Name", "one")], raw);
    twice.headers.push(("x-sample-name".to_owned(), "two".to_owned()));
    running.send(&twice).assert_refused("InvalidParameter", &["twice"]);
}

#[test]
fn an_action_accepts_only_its_encoding() {
    let running = Running::start(builder());
    let cases = [
        ("FindThings", "multipart/form-data; boundary=b", "application/json"),
        ("FindThings", "application/octet-stream", "application/json"),
        ("UploadThing", "application/json", "multipart/form-data"),
        ("UploadThing", "application/octet-stream", "multipart/form-data"),
        ("SendThing", "application/json", "application/octet-stream"),
    ];
    for (action, content_type, expected) in cases {
        let mut request = unsigned("sample", "2024-01-31", action, "{}");
        request.set("Content-Type", content_type);
        Signer::for_service("sample").sign(&mut request);
        running
            .send(&request)
            .assert_refused("InvalidRequest", &[action, expected]);
    }
    running
        .send(&get("UploadThing", &[]))
        .assert_refused("InvalidRequest", &["a query"]);
}
