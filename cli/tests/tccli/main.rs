//! The command under the name `tccli`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod as_tccli;
mod calls;
mod emulator;
mod table;
