//! The example in the README of a crate: a call that compiles, of an action that needs little.

use crate::request_code::request_code;
use crate::spec::{ActionFile, ItemType, Json, JsonEntry, JsonValue, Member, Service};

/// How deep values of structures are made up for required members.
const DEPTH: usize = 3;

/// Returns the code of a function that calls an action of `service`, whose items are at the root of the crate `name`; none
/// if there is no action that values can be made up for.
pub(super) fn of(name: &str, service: &Service) -> Option<String> {
    let mut actions: Vec<&ActionFile> = service
        .actions
        .iter()
        .filter(|action| action.deprecated.is_none() && !action.streaming.value)
        .collect();
    actions.sort_by_key(|action| {
        let required = action.parameters.iter().filter(|member| member.required).count();
        (!action.is_read_only(), required, action.name.as_str())
    });
    actions.into_iter().find_map(|action| call(name, service, action))
}

fn call(name: &str, service: &Service, action: &ActionFile) -> Option<String> {
    let json = structure(service, &action.parameters, DEPTH)?;
    let request = request_code(service, action, &json, &[], 1).ok()?;
    if request.code.contains('?') {
        return None; // the error is another type than that of the call
    }
    let root = name.replace('-', "_");
    let mut imports = request.imports;
    imports.push(request.function.clone());
    let imports = match imports.as_slice() {
        [only] => only.clone(),
        all => format!("{{{}}}", all.join(", ")),
    };
    Some(format!(
        "use {root}::runtime::{{Client, Error}};\nuse {root}::{imports};\n\n\
         async fn call() -> Result<(), Error> {{\n    let client = Client::from_env()?;\n    \
         let request = {};\n    let response = {}(&client, &request).await?;\n    \
         println!(\"{{response:?}}\");\n    Ok(())\n}}\n",
        request.code, request.function
    ))
}

fn structure(service: &Service, members: &[Member], depth: usize) -> Option<Json> {
    let required = members.iter().filter(|member| member.required);
    let entries = required.map(|member| {
        let value = value(service, member, depth)?;
        let value = if member.type_ref().list {
            json(JsonValue::Array(vec![value]))
        } else {
            value
        };
        Some(JsonEntry {
            name: member.name.value.clone(),
            name_range: 0..0,
            value,
        })
    });
    Some(json(JsonValue::Object(entries.collect::<Option<Vec<JsonEntry>>>()?)))
}

fn value(service: &Service, member: &Member, depth: usize) -> Option<Json> {
    let value = match service.type_of(member).item {
        ItemType::Int64 | ItemType::Uint64 => JsonValue::Number("1".to_owned()),
        ItemType::Float => JsonValue::Number("1.0".to_owned()),
        ItemType::Boolean => JsonValue::Bool(true),
        ItemType::Object | ItemType::Binary => return None,
        ItemType::Named(name) => {
            let members = service.type_named(name)?.members.as_ref()?;
            return structure(service, members, depth.checked_sub(1)?);
        }
        _ => JsonValue::String("..".to_owned()),
    };
    Some(json(value))
}

fn json(value: JsonValue) -> Json {
    Json { value, range: 0..0 }
}
