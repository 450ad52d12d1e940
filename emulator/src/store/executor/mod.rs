//! Executes the rules of an action: creates, modifies, deletes, lists and shows records.

pub(crate) mod client_token;
mod filters;
mod pagination;
mod reads;
mod targets;
mod writes;

use tc3_codegen::spec::emulator::{ActionRule, Resource};
use tc3_codegen::spec::{ActionFile, Json, JsonValue, Member};

use super::json_eq;
use super::session::{RequestParams, Session};
use crate::responses::{REQUEST_ID, ResponseWriter};
use crate::wire::error::ApiError;
use crate::wire::json::json;

/// Executes one request.
pub(crate) struct RuleExecutor<'t, 's> {
    pub(crate) session: Session<'t, 's>,
    action: &'s ActionFile,
    rule: &'s ActionRule,
    request: RequestParams,
    /// The members of the output that have a value so far.
    output: Vec<(String, Json)>,
    /// The first record that was created.
    creation: Option<(&'s Resource, u64)>,
    writer: ResponseWriter<'s>,
}

impl<'t, 's> RuleExecutor<'t, 's> {
    pub(crate) fn new(session: Session<'t, 's>, action: &'s ActionFile, rule: &'s ActionRule, body: &Json) -> Self {
        let mut writer = ResponseWriter::for_records(session.service, session.now, 0);
        let request = RequestParams::read(body, action, &mut writer);
        Self {
            session,
            action,
            rule,
            request,
            output: Vec::new(),
            creation: None,
            writer,
        }
    }

    /// Executes every rule of the action, and returns the output.
    fn execute(&mut self) -> Result<Vec<(String, Json)>, ApiError> {
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
        Ok(self.complete_output())
    }

    /// Every member of the output. Of those without a value, lists are empty and nullable members absent.
    fn complete_output(&mut self) -> Vec<(String, Json)> {
        let mut output = Vec::new();
        for member in self
            .action
            .output
            .iter()
            .filter(|member| member.name.value != REQUEST_ID)
        {
            let found = self.output.iter().position(|(name, _)| *name == member.name.value);
            let value = match found {
                Some(position) => self.output.swap_remove(position).1,
                None if member.nullable && !member.type_ref().list => continue,
                None => self.writer.synthesize(member),
            };
            output.push((member.name.value.clone(), value));
        }
        output
    }

    /// Sets a member of the output, as a value of its declared type.
    fn set_output(&mut self, name: &str, value: &Json) {
        if let Some(member) = self.output_member(name) {
            let value = self.writer.coerce_stored(member, value);
            self.output.push((name.to_owned(), value));
        }
    }

    /// Appends items to a list of the output.
    fn append_output(&mut self, name: &str, more: Vec<Json>) {
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

    /// The value of a parameter, or its default.
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
            .is_some_and(json_eq::is_truthy)
    }
}
