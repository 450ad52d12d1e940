//! `--generate-cli-skeleton`: the members of a request or an answer, with a word in the place of each value.
//!
//! Words and layout are tccli's. A type that contains itself ends where it would repeat: a list is empty there, and a
//! structure is left out.

use tc3_codegen::spec::{ActionFile, ItemType, Member, Service};

use super::{members_of, read_json};
use crate::arguments::Skeleton;
use crate::error::CliError;
use crate::json::Value;

/// Returns the skeleton of an action.
///
/// # Errors
/// If an example is asked for and none is documented.
pub(super) fn of(service: &Service, action: &ActionFile, kind: Skeleton) -> Result<Value, CliError> {
    let outline = |members, only_required| Outline { service, only_required }.object(members, &mut Vec::new());
    match kind {
        Skeleton::Input => Ok(outline(&action.parameters, false)),
        Skeleton::Required => Ok(outline(&action.parameters, true)),
        Skeleton::Output => Ok(outline(&action.output, false)),
        Skeleton::Example => {
            let request = action.examples.iter().find_map(|example| example.request.as_ref());
            let request = request.map(|request| read_json::value(request.value.clone()));
            request.ok_or_else(|| {
                let error = CliError::input(format!("no example of {} is at hand", action.name.value));
                error.hint("--generate-cli-skeleton required has what every request needs")
            })
        }
    }
}

/// The word in the place of a value.
pub(super) fn word(item: ItemType<'_>) -> &'static str {
    match item {
        ItemType::String => "String",
        ItemType::Date | ItemType::Timestamp | ItemType::TimestampIso8601 => "Timestamp",
        ItemType::Int64 | ItemType::Uint64 => "Integer",
        ItemType::Float => "Float",
        ItemType::Boolean => "Boolean",
        ItemType::Binary => "Binary",
        ItemType::Object | ItemType::Named(_) => "Object",
    }
}

struct Outline<'a> {
    service: &'a Service,
    only_required: bool,
}

impl<'a> Outline<'a> {
    /// `inside` are the types that the members are part of.
    fn object(&self, members: &'a [Member], inside: &mut Vec<&'a str>) -> Value {
        let wanted = members.iter().filter(|member| member.required || !self.only_required);
        let entries = wanted.filter_map(|member| Some((member.name.value.clone(), self.value(member, inside)?)));
        Value::Object(entries.collect())
    }

    fn value(&self, member: &'a Member, inside: &mut Vec<&'a str>) -> Option<Value> {
        let type_ref = self.service.type_of(member);
        let item = match type_ref.item {
            ItemType::Named(name) if inside.contains(&name) => None,
            ItemType::Named(name) => {
                inside.push(name);
                let object = self.object(members_of(self.service, name), inside);
                inside.pop();
                Some(object)
            }
            item => Some(Value::String(word(item).to_owned())),
        };
        if type_ref.list {
            Some(Value::Array(item.into_iter().collect()))
        } else {
            item
        }
    }
}
