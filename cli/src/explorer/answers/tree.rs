//! One level of an answer: the members of an object, the items of a list.

use super::node_path::{find, item, member};
use super::preview::{count, kind, preview};
use super::{Window, path_value};
use crate::error::CliError;
use crate::explorer::web::reply::{number, object, text};
use crate::json::Value;

/// The characters of a value that a line shows.
const MAX_PREVIEW: usize = 160;
/// The characters of a text that is looked at by itself.
const MAX_TEXT: usize = 100_000;

/// `{kind, count, items: [{key, kind, count?, preview, path}], path, preview}`
///
/// # Errors
/// If there is nothing at the path.
pub(super) fn tree(value: &Value, path: Option<&str>, window: Window) -> Result<Value, CliError> {
    let path = path.map(str::trim).filter(|path| *path != "@").unwrap_or_default();
    let node = find(value, path)?;
    let items: Vec<Value> = match node {
        Value::Array(items) => {
            let items = items.iter().enumerate().skip(window.offset).take(window.limit);
            items
                .map(|(index, value)| line(number(index), &item(path, index), value))
                .collect()
        }
        Value::Object(members) => {
            let members = members.iter().skip(window.offset).take(window.limit);
            members
                .map(|(name, value)| line(text(name.as_str()), &member(path, name), value))
                .collect()
        }
        _ => Vec::new(),
    };
    Ok(object([
        ("kind", text(kind(node))),
        ("count", number(count(node).unwrap_or(0))),
        ("items", Value::Array(items)),
        ("path", path_value(path)),
        (
            "preview",
            text(preview(
                node,
                if count(node).is_some() { MAX_PREVIEW } else { MAX_TEXT },
            )),
        ),
    ]))
}

fn line(key: Value, path: &str, value: &Value) -> Value {
    let mut members = vec![("key".to_owned(), key), ("kind".to_owned(), text(kind(value)))];
    members.extend(count(value).map(|count| ("count".to_owned(), number(count))));
    members.push(("preview".to_owned(), text(preview(value, MAX_PREVIEW))));
    members.push(("path".to_owned(), text(path)));
    Value::Object(members)
}
