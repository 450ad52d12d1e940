//! The hand-written half of the Tencent Cloud client `tc3`.
//!
//! What `tc3-codegen` generates is data: structs, tables of members, the facts of each action. What they do is
//! written here, once:
//!
//! - generated types are read, written, printed and compared over their tables ([`Record`]), in JSON by
//!   [`from_json`] and [`to_json`], in other formats by serde;
//! - [`sign`] is TC3-HMAC-SHA256 as a pure function;
//! - [`Client`] signs requests, sends them and reads the answers; [`Error`] says what went wrong;
//! - [`Client::pages`] and [`Client::items`] go through lists, [`Client::wait_until`] waits until something is so.
//!
//! What is not listed here is for generated code: it follows the generator's version and not semver.
//!
//! | feature | default | what it adds |
//! |---|---|---|
//! | `client` | yes | [`Client`] over hyper and rustls. Without it, types and signer build with no HTTP stack. |
//! | `blocking` | no | `blocking::Client`: a client for code without async. |
//! | `clock-skew` | no | Calls that the cloud refuses for their date are dated by its clock: `Client::clock_skew`. |
//! | `failover` | no | `Failover`: sends calls to a backup host while theirs fails. |
//! | `encodings` | no | GET, multipart bodies, octet streams, an unsigned payload and no signature, for calls that need them: `HttpMethod`, `SignatureMethod`, `RawCall`. |
//! | `sign-v1` | no | Signatures of version 1, HmacSHA1 and HmacSHA256: `sign::v1`, and with `encodings` a choice of the client. |
//! | `mock` | no | `mock::MockTransport`: clients for tests, over replies instead of the network. `mock::Recorder` keeps real answers. |
//! | `rate-limit` | no | `RateLimits`: keeps calls below the rates that the cloud accepts. |
//! | `stream` | no | `Client::stream`: answers that are streams of server-sent events. |
//! | `tracing` | no | Spans and events of calls, below. |
//!
//! # Spans and events
//! With the feature `tracing` calls tell of themselves by the crate of that name, under the target `tc3`:
//!
//! | what | level | in it |
//! |---|---|---|
//! | span `call` | info | `service`, `action`, `version`, `region`; at its end `outcome`, `attempts`, `request_id`, `error_code`, `http_status` |
//! | span `attempt`, in the call's | debug | `number` from 1, `host`; at its end `outcome`, `error_code`, `http_status`, and as `cause` what the system, TLS or HTTP said of a connection |
//! | event in an attempt that another one follows | debug | `wait_ms`, the wait before that |
//! | event when the cloud's time was learnt | warn | `skew_s`, in seconds as `Client::clock_skew` |
//! | event when new credentials came | debug | `expires_in_s`, if they tell it |
//! | event when a refresh of credentials failed | warn | whether the old ones still serve; `outcome`, `error_code`, `cause` |
//!
//! An `outcome` is `ok`, `dropped` (the future was, before its end), `refused` (here, before sending), `not_connected`,
//! `timed_out`, `broken`, `no_credentials`, `unreadable`, `too_large`, `anomalous` or `service_error`, which alone has an `error_code`.
//! How long a span took is for the subscriber to measure. The span of a call is above the level of what is in it, so
//! that a warning in it names the call, and a trace at the usual level has calls but not attempts. A call that fails
//! is no event: its caller has the error. Names and levels are stable, messages are not.
//!
//! No key, token, signature, header, body or parameter is told, and of an error of the cloud its code but not its
//! message, which may quote a parameter. The `cause` of a failed refresh is the message of the source of credentials.
#![cfg_attr(
    not(feature = "client"),
    allow(rustdoc::broken_intra_doc_links, reason = "what they lead to comes with the client")
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
mod endpoint;
mod error;
#[cfg(any(feature = "failover", feature = "rate-limit"))]
mod evicting_map;
#[cfg(feature = "failover")]
mod failover;
#[cfg(feature = "client")]
mod headers;
#[doc(hidden)]
pub mod json;
#[cfg(feature = "mock")]
pub mod mock;
#[cfg(feature = "client")]
mod pages;
#[cfg(feature = "client")]
mod random;
#[cfg(feature = "rate-limit")]
mod rate_limit;
#[doc(hidden)]
pub mod record;
mod response;
#[cfg(feature = "client")]
mod retry;
pub mod sign;
#[cfg(feature = "stream")]
pub mod stream;
#[cfg(feature = "client")]
mod telemetry;
#[cfg(feature = "client")]
mod transport;
#[cfg(feature = "client")]
mod wait;

#[cfg(feature = "client")]
pub use client::{CallOptions, Client, ClientBuilder, Language};
#[cfg(feature = "encodings")]
pub use client::{HttpMethod, RawCall, SignatureMethod};
#[cfg(feature = "client")]
pub use clock::Clock;
pub use codes::{CommonErrorCode, ErrorCode};
pub use credentials::{Credentials, ProvideCredentials};
#[cfg(feature = "client")]
pub use endpoint::{Endpoint, Endpoints};
pub use error::Error;
#[cfg(feature = "failover")]
pub use failover::Failover;
pub use json::{from_json, to_json};
#[cfg(feature = "client")]
pub use pages::{Items, Pages};
#[cfg(feature = "rate-limit")]
pub use rate_limit::RateLimits;
pub use record::{
    Action, ActionInfo, Anomaly, AnomalyKind, Content, Record, ServiceInfo, Streams, UnknownMember, UnknownValue,
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
