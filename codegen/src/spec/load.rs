//! From the texts of a spec folder to a [`Spec`]: each file is read by where it stands.

use std::collections::BTreeMap;

use super::json::Json;
use super::read::{ReadObject, read_object};
use super::source::{FileId, Source, SourceSet, Span};
use super::spanned::Spanned;
use super::{Service, Spec};
use crate::diagnostics::Diagnostic;

/// Reads every file; faults go to `diagnostics`, and what could be read is returned.
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
            Place::Action(stem) => {
                let action = read_named(
                    &json,
                    file,
                    stem,
                    |action: &super::ActionFile| &action.name,
                    diagnostics,
                );
                service.actions.push(action);
            }
            Place::Type(stem) => {
                let shared = read_named(&json, file, stem, |shared: &super::TypeFile| &shared.name, diagnostics);
                service.types.push(shared);
            }
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
enum Place<'a> {
    Service,
    Action(&'a str),
    Type(&'a str),
}

impl<'a> Place<'a> {
    /// The folder of the service version, and what the file describes.
    fn of(path: &'a str) -> Option<(&'a str, Self)> {
        let parts: Vec<&str> = path.split('/').collect();
        let folder_length = parts.first()?.len() + 1 + parts.get(1)?.len();
        let folder = path.get(..folder_length)?;
        let place = match parts.get(2..)? {
            ["service.json"] => Self::Service,
            ["actions", name] => Self::Action(name.strip_suffix(".json")?),
            ["types", name] => Self::Type(name.strip_suffix(".json")?),
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
            diagnostics.push(
                Diagnostic::error("bad-json", format!("not JSON: {}", error.message))
                    .at(span, "here")
                    .help("spec files are plain JSON: no comments, no trailing commas, names in double quotes"),
            );
            None
        }
    }
}

fn read_named<T: ReadObject>(
    json: &Json,
    file: FileId,
    stem: &str,
    name_of: impl Fn(&T) -> &Spanned<String>,
    diagnostics: &mut Vec<Diagnostic>,
) -> T {
    let value: T = read_object(json, file, diagnostics);
    let name = name_of(&value);
    if !name.is_empty() && name.value != stem {
        diagnostics.push(
            Diagnostic::error(
                "file-name",
                format!("`{}` stands in a file named `{stem}.json`", name.value),
            )
            .at(name.span.clone(), format!("not `{stem}`"))
            .help("give the file the name of what it describes"),
        );
    }
    value
}

fn misplaced(file: FileId, source: &Source) -> Diagnostic {
    let span = Span { file, range: 0..0 };
    Diagnostic::error(
        "misplaced-file",
        format!("`{}` is not a place for a spec file", source.path),
    )
    .at(span, "this file is not read")
    .help("spec files are <service>/v<yyyymmdd>/service.json, ../actions/<Action>.json and ../types/<Type>.json")
}

fn report_missing_service_file(service: &Service, sources: &SourceSet, diagnostics: &mut Vec<Diagnostic>) {
    let expected = format!("{}/service.json", service.folder);
    if sources.iter().any(|(_, source)| source.path == expected) {
        return;
    }
    diagnostics.push(
        Diagnostic::error("missing-service-file", format!("`{expected}` is missing"))
            .help("write it: name, version, title, description and host of the service"),
    );
}

fn empty(sources: &SourceSet) -> Diagnostic {
    Diagnostic::error("empty-spec", format!("no spec file below `{}`", sources.root()))
        .help("a spec file is <service>/v<yyyymmdd>/actions/<Action>.json, beside the version's service.json")
}
