//! What the page does besides reading: a request is prepared and shown, and then sent, once.
//!
//! ```text
//! prepare -> destination (profile, region, endpoint) -> host confirmation -> identity (key) -> sign -> PreparedRequests
//! call    -> PreparedRequests, spends the id -> plan (once, all pages, wait) -> lines of progress -> answer, history
//! ```
//!
//! Everything that signs, sends, pages, waits and says what a failure is worth is what `tc3 SERVICE ACTION` uses.

mod clocks;
mod destination;
mod explanation;
mod identities;
mod last_response;
mod lines;
mod plan;
mod prepare;
mod prepared;
mod sending;
mod underway;

pub(super) use clocks::Clocks;
pub(super) use destination::Destination;
pub(super) use destination::EndpointChoice;
pub(super) use identities::Identities;
pub(super) use prepare::prepare;
pub(super) use prepared::PreparedRequests;
pub(super) use sending::call;
pub(super) use underway::Underway;
