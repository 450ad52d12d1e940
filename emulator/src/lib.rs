#![doc = include_str!("../GUIDE.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]

// From the ground up: a module uses only those in its own group and in the groups above it.
mod wire;

mod json_file;
mod service_source;

mod answers;

mod access;

mod routing;

mod redact;

mod auth;
mod params;
mod rate_limit;

mod responses;
mod store;
mod sts;

mod faults;
mod recorder;

mod pipeline;

mod metadata;
mod page;

mod server;

mod builder;
mod emulator;

// Both commands run it: `tc3-emulator` and `tc3 emulator`.
#[doc(hidden)]
pub mod command;
#[cfg(feature = "fuzzing")]
#[doc(hidden)]
pub mod fuzzing;
mod start_error;

pub use auth::credentials::{SAMPLE_SECRET_ID, SAMPLE_SECRET_KEY};
pub use builder::Builder;
pub use emulator::Emulator;
pub use faults::{Fault, FaultReport};
pub use params::ReceivedParameters;
pub use recorder::{Outcome, ReceivedCall, RecordedRequest};
pub use service_source::{ServedVersion, ServiceSource};
pub use start_error::StartError;
pub use store::{DataFileError, Record, State, StateError};
pub use wire::encoding::Encoding;
pub use wire::format::Signature;

/// Tests the examples of the README.
#[cfg(all(doctest, feature = "embedded-spec"))]
#[doc = include_str!("../README.md")]
struct ReadmeExamples;
