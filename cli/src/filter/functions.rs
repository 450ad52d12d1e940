//! The functions of JMESPath.

use std::cmp::Ordering;

use super::FilterError;
use super::evaluate::{distinct, distinct_members, evaluate, is_equal, order};
use super::number::Number;
use super::parser::Ast;
use crate::json::{Value, write_compact};

/// A function.
#[derive(Debug, PartialEq)]
pub(super) struct Function {
    pub(super) name: &'static str,
    least: usize,
    /// The most arguments; `usize::MAX` for any number.
    most: usize,
}

/// An argument.
#[derive(Debug)]
pub(super) enum Argument {
    Value(Value),
    /// `&expression`
    Expression(Ast),
}

const fn function(name: &'static str, arguments: usize) -> Function {
    Function {
        name,
        least: arguments,
        most: arguments,
    }
}

const fn variadic(name: &'static str) -> Function {
    Function {
        name,
        least: 1,
        most: usize::MAX,
    }
}

static FUNCTIONS: [Function; 26] = [
    function("abs", 1),
    function("avg", 1),
    function("ceil", 1),
    function("contains", 2),
    function("ends_with", 2),
    function("floor", 1),
    function("join", 2),
    function("keys", 1),
    function("length", 1),
    function("map", 2),
    function("max", 1),
    function("max_by", 2),
    variadic("merge"),
    function("min", 1),
    function("min_by", 2),
    variadic("not_null"),
    function("reverse", 1),
    function("sort", 1),
    function("sort_by", 2),
    function("starts_with", 2),
    function("sum", 1),
    function("to_array", 1),
    function("to_number", 1),
    function("to_string", 1),
    function("type", 1),
    function("values", 1),
];

/// Finds a function.
pub(super) fn find(name: &str) -> Option<&'static Function> {
    FUNCTIONS.iter().find(|function| function.name == name)
}

/// The names of all functions.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    FUNCTIONS.iter().map(|function| function.name)
}

impl Function {
    pub(super) fn takes(&self, arguments: usize) -> bool {
        (self.least..=self.most).contains(&arguments)
    }

    /// How many arguments it takes, in words.
    pub(super) fn arguments(&self) -> String {
        match (self.least, self.most) {
            (1, usize::MAX) => "an argument or more".to_owned(),
            (1, _) => "one argument".to_owned(),
            (count, _) => format!("{count} arguments"),
        }
    }
}

/// Calls a function.
pub(super) fn call(function: &Function, arguments: &[Argument]) -> Result<Value, FilterError> {
    let call = Call {
        name: function.name,
        arguments,
    };
    let text = |text: &str| Value::String(text.to_owned());
    Ok(match function.name {
        "abs" => match call.number(0)? {
            Number::Integer(integer) => number(Number::Integer(integer.saturating_abs())),
            Number::Float(float) => number(Number::Float(float.abs())),
        },
        "avg" => {
            let numbers = call.numbers(0)?;
            if numbers.is_empty() {
                return Ok(Value::Null);
            }
            number(Number::Float(sum(&numbers).as_float() / numbers.len() as f64))
        }
        "ceil" => rounded(call.number(0)?, f64::ceil),
        "floor" => rounded(call.number(0)?, f64::floor),
        "contains" => Value::Bool(match (call.value(0)?, call.value(1)?) {
            (Value::Array(items), searched) => items.iter().any(|item| is_equal(item, searched)),
            (Value::String(subject), Value::String(searched)) => subject.contains(searched.as_str()),
            (Value::String(_), _) => false,
            (other, _) => return Err(call.wrong_type(other, "a list or a text")),
        }),
        "starts_with" => Value::Bool(call.text(0)?.starts_with(call.text(1)?)),
        "ends_with" => Value::Bool(call.text(0)?.ends_with(call.text(1)?)),
        "join" => {
            let items = call.list(1)?.iter().map(|item| call.as_text(item));
            text(&items.collect::<Result<Vec<_>, _>>()?.join(call.text(0)?))
        }
        "keys" => {
            let members = distinct_members(call.object(0)?);
            Value::Array(members.into_iter().map(|(name, _)| text(name)).collect())
        }
        "values" => Value::Array(distinct(call.object(0)?).into_iter().cloned().collect()),
        "length" => {
            let length = match call.value(0)? {
                Value::String(text) => text.chars().count(),
                Value::Array(items) => items.len(),
                Value::Object(members) => distinct(members).len(),
                other => return Err(call.wrong_type(other, "a text, a list or an object")),
            };
            Value::Number(length.to_string())
        }
        "map" => {
            let expression = call.expression(0)?;
            let results = call.list(1)?.iter().map(|item| evaluate(expression, item));
            Value::Array(results.collect::<Result<_, _>>()?)
        }
        "max" => call.extreme(Ordering::Greater)?,
        "min" => call.extreme(Ordering::Less)?,
        "max_by" => call.extreme_by(Ordering::Greater)?,
        "min_by" => call.extreme_by(Ordering::Less)?,
        "merge" => {
            let mut merged: Vec<(String, Value)> = Vec::new();
            for index in 0..arguments.len() {
                for (name, value) in call.object(index)? {
                    match merged.iter_mut().find(|known| known.0 == *name) {
                        Some(known) => known.1 = value.clone(),
                        None => merged.push((name.clone(), value.clone())),
                    }
                }
            }
            Value::Object(merged)
        }
        "not_null" => {
            for index in 0..arguments.len() {
                let value = call.value(index)?;
                if *value != Value::Null {
                    return Ok(value.clone());
                }
            }
            Value::Null
        }
        "reverse" => match call.value(0)? {
            Value::Array(items) => Value::Array(items.iter().rev().cloned().collect()),
            Value::String(text) => Value::String(text.chars().rev().collect()),
            other => return Err(call.wrong_type(other, "a list or a text")),
        },
        "sort" => {
            let items = call.list(0)?;
            let keys = items.to_vec();
            call.sorted(items, keys)?
        }
        "sort_by" => {
            let items = call.list(0)?;
            let keys = call.keys_of(items)?;
            call.sorted(items, keys)?
        }
        "sum" => number(sum(&call.numbers(0)?)),
        "to_array" => match call.value(0)? {
            list @ Value::Array(_) => list.clone(),
            other => Value::Array(vec![other.clone()]),
        },
        "to_number" => match call.value(0)? {
            known @ Value::Number(_) => known.clone(),
            Value::String(text) => as_number(text),
            _ => Value::Null,
        },
        "to_string" => match call.value(0)? {
            known @ Value::String(_) => known.clone(),
            other => {
                let mut bytes = Vec::new();
                // Writing to memory does not fail.
                let _ = write_compact(other, &mut bytes);
                Value::String(String::from_utf8_lossy(&bytes).into_owned())
            }
        },
        "type" => text(type_of(call.value(0)?)),
        other => return Err(FilterError::new(format!("there is no function `{other}`"))),
    })
}

/// The arguments of a call, by their types.
struct Call<'a> {
    name: &'static str,
    arguments: &'a [Argument],
}

impl<'a> Call<'a> {
    fn value(&self, index: usize) -> Result<&'a Value, FilterError> {
        match self.arguments.get(index) {
            Some(Argument::Value(value)) => Ok(value),
            _ => Err(FilterError::new(format!(
                "{}: argument {} is a value, without `&`",
                self.name,
                index + 1
            ))),
        }
    }

    fn expression(&self, index: usize) -> Result<&'a Ast, FilterError> {
        match self.arguments.get(index) {
            Some(Argument::Expression(expression)) => Ok(expression),
            _ => Err(FilterError::new(format!(
                "{}: argument {} is an expression: &Name",
                self.name,
                index + 1
            ))),
        }
    }

    fn wrong_type(&self, found: &Value, expected: &str) -> FilterError {
        FilterError::new(format!("{} takes {expected}, and got {}", self.name, described(found)))
    }

    fn text(&self, index: usize) -> Result<&'a str, FilterError> {
        let value = self.value(index)?;
        self.as_text(value)
    }

    fn as_text(&self, value: &'a Value) -> Result<&'a str, FilterError> {
        match value {
            Value::String(text) => Ok(text),
            other => Err(self.wrong_type(other, "texts")),
        }
    }

    fn list(&self, index: usize) -> Result<&'a [Value], FilterError> {
        match self.value(index)? {
            Value::Array(items) => Ok(items),
            other => Err(self.wrong_type(other, "a list")),
        }
    }

    fn object(&self, index: usize) -> Result<&'a [(String, Value)], FilterError> {
        match self.value(index)? {
            Value::Object(members) => Ok(members),
            other => Err(self.wrong_type(other, "an object")),
        }
    }

    fn number(&self, index: usize) -> Result<Number, FilterError> {
        match self.value(index)? {
            Value::Number(text) => Ok(Number::read(text)),
            other => Err(self.wrong_type(other, "a number")),
        }
    }

    fn numbers(&self, index: usize) -> Result<Vec<Number>, FilterError> {
        let number = |item: &Value| match item {
            Value::Number(text) => Ok(Number::read(text)),
            other => Err(self.wrong_type(other, "a list of numbers")),
        };
        self.list(index)?.iter().map(number).collect()
    }

    /// The keys by which items are ordered, all numbers or all texts.
    fn keys_of(&self, items: &[Value]) -> Result<Vec<Value>, FilterError> {
        let expression = self.expression(1)?;
        items.iter().map(|item| evaluate(expression, item)).collect()
    }

    /// Makes sure that keys have an order.
    fn check(&self, keys: &[Value]) -> Result<(), FilterError> {
        let Some(first) = keys.first() else { return Ok(()) };
        for key in keys {
            if !matches!(key, Value::Number(_) | Value::String(_)) || type_of(key) != type_of(first) {
                return Err(self.wrong_type(key, "numbers alone or texts alone"));
            }
        }
        Ok(())
    }

    fn sorted(&self, items: &[Value], keys: Vec<Value>) -> Result<Value, FilterError> {
        self.check(&keys)?;
        let mut pairs: Vec<(Value, &Value)> = keys.into_iter().zip(items).collect();
        pairs.sort_by(|one, other| order(&one.0, &other.0).ok().flatten().unwrap_or(Ordering::Equal));
        Ok(Value::Array(pairs.into_iter().map(|pair| pair.1.clone()).collect()))
    }

    fn extreme(&self, wanted: Ordering) -> Result<Value, FilterError> {
        let items = self.list(0)?;
        self.extreme_of(items, items, wanted)
    }

    fn extreme_by(&self, wanted: Ordering) -> Result<Value, FilterError> {
        let items = self.list(0)?;
        let keys = self.keys_of(items)?;
        self.extreme_of(items, &keys, wanted)
    }

    /// The first of the items whose key is the largest or the smallest.
    fn extreme_of(&self, items: &[Value], keys: &[Value], wanted: Ordering) -> Result<Value, FilterError> {
        self.check(keys)?;
        let mut pairs = keys.iter().zip(items);
        let Some(mut best) = pairs.next() else {
            return Ok(Value::Null);
        };
        for pair in pairs {
            if order(pair.0, best.0)? == Some(wanted) {
                best = pair;
            }
        }
        Ok(best.1.clone())
    }
}

fn number(number: Number) -> Value {
    Value::Number(number.write())
}

fn sum(numbers: &[Number]) -> Number {
    numbers.iter().fold(Number::Integer(0), |sum, number| sum.add(*number))
}

fn rounded(value: Number, round: fn(f64) -> f64) -> Value {
    number(match value {
        Number::Float(float) if round(float).abs() < 1e30 => Number::Integer(round(float) as i128),
        other => other,
    })
}

/// A number as Python reads it from a text, without its underscores.
fn as_number(text: &str) -> Value {
    let text = text.trim();
    let is_number = text.starts_with(|first: char| first.is_ascii_digit() || matches!(first, '-' | '+' | '.'));
    match text.parse::<f64>() {
        Ok(float) if is_number && float.is_finite() => number(Number::read(text.trim_start_matches('+'))),
        _ => Value::Null,
    }
}

fn type_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}

fn described(value: &Value) -> String {
    match value {
        Value::Null => "null; is the member there?".to_owned(),
        Value::Bool(flag) => flag.to_string(),
        Value::Number(number) => format!("the number {number}"),
        Value::String(text) => format!("the text '{}'", text.chars().take(40).collect::<String>()),
        Value::Array(_) => "a list".to_owned(),
        Value::Object(_) => "an object".to_owned(),
    }
}
