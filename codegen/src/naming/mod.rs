//! From the service's names to Rust's: the words of a name, and the identifier that they make.
//!
//! Used by the checks, the importer, `diff`, `search`, `names` and `lower`, so that all of them mean the same name.

mod identifiers;
#[cfg(feature = "cli")]
mod suspicious;
mod words;

#[cfg(feature = "metadata")]
pub(crate) use identifiers::code_variant;
pub(crate) use identifiers::{
    CodeVariants, UNKNOWN_VARIANT, error_code_type, field_name, function_name, is_identifier, is_type_name,
    module_name, request_type, response_type, service_error_code_type, setter_name, value_variant,
};
#[cfg(feature = "cli")]
pub(crate) use suspicious::{Suspicion, Vocabulary};
pub(crate) use words::same_but_spelling;
#[cfg(feature = "cli")]
pub(crate) use words::snake_case;
