//! What a valid request is answered with.

mod answers;
mod dnspod;
mod documented;
mod lists;
mod nesting;
#[cfg(feature = "data-file")]
mod persistence;
mod state_ids_and_paths;
mod state_rules;
