//! Which rows and columns a result has, for tables, CSV and text.

use std::borrow::Cow;
use std::io;

use crate::json::{Value, write_compact};
use crate::near::{near_clause, nearest};

/// The rows of a result.
pub(crate) struct Rows<'a> {
    pub(crate) items: Vec<&'a Value>,
    /// The member that the rows are from, if the result is an answer.
    pub(crate) name: Option<&'a str>,
    /// What is not shown, for standard error.
    pub(crate) notes: Vec<String>,
}

/// What the rows of a result are made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    /// Objects: columns have names.
    Objects,
    /// Lists, such as those that the filter `Set[].[Id, Name]` gives: columns have places.
    Lists,
    /// Texts, numbers and so on, or a mixture.
    Scalars,
}

impl<'a> Rows<'a> {
    /// The rows of a result: the items of a list, or those of the list that an answer has; otherwise the value itself.
    pub(crate) fn of(value: &'a Value, is_filtered: bool) -> Self {
        let mut rows = Self {
            items: vec![value],
            name: None,
            notes: Vec::new(),
        };
        match value {
            Value::Array(items) => rows.items = items.iter().collect(),
            Value::Object(members) if !is_filtered => rows.take_list(members),
            _ => {}
        }
        rows
    }

    /// Takes the one list of objects of an answer; the first if there are more; a list of scalars if there is no other.
    fn take_list(&mut self, members: &'a [(String, Value)]) {
        let lists = |is_right: fn(&[Value]) -> bool| {
            let list = |member: &'a (String, Value)| match &member.1 {
                Value::Array(items) if is_right(items) => Some((member.0.as_str(), items)),
                _ => None,
            };
            members.iter().filter_map(list).collect::<Vec<_>>()
        };
        let mut found = lists(|items| matches!(items.first(), Some(Value::Object(_))));
        if found.is_empty() {
            found = lists(|items| !items.is_empty());
        }
        if found.is_empty() {
            found = lists(|_| true);
        }
        let Some((name, items)) = found.first() else { return };
        self.items = items.iter().collect();
        self.name = Some(name);
        if items.is_empty() {
            self.notes.push(format!("{name} is empty"));
        }
        if found.len() > 1 {
            let others: Vec<&str> = found.iter().skip(1).map(|list| list.0).collect();
            self.notes.push(format!(
                "shows {name}; the answer also has {} (--filter {} shows it)",
                others.join(", "),
                others.first().unwrap_or(name)
            ));
        }
    }

    pub(crate) fn shape(&self) -> Shape {
        if !self.items.is_empty() && self.items.iter().all(|item| matches!(item, Value::Object(_))) {
            return Shape::Objects;
        }
        if !self.items.is_empty() && self.items.iter().all(|item| matches!(item, Value::Array(_))) {
            return Shape::Lists;
        }
        Shape::Scalars
    }

    /// The names of the members of all rows, in the order in which they are first seen.
    pub(crate) fn names(&self) -> Vec<&'a str> {
        let mut seen = std::collections::HashSet::new();
        let mut names = Vec::new();
        for item in &self.items {
            if let Value::Object(members) = item {
                names.extend(
                    members
                        .iter()
                        .map(|member| member.0.as_str())
                        .filter(|name| seen.insert(*name)),
                );
            }
        }
        names
    }

    /// # Errors
    /// If no row has a column that was asked for.
    pub(super) fn check(&self, columns: &[String]) -> io::Result<()> {
        if self.items.is_empty() {
            return Ok(());
        }
        for column in columns {
            if !self.items.iter().any(|item| cell(item, column).is_some()) {
                return Err(unknown(self, column));
            }
        }
        Ok(())
    }

    /// The names of the nearest parent that the rows have.
    fn names_below(&self, path: &str) -> Vec<String> {
        let below = self.items.iter().filter_map(|item| {
            if path.is_empty() {
                Some(Cow::Borrowed(*item))
            } else {
                cell(item, path)
            }
        });
        let mut names: Vec<String> = Vec::new();
        for value in below {
            let mut add = |value: &Value| {
                if let Value::Object(members) = value {
                    for (name, _) in members {
                        let full = if path.is_empty() {
                            name.clone()
                        } else {
                            format!("{path}.{name}")
                        };
                        if !names.contains(&full) {
                            names.push(full);
                        }
                    }
                }
            };
            match &*value {
                Value::Array(items) => items.iter().for_each(&mut add),
                other => add(other),
            }
        }
        names
    }
}

/// An error of the columns that were asked for, not of writing.
pub(super) fn column_error(message: impl Into<String>) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidInput, message.into())
}

fn unknown(rows: &Rows, column: &str) -> io::Error {
    let parent = column.rsplit_once('.').map_or("", |split| split.0);
    let mut names = rows.names_below(parent);
    if names.is_empty() {
        names = rows.names_below("");
    }
    if names.is_empty() {
        return column_error(format!(
            "--columns {column}: the result is no list of objects, so it has no columns"
        ));
    }
    let near = nearest(column, names.iter().map(String::as_str));
    let known = if near.is_empty() {
        format!("; columns: {}", names.join(", "))
    } else {
        near_clause(&near)
    };
    column_error(format!("--columns {column}: no item has it{known}"))
}

/// What a row has at a dotted path. A list on the way gives the list of what its items have.
pub(super) fn cell<'a>(value: &'a Value, path: &str) -> Option<Cow<'a, Value>> {
    if let Some(found) = value.get(path) {
        return Some(Cow::Borrowed(found));
    }
    if let Value::Array(items) = value {
        let found: Vec<Value> = items
            .iter()
            .filter_map(|item| cell(item, path))
            .map(Cow::into_owned)
            .collect();
        return (!found.is_empty()).then_some(Cow::Owned(Value::Array(found)));
    }
    let (first, rest) = path.split_once('.')?;
    cell(value.get(first)?, rest)
}

/// A value in one line: texts as they are, lists and objects as compact JSON.
pub(crate) fn line(value: &Value) -> Cow<'_, str> {
    match value {
        Value::Null => Cow::Borrowed("null"),
        Value::Bool(flag) => Cow::Borrowed(if *flag { "true" } else { "false" }),
        Value::Number(text) | Value::String(text) => Cow::Borrowed(text),
        Value::Array(_) | Value::Object(_) => Cow::Owned(compact(value)),
    }
}

pub(super) fn compact(value: &Value) -> String {
    let mut json = Vec::new();
    // A vector takes everything that is written to it.
    let _ = write_compact(value, &mut json);
    String::from_utf8_lossy(&json).into_owned()
}

/// A text without control characters and without those that change the direction of others, which would break lines
/// and columns or move the cursor.
pub(super) fn escaped(text: &str) -> Cow<'_, str> {
    let is_unsafe = |character: char| {
        character.is_control()
            || matches!(character, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}')
    };
    if !text.contains(is_unsafe) {
        return Cow::Borrowed(text);
    }
    let mut escaped = String::with_capacity(text.len() + 8);
    for character in text.chars() {
        match character {
            '\n' => escaped.push_str("\\n"),
            '\r' => escaped.push_str("\\r"),
            '\t' => escaped.push_str("\\t"),
            other if is_unsafe(other) => escaped.push_str(&format!("\\u{:04x}", u32::from(other))),
            other => escaped.push(other),
        }
    }
    Cow::Owned(escaped)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::parse;

    #[test]
    fn a_path_goes_through_objects_and_lists() {
        let value = parse(r#"{"A": {"B": 1}, "T": [{"K": "x"}, {"K": "y"}, {}], "d.o": 2}"#).unwrap();
        let found = |path: &str| cell(&value, path).map(|found| compact(&found));
        assert_eq!(found("A.B").as_deref(), Some("1"));
        assert_eq!(found("T.K").as_deref(), Some(r#"["x","y"]"#));
        assert_eq!(found("d.o").as_deref(), Some("2"));
        assert_eq!(found("A.C"), None);
    }

    #[test]
    fn an_unknown_column_is_refused_and_near_names_are_given() {
        let value = parse(r#"{"Set": [{"InstanceId": 1, "Place": {"Zone": "z"}}], "RequestId": "r"}"#).unwrap();
        let rows = Rows::of(&value, false);
        let message = |column: &str| rows.check(&[column.to_owned()]).unwrap_err().to_string();
        assert!(
            message("InstanceID2").contains("near: InstanceId"),
            "{}",
            message("InstanceID2")
        );
        assert!(
            message("Place.Zon").contains("near: Place.Zone"),
            "{}",
            message("Place.Zon")
        );
        assert!(rows.check(&["Place.Zone".to_owned()]).is_ok());
    }

    #[test]
    fn the_first_of_several_lists_is_shown_with_a_note() {
        let value = parse(r#"{"N": 2, "One": [{"A": 1}], "Two": [{"B": 1}, {"B": 2}]}"#).unwrap();
        let rows = Rows::of(&value, false);
        assert_eq!((rows.name, rows.items.len(), rows.notes.len()), (Some("One"), 1, 1));
        assert_eq!(Rows::of(&value, true).items.len(), 1);
    }
}
