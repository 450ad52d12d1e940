//! What the emulator remembers, seen through the client. The client is strict: an answer that does not fit its
//! declared type is an error.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

mod children;
mod cloud;
mod concurrency;
mod lifecycle;
mod listeners;
mod lists;
mod modifications;
mod quotas;
mod seeding;
mod tokens;
