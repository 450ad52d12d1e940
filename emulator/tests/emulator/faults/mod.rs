//! Injected faults.

mod effects;
pub(crate) mod faults_file;
mod metadata;
