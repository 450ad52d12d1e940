//! Gives a `rustName` to what would collide in Rust under its own name.
//!
//! A name once given is kept: what the existing file calls a member or a code in Rust, explicitly or not, belongs to
//! that wire name, wherever the source lists it now. Otherwise a member that the vendor inserts before one that it
//! collides with would take over its field, and callers would compile and send the wrong parameter. What is new gets a
//! number. A name whose owner is gone is free: most often the vendor has changed the case of the wire name.
//!
//! New members are numbered in the order of the source. Of new codes, one whose text is the variant, such as
//! `InvalidParameterValue`, goes before one that only becomes it, such as `InvalidParameter.Value`. Types are numbered in
//! [`metadata`](super::metadata).

use std::collections::BTreeSet;

use crate::naming;
use crate::spec::{ErrorCode, Member, Spanned};

/// Numbers members that are one field, or one setter, in Rust: `uui`, `uui_2`. Those in `old`, the existing file, keep
/// their names.
pub(super) fn number_members(members: &mut [Member], old: &[Member]) {
    number(members, old);
}

/// Numbers codes that are one variant in Rust: `InternalError.` becomes `InternalError2` next to `InternalError`. Those
/// in `old`, the existing file, keep their names.
pub(super) fn number_codes(codes: &mut [ErrorCode], old: &[ErrorCode]) {
    number(codes, old);
}

/// What has a name on the wire and one in Rust.
trait Named {
    /// What separates a name from its number.
    const JOINT: &'static str;
    /// Names that are taken before any other.
    const TAKEN: &'static [&'static str];

    fn wire(&self) -> &str;
    fn explicit(&self) -> Option<&Spanned<String>>;
    fn set_explicit(&mut self, name: Option<Spanned<String>>);
    /// The name in Rust, explicit or derived.
    fn rust(&self) -> String;
    /// What `name` takes up: no other name may take up the same.
    fn key(name: &str) -> String;
    /// Whether the wire name is the Rust name, so that it has a better claim to it than others.
    fn is_literal(&self) -> bool;
}

impl Named for Member {
    const JOINT: &'static str = "_";
    const TAKEN: &'static [&'static str] = &[];

    fn wire(&self) -> &str {
        &self.name
    }

    fn explicit(&self) -> Option<&Spanned<String>> {
        self.rust_name.as_ref()
    }

    fn set_explicit(&mut self, name: Option<Spanned<String>>) {
        self.rust_name = name;
    }

    fn rust(&self) -> String {
        naming::field_name(self)
    }

    fn key(name: &str) -> String {
        naming::setter_name(name)
    }

    fn is_literal(&self) -> bool {
        false
    }
}

impl Named for ErrorCode {
    const JOINT: &'static str = "";
    const TAKEN: &'static [&'static str] = &[naming::UNKNOWN_VARIANT];

    fn wire(&self) -> &str {
        &self.code
    }

    fn explicit(&self) -> Option<&Spanned<String>> {
        self.rust_name.as_ref()
    }

    fn set_explicit(&mut self, name: Option<Spanned<String>>) {
        self.rust_name = name;
    }

    fn rust(&self) -> String {
        naming::code_variant(self)
    }

    fn key(name: &str) -> String {
        name.to_owned()
    }

    fn is_literal(&self) -> bool {
        self.rust() == self.wire()
    }
}

fn number<T: Named>(all: &mut [T], old: &[T]) {
    let mut taken: BTreeSet<String> = T::TAKEN.iter().map(|name| T::key(name)).collect();
    let mut fresh: Vec<&mut T> = Vec::new();
    let mut kept: Vec<&mut T> = Vec::new();
    for named in all {
        if let Some(old) = old.iter().find(|old| old.wire() == named.wire()) {
            named.set_explicit(old.explicit().cloned());
            kept.push(named);
        } else {
            without_number(named);
            fresh.push(named);
        }
    }
    fresh.sort_by_cached_key(|named| !named.is_literal()); // stable: the order of the source otherwise
    for named in kept.into_iter().chain(fresh) {
        let plain = named.rust();
        let name = free::<T>(&plain, &taken);
        taken.insert(T::key(&name));
        if name != plain {
            named.set_explicit(Some(Spanned::from(name)));
        }
    }
}

/// Takes off a number that the draft got in the order of its source; another explicit name stays.
fn without_number<T: Named>(named: &mut T) {
    let Some(explicit) = named.explicit().cloned() else {
        return;
    };
    named.set_explicit(None);
    let plain = named.rust();
    let number = explicit
        .strip_prefix(bare(&plain))
        .and_then(|rest| rest.strip_prefix(T::JOINT));
    let is_number = number.is_some_and(|digits| digits.parse::<usize>().is_ok());
    if !is_number {
        named.set_explicit(Some(explicit));
    }
}

/// Returns `plain`, or `plain` with the first number that makes it free.
fn free<T: Named>(plain: &str, taken: &BTreeSet<String>) -> String {
    let numbered = (2..).map(|number| format!("{}{}{number}", bare(plain), T::JOINT));
    std::iter::once(plain.to_owned())
        .chain(numbered)
        .find(|name| !taken.contains(&T::key(name)))
        .unwrap_or_else(|| plain.to_owned()) // there are more numbers than names
}

/// `name` without what makes an identifier of a keyword.
fn bare(name: &str) -> &str {
    name.trim_start_matches("r#").trim_end_matches('_')
}

#[cfg(test)]
mod tests {
    use super::{number_codes, number_members};
    use crate::naming::{code_variant, field_name};
    use crate::spec::{ErrorCode, Member};

    /// `Wire`, or `Wire=rust_name`.
    fn members(names: &[&str]) -> Vec<Member> {
        let member = |name: &&str| {
            let (wire, rust) = name
                .split_once('=')
                .map_or((*name, None), |(wire, rust)| (wire, Some(rust)));
            Member {
                name: wire.to_owned().into(),
                rust_name: rust.map(|rust| rust.to_owned().into()),
                ..Member::default()
            }
        };
        names.iter().map(member).collect()
    }

    fn codes(names: &[&str]) -> Vec<ErrorCode> {
        let code = |name: &&str| {
            let (wire, rust) = name
                .split_once('=')
                .map_or((*name, None), |(wire, rust)| (wire, Some(rust)));
            ErrorCode {
                code: wire.to_owned().into(),
                rust_name: rust.map(|rust| rust.to_owned().into()),
                ..ErrorCode::default()
            }
        };
        names.iter().map(code).collect()
    }

    #[test]
    fn new_members_are_numbered_and_old_ones_keep_their_names() {
        // (the existing file, the source, the fields)
        let cases: [(&[&str], &[&str], &[&str]); 12] = [
            (&[], &["Uui", "UUI", "UuI"], &["uui", "uui_2", "uu_i"]),
            (&[], &["New", "WithNew"], &["new", "with_new_2"]),
            (&[], &["Type", "TYPE"], &["r#type", "type_2"]),
            (&[], &["Self", "SELF"], &["self_", "self_2"]),
            // swapped
            (&["Uui", "UUI=uui_2"], &["UUI", "Uui"], &["uui_2", "uui"]),
            // inserted before, with the number that the draft got
            (&["Uui"], &["UUI", "Uui=uui_2"], &["uui_2", "uui"]),
            // inserted between two that have collided before
            (&["Uui", "UUI=uui_2"], &["uUI", "Uui", "UUI"], &["u_ui", "uui", "uui_2"]),
            (&["Ab", "AB=ab_2"], &["ab", "Ab", "AB"], &["ab_3", "ab", "ab_2"]),
            // one is gone: the other keeps its number
            (&["Uui", "UUI=uui_2"], &["UUI"], &["uui_2"]),
            // the case of the wire name has changed
            (&["Uui"], &["UUI"], &["uui"]),
            // a person's name, which a new member would derive
            (&["Id=name"], &["Name", "Id"], &["name_2", "name"]),
            // a name of the draft that is no number
            (&["Id"], &["ID=identity", "Id"], &["identity", "id"]),
        ];
        for (old, new, fields) in cases {
            let mut found = members(new);
            number_members(&mut found, &members(old));
            let found: Vec<String> = found.iter().map(field_name).collect();
            assert_eq!(found, fields, "{old:?} {new:?}");
        }
    }

    #[test]
    fn the_code_that_is_its_variant_keeps_the_plain_name() {
        let cases: [(&[&str], &[&str], &[&str]); 6] = [
            (
                &[],
                &["InvalidParameter.Value", "InvalidParameterValue"],
                &["InvalidParameterValue2", "InvalidParameterValue"],
            ),
            (
                &[],
                &["InternalError.", "InternalError"],
                &["InternalError2", "InternalError"],
            ),
            // An older file gave the name away.
            (
                &["InvalidParameter.Value", "InvalidParameterValue=InvalidParameterValue2"],
                &["InvalidParameter.Value", "InvalidParameterValue"],
                &["InvalidParameterValue", "InvalidParameterValue2"],
            ),
            (
                &["InvalidParameter.Value"],
                &["InvalidParameter.Value=InvalidParameterValue2", "InvalidParameterValue"],
                &["InvalidParameterValue", "InvalidParameterValue2"],
            ),
            (&[], &["A.B", "A_B", "AB."], &["AB", "AB2", "Ab"]),
            (&[], &["UnknownValue"], &["UnknownValue2"]),
        ];
        for (old, new, variants) in cases {
            let mut found = codes(new);
            number_codes(&mut found, &codes(old));
            let found: Vec<String> = found.iter().map(code_variant).collect();
            assert_eq!(found, variants, "{old:?} {new:?}");
        }
    }

    #[test]
    fn numbering_again_changes_nothing() {
        let mut once = members(&["Uui", "UUI", "uui"]);
        number_members(&mut once, &[]);
        let mut again = once.clone();
        number_members(&mut again, &once);
        assert_eq!(again, once);
        let mut from_nothing = once.clone();
        number_members(&mut from_nothing, &[]);
        assert_eq!(from_nothing, once);
    }
}
