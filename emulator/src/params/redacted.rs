//! The parameters of a call for the log and the page: shortened, and without secrets.
//!
//! Shown is what the spec declares and does not mark `secret`. The values of undeclared names are hidden, since one of
//! them may be a secret whose name is mistyped.

use tc3_codegen::spec::{ActionFile, ItemType, Json, JsonEntry, JsonValue, Member, Service};

use super::ReceivedParameters;
use crate::redact::{HIDDEN, SecretParams};
use crate::wire::json::{json, object, string};

/// The longest text of a value, in characters.
const MAX_TEXT_CHARS: usize = 200;

/// The most items of a list.
const MAX_ITEMS: usize = 20;

/// The most values in all; those beyond are left out.
const MAX_VALUES: usize = 200;

/// The largest JSON that is looked at, in bytes.
const MAX_BYTES: usize = 1024 * 1024;

/// The name of a member that says what was left out.
const OMITTED: &str = "…";

/// The parameters as an object; `action` is `None` if the spec does not declare it.
pub(crate) fn redacted(
    parameters: &ReceivedParameters,
    service: &Service,
    action: Option<&ActionFile>,
    secret_params: &SecretParams,
) -> Json {
    let text = parameters.json();
    let note = |note: String| object([(OMITTED.to_owned(), string(note))]);
    if text.len() > MAX_BYTES {
        return note(format!("{} bytes", text.len()));
    }
    let Ok(sent) = Json::parse(text) else {
        return note("not JSON".to_owned());
    };
    let mut writer = Writer {
        service,
        parameters,
        secret_params,
        values_left: MAX_VALUES,
    };
    match sent.as_object() {
        Some(entries) => writer.members(entries, action.map_or(&[], |action| &action.parameters[..])),
        None => note(format!("{}, not an object", sent.kind())),
    }
}

struct Writer<'p> {
    service: &'p Service,
    parameters: &'p ReceivedParameters,
    secret_params: &'p SecretParams,
    values_left: usize,
}

impl Writer<'_> {
    fn members(&mut self, entries: &[JsonEntry], declared: &[Member]) -> Json {
        self.entries(entries, |writer, entry| {
            let member = declared.iter().find(|member| member.name.value == entry.name);
            match member.filter(|member| !member.is_secret()) {
                Some(member) => writer.value(member, &entry.value),
                None => string(HIDDEN),
            }
        })
    }

    fn value(&mut self, member: &Member, sent: &Json) -> Json {
        let type_ref = self.service.type_of(member);
        match &sent.value {
            JsonValue::Array(items) if type_ref.list => {
                self.items(items, |writer, item| writer.item(member, type_ref.item, item))
            }
            _ => self.item(member, type_ref.item, sent),
        }
    }

    fn item(&mut self, member: &Member, item: ItemType<'_>, sent: &Json) -> Json {
        match (item, &sent.value) {
            (ItemType::Binary, _) => {
                let bytes = self.parameters.bytes(&member.name).map_or(0, bytes::Bytes::len);
                string(format!("<{bytes} bytes>"))
            }
            (ItemType::Named(name), JsonValue::Object(entries)) => {
                let declared = self.service.type_named(name);
                let members = declared.and_then(|declared| declared.members.as_deref());
                self.members(entries, members.unwrap_or_default())
            }
            (ItemType::Object, _) => self.free(sent),
            // In another form than the declared one it may contain a secret.
            (ItemType::Named(_), JsonValue::String(_)) | (_, JsonValue::Array(_) | JsonValue::Object(_)) => {
                string(HIDDEN)
            }
            _ => self.free(sent),
        }
    }

    /// A value whose members are not declared; those that are named like a secret are hidden.
    fn free(&mut self, sent: &Json) -> Json {
        match &sent.value {
            JsonValue::String(text) => string(shortened(text)),
            JsonValue::Array(items) => self.items(items, Self::free),
            JsonValue::Object(entries) => self.entries(entries, |writer, entry| {
                if writer.secret_params.contains(&entry.name) {
                    string(HIDDEN)
                } else {
                    writer.free(&entry.value)
                }
            }),
            JsonValue::Null | JsonValue::Bool(_) | JsonValue::Number(_) => sent.clone(),
        }
    }

    fn entries(&mut self, entries: &[JsonEntry], mut write: impl FnMut(&mut Self, &JsonEntry) -> Json) -> Json {
        let mut written = Vec::new();
        for entry in entries {
            if !self.has_room() {
                let more = entries.len() - written.len();
                written.push((OMITTED.to_owned(), string(format!("{more} more"))));
                break;
            }
            written.push((shortened(&entry.name), write(self, entry)));
        }
        object(written)
    }

    fn items(&mut self, items: &[Json], mut write: impl FnMut(&mut Self, &Json) -> Json) -> Json {
        let mut written = Vec::new();
        for item in items {
            if written.len() == MAX_ITEMS || !self.has_room() {
                let more = items.len() - written.len();
                written.push(string(format!("{OMITTED} {more} more")));
                break;
            }
            written.push(write(self, item));
        }
        json(JsonValue::Array(written))
    }

    fn has_room(&mut self) -> bool {
        let has_room = self.values_left > 0;
        self.values_left = self.values_left.saturating_sub(1);
        has_room
    }
}

fn shortened(text: &str) -> String {
    match text.char_indices().nth(MAX_TEXT_CHARS) {
        Some((end, _)) => format!("{}{OMITTED}", &text[..end]),
        None => text.to_owned(),
    }
}
