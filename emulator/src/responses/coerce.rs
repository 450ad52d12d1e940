//! Coerces values from documented examples and from the store to the declared types.
//!
//! The documentation prints numbers in quotes and a single value for a list; the service does not.

use tc3_codegen::spec::{ItemType, Json, JsonValue, Member};

use super::ResponseWriter;
use super::synthesize::time_text;
use crate::wire::json::{json, object, string};

impl<'s> ResponseWriter<'s> {
    /// A documented value of `member` as its type declares it, with new IDs.
    pub(super) fn coerce(&mut self, member: &'s Member, value: &Json) -> Json {
        let type_ref = member.type_ref();
        match &value.value {
            JsonValue::Null => value.clone(),
            JsonValue::Array(items) if type_ref.list => {
                let items = items.iter().map(|item| self.coerce_item(member, item));
                json(JsonValue::Array(items.collect()))
            }
            _ if type_ref.list => json(JsonValue::Array(vec![self.coerce_item(member, value)])),
            _ => self.coerce_item(member, value),
        }
    }

    /// A stored value of `member` as its type declares it; times and flags may be numbers.
    pub(crate) fn coerce_stored(&mut self, member: &'s Member, value: &Json) -> Json {
        let JsonValue::Number(text) = &value.value else {
            return self.coerce(member, value);
        };
        match member.type_ref().item {
            ItemType::Boolean => json(JsonValue::Bool(text != "0")),
            item => match text.parse().ok().and_then(|seconds| time_text(item, seconds)) {
                Some(time) => string(time),
                None => self.coerce(member, value),
            },
        }
    }

    fn coerce_item(&mut self, member: &'s Member, value: &Json) -> Json {
        let item = member.type_ref().item;
        match (item, &value.value) {
            (ItemType::Named(name), JsonValue::Object(_)) => self.coerce_structure(name, value),
            (item, JsonValue::Number(text) | JsonValue::String(text)) if item.is_text() => {
                string(self.new_ids.get(&member.name, text).unwrap_or(text))
            }
            (item, JsonValue::Number(text) | JsonValue::String(text)) if item.is_number() => {
                let new = self.new_ids.get(&member.name, text);
                let number = new.and_then(|new| number(item, new)).or_else(|| number(item, text));
                number.unwrap_or_else(|| self.synthesize_item(member))
            }
            (ItemType::Boolean, JsonValue::String(text)) if text == "true" => json(JsonValue::Bool(true)),
            (ItemType::Boolean, JsonValue::String(text)) if text == "false" => json(JsonValue::Bool(false)),
            (ItemType::Boolean, JsonValue::Bool(_)) | (ItemType::Object, JsonValue::Object(_)) => value.clone(),
            _ => self.synthesize_item(member),
        }
    }

    /// The declared members of a documented object; those that the documentation leaves out stay out.
    fn coerce_structure(&mut self, type_name: &str, documented: &Json) -> Json {
        let members = self.members_of(type_name);
        let entries = members.iter().filter_map(|member| {
            let value = documented.get(&member.name)?;
            Some((member.name.value.clone(), self.coerce(member, value)))
        });
        object(entries.collect::<Vec<_>>())
    }
}

fn number(item: ItemType<'_>, text: &str) -> Option<Json> {
    let number = match item {
        ItemType::Int64 => text.parse::<i64>().ok()?.to_string(),
        ItemType::Uint64 => text.parse::<u64>().ok()?.to_string(),
        _ => text
            .parse::<f64>()
            .ok()
            .filter(|number| number.is_finite())?
            .to_string(),
    };
    Some(json(JsonValue::Number(number)))
}
