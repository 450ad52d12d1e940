//! JMESPath over an answer, in the dialect of Python's `jmespath`, which tccli uses.
//!
//! This is our own reader and interpreter, because no crate has this dialect: `jmespath` 0.5 compares numbers as floats,
//! gives null where text is compared with text (so `CreateTime > '2026-01-01'` silently selects nothing), sorts the
//! members of objects, refuses literals such as `` `foo` ``, and has no depth limit; its value type cannot hold a number
//! as it was written, and it brings syn. `jpx-core` needs a newer Rust, `jmespath_community` lacks functions.
//!
//! ```text
//! text -> lexer -> parser -> ast -> evaluate (item, functions, number)
//! ```
//!
//! Where Python stops with an error of its own (text against number), this gives an error that says what to write.

mod ast;
mod error;
mod evaluate;
mod functions;
mod item;
mod lexer;
mod number;
mod parser;

use crate::error::CliError;
use crate::json::Value;

use self::ast::Node;
use self::item::Item;

/// A compiled expression.
#[derive(Debug)]
pub(crate) struct Filter {
    expression: String,
    root: Node,
}

impl Filter {
    /// Compiles an expression.
    ///
    /// # Errors
    /// If the expression is wrong; the error shows where.
    pub(crate) fn compile(expression: &str) -> Result<Self, CliError> {
        Ok(Self {
            root: parser::parse(expression).map_err(|error| error.with(expression))?,
            expression: expression.to_owned(),
        })
    }

    /// Applies it.
    ///
    /// # Errors
    /// If a function gets a value of the wrong type, or a text is compared with a number.
    pub(crate) fn apply(&self, value: &Value) -> Result<Value, CliError> {
        let result = self.result(value)?;
        result
            .to_value()
            .ok_or_else(|| self.failed("`&` is only for an argument of a function: sort_by(List, &Name)"))
    }

    fn result<'a>(&'a self, value: &'a Value) -> Result<Item<'a>, CliError> {
        evaluate::evaluate(&self.root, &Item::Part(value)).map_err(|message| self.failed(&message))
    }

    fn failed(&self, message: &str) -> CliError {
        CliError::input(format!("filter: {message}")).hint(format!("in: {}", error::shortened(&self.expression)))
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::json::parse;

    /// The answers of Python's `jmespath` 1.1.0, recorded by `cli/tests/data/record_jmespath.py`.
    const PYTHON: &str = include_str!("jmespath.json");

    fn items(value: &Value) -> &[Value] {
        match value {
            Value::Array(items) => items,
            other => panic!("a list and not {other:?}"),
        }
    }

    fn text<'a>(value: &'a Value, name: &str) -> &'a str {
        match value.get(name) {
            Some(Value::String(text)) => text,
            other => panic!("a text and not {other:?}"),
        }
    }

    /// Equal in the order of members too; numbers by their value.
    fn is_same(one: &Value, other: &Value) -> bool {
        match (one, other) {
            (Value::Object(ours), Value::Object(theirs)) => {
                let is_member =
                    |(one, other): (&(String, Value), &(String, Value))| one.0 == other.0 && is_same(&one.1, &other.1);
                ours.len() == theirs.len() && ours.iter().zip(theirs).all(is_member)
            }
            (Value::Array(ours), Value::Array(theirs)) => {
                ours.len() == theirs.len() && ours.iter().zip(theirs).all(|(one, other)| is_same(one, other))
            }
            _ => is_equal(one, other),
        }
    }

    fn is_equal(one: &Value, other: &Value) -> bool {
        item::python_equals(&Item::Part(one), &Item::Part(other))
    }

    fn run(expression: &str, document: &Value) -> Result<Value, CliError> {
        Filter::compile(expression)?.apply(document)
    }

    #[test]
    fn answers_are_those_of_python() {
        let table = parse(PYTHON).unwrap();
        let mut count = 0;
        let mut wrong = Vec::new();
        for group in items(&table) {
            let document = group.get("document").unwrap();
            for case in items(group.get("cases").unwrap()) {
                count += 1;
                let expression = text(case, "expression");
                match (run(expression, document), case.get("result")) {
                    (Ok(ours), Some(theirs)) if is_same(&ours, theirs) => {}
                    (Err(_), None) => {}
                    (ours, theirs) => wrong.push(format!("{expression}: {ours:?}, Python {theirs:?}")),
                }
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
        assert!(count >= 150, "{count}");
    }

    /// The official suite, which is not part of this repository: clone `jmespath/jmespath.test` and name its folder
    /// `tests` in `JMESPATH_SUITE`.
    #[test]
    #[ignore = "needs the suite of jmespath.org"]
    fn the_official_suite_passes() {
        let folder = std::env::var("JMESPATH_SUITE").unwrap();
        let mut count = 0;
        let mut wrong = Vec::new();
        for file in fs::read_dir(folder).unwrap() {
            let path = file.unwrap().path();
            // One benchmark is nested deeper than we take.
            if path.ends_with("benchmarks.json") || path.extension().is_none_or(|extension| extension != "json") {
                continue;
            }
            for group in items(&parse(&fs::read_to_string(&path).unwrap()).unwrap()) {
                let document = group.get("given").unwrap();
                for case in items(group.get("cases").unwrap()) {
                    let expression = text(case, "expression");
                    let ours = run(expression, document);
                    let is_right = match (&ours, case.get("result"), case.get("error")) {
                        (Ok(ours), Some(theirs), _) => is_equal(ours, theirs),
                        (Err(_), None, Some(_)) => true,
                        _ => false,
                    };
                    count += 1;
                    if !is_right {
                        wrong.push(format!(
                            "{}: {expression}: {ours:?}, {:?}",
                            path.display(),
                            case.get("result")
                        ));
                    }
                }
            }
        }
        assert!(wrong.is_empty(), "{} of {count}\n{}", wrong.len(), wrong.join("\n"));
    }

    #[test]
    fn a_text_against_a_number_is_an_error_that_says_what_to_write() {
        let document = parse(r#"{"Set": [{"Id": 5}]}"#).unwrap();
        let error = run("Set[?Id > '3']", &document).unwrap_err();
        assert!(
            error.messages.concat().contains("compared with the number"),
            "{error:?}"
        );
    }

    #[test]
    fn errors_show_the_place() {
        let error = Filter::compile("Set[").unwrap_err();
        assert_eq!(error.hints, ["Set[", "    ^"]);
        assert!(
            Filter::compile("lenght(@)")
                .unwrap_err()
                .messages
                .concat()
                .contains("near: length")
        );
        for wrong in [
            "",
            "a.",
            "a[",
            "a[?b",
            "f(",
            "'a",
            "`\"`",
            "a = b",
            "-",
            "a[1:2:0]",
            "length(a, b)",
            "é",
            "{a}",
        ] {
            assert!(Filter::compile(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn no_expression_exhausts_the_stack() {
        for deep in ["(", "!", "[", "a.[", "&", "abs(", "{a:", "a[?"] {
            assert!(Filter::compile(&deep.repeat(100_000)).is_err(), "{deep}");
        }
        // Chains are no nesting.
        for link in [".a", "[0]", " | a"] {
            let chain = format!("a{}", link.repeat(100_000));
            assert_eq!(run(&chain, &Value::Object(Vec::new())).unwrap(), Value::Null);
        }
        for link in ["[*]", "[]", "==a", "[?a]", "[1:]"] {
            assert!(
                Filter::compile(&format!("a{}", link.repeat(100_000))).is_err(),
                "{link}"
            );
        }
    }

    #[test]
    fn nesting_is_counted_through_parentheses_and_chains() {
        let mut deep = "a".to_owned();
        for _ in 0..90 {
            deep = format!("({deep}{})", "==a".repeat(90));
        }
        assert!(Filter::compile(&deep).is_err());
        // A list of conditions is no nesting.
        let many: Vec<String> = (0..5000).map(|number| format!("Id=='ins-{number}'")).collect();
        let filter = Filter::compile(&many.join(" || ")).unwrap();
        assert_eq!(
            filter.apply(&parse(r#"{"Id": "ins-4999"}"#).unwrap()).unwrap(),
            Value::Bool(true)
        );
        let last = Filter::compile(&many.join(" && ")).unwrap();
        assert_eq!(
            last.apply(&parse(r#"{"Id": "ins-0"}"#).unwrap()).unwrap(),
            Value::Bool(false)
        );
    }

    /// Answers of Python's jmespath 1.1.0.
    #[test]
    fn integers_have_any_size() {
        for (expression, document, expected) in [
            (
                "sum(@)",
                "[170141183460469231731687303715884105728, 170141183460469231731687303715884105728]",
                "340282366920938463463374607431768211456",
            ),
            (
                "abs(@)",
                "-170141183460469231731687303715884105729",
                "170141183460469231731687303715884105729",
            ),
            ("avg(@)", "[27021597764222979, 0, 0]", "9007199254740992.0"),
            ("max(@)", "[9007199254740992.0, 9007199254740993]", "9007199254740993"),
            ("@ > `9007199254740992.0`", "9007199254740993", "true"),
            ("ceil(@)", "1e30", "1000000000000000019884624838656"),
            ("contains(@, `true`)", "[1]", "true"),
            ("to_string(@)", "[\"中\", 1e3]", r#""[\"\\u4e2d\",1000.0]""#),
        ] {
            let result = run(expression, &parse(document).unwrap()).unwrap();
            assert_eq!(result, parse(expected).unwrap(), "{expression}");
        }
        // Python prints Infinity, which is no JSON.
        assert!(run("sum(@)", &parse("[1e308, 1e308]").unwrap()).is_err());
    }
}
