//! Calls of actions known by name that take bytes.

use std::fmt;

use bytes::Bytes;
use serde_json::Value;

use crate::client::serialize::{Binary, SerializedRequest};
use crate::record::Content;
use crate::retry::Idempotency;
use crate::{Client, Error, Response};

/// A call of an action known by name that takes bytes, for
/// [`Client::call_raw_with`](crate::Client::call_raw_with).
///
/// ```no_run
/// # use tc3_runtime as tc3;
/// # async fn example(client: tc3::Client, logs: Vec<u8>) -> Result<(), tc3::Error> {
/// use tc3::RawCall;
///
/// let call = RawCall::octet_stream("cls", "2020-10-16", "UploadLog", logs).parameter("TopicId", "f6c4fa6f");
/// let response = client.call_raw_with(call).await?;
/// println!("{}", response.request_id());
/// # Ok(()) }
/// ```
#[derive(Clone)]
#[must_use]
pub struct RawCall {
    service: String,
    version: String,
    action: String,
    content: Content,
    /// A parameter of bytes is null here, and in `binary` by the same name.
    parameters: Vec<(String, Value)>,
    binary: Vec<Binary>,
}

impl RawCall {
    /// Creates a call with a multipart body.
    ///
    /// ```
    /// # use tc3_runtime as tc3;
    /// let call = tc3::RawCall::multipart("ocr", "2018-11-19", "Recognize").binary("Image", &b"the image"[..]);
    /// ```
    pub fn multipart(service: impl Into<String>, version: impl Into<String>, action: impl Into<String>) -> Self {
        Self {
            service: service.into(),
            version: version.into(),
            action: action.into(),
            content: Content::Multipart,
            parameters: Vec::new(),
            binary: Vec::new(),
        }
    }

    /// Creates a call with a raw body, whose parameters are sent as headers `X-<SERVICE>-<parameter>`, up to 32 KiB of names
    /// and values together.
    pub fn octet_stream(
        service: impl Into<String>,
        version: impl Into<String>,
        action: impl Into<String>,
        body: impl Into<Bytes>,
    ) -> Self {
        let body = Binary {
            name: "".into(),
            bytes: body.into(),
        };
        Self {
            content: Content::OctetStream,
            binary: vec![body],
            ..Self::multipart(service, version, action)
        }
    }

    /// Adds a parameter. Parts are sent in the order in which parameters are added; null is not sent.
    pub fn parameter(mut self, name: impl Into<String>, value: impl Into<Value>) -> Self {
        self.parameters.push((name.into(), value.into()));
        self
    }

    /// Adds a parameter of bytes: any number in a multipart body, and none in an octet stream, whose body is one already.
    pub fn binary(mut self, name: impl Into<String>, bytes: impl Into<Bytes>) -> Self {
        let name = name.into();
        self.parameters.push((name.clone(), Value::Null));
        self.binary.push(Binary {
            name: name.into(),
            bytes: bytes.into(),
        });
        self
    }

    fn serialize(&self) -> SerializedRequest {
        let members = self.parameters.iter();
        let members: Vec<String> = members
            .map(|(name, value)| format!("{}:{value}", Value::from(&**name)))
            .collect();
        SerializedRequest {
            body: format!("{{{}}}", members.join(",")).into(),
            idempotency: Idempotency::None,
            content: self.content,
            signed: true,
            binary: self.binary.clone(),
        }
    }
}

/// Redacts the parameters and the bytes, which may be secret.
impl fmt::Debug for RawCall {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RawCall")
            .field("service", &self.service)
            .field("version", &self.version)
            .field("action", &self.action)
            .field("content", &self.content)
            .finish_non_exhaustive()
    }
}

/// With the feature `encodings`.
impl Client {
    /// Calls an action that takes bytes, as [`call_raw`](Self::call_raw) does for JSON; see [`RawCall`] for an example.
    ///
    /// # Errors
    /// As [`call_raw`](Self::call_raw).
    ///
    /// # Panics
    /// As [`send`](Self::send).
    pub async fn call_raw_with(&self, call: RawCall) -> Result<Response<Value>, Error> {
        self.call_by_name(&call.service, &call.version, &call.action, call.serialize())
            .await
    }
}
