//! What a valid request is answered with.

mod answers;
mod documented;
mod nesting;
#[cfg(feature = "data-file")]
mod persistence;
mod state_rules;
