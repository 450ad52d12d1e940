//! The generated code of every case, compiled under edition 2021 with warnings denied.

#![deny(warnings)]

include!(concat!(env!("OUT_DIR"), "/cases.rs"));

pub use tc3_runtime::{from_json, to_json, Client, Response};

#[cfg(test)]
#[path = "../../values.rs"]
mod values;
