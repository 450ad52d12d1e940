//! A version of a service: its actions, and everything that has a name of its own.

use std::collections::BTreeSet;

use super::changes::Changes;
use super::pairs::Pairs;
use super::{actions, structs, variants};
use crate::lower::{Call, Item, Module, Paging, names};

pub(super) fn compare(before: &Module, after: &Module, changes: &mut Changes) {
    changes.docs("", &before.docs, &after.docs);
    changes.docs("", &before.service_docs, &after.service_docs);
    let (old_host, new_host) = (&before.facts.host, &after.facts.host);
    if old_host != new_host {
        changes.note("", format!("calls went to `{old_host}`, go to `{new_host}`"));
    }
    let calls = Pairs::by(calls(before), calls(after), |call| call.action.as_str());
    for call in &calls.gone {
        changes.breaking(call.action.as_str(), "the action is gone");
    }
    for call in &calls.new {
        changes.addition(call.action.as_str(), "a new action");
    }
    for (before, after) in &calls.both {
        actions::compare(before, after, changes);
        if old_host == new_host {
            changes.docs(after.action.as_str(), &before.docs, &after.docs); // which name the host
        }
    }
    // What an action brings comes and goes with it.
    let (gone, new) = (brought(&calls.gone), brought(&calls.new));
    let remain = |module, with: &BTreeSet<String>| -> Vec<Named<'_>> {
        let mut named = named(module);
        named.retain(|named| !with.contains(named.name));
        named
    };
    let (before_types, after_types) = (remain(before, &gone), remain(after, &new));
    types(&Pairs::by(&before_types, &after_types, |named| named.name), changes);
    let pages = |paging: &&Paging, with: &BTreeSet<String>| !with.contains(&paging.request);
    let pagings = Pairs::by(
        pagings(before).filter(|paging| pages(paging, &gone)),
        pagings(after).filter(|paging| pages(paging, &new)),
        |paging| paging.request.as_str(),
    );
    actions::pagings(&pagings, changes);
}

fn types(types: &Pairs<'_, Named<'_>>, changes: &mut Changes) {
    for named in &types.gone {
        let what = match named.item {
            Item::ErrorCodes(_) => "no error codes are listed any more",
            _ => "the type is gone, has no members any more, or nothing uses it",
        };
        changes.breaking(named.name, what);
    }
    for named in &types.new {
        let what = match named.item {
            Item::ErrorCodes(_) => "error codes are listed now",
            _ => "a new type",
        };
        changes.addition(named.name, what);
    }
    for (before, after) in &types.both {
        match (before.item, after.item) {
            (Item::Struct(before), Item::Struct(after)) => structs::compare(before, after, changes),
            (Item::OpenEnum(before), Item::OpenEnum(after)) => variants::values(before, after, changes),
            (Item::ErrorCodes(before), Item::ErrorCodes(after)) => variants::codes(before, after, changes),
            (before_item, after_item) => {
                let what = format!("was {}, is {}", kind(before_item), kind(after_item));
                changes.breaking(after.name, what);
            }
        }
    }
}

fn kind(item: &Item) -> &'static str {
    match item {
        Item::Struct(_) => "a structure",
        Item::OpenEnum(_) => "a set of values",
        Item::ErrorCodes(_) => "a set of error codes",
        Item::Call(_) | Item::Paging(_) => "an action",
    }
}

/// An item that is a type in Rust.
struct Named<'a> {
    name: &'a str,
    item: &'a Item,
}

impl<'a> Named<'a> {
    fn of(item: &'a Item) -> Option<Self> {
        let name = match item {
            Item::Struct(structure) => &structure.name,
            Item::OpenEnum(values) => &values.name,
            Item::ErrorCodes(codes) => &codes.name,
            Item::Call(_) | Item::Paging(_) => return None,
        };
        Some(Self { name, item })
    }
}

fn named(module: &Module) -> Vec<Named<'_>> {
    module.items.iter().filter_map(Named::of).collect()
}

fn calls(module: &Module) -> impl Iterator<Item = &Call> {
    module.items.iter().filter_map(|item| match item {
        Item::Call(call) => Some(call),
        _ => None,
    })
}

fn pagings(module: &Module) -> impl Iterator<Item = &Paging> {
    module.items.iter().filter_map(|item| match item {
        Item::Paging(paging) => Some(paging),
        _ => None,
    })
}

fn brought(calls: &[&Call]) -> BTreeSet<String> {
    let brought = calls.iter().flat_map(|call| {
        [
            call.request.clone(),
            call.response.clone(),
            names::error_code_type(&call.action),
        ]
    });
    brought.collect()
}
