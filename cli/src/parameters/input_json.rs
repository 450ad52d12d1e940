//! `--cli-input-json`: the parameters as one JSON object.

use tc3_codegen::spec::{ItemType, Member, Service};

use super::source::Sources;
use super::{Fault, Faults, find, members_of, read_json, skeleton};
use crate::error::CliError;
use crate::json::Value;

/// Reads the object that the option gives: a text, `@FILE`, `file://FILE` or `-`.
pub(super) fn read(given: &str, sources: &mut Sources) -> Result<Value, CliError> {
    let refused = |message: String, hint: Option<String>| {
        let error = CliError::input(format!("--cli-input-json: {message}"));
        hint.into_iter().fold(error, CliError::hint)
    };
    let text = sources
        .json(given)
        .map_err(|fault| refused(fault.message, fault.hint))?;
    match read_json::parse(&text) {
        Ok(value @ Value::Object(_)) => Ok(value),
        Ok(_) => Err(refused(
            "it is JSON, but not an object with the parameters: {\"Name\": ..}".to_owned(),
            None,
        )),
        Err(why) if text.starts_with('\u{feff}') => Err(refused(
            why.to_string(),
            Some("save the file as UTF-8 without a byte order mark".to_owned()),
        )),
        Err(why) => {
            let is_path = text == given && !given.trim_start().starts_with('{');
            let hint = is_path.then(|| "a file is given as @FILE or file://FILE, standard input as -".to_owned());
            Err(refused(why.to_string(), hint))
        }
    }
}

/// Finds values that are still those of a skeleton.
pub(super) fn placeholders(value: &Value, members: &[Member], service: &Service, faults: &mut Faults) {
    object(value, members, service, "", faults);
}

fn object(value: &Value, members: &[Member], service: &Service, at: &str, faults: &mut Faults) {
    let Value::Object(entries) = value else { return };
    for (name, value) in entries {
        let Some(member) = find(members, name) else { continue };
        let place = if at.is_empty() {
            name.clone()
        } else {
            format!("{at}.{name}")
        };
        match value {
            Value::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    item_or_scalar(item, member, service, &format!("{place}.{index}"), faults);
                }
            }
            value => item_or_scalar(value, member, service, &place, faults),
        }
    }
}

fn item_or_scalar(value: &Value, member: &Member, service: &Service, at: &str, faults: &mut Faults) {
    match (value, service.type_of(member).item) {
        (value, ItemType::Named(name)) => object(value, members_of(service, name), service, at, faults),
        (Value::String(text), item) if text == skeleton::word(item) => {
            let hint = "give a value, leave the member out, or send it all the same by --no-check";
            let message = format!("{at}: \"{text}\" is the placeholder of a skeleton");
            faults.add_at(at, Fault::with_hint(message, hint));
        }
        _ => {}
    }
}
