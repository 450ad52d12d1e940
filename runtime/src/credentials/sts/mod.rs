//! Calls to STS, the service that issues temporary credentials (version 2018-08-13), and the providers that make them.
//!
//! A provider lives outside of a client and may serve several, so it has a clock of its own, which a client's clock skew
//! does not correct.

mod assume_named_role;
mod assume_role;
mod role_session;
mod web_identity;

pub(crate) use assume_named_role::{RoleOfKey, StsSettings};
pub use assume_role::{AssumeRole, AssumeRoleBuilder};
pub use web_identity::WebIdentity;

use std::time::{Duration, SystemTime};

use bytes::Bytes;
use http::header::{AUTHORIZATION, CONTENT_TYPE, HOST};
use http::{HeaderValue, Method, Request};
use serde::ser::{Serialize, Serializer};
use zeroize::Zeroizing;

use self::role_session::SessionTag;
use super::secret_http::{Timeouts, exchange};
use super::secret_json::{SecretJson, unreadable, wipe};
use crate::clock::unix_seconds;
use crate::error::CallName;
use crate::headers::{JSON, SKIP, X_TC_ACTION, X_TC_REGION, X_TC_TIMESTAMP, X_TC_TOKEN, X_TC_VERSION, secret, value};
use crate::http_response::HttpResponse;
use crate::sign::{Payload, SigningInput, sign};
use crate::{Credentials, Endpoint, Error, Proxy};

const HOST_NAME: &str = "sts.tencentcloudapi.com";
/// The default of the API.
const DEFAULT_DURATION_SECONDS: u64 = 7200;

const SERVICE: &str = "sts";
const VERSION: &str = "2018-08-13";

const TIMEOUTS: Timeouts = Timeouts {
    connect: Duration::from_secs(5),
    total: Duration::from_secs(10),
};

/// A request to STS.
struct StsRequest<'a> {
    endpoint: &'a Endpoint,
    region: &'a str,
    action: &'static str,
    parameters: Parameters<'a>,
    /// The credentials to sign with; `None` for actions that are authenticated by a parameter.
    signer: Option<&'a Credentials>,
    now: SystemTime,
    proxy: Proxy,
}

impl StsRequest<'_> {
    /// Sends the request and returns the temporary credentials.
    async fn send(&self) -> Result<Credentials, Error> {
        self.exchange().await.map_err(|error| {
            error.of_call(CallName {
                service: SERVICE.into(),
                action: self.action.into(),
            })
        })
    }

    async fn exchange(&self) -> Result<Credentials, Error> {
        let answer = exchange(self.request()?, &TIMEOUTS, self.proxy.clone()).await?;
        read(answer)
    }

    fn request(&self) -> Result<Request<Bytes>, Error> {
        let timestamp = unix_seconds(self.now)?;
        let body = self.parameters.to_json();
        let authorization = match self.signer {
            Some(credentials) => self.sign(credentials, &body, timestamp),
            None => SKIP.to_owned(),
        };
        let mut request = Request::new(Bytes::from_owner(body));
        *request.method_mut() = Method::POST;
        *request.uri_mut() = self.endpoint.uri().clone();
        let headers = request.headers_mut();
        headers.insert(HOST, self.endpoint.host_header());
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(JSON));
        headers.insert(AUTHORIZATION, secret("the Authorization header", &authorization)?);
        headers.insert(X_TC_ACTION, HeaderValue::from_static(self.action));
        headers.insert(X_TC_VERSION, HeaderValue::from_static(VERSION));
        headers.insert(X_TC_TIMESTAMP, HeaderValue::from(timestamp));
        headers.insert(X_TC_REGION, value("the region", self.region)?);
        if let Some(token) = self.signer.and_then(Credentials::token) {
            headers.insert(X_TC_TOKEN, secret("the session token", token)?);
        }
        Ok(request)
    }

    fn sign(&self, credentials: &Credentials, body: &[u8], timestamp: u64) -> String {
        let input = SigningInput::new(SERVICE, self.endpoint.host(), timestamp, Payload::Bytes(body));
        sign(&input, credentials).authorization
    }
}

fn read(answer: HttpResponse) -> Result<Credentials, Error> {
    let document = match SecretJson::parse(&answer.body) {
        Ok(document) => document,
        Err(why) => return Err(unreadable(answer, why)),
    };
    if let Some(code) = document.text("/Response/Error/Code").map(ToOwned::to_owned) {
        let text = |pointer| document.text(pointer).map(ToOwned::to_owned);
        let message = text("/Response/Error/Message").unwrap_or_default();
        let request_id = text("/Response/RequestId");
        return Err(Error::service_error(answer, code, message, request_id));
    }
    if !answer.status.is_success() {
        return Err(unreadable(answer, "the body is a success, the status is not"));
    }
    match document.temporary_credentials("/Response/Credentials", "/Response/ExpiredTime") {
        Ok(credentials) => {
            wipe(answer.body);
            Ok(credentials)
        }
        Err(why) => Err(unreadable(answer, why)),
    }
}

/// The default name of a session, with its start.
fn session_name(now: SystemTime) -> Result<String, Error> {
    Ok(format!("tc3-rust-{}", unix_seconds(now)?))
}

/// The value of a parameter.
enum Parameter<'a> {
    Text(&'a str),
    Number(u64),
    Tags(&'a [SessionTag]),
}

impl Serialize for Parameter<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Text(text) => serializer.serialize_str(text),
            Self::Number(number) => serializer.serialize_u64(*number),
            Self::Tags(tags) => tags.serialize(serializer),
        }
    }
}

/// The body of a request, wiped when it is dropped.
struct Parameters<'a>(&'a [(&'static str, Parameter<'a>)]);

impl Parameters<'_> {
    fn to_json(&self) -> Zeroizing<Vec<u8>> {
        // Escapes aside, the buffer does not grow, which would leave copies behind.
        let texts = self.0.iter().map(|(name, parameter)| match parameter {
            Parameter::Text(text) => name.len() + text.len(),
            Parameter::Number(_) => name.len(),
            // No secrets: the buffer may grow.
            Parameter::Tags(_) => name.len(),
        });
        let reserved = texts.sum::<usize>() + 32 * (self.0.len() + 1);
        let mut json = Zeroizing::new(Vec::with_capacity(reserved));
        // Writing texts and numbers to memory cannot fail.
        let _ = serde_json::to_writer(&mut *json, self);
        json
    }
}

impl Serialize for Parameters<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, value)| (name, value)))
    }
}
