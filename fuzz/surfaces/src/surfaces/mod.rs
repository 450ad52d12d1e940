//! A file for each surface: what runs an input, and what must hold.

pub mod answers;
pub mod emulator;
pub mod key_files;
pub mod metadata;
pub mod page;
pub mod spec;
pub mod sse;
pub mod wheel;
