//! The clients that are measured, and the server that they call.

mod authority;
pub mod clients;
pub mod server;
