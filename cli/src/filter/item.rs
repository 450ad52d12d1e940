//! Values while an expression is applied: parts of the document are pointed to, not copied.

use std::cmp::Ordering;
use std::collections::HashMap;
use std::rc::Rc;

use crate::json::Value;

use super::ast::Node;
use super::number::Number;

/// A value, or an expression that is the argument of a function.
#[derive(Clone)]
pub(super) enum Item<'a> {
    /// A part of the document or of the expression.
    Part(&'a Value),
    Null,
    Bool(bool),
    /// A number in JSON.
    Number(Rc<str>),
    Text(Rc<str>),
    List(Rc<Vec<Item<'a>>>),
    Object(Rc<Vec<(&'a str, Item<'a>)>>),
    Reference(&'a Node),
}

/// What an item is.
pub(super) enum View<'i, 'a> {
    Null,
    Bool(bool),
    Number(&'i str),
    Text(&'i str),
    List(Vec<Item<'a>>),
    Object(Vec<(&'a str, Item<'a>)>),
    Reference,
}

impl<'a> Item<'a> {
    pub(super) fn list(items: Vec<Item<'a>>) -> Self {
        Self::List(Rc::new(items))
    }

    pub(super) fn text(text: &str) -> Self {
        Self::Text(text.into())
    }

    pub(super) fn view(&self) -> View<'_, 'a> {
        match self {
            Self::Null | Self::Part(Value::Null) => View::Null,
            Self::Bool(flag) | Self::Part(Value::Bool(flag)) => View::Bool(*flag),
            Self::Number(number) => View::Number(number),
            Self::Part(Value::Number(number)) => View::Number(number),
            Self::Text(text) => View::Text(text),
            Self::Part(Value::String(text)) => View::Text(text),
            Self::Part(Value::Array(items)) => View::List(items.iter().map(Item::Part).collect()),
            Self::List(items) => View::List(items.to_vec()),
            Self::Part(Value::Object(members)) => View::Object(distinct(members)),
            Self::Object(members) => View::Object(members.to_vec()),
            Self::Reference(_) => View::Reference,
        }
    }

    /// The items, if this is a list.
    pub(super) fn items(&self) -> Option<Vec<Item<'a>>> {
        match self.view() {
            View::List(items) => Some(items),
            _ => None,
        }
    }

    pub(super) fn is_list(&self) -> bool {
        matches!(self, Self::List(_) | Self::Part(Value::Array(_)))
    }

    pub(super) fn is_null(&self) -> bool {
        matches!(self, Self::Null | Self::Part(Value::Null))
    }

    pub(super) fn number(&self) -> Option<Number> {
        match self {
            Self::Number(number) => Some(Number::from_json(number)),
            Self::Part(Value::Number(number)) => Some(Number::from_json(number)),
            _ => None,
        }
    }

    pub(super) fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::Part(Value::String(text)) => Some(text),
            _ => None,
        }
    }

    /// The member of this name, or null.
    pub(super) fn field(&self, name: &str) -> Item<'a> {
        match self {
            Self::Part(value) => value.get(name).map_or(Item::Null, Item::Part),
            Self::Object(members) => {
                let member = members.iter().find(|member| member.0 == name);
                member.map_or(Item::Null, |member| member.1.clone())
            }
            _ => Item::Null,
        }
    }

    /// The item at an index; negative ones count from the end.
    pub(super) fn index(&self, index: i64) -> Item<'a> {
        let position = |length: usize| {
            let length = i64::try_from(length).unwrap_or(i64::MAX);
            usize::try_from(if index < 0 { index.saturating_add(length) } else { index }).ok()
        };
        let found = match self {
            Self::Part(Value::Array(items)) => position(items.len()).and_then(|index| items.get(index)).map(Item::Part),
            Self::List(items) => position(items.len()).and_then(|index| items.get(index)).cloned(),
            _ => None,
        };
        found.unwrap_or(Item::Null)
    }

    /// Whether a condition is met: null, false, and an empty text, list or object are not.
    pub(super) fn is_true(&self) -> bool {
        match self {
            Self::Null | Self::Part(Value::Null) => false,
            Self::Bool(flag) | Self::Part(Value::Bool(flag)) => *flag,
            Self::Text(text) => !text.is_empty(),
            Self::Part(Value::String(text)) => !text.is_empty(),
            Self::List(items) => !items.is_empty(),
            Self::Part(Value::Array(items)) => !items.is_empty(),
            Self::Object(members) => !members.is_empty(),
            Self::Part(Value::Object(members)) => !members.is_empty(),
            Self::Number(_) | Self::Part(Value::Number(_)) | Self::Reference(_) => true,
        }
    }

    /// The name that the function `type` gives.
    pub(super) fn type_name(&self) -> &'static str {
        match self {
            Self::Null | Self::Part(Value::Null) => "null",
            Self::Bool(_) | Self::Part(Value::Bool(_)) => "boolean",
            Self::Number(_) | Self::Part(Value::Number(_)) => "number",
            Self::Text(_) | Self::Part(Value::String(_)) => "string",
            Self::List(_) | Self::Part(Value::Array(_)) => "array",
            Self::Object(_) | Self::Part(Value::Object(_)) => "object",
            Self::Reference(_) => "expression",
        }
    }

    /// The value, copied; none if it holds an expression.
    pub(super) fn to_value(&self) -> Option<Value> {
        Some(match self {
            Self::Part(value) => (*value).clone(),
            Self::Null => Value::Null,
            Self::Bool(flag) => Value::Bool(*flag),
            Self::Number(number) => Value::Number(number.to_string()),
            Self::Text(text) => Value::String(text.to_string()),
            Self::List(items) => Value::Array(items.iter().map(Item::to_value).collect::<Option<_>>()?),
            Self::Object(members) => {
                let member = |member: &(&str, Item)| Some((member.0.to_owned(), member.1.to_value()?));
                Value::Object(members.iter().map(member).collect::<Option<_>>()?)
            }
            Self::Reference(_) => return None,
        })
    }
}

/// The members of an object; of a name that repeats, the first place and the last value, as in Python.
fn distinct(members: &[(String, Value)]) -> Vec<(&str, Item<'_>)> {
    let mut places = HashMap::with_capacity(members.len());
    let mut distinct: Vec<(&str, Item)> = Vec::with_capacity(members.len());
    for (name, value) in members {
        let place = *places.entry(name.as_str()).or_insert(distinct.len());
        match distinct.get_mut(place) {
            Some(member) => member.1 = Item::Part(value),
            None => distinct.push((name, Item::Part(value))),
        }
    }
    distinct
}

/// `==` of the language: a number never equals true or false.
pub(super) fn equals(one: &Item, other: &Item) -> bool {
    match (one.view(), other.view()) {
        (View::Number(_), View::Bool(_)) | (View::Bool(_), View::Number(_)) => false,
        _ => python_equals(one, other),
    }
}

/// `==` of Python, which holds inside lists and objects: true equals 1.
pub(super) fn python_equals(one: &Item, other: &Item) -> bool {
    match (one.view(), other.view()) {
        (View::Null, View::Null) => true,
        (View::Bool(one), View::Bool(other)) => one == other,
        (View::Number(one), View::Number(other)) => {
            one == other && !one.contains(['.', 'e', 'E']) || {
                Number::from_json(one).compare(&Number::from_json(other)) == Some(Ordering::Equal)
            }
        }
        (View::Number(number), View::Bool(flag)) | (View::Bool(flag), View::Number(number)) => {
            let flag = Number::from_json(if flag { "1" } else { "0" });
            Number::from_json(number).compare(&flag) == Some(Ordering::Equal)
        }
        (View::Text(one), View::Text(other)) => one == other,
        (View::List(one), View::List(other)) => {
            one.len() == other.len() && one.iter().zip(&other).all(|(one, other)| python_equals(one, other))
        }
        (View::Object(one), View::Object(other)) => {
            let others: HashMap<&str, &Item> = other.iter().map(|(name, item)| (*name, item)).collect();
            one.len() == others.len()
                && one
                    .iter()
                    .all(|(name, item)| others.get(name).is_some_and(|other| python_equals(item, other)))
        }
        _ => false,
    }
}
