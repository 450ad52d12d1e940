//! The server, the command, the page and the README.

mod command;
mod connection_limits;
mod control;
mod foreign_pages;
mod lifecycle;
mod page;
mod readme;
mod spec_folders;
