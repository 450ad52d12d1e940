//! The generated code of every case, compiled under edition 2024 with warnings denied.

#![deny(warnings)]

include!(concat!(env!("OUT_DIR"), "/cases.rs"));

pub use tc3_runtime::{Client, Response, from_json, to_json};

#[cfg(test)]
#[path = "../../values.rs"]
mod values;
