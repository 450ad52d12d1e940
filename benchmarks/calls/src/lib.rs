//! The clients that are measured, and the server that they call.

pub mod clients;
pub mod server;
