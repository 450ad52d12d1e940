//! The server, the command, the page and the guide.

mod command;
mod connection_eviction;
mod connection_limits;
mod control;
mod data_file;
mod foreign_pages;
mod guide;
mod health;
#[cfg(feature = "tls")]
mod https;
mod lifecycle;
#[cfg(unix)]
mod log;
mod page;
mod service_source;
mod spec_folders;
