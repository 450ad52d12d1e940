//! What a source does not say of an action: a host of its own, bytes that are its body, a rate.
//!
//! An override names a spec file and holds what to change in it, in the words of spec files. It is laid over the
//! file as RFC 7396 says: a value takes the place of another, an object is laid over an object, `null` takes a key
//! out. Beyond it, a list of members is changed by an object with a key for each of them, by its name: one that is
//! there is laid over, another comes last.
//!
//! ```json
//! {
//!   "cvm/v20170312/actions/RunInstances.json": {
//!     "rateLimit": 10,
//!     "regionRequired": true,
//!     "parameters": { "LoginSettings": { "secret": true } }
//!   }
//! }
//! ```

use std::collections::BTreeMap;
#[cfg(feature = "cli")]
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use serde_json::{Map, Value};

use super::{Draft, ImportError};
use crate::diagnostics::escaped;
use crate::spec::{ActionFile, SpecFile};

/// What is known of the services beside their metadata.
const BUILT_IN: &str = include_str!("overrides.json");

/// Lists that are changed item by item, and the key that tells the items apart.
const LISTS: [(&str, &str); 5] = [
    ("parameters", "name"),
    ("output", "name"),
    ("members", "name"),
    ("values", "value"),
    ("errors", "code"),
];

/// What to change in spec files, by their paths below the spec folder.
#[derive(Clone, Debug)]
pub struct Overrides(BTreeMap<String, Vec<Patch>>);

#[derive(Clone, Debug)]
struct Patch {
    /// The file that it is from, as a person would type it; none for what is known here.
    origin: Option<String>,
    value: Value,
}

impl Overrides {
    /// What is known of services beside their metadata: the hosts of two actions, the one action whose body is
    /// neither JSON nor parts.
    ///
    /// # Errors
    /// None, but for a fault of this crate.
    pub fn built_in() -> Result<Self, ImportError> {
        let mut overrides = Self(BTreeMap::new());
        overrides.lay("the overrides of tc3-codegen", None, BUILT_IN)?;
        Ok(overrides)
    }

    /// Adds those of a file, which go over the others.
    ///
    /// # Errors
    /// A file that cannot be read or is not an object of objects.
    pub fn add(&mut self, file: &Path) -> Result<(), ImportError> {
        let text = fs::read_to_string(file).map_err(|error| ImportError::of_file(file, &error))?;
        let origin = escaped(&file.to_string_lossy());
        self.lay(&origin, Some(&origin), &text)
    }

    /// Changes the files of `draft` that there are overrides for.
    ///
    /// # Errors
    /// An override after which the file is no spec file any more.
    pub fn apply(&self, draft: &mut Draft) -> Result<(), ImportError> {
        let folder = draft.folder.clone();
        self.change(format!("{folder}/service.json"), &mut draft.service)?;
        for action in &mut draft.actions {
            self.change_action(format!("{folder}/actions/{}.json", *action.name), action)?;
        }
        for shared in &mut draft.types {
            self.change(format!("{folder}/types/{}.json", *shared.name), shared)?;
        }
        Ok(())
    }

    /// Those of a person that are for none of the files in `paths`, a sentence each.
    #[cfg(feature = "cli")]
    pub(crate) fn unused(&self, paths: &BTreeSet<String>) -> Vec<String> {
        let unused = self.0.iter().filter(|(path, _)| !paths.contains(*path));
        let named = unused.flat_map(|(path, patches)| {
            let origins = patches.iter().filter_map(|patch| patch.origin.as_ref());
            origins.map(move |origin| format!("{origin}: no file `{}` comes of the metadata", escaped(path)))
        });
        named.collect()
    }

    fn lay(&mut self, name: &str, origin: Option<&str>, text: &str) -> Result<(), ImportError> {
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

    /// Examples keep the order of their keys, unless they are what is changed.
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
            lay_over(&mut changed, value);
            // By way of text: a JSON value of a spec keeps its numbers as they are written.
            *file = serde_json::from_str(&changed.to_string()).map_err(|error| failed(&error))?;
        }
        Ok(())
    }
}

fn lay_over(target: &mut Value, patch: &Value) {
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
                lay_over_items(
                    target.entry(key).or_insert_with(|| Value::Array(Vec::new())),
                    item_key,
                    items,
                );
            }
            _ => lay_over(target.entry(key).or_insert(Value::Null), change),
        }
    }
}

fn lay_over_items(list: &mut Value, key: &str, changes: &Map<String, Value>) {
    let Value::Array(list) = list else { return };
    for (name, change) in changes {
        let at = list
            .iter()
            .position(|item| item.get(key).is_some_and(|value| value == name));
        match (at, change) {
            (Some(at), Value::Null) => drop(list.remove(at)),
            (Some(at), _) => lay_over(&mut list[at], change),
            (None, Value::Null) => {}
            (None, _) => {
                let mut item = serde_json::json!({ key: name });
                lay_over(&mut item, change);
                list.push(item);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{Overrides, lay_over};

    fn laid(mut target: Value, patch: &Value) -> Value {
        lay_over(&mut target, patch);
        target
    }

    #[test]
    fn those_of_the_crate_can_be_read() {
        assert!(Overrides::built_in().is_ok());
    }

    #[test]
    fn values_are_replaced_and_taken_out() {
        let target = json!({"a": 1, "b": {"c": 1, "d": 2}, "e": [1]});
        let patch = json!({"a": null, "b": {"c": [2]}, "e": [], "f": {"g": null, "h": 1}});
        assert_eq!(
            laid(target, &patch),
            json!({"b": {"c": [2], "d": 2}, "e": [], "f": {"h": 1}})
        );
    }

    #[test]
    fn members_are_changed_by_name() {
        let target = json!({"parameters": [{"name": "A", "required": true}, {"name": "B"}]});
        let patch = json!({"parameters": {"A": {"required": null, "secret": true}, "B": null, "C": {"type": "String"}, "D": null}});
        let expected = json!({"parameters": [{"name": "A", "secret": true}, {"name": "C", "type": "String"}]});
        assert_eq!(laid(target, &patch), expected);
    }
}
