//! .
pub mod json;
pub mod record;
mod codes;
pub use codes::ErrorCode;

#[doc(hidden)]
pub mod __private {
    pub use serde;
}
