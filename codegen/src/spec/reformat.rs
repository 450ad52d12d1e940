//! Formats the text of a spec file, whatever else is wrong with the spec.
//!
//! A file that reads without an error is printed from the model, which orders its keys. One with an unknown key or a value
//! of the wrong kind is laid out as it is, so that nothing a person wrote is lost. The file names its JSON Schema
//! afterwards.

use super::emulator::EmulatorFile;
use super::json::{Json, JsonEntry, JsonValue};
use super::json_text::json_string;
use super::keys::{ReadObject, read_object, wrong_object};
use super::load::{Place, empty, read_json};
use super::model::{ActionFile, ServiceFile, TypeFile};
use super::print::{SpecFile, laid_out};
use crate::source::{Diagnostic, FileId, Source, SourceSet};

const SCHEMA_KEY: &str = "$schema";

/// The formatted files of a spec, and why the others are not formatted.
#[derive(Debug, Default)]
pub(crate) struct Reformatted {
    pub(crate) texts: Vec<(FileId, String)>,
    pub(crate) diagnostics: Vec<Diagnostic>,
}

/// Formats the spec files of `sources`. `exists` tells whether there is a file at a path below the spec folder.
pub(crate) fn reformat(sources: &SourceSet, exists: impl Fn(&str) -> bool) -> Reformatted {
    let mut reformatted = Reformatted::default();
    for (file, source) in sources.iter() {
        let Some(json) = read_json(file, source, sources, &mut reformatted.diagnostics) else {
            continue;
        };
        let Some((_, place)) = Place::of(&source.path) else {
            continue;
        };
        if json.as_object().is_none() {
            reformatted.diagnostics.push(match place {
                Place::Service => wrong_object::<ServiceFile>(&json, file),
                Place::Action => wrong_object::<ActionFile>(&json, file),
                Place::Type => wrong_object::<TypeFile>(&json, file),
                Place::Emulator => wrong_object::<EmulatorFile>(&json, file),
            });
            continue;
        }
        let schema = schema_of(&json, &source.path, &place, &exists);
        let text = match place {
            Place::Service => text_of(&json, file, |read: &mut ServiceFile| read.schema = schema.clone()),
            Place::Action => text_of(&json, file, |read: &mut ActionFile| read.schema = schema.clone()),
            Place::Type => text_of(&json, file, |read: &mut TypeFile| read.schema = schema.clone()),
            // Rules are laid out by hand.
            Place::Emulator => Some(with_schema_in_text(source, &json, schema.as_deref())),
        };
        let text = text.unwrap_or_else(|| laid_out(&with_schema(json, schema.as_deref())));
        reformatted.texts.push((file, text));
    }
    if reformatted.texts.is_empty() && reformatted.diagnostics.is_empty() {
        reformatted.diagnostics.push(empty(sources));
    }
    reformatted
}

/// The text of a file that reads without an error.
fn text_of<T: ReadObject + SpecFile>(json: &Json, file: FileId, set_schema: impl Fn(&mut T)) -> Option<String> {
    let mut errors = Vec::new();
    let mut read: T = read_object(json, file, &mut errors);
    set_schema(&mut read);
    if errors.is_empty() { read.to_text().ok() } else { None }
}

/// What `$schema` is to be, unless it is something that only a person can put right.
///
/// What was written stays if it is a URL, or names a file of the right name that is there, or that is as absent as the
/// usual one.
fn schema_of(json: &Json, path: &str, place: &Place, exists: &impl Fn(&str) -> bool) -> Option<String> {
    let written = json.get(SCHEMA_KEY);
    let usual = usual_schema(place);
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let is_there = |reference: &str| resolved(folder, reference).is_some_and(|path| exists(&path));
    match written.map(Json::as_str) {
        Some(None) => None,
        Some(Some(written)) if is_valid(written, usual, is_there) => Some(written.to_owned()),
        _ => Some(usual.to_owned()),
    }
}

fn usual_schema(place: &Place) -> &'static str {
    match place {
        Place::Service => "../../schema/service.schema.json",
        Place::Emulator => "../../schema/emulator.schema.json",
        Place::Action => "../../../schema/action.schema.json",
        Place::Type => "../../../schema/type.schema.json",
    }
}

fn is_valid(written: &str, usual: &str, is_there: impl Fn(&str) -> bool) -> bool {
    let name = |reference: &str| reference.rsplit('/').next().map(str::to_owned);
    let is_elsewhere = written.contains("://") || written.starts_with('/');
    is_elsewhere || written == usual || (name(written) == name(usual) && (is_there(written) || !is_there(usual)))
}

/// The path below the spec folder, which may begin with `..`, that `reference` leads to from `folder`.
fn resolved(folder: &str, reference: &str) -> Option<String> {
    let mut parts: Vec<&str> = folder.split('/').collect();
    for part in reference.split('/') {
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(|last| *last != "..") => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    (!parts.is_empty()).then(|| parts.join("/"))
}

/// `json` with `$schema` first.
fn with_schema(mut json: Json, schema: Option<&str>) -> Json {
    if let (JsonValue::Object(entries), Some(schema)) = (&mut json.value, schema) {
        entries.retain(|entry| entry.name != SCHEMA_KEY);
        let value = Json {
            value: JsonValue::String(schema.to_owned()),
            ..Json::default()
        };
        let entry = JsonEntry {
            name: SCHEMA_KEY.to_owned(),
            name_range: 0..0,
            value,
        };
        entries.insert(0, entry);
    }
    json
}

/// The text of `source` with `$schema`, and otherwise as it is.
fn with_schema_in_text(source: &Source, json: &Json, schema: Option<&str>) -> String {
    let mut text = source.text.clone();
    let Some(schema) = schema.map(json_string) else {
        return text;
    };
    match json.get(SCHEMA_KEY) {
        Some(written) => text.replace_range(written.range.clone(), &schema),
        None => {
            let comma = if json.as_object().is_some_and(<[_]>::is_empty) {
                "\n"
            } else {
                ","
            };
            text.insert_str(json.range.start + 1, &format!("\n  \"{SCHEMA_KEY}\": {schema}{comma}"));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reference_is_followed_from_the_folder_of_its_file() {
        assert_eq!(
            resolved("a/v1/types", "../../../schema/x.json").as_deref(),
            Some("schema/x.json")
        );
        assert_eq!(resolved("a/v1", "../../../x.json").as_deref(), Some("../x.json"));
        assert_eq!(resolved("a", ".."), None);
    }

    #[test]
    fn a_valid_schema_of_another_place_is_kept() {
        let usual = usual_schema(&Place::Type);
        let there = |paths: &'static [&str]| move |path: &str| paths.contains(&path);
        for (written, is_there, kept) in [
            ("https://example.com/type.schema.json", there(&[]), true),
            (usual, there(&[]), true),
            ("mine/type.schema.json", there(&[]), true),
            ("mine/type.schema.json", there(&["mine/type.schema.json"]), true),
            (
                "mine/type.schema.json",
                there(&["../../../schema/type.schema.json"]),
                false,
            ),
            (
                "../../../schema/action.schema.json",
                there(&["../../../schema/action.schema.json"]),
                false,
            ),
            ("", there(&[]), false),
        ] {
            assert_eq!(is_valid(written, usual, is_there), kept, "{written}");
        }
    }
}
