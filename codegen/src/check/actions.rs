//! Actions: the date and the rate limit of each, and the error codes of actions and services.

use std::collections::HashMap;

use super::dates::is_date;
use super::scope::Scope;
use crate::source::{Diagnostic, quoted};
use crate::spec::{ActionFile, ErrorCode, ItemType, TypeRef};

pub(super) fn check(scope: &Scope<'_>, found: &mut Vec<Diagnostic>) {
    check_codes(&scope.service.file.errors, found);
    for action in &scope.service.actions {
        check_last_updated(action, found);
        check_rate_limit(action, found);
        check_request_id(action, found);
        if !scope.is_damaged(&action.name) {
            check_streaming(action, found);
        }
        check_codes(&action.errors, found);
    }
}

fn check_last_updated(action: &ActionFile, found: &mut Vec<Diagnostic>) {
    let Some(day) = action.last_updated.as_ref().filter(|day| !is_date(day)) else {
        return;
    };
    found.push(
        Diagnostic::error("bad-date", format!("{} is not a date", quoted(day)))
            .at(day.span.clone(), "not a day written yyyy-mm-dd")
            .help("write the day of the documentation page: `2023-07-13`"),
    );
}

fn check_rate_limit(action: &ActionFile, found: &mut Vec<Diagnostic>) {
    let Some(limit) = action.rate_limit.as_ref().filter(|limit| limit.value == 0) else {
        return;
    };
    found.push(
        Diagnostic::error("zero-rate-limit", "a rate limit of 0 lets no request through")
            .at(limit.span.clone(), "requests a second")
            .help("write the documented limit, or leave `rateLimit` out"),
    );
}

fn check_request_id(action: &ActionFile, found: &mut Vec<Diagnostic>) {
    const STRING: TypeRef<'_> = TypeRef {
        list: false,
        item: ItemType::String,
    };
    let members = action.output.iter().filter(|member| member.name.value == "RequestId");
    for member in members.filter(|member| member.type_name.is_written() && member.type_ref() != STRING) {
        found.push(
            Diagnostic::error("request-id-type", "`RequestId` is a String in every response")
                .at(member.type_name.span.clone(), "not `String`")
                .help("write `\"type\": \"String\"`"),
        );
    }
}

/// The data of an event are members of the output, so the output needs some.
fn check_streaming(action: &ActionFile, found: &mut Vec<Diagnostic>) {
    let has_members = action.output.iter().any(|member| member.name.value != "RequestId");
    if !action.streaming.value || has_members {
        return;
    }
    const MESSAGE: &str = "a stream of events whose members are not declared";
    // Imported files have what the metadata has, and it may lack the output.
    let diagnostic = match &action.imported_from {
        None => Diagnostic::error("empty-events", MESSAGE),
        Some(_) => Diagnostic::warning("empty-events", MESSAGE),
    };
    found.push(
        diagnostic
            .at(
                action.streaming.span.clone(),
                "events hold members of `output`, which has none",
            )
            .help("list in `output` what the events hold, or take `streaming` out"),
    );
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
    // Two codes of the service end in a dot.
    code.strip_suffix('.').unwrap_or(code).split('.').all(is_part)
}
