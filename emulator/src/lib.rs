#![doc = include_str!("../README.md")]

mod answer;
mod body;
mod builder;
mod call;
mod clock;
mod cloud;
mod code;
mod credential;
mod date;
mod emulator;
mod envelope;
mod excerpt;
mod id;
mod json;
mod parameters;
mod protocol;
mod received;
mod recorder;
mod refusal;
mod routing;
mod server;
mod spec_folders;
mod start_error;
mod tc3;

pub use builder::Builder;
pub use credential::{SAMPLE_SECRET_ID, SAMPLE_SECRET_KEY};
pub use emulator::Emulator;
pub use recorder::{Outcome, RecordedRequest};
pub use start_error::StartError;
