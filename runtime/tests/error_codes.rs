//! The common error codes, and the trait that generated enums share with them.

use std::collections::HashSet;

use tc3_runtime::{CommonErrorCode, ErrorCode};

#[test]
fn every_common_code_is_found_by_its_wire_string() {
    let mut seen = HashSet::new();
    for (code, text) in CommonErrorCode::CODES {
        assert!(seen.insert(text), "{text} is in the table twice");
        assert_eq!(code.as_str(), *text);
        assert_eq!(CommonErrorCode::from_code(text), Some(*code));
        assert_eq!(format!("{code} {code:?}"), format!("{text} {text}"));
        assert!(!code.description().is_empty());
    }
    assert_eq!(seen.len(), 38);
}

#[test]
fn wire_strings_are_compared_exactly() {
    for unknown in ["", "internalerror", "InternalError.", "LimitExceeded.TagQuota"] {
        assert_eq!(CommonErrorCode::from_code(unknown), None, "{unknown:?}");
    }
}

#[test]
fn display_can_be_padded() {
    assert_eq!(format!("{:>15}", CommonErrorCode::InternalError), "  InternalError");
}
