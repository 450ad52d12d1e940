//! Executes the rules of an action: creates, modifies, deletes, lists and shows records.

pub(crate) mod client_token;
mod filters;
mod output;
mod pagination;
mod reads;
mod targets;
mod writes;

use tc3_codegen::spec::emulator::{ActionRule, Resource};
use tc3_codegen::spec::{ActionFile, Json};

use super::json_eq;
use super::session::{RequestParams, Session};
use crate::responses::ResponseWriter;
use crate::wire::error::ApiError;

/// Executes one request.
pub(crate) struct RuleExecutor<'t, 's> {
    pub(crate) session: Session<'t, 's>,
    action: &'s ActionFile,
    rule: &'s ActionRule,
    request: RequestParams,
    /// The members of the output that have a value so far, by their paths.
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
