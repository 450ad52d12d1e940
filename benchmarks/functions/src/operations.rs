//! The operations, in pairs.

use std::fmt;

use sha2::{Digest, Sha256};
use tc3::Record;
use tc3::gaap;
use tc3::runtime::json::{Decoded, Envelope, read_envelope, to_vec};
use tc3::runtime::sign::{Signed, sign_with_key, utc_date};

use crate::inputs::{Inputs, SERVICE, TIMESTAMP, hmac, input};
use crate::peer;

/// One operation, with tc3 and with its peer.
pub struct Operation {
    pub name: &'static str,
    /// What tc3 is compared with.
    pub peer_name: &'static str,
    pub tc3: fn(&Inputs) -> Output,
    pub peer: fn(&Inputs) -> Output,
    /// The length of the JSON or of the signed body.
    pub bytes: fn(&Inputs) -> usize,
}

impl fmt::Display for Operation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}

/// The output of an operation, returned so that dropping it is not measured.
pub enum Output {
    Proxies(Decoded<gaap::DescribeProxiesResponse>),
    PeerProxies(peer::DescribeProxiesResponse),
    Group(Decoded<gaap::CreateProxyGroupResponse>),
    PeerGroup(peer::CreateProxyGroupResponse),
    Json(Vec<u8>),
    Signed(Signed),
    Hashes([[u8; 32]; 3]),
}

const DERIVES: &str = "serde_json with derives";

pub const OPERATIONS: [Operation; 7] = [
    Operation {
        name: "decode-100",
        peer_name: DERIVES,
        tc3: |inputs| Output::Proxies(decoded(&inputs.proxies)),
        peer: |inputs| Output::PeerProxies(derived(&inputs.proxies)),
        bytes: |inputs| inputs.proxies.len(),
    },
    Operation {
        name: "decode-100-as-declared",
        peer_name: DERIVES,
        tc3: |inputs| Output::Proxies(decoded(&inputs.proxies_as_declared)),
        peer: |inputs| Output::PeerProxies(derived(&inputs.proxies_as_declared)),
        bytes: |inputs| inputs.proxies_as_declared.len(),
    },
    Operation {
        name: "decode-100-from-str",
        peer_name: "derives, text validated at once",
        tc3: |inputs| Output::Proxies(decoded(&inputs.proxies)),
        peer: |inputs| Output::PeerProxies(derived_from_text(&inputs.proxies)),
        bytes: |inputs| inputs.proxies.len(),
    },
    Operation {
        name: "decode-small",
        peer_name: DERIVES,
        tc3: |inputs| Output::Group(decoded(&inputs.group)),
        peer: |inputs| Output::PeerGroup(derived(&inputs.group)),
        bytes: |inputs| inputs.group.len(),
    },
    Operation {
        name: "encode-full",
        peer_name: DERIVES,
        tc3: |inputs| Output::Json(to_vec(&inputs.create.0)),
        peer: |inputs| Output::Json(serde_json::to_vec(&inputs.create.1).expect("JSON")),
        bytes: |inputs| to_vec(&inputs.create.0).len(),
    },
    Operation {
        name: "encode-small",
        peer_name: DERIVES,
        tc3: |inputs| Output::Json(to_vec(&inputs.detail.0)),
        peer: |inputs| Output::Json(serde_json::to_vec(&inputs.detail.1).expect("JSON")),
        bytes: |inputs| to_vec(&inputs.detail.0).len(),
    },
    Operation {
        name: "sign",
        peer_name: "bare hashing",
        tc3: |inputs| Output::Signed(signed(inputs)),
        peer: |inputs| Output::Hashes(hashes(inputs)),
        bytes: |inputs| inputs.signing.body.len(),
    },
];

/// Reads a list of connections with tc3.
///
/// # Panics
/// If the body is no such response.
#[inline(never)]
pub fn read_proxies(body: &[u8]) -> Decoded<gaap::DescribeProxiesResponse> {
    decoded(body)
}

/// Reads a list of connections with derives, over text that is validated at once.
///
/// # Panics
/// If the body is no such response.
#[inline(never)]
pub fn read_proxies_derived(body: &[u8]) -> peer::DescribeProxiesResponse {
    derived_from_text(body)
}

/// Writes a request with tc3.
#[inline(never)]
pub fn write(request: &gaap::CreateProxyGroupRequest) -> Vec<u8> {
    to_vec(request)
}

/// Writes a request with derives.
///
/// # Panics
/// Never: every request is JSON.
#[inline(never)]
pub fn write_derived(request: &peer::CreateProxyGroupRequest) -> Vec<u8> {
    serde_json::to_vec(request).expect("JSON")
}

fn decoded<T: Record>(body: &[u8]) -> Decoded<T> {
    match read_envelope(body) {
        Ok(Envelope::Success(decoded)) => decoded,
        other => panic!("no success: {other:?}"),
    }
}

fn derived<T: for<'de> serde::Deserialize<'de>>(body: &[u8]) -> T {
    let envelope: peer::Envelope<T> = serde_json::from_slice(body).expect("a response");
    envelope.response
}

/// Less common, but the way tc3 reads: UTF-8 is validated once and not once per string.
fn derived_from_text<T: for<'de> serde::Deserialize<'de>>(body: &[u8]) -> T {
    let text = std::str::from_utf8(body).expect("text");
    let envelope: peer::Envelope<T> = serde_json::from_str(text).expect("a response");
    envelope.response
}

/// Signs as a client does, with a key from the cache of signing keys.
fn signed(inputs: &Inputs) -> Signed {
    let signing = &inputs.signing;
    let key = signing.keys.get(&signing.credentials, &utc_date(TIMESTAMP), SERVICE);
    sign_with_key(&input(&signing.body), signing.credentials.secret_id(), &key)
}

fn hashes(inputs: &Inputs) -> [[u8; 32]; 3] {
    let signing = &inputs.signing;
    [
        Sha256::digest(signing.body).into(),
        Sha256::digest(&signing.canonical_request).into(),
        hmac(&signing.key, signing.string_to_sign.as_bytes()),
    ]
}

/// Runs each operation once on both sides.
///
/// # Panics
/// If the outputs differ.
pub fn assert_same_outputs(inputs: &Inputs) {
    for operation in &OPERATIONS {
        let (ours, theirs) = ((operation.tc3)(inputs), (operation.peer)(inputs));
        assert!(ours.is_same(&theirs), "{operation}: the outputs differ");
    }
}

impl Output {
    fn is_same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Proxies(ours), Self::PeerProxies(theirs)) => {
                is_same_response(ours, theirs, &theirs.request_id) && ours.value.proxy_set.len() == 100
            }
            (Self::Group(ours), Self::PeerGroup(theirs)) => is_same_response(ours, theirs, &theirs.request_id),
            (Self::Json(ours), Self::Json(theirs)) => ours == theirs,
            (Self::Signed(ours), Self::Hashes(theirs)) => {
                let ours = [&ours.hashed_payload, &ours.hashed_canonical_request, &ours.signature];
                ours == theirs
                    .map(|hash| hash.map(|byte| format!("{byte:02x}")).concat())
                    .each_ref()
            }
            _ => false,
        }
    }
}

fn is_same_response<T: Record + serde::Serialize>(
    ours: &Decoded<T>,
    theirs: &impl serde::Serialize,
    request_id: &Option<String>,
) -> bool {
    let json = |value: Result<serde_json::Value, _>| value.expect("JSON");
    json(serde_json::to_value(&ours.value)) == json(serde_json::to_value(theirs))
        && ours.request_id == *request_id
        && request_id.is_some()
        && ours.findings.anomalies.is_empty()
        && ours.findings.unknown.is_empty()
}
