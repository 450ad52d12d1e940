//! Texts that become documentation: not empty, and without hidden characters.

use super::scope::{Origin, Scope};
use crate::source::Diagnostic;
use crate::source::is_hidden;
use crate::spec::{Json, JsonValue, Member, Span, Spanned};

pub(super) fn check(scope: &Scope<'_>, found: &mut Vec<Diagnostic>) {
    let file = &scope.service.file;
    let mut texts = Texts {
        origin: Origin::of_service(scope.service),
        found,
    };
    texts.check([&file.title, &file.description]);
    texts.check(&file.imported_from);
    texts.check(file.errors.iter().filter_map(|error| error.description.as_ref()));
    for action in &scope.service.actions {
        texts.origin = Origin::of_action(action);
        texts.check([&action.description]);
        texts.check(action.deprecated.iter().chain(&action.imported_from));
        texts.check(action.errors.iter().filter_map(|error| error.description.as_ref()));
        texts.check_members(&action.parameters);
        texts.check_members(&action.output);
        for example in &action.examples {
            texts.check([&example.title]);
            for body in example.request.iter().chain(&example.response) {
                texts.check_json(body, &body.span);
            }
        }
    }
    for declared in &scope.service.types {
        texts.origin = Origin::of_type(declared);
        texts.check([&declared.description]);
        texts.check(&declared.imported_from);
        texts.check_members(declared.members.as_deref().unwrap_or_default());
        texts.check(declared.values.iter().flatten().map(|value| &value.description));
        texts.check(declared.integers.iter().flatten().map(|integer| &integer.description));
    }
}

/// Reports a hidden character, which changes how the text around it reads.
pub(super) fn hidden_character(origin: Origin, text: &str, span: &Span) -> Diagnostic {
    let character = text.chars().find(|character| is_hidden(*character)).unwrap_or_default();
    let code_point = format!("U+{:04X}", u32::from(character));
    origin
        .violation(
            "hidden-character",
            format!("a text holds the unseen character {code_point}"),
        )
        .at(span.clone(), "in this text")
        .help("take the character out: it would hide or reorder the text around it")
}

struct Texts<'a> {
    origin: Origin,
    found: &'a mut Vec<Diagnostic>,
}

impl Texts<'_> {
    fn check<'t>(&mut self, texts: impl IntoIterator<Item = &'t Spanned<String>>) {
        for text in texts.into_iter().filter(|text| text.is_written()) {
            self.check_hidden(text, &text.span);
            // An import cannot add a text that the page lacks.
            if text.trim().is_empty() && self.origin == Origin::Hand {
                self.found.push(
                    Diagnostic::error("empty-text", "a text is empty")
                        .at(text.span.clone(), "nothing to read")
                        .help("say in a sentence what it means: it becomes the documentation of the generated code"),
                );
            }
        }
    }

    fn check_members(&mut self, members: &[Member]) {
        for member in members {
            self.check([&member.description]);
            self.check(member.deprecated.iter().chain(&member.unit));
            if let Some(default) = &member.default {
                self.check_json(default, &default.span);
            }
        }
    }

    fn check_json(&mut self, json: &Json, within: &Span) {
        let span = |range: &std::ops::Range<usize>| Span {
            file: within.file,
            range: range.clone(),
        };
        match &json.value {
            JsonValue::String(text) => self.check_directed(text, &span(&json.range)),
            JsonValue::Array(items) => items.iter().for_each(|item| self.check_json(item, within)),
            JsonValue::Object(entries) => {
                for entry in entries {
                    self.check_directed(&entry.name, &span(&entry.name_range));
                    self.check_json(&entry.value, within);
                }
            }
            JsonValue::Null | JsonValue::Bool(_) | JsonValue::Number(_) => {}
        }
    }

    /// JSON is shown with its control characters escaped; only those that reorder text could mislead.
    fn check_directed(&mut self, text: &str, span: &Span) {
        if text.chars().any(|letter| is_hidden(letter) && !letter.is_control()) {
            self.found.push(hidden_character(self.origin, text, span));
        }
    }

    fn check_hidden(&mut self, text: &str, span: &Span) {
        if text.chars().any(is_hidden) {
            self.found.push(hidden_character(self.origin, text, span));
        }
    }
}
