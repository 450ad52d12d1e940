//! Answers of the service: whatever a gateway returns, it is read or is an error.
//!
//! **Input:** a byte that selects the type, and the body.
//!
//! **Must hold:** what was read, as a type or as it came, is written as JSON and reads back as the same value, without
//! unknown members and without values of a wrong type. The reader of plain JSON finds what serde_json finds: the same
//! values, notes and errors.

use tc3::Record;
use tc3::gaap::v20180529 as gaap;
use tc3::runtime::AnomalyKind;
use tc3::runtime::json::{
    Envelope, ReadError, read_envelope, read_envelope_with_serde, read_event_data, read_event_data_with_serde, read_raw,
};
use tc3::sts::v20180813 as sts;
use tc3::tag::v20180813 as tag;

use crate::{Surface, seeds};

/// Bodies of responses, and requests that were saved.
pub const SURFACE: Surface = Surface {
    name: "answers",
    run,
    seeds,
    words: &[
        "{\"Response\":{",
        "\"RequestId\":",
        "\"Error\":{\"Code\":\"",
        "\"Message\":",
        "\"codeDesc\":",
        "\"TotalCount\":",
        "null",
        "true",
        "false",
        "[",
        "]",
        "[]",
        "{}",
        "\"\"",
        "\"0\"",
        "1e400",
        "-0.0",
        "1.0",
        "9007199254740993",
        "18446744073709551615",
        "-9223372036854775808",
        "\\ud800",
        "\\u0000",
        "\"ProxySet\":",
        "\"Credentials\":",
    ],
    test_inputs: 20_000,
};

/// The name of an action, and what reads a body as its output or its request.
type Reader = (&'static str, fn(&[u8]) -> bool);

/// Types of every shape: nested lists, floats, booleans, open enums, secrets, requests, and none at all.
const READERS: [Reader; 8] = [
    ("DescribeProxies", read::<gaap::DescribeProxiesResponse>),
    ("DescribeRegionAndPrice", read::<gaap::DescribeRegionAndPriceResponse>),
    ("InquiryPriceCreateProxy", read::<gaap::InquiryPriceCreateProxyResponse>),
    ("DescribeRules", read::<gaap::DescribeRulesResponse>),
    ("AssumeRole", read::<sts::AssumeRoleResponse>),
    ("GetResources", read::<tag::GetResourcesResponse>),
    ("CreateTag", read::<tag::CreateTagResponse>),
    ("CreateHTTPListener", read_request::<gaap::CreateHTTPListenerRequest>),
];

/// Reads the body as one of the types.
///
/// # Panics
/// If a promise is broken.
pub fn run(input: &[u8]) -> bool {
    let Some((selector, body)) = input.split_first() else {
        return false;
    };
    let (_, read) = READERS[usize::from(*selector) % READERS.len()];
    read(body)
}

fn read<T: Record + PartialEq>(body: &[u8]) -> bool {
    assert_same(read_event_data::<T>(body), read_event_data_with_serde::<T>(body));
    assert_same(read_envelope::<T>(body), read_envelope_with_serde::<T>(body));
    if let Ok(value) = read_raw(body) {
        let again = read_raw(format!("{{\"Response\":{value}}}").as_bytes());
        // What is no object is read as none, and an `Error` in it is an error of the service.
        assert!(again.is_err() || again.is_ok_and(|again| again == value), "{value}");
    }
    match read_envelope::<T>(body) {
        Ok(Envelope::Success(decoded)) => {
            let _ = format!("{:?} {:?}", decoded.value, decoded.findings);
            reads_back(&decoded.value);
            true
        }
        Ok(Envelope::Failure { code, .. }) => {
            assert!(!code.is_empty());
            true
        }
        Err(error) => {
            assert!(!error.to_string().is_empty());
            false
        }
    }
}

fn assert_same<T: Record>(plain: Result<Envelope<T>, ReadError>, with_serde: Result<Envelope<T>, ReadError>) {
    let [plain, with_serde] = [plain, with_serde].map(|read| match read {
        // What is secret is in the JSON alone.
        Ok(Envelope::Success(decoded)) => format!("{decoded:?} {}", tc3::to_json(&decoded.value)),
        other => format!("{other:?}"),
    });
    assert_eq!(plain, with_serde);
}

fn reads_back<T: Record + PartialEq>(value: &T) {
    let body = format!("{{\"Response\":{}}}", tc3::to_json(value));
    match read_envelope::<T>(body.as_bytes()) {
        Ok(Envelope::Success(again)) => {
            assert!(again.value == *value, "{value:?} reads back as {:?}", again.value);
            assert!(again.findings.unknown_count == 0, "{:?}", again.findings);
            let mut wrong = again
                .findings
                .anomalies
                .iter()
                .filter(|anomaly| !is_absence(anomaly.kind));
            assert!(wrong.next().is_none(), "{:?}", again.findings);
        }
        failed => panic!("written as {body}, but not read: {failed:?}"),
    }
}

/// Members that are not in the response are not written.
fn is_absence(kind: AnomalyKind) -> bool {
    matches!(kind, AnomalyKind::Missing | AnomalyKind::Null)
}

fn read_request<T: Record + PartialEq>(body: &[u8]) -> bool {
    let Ok(text) = str::from_utf8(body) else {
        return false;
    };
    match tc3::from_json::<T>(text) {
        Ok(request) => {
            let again = tc3::from_json::<T>(&tc3::to_json(&request));
            assert!(again.is_ok_and(|again| again == request), "{request:?}");
            true
        }
        Err(error) => {
            assert!(!error.to_string().is_empty());
            false
        }
    }
}

fn seeds() -> Vec<Vec<u8>> {
    let mut seeds = Vec::new();
    for exchange in seeds::exchanges() {
        let known = READERS.iter().position(|(action, _)| *action == exchange.action);
        // The type of another action has unknown and absent members.
        let selector = known.unwrap_or(exchange.action.len() % READERS.len());
        let body = if exchange.action.starts_with("CreateHTTP") {
            exchange.request
        } else {
            exchange.response
        };
        if body.len() <= seeds::MAX_BYTES {
            seeds.push([&[selector as u8], body.as_bytes()].concat());
        }
    }
    for body in [
        r#"{"Response":{"Error":{"Code":"LimitExceeded","Message":"too many"},"RequestId":"a"}}"#,
        r#"{"code":4000,"codeDesc":"InternalError","message":"old"}"#,
        r#"<html><body>502 Bad Gateway</body></html>"#,
        r#"{"Response":{"ProxySet":[{"ProxyId":1,"Bandwidth":"10","CreateTime":null,"TagSet":[{}]}],"TotalCount":"1"}}"#,
    ] {
        seeds.extend((0..READERS.len() as u8).map(|selector| [&[selector], body.as_bytes()].concat()));
    }
    seeds
}
