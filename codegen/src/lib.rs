//! .
mod check;
mod diagnostics;
pub mod fit;
pub mod spec;

pub use check::{Checked, load};
pub use diagnostics::{Diagnostic, Diagnostics, Severity};
