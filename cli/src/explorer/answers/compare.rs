//! In what two answers differ.

use super::node_path::{item, member};
use super::preview::json;
use crate::explorer::web::reply::{object, text};
use crate::json::Value;

/// The differences that are returned.
const MAX_DIFFERENCES: usize = 500;
/// The characters of each side.
const MAX_TEXT: usize = 2_000;

/// `{differences: [{path, left, right}], more}`: members by name, items by place, a side that lacks something is null.
pub(super) fn compare(left: &Value, right: &Value) -> Value {
    let mut differences = Differences::default();
    differences.compare(Some(left), Some(right), "");
    object([
        ("differences", Value::Array(differences.found)),
        ("more", Value::Bool(differences.has_more)),
    ])
}

#[derive(Default)]
struct Differences {
    found: Vec<Value>,
    has_more: bool,
}

impl Differences {
    fn compare(&mut self, left: Option<&Value>, right: Option<&Value>, path: &str) {
        if self.has_more || left == right {
            return;
        }
        match (left, right) {
            (Some(Value::Object(ours)), Some(Value::Object(theirs))) => self.objects(ours, theirs, path),
            (Some(Value::Array(ours)), Some(Value::Array(theirs))) => {
                for index in 0..ours.len().max(theirs.len()) {
                    self.compare(ours.get(index), theirs.get(index), &item(path, index));
                }
            }
            _ => self.add(left, right, path),
        }
    }

    fn objects(&mut self, ours: &[(String, Value)], theirs: &[(String, Value)], path: &str) {
        for (at, (name, own)) in ours.iter().enumerate() {
            self.compare(Some(own), named(theirs, name, at), &member(path, name));
        }
        for (at, (name, other)) in theirs.iter().enumerate() {
            if named(ours, name, at).is_none() {
                self.compare(None, Some(other), &member(path, name));
            }
        }
    }

    fn add(&mut self, left: Option<&Value>, right: Option<&Value>, path: &str) {
        if self.found.len() >= MAX_DIFFERENCES {
            self.has_more = true;
            return;
        }
        let side = |value: Option<&Value>| value.map_or(Value::Null, |value| text(json(value, MAX_TEXT)));
        self.found.push(object([
            ("path", super::path_value(path)),
            ("left", side(left)),
            ("right", side(right)),
        ]));
    }
}

/// The member of this name, which is likely in this place: answers of an action have their members in one order, mostly.
fn named<'a>(members: &'a [(String, Value)], name: &str, at: usize) -> Option<&'a Value> {
    let here = members.get(at).filter(|member| member.0 == name);
    let found = here.or_else(|| members.iter().rev().find(|member| member.0 == name));
    found.map(|member| &member.1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::explorer::web::reply::json_bytes;
    use crate::json::parse;

    fn compared(left: &str, right: &str) -> String {
        let compared = compare(&parse(left).unwrap(), &parse(right).unwrap());
        String::from_utf8(json_bytes(&compared)).unwrap()
    }

    #[test]
    fn each_difference_has_its_path_and_both_sides() {
        assert_eq!(
            compared(
                r#"{"A": [1, {"b c": "x"}], "B": null, "Same": {"x": 1}}"#,
                r#"{"Same": {"x": 1}, "A": [1, {"b c": "y"}, 3], "C": {}}"#
            ),
            concat!(
                r#"{"differences":[{"path":"A[1].\"b c\"","left":"\"x\"","right":"\"y\""},"#,
                r#"{"path":"A[2]","left":null,"right":"3"},"#,
                r#"{"path":"B","left":"null","right":null},"#,
                r#"{"path":"C","left":null,"right":"{}"}],"more":false}"#
            )
        );
        assert_eq!(compared("[1]", "[1]"), r#"{"differences":[],"more":false}"#);
        assert!(compared("1", "{}").contains(r#""path":"@""#));
    }

    #[test]
    fn differences_beyond_the_limit_are_said_to_be_there() {
        let (left, right) = (format!("[{}1]", "1,".repeat(600)), format!("[{}2]", "2,".repeat(600)));
        let text = compared(&left, &right);
        assert_eq!(text.matches("\"path\"").count(), MAX_DIFFERENCES);
        assert!(text.ends_with("\"more\":true}"));
    }
}
