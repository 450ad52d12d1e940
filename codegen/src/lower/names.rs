//! The Rust name of everything in a spec, and the faults of a spec whose names meet.

use std::collections::HashMap;

use super::codes::CodeVariants;
use super::words::{snake_case, upper_camel_case};
use crate::diagnostics::Diagnostic;
use crate::spec::{ActionFile, AllowedValue, ErrorCode, Member, Service, Span, Spanned, Spec};

/// Keywords of every edition that can be written as raw identifiers, in order.
const KEYWORDS: [&str; 48] = [
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn", "else", "enum",
    "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "macro", "match", "mod", "move",
    "mut", "override", "priv", "pub", "ref", "return", "static", "struct", "trait", "true", "try", "type", "typeof",
    "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];

/// Words that cannot be raw identifiers.
const NEVER_RAW: [&str; 4] = ["crate", "self", "super", "Self"];

/// Names that generated code gives another meaning.
const NOT_FOR_TYPES: [&str; 7] = ["bool", "f64", "i64", "rt", "str", "u64", "usize"];

/// Functions of a type that a setter must not hide.
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

/// The types that an action brings.
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

/// A version of a service as a module.
pub(crate) fn module_name(name: &str) -> String {
    identifier(name)
}

pub(super) fn variant_name(text: &str) -> String {
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

/// Reports what the Rust names of `spec` would make impossible.
pub(crate) fn check_names(spec: &Spec, found: &mut Vec<Diagnostic>) {
    for service in &spec.services {
        check_types(service, found);
        let variants = CodeVariants::in_service(service);
        check_codes(&service.file.errors, &variants, found);
        let functions = service.actions.iter().map(|action| Named {
            rust: function_name(action),
            wire: &action.name,
        });
        let functions: Vec<Named<'_>> = functions.collect();
        meet("functions", &functions, "rename one of the actions", found);
        for action in &service.actions {
            check_members(&action.parameters, found);
            check_members(&action.output, found);
            check_codes(&action.errors, &variants, found);
        }
        for shared in &service.types {
            check_members(shared.members.as_deref().unwrap_or_default(), found);
            let values = shared.values.iter().flatten().map(|value| Named {
                rust: value_variant(value),
                wire: value.rust_name.as_ref().unwrap_or(&value.value),
            });
            check_variants(values, "give one of them a `rustName`", found);
        }
    }
}

struct Named<'a> {
    rust: String,
    wire: &'a Spanned<String>,
}

fn check_types(service: &Service, found: &mut Vec<Diagnostic>) {
    let brought = service.actions.iter().flat_map(|action| {
        [
            request_type(&action.name),
            response_type(&action.name),
            error_code_type(&action.name),
        ]
        .map(|rust| Named {
            rust,
            wire: &action.name,
        })
    });
    let shared = service.types.iter().map(|shared| Named {
        rust: shared.name.value.clone(),
        wire: &shared.name,
    });
    let of_service = (!service.file.errors.is_empty()).then(|| Named {
        rust: service_error_code_type(&service.file.name),
        wire: &service.file.name,
    });
    for name in service
        .types
        .iter()
        .map(|shared| &shared.name)
        .filter(|name| !is_type_name(name))
    {
        found.push(
            Diagnostic::error(
                "no-rust-name",
                format!("`{}` cannot name a type in Rust", name.value.escape_debug()),
            )
            .at(name.span.clone(), "a word of the language, or of the generated code")
            .help("give the type another name; type names are not sent"),
        );
    }
    let types: Vec<Named<'_>> = brought.chain(of_service).chain(shared).collect();
    meet("types", &types, "rename the type", found);
}

fn check_members(members: &[Member], found: &mut Vec<Diagnostic>) {
    let fields = members.iter().map(|member| Named {
        rust: field_name(member),
        wire: member.rust_name.as_ref().unwrap_or(&member.name),
    });
    let fields: Vec<Named<'_>> = fields.collect();
    meet("fields", &fields, "give one of them a `rustName`", found);
    let setters = fields.iter().map(|field| Named {
        rust: setter_name(&field.rust),
        ..*field
    });
    let setters: Vec<Named<'_>> = setters.collect();
    let is_renamed = fields
        .iter()
        .zip(&setters)
        .any(|(field, setter)| field.rust != setter.rust);
    if is_renamed {
        meet("setters", &setters, "give one of them a `rustName`", found);
    }
    for field in fields.iter().filter(|field| !is_identifier(&field.rust)) {
        found.push(not_an_identifier(field));
    }
}

fn check_codes(errors: &[ErrorCode], variants: &CodeVariants<'_>, found: &mut Vec<Diagnostic>) {
    let codes = errors.iter().map(|error| Named {
        rust: variants.of(error),
        wire: error.rust_name.as_ref().unwrap_or(&error.code),
    });
    check_variants(codes, "give one of them a `rustName`", found);
}

fn check_variants<'a>(variants: impl Iterator<Item = Named<'a>>, help: &str, found: &mut Vec<Diagnostic>) {
    let variants: Vec<Named<'a>> = variants.collect();
    for variant in &variants {
        if variant.rust == UNKNOWN_VARIANT {
            found.push(
                Diagnostic::error(
                    "names-meet",
                    format!("`{UNKNOWN_VARIANT}` is the variant for unlisted values"),
                )
                .at(variant.wire.span.clone(), "this would be a second variant of that name")
                .help("give it a `rustName`"),
            );
        } else if !is_identifier(&variant.rust) {
            found.push(not_an_identifier(variant));
        }
    }
    meet("variants", &variants, help, found);
}

/// Reports names that differ in the spec and are one in Rust. Equal ones are the checker's to report.
fn meet(what: &str, names: &[Named<'_>], help: &str, found: &mut Vec<Diagnostic>) {
    let mut taken: HashMap<&str, &Spanned<String>> = HashMap::with_capacity(names.len());
    for name in names {
        let first = *taken.entry(&name.rust).or_insert(name.wire);
        if first.value == name.wire.value {
            continue;
        }
        let message = format!(
            "`{}` and `{}` are both `{}` in Rust",
            first.value, name.wire.value, name.rust
        );
        found.push(
            Diagnostic::error("names-meet", message)
                .at(
                    name.wire.span.clone(),
                    format!("the second of two {what} named `{}`", name.rust),
                )
                .and(first.span.clone(), "the first")
                .help(help),
        );
    }
}

fn not_an_identifier(name: &Named<'_>) -> Diagnostic {
    let span: Span = name.wire.span.clone();
    Diagnostic::error(
        "no-rust-name",
        format!("`{}` gives no Rust name", name.wire.value.escape_debug()),
    )
    .at(span, format!("`{}` is not an identifier", name.rust.escape_debug()))
    .help("give it a `rustName`: ASCII letters, digits and _, not starting with a digit")
}

fn is_keyword(name: &str) -> bool {
    KEYWORDS.binary_search(&name).is_ok()
}

fn is_type_name(name: &str) -> bool {
    !is_keyword(name) && !NEVER_RAW.contains(&name) && !NOT_FOR_TYPES.contains(&name)
}

/// Whether `name` can stand where the generator writes an identifier: a raw one, or one that is no keyword.
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
