//! Applies an expression to a value.

use std::cmp::Ordering;
use std::rc::Rc;

use super::ast::{Comparison, Kind, Node, Slice};
use super::functions;
use super::item::{Item, equals};

/// Why an expression cannot be applied to this value.
pub(super) type Failure = String;

/// Applies `node` to `value`.
pub(super) fn evaluate<'a>(node: &'a Node, value: &Item<'a>) -> Result<Item<'a>, Failure> {
    Ok(match &node.kind {
        Kind::Current => value.clone(),
        Kind::Field(name) => value.field(name),
        Kind::Index(index) => value.index(*index),
        Kind::Slice(slice) => value.items().map_or(Item::Null, |items| sliced(&items, *slice)),
        Kind::Literal(literal) => Item::Part(literal),
        Kind::Chain(nodes) => {
            let mut current = value.clone();
            for node in nodes {
                current = evaluate(node, &current)?;
            }
            current
        }
        Kind::Project(nodes) => {
            let [base, each] = &**nodes;
            match evaluate(base, value)?.items() {
                Some(items) => projected(items, each)?,
                None => Item::Null,
            }
        }
        Kind::ProjectValues(nodes) => {
            let [base, each] = &**nodes;
            match functions::members(&evaluate(base, value)?) {
                Some(members) => projected(members.into_iter().map(|member| member.1), each)?,
                None => Item::Null,
            }
        }
        Kind::ProjectIf(nodes) => {
            let [base, each, condition] = &**nodes;
            let Some(items) = evaluate(base, value)?.items() else {
                return Ok(Item::Null);
            };
            let mut selected = Vec::new();
            for item in items {
                if evaluate(condition, &item)?.is_true() {
                    selected.push(item);
                }
            }
            projected(selected, each)?
        }
        Kind::Flatten(base) => match evaluate(base, value)?.items() {
            Some(items) => flattened(items),
            None => Item::Null,
        },
        Kind::Or(nodes) => first_that(nodes, value, |item| item.is_true())?,
        Kind::And(nodes) => first_that(nodes, value, |item| !item.is_true())?,
        Kind::Not(node) => {
            let item = evaluate(node, value)?;
            Item::Bool(!item.is_true())
        }
        Kind::Compare(comparison, nodes) => {
            let [left, right] = &**nodes;
            compared(*comparison, &evaluate(left, value)?, &evaluate(right, value)?)?
        }
        Kind::List(_) | Kind::Object(_) if value.is_null() => Item::Null,
        Kind::List(nodes) => Item::list(
            nodes
                .iter()
                .map(|node| evaluate(node, value))
                .collect::<Result<_, _>>()?,
        ),
        Kind::Object(members) => {
            let member = |(name, node): &'a (String, Node)| Ok((name.as_str(), evaluate(node, value)?));
            Item::Object(Rc::new(members.iter().map(member).collect::<Result<_, Failure>>()?))
        }
        Kind::Call(function, nodes) => {
            let arguments = nodes.iter().map(|node| evaluate(node, value));
            functions::call(function, &arguments.collect::<Result<Vec<_>, _>>()?)?
        }
        Kind::Reference(node) => Item::Reference(node),
    })
}

fn projected<'a>(items: impl IntoIterator<Item = Item<'a>>, each: &'a Node) -> Result<Item<'a>, Failure> {
    let mut results = Vec::new();
    for item in items {
        let result = evaluate(each, &item)?;
        if !result.is_null() {
            results.push(result);
        }
    }
    Ok(Item::list(results))
}

fn flattened(items: Vec<Item<'_>>) -> Item<'_> {
    let mut flat = Vec::with_capacity(items.len());
    for item in items {
        match item.items() {
            Some(inner) => flat.extend(inner),
            None => flat.push(item),
        }
    }
    Item::list(flat)
}

/// The first result that is wanted, otherwise the last one.
fn first_that<'a>(nodes: &'a [Node], value: &Item<'a>, is_wanted: impl Fn(&Item) -> bool) -> Result<Item<'a>, Failure> {
    let mut result = Item::Null;
    for node in nodes {
        result = evaluate(node, value)?;
        if is_wanted(&result) {
            break;
        }
    }
    Ok(result)
}

fn compared<'a>(comparison: Comparison, left: &Item, right: &Item) -> Result<Item<'a>, Failure> {
    let is_wanted: fn(Ordering) -> bool = match comparison {
        Comparison::Equal => return Ok(Item::Bool(equals(left, right))),
        Comparison::NotEqual => return Ok(Item::Bool(!equals(left, right))),
        Comparison::Less => Ordering::is_lt,
        Comparison::LessOrEqual => Ordering::is_le,
        Comparison::Greater => Ordering::is_gt,
        Comparison::GreaterOrEqual => Ordering::is_ge,
    };
    if let (Some(one), Some(other)) = (left.as_text(), right.as_text()) {
        return Ok(Item::Bool(is_wanted(one.cmp(other))));
    }
    match (left.number(), right.number()) {
        (Some(one), Some(other)) => Ok(Item::Bool(one.compare(&other).is_some_and(is_wanted))),
        (Some(_), None) if right.as_text().is_some() => Err(mixed(right, left)),
        (None, Some(_)) if left.as_text().is_some() => Err(mixed(left, right)),
        _ => Ok(Item::Null),
    }
}

fn mixed(text: &Item, number: &Item) -> Failure {
    let number = functions::shown(number);
    format!(
        "the text {} is compared with the number {number}: write '{number}' to compare texts, or to_number(..) to \
         compare numbers",
        functions::shown(text)
    )
}

/// A slice as in Python.
fn sliced<'a>(items: &[Item<'a>], slice: Slice) -> Item<'a> {
    let length = i64::try_from(items.len()).unwrap_or(i64::MAX);
    let step = slice.step.unwrap_or(1);
    let (lowest, highest) = if step < 0 { (-1, length - 1) } else { (0, length) };
    let bound = |bound: i64| {
        let from_start = if bound < 0 { bound.saturating_add(length) } else { bound };
        from_start.clamp(lowest, highest)
    };
    let start = slice.start.map_or(if step < 0 { highest } else { lowest }, bound);
    let end = slice.end.map_or(if step < 0 { lowest } else { highest }, bound);
    let mut taken = Vec::new();
    let mut at = start;
    while (step > 0 && at < end) || (step < 0 && at > end) {
        taken.extend(usize::try_from(at).ok().and_then(|at| items.get(at)).cloned());
        at = at.saturating_add(step);
    }
    Item::list(taken)
}
