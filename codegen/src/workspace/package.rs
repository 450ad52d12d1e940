//! The files of a crate that are not code: Cargo.toml, README.md, license texts, CHANGELOG.md and the record.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::generated_files::MARK;
use super::inputs::{Hash, of_text};
use super::manifest::crate_name;
use super::readme_example;
use super::record::{RECORD, Record};
use crate::naming::function_name;
use crate::spec::Service;

/// The version of a crate that is generated for the first time.
pub(crate) const FIRST_VERSION: &str = "0.1.0";

/// The name of the file with what each release changed.
pub(crate) const CHANGELOG: &str = "CHANGELOG.md";

const MANIFEST: &str = include_str!("texts/crate.toml");
const README: &str = include_str!("texts/crate-README.md");
const FIRST_CHANGELOG: &str = include_str!("texts/CHANGELOG.md");

/// Most characters that crates.io takes in a keyword.
const MOST_OF_KEYWORD: usize = 20;

/// A crate with everything but its code.
pub(crate) struct Package<'a> {
    /// Short name of the service: `gaap`.
    pub(crate) service: &'a str,
    /// The versions of the service.
    pub(crate) versions: &'a [Service],
    pub(crate) version: &'a str,
    /// The release of the metadata that no longer has the service, if it is gone.
    pub(crate) discontinued: Option<&'a str>,
    /// Whether the workspace says where it is kept.
    pub(crate) has_repository: bool,
    /// The license texts by name.
    pub(crate) licenses: &'a [(String, String)],
}

impl Package<'_> {
    /// Returns the generated files but the code, the changelog and the record, by path from the folder of the crate.
    pub(crate) fn files(&self) -> Vec<(String, String)> {
        let mut files = vec![
            ("Cargo.toml".to_owned(), self.manifest()),
            ("README.md".to_owned(), self.readme()),
        ];
        files.extend_from_slice(self.licenses);
        files
    }

    fn manifest(&self) -> String {
        let mut keywords = vec!["tencent-cloud", "tencentcloud", "api", "client"];
        let fits = self.service.len() <= MOST_OF_KEYWORD;
        if fits && self.service.starts_with(|first: char| first.is_ascii_alphabetic()) {
            keywords.push(self.service);
        }
        keywords.dedup();
        let badge = self
            .discontinued
            .map(|_| "\n[badges]\nmaintenance = { status = \"deprecated\" }\n");
        let repository = if self.has_repository {
            "repository.workspace = true\n"
        } else {
            ""
        };
        MANIFEST
            .replace("MARK", MARK)
            .replace("NAME", &crate_name(self.service))
            .replace("SERVICE", self.service)
            .replace("\"VERSION\"", &format!("\"{}\"", self.version))
            .replace("REPOSITORY\n", repository)
            .replace("KEYWORDS", &format!("{keywords:?}"))
            .replace("BADGE\n", badge.unwrap_or_default())
    }

    fn readme(&self) -> String {
        let mut versions: Vec<&Service> = self.versions.iter().collect();
        versions.sort_by_key(|version| &version.folder);
        let default = default(self.versions);
        let rows = versions.iter().map(|version| {
            let (name, actions, module) = (
                &version.file.version.value,
                version.actions.len(),
                version.version_module(),
            );
            format!("| {name} | {actions} | `{module}` |")
        });
        let rows: Vec<String> = rows.collect();
        let actions: usize = versions.iter().map(|version| version.actions.len()).sum();
        let counts = match versions.len() {
            1 => plural(actions, "action"),
            count => format!("{} in {count} versions", plural(actions, "action")),
        };
        let notice = self.discontinued.map(|release| {
            format!(
                "**Deprecated.** {release} no longer describes this service. The crate stays for programs that use it; its \
                 calls may fail.\n\n"
            )
        });
        let example = default.and_then(|service| readme_example::of(&crate_name(self.service), service));
        let example = example.map(|code| format!("```rust\n{code}```\n\n"));
        let title = default.map_or(self.service, |service| service.file.title.as_str());
        let name = if title == self.service {
            format!("`{}`", self.service)
        } else {
            format!("{} (`{}`)", inline(title), self.service)
        };
        README
            .replace("MARK", MARK)
            .replace("ACTIONS\n", &actions_of(default))
            .replace("VERSIONS", &rows.join("\n"))
            .replace("DEFAULT", default.map_or("", |service| service.file.version.as_str()))
            .replace("EXAMPLE\n", &example.unwrap_or_default())
            .replace("\"VERSION\"", &format!("\"{}\"", self.version))
            .replace("COUNTS", &counts)
            .replace("NOTICE\n", &notice.unwrap_or_default())
            .replace("NAME", &crate_name(self.service))
            .replace("SERVICE", &name)
    }

    /// Returns the changelog of a first release.
    pub(crate) fn first_changelog(&self, source: &str) -> String {
        FIRST_CHANGELOG
            .replace("MARK", MARK)
            .replace("NAME", &crate_name(self.service))
            .replace("VERSION", self.version)
            .replace("SOURCE", source)
    }
}

/// Adds the record to the `files` of a crate, whose paths are from its folder.
pub(crate) fn add_record(mut record: Record, files: &mut Vec<(String, String)>) {
    record.files = hashes(files.iter().filter(|(path, _)| path != CHANGELOG));
    files.push((RECORD.to_owned(), record.to_text()));
}

/// Returns the hashes of files by path.
pub(crate) fn hashes<'a>(files: impl Iterator<Item = &'a (String, String)>) -> BTreeMap<String, Hash> {
    files.map(|(path, text)| (path.clone(), of_text(text))).collect()
}

fn default(versions: &[Service]) -> Option<&Service> {
    let marked = versions.iter().find(|version| version.file.default_version);
    marked.or(versions.first())
}

/// Returns the functions of the default version, those of deprecated actions last.
fn actions_of(default: Option<&Service>) -> String {
    let mut text = String::new();
    let actions = || default.into_iter().flat_map(|service| &service.actions);
    let names = |deprecated: bool| {
        let chosen = actions().filter(move |action| action.deprecated.is_some() == deprecated);
        chosen.map(|action| format!("`{}`", function_name(action)))
    };
    let (current, old): (Vec<String>, Vec<String>) = (names(false).collect(), names(true).collect());
    let _ = writeln!(text, "{}", current.join(", ")); // to a String: cannot fail
    if !old.is_empty() {
        let _ = writeln!(text, "\nDeprecated: {}", old.join(", ")); // to a String: cannot fail
    }
    text
}

fn plural(count: usize, noun: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {noun}{plural}")
}

/// Returns a text of the metadata as plain text in Markdown.
fn inline(text: &str) -> String {
    let mut plain = String::new();
    for character in text.chars() {
        match character {
            '\n' | '\r' => plain.push(' '),
            '<' | '>' | '[' | ']' | '`' | '*' | '_' | '\\' | '#' | '|' => plain.extend(['\\', character]),
            character => plain.push(character),
        }
    }
    plain
}
