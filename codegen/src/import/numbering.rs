//! Gives a `rustName` to what would collide in Rust under its own name.
//!
//! Two members that are one field and two codes that are one variant are numbered in the order of the source, so that
//! another import gives the same names. Types are numbered in [`metadata`](super::metadata).

use std::collections::BTreeSet;

use crate::naming;
use crate::spec::{ErrorCode, Member, Spanned};

/// Numbers the later of two members that are one field, or one setter, in Rust: `uui`, `uui_2`.
pub(super) fn number_members(members: &mut [Member]) {
    let mut taken = BTreeSet::new();
    for member in members {
        let plain = naming::field_name(member);
        let name = free(&plain, '_', |name| taken.contains(&naming::setter_name(name)));
        taken.insert(naming::setter_name(&name));
        if name != plain {
            member.rust_name = Some(Spanned::from(name));
        }
    }
}

/// Numbers the later of two codes that are one variant in Rust: `InternalError.` becomes `InternalError2` next to
/// `InternalError`.
pub(super) fn number_codes(codes: &mut [ErrorCode]) {
    let mut taken = BTreeSet::from([naming::UNKNOWN_VARIANT.to_owned()]);
    for code in codes {
        let plain = naming::code_variant(code);
        let name = free(&plain, ' ', |name| taken.contains(name));
        taken.insert(name.clone());
        if name != plain {
            code.rust_name = Some(Spanned::from(name));
        }
    }
}

/// Returns `plain`, or `plain` with the first number that makes it free; `joint` separates them unless it is a space.
fn free(plain: &str, joint: char, is_taken: impl Fn(&str) -> bool) -> String {
    let bare = plain.trim_start_matches("r#").trim_end_matches('_');
    let joint = joint.to_string();
    let mut name = plain.to_owned();
    let mut number = 2;
    while is_taken(&name) {
        name = format!("{bare}{}{number}", joint.trim());
        number += 1;
    }
    name
}
