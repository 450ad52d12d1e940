//! Completion: the answers of `tc3 __complete`, and what shells make of them.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod answers;
mod shells;
mod support;
