//! JMESPath over an answer, in the dialect of Python's `jmespath`, which tccli uses.
//!
//! ```text
//! expression -> lexer (tokens with places) -> parser (Ast) -> evaluate (over json::Value) -> functions, number
//! ```
//!
//! The grammar is JMESPath's. The dialect is what users of tccli and of aws write, and differs from the crate `jmespath`
//! in what would silently give another result: texts have an order (`CreateTime > '2026-01-01'`), a literal between
//! backticks that is no JSON is a text, members keep their order, integers are compared exactly however long they are,
//! and what is not changed is printed as it came. That crate's values sort members and hold numbers as `f64`, so that
//! its parser could be used and nothing else of it; it brings nine crates, one of them syn.
//!
//! Where Python raises an error of its own, such as for a text compared with a number, this is an error too, and never
//! an empty result.

mod evaluate;
mod functions;
mod lexer;
mod number;
mod parser;

use self::evaluate::evaluate;
use self::parser::{Ast, parse};
use crate::error::CliError;
use crate::json::Value;

/// A compiled expression.
#[derive(Debug)]
pub(crate) struct Filter {
    expression: String,
    ast: Ast,
}

/// What is wrong with an expression, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct FilterError {
    /// The byte of the expression, for an error that has a place.
    pub(crate) at: Option<usize>,
    pub(crate) message: String,
}

impl FilterError {
    fn at(at: usize, message: impl Into<String>) -> Self {
        Self {
            at: Some(at),
            message: message.into(),
        }
    }

    fn new(message: impl Into<String>) -> Self {
        Self {
            at: None,
            message: message.into(),
        }
    }
}

impl Filter {
    /// Compiles an expression.
    ///
    /// # Errors
    /// If the expression is wrong; the error shows where.
    pub(crate) fn compile(expression: &str) -> Result<Self, CliError> {
        match parse(expression) {
            Ok(ast) => Ok(Self {
                expression: expression.to_owned(),
                ast,
            }),
            Err(error) => Err(show(expression, &error)),
        }
    }

    /// Applies it.
    ///
    /// # Errors
    /// If a function gets a value of the wrong type, or a text is compared with a number.
    pub(crate) fn apply(&self, value: &Value) -> Result<Value, CliError> {
        evaluate(&self.ast, value).map_err(|error| show(&self.expression, &error))
    }

    /// Whether the result of it is `true`, as `--until` and `--fail-if` have it: a text or a list is no condition.
    ///
    /// # Errors
    /// As [`apply`](Self::apply).
    pub(crate) fn is_true(&self, value: &Value) -> Result<bool, CliError> {
        Ok(self.apply(value)? == Value::Bool(true))
    }
}

fn show(expression: &str, error: &FilterError) -> CliError {
    let shown = CliError::input(format!("filter: {}", error.message));
    let Some(at) = error.at else {
        return shown.hint(format!("in: {expression}"));
    };
    // The caret is below its character only if the expression is one line.
    let before = expression.get(..at).unwrap_or(expression);
    let blanks = " ".repeat(before.chars().count());
    shown.hint(expression.replace('\n', " ")).hint(format!("{blanks}^"))
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::json::parse;

    /// The answers of Python's `jmespath` 1.1.0, recorded by `cli/tests/data/record_jmespath.py`.
    const PYTHON: &str = include_str!("../../tests/data/jmespath.json");

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
            _ => evaluate::is_equal(one, other),
        }
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
                        (Ok(ours), Some(theirs), _) => evaluate::is_equal(ours, theirs),
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
        assert!(error.messages.concat().contains("have no order"), "{error:?}");
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
        assert!(Filter::compile(&format!("a{}", ".a".repeat(100_000))).is_err());
        assert!(Filter::compile(&format!("a{}", "[0]".repeat(100_000))).is_err());
    }
}
