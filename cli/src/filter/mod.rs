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

    /// Whether the result of it is true as `until` and `fail-if` have it: not null, false or empty.
    ///
    /// # Errors
    /// As [`apply`](Self::apply).
    pub(crate) fn is_true(&self, value: &Value) -> Result<bool, CliError> {
        Ok(!evaluate::is_false(&self.apply(value)?))
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
