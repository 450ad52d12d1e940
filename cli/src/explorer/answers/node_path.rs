//! Paths of nodes: the JMESPath expressions that select one value, `Set[0].Tags[1]."a b"`.

use crate::error::CliError;
use crate::json::Value;

/// A step from a value to a part of it.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Step {
    Member(String),
    Item(usize),
}

/// The path of the member of a value at `path`.
pub(super) fn member(path: &str, name: &str) -> String {
    let name = if is_plain(name) {
        name.to_owned()
    } else {
        // A quoted identifier is written like a string of JSON.
        serde_json::Value::from(name).to_string()
    };
    if path.is_empty() {
        name
    } else {
        format!("{path}.{name}")
    }
}

/// The path of the item of a value at `path`.
pub(super) fn item(path: &str, index: usize) -> String {
    format!("{path}[{index}]")
}

/// The path of JMESPath of a place as the service names parameters, `Set.0.Name`, in a value that has it.
pub(super) fn of_place(place: &str, mut value: &Value) -> String {
    let mut path = String::new();
    for step in place.split('.') {
        match (value, step.parse::<usize>()) {
            (Value::Array(items), Ok(index)) => {
                path = item(&path, index);
                value = items.get(index).unwrap_or(&Value::Null);
            }
            _ => {
                path = member(&path, step);
                value = value.get(step).unwrap_or(&Value::Null);
            }
        }
    }
    path
}

/// Returns the value at a path; `@` and nothing are the whole.
///
/// # Errors
/// If the path is none of a node, or leads nowhere.
pub(super) fn find<'a>(value: &'a Value, path: &str) -> Result<&'a Value, CliError> {
    let wrong = || CliError::input(format!("`{path}` is no path of a value, such as Set[0].Name"));
    let steps = parse(path).ok_or_else(wrong)?;
    let found = steps.iter().try_fold(value, |value, step| match (step, value) {
        (Step::Member(name), value) => value.get(name),
        (Step::Item(index), Value::Array(items)) => items.get(*index),
        (Step::Item(_), _) => None,
    });
    found.ok_or_else(|| CliError::input(format!("the answer has nothing at `{path}`")))
}

fn is_plain(name: &str) -> bool {
    let is_letter = |first: char| first.is_ascii_alphabetic() || first == '_';
    name.starts_with(is_letter) && name.chars().all(|letter| is_letter(letter) || letter.is_ascii_digit())
}

fn parse(path: &str) -> Option<Vec<Step>> {
    let mut rest = path.trim();
    let mut steps = Vec::new();
    if rest.is_empty() || rest == "@" {
        return Some(steps);
    }
    rest = rest.strip_prefix('@').unwrap_or(rest);
    let mut is_first = rest.len() == path.trim().len();
    while !rest.is_empty() {
        if let Some(index) = rest.strip_prefix('[') {
            let (index, after) = index.split_once(']')?;
            let is_digits = !index.is_empty() && index.bytes().all(|byte| byte.is_ascii_digit());
            steps.push(Step::Item(index.parse().ok().filter(|_| is_digits)?));
            rest = after;
        } else {
            let name = if is_first { rest } else { rest.strip_prefix('.')? };
            let (name, after) = if name.starts_with('"') {
                quoted(name)?
            } else {
                let end = name.find(['.', '[']).unwrap_or(name.len());
                let (name, after) = name.split_at_checked(end)?;
                (is_plain(name).then(|| name.to_owned())?, after)
            };
            steps.push(Step::Member(name));
            rest = after;
        }
        is_first = false;
    }
    Some(steps)
}

/// A quoted identifier, and what follows it.
fn quoted(text: &str) -> Option<(String, &str)> {
    let mut is_escaped = false;
    let inner = text.get(1..)?;
    let end = inner.char_indices().find_map(|(at, letter)| {
        let is_end = letter == '"' && !is_escaped;
        is_escaped = letter == '\\' && !is_escaped;
        is_end.then_some(at)
    })?;
    // With both quotes.
    let (quoted, after) = text.split_at_checked(end + 2)?;
    Some((serde_json::from_str(quoted).ok()?, after))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::filter::Filter;
    use crate::json::parse as parse_json;

    /// The paths of all nodes.
    fn walk(value: &Value, path: &str, paths: &mut Vec<String>) {
        paths.push(path.to_owned());
        match value {
            Value::Array(items) => {
                for (index, value) in items.iter().enumerate() {
                    walk(value, &item(path, index), paths);
                }
            }
            Value::Object(members) => {
                for (name, value) in members {
                    walk(value, &member(path, name), paths);
                }
            }
            _ => {}
        }
    }

    #[test]
    fn each_path_selects_its_node_here_and_as_a_filter() {
        let value =
            r#"{"A": [{"b.c": 1, "": [[2]]}, {"d \"e\\": {"中": "x", "1a": null}}], "_": {"a-b": [true]}, "@": 3}"#;
        for text in [value.to_owned(), format!("[{value}]")] {
            let value = parse_json(&text).unwrap();
            let mut paths = Vec::new();
            walk(&value, "", &mut paths);
            assert!(paths.len() > 10);
            for path in &paths {
                let here = find(&value, path).unwrap();
                let expression = if path.is_empty() { "@" } else { path };
                let filtered = Filter::compile(expression).unwrap().apply(&value).unwrap();
                assert_eq!(*here, filtered, "{path}");
            }
        }
    }

    #[test]
    fn what_is_no_path_of_a_node_is_refused() {
        let value = parse_json(r#"{"A": [1]}"#).unwrap();
        for path in [
            "A.",
            ".A",
            "A[",
            "A[-1]",
            "A[*]",
            "A[+0]",
            "A B",
            "A[0]B",
            "\"A",
            "length(A)",
            "B",
            "A[1]",
            "A.0",
        ] {
            assert!(find(&value, path).is_err(), "{path}");
        }
        assert_eq!(find(&value, "@.A[0]").unwrap(), &Value::Number("1".to_owned()));
    }

    #[test]
    fn places_of_the_service_become_paths() {
        let value = parse_json(r#"{"Set": [{"0": {"a b": 1}}]}"#).unwrap();
        assert_eq!(of_place("Set.0.0.a b", &value), r#"Set[0]."0"."a b""#);
        assert_eq!(of_place("Gone.1", &value), r#"Gone."1""#);
    }
}
