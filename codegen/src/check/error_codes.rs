//! Error codes of services and actions.

use std::collections::HashMap;

use super::scope::Scope;
use crate::source::{Diagnostic, quoted};
use crate::spec::ErrorCode;

pub(super) fn check(scope: &Scope<'_>, found: &mut Vec<Diagnostic>) {
    check_codes(&scope.service.file.errors, found);
    for action in &scope.service.actions {
        check_codes(&action.errors, found);
    }
}

fn check_codes(errors: &[ErrorCode], found: &mut Vec<Diagnostic>) {
    let mut first_by_code = HashMap::new();
    for code in errors.iter().map(|error| &error.code).filter(|code| code.is_written()) {
        if !is_error_code(code) {
            found.push(
                Diagnostic::error("bad-error-code", format!("{} is not an error code", quoted(code)))
                    .at(code.span.clone(), "not words joined by dots")
                    .help(
                        "write it as the service sends it, in ASCII letters, digits and `_`: `LimitExceeded.TagQuota`",
                    ),
            );
        }
        if let Some(first) = first_by_code.insert(code.as_str(), code) {
            found.push(
                Diagnostic::error(
                    "duplicate-error-code",
                    format!("the error code {} is written twice", quoted(code)),
                )
                .at(code.span.clone(), "written again here")
                .and(first.span.clone(), "first written here")
                .help("keep one of the two"),
            );
        }
    }
}

fn is_error_code(code: &str) -> bool {
    let is_part =
        |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    // Two codes of the cloud end in a dot.
    code.strip_suffix('.').unwrap_or(code).split('.').all(is_part)
}
