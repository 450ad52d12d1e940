//! Credential providers, each against its own files or a server on the loopback interface.
//! Nothing here reads the variables, the home folder or the metadata service of the machine.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

#[cfg(feature = "client")]
mod assume_role;
#[cfg(feature = "client")]
mod cached_credentials;
#[cfg(feature = "client")]
mod chain;
#[cfg(feature = "client")]
mod cvm_role;
mod environment;
#[cfg(feature = "client")]
mod error_causes;
#[cfg(feature = "client")]
mod file_kinds;
#[cfg(feature = "client")]
mod home_folder;
#[cfg(feature = "client")]
mod named_roles;
#[cfg(feature = "client")]
mod profile_file;
#[cfg(feature = "client")]
mod replies;
mod sandbox;
#[cfg(feature = "client")]
mod slow_provider;
mod static_credentials;
#[cfg(feature = "client")]
#[path = "../support/mod.rs"]
mod support;
#[cfg(feature = "client")]
mod tccli_file;
#[cfg(feature = "client")]
mod web_identity;
