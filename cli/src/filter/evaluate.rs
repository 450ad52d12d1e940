//! What an expression gives for a value.

use std::borrow::Cow;
use std::cmp::Ordering;

use super::FilterError;
use super::functions::{self, Argument};
use super::lexer::Comparison;
use super::number;
use super::parser::Ast;
use crate::json::Value;

/// Evaluates an expression.
pub(super) fn evaluate(ast: &Ast, value: &Value) -> Result<Value, FilterError> {
    of(ast, value).map(Cow::into_owned)
}

/// Whether a condition does not hold: null, false, and what is empty. 0 holds.
pub(super) fn is_false(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(false) => true,
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Object(members) => members.is_empty(),
        Value::Bool(true) | Value::Number(_) => false,
    }
}

const NULL: Cow<'static, Value> = Cow::Owned(Value::Null);

/// Parts of the value are borrowed, since an answer can be megabytes long.
fn of<'v>(ast: &Ast, value: &'v Value) -> Result<Cow<'v, Value>, FilterError> {
    Ok(match ast {
        Ast::Current => Cow::Borrowed(value),
        Ast::Literal(literal) => Cow::Owned(literal.clone()),
        Ast::Field(name) => value.get(name).map_or(NULL, Cow::Borrowed),
        Ast::Index(index) => match value {
            Value::Array(items) => place(*index, items.len())
                .and_then(|at| items.get(at))
                .map_or(NULL, Cow::Borrowed),
            _ => NULL,
        },
        Ast::Slice { start, stop, step } => match value {
            Value::Array(items) => Cow::Owned(Value::Array(slice(items, *start, *stop, *step))),
            _ => NULL,
        },
        Ast::Then(first, second) => in_both(of(first, value)?, |value| of(second, value))?,
        Ast::Project(list, each) => match &*of(list, value)? {
            Value::Array(items) => project(items.iter(), each)?,
            _ => NULL,
        },
        Ast::ProjectValues(object, each) => match &*of(object, value)? {
            Value::Object(members) => project(distinct(members).into_iter(), each)?,
            _ => NULL,
        },
        Ast::ProjectIf { list, condition, each } => match &*of(list, value)? {
            Value::Array(items) => {
                let mut chosen = Vec::new();
                for item in items {
                    if !is_false(&*of(condition, item)?) {
                        chosen.push(item);
                    }
                }
                project(chosen.into_iter(), each)?
            }
            _ => NULL,
        },
        Ast::Flatten(list) => match &*of(list, value)? {
            Value::Array(items) => {
                let mut flat = Vec::with_capacity(items.len());
                for item in items {
                    match item {
                        Value::Array(inner) => flat.extend(inner.iter().cloned()),
                        other => flat.push(other.clone()),
                    }
                }
                Cow::Owned(Value::Array(flat))
            }
            _ => NULL,
        },
        Ast::List(items) if *value != Value::Null => {
            let items = items.iter().map(|item| evaluate(item, value));
            Cow::Owned(Value::Array(items.collect::<Result<_, _>>()?))
        }
        Ast::Object(members) if *value != Value::Null => {
            let mut object: Vec<(String, Value)> = Vec::with_capacity(members.len());
            for (name, member) in members {
                let member = evaluate(member, value)?;
                match object.iter_mut().find(|known| known.0 == *name) {
                    Some(known) => known.1 = member,
                    None => object.push((name.clone(), member)),
                }
            }
            Cow::Owned(Value::Object(object))
        }
        Ast::List(_) | Ast::Object(_) => NULL,
        Ast::Call(function, arguments) => {
            let argument = |argument: &Ast| match argument {
                Ast::Reference(expression) => Ok(Argument::Expression((**expression).clone())),
                other => evaluate(other, value).map(Argument::Value),
            };
            let arguments = arguments
                .iter()
                .map(argument)
                .collect::<Result<Vec<_>, FilterError>>()?;
            Cow::Owned(functions::call(function, &arguments)?)
        }
        Ast::Reference(_) => {
            return Err(FilterError::new(
                "`&` is only for an argument of a function: sort_by(List, &Name)",
            ));
        }
        Ast::Or(first, second) => {
            let first = of(first, value)?;
            if is_false(&first) { of(second, value)? } else { first }
        }
        Ast::And(first, second) => {
            let first = of(first, value)?;
            if is_false(&first) { first } else { of(second, value)? }
        }
        Ast::Not(inner) => Cow::Owned(Value::Bool(is_false(&*of(inner, value)?))),
        Ast::Compare(comparison, first, second) => {
            Cow::Owned(compare(*comparison, &*of(first, value)?, &*of(second, value)?)?)
        }
    })
}

/// Applies what follows to a result that is borrowed or was just made.
fn in_both<'v>(
    first: Cow<'v, Value>,
    second: impl for<'w> Fn(&'w Value) -> Result<Cow<'w, Value>, FilterError>,
) -> Result<Cow<'v, Value>, FilterError> {
    match first {
        Cow::Borrowed(value) => second(value),
        Cow::Owned(value) => Ok(Cow::Owned(second(&value)?.into_owned())),
    }
}

/// What an expression gives for each, without null.
fn project<'v>(items: impl Iterator<Item = &'v Value>, each: &Ast) -> Result<Cow<'static, Value>, FilterError> {
    let mut results = Vec::new();
    for item in items {
        let result = of(each, item)?;
        if *result != Value::Null {
            results.push(result.into_owned());
        }
    }
    Ok(Cow::Owned(Value::Array(results)))
}

/// The values of an object; of a name that repeats, the last one, in the place of the first.
pub(super) fn distinct(members: &[(String, Value)]) -> Vec<&Value> {
    distinct_members(members).into_iter().map(|member| member.1).collect()
}

/// The members of an object without repeated names.
pub(super) fn distinct_members(members: &[(String, Value)]) -> Vec<(&String, &Value)> {
    let mut places = std::collections::HashMap::new();
    let mut distinct: Vec<(&String, &Value)> = Vec::with_capacity(members.len());
    for (name, value) in members {
        let place = *places.entry(name.as_str()).or_insert(distinct.len());
        match distinct.get_mut(place) {
            Some(known) => known.1 = value,
            None => distinct.push((name, value)),
        }
    }
    distinct
}

fn place(index: i64, length: usize) -> Option<usize> {
    let length = i64::try_from(length).ok()?;
    usize::try_from(if index < 0 { index + length } else { index }).ok()
}

/// The items of a slice as Python cuts it.
fn slice(items: &[Value], start: Option<i64>, stop: Option<i64>, step: i64) -> Vec<Value> {
    let length = i64::try_from(items.len()).unwrap_or(i64::MAX);
    let (lowest, highest) = if step > 0 { (0, length) } else { (-1, length - 1) };
    let bound = |bound: Option<i64>, otherwise: i64| {
        bound.map_or(otherwise, |bound| {
            let bound = if bound < 0 { bound.saturating_add(length) } else { bound };
            bound.clamp(lowest, highest)
        })
    };
    let (first, end) = if step > 0 { (lowest, highest) } else { (highest, lowest) };
    let (mut at, end) = (bound(start, first), bound(stop, end));
    let mut chosen = Vec::new();
    while (step > 0 && at < end) || (step < 0 && at > end) {
        if let Some(item) = usize::try_from(at).ok().and_then(|at| items.get(at)) {
            chosen.push(item.clone());
        }
        at = at.saturating_add(step);
    }
    chosen
}

fn compare(comparison: Comparison, one: &Value, other: &Value) -> Result<Value, FilterError> {
    let holds = match comparison {
        Comparison::Equal => is_equal(one, other),
        Comparison::NotEqual => !is_equal(one, other),
        ordered => {
            let Some(order) = order(one, other)? else {
                return Ok(Value::Null);
            };
            match ordered {
                Comparison::Less => order.is_lt(),
                Comparison::LessOrEqual => order.is_le(),
                Comparison::Greater => order.is_gt(),
                _ => order.is_ge(),
            }
        }
    };
    Ok(Value::Bool(holds))
}

/// The order of two numbers or two texts; none of other values, which have no order.
pub(super) fn order(one: &Value, other: &Value) -> Result<Option<Ordering>, FilterError> {
    match (one, other) {
        (Value::Number(one), Value::Number(other)) => Ok(Some(number::compare(one, other))),
        (Value::String(one), Value::String(other)) => Ok(Some(one.cmp(other))),
        (Value::String(text), Value::Number(number)) | (Value::Number(number), Value::String(text)) => {
            let text: String = text.chars().take(40).collect();
            Err(FilterError::new(format!(
                "the text '{text}' and the number {number} have no order; compare with a text ('{number}'), or \
                 with to_number(..)"
            )))
        }
        _ => Ok(None),
    }
}

/// Whether two values are equal: numbers by their value, objects whatever the order of their members.
pub(super) fn is_equal(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Number(one), Value::Number(other)) => number::compare(one, other).is_eq(),
        (Value::Array(one), Value::Array(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| is_equal(one, other))
        }
        (Value::Object(ours), Value::Object(theirs)) => {
            let (ours, theirs) = (distinct_members(ours), distinct_members(theirs));
            let is_there = |(name, value): &(&String, &Value)| {
                theirs
                    .iter()
                    .any(|(known, other)| known == name && is_equal(value, other))
            };
            ours.len() == theirs.len() && ours.iter().all(is_there)
        }
        _ => one == other,
    }
}
