//! Nests the flat parameters of a query or a form: `A.0.B=v` is `{"A": [{"B": "v"}]}` where the spec declares A a list.

use std::collections::BTreeMap;

use tc3_codegen::spec::{ItemType, Json, JsonValue, Member, Service, TypeRef};

use super::value::parse_scalar;
use crate::routing::Route;
use crate::wire::error::ApiError;
use crate::wire::error::INVALID_PARAMETER;
use crate::wire::json::{json, object, string};
use crate::wire::sanitize::excerpt;

/// The deepest nesting that is read, more than any action's parameters have.
const MAX_LEVELS: usize = 64;

/// The value at a name: text, or names below it.
enum Node<'f> {
    Text(&'f str),
    Children(Children<'f>),
}

type Children<'f> = BTreeMap<&'f str, Node<'f>>;

/// Nests parameters as the spec declares them.
pub(super) fn unflatten<'f>(
    pairs: impl Iterator<Item = (&'f str, &'f str)>,
    route: Route<'_>,
) -> Result<Vec<(String, Json)>, ApiError> {
    let mut root = Children::new();
    for (path, text) in pairs {
        insert(&mut root, path, text).map_err(|reason| {
            let path = excerpt(path);
            ApiError::new(INVALID_PARAMETER, format!("`{path}` {reason}"))
        })?;
    }
    let unflattener = Unflattener { service: route.service };
    unflattener.members(&root, &route.action.parameters)
}

fn insert<'f>(root: &mut Children<'f>, path: &'f str, text: &'f str) -> Result<(), String> {
    let mut names: Vec<&str> = path.splitn(MAX_LEVELS + 1, '.').collect();
    if names.len() > MAX_LEVELS {
        return Err(format!("is nested deeper than {MAX_LEVELS}"));
    }
    let last = names.pop().unwrap_or_default();
    let conflict = || "is given both as one value and as several".to_owned();
    let mut children = root;
    for name in names {
        let node = children.entry(name).or_insert_with(|| Node::Children(Children::new()));
        children = match node {
            Node::Children(children) => children,
            Node::Text(_) => return Err(conflict()),
        };
    }
    match children.insert(last, Node::Text(text)) {
        None => Ok(()),
        Some(_) => Err(conflict()),
    }
}

struct Unflattener<'s> {
    service: &'s Service,
}

impl Unflattener<'_> {
    fn members(&self, children: &Children<'_>, declared: &[Member]) -> Result<Vec<(String, Json)>, ApiError> {
        let entries = children.iter().map(|(name, node)| {
            let member = declared.iter().find(|member| member.name.value == *name);
            let value = match member {
                Some(member) => self.value(node, name, self.service.type_of(member)),
                None => Ok(undeclared(node)),
            };
            Ok(((*name).to_owned(), value?))
        });
        entries.collect()
    }

    fn value(&self, node: &Node<'_>, name: &str, type_ref: TypeRef<'_>) -> Result<Json, ApiError> {
        match (node, type_ref.list) {
            (Node::Children(children), true) => match items(children, name)? {
                Some(items) => {
                    let items: Result<Vec<Json>, ApiError> = items
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

    fn item(&self, node: &Node<'_>, name: &str, item: ItemType<'_>) -> Result<Json, ApiError> {
        match (node, item) {
            (Node::Text(text), item) => Ok(parse_scalar(text, item)),
            (Node::Children(children), ItemType::Named(type_name)) => {
                let declared = self.service.type_named(type_name);
                let members = declared.and_then(|declared| declared.members.as_deref());
                self.members(children, members.unwrap_or_default()).map(object)
            }
            (Node::Children(children), ItemType::Object) => Ok(match items(children, name) {
                Ok(Some(items)) => json(JsonValue::Array(items.into_iter().map(undeclared).collect())),
                _ => undeclared(node),
            }),
            (Node::Children(_), _) => Ok(undeclared(node)),
        }
    }
}

/// The items of a list in their order; `None` if the names are not indices.
fn items<'n, 'f>(children: &'n Children<'f>, name: &str) -> Result<Option<Vec<&'n Node<'f>>>, ApiError> {
    let mut items = Vec::with_capacity(children.len());
    for (index, node) in children {
        match index.parse::<usize>() {
            Ok(number) if number.to_string() == *index => items.push((number, node)),
            _ => return Ok(None),
        }
    }
    items.sort_unstable_by_key(|(number, _)| *number);
    let gap = items.iter().zip(0..).find(|((number, _), expected)| number != expected);
    if let Some(((number, _), expected)) = gap {
        return Err(ApiError::new(
            INVALID_PARAMETER,
            format!("the list `{name}` has an item {number} but none of the index {expected}; indices count from 0"),
        ));
    }
    Ok(Some(items.into_iter().map(|(_, node)| node).collect()))
}

/// A value that the spec does not declare: an object of strings.
fn undeclared(node: &Node<'_>) -> Json {
    match node {
        Node::Text(text) => string(*text),
        Node::Children(children) => object(
            children
                .iter()
                .map(|(name, node)| ((*name).to_owned(), undeclared(node))),
        ),
    }
}
