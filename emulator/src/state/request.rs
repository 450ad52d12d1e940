//! The parameters of a request, as the declared types have them.

use tc3_codegen::spec::{ActionFile, Json, JsonValue};

use crate::answer::Writer;
use crate::json::object;

/// The parameters of a request: numbers and booleans out of their quotes, without nulls.
#[derive(Debug)]
pub(super) struct Request {
    parameters: Vec<(String, Json)>,
}

impl Request {
    pub(super) fn read<'s>(body: &Json, action: &'s ActionFile, writer: &mut Writer<'s>) -> Self {
        let sent = action.parameters.iter().filter_map(|member| {
            let value = body.get(&member.name)?;
            (value.value != JsonValue::Null).then(|| (member.name.value.clone(), writer.fit(member, value)))
        });
        Self {
            parameters: sent.collect(),
        }
    }

    pub(super) fn get(&self, name: &str) -> Option<&Json> {
        let found = self.parameters.iter().find(|(parameter, _)| parameter == name);
        found.map(|(_, value)| value)
    }

    pub(super) fn to_json(&self) -> Json {
        object(self.parameters.clone())
    }
}
