//! Values out of a documented response, as the declared types would have them.

use tc3_codegen::spec::{ItemType, Json, JsonValue, Member};

use super::Writer;
use crate::id;
use crate::json::{json, object, string};

impl<'s> Writer<'s> {
    /// The documented value of `member`, with new ids. Documentation prints numbers in quotes and a single value
    /// for a list; the service does not.
    pub(super) fn documented(&mut self, member: &'s Member, documented: &Json) -> Json {
        let type_ref = member.type_ref();
        match &documented.value {
            JsonValue::Null => documented.clone(),
            JsonValue::Array(items) if type_ref.list => {
                let items = items.iter().map(|item| self.documented_item(member, item));
                json(JsonValue::Array(items.collect()))
            }
            _ if type_ref.list => json(JsonValue::Array(vec![self.documented_item(member, documented)])),
            _ => self.documented_item(member, documented),
        }
    }

    fn documented_item(&mut self, member: &'s Member, documented: &Json) -> Json {
        let item = member.type_ref().item;
        match (item, &documented.value) {
            (ItemType::Named(name), JsonValue::Object(_)) => self.documented_structure(name, documented),
            (item, JsonValue::String(text)) if item.is_text() => string(self.renewed(member, text)),
            (item, JsonValue::Number(text)) if item.is_text() => string(text),
            (item, JsonValue::Number(text) | JsonValue::String(text)) if item.is_number() => {
                number(item, text).unwrap_or_else(|| self.plausible_item(member))
            }
            (ItemType::Boolean, JsonValue::String(text)) if text == "true" => json(JsonValue::Bool(true)),
            (ItemType::Boolean, JsonValue::String(text)) if text == "false" => json(JsonValue::Bool(false)),
            (ItemType::Boolean, JsonValue::Bool(_)) | (ItemType::Object, JsonValue::Object(_)) => documented.clone(),
            _ => self.plausible_item(member),
        }
    }

    /// The declared members of a documented object; those that the documentation leaves out stay out.
    fn documented_structure(&mut self, type_name: &str, documented: &Json) -> Json {
        let members = self.members_of(type_name);
        let entries = members.iter().filter_map(|member| {
            let value = documented.get(&member.name)?;
            Some((member.name.value.clone(), self.documented(member, value)))
        });
        object(entries.collect::<Vec<_>>())
    }

    pub(crate) fn members_of(&self, type_name: &str) -> &'s [Member] {
        let declared = self.service.type_named(type_name);
        declared
            .and_then(|declared| declared.members.as_deref())
            .unwrap_or_default()
    }

    fn renewed(&mut self, member: &Member, text: &str) -> String {
        let is_id = member.name.ends_with("Id") || member.name.ends_with("Ids");
        match (&mut self.renewed, id::prefix_of_resource_id(text, is_id)) {
            (Some(renewed), Some(prefix)) => {
                let new = || id::resource_id(&mut self.rng, prefix, id::SUFFIX_LENGTH);
                renewed.entry(text.to_owned()).or_insert_with(new).clone()
            }
            _ => text.to_owned(),
        }
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
