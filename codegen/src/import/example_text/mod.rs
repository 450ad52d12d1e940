//! Reads documented requests and responses, which the documentation prints as HTTP.
//!
//! ```text
//! POST / HTTP/1.1                           https://demo.tencentcloudapi.com/?Action=CreateThing
//! Host: demo.tencentcloudapi.com            &Name=n
//! X-TC-Action: CreateThing                  &<Common request parameters>
//! <Common request parameters>
//!
//! {"Name": "n"}
//! ```
//!
//! The blank line before a body, line breaks of the head, or all of the head may be missing. Each body counts for itself:
//! a body that cannot be read does not take the other with it. JSON with a mistake is repaired only where one repair is
//! possible, see [`repair`]; an example that contradicts itself is left out. What was repaired or left out is a note.

mod query;
mod repair;

use super::note::NoteKind;
use crate::spec::{Example, Json, JsonEntry, JsonValue, Member, Spanned};

/// What the examples of an action are read with.
pub(super) struct Documented<'a> {
    /// The version of its service: `2018-05-29`.
    pub(super) version: &'a str,
    pub(super) parameters: &'a [Member],
}

/// A body that was read, and what was repaired in it.
pub(super) struct Body {
    pub(super) json: Json,
    pub(super) repairs: Vec<String>,
}

/// What is left of an example, and what to tell about it.
pub(super) struct ReadExample {
    /// The example; `None` if neither of its bodies can be read.
    pub(super) example: Option<Example>,
    pub(super) notes: Vec<(NoteKind, String)>,
}

impl Documented<'_> {
    /// Reads an example, the `number`th of the action.
    pub(super) fn read(&self, number: usize, title: String, request: &str, response: &str) -> ReadExample {
        let mut notes = Vec::new();
        let (request, response) = (self.request(request), self::response(response));
        if let (Err(of_request), Err(of_response)) = (&request, &response) {
            let text = format!("example {number} was left out: {of_request}; {of_response}");
            notes.push((NoteKind::ExampleLeftOut, text));
            return ReadExample { example: None, notes };
        }
        let mut taken = |what: &str, body: Result<Body, String>| match body {
            Ok(body) => {
                if !body.repairs.is_empty() {
                    let text = format!(
                        "the {what} of example {number} was repaired: {}",
                        body.repairs.join(", ")
                    );
                    notes.push((NoteKind::ExampleRepaired, text));
                }
                Some(Spanned::from(body.json))
            }
            Err(why) => {
                let text = format!("the {what} of example {number} was left out: {why}");
                notes.push((NoteKind::ExampleLeftOut, text));
                None
            }
        };
        let example = Example {
            title: title.into(),
            request: taken("request", request),
            response: taken("response", response),
            imported: None,
        };
        ReadExample {
            example: Some(example),
            notes,
        }
    }

    /// Reads the JSON body of a request, or the parameters of a GET.
    pub(super) fn request(&self, text: &str) -> Result<Body, String> {
        let text = text.trim();
        if text.is_empty() {
            return Err("there is no request".to_owned());
        }
        let (head, body) = text.split_at(text.find('{').unwrap_or(text.len()));
        if let Some((_, query)) = text
            .split_once('?')
            .filter(|_| head.contains('?') && !head.starts_with("POST"))
        {
            return self.query(query);
        }
        if body.is_empty() {
            return Err(if is_head(head) {
                "the request has no JSON body".to_owned()
            } else {
                "the request is no HTTP request".to_owned()
            });
        }
        let body = self::body("request", body)?;
        if body.json.get("X-TC-Action").is_some() {
            return Err("the request has its head where the body should be".to_owned());
        }
        Ok(body)
    }

    /// Reads the query of a GET. Several pages print JSON after it, which no GET sends: it is the request only where the
    /// query has no parameters.
    fn query(&self, query: &str) -> Result<Body, String> {
        let query::Query { parameters, rest } = query::read(query, self)?;
        let has_parameters = parameters.as_object().is_some_and(|entries| !entries.is_empty());
        let mut repairs = Vec::new();
        match rest {
            None => {}
            Some(rest) if !has_parameters => return body("request", rest),
            Some(_) => repairs.push("the JSON after the query was dropped, since a GET sends none".to_owned()),
        }
        Ok(Body {
            json: parameters,
            repairs,
        })
    }
}

/// Reads `{"Response": {..}}`, without members next to `Response`.
pub(super) fn response(text: &str) -> Result<Body, String> {
    let text = text.trim();
    let is_http = text.starts_with("HTTP/");
    let text = text.find('{').filter(|_| is_http).map_or(text, |at| &text[at..]);
    let Body { json, repairs } = body("response", text)?;
    let response = json.get("Response").ok_or("the response has no `Response`")?;
    if response.as_object().is_none() {
        return Err("the response is not an object".to_owned());
    }
    Ok(Body {
        json: object_of(vec![entry("Response", response.clone())]),
        repairs,
    })
}

/// Whether `text` is the start of an HTTP request.
fn is_head(text: &str) -> bool {
    ["POST", "GET", "PUT", "http"]
        .iter()
        .any(|start| text.starts_with(start))
}

/// Reads an object in which no name occurs twice, and repairs it where that is certain.
fn body(what: &str, text: &str) -> Result<Body, String> {
    let (json, repairs) = match Json::parse(text) {
        Ok(json) => (json, Vec::new()),
        Err(_) => {
            let refused = |message: &str, text: &str, at: usize| {
                let line = text.bytes().take(at).filter(|byte| *byte == b'\n').count() + 1;
                format!("the {what} is not JSON: {message}, in line {line} of it")
            };
            let repaired = repair::repaired(text).map_err(|obstacle| refused(obstacle.message, text, obstacle.at))?;
            let json = Json::parse(&repaired.text)
                .map_err(|error| refused(&error.message, &repaired.text, error.range.start))?;
            (json, repaired.repairs)
        }
    };
    if json.as_object().is_none() {
        return Err(format!("the {what} is not a JSON object"));
    }
    if !is_unambiguous(&json) {
        return Err(format!("a name occurs twice in an object of the {what}"));
    }
    Ok(Body { json, repairs })
}

fn is_unambiguous(json: &Json) -> bool {
    match &json.value {
        JsonValue::Array(items) => items.iter().all(is_unambiguous),
        JsonValue::Object(entries) => {
            let names: std::collections::BTreeSet<&str> = entries.iter().map(|entry| entry.name.as_str()).collect();
            names.len() == entries.len() && entries.iter().all(|entry| is_unambiguous(&entry.value))
        }
        _ => true,
    }
}

fn object_of(entries: Vec<JsonEntry>) -> Json {
    Json {
        value: JsonValue::Object(entries),
        range: 0..0,
    }
}

fn entry(name: &str, value: Json) -> JsonEntry {
    JsonEntry {
        name: name.to_owned(),
        name_range: 0..0,
        value,
    }
}

#[cfg(test)]
mod tests {
    use super::{Documented, response};

    const X: Documented<'static> = Documented {
        version: "2018-05-29",
        parameters: &[],
    };

    #[test]
    fn a_request_is_read_in_every_form() {
        for (text, expected) in [
            ("POST / HTTP/1.1\nHost: a.b\n\n{\"A\": [1]}", r#"{"A":[1]}"#),
            (
                "POST / HTTP/1.1\nHost: a.b\n<Common request parameters>\n{\"A\": [1]}",
                r#"{"A":[1]}"#,
            ),
            (
                "POST / HTTP/1.1Host: a.bX-TC-Action: X<common request parameters>{    \"A\": \"?\"}",
                r#"{"A":"?"}"#,
            ),
            ("{\n  \"A\": \"?\"\n}", r#"{"A":"?"}"#),
            ("Path : /X\n\n<body>\n{\"A\": 1}", r#"{"A":1}"#),
            ("POST / HTTP/1.1\n\n{\"A\": \"a\"\n\"B\": 1,\n}", r#"{"A":"a","B":1}"#),
            ("https://a.b/?Action=X&A=1", r#"{"A":"1"}"#),
            ("GET /?Action=X", "{}"),
            (
                "https://a.b/?Action=X&<Common request parameters>\n\n{\"A\": 1}",
                r#"{"A":1}"#,
            ),
            (
                "https://a.b/?Action=X&A=2&<Common request parameters>\n\n{\"A\": 1}",
                r#"{"A":"2"}"#,
            ),
        ] {
            let read = X.request(text).map(|body| body.json.to_string());
            assert_eq!(read.as_deref(), Ok(expected), "{text}");
        }
    }

    #[test]
    fn other_texts_are_not_requests() {
        for text in [
            "",
            "X",
            "POST / HTTP/1.1",
            "POST /\n\n{\"A\": }",
            "POST /\n[1]",
            "POST /\n{\"A\": 1]",
            "POST\n{\"A\": 1, \"A\": 2}",
            "POST / HTTP/1.1\n{\"X-TC-Action\": \"X\"}",
            "POST / HTTP/1.1\n{\"A\": 1}\n{\"A\": 2}",
        ] {
            assert!(X.request(text).is_err(), "{text}");
        }
    }

    #[test]
    fn only_the_response_is_kept() {
        let read = response("{\"Response\": {\"A\": 1}, \"Error\": null}").map(|body| body.json.to_string());
        assert_eq!(read.as_deref(), Ok(r#"{"Response":{"A":1}}"#));
        assert!(response("data: {}").is_err());
        assert!(response("{}").is_err());
        assert!(response(r#"{"Response": null}"#).is_err());
    }

    #[test]
    fn one_body_does_not_take_the_other_with_it() {
        let read = X.read(
            2,
            "t".to_owned(),
            "POST /\n{\"A\": }",
            "{\"Response\": {\"A\": 1\n\"B\": 2}}",
        );
        let example = read.example.unwrap_or_default();
        assert!(example.request.is_none());
        assert_eq!(
            example.response.map(|body| body.to_string()).as_deref(),
            Some(r#"{"Response":{"A":1,"B":2}}"#)
        );
        let notes: Vec<&str> = read.notes.iter().map(|(_, text)| text.as_str()).collect();
        assert_eq!(
            notes,
            [
                "the request of example 2 was left out: the request is not JSON: unexpected close brace, in line 1 of it",
                "the response of example 2 was repaired: 1 missing comma at the end of a line"
            ]
        );
        let read = X.read(1, "t".to_owned(), "", "");
        assert!(read.example.is_none());
        assert_eq!(read.notes.len(), 1);
    }
}
