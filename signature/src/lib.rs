//! Explains signatures of Tencent Cloud, TC3-HMAC-SHA256 and version 1, and finds why one was refused.
//!
//! [`explain`] shows every intermediate value of a signature; [`diagnose`] finds the mistake in one that was refused, by
//! making the signatures of many mistaken clients until one is the given one. [`parse`] reads the request from what
//! people have at hand: raw HTTP, the output of `curl -v`, a curl command, a HAR entry.
//!
//! Both algorithms are written here from their published steps, apart from the client's signer: each tests the other.
//! Nothing reads a clock, the environment or a file, and nothing that is returned contains a secret key or a key that is
//! derived from one.
//!
//! ```
//! use tc3_signature::{ExplainOptions, Key, Request, explain};
//!
//! let request = Request::new("POST", "/")
//!     .header("Host", "cvm.tencentcloudapi.com")
//!     .header("Content-Type", "application/json")
//!     .header("X-TC-Timestamp", "1551113065")
//!     .body("{}");
//! let explanation = explain(&request, &Key::new("AKIDEXAMPLE", "secret"), &ExplainOptions::default())?;
//! let scope = explanation.step("credentialScope").expect("every TC3 signature has one");
//! assert_eq!(scope.text, "2019-02-25/cvm/tc3_request");
//! # Ok::<(), tc3_signature::ExplainError>(())
//! ```
#![cfg_attr(docsrs, feature(doc_cfg))]

mod date;
mod diagnosis;
mod digest;
mod explanation;
mod host;
mod key;
mod parse;
mod query;
mod received;
mod request;
mod tc3;
mod v1;
mod visible;

pub use date::utc_date;
pub use diagnosis::{
    DiagnoseOptions, Diagnosis, Difference, Effort, KnownMistake, Mistake, Outcome, diagnose, known_mistakes,
};
pub use explanation::{
    Algorithm, ExplainError, ExplainOptions, Explanation, Signed, Step, explain, payload_hash, sign,
};
pub use key::Key;
pub use parse::{Form, ParseError, Parsed, parse};
pub use received::ReceivedRequest;
pub use request::Request;
pub use tc3::ALGORITHM;
pub use tc3::authorization::{Authorization, AuthorizationError};
pub use tc3::signing_key::SigningKey;
pub use visible::visible;

/// Tests the examples of the README.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct ReadmeExamples;
