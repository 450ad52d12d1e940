//! The Cargo.toml of a workspace after a release: it may have been edited, so only versions change and lines are added.

use std::io;
use std::ops::Range;

use toml::{Table, Value};

use super::plan::PlannedCrate;
use super::refused;
use crate::workspace::{root_dependency, root_member};

/// Returns the Cargo.toml with the versions of the crates, and with new ones as members. Everything else in it stays.
///
/// # Errors
/// Returns an error, a sentence that says what to write by hand, if it is laid out in a way that is not understood.
pub(super) fn root_manifest<'a>(
    text: &str,
    released: impl Iterator<Item = &'a PlannedCrate> + Clone,
) -> io::Result<String> {
    let before = parsed(text)?;
    let ending = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let mut text = text.to_owned();
    for planned in released.clone() {
        let (name, version) = (&planned.name, &planned.version);
        match version_of(&before, name) {
            Some(old) => text = with_version(&text, name, old, version),
            None if planned.was.is_none() && dependency(&before, name).is_none() => {
                let line = root_dependency(&planned.service, version);
                text = with_dependency(&text, &line.replace('\n', ending));
            }
            None => {} // taken out by hand, or only a path
        }
        if planned.was.is_none() && !is_member(&before, &planned.service) {
            let line = root_member(&planned.service);
            text = with_member(&text, &line.replace('\n', ending));
        }
    }
    let after = parsed(&text)?;
    for planned in released {
        let PlannedCrate {
            name, service, version, ..
        } = planned;
        let is_wanted = planned.was.is_none() || version_of(&before, name).is_some();
        let is_right = version_of(&after, name) == Some(version)
            || (version_of(&before, name).is_none() && dependency(&before, name).is_some());
        if is_wanted && !is_right {
            return Err(refused(&format!(
                "the version of {name} was not found in the Cargo.toml of the workspace: write {version} there under \
                 [workspace.dependencies], and release again"
            )));
        }
        if planned.was.is_none() && !is_member(&after, service) {
            return Err(refused(&format!(
                "there is no place for {name} in the Cargo.toml of the workspace: add \"crates/{service}\" to its members, \
                 and release again"
            )));
        }
    }
    Ok(text)
}

fn parsed(text: &str) -> io::Result<Table> {
    text.parse().map_err(|error: toml::de::Error| {
        let why = error.message();
        refused(&format!(
            "the Cargo.toml of the workspace is not TOML ({why}): correct it, and release again"
        ))
    })
}

fn dependency<'a>(root: &'a Table, name: &str) -> Option<&'a Value> {
    root.get("workspace")?.get("dependencies")?.get(name)
}

/// Returns the version under which the crates of the workspace depend on one of them.
fn version_of<'a>(root: &'a Table, name: &str) -> Option<&'a str> {
    let dependency = dependency(root, name)?;
    dependency.as_str().or_else(|| dependency.get("version")?.as_str())
}

/// Whether the crate of a service is a member, by its path or by a pattern such as `crates/*`.
fn is_member(root: &Table, service: &str) -> bool {
    let members = root.get("workspace").and_then(|workspace| workspace.get("members"));
    let members = members.and_then(Value::as_array).into_iter().flatten();
    members.filter_map(Value::as_str).any(|member| {
        let parts: Vec<&str> = member
            .split('/')
            .filter(|part| !part.is_empty() && *part != ".")
            .collect();
        parts.len() == 2
            && parts
                .iter()
                .zip(["crates", service])
                .all(|(part, name)| fits(part, name))
    })
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

/// Returns `text` with another version in the line of a dependency.
fn with_version(text: &str, name: &str, old: &str, version: &str) -> String {
    let lines = lines_of(text, dependencies(text));
    for line in lines {
        let there = text.get(line.clone()).unwrap_or_default();
        let Some((key, value)) = there.split_once('=') else {
            continue;
        };
        if key.trim().trim_matches(['"', '\'']) != name {
            continue;
        }
        for quote in ['"', '\''] {
            if let Some((before, after)) = value.split_once(&format!("{quote}{old}{quote}")) {
                let line_after = format!("{key}={before}{quote}{version}{quote}{after}");
                let mut text = text.to_owned();
                text.replace_range(line, &line_after);
                return text;
            }
        }
    }
    text.to_owned()
}

/// Returns `text` with the line of a dependency among those of the other crates; the runtime is first, whatever their names.
fn with_dependency(text: &str, line: &str) -> String {
    let is_crate = |there: &str| there.starts_with("tc3-") && !there.starts_with("tc3-runtime = ");
    inserted(text, line, dependencies(text), is_crate)
}

/// Returns `text` with the line of a member among those of the other crates.
fn with_member(text: &str, line: &str) -> String {
    let Some(start) = lines_of(text, 0..text.len()).find(|range| {
        let there = text.get(range.clone()).unwrap_or_default();
        there.split_once('=').is_some_and(|(key, _)| key.trim() == "members")
    }) else {
        return text.to_owned();
    };
    let begin = text.get(start.clone()).and_then(|there| there.find('['));
    let begin = start.start + begin.map_or(0, |at| at + 1);
    let is_on_lines = text.get(begin..start.end).is_some_and(|rest| rest.trim().is_empty());
    let end = text.get(start.end..).and_then(|rest| rest.find(']'));
    let end = end.map_or(text.len(), |at| start.end + at);
    let in_order = inserted(text, line, start.end..end, |there| there.starts_with("    \"crates/"));
    if is_on_lines && in_order.parse::<Table>().is_ok() {
        return in_order;
    }
    // All on one line, with a remark, or without a comma after the last.
    let mut text = text.to_owned();
    text.insert_str(begin, &format!("{} ", line.trim()));
    text
}

/// Returns where the lines below `[workspace.dependencies]` are.
fn dependencies(text: &str) -> Range<usize> {
    let mut lines = lines_of(text, 0..text.len());
    let content = |line: &Range<usize>| text.get(line.clone()).unwrap_or_default().trim_start();
    let Some(start) = lines.find(|line| content(line).starts_with("[workspace.dependencies]")) else {
        return text.len()..text.len();
    };
    let end = lines.find(|line| content(line).starts_with('['));
    start.end..end.map_or(text.len(), |line| line.start)
}

/// Returns the lines within a range, each with its end.
fn lines_of(text: &str, within: Range<usize>) -> impl Iterator<Item = Range<usize>> {
    let mut start = within.start;
    let lines = text.get(within).unwrap_or_default().split_inclusive('\n');
    lines.map(move |line| {
        let range = start..start + line.len();
        start = range.end;
        range
    })
}

/// Returns `text` with `line` in the order of its siblings within a range, and after the last of them if none is greater;
/// without siblings, it is the first line.
fn inserted(text: &str, line: &str, within: Range<usize>, is_sibling: impl Fn(&str) -> bool) -> String {
    let mut at = within.start;
    for range in lines_of(text, within) {
        let there = text.get(range.clone()).unwrap_or_default();
        if is_sibling(there) {
            if there > line {
                at = range.start;
                break;
            }
            at = range.end;
        }
    }
    let (before, after) = text.split_at(at);
    let ending = if before.is_empty() || before.ends_with('\n') {
        ""
    } else {
        "\n"
    };
    format!("{before}{ending}{line}{after}")
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail")]
mod tests {
    use super::{parsed, root_manifest, version_of};
    use crate::release::plan::PlannedCrate;

    fn planned(service: &str, was: Option<&str>, version: &str) -> PlannedCrate {
        PlannedCrate::of_versions(service, was, version)
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
    fn what_is_not_understood_is_said() {
        let released = [planned("as", Some("0.1.0"), "0.2.0")];
        for (text, message) in [
            ("[workspace", "is not TOML"),
            (
                "[workspace.dependencies.tc3-as]\nversion = \"0.1.0\"\n",
                "write 0.2.0 there under [workspace.dependencies]",
            ),
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
