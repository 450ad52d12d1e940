//! Retries: which errors are transient, which calls are idempotent, exponential backoff with jitter, and a budget.

mod attempts;
mod backoff;
mod budget;
mod client_token;
mod policy;

pub(crate) use attempts::{Attempts, Idempotency};
pub(crate) use backoff::{exponential, full_jitter};
pub(crate) use budget::RetryBudget;
pub(crate) use client_token::{CLIENT_TOKEN, ClientToken, to_json, to_json_with_token};
pub use policy::RetryPolicy;
