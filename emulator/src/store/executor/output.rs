//! Collects the output of an action, member by member. A rule may name a member inside of structures by its path, such as
//! `Result.TotalCount`.

use tc3_codegen::spec::{ItemType, Json, JsonValue, Member};

use super::RuleExecutor;
use crate::responses::REQUEST_ID;
use crate::wire::json::{json, object};

impl<'s> RuleExecutor<'_, 's> {
    /// Every member of the output. Of those without a value, lists are empty and nullable members absent.
    pub(super) fn complete_output(&mut self) -> Vec<(String, Json)> {
        let members = &self.action.output;
        self.complete(members, "")
    }

    /// The values of `members`, which are those of the output, or of a structure at the path `prefix`.
    fn complete(&mut self, members: &'s [Member], prefix: &str) -> Vec<(String, Json)> {
        let mut completed = Vec::new();
        for member in members {
            let path = [prefix, &member.name.value].concat();
            if path == REQUEST_ID {
                continue;
            }
            let inside = [&path, "."].concat();
            let value = if let Some(position) = self.output.iter().position(|(known, _)| *known == path) {
                self.output.swap_remove(position).1
            } else if let (true, ItemType::Named(name)) = (
                self.output.iter().any(|(known, _)| known.starts_with(&inside)),
                member.type_ref().item,
            ) {
                let members = self.writer.members_of(name);
                object(self.complete(members, &inside))
            } else if member.nullable && !member.type_ref().list {
                continue;
            } else {
                self.writer.synthesize(member)
            };
            completed.push((member.name.value.clone(), value));
        }
        completed
    }

    /// Sets the member of the output at `path`, as a value of its declared type.
    pub(super) fn set_output(&mut self, path: &str, value: &Json) {
        if let Some(member) = self.output_member(path) {
            let value = self.writer.coerce_stored(member, value);
            self.put_output(path, value);
        }
    }

    /// Sets the member of the output at `path` to a value that has its type already.
    pub(super) fn put_output(&mut self, path: &str, value: Json) {
        self.output.retain(|(known, _)| known != path);
        self.output.push((path.to_owned(), value));
    }

    /// Appends an ID to a list of the output; a member that is no list takes the last one.
    pub(super) fn append_id(&mut self, path: &str, id: &Json) {
        let Some(member) = self.output_member(path) else {
            return;
        };
        let value = self.writer.coerce_stored(member, id);
        match value.value {
            JsonValue::Array(items) => self.append_output(path, items),
            _ => self.put_output(path, value),
        }
    }

    /// Appends items to a list of the output.
    pub(super) fn append_output(&mut self, path: &str, more: Vec<Json>) {
        if let Some((_, value)) = self.output.iter_mut().find(|(known, _)| known == path)
            && let JsonValue::Array(items) = &mut value.value
        {
            items.extend(more);
            return;
        }
        self.put_output(path, json(JsonValue::Array(more)));
    }

    /// The value of the member of the output at `path`, if it has one yet.
    pub(super) fn output_so_far(&self, path: &str) -> Option<&Json> {
        let found = self.output.iter().find(|(known, _)| known == path);
        found.map(|(_, value)| value)
    }

    /// The declared member of the output at `path`.
    pub(super) fn output_member(&self, path: &str) -> Option<&'s Member> {
        let mut members: &'s [Member] = &self.action.output;
        let mut found: Option<&'s Member> = None;
        for part in path.split('.') {
            if let Some(outer) = found {
                members = match outer.type_ref().item {
                    ItemType::Named(name) => self.writer.members_of(name),
                    _ => return None,
                };
            }
            found = Some(members.iter().find(|member| member.name.value == part)?);
        }
        found
    }
}
