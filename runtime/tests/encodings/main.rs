//! Encodings of requests other than JSON in a POST, by the bytes that come over the wire.
//!
//! `data/tc3-vectors.json` has what the official Python SDK sends; where this client decides otherwise (the order of
//! a query, `true` for `True`, no space in JSON), the tests say so.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod actions;
mod custom_headers;
mod get;
mod mock;
mod multipart;
mod octet_stream;
mod rejections;
mod retries;
#[path = "../support/mod.rs"]
mod support;
mod unsigned;
mod v1;
mod vectors;
