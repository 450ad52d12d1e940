//! Repeating calls that failed.

mod attempts;
mod budget;
mod client_token;
mod policy;

pub(crate) use attempts::{Attempts, Safety};
pub(crate) use budget::Budget;
pub(crate) use client_token::{CLIENT_TOKEN, ClientToken, to_vec_beside_bytes, to_vec_with_token};
pub use policy::RetryPolicy;
