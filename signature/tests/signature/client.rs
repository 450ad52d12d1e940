//! A client that signs by the published steps, with texts that a test changes before they are signed.
//!
//! It begins with what the official Python SDK recorded, so that its canonical request is not this crate's.

use base64ct::{Base64, Encoding};
use hmac::{Hmac, KeyInit, Mac};
use serde_json::Value;
use sha1::Sha1;
use sha2::{Digest, Sha256};
use tc3_signature::{DiagnoseOptions, Diagnosis, Key, Request, diagnose};

const VECTORS: &str = include_str!("../../../runtime/tests/data/tc3-vectors.json");

pub(crate) const SECRET_ID: &str = "AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE";
pub(crate) const SECRET_KEY: &str = "Gu5t9xGARNpq86cd98joQYCN3EXAMPLE";
pub(crate) const NOW: i64 = 1_551_113_065;

pub(crate) fn vectors() -> Vec<Value> {
    let file: Value = serde_json::from_str(VECTORS).unwrap();
    file["vectors"].as_array().unwrap().clone()
}

pub(crate) fn vector(id: &str) -> Value {
    let mut vectors = vectors().into_iter();
    vectors
        .find(|vector| vector["id"].as_str().unwrap().starts_with(id))
        .unwrap()
}

pub(crate) fn text(value: &Value) -> &str {
    value.as_str().unwrap()
}

/// The request that a vector recorded.
pub(crate) fn recorded(vector: &Value) -> Request {
    let wire = &vector["wire"];
    if wire["url"].is_null() {
        return described(vector);
    }
    let url = text(&wire["url"]).strip_prefix("https://").unwrap();
    let target = url.find('/').map_or("/", |at| &url[at..]);
    let mut request = Request::new(text(&wire["method"]), target);
    for (name, value) in wire["headers"].as_object().unwrap() {
        request = request.header(name, text(value));
    }
    match wire["body_b64"].as_str() {
        Some(body) => request.body(Base64::decode_vec(body).unwrap()),
        None => {
            // The long one.
            let body = vector["inputs"]["params"].to_string().replace("\":", "\": ");
            assert_eq!(sha256(body.as_bytes()), text(&vector["hashed_payload"]));
            request.body(body)
        }
    }
}

/// The request of a vector that was made by the SDK's signer alone, without a client.
fn described(vector: &Value) -> Request {
    let inputs = &vector["inputs"];
    let query = inputs["query"]
        .as_str()
        .map_or(String::new(), |query| format!("?{query}"));
    let request = Request::new(text(&inputs["method"]), format!("/{query}"))
        .header("Content-Type", text(&inputs["content_type"]))
        .header("Host", text(&inputs["host"]))
        .header("X-TC-Action", "CreateProxyGroup")
        .header("X-TC-Version", "2018-05-29")
        .header("X-TC-Timestamp", inputs["timestamp"].to_string())
        .body(inputs["payload"].as_str().unwrap_or_default().to_owned());
    match vector["authorization"].as_str() {
        Some(authorization) => request.header("Authorization", authorization),
        None => request,
    }
}

pub(crate) fn hmac_sha256(key: &[u8], message: &[u8]) -> Vec<u8> {
    let mut mac = <Hmac<Sha256> as KeyInit>::new_from_slice(key).unwrap();
    mac.update(message);
    mac.finalize().into_bytes().to_vec()
}

pub(crate) fn hmac_sha1(key: &[u8], message: &[u8]) -> Vec<u8> {
    let mut mac = <Hmac<Sha1> as KeyInit>::new_from_slice(key).unwrap();
    mac.update(message);
    mac.finalize().into_bytes().to_vec()
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

pub(crate) fn sha256(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// A client of TC3. Everything it signs can be changed.
pub(crate) struct Tc3 {
    /// What is sent, without `Authorization`.
    pub(crate) request: Request,
    pub(crate) canonical: String,
    /// The hash of the canonical request, as it is in the string to sign.
    pub(crate) hash: fn(&str) -> String,
    pub(crate) algorithm: String,
    pub(crate) timestamp: String,
    pub(crate) scope: String,
    pub(crate) to_sign: fn(String) -> String,
    pub(crate) secret: String,
    pub(crate) prefix: String,
    pub(crate) key_date: String,
    pub(crate) key_service: String,
    pub(crate) terminator: String,
    pub(crate) chain: fn(&Tc3, &[u8]) -> Vec<u8>,
    pub(crate) signature: fn(&[u8]) -> String,
    /// What is sent in the header.
    pub(crate) credential: String,
    pub(crate) signed_headers: String,
    pub(crate) authorization: fn(String) -> String,
}

impl Tc3 {
    pub(crate) fn recorded(id: &str) -> Self {
        let vector = vector(id);
        let mut request = recorded(&vector);
        request
            .headers
            .retain(|(name, _)| name != "Authorization" && name != "X-TC-Token");
        let (date, service) = (text(&vector["date"]), text(&vector["service"]));
        let scope = format!("{date}/{service}/tc3_request");
        let canonical = text(&vector["canonical_request"]).to_owned();
        let signed_headers = canonical.rsplit('\n').nth(1).unwrap().to_owned();
        Self {
            request,
            canonical,
            hash: |canonical| sha256(canonical.as_bytes()),
            algorithm: "TC3-HMAC-SHA256".to_owned(),
            timestamp: NOW.to_string(),
            to_sign: |text| text,
            secret: SECRET_KEY.to_owned(),
            prefix: "TC3".to_owned(),
            key_date: date.to_owned(),
            key_service: service.to_owned(),
            terminator: "tc3_request".to_owned(),
            chain: documented_chain,
            signature: hex,
            credential: format!("{SECRET_ID}/{scope}"),
            scope,
            signed_headers,
            authorization: |text| text,
        }
    }

    /// Sends a header with another value.
    pub(crate) fn send(&mut self, name: &str, value: &str) {
        let header = self.request.headers.iter_mut().find(|(known, _)| known == name);
        match header {
            Some((_, old)) => value.clone_into(old),
            None => self.request.headers.push((name.to_owned(), value.to_owned())),
        }
    }

    pub(crate) fn remove(&mut self, name: &str) {
        self.request.headers.retain(|(known, _)| known != name);
    }

    /// Signs another text in the canonical request.
    pub(crate) fn sign_instead(&mut self, sent: &str, signed: &str) {
        assert!(self.canonical.contains(sent), "{sent} is not in {}", self.canonical);
        self.canonical = self.canonical.replacen(sent, signed, 1);
    }

    /// Signs another body than the one that is sent.
    pub(crate) fn sign_body(&mut self, signed: impl AsRef<[u8]>) {
        self.sign_payload(&sha256(signed.as_ref()));
    }

    pub(crate) fn sign_payload(&mut self, payload: &str) {
        let (rest, _) = self.canonical.rsplit_once('\n').unwrap();
        self.canonical = format!("{rest}\n{payload}");
    }

    /// Sends another body than the one that is signed.
    pub(crate) fn send_body(&mut self, sent: impl Into<Vec<u8>>) {
        self.request.body = Some(sent.into().into());
    }

    pub(crate) fn body(&self) -> String {
        String::from_utf8(self.request.body.clone().unwrap().into()).unwrap()
    }

    pub(crate) fn signed(&self) -> Request {
        let hash = (self.hash)(&self.canonical);
        let to_sign = format!("{}\n{}\n{}\n{hash}", self.algorithm, self.timestamp, self.scope);
        let to_sign = (self.to_sign)(to_sign);
        let signature = (self.signature)(&(self.chain)(self, to_sign.as_bytes()));
        let authorization = format!(
            "TC3-HMAC-SHA256 Credential={}, SignedHeaders={}, Signature={signature}",
            self.credential, self.signed_headers
        );
        let request = self.request.clone();
        request.header("Authorization", (self.authorization)(authorization))
    }
}

pub(crate) fn documented_chain(client: &Tc3, to_sign: &[u8]) -> Vec<u8> {
    let secret = format!("{}{}", client.prefix, client.secret);
    let date = hmac_sha256(secret.as_bytes(), client.key_date.as_bytes());
    let service = hmac_sha256(&date, client.key_service.as_bytes());
    hmac_sha256(&hmac_sha256(&service, client.terminator.as_bytes()), to_sign)
}

/// The keys that a person has: the one that should have signed, and another.
pub(crate) fn keys() -> [Key<'static>; 2] {
    [
        Key::new(SECRET_ID, SECRET_KEY).named("profile default"),
        Key::new("AKIDotherEXAMPLE", "another-key-EXAMPLE").named("profile ci"),
    ]
}

pub(crate) fn diagnosed(request: &Request) -> Diagnosis {
    let options = DiagnoseOptions {
        services: &["cvm", "gaap", "vpc", "monitor", "clb"],
        now: Some(NOW),
        ..DiagnoseOptions::default()
    };
    diagnose(request, &keys(), &options)
}

pub(crate) fn ids(diagnosis: &Diagnosis) -> Vec<&'static str> {
    diagnosis.mistakes.iter().map(|mistake| mistake.id).collect()
}

/// A client of version 1.
pub(crate) struct V1 {
    pub(crate) request: Request,
    /// What is signed.
    pub(crate) to_sign: String,
    pub(crate) secret: String,
    pub(crate) hmac: fn(&[u8], &[u8]) -> Vec<u8>,
    pub(crate) signature: fn(&[u8]) -> String,
}

impl V1 {
    pub(crate) fn recorded(id: &str) -> Self {
        let vector = vector(id);
        Self {
            request: recorded(&vector),
            to_sign: text(&vector["string_to_sign"]).to_owned(),
            secret: SECRET_KEY.to_owned(),
            hmac: match vector["scheme"].as_str() {
                Some("HmacSHA1") => hmac_sha1,
                _ => hmac_sha256,
            },
            signature: |bytes| escaped(&Base64::encode_string(bytes)),
        }
    }

    pub(crate) fn sign_instead(&mut self, sent: &str, signed: &str) {
        assert!(self.to_sign.contains(sent), "{sent} is not in {}", self.to_sign);
        self.to_sign = self.to_sign.replacen(sent, signed, 1);
    }

    /// Sends another form than the one that is signed.
    pub(crate) fn send_instead(&mut self, signed: &str, sent: &str) {
        let form = self.form();
        assert!(form.contains(signed), "{signed} is not in {form}");
        self.set_form(form.replacen(signed, sent, 1));
    }

    fn form(&self) -> String {
        if self.request.method == "GET" {
            self.request.target.clone()
        } else {
            String::from_utf8(self.request.body.clone().unwrap().into()).unwrap()
        }
    }

    fn set_form(&mut self, form: String) {
        if self.request.method == "GET" {
            self.request.target = form;
        } else {
            self.request.body = Some(form.into());
        }
    }

    pub(crate) fn signed(&self) -> Request {
        let bytes = (self.hmac)(self.secret.as_bytes(), self.to_sign.as_bytes());
        let signature = (self.signature)(&bytes);
        let form = self.form();
        let (rest, _) = form.split_once("Signature=").unwrap();
        let mut signed = Self {
            request: self.request.clone(),
            to_sign: String::new(),
            secret: String::new(),
            hmac: self.hmac,
            signature: self.signature,
        };
        signed.set_form(format!("{rest}Signature={signature}"));
        signed.request
    }
}

pub(crate) fn escaped(text: &str) -> String {
    text.replace('%', "%25")
        .replace('+', "%2B")
        .replace('/', "%2F")
        .replace('=', "%3D")
}
