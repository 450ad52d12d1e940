//! The record of a crate, `released.json`: what its code was generated from, so that the next release can be compared with
//! it although the wheel of that time is gone.
//!
//! It holds the spec of the service as spec files have it, each file on a line, so that a diff of the record shows what
//! changed, and the reader of spec files reads it. Texts are not stored twice: a description is in the record as a hash,
//! which tells that it changed, and documented examples are one hash for each action. It also has the hashes of the
//! generated files, by which a file that was edited is found before it is overwritten.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::fs;
use std::io;
use std::path::Path;

use rayon::prelude::*;
use serde::Deserialize;
use serde_json::value::RawValue;

use super::generated_files::MARK;
use super::inputs::{Hash, of_text};
use crate::output::{read_if_exists, with_path};
use crate::source::Spanned;
use crate::spec::{
    ActionFile, AllowedValue, ErrorCode, Example, Json, JsonValue, Member, NamedInteger, Service, Source, SourceSet,
    Spec, SpecFile, TypeFile, load,
};

/// The name of the file in the folder of a crate.
pub(crate) const RECORD: &str = "released.json";

/// How many digits of a hash tell two texts of one place apart.
const DIGITS: usize = 16;

/// What a crate was generated from.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Record {
    /// What the file is, for the person who opens it; written anew.
    #[expect(dead_code, reason = "known, so that other fields are refused")]
    #[serde(default)]
    pub(crate) about: String,
    /// The version of the crate.
    pub(crate) version: String,
    /// The version of the generator.
    pub(crate) generator: String,
    /// The release of the metadata: `tccli 3.1.189.1`.
    pub(crate) source: String,
    /// The first release of the metadata that no longer has the service.
    #[serde(default)]
    pub(crate) discontinued: Option<String>,
    /// A hash of the metadata of the service and of the options that matter to its code.
    pub(crate) metadata: Hash,
    /// Version and place of what the metadata has in another order, or optional, and the code has as it was released, so
    /// that it is said once.
    #[serde(default)]
    pub(crate) kept: BTreeSet<String>,
    /// The hashes of the generated files of the crate, by path from its folder, without this file and the changelog.
    pub(crate) files: BTreeMap<String, Hash>,
    /// The spec files as JSON, by path.
    pub(crate) spec: BTreeMap<String, Box<RawValue>>,
}

impl Record {
    /// Reads the record in the folder of a crate; `None` if there is none.
    ///
    /// # Errors
    /// Returns an error if it cannot be read, or is not one.
    pub(crate) fn read(folder: &Path) -> io::Result<Option<Self>> {
        let path = folder.join(RECORD);
        let Some(text) = read_if_exists(&path)? else {
            return Ok(None);
        };
        let record = serde_json::from_str(&text).map_err(|error| {
            let why = format!(
                "not a record of a release ({error}): restore it from version control, or use the tc3-codegen that wrote it"
            );
            with_path(&path, &io::Error::new(io::ErrorKind::InvalidData, why))
        })?;
        Ok(Some(record))
    }

    /// Reads the records of the workspace in `folder`, by the short names of the services.
    ///
    /// # Errors
    /// Returns an error if one cannot be read.
    pub(crate) fn read_all(folder: &Path) -> io::Result<BTreeMap<String, Self>> {
        let crates = folder.join("crates");
        let mut names = Vec::new();
        match fs::read_dir(&crates) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            entries => {
                for entry in entries.map_err(|error| with_path(&crates, &error))? {
                    let entry = entry.map_err(|error| with_path(&crates, &error))?;
                    // Files and folders of the user's own may be there too.
                    if entry.path().is_dir() {
                        names.push(entry.file_name().to_string_lossy().into_owned());
                    }
                }
            }
        }
        let read = |name: &String| Ok(Self::read(&crates.join(name))?.map(|record| (name.clone(), record)));
        let records: io::Result<Vec<Option<(String, Self)>>> = names.par_iter().map(read).collect();
        Ok(records?.into_iter().flatten().collect())
    }

    /// Returns the text of the file.
    pub(crate) fn to_text(&self) -> String {
        let quoted = |text: &str| serde_json::Value::from(text).to_string();
        let about =
            format!("{MARK}: what this crate was generated from. A release is planned from it: keep it, unchanged");
        let mut text = format!("{{ \"about\": {},\n", quoted(&about));
        for (name, value) in [
            ("version", Some(&self.version)),
            ("generator", Some(&self.generator)),
            ("source", Some(&self.source)),
            ("discontinued", self.discontinued.as_ref()),
            ("metadata", Some(&self.metadata)),
        ] {
            if let Some(value) = value {
                let _ = writeln!(text, "  \"{name}\": {},", quoted(value)); // to a String: cannot fail
            }
        }
        if !self.kept.is_empty() {
            let kept: Vec<String> = self.kept.iter().map(|place| quoted(place)).collect();
            let _ = writeln!(text, "  \"kept\": [{}],", kept.join(", ")); // to a String: cannot fail
        }
        let files = self.files.iter().map(|(path, hash)| (path, quoted(hash)));
        text.push_str(&table("files", files));
        text.push_str(",\n");
        let spec = self.spec.iter().map(|(path, json)| (path, json.get().to_owned()));
        text.push_str(&table("spec", spec));
        text.push_str(" }\n");
        text
    }

    /// Returns the spec of the service, with hashes for its texts.
    ///
    /// # Errors
    /// Returns an error if a file of it is not a spec file.
    pub(crate) fn to_spec(&self) -> io::Result<Spec> {
        let sources = self.spec.iter().map(|(path, json)| Source {
            path: path.clone(),
            text: json.get().to_owned(),
        });
        let sources = SourceSet::new("", sources.collect::<Vec<_>>());
        let mut diagnostics = Vec::new();
        let (spec, _) = load(&sources, &mut diagnostics);
        match diagnostics.first() {
            None => Ok(spec),
            Some(diagnostic) => Err(io::Error::new(
                io::ErrorKind::InvalidData,
                format!(
                    "{RECORD} of {}: {}: restore it from version control",
                    self.spec.keys().next().map_or("a crate", String::as_str),
                    diagnostic.message
                ),
            )),
        }
    }

    /// Returns how many versions, actions and types the service has.
    pub(crate) fn counts(&self) -> [usize; 3] {
        let count = |part: &str| self.spec.keys().filter(|path| path.contains(part)).count();
        [count("/service.json"), count("/actions/"), count("/types/")]
    }
}

fn table<'a>(name: &str, rows: impl Iterator<Item = (&'a String, String)>) -> String {
    let rows: Vec<String> = rows
        .map(|(path, json)| format!("\n    {}: {json}", serde_json::Value::from(path.as_str())))
        .collect();
    format!("  \"{name}\": {{{}\n  }}", rows.join(","))
}

/// Returns the spec with a hash for each text, as a record has it.
pub(crate) fn without_texts(spec: &Spec) -> Spec {
    let mut spec = spec.clone();
    for service in &mut spec.services {
        service.emulator = None;
        let file = &mut service.file;
        (file.schema, file.imported_from) = (None, None);
        hash(&mut file.description);
        hash_codes(&mut file.errors);
        service.actions.iter_mut().for_each(action);
        service.types.iter_mut().for_each(shared);
    }
    spec
}

fn action(action: &mut ActionFile) {
    (action.schema, action.imported_from, action.last_updated) = (None, None, None);
    hash(&mut action.description);
    hash_codes(&mut action.errors);
    action.parameters.iter_mut().for_each(member);
    action.output.iter_mut().for_each(member);
    if !action.examples.is_empty() {
        action.examples = vec![fingerprint(&action.examples)];
    }
}

/// Returns an example that stands for all: its title tells whether they changed.
fn fingerprint(examples: &[Example]) -> Example {
    let mut text = String::new();
    for example in examples {
        for part in [&example.request, &example.response] {
            let json = part.as_ref().map(|body| body.value.to_string()).unwrap_or_default();
            let _ = writeln!(text, "{json}"); // to a String: cannot fail
        }
        let _ = writeln!(text, "{}", example.title.value); // to a String: cannot fail
    }
    Example {
        title: hashed(&text).into(),
        request: Some(Spanned::from(Json {
            value: JsonValue::Object(Vec::new()),
            range: 0..0,
        })),
        ..Example::default()
    }
}

fn shared(shared: &mut TypeFile) {
    (shared.schema, shared.imported_from) = (None, None);
    hash(&mut shared.description);
    shared.members.iter_mut().flatten().for_each(member);
    let values = shared.values.iter_mut().flatten();
    values.for_each(|AllowedValue { description, .. }| hash(description));
    let integers = shared.integers.iter_mut().flatten();
    integers.for_each(|NamedInteger { description, .. }| hash(description));
}

fn member(member: &mut Member) {
    hash(&mut member.description);
}

fn hash_codes(codes: &mut [ErrorCode]) {
    for ErrorCode { description, .. } in codes {
        if let Some(description) = description {
            hash(description);
        }
    }
}

fn hash(text: &mut Spanned<String>) {
    if !text.value.is_empty() {
        *text = hashed(&text.value).into();
    }
}

fn hashed(text: &str) -> String {
    let hash = of_text(text);
    format!("sha256 {}", hash.get(..DIGITS).unwrap_or(&hash))
}

/// Returns the files of a spec, each on one line, by path.
pub(crate) fn lines(services: &[Service]) -> io::Result<BTreeMap<String, Box<RawValue>>> {
    let mut files = BTreeMap::new();
    for service in services {
        let folder = &service.folder;
        files.insert(format!("{folder}/service.json"), line(&service.file)?);
        for action in &service.actions {
            files.insert(format!("{folder}/actions/{}.json", *action.name), line(action)?);
        }
        for shared in &service.types {
            files.insert(format!("{folder}/types/{}.json", *shared.name), line(shared)?);
        }
    }
    Ok(files)
}

fn line<F: SpecFile>(file: &F) -> io::Result<Box<RawValue>> {
    let line = file.to_line().map_err(io::Error::other)?;
    RawValue::from_string(line).map_err(io::Error::other)
}
