//! The hand-written half of the Tencent Cloud client `tc3`.
//!
//! What `tc3-codegen` generates is data: structs, tables of members, the facts of each action. What they do is
//! written here, once:
//!
//! - generated types are read, written, printed and compared over their tables ([`Record`]), in JSON by
//!   [`from_json`] and [`to_json`], in other formats by serde;
//! - [`sign`] is TC3-HMAC-SHA256 as a pure function;
//! - [`Client`] signs requests, sends them and reads the answers; [`Error`] says what went wrong.
//!
//! What is not listed here is for generated code: it follows the generator's version and not semver.
//!
//! | feature | default | what it adds |
//! |---|---|---|
//! | `client` | yes | [`Client`] over hyper and rustls. Without it, types and signer build with no HTTP stack. |
//! | `blocking` | no | `blocking::Client`: a client for code without async. |
//! | `mock` | no | `mock::MockTransport`: clients for tests, over replies instead of the network. `mock::Recorder` keeps real answers. |
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
#[cfg(feature = "client")]
mod endpoints;
mod error;
#[cfg(feature = "client")]
mod headers;
#[doc(hidden)]
pub mod json;
#[cfg(feature = "mock")]
pub mod mock;
#[cfg(feature = "client")]
mod options;
#[doc(hidden)]
pub mod record;
mod response;
#[cfg(feature = "client")]
mod retry;
pub mod sign;
#[cfg(feature = "client")]
mod transport;

#[cfg(feature = "client")]
pub use client::{Client, ClientBuilder};
#[cfg(feature = "client")]
pub use clock::Clock;
pub use codes::{CommonErrorCode, ErrorCode};
pub use credentials::{Credentials, ProvideCredentials};
#[cfg(feature = "client")]
pub use endpoint::Endpoint;
#[cfg(feature = "client")]
pub use endpoints::Endpoints;
pub use error::Error;
pub use json::{from_json, to_json};
#[cfg(feature = "client")]
pub use options::{CallOptions, Language};
pub use record::{Action, ActionInfo, Anomaly, AnomalyKind, Record, ServiceInfo, UnknownMember, UnknownValue};
pub use response::Response;
#[cfg(feature = "client")]
pub use retry::RetryPolicy;
pub use serde_json::Value;

#[doc(hidden)]
pub mod generated_0_1;

#[doc(hidden)]
pub mod __private {
    pub use serde;
}
