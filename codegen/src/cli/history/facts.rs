//! The facts of a spec that metadata does not state, and what an import leaves of them.
//!
//! A fact is a key of a file or of a member, an error code, an allowed value or an example. To notice a loss of any sort of
//! fact, members and actions that lack one are marked with it before an import.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::import::{ImportError, Note, NoteKind};
use crate::spec::{ActionFile, ErrorCode, Member, Spec, SpecFile};

/// Keys that metadata states, or that say where a file is from.
const STATED: [&str; 8] = [
    "$schema",
    "name",
    "version",
    "type",
    "format",
    "required",
    "nullable",
    "importedFrom",
];

/// Lists whose items have a name, and the key of the name.
const LISTS: [(&str, &str); 6] = [
    ("parameters", "name"),
    ("output", "name"),
    ("members", "name"),
    ("values", "value"),
    ("errors", "code"),
    ("examples", "title"),
];

/// The number that marks a limit.
const MARK: u64 = 999_999_937;

/// The facts of a spec by what they are about: a file, a member, a code.
pub(super) struct Facts(BTreeMap<String, BTreeMap<String, String>>);

/// What an import has left of the facts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Outcome {
    pub(super) kept: usize,
    /// Those that went with the member that they are about.
    pub(super) removed: usize,
    /// Those that no longer fit, of which the report of the import has the text.
    pub(super) set_aside: usize,
    /// The place and key of those that are gone although what they are about is still there.
    pub(super) lost: Vec<String>,
}

impl Facts {
    pub(super) fn of(spec: &Spec) -> Result<Self, ImportError> {
        let mut facts = Self(BTreeMap::new());
        for service in &spec.services {
            let folder = &service.folder;
            facts.add_file(format!("{folder}/service.json"), &service.file)?;
            for action in &service.actions {
                facts.add_file(format!("{folder}/actions/{}.json", *action.name), action)?;
            }
            for shared in &service.types {
                facts.add_file(format!("{folder}/types/{}.json", *shared.name), shared)?;
            }
        }
        Ok(facts)
    }

    /// Returns what is left of them in the facts of a later spec; `notes` are those of the import.
    pub(super) fn outcome(&self, later: &Self, notes: &[Note]) -> Outcome {
        let mut outcome = Outcome::default();
        // What has another spelling is the same.
        let is_new = |place: &&String| !self.0.contains_key(*place);
        let respelled: BTreeMap<String, &String> = later
            .0
            .keys()
            .filter(is_new)
            .map(|place| (folded(place), place))
            .collect();
        for (place, facts) in &self.0 {
            let there = later.0.get(place);
            let there = there.or_else(|| later.0.get(*respelled.get(&folded(place))?));
            let Some(there) = there else {
                outcome.removed += facts.len();
                continue;
            };
            for (key, value) in facts {
                if there.get(key) == Some(value) {
                    outcome.kept += 1;
                } else if notes.iter().any(|note| is_set_aside(note, place, key)) {
                    outcome.set_aside += 1;
                } else {
                    outcome.lost.push(format!("{place}: {key}"));
                }
            }
        }
        outcome
    }

    fn add_file(&mut self, path: String, file: &impl SpecFile) -> Result<(), ImportError> {
        match serde_json::to_value(file) {
            Ok(Value::Object(keys)) => self.add(path, keys),
            Ok(_) => {}
            Err(error) => return Err(ImportError::new(path, error)),
        }
        Ok(())
    }

    fn add(&mut self, place: String, keys: Map<String, Value>) {
        let mut facts = BTreeMap::new();
        for (key, value) in keys {
            let named = LISTS.iter().find(|(list, _)| *list == key);
            match (named, value) {
                _ if STATED.contains(&key.as_str()) => {}
                (Some((_, name)), Value::Array(items)) => self.add_items(&format!("{place} {key}"), name, items),
                (_, Value::String(text)) if text.is_empty() => {}
                (_, value) => {
                    facts.insert(key, value.to_string());
                }
            }
        }
        self.0.insert(place, facts);
    }

    fn add_items(&mut self, list: &str, name: &str, items: Vec<Value>) {
        for item in items {
            if let Value::Object(keys) = item {
                if keys.contains_key("imported") {
                    continue; // an example of the source, which another import may refresh
                }
                let of_item = keys.get(name).and_then(Value::as_str).unwrap_or_default();
                self.add(format!("{list} {of_item}"), keys);
            }
        }
    }
}

/// Whether `note` has the text of the fact `key` of `place`, a path with the list and name of a member.
fn is_set_aside(note: &Note, place: &str, key: &str) -> bool {
    let Some(member) = place
        .strip_prefix(&note.place)
        .filter(|_| note.kind == NoteKind::SetAside)
    else {
        return false;
    };
    let owner = member.rsplit(' ').next().filter(|name| !name.is_empty());
    let mark = owner.map_or_else(|| format!("\"{key}\""), |name| format!("{name}: \"{key}\""));
    note.text.starts_with(&mark)
}

/// Returns a place without what differs between spellings.
fn folded(place: &str) -> String {
    place.replace('_', "").to_lowercase()
}

/// Adds a fact of each sort to the actions and members that lack it.
pub(super) fn mark(spec: &mut Spec) {
    for service in &mut spec.services {
        for action in &mut service.actions {
            mark_action(action);
        }
        let types = service.types.iter_mut();
        types
            .flat_map(|shared| shared.members.iter_mut().flatten())
            .for_each(mark_member);
    }
}

fn mark_action(action: &mut ActionFile) {
    action.rate_limit.get_or_insert(MARK.into());
    let marker = ErrorCode {
        code: "InternalError.OnlyInThisFile".to_owned().into(),
        ..ErrorCode::default()
    };
    if action.errors.iter().all(|error| error.code != marker.code) {
        action.errors.push(marker);
    }
    action
        .parameters
        .iter_mut()
        .chain(&mut action.output)
        .for_each(mark_member);
}

fn mark_member(member: &mut Member) {
    let (is_number, is_text, is_list) = {
        let type_ref = member.type_ref();
        (type_ref.item.is_number(), type_ref.item.is_text(), type_ref.list)
    };
    if member.description.is_empty() {
        member.description = "Described in this file alone.".to_owned().into();
    }
    if is_number {
        member.unit.get_or_insert("marks".to_owned().into());
    }
    if is_text && member.values.is_none() {
        member.max_length.get_or_insert(MARK.into());
    }
    if is_list {
        member.max_items.get_or_insert(MARK.into());
    }
}
