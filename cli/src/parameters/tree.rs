//! Joins what is given by several options into one value: `--A.0.B 1 --A.0.C 2 --Ids a --Ids b`.

use std::collections::BTreeMap;

use tc3_codegen::spec::{ItemType, Member};

use super::path::{self, Path, Step};
use super::value::Reader;
use super::{Fault, Faults, find, members_of};
use crate::json::Value;

/// What is given for a value, or for its parts.
#[derive(Debug, Default)]
pub(super) struct Tree {
    /// The words of each option that gives the whole value; `None` for an option without a word.
    whole: Vec<Vec<String>>,
    parts: BTreeMap<Step, Tree>,
}

impl Tree {
    /// Adds what an option gives.
    pub(super) fn put(&mut self, path: Path, values: &[String], faults: &mut Faults) {
        let mut node = self;
        for (depth, step) in path.iter().enumerate() {
            if !node.whole.is_empty() {
                return twice(path.get(..depth).unwrap_or_default(), faults);
            }
            node = node.parts.entry(step.clone()).or_default();
        }
        if !node.parts.is_empty() {
            return twice(&path, faults);
        }
        node.whole.push(values.to_vec());
    }

    /// Adds a structure of which a part was given that it does not have. It is there all the same: what it lacks, and what
    /// follows it in a list, is not reported because of it.
    pub(super) fn touch(&mut self, path: Path) {
        let mut node = self;
        for step in path {
            if !node.whole.is_empty() {
                return;
            }
            node = node.parts.entry(step).or_default();
        }
    }

    /// Puts what is given for members on top of `base`, an object.
    pub(super) fn overlay(
        &self,
        base: Value,
        members: &[Member],
        reader: &mut Reader<'_>,
        notes: &mut Vec<String>,
    ) -> Value {
        self.object(Some(base), members, &mut Vec::new(), reader, notes)
            .unwrap_or(Value::Null)
    }

    /// The value of a member, or of an item of its list.
    fn value(
        &self,
        base: Option<Value>,
        member: &Member,
        is_item: bool,
        at: &mut Path,
        reader: &mut Reader<'_>,
        notes: &mut Vec<String>,
    ) -> Option<Value> {
        if !self.whole.is_empty() {
            return reader.whole(&self.whole, member, is_item, &path::text(at));
        }
        let type_ref = reader.service.type_of(member);
        match type_ref.item {
            _ if self.parts.is_empty() && !matches!(type_ref.item, ItemType::Named(_)) => None,
            _ if type_ref.list && !is_item => {
                self.note_replaced(base.as_ref(), at, notes);
                self.list(at, reader, |item, at, reader| {
                    item.value(None, member, true, at, reader, notes)
                })
            }
            ItemType::Named(name) => {
                let service = reader.service;
                self.object(base, members_of(service, name), at, reader, notes)
            }
            _ => self.free(base, at, reader),
        }
    }

    /// An object with declared members: those of `base` in their order, then others in the order of their declaration.
    fn object(
        &self,
        base: Option<Value>,
        members: &[Member],
        at: &mut Path,
        reader: &mut Reader<'_>,
        notes: &mut Vec<String>,
    ) -> Option<Value> {
        let mut entries = object_members(base);
        let declared = members.iter().map(|member| (member.name.as_str(), Some(member)));
        let undeclared = self.parts.keys().filter_map(|step| match step {
            Step::Member(name) if find(members, name).is_none() => Some((name.as_str(), None)),
            _ => None,
        });
        for (name, member) in declared.chain(undeclared) {
            let step = Step::Member(name.to_owned());
            let Some(part) = self.parts.get(&step) else { continue };
            at.push(step);
            let base = entry(&entries, name).cloned();
            let value = match member {
                Some(member) => part.value(base, member, false, at, reader, notes),
                None => part.free(base, at, reader),
            };
            at.pop();
            if let Some(value) = value {
                set(&mut entries, name, value);
            }
        }
        Some(Value::Object(entries))
    }

    /// JSON of any form: an object, or a list if all of its parts are numbered.
    fn free(&self, base: Option<Value>, at: &mut Path, reader: &mut Reader<'_>) -> Option<Value> {
        if !self.whole.is_empty() {
            return reader.free(&self.whole, &path::text(at));
        }
        if self.parts.keys().all(|step| matches!(step, Step::Item(_))) {
            return self.list(at, reader, |item, at, reader| item.free(None, at, reader));
        }
        let mut entries = object_members(base);
        for (step, part) in &self.parts {
            let name = path::text(std::slice::from_ref(step));
            at.push(step.clone());
            let value = part.free(entry(&entries, &name).cloned(), at, reader);
            at.pop();
            if let Some(value) = value {
                set(&mut entries, &name, value);
            }
        }
        Some(Value::Object(entries))
    }

    fn list(
        &self,
        at: &mut Path,
        reader: &mut Reader<'_>,
        mut item: impl FnMut(&Self, &mut Path, &mut Reader<'_>) -> Option<Value>,
    ) -> Option<Value> {
        let mut items = Vec::new();
        for (expected, (step, part)) in self.parts.iter().enumerate() {
            if *step != Step::Item(expected) {
                let list = path::text(at);
                let message = format!("{list}.{expected} is missing: items are numbered from 0 without a gap");
                reader.faults.add_at(&list, Fault::new(message));
                return None;
            }
            at.push(step.clone());
            items.extend(item(part, at, reader));
            at.pop();
        }
        Some(Value::Array(items))
    }

    /// A list is replaced, not joined: worth saying where more items were there.
    fn note_replaced(&self, base: Option<&Value>, at: &[Step], notes: &mut Vec<String>) {
        if let Some(Value::Array(items)) = base
            && items.len() > self.parts.len()
        {
            let (there, given) = (items.len(), self.parts.len());
            let list = path::text(at);
            notes.push(format!(
                "{list} of --cli-input-json has {there} items and is replaced by the {given} of the options"
            ));
        }
    }
}

fn twice(path: &[Step], faults: &mut Faults) {
    let place = path::text(path);
    let message = format!("{place} is given as a whole and in parts: give one of them");
    faults.add_at(&place, Fault::new(message));
}

fn object_members(base: Option<Value>) -> Vec<(String, Value)> {
    match base {
        Some(Value::Object(members)) => members,
        _ => Vec::new(),
    }
}

fn entry<'a>(entries: &'a [(String, Value)], name: &str) -> Option<&'a Value> {
    entries
        .iter()
        .rev()
        .find(|(known, _)| known == name)
        .map(|(_, value)| value)
}

fn set(entries: &mut Vec<(String, Value)>, name: &str, value: Value) {
    // Where a name repeats, the last one counts; so the others must not come after it.
    match entries.iter_mut().rev().find(|(known, _)| known == name) {
        Some((_, old)) => *old = value,
        None => entries.push((name.to_owned(), value)),
    }
}
