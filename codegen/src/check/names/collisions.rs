//! Names that collide in Rust, and names that are not valid in Rust.
//!
//! What counts is the name in the generated code, whether it is written as a `rustName` or derived. Each name space of
//! that code is a list of [`Named`]:
//!
//! | name space | what is in it |
//! |---|---|
//! | types of a version | the request, response and error codes of each action, the service's error codes, the shared types |
//! | modules | the version's module and `runtime`, next to the types that the service's module re-exports |
//! | functions of a version | one for each action |
//! | fields and arguments of `new` | the members of a list |
//! | methods of a type | `new`, `clone` and `default`, and the setters, which [`setter_name`] keeps apart from these |
//! | variants | the allowed values of a type, the error codes of an action, those of the service |
//!
//! Two things of one wire name are reported as duplicates by the check of their subject.

use std::collections::{HashMap, HashSet};

use crate::naming::{
    CodeVariants, UNKNOWN_VARIANT, error_code_type, field_name, function_name, is_identifier, is_type_name,
    request_type, response_type, service_error_code_type, setter_name, value_variant,
};
use crate::source::{Diagnostic, Severity, Span, Spanned};
use crate::spec::{ErrorCode, Member, Service, Spec};

/// The module through which a crate of one service re-exports the runtime.
const RUNTIME_MODULE: &str = "runtime";

const RENAME: &str = "give one of them a `rustName`";

/// Reports the names that collide in Rust; names with another error are skipped.
pub(in crate::check) fn check(spec: &Spec, found: &mut Vec<Diagnostic>) {
    let mut about_names = Vec::new();
    check_names(spec, &mut about_names);
    let errors = found.iter().filter(|diagnostic| diagnostic.severity == Severity::Error);
    let reported: HashSet<Span> = errors.filter_map(Diagnostic::place).cloned().collect();
    about_names.retain(|diagnostic| {
        let place = diagnostic.place();
        place.is_some_and(|place| !place.range.is_empty() && !reported.contains(place))
    });
    found.append(&mut about_names);
}

/// Reports collisions and invalid names, in the order of the spec.
fn check_names(spec: &Spec, found: &mut Vec<Diagnostic>) {
    for service in &spec.services {
        check_types(service, found);
        let variants = CodeVariants::in_service(service);
        check_codes(&service.file.errors, &variants, found);
        let functions = service
            .actions
            .iter()
            .map(|action| Named::derived(function_name(action), &action.name));
        let functions: Vec<Named<'_>> = functions.collect();
        collide("functions", &functions, "rename one of the actions", found);
        for action in &service.actions {
            check_members(&action.parameters, found);
            check_members(&action.output, found);
            check_codes(&action.errors, &variants, found);
        }
        for shared in &service.types {
            check_members(shared.members.as_deref().unwrap_or_default(), found);
            let values = shared
                .values
                .iter()
                .flatten()
                .map(|value| Named::new(value_variant(value), &value.value, value.rust_name.as_ref()));
            check_variants(values, found);
        }
    }
}

/// A name in Rust and where it comes from.
struct Named<'a> {
    rust: String,
    /// The name as it is sent, which tells the two of a collision apart.
    wire: &'a Spanned<String>,
    /// The text that `rust` was made from: the `rustName`, or else the wire name.
    written: &'a Spanned<String>,
}

impl<'a> Named<'a> {
    fn new(rust: String, wire: &'a Spanned<String>, rust_name: Option<&'a Spanned<String>>) -> Self {
        Self {
            rust,
            wire,
            written: rust_name.unwrap_or(wire),
        }
    }

    fn derived(rust: String, wire: &'a Spanned<String>) -> Self {
        Self::new(rust, wire, None)
    }

    fn is_explicit(&self) -> bool {
        self.written.span != self.wire.span
    }
}

fn check_types(service: &Service, found: &mut Vec<Diagnostic>) {
    let generated = service.actions.iter().flat_map(|action| {
        [
            request_type(&action.name),
            response_type(&action.name),
            error_code_type(&action.name),
        ]
        .map(|rust| Named::derived(rust, &action.name))
    });
    let shared = service
        .types
        .iter()
        .map(|shared| Named::derived(shared.name.value.clone(), &shared.name));
    let of_service = (!service.file.errors.is_empty())
        .then(|| Named::derived(service_error_code_type(&service.file.name), &service.file.name));
    let module = service.version_module();
    // A module of this name would hide the type where the service's module re-exports it.
    let is_module = |name: &str| name == module || name == RUNTIME_MODULE;
    for name in service
        .types
        .iter()
        .map(|shared| &shared.name)
        .filter(|name| !is_type_name(name) || is_module(name))
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
    let types: Vec<Named<'_>> = generated.chain(of_service).chain(shared).collect();
    collide("types", &types, "rename the type", found);
}

fn check_members(members: &[Member], found: &mut Vec<Diagnostic>) {
    let fields = members
        .iter()
        .map(|member| Named::new(field_name(member), &member.name, member.rust_name.as_ref()));
    let fields: Vec<Named<'_>> = fields.collect();
    collide("fields", &fields, RENAME, found);
    let mut seen = HashSet::new();
    let distinct = fields.iter().filter(|field| seen.insert(&field.rust));
    let setters = distinct.map(|field| Named {
        rust: setter_name(&field.rust),
        ..*field
    });
    let setters: Vec<Named<'_>> = setters.collect();
    collide("setters", &setters, RENAME, found);
    for field in fields.iter().filter(|field| !is_identifier(&field.rust)) {
        found.push(not_an_identifier(field));
    }
}

fn check_codes(errors: &[ErrorCode], variants: &CodeVariants<'_>, found: &mut Vec<Diagnostic>) {
    let codes = errors
        .iter()
        .map(|error| Named::new(variants.of(error), &error.code, error.rust_name.as_ref()));
    check_variants(codes, found);
}

fn check_variants<'a>(variants: impl Iterator<Item = Named<'a>>, found: &mut Vec<Diagnostic>) {
    let variants: Vec<Named<'a>> = variants.collect();
    for variant in &variants {
        if variant.rust == UNKNOWN_VARIANT {
            found.push(
                Diagnostic::error(
                    "name-collision",
                    format!("`{UNKNOWN_VARIANT}` is the variant for unlisted values"),
                )
                .at(
                    variant.written.span.clone(),
                    "this would be a second variant of that name",
                )
                .help(if variant.is_explicit() {
                    "give it another `rustName`"
                } else {
                    "give it a `rustName`"
                }),
            );
        } else if !is_identifier(&variant.rust) {
            found.push(not_an_identifier(variant));
        }
    }
    collide("variants", &variants, RENAME, found);
}

/// Reports names that collide in Rust. Things of one wire name are duplicates, and reported as such elsewhere.
fn collide(what: &str, names: &[Named<'_>], help: &str, found: &mut Vec<Diagnostic>) {
    let mut taken: HashMap<&str, &Named<'_>> = HashMap::with_capacity(names.len());
    for name in names {
        let first = *taken.entry(&name.rust).or_insert(name);
        if first.wire.value == name.wire.value {
            continue;
        }
        let message = format!(
            "`{}` and `{}` are both `{}` in Rust",
            first.wire.value, name.wire.value, name.rust
        );
        let help = if first.is_explicit() || name.is_explicit() {
            "give one of them another `rustName`"
        } else {
            help
        };
        found.push(
            Diagnostic::error("name-collision", message)
                .at(
                    name.written.span.clone(),
                    format!("the second of two {what} named `{}`", name.rust),
                )
                .and(first.written.span.clone(), "the first")
                .help(help),
        );
    }
}

fn not_an_identifier(name: &Named<'_>) -> Diagnostic {
    let span: Span = name.written.span.clone();
    Diagnostic::error(
        "no-rust-name",
        format!("`{}` gives no Rust name", name.written.value.escape_debug()),
    )
    .at(span, format!("`{}` is not an identifier", name.rust.escape_debug()))
    .help("give it a `rustName`: ASCII letters, digits and _, not starting with a digit")
}
