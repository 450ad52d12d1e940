//! The client's side of queries, forms and signature version 1, from the published steps.

use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;
use sha2::Sha256;
use tc3_emulator::{SAMPLE_SECRET_ID, SAMPLE_SECRET_KEY};

use crate::support::base64;
use crate::support::http::Request;
use crate::support::signer::{NOW, Signer, unsigned};

const FORM: &str = "application/x-www-form-urlencoded";

pub(crate) fn escaped(text: &str) -> String {
    let bytes = text.bytes().map(|byte| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => char::from(byte).to_string(),
        _ => format!("%{byte:02X}"),
    });
    bytes.collect()
}

fn query(pairs: &[(String, String)]) -> String {
    let pairs = pairs
        .iter()
        .map(|(name, value)| format!("{}={}", escaped(name), escaped(value)));
    pairs.collect::<Vec<_>>().join("&")
}

fn owned(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    let pairs = pairs.iter();
    pairs
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect()
}

/// A GET of the sample service, signed by TC3.
pub(crate) fn get(action: &str, pairs: &[(&str, &str)]) -> Request {
    get_of(action, &query(&owned(pairs)))
}

/// The same, with a query that is sent unchanged.
pub(crate) fn get_of(action: &str, query: &str) -> Request {
    let mut request = unsigned("sample", "2024-01-31", action, "");
    request.method = "GET".to_owned();
    request.target = format!("/?{query}");
    request.set("Content-Type", FORM);
    Signer::for_service("sample").sign(&mut request);
    request
}

/// A request signed with version 1.
#[derive(Clone)]
pub(crate) struct V1 {
    pub(crate) method: &'static str,
    pub(crate) algorithm: &'static str,
    pub(crate) secret_key: String,
    /// Whether names are signed with a full stop for each underscore.
    pub(crate) full_stops: bool,
    pub(crate) parameters: Vec<(String, String)>,
}

impl V1 {
    pub(crate) fn new(action: &str, pairs: &[(&str, &str)]) -> Self {
        let now = NOW.to_string();
        let mut parameters = owned(pairs);
        parameters.extend(owned(&[
            ("Action", action),
            ("Version", "2024-01-31"),
            ("Timestamp", &now),
            ("Nonce", "1"),
            ("SecretId", SAMPLE_SECRET_ID),
            ("SignatureMethod", "HmacSHA256"),
        ]));
        Self {
            method: "POST",
            algorithm: "HmacSHA256",
            secret_key: SAMPLE_SECRET_KEY.to_owned(),
            full_stops: false,
            parameters,
        }
    }

    pub(crate) fn set(&mut self, name: &str, value: &str) {
        self.remove(name);
        self.parameters.push((name.to_owned(), value.to_owned()));
    }

    pub(crate) fn remove(&mut self, name: &str) {
        self.parameters.retain(|(given, _)| given != name);
    }

    pub(crate) fn signed(&self) -> Request {
        self.signed_for("sample.tencentcloudapi.com")
    }

    pub(crate) fn signed_for(&self, host: &str) -> Request {
        let mut parameters = self.parameters.clone();
        parameters.sort();
        let pairs = parameters.iter().map(|(name, value)| {
            if self.full_stops {
                format!("{}={value}", name.replace('_', "."))
            } else {
                format!("{name}={value}")
            }
        });
        let text = format!("{}{host}/?{}", self.method, pairs.collect::<Vec<_>>().join("&"));
        parameters.push(("Signature".to_owned(), self.signature(&text)));
        let form = query(&parameters);
        let (target, body) = match self.method {
            "GET" => (format!("/?{form}"), Vec::new()),
            _ => ("/".to_owned(), form.into_bytes()),
        };
        Request {
            method: self.method.to_owned(),
            target,
            headers: [("Host", host), ("Content-Type", FORM)]
                .map(|(name, value)| (name.to_owned(), value.to_owned()))
                .to_vec(),
            body,
        }
    }

    fn signature(&self, text: &str) -> String {
        let key = self.secret_key.as_bytes();
        match self.algorithm {
            "HmacSHA1" => mac::<Hmac<Sha1>>(key, text),
            _ => mac::<Hmac<Sha256>>(key, text),
        }
    }
}

fn mac<M: Mac + KeyInit>(key: &[u8], text: &str) -> String {
    let mut mac = <M as KeyInit>::new_from_slice(key).expect("any key length");
    mac.update(text.as_bytes());
    base64::encode(&mac.finalize().into_bytes())
}
