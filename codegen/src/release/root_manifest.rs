//! The Cargo.toml of a workspace after a release: it may have been edited, so only versions change and crates are added.

use std::io;

use toml_edit::{Array, DocumentMut, Item, RawString, Table, Value};

use super::plan::PlannedCrate;
use super::refused;
use crate::workspace::root_dependency;

/// The crate that the others depend on; it is first, whatever their names.
const RUNTIME: &str = "tc3-runtime";

/// Returns the Cargo.toml with the versions of the crates, and with new ones as members. Everything else in it stays.
///
/// # Errors
/// Returns an error, a sentence that says what to write by hand, if there is no place for a crate.
pub(super) fn root_manifest<'a>(text: &str, released: impl Iterator<Item = &'a PlannedCrate>) -> io::Result<String> {
    let mut root = parsed(text)?;
    for planned in released {
        let (name, version) = (&planned.name, &planned.version);
        let is_new = planned.was.is_none();
        let Some(dependencies) = dependencies_of(&mut root) else {
            return Err(refused(
                "the Cargo.toml of the workspace has no table [workspace.dependencies]: restore it from version control",
            ));
        };
        match dependencies.get_mut(name) {
            Some(dependency) => set_version(dependency, version),
            None if is_new => add_dependency(dependencies, &planned.service, name, version)?,
            None => {} // taken out by hand
        }
        if is_new {
            add_member(&mut root, &planned.service).ok_or_else(|| {
                let service = &planned.service;
                refused(&format!(
                    "there is no place for {name} in the Cargo.toml of the workspace: add \"crates/{service}\" to its \
                     members, and release again"
                ))
            })?;
        }
    }
    let after = root.to_string();
    // The editor ends lines as Unix does, whatever was there.
    Ok(if text.contains("\r\n") {
        after.replace("\r\n", "\n").replace('\n', "\r\n")
    } else {
        after
    })
}

fn parsed(text: &str) -> io::Result<DocumentMut> {
    text.parse().map_err(|error: toml_edit::TomlError| {
        let why = error.message();
        refused(&format!(
            "the Cargo.toml of the workspace is not TOML ({why}): correct it, and release again"
        ))
    })
}

/// Returns the dependencies that the crates of the workspace share.
fn dependencies_of(root: &mut DocumentMut) -> Option<&mut Table> {
    root.get_mut("workspace")?.get_mut("dependencies")?.as_table_mut()
}

/// Sets the version of a dependency, unless it has none.
fn set_version(dependency: &mut Item, version: &str) {
    let place = match dependency.as_table_like_mut() {
        Some(table) => table.get_mut("version").and_then(Item::as_value_mut),
        None => dependency.as_value_mut(),
    };
    if let Some(place) = place.filter(|place| place.as_str() != Some(version)) {
        let mut value = Value::from(version);
        value.decor_mut().clone_from(place.decor());
        *place = value;
    }
}

/// Adds a dependency among those of the other crates, in the order of their names.
fn add_dependency(dependencies: &mut Table, service: &str, name: &str, version: &str) -> io::Result<()> {
    let there: Vec<String> = dependencies.iter().map(|(key, _)| key.to_owned()).collect();
    let is_crate = |key: &&String| key.starts_with("tc3-") && *key != RUNTIME;
    let before = there.iter().rposition(|key| is_crate(&key) && key.as_str() < name);
    let first = there.iter().position(|key| is_crate(&key));
    let at = before.map_or(first, |at| Some(at + 1)).unwrap_or(there.len());
    for (key, item) in parsed(&root_dependency(service, version))?.into_table() {
        dependencies.insert(&key, item);
    }
    // A table adds at its end: those that belong after the new one are added again.
    for key in there.iter().skip(at) {
        if let Some((key, item)) = dependencies.remove_entry(key) {
            dependencies.insert_formatted(&key, item);
        }
    }
    Ok(())
}

/// Adds a crate to the members of the workspace, unless one of them names it; `None` if there is no list of them.
fn add_member(root: &mut DocumentMut, service: &str) -> Option<()> {
    let members = root.get_mut("workspace")?.get_mut("members")?.as_array_mut()?;
    let member = format!("crates/{service}");
    let there: Vec<&str> = members
        .iter()
        .map(|member| member.as_str().unwrap_or_default())
        .collect();
    if there.iter().any(|member| is_pattern_of(member, service)) {
        return Some(());
    }
    let is_crate = |member: &str| member.starts_with("crates/");
    let before = there
        .iter()
        .rposition(|there| is_crate(there) && *there < member.as_str());
    let first = there.iter().position(|there| is_crate(there));
    let at = before.map_or(first, |at| Some(at + 1)).unwrap_or(there.len());
    insert_at(members, at, &member);
    Some(())
}

/// Inserts into a list, on a line of its own if the others are.
fn insert_at(list: &mut Array, at: usize, text: &str) {
    let prefix = |value: &Value| {
        value
            .decor()
            .prefix()
            .and_then(RawString::as_str)
            .unwrap_or_default()
            .to_owned()
    };
    let prefixes: Vec<String> = list.iter().map(prefix).collect();
    let trailing = list.trailing().as_str().unwrap_or_default().to_owned();
    let on_lines = prefixes.iter().find_map(|prefix| prefix.rsplit_once('\n'));
    let indentation = match (on_lines, trailing.contains('\n')) {
        (Some((_, indentation)), _) => indentation,
        (None, true) => "    ",
        (None, false) => {
            list.insert(at, text);
            return;
        }
    };
    // What is on the line of the item before, such as a remark, is in front of the one after, and stays on its line.
    let follows = prefixes.get(at).unwrap_or(&trailing);
    let (same_line, rest) = follows.split_at(follows.find('\n').unwrap_or_default());
    let new = Value::from(text).decorated(format!("{same_line}\n{indentation}"), "");
    match list.get_mut(at) {
        Some(after) => after.decor_mut().set_prefix(rest),
        None => list.set_trailing(rest),
    }
    list.insert_formatted(at, new);
    if at + 1 == list.len() {
        list.set_trailing_comma(true);
    }
}

/// Whether a member names the crate of a service, by its path or by a pattern such as `crates/*`.
fn is_pattern_of(member: &str, service: &str) -> bool {
    let parts = member.split('/').filter(|part| !part.is_empty() && *part != ".");
    let parts: Vec<&str> = parts.collect();
    let mut pairs = parts.iter().zip(["crates", service]);
    parts.len() == 2 && pairs.all(|(part, name)| fits(part, name))
}

fn fits(pattern: &str, name: &str) -> bool {
    match pattern.split_once('*') {
        Some((before, after)) => {
            let rest = name.strip_prefix(before);
            rest.is_some_and(|rest| rest.ends_with(after))
        }
        None => pattern == name,
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail")]
mod tests {
    use toml_edit::{DocumentMut, Item};

    use super::{parsed, root_manifest};
    use crate::release::plan::PlannedCrate;

    fn planned(service: &str, was: Option<&str>, version: &str) -> PlannedCrate {
        PlannedCrate::of_versions(service, was, version)
    }

    fn version_of<'a>(root: &'a DocumentMut, name: &str) -> Option<&'a str> {
        let dependency: &Item = root.get("workspace")?.get("dependencies")?.get(name)?;
        dependency.as_str().or_else(|| dependency.get("version")?.as_str())
    }

    const GENERATED: &str = "\
[workspace]
members = [
    \"crates/as\",
    \"crates/demo\",
]

[workspace.dependencies]
tc3-runtime = { version = \"0.1.0\" }
tc3-as = { path = \"crates/as\", version = \"0.1.0\" }
tc3-demo = { path = \"crates/demo\", version = \"0.1.0\" }

[workspace.lints]
";

    #[test]
    fn versions_change_and_new_crates_are_added_in_order() {
        let released = [
            planned("as", Some("0.1.0"), "0.2.0"),
            planned("b", None, "0.1.0"),
            planned("zoo", None, "0.1.0"),
        ];
        let text = root_manifest(GENERATED, released.iter()).unwrap();
        assert!(
            text.contains("    \"crates/as\",\n    \"crates/b\",\n    \"crates/demo\",\n    \"crates/zoo\",\n]"),
            "{text}"
        );
        let names: Vec<&str> = text
            .lines()
            .filter_map(|line| line.split_once(" = { "))
            .map(|(name, _)| name)
            .collect();
        assert_eq!(names, ["tc3-runtime", "tc3-as", "tc3-b", "tc3-demo", "tc3-zoo"]);
        assert!(text.contains("tc3-as = { path = \"crates/as\", version = \"0.2.0\" }"));
    }

    #[test]
    fn whatever_the_layout_cargo_reads_the_new_versions() {
        let released = [planned("as", Some("0.1.0"), "0.2.0"), planned("zoo", None, "0.1.0")];
        let crlf = GENERATED.replace('\n', "\r\n");
        let layouts = [
            crlf.as_str(),
            "[workspace]\nmembers = [\"crates/as\"] # ours\n[workspace.dependencies]\ntc3-as = { version = '0.1.0', path = \"crates/as\" } # as\n",
            "[workspace.dependencies]\n  \"tc3-as\"={version=\"0.1.0\"}\n[workspace]\nexclude = [\n    \"crates/x\",\n]\nmembers = [\n]",
            "[workspace]\nmembers = [\"crates/*\"]\n[workspace.dependencies]\ntc3-as = \"0.1.0\"",
            "[workspace]\nmembers = [\n    \"crates/as\"\n]\n[workspace.dependencies]\ntc3-as = \"0.1.0\"\n",
            "[workspace]\nmembers = []\n[workspace.dependencies.tc3-as]\nversion = \"0.1.0\" # as\npath = \"crates/as\"\n[workspace.dependencies]\n",
            "[workspace]\nmembers = [ # all\n    \"crates/as\" # last\n]\n[workspace.dependencies]\ntc3-as = \"0.1.0\"\n",
        ];
        for layout in layouts {
            let text = root_manifest(layout, released.iter()).unwrap();
            let root = parsed(&text).unwrap();
            assert_eq!(version_of(&root, "tc3-as"), Some("0.2.0"), "{text}");
            assert_eq!(version_of(&root, "tc3-zoo"), Some("0.1.0"), "{text}");
            assert_eq!(text.contains('\r'), layout.contains('\r'));
            assert!(
                !text.replace("\r\n", "").contains('\r')
                    && (!text.contains('\r') || !text.replace("\r\n", "").contains('\n'))
            );
            // A second release of the same versions changes nothing.
            assert_eq!(root_manifest(&text, released.iter()).unwrap(), text);
        }
        // What was taken out by hand stays out.
        let out = "[workspace]\nmembers = []\n[workspace.dependencies]\n";
        assert_eq!(root_manifest(out, released[..1].iter()).unwrap(), out);
    }

    #[test]
    fn remarks_stay_on_their_lines() {
        let text = GENERATED.replace("as\",\n", "as\", # first\n").replace(
            "    \"crates/demo\",\n",
            "    # The second:\n    \"crates/demo\", # last\n",
        );
        let released = [planned("b", None, "0.1.0"), planned("zoo", None, "0.1.0")];
        let text = root_manifest(&text, released.iter()).unwrap();
        let members = "    \"crates/as\", # first\n    \"crates/b\",\n    # The second:\n    \"crates/demo\", # last\n    \"crates/zoo\",\n]";
        assert!(text.contains(members), "{text}");
    }

    #[test]
    fn what_is_not_understood_is_said() {
        let released = [planned("as", Some("0.1.0"), "0.2.0")];
        for (text, message) in [
            ("[workspace", "is not TOML"),
            ("[workspace]\nmembers = []\n", "has no table [workspace.dependencies]"),
        ] {
            let error = root_manifest(text, released.iter()).unwrap_err().to_string();
            assert!(error.contains(message), "{error}");
        }
        let new = [planned("zoo", None, "0.1.0")];
        let error = root_manifest("[workspace]\n[workspace.dependencies]\n", new.iter())
            .unwrap_err()
            .to_string();
        assert!(error.contains("add \"crates/zoo\" to its members"), "{error}");
    }
}
