//! The variants of error codes.

use std::collections::HashMap;

use super::names::{code_variant, variant_name};
use crate::spec::{ErrorCode, Service};

/// The variants of the error codes of a service, worked out once: most of its actions have the same ones.
pub(crate) struct CodeVariants<'a>(HashMap<&'a str, String>);

impl<'a> CodeVariants<'a> {
    pub(crate) fn in_service(service: &'a Service) -> Self {
        let of_actions = service.actions.iter().flat_map(|action| &action.errors);
        let mut variants = HashMap::new();
        for error in service.file.errors.iter().chain(of_actions) {
            let code: &str = &error.code;
            variants.entry(code).or_insert_with(|| variant_name(code));
        }
        Self(variants)
    }

    /// See [`code_variant`].
    pub(crate) fn of(&self, error: &ErrorCode) -> String {
        match (&error.rust_name, self.0.get(error.code.as_str())) {
            (None, Some(variant)) => variant.clone(),
            _ => code_variant(error),
        }
    }
}
