//! Failover: sends later calls to a backup host while their own host fails.
//!
//! Each host has a [circuit breaker](circuit_breaker). The breaker only chooses hosts and never sends: what is sent
//! twice is up to the retry policy alone. `to_region` moves only `<service>.tencentcloudapi.com`, because no regional name
//! is known for hosts of other forms (intl, ai, financial zones); `to_endpoint` moves any host.
//!
//! Opt-in, shared by the clones of a client, and without a dependency.

mod circuit_breaker;
mod route;
mod settings;

pub(crate) use route::{Route, Routes};
pub use settings::Failover;
