//! What one request does, by the rules for its action.

mod change;
mod conditions;
mod create;
mod detail;
mod list;
mod pages;
mod targets;

use tc3_codegen::spec::emulator::{ActionRule, Resource};
use tc3_codegen::spec::{ActionFile, Json, JsonValue, Member};

use super::request::Request;
use super::same;
use super::world::World;
use crate::answer::Writer;
use crate::json::json;
use crate::refusal::Refusal;

/// One request, while it is carried out.
pub(super) struct Work<'t, 's> {
    pub(super) world: World<'t, 's>,
    pub(super) action: &'s ActionFile,
    pub(super) rule: &'s ActionRule,
    pub(super) request: Request,
    /// The members of the output that have a value so far.
    output: Vec<(String, Json)>,
    /// The first thing that was created.
    creation: Option<(&'s Resource, u64)>,
    writer: Writer<'s>,
}

impl<'t, 's> Work<'t, 's> {
    pub(super) fn new(world: World<'t, 's>, action: &'s ActionFile, rule: &'s ActionRule, body: &Json) -> Self {
        let mut writer = Writer::for_records(world.service, world.now, 0);
        let request = Request::read(body, action, &mut writer);
        Self {
            world,
            action,
            rule,
            request,
            output: Vec::new(),
            creation: None,
            writer,
        }
    }

    /// Does everything that the rules say, and returns the output.
    pub(super) fn carry_out(&mut self) -> Result<Vec<(String, Json)>, Refusal> {
        for creation in &self.rule.creates {
            self.create(creation)?;
        }
        for change in &self.rule.modifies {
            self.modify(change)?;
        }
        for change in &self.rule.deletes {
            self.delete(change)?;
        }
        self.list_all()?;
        if let Some(detail) = &self.rule.details {
            self.show(detail)?;
        }
        Ok(self.finished())
    }

    /// Every member of the output: of those without a value, lists are empty and nullable ones absent.
    fn finished(&mut self) -> Vec<(String, Json)> {
        let mut output = Vec::new();
        for member in self
            .action
            .output
            .iter()
            .filter(|member| member.name.value != "RequestId")
        {
            let found = self.output.iter().position(|(name, _)| *name == member.name.value);
            let value = match found {
                Some(position) => self.output.swap_remove(position).1,
                None if member.nullable && !member.type_ref().list => continue,
                None => self.writer.invent(member),
            };
            output.push((member.name.value.clone(), value));
        }
        output
    }

    /// Puts a value into the output, as its type has it.
    fn answer(&mut self, name: &str, value: &Json) {
        if let Some(member) = self.output_member(name) {
            let value = self.writer.fit(member, value);
            self.output.push((name.to_owned(), value));
        }
    }

    /// Adds items to a list of the output.
    fn answer_more(&mut self, name: &str, more: Vec<Json>) {
        if let Some((_, value)) = self.output.iter_mut().find(|(known, _)| known == name)
            && let JsonValue::Array(items) = &mut value.value
        {
            items.extend(more);
            return;
        }
        self.output.push((name.to_owned(), json(JsonValue::Array(more))));
    }

    fn output_member(&self, name: &str) -> Option<&'s Member> {
        self.action.output.iter().find(|member| member.name.value == name)
    }

    /// The value of a parameter, or what the service takes without it.
    fn parameter_or_default(&self, name: &str) -> Option<Json> {
        let declared = || self.action.parameters.iter().find(|member| member.name.value == name);
        match self.request.get(name) {
            Some(value) => Some(value.clone()),
            None => Some(declared()?.default.as_ref()?.value.clone()),
        }
    }

    fn is_forced(&self, parameter: Option<&str>) -> bool {
        parameter
            .and_then(|name| self.request.get(name))
            .is_some_and(same::is_yes)
    }
}
