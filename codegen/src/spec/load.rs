//! Reads the files of a spec folder into a [`Spec`]; the path of a file decides what it describes.

use std::collections::BTreeMap;

use super::json::{BYTE_ORDER_MARK, Json};
use super::keys::read_object;
use super::{Service, Spec};
use crate::source::NearJson;
use crate::source::{Diagnostic, escaped};
use crate::source::{FileId, Source, SourceSet, Span};

/// Reads every file. Errors go to `diagnostics`; whatever could be read is returned.
pub(crate) fn load(sources: &SourceSet, diagnostics: &mut Vec<Diagnostic>) -> Spec {
    let mut services: BTreeMap<String, Service> = BTreeMap::new();
    for (file, source) in sources.iter() {
        let Some((folder, place)) = Place::of(&source.path) else {
            diagnostics.push(misplaced(file, source));
            continue;
        };
        let service = services.entry(folder.to_owned()).or_insert_with(|| Service {
            folder: folder.to_owned(),
            ..Service::default()
        });
        let Some(json) = parse(file, source, diagnostics) else {
            continue;
        };
        match place {
            Place::Service => service.file = read_object(&json, file, diagnostics),
            Place::Action => service.actions.push(read_object(&json, file, diagnostics)),
            Place::Type => service.types.push(read_object(&json, file, diagnostics)),
            Place::Emulator => service.emulator = Some(read_object(&json, file, diagnostics)),
        }
    }
    for service in services.values() {
        report_missing_service_file(service, sources, diagnostics);
    }
    if services.is_empty() {
        diagnostics.push(empty(sources));
    }
    Spec {
        services: services.into_values().collect(),
    }
}

/// What a file describes, by its path.
enum Place {
    Service,
    Action,
    Type,
    Emulator,
}

impl Place {
    /// The folder of the service version, and what the file describes.
    fn of(path: &str) -> Option<(&str, Self)> {
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

fn parse(file: FileId, source: &Source, diagnostics: &mut Vec<Diagnostic>) -> Option<Json> {
    match Json::parse(&source.text) {
        Ok(json) => Some(json),
        Err(error) => {
            let span = Span {
                file,
                range: error.range,
            };
            let help = if source.text.trim().is_empty() {
                "write the description, or remove the file"
            } else if source.text.starts_with(BYTE_ORDER_MARK) {
                "save the file as UTF-8 without a byte order mark"
            } else {
                "spec files are plain JSON: no comments, no trailing commas, strings in double quotes"
            };
            diagnostics.push(
                Diagnostic::error("bad-json", format!("not JSON: {}", error.message))
                    .at(span, "here")
                    .help(help),
            );
            None
        }
    }
}

fn misplaced(file: FileId, source: &Source) -> Diagnostic {
    let span = Span { file, range: 0..0 };
    let path = escaped(&source.path);
    let name = source.path.rsplit('/').next().unwrap_or_default();
    let (message, help) = match NearJson::of(name) {
        Some(NearJson::Near(stem)) => (
            format!("`{path}` is not read: spec files end in `.json`"),
            format!(
                "rename it to `{}.json`; spec files are plain JSON, without comments",
                escaped(stem)
            ),
        ),
        _ => (
            format!("`{path}` is not a place for a spec file"),
            "spec files are <service>/v<yyyymmdd>/service.json, and next to it actions/<Action>.json and types/<Type>.json"
                .to_owned(),
        ),
    };
    Diagnostic::error("misplaced-file", message)
        .at(span, "this file is not read")
        .help(help)
}

fn report_missing_service_file(service: &Service, sources: &SourceSet, diagnostics: &mut Vec<Diagnostic>) {
    let expected = format!("{}/service.json", service.folder);
    if sources.iter().any(|(_, source)| source.path == expected) {
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

fn empty(sources: &SourceSet) -> Diagnostic {
    Diagnostic::error("empty-spec", format!("no spec file below `{}`", sources.displayed("")))
        .help("a spec file is <service>/v<yyyymmdd>/actions/<Action>.json, next to the version's service.json")
}
