//! Parses documented requests and responses, which the documentation prints as HTTP.
//!
//! The JSON body of a POST and the parameters of a GET are read. An example that contradicts itself or cannot be read is
//! left out and reported.

use super::common_parameters::without_placeholder;
use super::query_value::decoded;
use crate::spec::{Example, Json, JsonEntry, JsonValue, Spanned};

/// Query parameters that belong to every request and not to the action.
const COMMON: [&str; 12] = [
    "Action",
    "Version",
    "Region",
    "Timestamp",
    "Nonce",
    "SecretId",
    "Signature",
    "SignatureMethod",
    "Token",
    "Language",
    "RequestClient",
    "",
];

/// Parses an example, or returns why it cannot be.
pub(super) fn parse(request: Option<&str>, response: Option<&str>, title: String) -> Result<Example, &'static str> {
    let request = self::request(request.unwrap_or_default())?;
    let response = self::response(response.unwrap_or_default())?;
    Ok(Example {
        imported: None,
        title: Spanned::from(title),
        request: Some(Spanned::from(request)),
        response: Some(Spanned::from(response)),
    })
}

/// Parses the JSON body of a POST, or the parameters of a GET.
pub(super) fn request(text: &str) -> Result<Json, &'static str> {
    let text = text.trim();
    if text.starts_with("POST") {
        let body = text
            .find('{')
            .map(|at| &text[at..])
            .ok_or("the request has no JSON body")?;
        return object(body).ok_or("the body of the request is not JSON");
    }
    let query = text
        .split_once('?')
        .map(|(_, query)| query)
        .ok_or("the request is no HTTP request")?;
    let mut parameters = object_of(Vec::new());
    for pair in query.split('&') {
        let pair = without_placeholder(pair);
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        let name = decoded(name);
        if !COMMON.contains(&name.as_str()) {
            let path: Vec<&str> = name.split('.').collect();
            insert(&mut parameters, &path, decoded(value))
                .ok_or("the parameters of the request contradict each other")?;
        }
    }
    Ok(parameters)
}

/// Parses `{"Response": {..}}`, without members next to `Response`.
pub(super) fn response(text: &str) -> Result<Json, &'static str> {
    let json = object(text.trim()).ok_or("the response is not JSON")?;
    let response = json.get("Response").ok_or("the response has no `Response`")?;
    if response.as_object().is_none() {
        return Err("the response is not an object");
    }
    Ok(object_of(vec![entry("Response", response.clone())]))
}

/// Parses an object in which no name occurs twice.
fn object(text: &str) -> Option<Json> {
    let json = Json::parse(text).ok().filter(|json| json.as_object().is_some())?;
    is_unambiguous(&json).then_some(json)
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

/// Inserts `value` at `path`; `Filters.0.Name` is the name of the first filter. Returns `None` if something else is
/// there, or if the items of a list are out of order.
fn insert(json: &mut Json, path: &[&str], value: String) -> Option<()> {
    let Some((step, rest)) = path.split_first() else {
        json.value = JsonValue::String(value);
        return Some(());
    };
    // The first step into it tells whether it is a list or an object.
    if let JsonValue::Null = json.value {
        json.value = match step.parse::<usize>() {
            Ok(_) => JsonValue::Array(Vec::new()),
            Err(_) => JsonValue::Object(Vec::new()),
        };
    }
    let inner = match &mut json.value {
        JsonValue::Object(entries) => match entries.iter().position(|entry| entry.name == *step) {
            Some(_) if rest.is_empty() => return None,
            Some(index) => &mut entries.get_mut(index)?.value,
            None => {
                entries.push(entry(step, null()));
                &mut entries.last_mut()?.value
            }
        },
        JsonValue::Array(items) => {
            let index: usize = step.parse().ok()?;
            match items.len() {
                length if index == length => items.push(null()),
                length if index + 1 != length || rest.is_empty() => return None,
                _ => {}
            }
            items.last_mut()?
        }
        _ => return None,
    };
    insert(inner, rest, value)
}

fn null() -> Json {
    Json {
        value: JsonValue::Null,
        range: 0..0,
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
    use super::{request, response};

    #[test]
    fn a_request_is_read_from_either_method() {
        let texts = [
            ("POST / HTTP/1.1\nHost: a.b\n\n{\"A\": [1]}", r#"{"A":[1]}"#),
            (
                "https://gaap.tencentcloudapi.com/?Action=X&Version=2018-05-29&Ids.0=a%20b&Ids.1=c&F.0.Name=n+m%2C&F.0.Values.0=v&Limit=1",
                r#"{"Ids":["a b","c"],"F":[{"Name":"n m,","Values":["v"]}],"Limit":"1"}"#,
            ),
            ("GET /?Action=X", "{}"),
            (
                "GET /?Action=X\n&Id=Qcloud@Test++\n&At=2019-01-01T00:00:00+08:00\n&<Common Request Parameter>",
                r#"{"Id":"Qcloud@Test++","At":"2019-01-01T00:00:00+08:00"}"#,
            ),
        ];
        for (text, expected) in texts {
            assert_eq!(
                request(text).map(|json| json.to_string()).as_deref(),
                Ok(expected),
                "{text}"
            );
        }
    }

    #[test]
    fn other_texts_are_not_requests() {
        for text in [
            "",
            "POST / HTTP/1.1",
            "POST /\n\n{\"A\": }",
            "x?A.0=1&A=2",
            "x?A.1=1",
            "POST\n{\"A\": 1, \"A\": 2}",
        ] {
            assert!(request(text).is_err(), "{text}");
        }
    }

    #[test]
    fn only_the_response_is_kept() {
        let text = r#"{"Response": {"A": 1}, "Error": null}"#;
        assert_eq!(
            response(text).map(|json| json.to_string()).as_deref(),
            Ok(r#"{"Response":{"A":1}}"#)
        );
        assert!(response("data: {}").is_err());
        assert!(response("{}").is_err());
        assert!(response(r#"{"Response": null}"#).is_err());
    }
}
