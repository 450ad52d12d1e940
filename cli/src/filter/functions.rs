//! The functions of JMESPath.

use std::cmp::Ordering;
use std::rc::Rc;

use super::evaluate::{Failure, evaluate};
use super::item::{Item, View, python_equals};
use super::number::Number;

type Arguments<'i, 'a> = &'i [Item<'a>];

/// A function, and what it takes.
pub(super) struct Function {
    pub(super) name: &'static str,
    /// What each parameter may be; the last one repeats if the function is variadic.
    pub(super) parameters: &'static [&'static [Type]],
    pub(super) is_variadic: bool,
    run: for<'a> fn(Arguments<'_, 'a>) -> Result<Item<'a>, Failure>,
}

impl std::fmt::Debug for Function {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name)
    }
}

/// The type of an argument.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Type {
    Any,
    Number,
    Text,
    List,
    Object,
    Reference,
    Numbers,
    Texts,
}

impl Type {
    fn describe(self) -> &'static str {
        match self {
            Self::Any => "any value",
            Self::Number => "a number",
            Self::Text => "a string",
            Self::List => "an array",
            Self::Object => "an object",
            Self::Reference => "an expression &..",
            Self::Numbers => "an array of numbers",
            Self::Texts => "an array of strings",
        }
    }

    fn takes(self, item: &Item) -> bool {
        let all = |is_right: fn(&Item) -> bool| item.items().is_some_and(|items| items.iter().all(is_right));
        match self {
            Self::Any => true,
            Self::Number => item.type_name() == "number",
            Self::Text => item.type_name() == "string",
            Self::List => item.is_list(),
            Self::Object => item.type_name() == "object",
            Self::Reference => item.type_name() == "expression",
            Self::Numbers => all(|item| item.type_name() == "number"),
            Self::Texts => all(|item| item.type_name() == "string"),
        }
    }
}

macro_rules! function {
    ($name:literal, [$([$($type:ident),+]),*], $run:expr) => {
        Function { name: $name, parameters: &[$(&[$(Type::$type),+]),*], is_variadic: false, run: $run }
    };
    ($name:literal, [$([$($type:ident),+]),*].., $run:expr) => {
        Function { name: $name, parameters: &[$(&[$(Type::$type),+]),*], is_variadic: true, run: $run }
    };
}

static FUNCTIONS: [Function; 26] = [
    function!("abs", [[Number]], |a| number(a[0].number().map(Number::absolute))),
    function!("avg", [[Numbers]], average),
    function!("ceil", [[Number]], |a| number(
        a[0].number().and_then(|n| n.rounded(f64::ceil))
    )),
    function!("contains", [[List, Text], [Any]], contains),
    function!("ends_with", [[Text], [Text]], |a| Ok(Item::Bool(
        text(&a[0]).ends_with(text(&a[1]))
    ))),
    function!("floor", [[Number]], |a| number(
        a[0].number().and_then(|n| n.rounded(f64::floor))
    )),
    function!("join", [[Text], [Texts]], |a| {
        let items = items(&a[1]);
        let texts: Vec<&str> = items.iter().map(text).collect();
        Ok(Item::text(&texts.join(text(&a[0]))))
    }),
    function!("keys", [[Object]], |a| {
        let members = members(&a[0]).unwrap_or_default();
        Ok(Item::list(
            members.into_iter().map(|member| Item::text(member.0)).collect(),
        ))
    }),
    function!("length", [[Text, List, Object]], |a| integer(match a[0].view() {
        View::List(items) => items.len(),
        View::Object(members) => members.len(),
        _ => text(&a[0]).chars().count(),
    })),
    function!("map", [[Reference], [List]], |a| {
        let results = items(&a[1]).into_iter().map(|item| applied(&a[0], &item));
        results.collect::<Result<_, _>>().map(Item::list)
    }),
    function!("max", [[Numbers, Texts]], |a| best(
        keyed(items(&a[0])),
        Ordering::is_gt
    )),
    function!("max_by", [[List], [Reference]], |a| best(
        keyed_by("max_by", a)?,
        Ordering::is_gt
    )),
    function!("merge", [[Object]].., merge),
    function!("min", [[Numbers, Texts]], |a| best(
        keyed(items(&a[0])),
        Ordering::is_lt
    )),
    function!("min_by", [[List], [Reference]], |a| best(
        keyed_by("min_by", a)?,
        Ordering::is_lt
    )),
    function!("not_null", [[Any]].., |a| {
        Ok(a.iter().find(|item| !item.is_null()).cloned().unwrap_or(Item::Null))
    }),
    function!("reverse", [[List, Text]], |a| match a[0].as_text() {
        Some(text) => Ok(Item::text(&text.chars().rev().collect::<String>())),
        None => Ok(Item::list(items(&a[0]).into_iter().rev().collect())),
    }),
    function!("sort", [[Texts, Numbers]], |a| Ok(sorted(keyed(items(&a[0]))))),
    function!("sort_by", [[List], [Reference]], |a| Ok(sorted(keyed_by(
        "sort_by", a
    )?))),
    function!("starts_with", [[Text], [Text]], |a| Ok(Item::Bool(
        text(&a[0]).starts_with(text(&a[1]))
    ))),
    function!("sum", [[Numbers]], |a| number(Some(sum(&items(&a[0]))))),
    function!("to_array", [[Any]], |a| Ok(if a[0].is_list() {
        a[0].clone()
    } else {
        Item::list(vec![a[0].clone()])
    })),
    function!("to_number", [[Any]], |a| match a[0].as_text() {
        Some(text) => Number::from_text(text).map_or(Ok(Item::Null), |found| number(Some(found))),
        None if a[0].number().is_some() => Ok(a[0].clone()),
        None => Ok(Item::Null),
    }),
    function!("to_string", [[Any]], |a| match a[0].as_text() {
        Some(_) => Ok(a[0].clone()),
        None => {
            let mut json = String::new();
            python_json(&a[0], &mut json)?;
            Ok(Item::text(&json))
        }
    }),
    function!("type", [[Any]], |a| Ok(Item::text(a[0].type_name()))),
    function!("values", [[Object]], |a| {
        let members = members(&a[0]).unwrap_or_default();
        Ok(Item::list(members.into_iter().map(|member| member.1).collect()))
    }),
];

pub(super) fn find(name: &str) -> Option<&'static Function> {
    FUNCTIONS.iter().find(|function| function.name == name)
}

pub(super) fn names() -> impl Iterator<Item = &'static str> {
    FUNCTIONS.iter().map(|function| function.name)
}

/// Calls a function with as many arguments as it takes.
pub(super) fn call<'a>(function: &Function, arguments: &[Item<'a>]) -> Result<Item<'a>, Failure> {
    let last = function.parameters.last();
    for (index, argument) in arguments.iter().enumerate() {
        let Some(types) = function.parameters.get(index).or(last) else {
            continue;
        };
        if !types.iter().any(|taken| taken.takes(argument)) {
            let taken: Vec<&str> = types.iter().map(|taken| taken.describe()).collect();
            return Err(format!(
                "{} takes {}, not {}",
                function.name,
                taken.join(" or "),
                described(argument)
            ));
        }
    }
    (function.run)(arguments)
}

/// The members, if the item is an object.
pub(super) fn members<'a>(item: &Item<'a>) -> Option<Vec<(&'a str, Item<'a>)>> {
    match item.view() {
        View::Object(members) => Some(members),
        _ => None,
    }
}

/// A value in a message.
pub(super) fn shown(item: &Item) -> String {
    const LONGEST: usize = 40;
    let full = match item.view() {
        View::Text(text) => format!("'{text}'"),
        View::Number(number) => number.to_owned(),
        View::Bool(flag) => flag.to_string(),
        _ => return item.type_name().to_owned(),
    };
    if full.chars().nth(LONGEST).is_none() {
        return full;
    }
    full.chars().take(LONGEST).chain("...".chars()).collect()
}

fn described(item: &Item) -> String {
    match item.view() {
        View::Null => "null".to_owned(),
        View::Object(_) => "an object".to_owned(),
        View::Reference => "an expression".to_owned(),
        View::List(items) => {
            let mut kinds: Vec<&str> = items.iter().map(Item::type_name).collect();
            kinds.sort_unstable();
            kinds.dedup();
            if kinds.is_empty() {
                "an empty array".to_owned()
            } else {
                format!("an array of {}", kinds.join(" and "))
            }
        }
        _ => format!("the {} {}", item.type_name(), shown(item)),
    }
}

fn text<'i>(item: &'i Item) -> &'i str {
    item.as_text().unwrap_or_default()
}

fn items<'a>(item: &Item<'a>) -> Vec<Item<'a>> {
    item.items().unwrap_or_default()
}

fn number<'a>(number: Option<Number>) -> Result<Item<'a>, Failure> {
    let json = number.and_then(|number| number.json());
    json.map(|json| Item::Number(json.into()))
        .ok_or_else(|| "the number is too large".to_owned())
}

fn integer<'a>(count: usize) -> Result<Item<'a>, Failure> {
    Ok(Item::Number(count.to_string().into()))
}

fn sum(items: &[Item]) -> Number {
    let zero = Number::from_json("0");
    items.iter().filter_map(Item::number).fold(zero, Number::plus)
}

fn average<'a>(arguments: Arguments<'_, 'a>) -> Result<Item<'a>, Failure> {
    let items = items(&arguments[0]);
    if items.is_empty() {
        return Ok(Item::Null);
    }
    number(Some(sum(&items).divided(items.len())))
}

fn contains<'a>(arguments: Arguments<'_, 'a>) -> Result<Item<'a>, Failure> {
    let [subject, wanted] = arguments else {
        return Ok(Item::Null);
    };
    if let Some(items) = subject.items() {
        return Ok(Item::Bool(items.iter().any(|item| python_equals(item, wanted))));
    }
    match wanted.as_text() {
        Some(wanted) => Ok(Item::Bool(text(subject).contains(wanted))),
        None => Err(format!(
            "contains looks for a string in a string, not for {}",
            described(wanted)
        )),
    }
}

fn merge<'a>(arguments: Arguments<'_, 'a>) -> Result<Item<'a>, Failure> {
    let mut merged: Vec<(&str, Item)> = Vec::new();
    let mut places = std::collections::HashMap::new();
    for (name, item) in arguments.iter().filter_map(members).flatten() {
        let place = *places.entry(name).or_insert(merged.len());
        match merged.get_mut(place) {
            Some(member) => member.1 = item,
            None => merged.push((name, item)),
        }
    }
    Ok(Item::Object(Rc::new(merged)))
}

/// Applies the expression that is an argument.
fn applied<'a>(reference: &Item<'a>, item: &Item<'a>) -> Result<Item<'a>, Failure> {
    match reference {
        Item::Reference(node) => evaluate(node, item),
        _ => Ok(Item::Null),
    }
}

/// What items are ordered by.
enum Key {
    Number(Number),
    Text(String),
}

impl Key {
    fn of(item: &Item) -> Option<Self> {
        let number = item.number().map(Key::Number);
        number.or_else(|| item.as_text().map(|text| Key::Text(text.to_owned())))
    }

    fn compare(&self, other: &Self) -> Ordering {
        match (self, other) {
            (Self::Number(one), Self::Number(other)) => one.compare(other).unwrap_or(Ordering::Equal),
            (Self::Text(one), Self::Text(other)) => one.cmp(other),
            (Self::Number(_), Self::Text(_)) => Ordering::Less,
            (Self::Text(_), Self::Number(_)) => Ordering::Greater,
        }
    }
}

type Keyed<'a> = Vec<(Key, Item<'a>)>;

fn keyed(items: Vec<Item<'_>>) -> Keyed<'_> {
    items
        .into_iter()
        .filter_map(|item| Some((Key::of(&item)?, item)))
        .collect()
}

/// Each item with what the expression gives for it: all numbers or all texts.
fn keyed_by<'a>(name: &str, arguments: Arguments<'_, 'a>) -> Result<Keyed<'a>, Failure> {
    let [list, reference] = arguments else {
        return Ok(Vec::new());
    };
    let mut keyed: Keyed = Vec::new();
    for (index, item) in items(list).into_iter().enumerate() {
        let result = applied(reference, &item)?;
        let key = Key::of(&result).ok_or_else(|| {
            format!(
                "{name} orders by numbers or strings; item {index} has {}",
                described(&result)
            )
        })?;
        if let Some((first, _)) = keyed.first()
            && std::mem::discriminant(first) != std::mem::discriminant(&key)
        {
            return Err(format!(
                "{name} orders by numbers or by strings, not by both; item {index} has {}",
                described(&result)
            ));
        }
        keyed.push((key, item));
    }
    Ok(keyed)
}

fn sorted(mut keyed: Keyed<'_>) -> Item<'_> {
    keyed.sort_by(|one, other| one.0.compare(&other.0));
    Item::list(keyed.into_iter().map(|(_, item)| item).collect())
}

/// The first item that no other is better than.
fn best(keyed: Keyed<'_>, is_better: fn(Ordering) -> bool) -> Result<Item<'_>, Failure> {
    let better = |best: (Key, _), next: (Key, _)| if is_better(next.0.compare(&best.0)) { next } else { best };
    Ok(keyed.into_iter().reduce(better).map_or(Item::Null, |(_, item)| item))
}

/// JSON as Python's `json.dumps` writes it: other characters than ASCII escaped.
fn python_json(item: &Item, json: &mut String) -> Result<(), Failure> {
    match item.view() {
        View::Null => json.push_str("null"),
        View::Bool(flag) => json.push_str(if flag { "true" } else { "false" }),
        View::Number(text) => {
            let text = Number::from_json(text).json().ok_or("the number is too large")?;
            json.push_str(&text);
        }
        View::Text(text) => python_string(text, json),
        View::List(items) => {
            json.push('[');
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    json.push(',');
                }
                python_json(item, json)?;
            }
            json.push(']');
        }
        View::Object(members) => {
            json.push('{');
            for (index, (name, item)) in members.iter().enumerate() {
                if index > 0 {
                    json.push(',');
                }
                python_string(name, json);
                json.push(':');
                python_json(item, json)?;
            }
            json.push('}');
        }
        View::Reference => return Err("an expression &.. is no value".to_owned()),
    }
    Ok(())
}

fn python_string(text: &str, json: &mut String) {
    json.push('"');
    for character in text.chars() {
        match character {
            '"' => json.push_str("\\\""),
            '\\' => json.push_str("\\\\"),
            '\n' => json.push_str("\\n"),
            '\r' => json.push_str("\\r"),
            '\t' => json.push_str("\\t"),
            '\u{8}' => json.push_str("\\b"),
            '\u{c}' => json.push_str("\\f"),
            ' '..='~' => json.push(character),
            _ => {
                let mut units = [0; 2];
                for unit in character.encode_utf16(&mut units) {
                    json.push_str(&format!("\\u{unit:04x}"));
                }
            }
        }
    }
    json.push('"');
}
