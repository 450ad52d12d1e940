//! Names that differ in the spec and collide in Rust, and names that are not valid in Rust.

use std::collections::{HashMap, HashSet};

use crate::naming::{
    CodeVariants, UNKNOWN_VARIANT, error_code_type, field_name, function_name, is_identifier, is_type_name,
    request_type, response_type, service_error_code_type, setter_name, value_variant,
};
use crate::source::{Diagnostic, Span, Spanned};
use crate::spec::{ErrorCode, Member, Service, Spec};

/// Reports the names that collide in Rust; names with another error are skipped.
pub(in crate::check) fn check(spec: &Spec, found: &mut Vec<Diagnostic>) {
    let mut about_names = Vec::new();
    check_names(spec, &mut about_names);
    let reported: HashSet<Span> = found.iter().filter_map(Diagnostic::place).cloned().collect();
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
        let functions = service.actions.iter().map(|action| Named {
            rust: function_name(action),
            wire: &action.name,
        });
        let functions: Vec<Named<'_>> = functions.collect();
        collide("functions", &functions, "rename one of the actions", found);
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
    let generated = service.actions.iter().flat_map(|action| {
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
    let types: Vec<Named<'_>> = generated.chain(of_service).chain(shared).collect();
    collide("types", &types, "rename the type", found);
}

fn check_members(members: &[Member], found: &mut Vec<Diagnostic>) {
    let fields = members.iter().map(|member| Named {
        rust: field_name(member),
        wire: member.rust_name.as_ref().unwrap_or(&member.name),
    });
    let fields: Vec<Named<'_>> = fields.collect();
    collide("fields", &fields, "give one of them a `rustName`", found);
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
        collide("setters", &setters, "give one of them a `rustName`", found);
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
                    "name-collision",
                    format!("`{UNKNOWN_VARIANT}` is the variant for unlisted values"),
                )
                .at(variant.wire.span.clone(), "this would be a second variant of that name")
                .help("give it a `rustName`"),
            );
        } else if !is_identifier(&variant.rust) {
            found.push(not_an_identifier(variant));
        }
    }
    collide("variants", &variants, help, found);
}

/// Reports names that differ in the spec and collide in Rust. Equal ones are reported by `names`.
fn collide(what: &str, names: &[Named<'_>], help: &str, found: &mut Vec<Diagnostic>) {
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
            Diagnostic::error("name-collision", message)
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
