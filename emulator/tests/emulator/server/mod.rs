//! The server, the command, the page and the README.

mod command;
mod connection_eviction;
mod connection_limits;
mod control;
mod data_file;
mod foreign_pages;
#[cfg(feature = "tls")]
mod https;
mod lifecycle;
#[cfg(unix)]
mod log;
mod page;
mod readme;
mod service_source;
mod spec_folders;
