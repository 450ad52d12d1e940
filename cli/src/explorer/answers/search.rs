//! Finds a text in the names and values of an answer.

use super::node_path::{item, member};
use super::preview::preview;
use crate::explorer::web::reply::{object, text};
use crate::json::Value;

/// The hits that are returned.
const MAX_HITS: usize = 200;
/// The characters of a value that a hit shows.
const MAX_PREVIEW: usize = 160;

/// `{hits: [{path, preview}], more}`, in the order of the answer. The case of ASCII letters does not matter.
pub(super) fn search(value: &Value, wanted: &str) -> Value {
    let mut search = Search {
        wanted: wanted.as_bytes(),
        hits: Vec::new(),
        has_more: false,
    };
    search.value(value, &mut Vec::new());
    object([
        ("hits", Value::Array(search.hits)),
        ("more", Value::Bool(search.has_more)),
    ])
}

/// A step from a value to a part of it.
#[derive(Clone, Copy)]
enum Step<'a> {
    Member(&'a str),
    Item(usize),
}

struct Search<'w> {
    wanted: &'w [u8],
    hits: Vec<Value>,
    has_more: bool,
}

impl Search<'_> {
    fn value<'a>(&mut self, value: &'a Value, steps: &mut Vec<Step<'a>>) {
        match value {
            Value::Object(members) => {
                for (name, value) in members {
                    if self.has_more {
                        return;
                    }
                    steps.push(Step::Member(name));
                    if self.is_in(name) || self.is_scalar_with_it(value) {
                        self.hit(value, steps);
                    }
                    self.value(value, steps);
                    steps.pop();
                }
            }
            Value::Array(items) => {
                for (index, value) in items.iter().enumerate() {
                    if self.has_more {
                        return;
                    }
                    steps.push(Step::Item(index));
                    if self.is_scalar_with_it(value) {
                        self.hit(value, steps);
                    }
                    self.value(value, steps);
                    steps.pop();
                }
            }
            // A value without parts was looked at as a part; the whole answer may be one.
            scalar if steps.is_empty() && self.is_scalar_with_it(scalar) => self.hit(scalar, steps),
            _ => {}
        }
    }

    fn is_scalar_with_it(&self, value: &Value) -> bool {
        match value {
            Value::String(text) | Value::Number(text) => self.is_in(text),
            Value::Bool(flag) => self.is_in(if *flag { "true" } else { "false" }),
            Value::Null => self.is_in("null"),
            Value::Array(_) | Value::Object(_) => false,
        }
    }

    fn is_in(&self, text: &str) -> bool {
        let Some(first) = self.wanted.first() else { return true };
        let mut rest = text.as_bytes();
        while let Some(at) = rest.iter().position(|byte| byte.eq_ignore_ascii_case(first)) {
            rest = rest.get(at..).unwrap_or_default();
            let start = rest.get(..self.wanted.len());
            if start.is_some_and(|start| start.eq_ignore_ascii_case(self.wanted)) {
                return true;
            }
            rest = rest.get(1..).unwrap_or_default();
        }
        false
    }

    fn hit(&mut self, value: &Value, steps: &[Step<'_>]) {
        if self.hits.len() >= MAX_HITS {
            self.has_more = true;
            return;
        }
        let path = steps.iter().fold(String::new(), |path, step| match step {
            Step::Member(name) => member(&path, name),
            Step::Item(index) => item(&path, *index),
        });
        self.hits.push(object([
            ("path", super::path_value(&path)),
            ("preview", text(preview(value, MAX_PREVIEW))),
        ]));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::explorer::web::reply::json_bytes;
    use crate::json::parse;

    fn hits(json: &str, wanted: &str) -> String {
        String::from_utf8(json_bytes(&search(&parse(json).unwrap(), wanted))).unwrap()
    }

    #[test]
    fn names_and_values_are_found_in_any_letter_case() {
        let json = r#"{"Set": [{"InstanceId": "ins-中1", "N": 12}], "x-Ins": {"y": "aains"}}"#;
        assert_eq!(
            hits(json, "INS"),
            r#"{"hits":[{"path":"Set[0].InstanceId","preview":"ins-中1"},{"path":"\"x-Ins\"","preview":"{\"y\":\"aains\"}"},{"path":"\"x-Ins\".y","preview":"aains"}],"more":false}"#
        );
        assert!(hits(json, "中").contains("Set[0].InstanceId"));
        assert!(hits(json, "2").contains(r#""path":"Set[0].N""#));
        assert!(hits(r#""abc""#, "B").contains(r#""path":"@""#));
    }

    #[test]
    fn more_hits_are_said_to_be_there() {
        let json = format!("[{}0]", "1,".repeat(MAX_HITS));
        assert!(hits(&json, "1").ends_with("\"more\":false}"));
        assert!(hits(&format!("[1,{json}]"), "1").ends_with("\"more\":true}"));
    }
}
