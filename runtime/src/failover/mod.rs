//! Failover: sends later calls to a backup host while their own host fails.
//!
//! Each host has a circuit breaker.

mod circuit_breaker;
mod route;
mod settings;

pub(crate) use route::{Route, Routes};
pub use settings::Failover;
