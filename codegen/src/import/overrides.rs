//! Overrides: facts that a source does not have, such as a separate host, a body of bytes, or a rate limit.
//!
//! An override is a JSON merge patch (RFC 7396) for a spec file, by path and in the format of spec files: a value replaces
//! a value, objects are merged, `null` removes a key. Beyond the RFC, a list of members is changed by an object with a
//! key for each member name: an existing member is patched, another one is appended. Sets of values, which no metadata
//! has, are added by overrides for their files.
//!
//! ```json
//! {
//!   "cvm/v20170312/actions/RunInstances.json": {
//!     "rateLimit": 10,
//!     "regionRequired": true,
//!     "parameters": { "LoginSettings": { "secret": true } }
//!   },
//!   "cvm/v20170312/types/Period.json": {
//!     "description": "Months that are paid in advance.",
//!     "integers": { "YEAR": { "value": 12, "description": "A year." } }
//!   }
//! }
//! ```
//!
//! The built-in overrides are three: the body of `UploadLog` (cls) is an octet stream, and `ChatCompletions` and
//! `ParseDocument` (es) have a host of their own. Imports apply them too. Streaming is not among them, since the metadata
//! marks it in the description of `RequestId`.

use std::collections::BTreeMap;
#[cfg(feature = "cli")]
use std::collections::BTreeSet;
use std::path::Path;

use serde_json::{Map, Value};

use super::{Draft, ImportError};
use crate::source::{escaped, read_regular};
use crate::spec::{ActionFile, SpecFile, TypeFile};

/// The maximum size of a file of overrides.
const MAX_BYTES: u64 = 64 * 1024 * 1024;

/// The built-in overrides.
const BUILT_IN: &str = include_str!("overrides.json");

/// Lists that are changed item by item, and the key that identifies an item.
const LISTS: [(&str, &str); 6] = [
    ("parameters", "name"),
    ("output", "name"),
    ("members", "name"),
    ("values", "value"),
    ("integers", "rustName"),
    ("errors", "code"),
];

/// Changes to spec files, by path below the spec folder.
///
/// ```
/// use tc3_codegen::import::Overrides;
///
/// let mut overrides = Overrides::built_in()?;
/// assert!(overrides.add("no/such/file.json".as_ref()).is_err());
/// # Ok::<(), tc3_codegen::import::ImportError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Overrides(BTreeMap<String, Vec<Patch>>);

#[derive(Clone, Debug)]
struct Patch {
    /// The file that it is from; none for a built-in one.
    origin: Option<String>,
    value: Value,
}

impl Overrides {
    /// Returns the built-in overrides: the hosts of two actions, and the one action whose body is an octet stream.
    ///
    /// # Errors
    /// Returns an error only if this crate has a bug.
    pub fn built_in() -> Result<Self, ImportError> {
        let mut overrides = Self(BTreeMap::new());
        overrides.add_text("the overrides of tc3-codegen", None, BUILT_IN)?;
        Ok(overrides)
    }

    /// Adds the overrides in a file, which take precedence over those before.
    ///
    /// # Errors
    /// Returns an error if the file cannot be read, or is not an object of objects.
    pub fn add(&mut self, file: &Path) -> Result<(), ImportError> {
        let bytes = read_regular(file, MAX_BYTES).map_err(|error| ImportError::of_file(file, &error))?;
        let text = String::from_utf8(bytes)
            .map_err(|_| ImportError::new(escaped(&file.to_string_lossy()), "not UTF-8: save the file as UTF-8"))?;
        let origin = escaped(&file.to_string_lossy());
        self.add_text(&origin, Some(&origin), &text)
    }

    /// Applies the overrides to the files of `draft`, and adds the sets of values that it lacks.
    ///
    /// ```
    /// use tc3_codegen::import::{Draft, Overrides};
    ///
    /// let mut draft = Draft { folder: "clock/v20200101".to_owned(), ..Draft::default() };
    /// Overrides::built_in()?.apply(&mut draft)?;
    /// # Ok::<(), tc3_codegen::import::ImportError>(())
    /// ```
    ///
    /// # Errors
    /// Returns an error if a file is not a valid spec file after the change.
    pub fn apply(&self, draft: &mut Draft) -> Result<(), ImportError> {
        let folder = draft.folder.clone();
        self.change(format!("{folder}/service.json"), &mut draft.service)?;
        for action in &mut draft.actions {
            self.change_action(format!("{folder}/actions/{}.json", *action.name), action)?;
        }
        for shared in &mut draft.types {
            self.change(format!("{folder}/types/{}.json", *shared.name), shared)?;
        }
        self.add_value_sets(draft)
    }

    /// Adds the types that no source has. An override without values is meant for a type that there is.
    fn add_value_sets(&self, draft: &mut Draft) -> Result<(), ImportError> {
        let below = format!("{}/types/", draft.folder);
        for (path, patches) in &self.0 {
            let name = path.strip_prefix(&below).and_then(|file| file.strip_suffix(".json"));
            let Some(name) = name.filter(|name| draft.types.iter().all(|shared| shared.name.value != *name)) else {
                continue;
            };
            let lists_values = |patch: &Patch| ["values", "integers"].iter().any(|key| patch.value.get(key).is_some());
            if !patches.iter().any(lists_values) {
                continue;
            }
            let mut added = TypeFile {
                name: name.to_owned().into(),
                imported_from: draft.service.imported_from.clone(),
                ..TypeFile::default()
            };
            self.change(path.clone(), &mut added)?;
            let at = draft
                .types
                .iter()
                .position(|shared| shared.name.value > added.name.value);
            draft.types.insert(at.unwrap_or(draft.types.len()), added);
        }
        Ok(())
    }

    /// Returns a sentence for each override that is from a file and for none of `paths`, but those of services
    /// `elsewhere`, which an earlier run has checked.
    #[cfg(feature = "cli")]
    pub(crate) fn unused(&self, paths: &BTreeSet<String>, elsewhere: &BTreeSet<&str>) -> Vec<String> {
        let is_checked = |path: &str| elsewhere.contains(path.split('/').next().unwrap_or_default());
        let is_unused = |path: &str| !paths.contains(path) && !is_checked(path);
        let unused = self.0.iter().filter(|(path, _)| is_unused(path));
        let named = unused.flat_map(|(path, patches)| {
            let origins = patches.iter().filter_map(|patch| patch.origin.as_ref());
            origins.map(move |origin| format!("{origin}: the metadata gives no file `{}`", escaped(path)))
        });
        named.collect()
    }

    fn add_text(&mut self, name: &str, origin: Option<&str>, text: &str) -> Result<(), ImportError> {
        let not_overrides = |why: &dyn std::fmt::Display| {
            ImportError::new(name, why).help("overrides are an object with an object for each spec file, by its path: {\"cvm/v20170312/actions/RunInstances.json\": {\"rateLimit\": 10}}")
        };
        let files: BTreeMap<String, Value> = serde_json::from_str(text).map_err(|error| not_overrides(&error))?;
        for (path, value) in files {
            if !value.is_object() {
                return Err(not_overrides(&format!("`{}` is not an object", escaped(&path))));
            }
            let origin = origin.map(str::to_owned);
            self.0.entry(path).or_default().push(Patch { origin, value });
        }
        Ok(())
    }

    /// Changes an action. Examples keep the order of their keys, unless the override changes them.
    fn change_action(&self, path: String, action: &mut ActionFile) -> Result<(), ImportError> {
        if !self.0.contains_key(&path) {
            return Ok(());
        }
        let examples = std::mem::take(&mut action.examples);
        self.change(path, action)?;
        if action.examples.is_empty() {
            action.examples = examples;
        }
        Ok(())
    }

    fn change<F: SpecFile + for<'de> serde::Deserialize<'de>>(
        &self,
        path: String,
        file: &mut F,
    ) -> Result<(), ImportError> {
        for Patch { origin, value } in self.0.get(&path).into_iter().flatten() {
            let name = origin.as_deref().unwrap_or("the overrides of tc3-codegen");
            let failed =
                |error: &dyn std::fmt::Display| ImportError::new(format!("{name}: `{}`", escaped(&path)), error);
            let mut changed = serde_json::to_value(&*file).map_err(|error| failed(&error))?;
            merge_patch(&mut changed, value);
            // Through text, since the JSON values of a spec keep numbers as they are written.
            *file = serde_json::from_str(&changed.to_string()).map_err(|error| failed(&error))?;
        }
        Ok(())
    }
}

fn merge_patch(target: &mut Value, patch: &Value) {
    let Value::Object(patch) = patch else {
        *target = patch.clone();
        return;
    };
    if !target.is_object() {
        *target = Value::Object(Map::new());
    }
    let Value::Object(target) = target else { return };
    for (key, change) in patch {
        let item_key = LISTS
            .iter()
            .find(|(list, _)| list == key)
            .map(|(_, item_key)| *item_key);
        match (change, item_key) {
            (Value::Null, _) => drop(target.remove(key)),
            (Value::Object(items), Some(item_key)) => {
                merge_items(
                    target.entry(key).or_insert_with(|| Value::Array(Vec::new())),
                    item_key,
                    items,
                );
            }
            _ => merge_patch(target.entry(key).or_insert(Value::Null), change),
        }
    }
}

fn merge_items(list: &mut Value, key: &str, changes: &Map<String, Value>) {
    let Value::Array(list) = list else { return };
    for (name, change) in changes {
        let at = list
            .iter()
            .position(|item| item.get(key).is_some_and(|value| value == name));
        match (at, change) {
            (Some(at), Value::Null) => drop(list.remove(at)),
            (Some(at), _) => merge_patch(&mut list[at], change),
            (None, Value::Null) => {}
            (None, _) => {
                let mut item = serde_json::json!({ key: name });
                merge_patch(&mut item, change);
                list.push(item);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{Overrides, merge_patch};

    fn merged(mut target: Value, patch: &Value) -> Value {
        merge_patch(&mut target, patch);
        target
    }

    #[test]
    fn the_built_in_overrides_can_be_read() {
        assert!(Overrides::built_in().is_ok());
    }

    #[test]
    fn values_are_replaced_and_removed() {
        let target = json!({"a": 1, "b": {"c": 1, "d": 2}, "e": [1]});
        let patch = json!({"a": null, "b": {"c": [2]}, "e": [], "f": {"g": null, "h": 1}});
        assert_eq!(
            merged(target, &patch),
            json!({"b": {"c": [2], "d": 2}, "e": [], "f": {"h": 1}})
        );
    }

    #[test]
    fn members_are_changed_by_name() {
        let target = json!({"parameters": [{"name": "A", "required": true}, {"name": "B"}]});
        let patch = json!({"parameters": {"A": {"required": null, "secret": true}, "B": null, "C": {"type": "String"}, "D": null}});
        let expected = json!({"parameters": [{"name": "A", "secret": true}, {"name": "C", "type": "String"}]});
        assert_eq!(merged(target, &patch), expected);
    }
}
