//! The runtime of the Tencent Cloud client `tc3`: everything that is not generated.
//!
//! The code that `tc3-codegen` generates is data: structs, tables of their members, metadata of each action. This crate
//! has their behavior, written once:
//!
//! - generated types are deserialized, serialized, formatted and compared over their tables ([`Record`]), in JSON by
//!   [`from_json`] and [`to_json`], and in other formats by serde;
//! - [`sign`] has TC3-HMAC-SHA256 as a pure function;
//! - [`Client`] signs requests, sends them and decodes the responses; [`Error`] is its error type;
//! - [`transport`] and [`interceptor`] let other code take part in calls: another HTTP stack, hooks around each attempt;
//! - [`Client::pages`] and [`Client::items`] paginate through lists, and [`Client::wait_until`] polls until a condition
//!   holds.
//!
//! Items that are not in this documentation are for generated code: they follow the generator's version and not semver.
//!
#![cfg_attr(feature = "client", doc = "```no_run")]
#![cfg_attr(not(feature = "client"), doc = "```text")]
//! # use tc3_runtime as tc3;
//! # async fn example() -> Result<(), tc3::Error> {
//! let client = tc3::Client::from_env()?;
//! let regions = client.call_raw("gaap", "2018-05-29", "DescribeDestRegions", "{}").await?;
//! println!("{} (request {})", regions["DestRegionSet"], regions.request_id());
//! # Ok(()) }
//! ```
//!
//! # Features
//! | feature | default | what it adds |
//! |---|---|---|
//! | `client` | yes | [`Client`] over hyper and rustls. Without it, types and signing need no HTTP stack. |
//! | `blocking` | no | `blocking::Client`, a client for code without async. |
//! | `clock-skew` | no | `Client::clock_skew`: corrects the timestamps of requests when the service rejects one because of the local clock. |
//! | `failover` | no | `Failover`: a circuit breaker that sends calls to a backup host while their own fails. |
//! | `encodings` | no | GET, multipart bodies, octet streams, unsigned payloads and unsigned requests, for calls that need them: `HttpMethod`, `SignatureMethod`, `RawCall`. |
//! | `named` | no | Calls of actions known by name, with what is known of them: `NamedCall`, `NamedPaging`, `Prepared`. |
//! | `sign-v1` | no | Signatures of version 1, HmacSHA1 and HmacSHA256: `sign::v1`, and with `encodings` an option of the client. |
//! | `mock` | no | `mock::MockTransport`: replies for tests in place of the network. `mock::Recorder` records real responses. |
//! | `rate-limit` | no | `RateLimits`: keeps calls below the request rates that services accept. |
//! | `stream` | no | `Client::stream`: responses that are streams of server-sent events. |
//! | `tracing` | no | Spans and events of calls; see below. |
//!
//! # Spans and events
//! With the feature `tracing`, calls emit spans and events of the crate of that name, with the target `tc3`. Any subscriber
//! prints them as lines, one for each call at its usual level:
//!
//! ```
//! tracing_subscriber::fmt().init();
//! ```
//!
//! | what | level | fields |
//! |---|---|---|
//! | span `call` | info | `rpc.service`, `rpc.method` (service and action), `version`, `region`, `rpc.system.name`; once it is sent `server.address` and `server.port`; at its end `outcome`, `attempts`, `anomalies`, `request_id`, `error.type`, `rpc.response.status_code` (the error code of the service), `http.response.status_code` |
//! | event `call started`, in the call | debug | |
//! | event `call ended`, in the call | info | `outcome`, `attempts`, `elapsed_ms`, `anomalies`, `request_id`, `error.type`, `http.response.status_code` |
//! | span `attempt`, in the call's | debug | `number` from 1, `http.request.method`, `http.request.resend_count`, `url.full` without the query, `server.address`, `server.port`; at its end `outcome`, `error.type`, `http.response.status_code`, and as `cause` the connection error of the system, TLS or HTTP |
//! | event `retrying`, in the attempt | warn | `attempt`, `wait_ms` (the backoff), and what failed: `outcome`, `error.type`, `http.response.status_code`, `cause` |
//! | event when the clock skew is corrected | warn | `skew_s`, in seconds as `Client::clock_skew` |
//! | event when credentials are refreshed | debug | `expires_in_s`, if they expire |
//! | event when a refresh of credentials fails | warn | whether the old ones are still valid; `outcome`, `error.type`, `cause` |
//!
//! An `outcome` is `ok`, `dropped` (the future was dropped early), or the `kind` of the error, which the
//! [JSON form](Error#impl-Serialize-for-Error) of errors lists. `error.type` is the error code of the service, or the outcome
//! of any other failure. `anomalies` is the number of the response's anomalies, if there are any. A field that does not apply
//! is absent. The span of a call has a higher level than the attempts in it, so that a warning in it names the call, and a
//! trace at the usual level has calls but not attempts. A call that fails ends at info too: the error is for its caller to
//! log. Names and levels are stable.
//!
//! Names with a dot are those of OpenTelemetry's semantic conventions, version 1.45.0. In a trace that
//! `tracing-opentelemetry` exports, a call is a client span with its `rpc.method` as the name, an attempt is a client span
//! with its HTTP method as the name, and a failure sets the status: spans have `otel.name`, `otel.kind` and
//! `otel.status_code` for that.
//!
//! Secrets are redacted: spans and events hold no key, token, signature, header, body, query or parameter, and of an error of
//! the service only the code, since the message may quote a parameter. The `cause` of a failed refresh is the message of the
//! credentials source.
#![cfg_attr(docsrs, feature(doc_cfg))]
#![cfg_attr(
    not(feature = "client"),
    allow(rustdoc::broken_intra_doc_links, reason = "the link targets need the client")
)]

#[cfg(feature = "blocking")]
pub mod blocking;
#[cfg(feature = "client")]
mod client;
#[cfg(feature = "client")]
mod clock;
pub mod codes;
pub mod credentials;
#[cfg(feature = "client")]
mod decode;
#[cfg(feature = "client")]
mod endpoint;
mod error;
#[cfg(any(feature = "failover", feature = "rate-limit"))]
mod evicting_map;
#[cfg(feature = "failover")]
mod failover;
#[cfg(feature = "client")]
mod headers;
mod http_response;
#[cfg(feature = "client")]
pub mod interceptor;
#[doc(hidden)]
pub mod json;
#[cfg(feature = "mock")]
pub mod mock;
#[cfg(feature = "client")]
mod pagination;
#[cfg(feature = "client")]
mod random;
#[cfg(feature = "rate-limit")]
mod rate_limit;
#[cfg(feature = "named")]
mod raw_json;
#[doc(hidden)]
pub mod record;
mod response;
#[cfg(feature = "client")]
mod retry;
mod sanitize;
pub mod sign;
#[cfg(feature = "stream")]
pub mod stream;
#[cfg(feature = "client")]
mod tasks;
#[cfg(feature = "client")]
mod telemetry;
#[cfg(feature = "client")]
pub mod transport;
#[cfg(feature = "client")]
mod wait;

#[cfg(feature = "client")]
pub use client::{CallOptions, Client, ClientBuilder, Language};
#[cfg(feature = "encodings")]
pub use client::{HttpMethod, RawCall, SignatureMethod};
#[cfg(feature = "named")]
pub use client::{NamedCall, Prepared};
#[cfg(feature = "client")]
pub use clock::Clock;
pub use codes::{CommonErrorCode, ErrorCode};
pub use credentials::{Credentials, ProvideCredentials};
#[cfg(feature = "client")]
pub use endpoint::{Endpoint, Endpoints};
pub use error::Error;
#[cfg(feature = "failover")]
pub use failover::Failover;
#[cfg(feature = "client")]
pub use headers::Header;
pub use json::{from_json, to_json};
#[cfg(feature = "client")]
pub use pagination::{Items, Pages};
#[cfg(feature = "named")]
pub use pagination::{NamedPage, NamedPages, NamedPaging};
#[cfg(feature = "rate-limit")]
pub use rate_limit::RateLimits;
#[cfg(feature = "named")]
pub use raw_json::RawJson;
pub use record::{
    Action, ActionInfo, Anomaly, AnomalyKind, Content, EmptyResponse, Record, ServiceInfo, Streams, UnknownMember,
    UnknownValue,
};
pub use record::{Paged, Paging, PagingFlag, PagingKind};
pub use response::{CallResult, Response};
#[cfg(feature = "client")]
pub use retry::RetryPolicy;
pub use serde_json::Value;
#[cfg(feature = "client")]
pub use transport::Proxy;
#[cfg(feature = "client")]
pub use wait::PollStatus;

#[doc(hidden)]
pub mod generated_0_1;

#[doc(hidden)]
pub mod __private {
    pub use serde;
}

/// Tests the examples of the README.
#[cfg(all(doctest, feature = "client"))]
#[doc = include_str!("../README.md")]
struct ReadmeExamples;
