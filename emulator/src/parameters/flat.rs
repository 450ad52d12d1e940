//! Nested parameters out of flat names: `A.0.B=v` is `{"A": [{"B": "v"}]}` where the spec declares A a list.

use std::collections::BTreeMap;

use tc3_codegen::spec::{ItemType, Json, JsonValue, Member, Service, TypeRef};

use super::scalar;
use crate::code::INVALID_PARAMETER;
use crate::excerpt::excerpt;
use crate::json::{json, object, string};
use crate::refusal::Refusal;
use crate::routing::Route;

/// Deeper than any action's parameters.
const MOST_LEVELS: usize = 64;

/// How much of a name a message shows, in characters.
const MAX_SHOWN: usize = 80;

/// What stands at a name.
enum Node<'f> {
    Text(&'f str),
    Below(Below<'f>),
}

type Below<'f> = BTreeMap<&'f str, Node<'f>>;

/// The parameters by their names, nested as the spec declares them.
pub(super) fn unflatten<'f>(
    pairs: impl Iterator<Item = (&'f str, &'f str)>,
    route: Route<'_>,
) -> Result<Vec<(String, Json)>, Refusal> {
    let mut root = Below::new();
    for (path, text) in pairs {
        insert(&mut root, path, text).map_err(|fault| {
            let path = excerpt(path, MAX_SHOWN);
            Refusal::new(INVALID_PARAMETER, format!("`{path}` {fault}"))
        })?;
    }
    let writer = Writer { service: route.service };
    writer.members(&root, &route.action.parameters)
}

fn insert<'f>(root: &mut Below<'f>, path: &'f str, text: &'f str) -> Result<(), String> {
    let mut names: Vec<&str> = path.splitn(MOST_LEVELS + 1, '.').collect();
    if names.len() > MOST_LEVELS {
        return Err(format!("is nested deeper than {MOST_LEVELS}"));
    }
    let last = names.pop().unwrap_or_default();
    let both = || "is given both as one value and as several".to_owned();
    let mut below = root;
    for name in names {
        let node = below.entry(name).or_insert_with(|| Node::Below(Below::new()));
        below = match node {
            Node::Below(below) => below,
            Node::Text(_) => return Err(both()),
        };
    }
    match below.insert(last, Node::Text(text)) {
        None => Ok(()),
        Some(_) => Err(both()),
    }
}

struct Writer<'s> {
    service: &'s Service,
}

impl Writer<'_> {
    fn members(&self, below: &Below<'_>, declared: &[Member]) -> Result<Vec<(String, Json)>, Refusal> {
        let entries = below.iter().map(|(name, node)| {
            let member = declared.iter().find(|member| member.name.value == *name);
            let value = match member {
                Some(member) => self.value(node, name, self.service.type_of(member)),
                None => Ok(undeclared(node)),
            };
            Ok(((*name).to_owned(), value?))
        });
        entries.collect()
    }

    fn value(&self, node: &Node<'_>, name: &str, type_ref: TypeRef<'_>) -> Result<Json, Refusal> {
        match (node, type_ref.list) {
            (Node::Below(below), true) => match items(below, name)? {
                Some(items) => {
                    let items: Result<Vec<Json>, Refusal> = items
                        .into_iter()
                        .map(|node| self.item(node, name, type_ref.item))
                        .collect();
                    Ok(json(JsonValue::Array(items?)))
                }
                None => Ok(undeclared(node)),
            },
            (Node::Text(text), true) => Ok(string(*text)),
            (_, false) => self.item(node, name, type_ref.item),
        }
    }

    fn item(&self, node: &Node<'_>, name: &str, item: ItemType<'_>) -> Result<Json, Refusal> {
        match (node, item) {
            (Node::Text(text), item) => Ok(scalar::value(text, item)),
            (Node::Below(below), ItemType::Named(type_name)) => {
                let declared = self.service.type_named(type_name);
                let members = declared.and_then(|declared| declared.members.as_deref());
                self.members(below, members.unwrap_or_default()).map(object)
            }
            (Node::Below(below), ItemType::Object) => Ok(match items(below, name) {
                Ok(Some(items)) => json(JsonValue::Array(items.into_iter().map(undeclared).collect())),
                _ => undeclared(node),
            }),
            (Node::Below(_), _) => Ok(undeclared(node)),
        }
    }
}

/// The items of a list in their order; `None` if the names are no indices.
fn items<'n, 'f>(below: &'n Below<'f>, name: &str) -> Result<Option<Vec<&'n Node<'f>>>, Refusal> {
    let mut items = Vec::with_capacity(below.len());
    for (index, node) in below {
        match index.parse::<usize>() {
            Ok(number) if number.to_string() == *index => items.push((number, node)),
            _ => return Ok(None),
        }
    }
    items.sort_unstable_by_key(|(number, _)| *number);
    let gap = items.iter().zip(0..).find(|((number, _), expected)| number != expected);
    if let Some(((number, _), expected)) = gap {
        return Err(Refusal::new(
            INVALID_PARAMETER,
            format!("the list `{name}` has an item {number} but none of the index {expected}; indices count from 0"),
        ));
    }
    Ok(Some(items.into_iter().map(|(_, node)| node).collect()))
}

/// What the spec says nothing of: an object of strings.
fn undeclared(node: &Node<'_>) -> Json {
    match node {
        Node::Text(text) => string(*text),
        Node::Below(below) => object(below.iter().map(|(name, node)| ((*name).to_owned(), undeclared(node)))),
    }
}
