//! The 37 requests that were recorded from an official client, from the file of the runtime: its signer has to produce
//! these signatures, and the emulator has to accept them.

use serde_json::Value;
use tc3_codegen::spec::SourceSet;
use tc3_emulator::{Emulator, SAMPLE_SECRET_ID, SAMPLE_SECRET_KEY};

use crate::support::base64;
use crate::support::http::{Request, Running, at};
use crate::support::spec::{VECTOR_SPEC, read};

pub(crate) struct Vector {
    pub(crate) id: String,
    pub(crate) scheme: String,
    pub(crate) timestamp: u64,
    pub(crate) token: Option<String>,
    pub(crate) request: Request,
    /// `None` for signature version 1, which has none.
    pub(crate) canonical_request: Option<String>,
    pub(crate) string_to_sign: Option<String>,
}

impl Vector {
    pub(crate) fn is_get(&self) -> bool {
        self.request.method == "GET"
    }

    pub(crate) fn is_v1(&self) -> bool {
        self.scheme.starts_with("Hmac")
    }

    pub(crate) fn is_signed(&self) -> bool {
        self.scheme != "SKIP"
    }

    pub(crate) fn is_payload_unsigned(&self) -> bool {
        !self.request.header("X-TC-Content-SHA256").is_empty()
    }
}

pub(crate) fn vectors() -> Vec<Vector> {
    let text = include_str!("../../../../runtime/tests/data/tc3-vectors.json");
    let file: Value = serde_json::from_str(text).expect("JSON");
    let vectors: Vec<Vector> = file["vectors"].as_array().expect("a list").iter().map(vector).collect();
    assert_eq!(vectors.len(), 37);
    vectors
}

fn vector(vector: &Value) -> Vector {
    let inputs = &vector["inputs"];
    let text = |name: &str| vector[name].as_str().map(str::to_owned);
    Vector {
        id: text("id").expect("an id"),
        scheme: text("scheme").expect("a scheme"),
        timestamp: inputs["timestamp"].as_u64().expect("a timestamp"),
        token: inputs["token"].as_str().map(str::to_owned),
        request: match &vector["wire"] {
            Value::Null => from_signer(vector),
            wire => from_wire(wire, inputs),
        },
        canonical_request: text("canonical_request"),
        string_to_sign: text("string_to_sign"),
    }
}

fn from_wire(wire: &Value, inputs: &Value) -> Request {
    let url = wire["url"].as_str().expect("a URL");
    let target = url.splitn(4, '/').last().expect("a path");
    let headers = wire["headers"].as_object().expect("headers").iter();
    let headers = headers.map(|(name, value)| (name.clone(), value.as_str().expect("text").to_owned()));
    let mut request = Request {
        method: wire["method"].as_str().expect("a method").to_owned(),
        target: format!("/{target}"),
        headers: headers.collect(),
        body: match wire["body_b64"].as_str() {
            Some(body) => base64::decode(body),
            // Vector 37: the body that its length and its hash are of.
            None => format!("{{\"GroupName\": {}}}", inputs["params"]["GroupName"]).into_bytes(),
        },
    };
    request.remove("Content-Length");
    request
}

/// The request of a vector that was made by the official signer alone; its action is not signed.
fn from_signer(vector: &Value) -> Request {
    let inputs = &vector["inputs"];
    let text = |value: &Value| value.as_str().expect("text").to_owned();
    let (version, action) = match inputs["service"].as_str() {
        Some("cvm") => ("2017-03-12", "DescribeInstances"),
        _ => ("2018-05-29", "CreateProxyGroup"),
    };
    let authorization = format!(
        "TC3-HMAC-SHA256 Credential={SAMPLE_SECRET_ID}/{}/{}/tc3_request, SignedHeaders=content-type;host, Signature={}",
        text(&vector["date"]),
        text(&inputs["service"]),
        text(&vector["signature"])
    );
    let headers = [
        ("Host", text(&inputs["host"])),
        ("Content-Type", text(&inputs["content_type"])),
        ("X-TC-Action", action.to_owned()),
        ("X-TC-Version", version.to_owned()),
        ("X-TC-Timestamp", inputs["timestamp"].to_string()),
        ("Authorization", authorization),
    ];
    Request {
        method: text(&inputs["method"]),
        target: format!("/?{}", inputs["query"].as_str().unwrap_or_default()),
        headers: headers.map(|(name, value)| (name.to_owned(), value)).to_vec(),
        body: base64::decode(&text(&vector["hashed_input_b64"])),
    }
}

/// The actions that the vectors call.
fn sources(vector: &Vector) -> SourceSet {
    let sources = read(VECTOR_SPEC).into_iter().map(|mut source| {
        if vector.is_v1() {
            // Version 1 nests under the name that has a plain value in vector 17.
            source.text = source.text.replace(
                "\"name\": \"A\",\n      \"type\": \"String\"",
                "\"name\": \"A\",\n      \"type\": \"Object\"",
            );
        }
        source
    });
    SourceSet::new("spec", sources)
}

/// An emulator at the time and with the credential of the vector.
pub(crate) fn running(vector: &Vector) -> Running {
    let builder = Emulator::builder().sources(sources(vector)).clock(at(vector.timestamp));
    Running::start(match &vector.token {
        None => builder.credential(SAMPLE_SECRET_ID, SAMPLE_SECRET_KEY),
        Some(token) => builder.temporary_credential(SAMPLE_SECRET_ID, SAMPLE_SECRET_KEY, token),
    })
}
