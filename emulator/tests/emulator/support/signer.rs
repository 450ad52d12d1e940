//! The client's side of TC3-HMAC-SHA256, from the published steps.

use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};
use tc3_emulator::{SAMPLE_SECRET_ID, SAMPLE_SECRET_KEY};

use crate::support::http::Request;

/// The time that signed requests carry: 2023-11-14T22:13:20Z.
pub(crate) const NOW: u64 = 1_700_000_000;
const TODAY: &str = "2023-11-14";

/// The parameters of a signature.
#[derive(Clone)]
pub(crate) struct Signer {
    pub(crate) secret_id: String,
    pub(crate) secret_key: String,
    pub(crate) date: String,
    pub(crate) service: String,
    /// In the order in which they are signed and listed.
    pub(crate) signed_headers: Vec<&'static str>,
    /// Whether values are signed as they are sent, not in lower case.
    pub(crate) keeps_case: bool,
}

impl Default for Signer {
    fn default() -> Self {
        Self {
            secret_id: SAMPLE_SECRET_ID.to_owned(),
            secret_key: SAMPLE_SECRET_KEY.to_owned(),
            date: TODAY.to_owned(),
            service: "gaap".to_owned(),
            signed_headers: vec!["content-type", "host"],
            keeps_case: false,
        }
    }
}

impl Signer {
    pub(crate) fn for_service(service: &str) -> Self {
        Self {
            service: service.to_owned(),
            ..Self::default()
        }
    }

    /// Sets the request's `Authorization`.
    pub(crate) fn sign(&self, request: &mut Request) {
        let names = self.signed_headers.join(";");
        let headers: String = self
            .signed_headers
            .iter()
            .map(|name| {
                let value = request.header(name.trim()).trim();
                let value = if self.keeps_case {
                    value.to_owned()
                } else {
                    value.to_lowercase()
                };
                format!("{name}:{value}\n")
            })
            .collect();
        let query = request.target.split_once('?').map_or("", |(_, query)| query);
        let canonical = format!(
            "{}\n/\n{query}\n{headers}\n{names}\n{}",
            request.method,
            hex(&Sha256::digest(&request.body))
        );
        let scope = format!("{}/{}/tc3_request", self.date, self.service);
        let to_sign = format!(
            "TC3-HMAC-SHA256\n{}\n{scope}\n{}",
            request.header("X-TC-Timestamp"),
            hex(&Sha256::digest(canonical))
        );
        let signature = hex(&mac(&self.key(), &to_sign));
        let id = &self.secret_id;
        request.set(
            "Authorization",
            format!("TC3-HMAC-SHA256 Credential={id}/{scope}, SignedHeaders={names}, Signature={signature}"),
        );
    }

    fn key(&self) -> Vec<u8> {
        let date_key = mac(format!("TC3{}", self.secret_key).as_bytes(), &self.date);
        mac(&mac(&date_key, &self.service), "tc3_request")
    }
}

/// CreateProxyGroup with this body, signed by the sample credential at [`NOW`].
pub(crate) fn create_proxy_group(body: impl Into<Vec<u8>>) -> Request {
    let mut request = unsigned("gaap", "2018-05-29", "CreateProxyGroup", body);
    Signer::default().sign(&mut request);
    request
}

pub(crate) fn unsigned(service: &str, version: &str, action: &str, body: impl Into<Vec<u8>>) -> Request {
    let headers = [
        ("Host", format!("{service}.tencentcloudapi.com")),
        ("Content-Type", "application/json".to_owned()),
        ("X-TC-Action", action.to_owned()),
        ("X-TC-Version", version.to_owned()),
        ("X-TC-Timestamp", NOW.to_string()),
    ];
    Request {
        method: "POST".to_owned(),
        target: "/".to_owned(),
        headers: headers.map(|(name, value)| (name.to_owned(), value)).to_vec(),
        body: body.into(),
    }
}

fn mac(key: &[u8], message: &str) -> Vec<u8> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("any key length");
    mac.update(message.as_bytes());
    mac.finalize().into_bytes().to_vec()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
