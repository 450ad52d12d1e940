//! Sends later calls elsewhere while a host fails.

mod breaker;
mod counts;
mod route;
mod settings;
mod verdict;

pub(crate) use route::{Route, Routes};
pub use settings::Failover;

use verdict::Verdict;
