//! As much of a spec as shows what one of its files is for.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

pub(crate) struct File {
    /// Below the spec's folder: `gaap/v20180529/service.json`.
    pub(crate) path: String,
    pub(crate) json: Value,
}

/// What goes with a file: an action that reaches it, and all that this action reaches.
///
/// With the whole spec around each change, the time of a test would grow with the square of the spec.
pub(crate) struct Part<'a> {
    pub(crate) others: Vec<&'a File>,
    /// Whether the file says something about requests: it is no type, or one that requests use.
    pub(crate) is_of_requests: bool,
}

impl<'a> Part<'a> {
    pub(crate) fn around(file: &'a File, spec: &'a [File]) -> Self {
        let version = Version::of(file, spec);
        let uses = |action: &File, members: &str| version.reached(&action.json[members]).contains(file.path.as_str());
        let mut actions = version.actions.iter().copied();
        let (action, is_of_requests) = if version.types.values().any(|shared| shared.path == file.path) {
            let by_request = actions.clone().find(|action| uses(action, "parameters"));
            let by_response = || actions.find(|action| uses(action, "output"));
            (by_request.or_else(by_response), by_request.is_some())
        } else {
            let itself = actions.clone().find(|action| action.path == file.path);
            (itself.or_else(|| actions.next()), true)
        };
        let mut paths = BTreeSet::from([version.service.path.as_str()]);
        if let Some(action) = action {
            paths.insert(&action.path);
            paths.extend(version.reached(&action.json["parameters"]));
            paths.extend(version.reached(&action.json["output"]));
        }
        paths.remove(file.path.as_str());
        let others = spec.iter().filter(|other| paths.contains(other.path.as_str()));
        Self {
            others: others.collect(),
            is_of_requests,
        }
    }
}

/// The files of a version of a service.
struct Version<'a> {
    service: &'a File,
    actions: Vec<&'a File>,
    types: BTreeMap<&'a str, &'a File>,
}

impl<'a> Version<'a> {
    /// The version that contains `file`.
    fn of(file: &File, spec: &'a [File]) -> Self {
        const FOLDERS: usize = 2;
        let end = file.path.match_indices('/').nth(FOLDERS - 1).unwrap().0;
        let below = |folder: &str| {
            let folder = format!("{}/{folder}", &file.path[..end]);
            spec.iter().filter(move |other| other.path.starts_with(&folder))
        };
        Self {
            service: below("service.json").next().unwrap(),
            actions: below("actions/").collect(),
            types: below("types/")
                .map(|file| (file.json["name"].as_str().unwrap(), file))
                .collect(),
        }
    }

    /// Paths of the types that `members` lead to.
    fn reached(&self, members: &Value) -> BTreeSet<&'a str> {
        let mut found = BTreeSet::new();
        let mut ahead = vec![members];
        while let Some(members) = ahead.pop() {
            let members = members.as_array().into_iter().flatten();
            let names = members.flat_map(|member| [&member["type"], &member["values"]]);
            for name in names.filter_map(Value::as_str) {
                let shared = self.types.get(name.trim_start_matches("Array of "));
                if let Some(shared) = shared.filter(|shared| found.insert(shared.path.as_str())) {
                    ahead.push(&shared.json["members"]);
                }
            }
        }
        found
    }
}
