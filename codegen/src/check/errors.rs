//! Error codes of actions.

use std::collections::HashMap;

use super::scope::Scope;
use crate::diagnostics::{Diagnostic, shown};
use crate::spec::ActionFile;

pub(super) fn check(scope: &Scope<'_>, found: &mut Vec<Diagnostic>) {
    for action in &scope.service.actions {
        check_codes(action, found);
    }
}

fn check_codes(action: &ActionFile, found: &mut Vec<Diagnostic>) {
    let mut first_by_code = HashMap::new();
    for code in action
        .errors
        .iter()
        .map(|error| &error.code)
        .filter(|code| code.is_written())
    {
        if !is_error_code(code) {
            found.push(
                Diagnostic::error("bad-error-code", format!("{} is not an error code", shown(code)))
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
                    format!("the error code {} is written twice", shown(code)),
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
    code.split('.').all(is_part)
}
