//! What `tc3` prints of an answer, in every format.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod formats;
#[allow(dead_code)]
#[path = "../call/support.rs"]
mod support;
