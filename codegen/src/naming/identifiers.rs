//! The Rust identifier of everything in a spec: modules, types, fields, setters, functions and variants.

use std::collections::HashMap;

use super::words::{snake_case, upper_camel_case};
use crate::spec::{ActionFile, AllowedValue, ErrorCode, Member, Service};

/// Keywords of every edition that can be written as raw identifiers, in order.
const KEYWORDS: [&str; 48] = [
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn", "else", "enum",
    "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "macro", "match", "mod", "move",
    "mut", "override", "priv", "pub", "ref", "return", "static", "struct", "trait", "true", "try", "type", "typeof",
    "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];

/// Words that cannot be raw identifiers.
const NEVER_RAW: [&str; 4] = ["crate", "self", "super", "Self"];

/// Names that generated code uses for something else.
const NOT_FOR_TYPES: [&str; 7] = ["bool", "f64", "i64", "rt", "str", "u64", "usize"];

/// Functions of a type that a setter must not shadow.
const TAKEN_METHODS: [&str; 3] = ["new", "clone", "default"];

/// The variant that keeps a value outside of an open enum.
pub(crate) const UNKNOWN_VARIANT: &str = "UnknownValue";

/// The field of `member`.
pub(crate) fn field_name(member: &Member) -> String {
    match &member.rust_name {
        Some(name) => identifier(name),
        None => identifier(&snake_case(&member.name)),
    }
}

/// The setter of the field `field`.
pub(crate) fn setter_name(field: &str) -> String {
    if TAKEN_METHODS.contains(&field) {
        return format!("with_{field}");
    }
    field.to_owned()
}

/// The function of `action`.
pub(crate) fn function_name(action: &ActionFile) -> String {
    identifier(&snake_case(&action.name))
}

/// The variant of an allowed value.
pub(crate) fn value_variant(value: &AllowedValue) -> String {
    match &value.rust_name {
        Some(name) => name.value.clone(),
        None => variant_name(&value.value),
    }
}

/// The variant of an error code.
pub(crate) fn code_variant(code: &ErrorCode) -> String {
    match &code.rust_name {
        Some(name) => name.value.clone(),
        None => variant_name(&code.code),
    }
}

/// The request type of an action; response and error codes have a type each as well.
pub(crate) fn request_type(action: &str) -> String {
    format!("{action}Request")
}

/// See [`request_type`].
pub(crate) fn response_type(action: &str) -> String {
    format!("{action}Response")
}

/// See [`request_type`].
pub(crate) fn error_code_type(action: &str) -> String {
    format!("{action}ErrorCode")
}

/// The type of the codes that are listed for a whole service: `CvmErrorCode`.
pub(crate) fn service_error_code_type(service: &str) -> String {
    format!("{}ErrorCode", upper_camel_case(service))
}

/// The module of a service or of a version.
pub(crate) fn module_name(name: &str) -> String {
    identifier(name)
}

fn variant_name(text: &str) -> String {
    let name = upper_camel_case(text);
    if name.starts_with(|first: char| first.is_ascii_digit()) {
        return format!("Value{name}");
    }
    name
}

fn identifier(name: &str) -> String {
    if NEVER_RAW.contains(&name) {
        return format!("{name}_");
    }
    if is_keyword(name) {
        return format!("r#{name}");
    }
    name.to_owned()
}

fn is_keyword(name: &str) -> bool {
    KEYWORDS.binary_search(&name).is_ok()
}

pub(crate) fn is_type_name(name: &str) -> bool {
    !is_keyword(name) && !NEVER_RAW.contains(&name) && !NOT_FOR_TYPES.contains(&name)
}

/// Whether `name` is valid where the generator writes an identifier: a raw one, or one that is no keyword.
pub(crate) fn is_identifier(name: &str) -> bool {
    let (name, is_raw) = name.strip_prefix("r#").map_or((name, false), |name| (name, true));
    let starts_well = name.starts_with(|first: char| first.is_ascii_alphabetic());
    starts_well
        && (is_raw || !is_keyword(name))
        && !NEVER_RAW.contains(&name)
        && name
            .chars()
            .all(|letter| letter.is_ascii_alphanumeric() || letter == '_')
}

/// The variants of the error codes of a service, computed once, since most of its actions share them.
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

#[cfg(test)]
mod tests {
    use super::{KEYWORDS, is_identifier};

    #[test]
    fn keywords_are_found() {
        assert!(KEYWORDS.is_sorted());
    }

    #[test]
    fn a_keyword_is_an_identifier_as_a_raw_one_alone() {
        for name in ["a", "GroupId", "r#fn", "r#a"] {
            assert!(is_identifier(name), "{name}");
        }
        for name in ["", "_", "fn", "type", "self", "r#self", "r#", "1a", "a-b", "größe"] {
            assert!(!is_identifier(name), "{name}");
        }
    }
}
