//! Validates documented examples against the members of the same spec.

use std::ops::Range;

use crate::check::scope::{Origin, Scope};
use crate::source::{Diagnostic, quoted};
use crate::spec::{ActionFile, Json, JsonEntry, JsonValue, Member, Span, Spanned};
use crate::validate::{Coercion, Direction, Validator, Violation};

pub(in crate::check) fn check(scope: &Scope<'_>, found: &mut Vec<Diagnostic>) {
    let whole = scope
        .service
        .actions
        .iter()
        .filter(|action| !scope.is_damaged(&action.name));
    for action in whole {
        let mut examples = Examples {
            scope,
            action,
            origin: Origin::of_action(action),
            found,
        };
        for example in &action.examples {
            if let Some(request) = &example.request {
                examples.check_request(request);
            }
            if let Some(response) = &example.response {
                examples.check_response(response);
            }
        }
    }
}

/// The examples of one action.
struct Examples<'a, 'f> {
    scope: &'a Scope<'a>,
    action: &'a ActionFile,
    origin: Origin,
    found: &'f mut Vec<Diagnostic>,
}

impl Examples<'_, '_> {
    fn check_request(&mut self, request: &Spanned<Json>) {
        if request.is_written() {
            let violations = self.fit(Direction::Request).body(request, &self.action.parameters);
            self.report("the example's request", request, &violations);
        }
    }

    fn check_response(&mut self, response: &Spanned<Json>) {
        if !response.is_written() {
            return;
        }
        let Some(inner) = response.get("Response") else {
            let message = "the example's response has no `Response`";
            return self.envelope(response, message, opening(response), response.kind());
        };
        for entry in response.as_object().into_iter().flatten() {
            if entry.name != "Response" {
                let message = format!("{} is next to `Response`", quoted(&entry.name));
                self.envelope(response, &message, entry.name_range.clone(), "not part of the envelope");
            }
        }
        let Some(entries) = inner.as_object() else {
            let message = "`Response` of the example's response is not an object";
            return self.envelope(response, message, inner.range.clone(), inner.kind());
        };
        let mut members = self.action.output.clone();
        let (body, error) = if members.iter().any(|member| member.name.value == "Error") {
            (inner.clone(), None)
        } else {
            without_error(entries, inner)
        };
        if let Some(error) = error {
            self.check_error(response, error);
            members.push(request_id());
        }
        let violations = self.fit(Direction::Response).body(&body, &members);
        self.report("the example's response", response, &violations);
    }

    /// A documented failure: `{"Code": "..", "Message": ".."}`.
    fn check_error(&mut self, response: &Spanned<Json>, error: &Json) {
        let has_text = |name| error.get(name).is_some_and(|text| text.as_str().is_some());
        if !(has_text("Code") && has_text("Message")) {
            let message = "`Error` of the example's response has no `Code` and `Message`";
            self.envelope(response, message, opening(error), "both are strings");
        }
    }

    fn fit(&self, direction: Direction) -> Validator<'_> {
        Validator {
            service: self.scope.service,
            coercion: Coercion::Documentation,
            direction,
        }
    }

    fn report(&mut self, what: &str, body: &Spanned<Json>, violations: &[Violation]) {
        let is_whole = !self.scope.has_damage();
        for violation in violations
            .iter()
            .filter(|violation| is_whole || !super::depends_on_types(violation))
        {
            let (message, label, help) = super::words(what, body, violation);
            let diagnostic = self.origin.violation("example-mismatch", message);
            self.found
                .push(diagnostic.at(within(body, super::place(violation)), label).help(help));
        }
    }

    fn envelope(&mut self, body: &Spanned<Json>, message: &str, range: Range<usize>, label: &str) {
        let diagnostic = self.origin.violation("example-mismatch", message);
        self.found.push(diagnostic.at(within(body, range), label).help(
            "a response is {\"Response\": {..}}, with the output members or with `Error` and `RequestId` inside",
        ));
    }
}

/// The response without its `Error`, and the `Error` if it is one; many pages print `"Error": null`.
fn without_error<'a>(entries: &'a [JsonEntry], inner: &Json) -> (Json, Option<&'a Json>) {
    let (errors, rest): (Vec<&JsonEntry>, Vec<&JsonEntry>) = entries.iter().partition(|entry| entry.name == "Error");
    let body = Json {
        value: JsonValue::Object(rest.into_iter().cloned().collect()),
        range: inner.range.clone(),
    };
    let error = errors
        .into_iter()
        .map(|entry| &entry.value)
        .find(|error| error.value != JsonValue::Null);
    (body, error)
}

/// Every error response has one, whether or not the output declares it.
fn request_id() -> Member {
    Member {
        name: "RequestId".to_owned().into(),
        type_name: "String".to_owned().into(),
        ..Member::default()
    }
}

/// The part of a value to underline, which may span many lines.
fn opening(value: &Json) -> Range<usize> {
    match value.value {
        JsonValue::Object(_) | JsonValue::Array(_) => value.range.start..value.range.start + 1,
        _ => value.range.clone(),
    }
}

fn within(body: &Spanned<Json>, range: Range<usize>) -> Span {
    Span {
        file: body.span.file,
        range,
    }
}
