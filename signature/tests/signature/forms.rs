//! The forms that a request is read from.

use tc3_signature::{Form, Request, parse};

use crate::client::{Tc3, diagnosed, ids};

fn signed() -> Request {
    Tc3::recorded("02").signed()
}

fn http(request: &Request) -> String {
    let headers: String = request
        .headers
        .iter()
        .map(|(name, value)| format!("{name}: {value}\r\n"))
        .collect();
    let body = String::from_utf8(request.body.clone().unwrap().into()).unwrap();
    format!("{} {} HTTP/1.1\r\n{headers}\r\n{body}", request.method, request.target)
}

/// The same request is read from every form, and diagnosed as right.
#[test]
fn every_form_is_the_same_request() {
    let request = signed();
    let raw = http(&request);
    let body = String::from_utf8(request.body.clone().unwrap().into()).unwrap();
    let lines = raw.split_once("\r\n\r\n").unwrap().0.lines();
    let verbose: String = lines.map(|line| format!("> {line}\n")).collect();
    let options: String = request
        .headers
        .iter()
        .map(|(name, value)| format!(" \\\n  -H '{name}: {value}'"))
        .collect();
    let headers: Vec<serde_json::Value> = request
        .headers
        .iter()
        .map(|(name, value)| serde_json::json!({"name": name, "value": value}))
        .collect();
    let entry = serde_json::json!({"request": {
        "method": "POST", "url": "https://gaap.tencentcloudapi.com/", "headers": headers, "postData": {"text": body},
    }});
    let har = serde_json::json!({"log": {"entries": [
        {"request": {"method": "GET", "url": "https://example.com/", "headers": []}}, entry.clone(),
    ]}});
    let forms = [
        (Form::Http, raw.clone()),
        (Form::Http, format!("\n{}\n", raw.replace("\r\n", "\n"))),
        (
            Form::CurlVerbose,
            format!(
                "* Connected to gaap\n{verbose}>\n{body}\n* upload completely sent off: 1 bytes\n< HTTP/1.1 200 OK\n< Host: x\n{{}}"
            ),
        ),
        (
            Form::CurlCommand,
            format!("$ curl -sS -X POST 'https://gaap.tencentcloudapi.com/'{options} \\\n  --data-raw '{body}'\n"),
        ),
        (
            Form::CurlCommand,
            format!("curl https://gaap.tencentcloudapi.com{options} -d'{body}' --compressed -o /dev/null"),
        ),
        (Form::Har, entry.to_string()),
        (Form::Har, har.to_string()),
    ];
    for (form, text) in forms {
        let parsed = parse(text.as_bytes()).unwrap_or_else(|error| panic!("{error}: {text}"));
        assert_eq!(parsed.form, form);
        assert_eq!(parsed.lacks, Vec::<&str>::new(), "{form:?}");
        let diagnosis = diagnosed(&parsed.request);
        assert_eq!(ids(&diagnosis), Vec::<&str>::new(), "{form:?} {}", diagnosis.summary);
        assert_eq!(diagnosis.outcome.name(), "right", "{form:?}");
    }
}

#[test]
fn what_is_not_there_is_said() {
    let request = signed();
    let raw = http(&request);
    let lines = raw.split_once("\r\n\r\n").unwrap().0.lines();
    let verbose: String = lines.map(|line| format!("> {line}\n")).collect();
    let parsed = parse(format!("{verbose}> \n< HTTP/2 200\n").as_bytes()).unwrap();
    assert_eq!((parsed.form, parsed.lacks), (Form::CurlVerbose, vec!["the body"]));
    let diagnosis = diagnosed(&parsed.request);
    assert_eq!(diagnosis.outcome.name(), "unverified");
    assert!(diagnosis.summary.contains("give the body"), "{}", diagnosis.summary);

    let authorization = request.value("authorization").unwrap();
    for text in [authorization.to_owned(), format!("Authorization: {authorization}\n")] {
        let parsed = parse(text.as_bytes()).unwrap();
        assert_eq!(parsed.form, Form::Authorization);
        assert_eq!(parsed.lacks, ["the method and the path", "the body", "the header Host"]);
        let diagnosis = diagnosed(&parsed.request);
        assert_eq!((diagnosis.outcome.name(), ids(&diagnosis)), ("unverified", vec![]));
    }
    let with_file = parse(b"curl https://a.tencentcloudapi.com -d @body.json").unwrap();
    assert_eq!(with_file.lacks, ["the body"]);
}

/// A body that the request lacks may be one of those that need no parameter.
#[test]
fn an_unknown_body_may_be_empty() {
    let mut request = Tc3::recorded("07").signed();
    request.body = None;
    let diagnosis = diagnosed(&request);
    assert_eq!((diagnosis.outcome.name(), ids(&diagnosis)), ("right", vec![]));
    assert!(
        diagnosis.summary.contains("what was signed is {}"),
        "{}",
        diagnosis.summary
    );
}

#[test]
fn what_tc3_prints_for_a_binary_body_is_read() {
    let text = r"printf '\000\047\377' | curl -sS -X POST 'https://a.tencentcloudapi.com/' -H 'x-tc-action: A' --data-binary @-";
    let parsed = parse(text.as_bytes()).unwrap();
    assert_eq!(parsed.request.body.as_deref(), Some(&[0, 39, 255][..]));
}

#[test]
fn what_is_no_request_is_refused_with_a_reason() {
    for (text, said) in [
        ("", "empty"),
        ("hello", "no request"),
        ("{\"a\": 1}", "no HAR entry"),
        ("{\"a\": ", "cannot be read"),
        ("{\"log\": {\"entries\": []}}", "none of the 0 requests"),
        ("curl -H 'a: b'", "no URL"),
        ("curl 'a", "not closed"),
        ("curl a -H", "no value"),
        ("POST / HTTP/1.1\nno header\n\n", "is no header"),
        ("POST / HTTP/1.1\nContent-Length: x\n\n", "Content-Length"),
        ("Date: x\n", "no request"),
    ] {
        let error = parse(text.as_bytes()).unwrap_err().to_string();
        assert!(error.contains(said), "{text}: {error}");
    }
}

/// Any text ends in a request or an error.
#[test]
fn no_text_panics() {
    let raw = http(&signed());
    let alphabet = [
        "'",
        "\"",
        "\\",
        "\n",
        "> POST / HTTP/1.1",
        "curl ",
        "{",
        ":",
        "$'\\u",
        "\r",
        "|",
        "printf ",
        "=",
        "%",
        "中",
    ];
    let mut state = 7_u64;
    for _ in 0..3000 {
        let mut text = String::new();
        for _ in 0..8 {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            let pick = usize::try_from(state >> 40).unwrap();
            text.push_str(alphabet[pick % alphabet.len()]);
        }
        if let Ok(parsed) = parse(text.as_bytes()) {
            diagnosed(&parsed.request);
        }
    }
    for end in 0..raw.len() {
        if let Ok(parsed) = parse(&raw.as_bytes()[..end]) {
            assert!(parsed.form == Form::Http);
        }
    }
}
