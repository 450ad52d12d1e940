//! Options that name something that the spec does not have.

use std::collections::{BTreeSet, HashSet};

use crate::lower::{Item, Module};
use crate::options::{Options, Selection};
use crate::source::nearest;
use crate::spec::{ActionFile, Service, Spec, TypeFile};

/// Returns a sentence for each service, action or type that an option names and the spec lacks. What is of services
/// `elsewhere` was checked before.
pub(crate) fn check_selections(spec: &Spec, options: &Options, elsewhere: &HashSet<&str>) -> Vec<String> {
    let is_checked = |path: &str| elsewhere.contains(service_of(path));
    let services: Vec<&str> = spec.services.iter().map(|service| service.file.name.as_str()).collect();
    let mut wrong = Vec::new();
    for service in options.extern_types.keys() {
        if !services.contains(&service.as_str()) && !is_checked(service) {
            wrong.push(unmatched("extern_types", service, services.iter().copied()));
        }
    }
    let types: Vec<String> = spec.services.iter().flat_map(shared_types).collect();
    for name in options.extern_type.keys() {
        if !types.contains(name) && !is_checked(name) {
            wrong.push(unmatched("extern_type", name, types.iter().map(String::as_str)));
        }
    }
    let actions: Vec<String> = spec
        .services
        .iter()
        .flat_map(|service| {
            let path = |action: &ActionFile| format!("{}.{}", service.file.name.value, action.name.value);
            service.actions.iter().map(path)
        })
        .collect();
    for Selection { service, action } in &options.include {
        let Some(action) = action else {
            if !services.contains(&service.as_str()) && !is_checked(service) {
                wrong.push(unmatched("include_service", service, services.iter().copied()));
            }
            continue;
        };
        let path = format!("{service}.{action}");
        if !actions.contains(&path) && !is_checked(service) {
            wrong.push(unmatched("include_action", &path, actions.iter().map(String::as_str)));
        }
    }
    wrong
}

/// `service.Type` for each type that the actions of a service share.
fn shared_types(service: &Service) -> impl Iterator<Item = String> {
    let path = |shared: &TypeFile| format!("{}.{}", service.file.name.value, shared.name.value);
    service.types.iter().map(path)
}

/// The service that an option names: the part before the first dot.
fn service_of(path: &str) -> &str {
    path.split('.').next().unwrap_or_default()
}

/// Returns a sentence for each attribute whose type or field does not exist. What is of services `elsewhere` was checked
/// before.
pub(crate) fn check_attributes(modules: &[Module], options: &Options, elsewhere: &HashSet<&str>) -> Vec<String> {
    let mut types = BTreeSet::new();
    let mut fields = BTreeSet::new();
    for module in modules {
        let service = module.service.trim_start_matches("r#");
        for item in &module.items {
            match item {
                Item::Struct(structure) => {
                    let path = format!("{service}.{}", structure.name);
                    fields.extend(
                        structure
                            .fields
                            .iter()
                            .map(|field| format!("{path}.{}", field.wire_name)),
                    );
                    types.insert(path);
                }
                Item::OpenEnum(values) => {
                    types.insert(format!("{service}.{}", values.name));
                }
                Item::Integers(integers) => {
                    types.insert(format!("{service}.{}", integers.name));
                }
                Item::Call(_) | Item::Paging(_) | Item::ErrorCodes(_) => {}
            }
        }
    }
    let on_types = options
        .type_attributes
        .iter()
        .map(|(path, _)| ("type_attribute", path, &types));
    let on_fields = options
        .field_attributes
        .iter()
        .map(|(path, _)| ("field_attribute", path, &fields));
    on_types
        .chain(on_fields)
        .filter(|(_, path, known)| !known.contains(*path) && !elsewhere.contains(service_of(path)))
        .map(|(option, path, known)| unmatched(option, path, known.iter().map(String::as_str)))
        .collect()
}

fn unmatched<'a>(option: &str, given: &str, candidates: impl Iterator<Item = &'a str>) -> String {
    let near = match nearest(given, candidates) {
        Some(near) => format!("; did you mean `{near}`?"),
        None => String::new(),
    };
    format!("{option}: nothing is named `{given}`{near}")
}
