//! Injected faults.

mod effects;
mod faults_file;
mod metadata;
