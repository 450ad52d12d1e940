//! Reads the files of a spec folder into a [`Spec`]; the path of a file decides what it describes.

use std::collections::{BTreeMap, HashSet};

use super::emulator::EmulatorFile;
use super::json::{Json, JsonError};
use super::json_mistakes;
use super::keys::read_object;
use super::{Service, Spec};
use crate::source::{Diagnostic, Diagnostics, FileId, NearJson, Source, SourceSet, Span, Unreadable, escaped};

/// The files that there are, whatever could be read of them.
///
/// A reference to what such a file describes is no error of its own: the file has one.
#[derive(Debug, Default)]
pub(crate) struct Files {
    /// The paths of all files, with `.json` for an ending that was most likely meant to be that.
    paths: HashSet<String>,
    /// Those with errors that the reader found, so that something may be missing from what was read.
    damaged: HashSet<FileId>,
    /// The folders of these, except for `emulator.json`.
    damaged_folders: HashSet<String>,
}

impl Files {
    /// Whether there is a file at `path`, readable or not.
    pub(crate) fn has(&self, path: &str) -> bool {
        self.paths.contains(path)
    }

    /// Whether something may be missing from what was read of `file`.
    pub(crate) fn is_damaged(&self, file: FileId) -> bool {
        self.damaged.contains(&file)
    }

    /// Whether something may be missing from the service version in `folder`, its emulator rules aside.
    pub(crate) fn is_damaged_folder(&self, folder: &str) -> bool {
        self.damaged_folders.contains(folder)
    }
}

/// Reads every file. Errors go to `diagnostics`; whatever could be read is returned.
pub(crate) fn load(sources: &SourceSet, diagnostics: &mut Vec<Diagnostic>) -> (Spec, Files) {
    let mut services: BTreeMap<String, Service> = BTreeMap::new();
    let mut files = Files::default();
    for (file, source) in sources.iter() {
        let before = diagnostics.len();
        let meant = meant_path(&source.path);
        files.paths.insert(meant.clone());
        let place = Place::of(&meant);
        if let Some((folder, _)) = place {
            services.entry(folder.to_owned()).or_insert_with(|| Service {
                folder: folder.to_owned(),
                ..Service::default()
            });
        }
        let json = read_json(file, source, sources, diagnostics);
        if let (Some(json), Some((folder, place))) = (json, &place)
            && let Some(service) = services.get_mut(*folder)
        {
            match place {
                Place::Service => service.file = read_object(&json, file, diagnostics),
                Place::Action => service.actions.push(read_object(&json, file, diagnostics)),
                Place::Type => service.types.push(read_object(&json, file, diagnostics)),
                Place::Emulator => service.emulator = Some(read_object(&json, file, diagnostics)),
            }
        }
        if let Some((folder, place)) = place.filter(|_| diagnostics.len() > before) {
            files.damaged.insert(file);
            // Nothing but itself refers to what emulator.json describes.
            if !matches!(place, Place::Emulator) {
                files.damaged_folders.insert(folder.to_owned());
            }
        }
    }
    for service in services.values() {
        report_missing_service_file(service, sources, &files, diagnostics);
    }
    if services.is_empty() && diagnostics.is_empty() {
        diagnostics.push(empty(sources));
    }
    let spec = Spec {
        services: services.into_values().collect(),
    };
    (spec, files)
}

impl EmulatorFile {
    /// Reads the text of an `emulator.json`, for a service that is at hand without its spec folder.
    ///
    /// What it names is not looked up in the service: [`load`](crate::load) did so when the file was checked.
    ///
    /// ```
    /// use tc3_codegen::spec::emulator::EmulatorFile;
    ///
    /// let rules = EmulatorFile::parse(r#"{"description": "Nothing.", "resources": [], "actions": []}"#)?;
    /// assert!(rules.resources.is_empty());
    /// # Ok::<(), tc3_codegen::Diagnostics>(())
    /// ```
    ///
    /// # Errors
    /// Every mistake in the text.
    pub fn parse(text: &str) -> Result<Self, Diagnostics> {
        let source = Source {
            path: "service/version/emulator.json".to_owned(),
            text: text.to_owned(),
        };
        let sources = SourceSet::new("", [source]);
        let mut found = Vec::new();
        let mut rules = Self::default();
        for (file, source) in sources.iter() {
            if let Some(json) = read_json(file, source, &sources, &mut found) {
                rules = read_object(&json, file, &mut found);
            }
        }
        if found.is_empty() {
            return Ok(rules);
        }
        Err(Diagnostics::new(sources.clone(), found))
    }
}

/// The path that a spec file whose name is nearly right was to have; other paths as they are.
fn meant_path(path: &str) -> String {
    match NearJson::of(path) {
        Some(NearJson::Near(stem)) => format!("{stem}.json"),
        _ => path.to_owned(),
    }
}

/// The JSON of a file that is where and what a spec file has to be.
pub(super) fn read_json(
    file: FileId,
    source: &Source,
    sources: &SourceSet,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Json> {
    let too_large = Unreadable::too_large(source.text.len() as u64);
    let parsed = if let Some(reason) = sources.unreadable(source).or(too_large.as_ref()) {
        Err(unreadable(file, source, reason))
    } else if NearJson::of(&source.path) != Some(NearJson::Json) || Place::of(&source.path).is_none() {
        Err(misplaced(file, source))
    } else {
        Json::parse(&source.text).map_err(|error| bad_json(file, &source.text, error))
    };
    parsed.map_err(|diagnostic| diagnostics.push(diagnostic)).ok()
}

/// What a file describes, by its path.
pub(super) enum Place {
    Service,
    Action,
    Type,
    Emulator,
}

impl Place {
    /// The folder of the service version, and what the file describes.
    pub(super) fn of(path: &str) -> Option<(&str, Self)> {
        let parts: Vec<&str> = path.split('/').collect();
        let folder_length = parts.first()?.len() + 1 + parts.get(1)?.len();
        let folder = path.get(..folder_length)?;
        let place = match parts.get(2..)? {
            ["service.json"] => Self::Service,
            ["emulator.json"] => Self::Emulator,
            ["actions", name] if name.ends_with(".json") => Self::Action,
            ["types", name] if name.ends_with(".json") => Self::Type,
            _ => return None,
        };
        Some((folder, place))
    }
}

fn bad_json(file: FileId, text: &str, error: JsonError) -> Diagnostic {
    let mistake = json_mistakes::explain(text, error);
    let span = Span {
        file,
        range: mistake.range,
    };
    Diagnostic::error("bad-json", format!("not JSON: {}", mistake.message))
        .at(span, mistake.label)
        .help(mistake.help)
}

/// The beginning of a file, for what is wrong with it as a whole.
fn beginning_of(file: FileId) -> Span {
    Span { file, range: 0..0 }
}

fn unreadable(file: FileId, source: &Source, Unreadable { reason, help }: &Unreadable) -> Diagnostic {
    let path = escaped(&source.path);
    Diagnostic::error(
        "unreadable-file",
        format!("`{path}` cannot be read: {}", escaped(reason)),
    )
    .at(beginning_of(file), "this file")
    .help(*help)
}

fn misplaced(file: FileId, source: &Source) -> Diagnostic {
    let path = escaped(&source.path);
    let name = source.path.rsplit('/').next().unwrap_or_default();
    let diagnostic = match NearJson::of(name) {
        Some(NearJson::Near(stem)) => {
            let stem = escaped(stem);
            let is_yaml = [".yaml", ".yml"]
                .iter()
                .any(|ending| name.to_ascii_lowercase().ends_with(ending));
            let help = if is_yaml {
                format!("write it as JSON in `{stem}.json`")
            } else {
                format!("rename it to `{stem}.json`; spec files are plain JSON, without comments")
            };
            let message = format!("`{path}` is not read: spec files end in `.json`");
            Diagnostic::error("misplaced-file", message).help(help)
        }
        None if name.trim_matches('.').is_empty() => {
            let message = format!("`{path}` is not the path of a file");
            Diagnostic::error("misplaced-file", message).help("write the name of a file at its end")
        }
        Some(NearJson::Json) => {
            let message = format!("`{path}` is not a place for a spec file");
            Diagnostic::error("misplaced-file", message).help(
                "spec files are <service>/v<yyyymmdd>/service.json, and next to it actions/<Action>.json and types/<Type>.json",
            )
        }
        None => {
            let message = format!("`{path}` is not read: it is no spec file");
            Diagnostic::warning("stray-file", message).help(
                "remove it, move it out of the spec folder, or give it a name that starts with a dot or ends in `.md`",
            )
        }
    };
    diagnostic.at(beginning_of(file), "this file is not read")
}

fn report_missing_service_file(
    service: &Service,
    sources: &SourceSet,
    files: &Files,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let expected = format!("{}/service.json", service.folder);
    if files.has(&expected) {
        return;
    }
    diagnostics.push(
        Diagnostic::error(
            "missing-service-file",
            format!("`{}` is missing", sources.displayed(&expected)),
        )
        .help("write it: name, version, title, description and host of the service"),
    );
}

pub(super) fn empty(sources: &SourceSet) -> Diagnostic {
    Diagnostic::error("empty-spec", format!("no spec file below `{}`", sources.displayed("")))
        .help("a spec file is <service>/v<yyyymmdd>/actions/<Action>.json, next to the version's service.json")
}
