//! Synthesizes values of the declared types, for members that no example has.

use tc3_codegen::spec::{ItemType, Json, JsonValue, Member, Service};

use super::new_ids::{digits, id_name, is_renewable};
use super::{ResponseWriter, ids};
use crate::wire::json::{json, object, string};
use crate::wire::time;

/// The digits of an ID that is a number.
const NUMBER_ID_DIGITS: usize = 8;

impl<'s> ResponseWriter<'s> {
    /// A value for `member`; `None` if a response may leave it out and there is no room for it, or if it would nest
    /// inside its own type without end.
    pub(super) fn try_synthesize(&mut self, member: &'s Member) -> Option<Json> {
        let type_ref = member.type_ref();
        let is_recursive = matches!(type_ref.item, ItemType::Named(name) if self.enclosing.contains(&name));
        let in_full = self.has_room(self.extent.full);
        if !type_ref.list && (is_recursive || (member.nullable && !in_full)) {
            return None;
        }
        self.budget.spend();
        if type_ref.list {
            let has_item = in_full && !is_recursive;
            let item = has_item.then(|| self.synthesize_item(member));
            return Some(json(JsonValue::Array(item.into_iter().collect())));
        }
        Some(match &member.default {
            Some(default) => self.coerce(member, default),
            None => self.synthesize_item(member),
        })
    }

    /// Whether the structure that is being written, if any, is within the first `levels`.
    fn has_room(&self, levels: usize) -> bool {
        self.enclosing.len() < levels && !self.budget.is_exhausted()
    }

    /// A value for `member`, or for one item of it.
    pub(super) fn synthesize_item(&mut self, member: &'s Member) -> Json {
        match member.type_ref().item {
            ItemType::String | ItemType::Binary => string(self.text(member)),
            item @ (ItemType::Date | ItemType::Timestamp | ItemType::TimestampIso8601) => {
                string(time_text(item, self.now).unwrap_or_default())
            }
            ItemType::Int64 | ItemType::Uint64 | ItemType::Float => {
                let named = first_integer(self.service, member).map(|integer| integer.to_string());
                json(JsonValue::Number(named.unwrap_or_else(|| self.number(member))))
            }
            ItemType::Boolean => json(JsonValue::Bool(false)),
            ItemType::Named(name) if self.has_room(self.extent.some) => self.structure(name),
            ItemType::Object | ItemType::Named(_) => object([]),
        }
    }

    fn structure(&mut self, type_name: &'s str) -> Json {
        self.enclosing.push(type_name);
        let members = self.members_of(type_name);
        let entries = members
            .iter()
            .filter_map(|member| Some((member.name.value.clone(), self.try_synthesize(member)?)));
        let value = object(entries.collect::<Vec<_>>());
        self.enclosing.pop();
        value
    }

    /// A new number for an ID, and the same one each time for anything else.
    fn number(&mut self, member: &Member) -> String {
        let is_limited = member.minimum.is_some() || member.maximum.is_some();
        match id_name(&member.name) {
            Some(name) if is_renewable(name) && !is_limited => digits(&mut self.rng, NUMBER_ID_DIGITS),
            _ => {
                // Lists of an example have one item, and those of a record none.
                let count = f64::from(u8::from(self.extent.full > 0));
                synthesize_number(member, count).to_string()
            }
        }
    }

    fn text(&mut self, member: &Member) -> String {
        let values = member.values.as_ref().and_then(|name| self.service.type_named(name));
        if let Some(first) = values.and_then(|set| set.values.as_ref()?.first()) {
            return first.value.value.clone();
        }
        let kind = id_name(&member.name).map(|name| &name[..name.len() - "Id".len()]);
        let text = match kind {
            Some(kind) if !kind.is_empty() => ids::resource_id(&mut self.rng, &hyphenated(kind), ids::SUFFIX_LENGTH),
            _ => hyphenated(&member.name),
        };
        match &member.max_length {
            Some(most) => text
                .chars()
                .take(usize::try_from(most.value).unwrap_or(usize::MAX))
                .collect(),
            None => text,
        }
    }
}

/// A time in Unix seconds in the format of the type; `None` if it is not a type of times.
pub(super) fn time_text(item: ItemType<'_>, seconds: i64) -> Option<String> {
    let (day, time) = (|| time::date(seconds), || time::time_of_day(seconds));
    match item {
        ItemType::Date => Some(day()),
        ItemType::Timestamp => Some(format!("{} {}", day(), time())),
        ItemType::TimestampIso8601 => Some(format!("{}T{}+00:00", day(), time())),
        _ => None,
    }
}

/// The first of the integers that a member may have, if they are named.
fn first_integer(service: &Service, member: &Member) -> Option<i64> {
    let set = service.type_named(member.values.as_ref()?)?;
    Some(set.integers.as_ref()?.first()?.value.value)
}

/// `count` for counts, and 0 otherwise, or else the nearest number that is allowed.
fn synthesize_number(member: &Member, count: f64) -> f64 {
    let counts = member.name.contains("Count") || member.name.starts_with("Total");
    let wanted = if counts { count } else { 0.0 };
    let least = member.minimum.as_ref().map_or(wanted, |least| least.value);
    let most = member.maximum.as_ref().map_or(wanted, |most| most.value);
    f64::min(f64::max(wanted, least), f64::max(most, least))
}

/// Converts `GroupName` to `group-name`.
fn hyphenated(name: &str) -> String {
    let mut text = String::with_capacity(name.len() + 4);
    let mut after_small = false;
    for character in name.chars() {
        if character.is_uppercase() && after_small {
            text.push('-');
        }
        after_small = !character.is_uppercase();
        text.extend(character.to_lowercase());
    }
    text
}
