//! The record of a request, for tests to look at.

use std::fmt;
use std::time::SystemTime;

use bytes::Bytes;
use http::{HeaderMap, Method};

use crate::params::ReceivedParameters;
use crate::wire::encoding::Encoding;
use crate::wire::format::Signature;
use crate::wire::sanitize::excerpt_of;

/// The longest error message in a log, in characters.
const MAX_MESSAGE_CHARS: usize = 600;

/// A request that the emulator received, and its outcome.
///
/// A request to the metadata service of a machine has `metadata` as its service, and the path below
/// `/latest/meta-data/` as its action.
///
/// `Debug` shows no parameters, no signature and no token.
///
/// ```
/// # let runtime = tokio::runtime::Runtime::new()?;
/// # runtime.block_on(async {
/// # use tc3_emulator::{Emulator, Outcome};
/// let emulator = Emulator::builder().embedded_spec().start().await?;
/// // ... a client calls the emulator here ...
/// for request in emulator.requests() {
///     assert_eq!(request.service.as_deref(), Some("gaap"));
///     assert_eq!(request.outcome, Outcome::Answered);
/// }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// # })?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
#[non_exhaustive]
pub struct RecordedRequest {
    /// The ID that the answer carried. The metadata service sends none; its requests have one only in the record.
    pub request_id: String,
    /// The time when the request came in, by the emulator's clock.
    pub received_at: SystemTime,
    /// The HTTP method.
    pub method: Method,
    /// The service that the host or else the credential scope names: `gaap`.
    pub service: Option<String>,
    /// The value of `X-TC-Action`, or of `Action` in signature version 1: `CreateProxyGroup`. Cut to 300 characters,
    /// like the version and the region.
    pub action: Option<String>,
    /// The value of `X-TC-Version`, or of `Version` in signature version 1: `2018-05-29`.
    pub version: Option<String>,
    /// The value of `X-TC-Region`, or of `Region` in signature version 1.
    pub region: Option<String>,
    /// The call that the request made, if it was understood.
    pub call: Option<ReceivedCall>,
    /// The query as it came, still escaped; empty if there was none.
    pub query: String,
    /// The headers as they came, with names in lower case.
    pub headers: HeaderMap,
    /// The body as it came; empty if it was too large to read.
    pub body: Bytes,
    /// The outcome of the request.
    pub outcome: Outcome,
    /// The injected fault that hit the request, if any: `dropped after processing`, or `clock skewed` or `delayed` if it
    /// has no other effect.
    pub fault: Option<&'static str>,
    /// What a lenient emulator let pass, in the words of the error that a strict one answers with: `` `Cpu` is not a
    /// parameter, but `CPU` in other letter case ``.
    pub notes: Vec<String>,
    /// The parameters of the call as a JSON object, shortened and without secrets, for a log; `None` without
    /// [`Builder::log_parameters`](crate::Builder::log_parameters), and if no call was understood.
    pub redacted_parameters: Option<String>,
}

impl RecordedRequest {
    /// The size in bytes of everything whose size the sender decides.
    pub(super) fn size(&self) -> usize {
        let parameters = self.call.as_ref().map_or(0, |call| call.parameters.added_bytes());
        let headers = self.headers.iter();
        let headers: usize = headers.map(|(name, value)| name.as_str().len() + value.len()).sum();
        let common = [&self.service, &self.action, &self.version, &self.region];
        let common: usize = common.into_iter().flatten().map(String::len).sum();
        let message = match &self.outcome {
            Outcome::Answered | Outcome::Unserved => 0,
            Outcome::Refused { message, .. } => message.len(),
        };
        let notes: usize = self.notes.iter().map(String::len).sum();
        let redacted = self.redacted_parameters.as_ref().map_or(0, String::len);
        self.body.len() + self.query.len() + parameters + headers + common + message + notes + redacted
    }

    /// Returns the error code that the request was refused with, such as `AuthFailure.SignatureFailure`.
    ///
    /// ```
    /// # fn example(request: &tc3_emulator::RecordedRequest) {
    /// assert_eq!(request.error_code(), Some("AuthFailure.SignatureFailure"));
    /// # }
    /// ```
    pub fn error_code(&self) -> Option<&str> {
        match &self.outcome {
            Outcome::Answered | Outcome::Unserved => None,
            Outcome::Refused { code, .. } => Some(code),
        }
    }

    /// Returns the [`notes`](Self::notes) for a log: the first 300 characters of each, with control characters escaped.
    ///
    /// ```
    /// # fn example(request: &tc3_emulator::RecordedRequest) {
    /// for note in request.short_notes() {
    ///     println!("{}: {note}", request.request_id);
    /// }
    /// # }
    /// ```
    pub fn short_notes(&self) -> Vec<String> {
        let notes = self.notes.iter();
        notes.map(|note| excerpt_of(note, MAX_MESSAGE_CHARS)).collect()
    }

    /// Returns the reason why the request was refused, for a log: the first line of the message, at most 300 characters
    /// long, with control characters escaped.
    ///
    /// It may quote what was sent, but nothing that the spec marks `secret`.
    ///
    /// ```
    /// # fn example(request: &tc3_emulator::RecordedRequest) {
    /// if let Some(message) = request.error_message() {
    ///     println!("{}: {message}", request.request_id);
    /// }
    /// # }
    /// ```
    pub fn error_message(&self) -> Option<String> {
        match &self.outcome {
            Outcome::Answered | Outcome::Unserved => None,
            Outcome::Refused { message, .. } => {
                let first_line = message.lines().next().unwrap_or_default();
                Some(excerpt_of(first_line, MAX_MESSAGE_CHARS))
            }
        }
    }
}

/// The outcome of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Outcome {
    /// The request passed every check and was answered with the action's output.
    Answered,
    /// An injected fault came first: nothing was checked, changed or answered.
    Unserved,
    /// The request was answered with an error.
    Refused {
        /// The error code, such as `AuthFailure.SignatureFailure`; for the metadata service the HTTP status, such as
        /// `404`.
        code: String,
        /// The message, which says what was expected instead. Secrets in it are redacted.
        message: String,
    },
}

impl fmt::Debug for RecordedRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RecordedRequest")
            .field("request_id", &self.request_id)
            .field("method", &self.method)
            .field("service", &self.service)
            .field("action", &self.action)
            .field("version", &self.version)
            .field("region", &self.region)
            .field("call", &self.call)
            .field("query", &format_args!("{} bytes", self.query.len()))
            .field("headers", &self.headers)
            .field("body", &format_args!("{} bytes", self.body.len()))
            .field("outcome", &self.outcome)
            .field("fault", &self.fault)
            .field("notes", &self.notes)
            .finish_non_exhaustive()
    }
}

/// A call that the emulator understood: its caller was authenticated, its action was found and its parameters were
/// read.
///
/// It may have been refused nevertheless, such as for the values of its parameters.
///
/// ```
/// # async fn example(emulator: &tc3_emulator::Emulator) {
/// let call = emulator.received().pop().expect("a call");
/// assert_eq!((call.service.as_str(), call.action.as_str()), ("gaap", "CreateProxyGroup"));
/// assert_eq!(call.parameters.get("GroupName").as_deref(), Some("web"));
/// # }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ReceivedCall {
    /// The name of the service: `gaap`.
    pub service: String,
    /// The version of the service: `2018-05-29`.
    pub version: String,
    /// The name of the action: `CreateProxyGroup`.
    pub action: String,
    /// The region, if one was named.
    pub region: Option<String>,
    /// The SecretId that signed the call; `None` if it is unsigned.
    pub secret_id: Option<String>,
    /// How the parameters were sent.
    pub encoding: Encoding,
    /// How the caller was authenticated.
    pub signature: Signature,
    /// The parameters.
    pub parameters: ReceivedParameters,
}
