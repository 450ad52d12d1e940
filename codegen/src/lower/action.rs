//! An action: its function, its request, its response, its error codes.

use super::structure::with_wire_text;
use super::{Call, ErrorCodes, Item, Lowering, Struct, Variant, docs, examples, paging};
use crate::naming;
use crate::spec::{ActionFile, ErrorCode, Member};

impl Lowering<'_> {
    pub(super) fn push_action(&self, action: &ActionFile, items: &mut Vec<Item>) {
        let error_codes = self.error_codes(action);
        let call = self.call(action, error_codes.as_ref());
        let request = self.request(action, &call);
        let response = self.response(action);
        let paging = paging::paging(action, &call, &response);
        items.push(Item::Call(call));
        items.push(Item::Struct(request));
        items.push(Item::Struct(response));
        items.extend(paging.map(Item::Paging));
        items.extend(error_codes.map(Item::ErrorCodes));
    }

    fn call(&self, action: &ActionFile, error_codes: Option<&ErrorCodes>) -> Call {
        let file = &self.service.file;
        let lines = docs::action(action, file, error_codes.map(|codes| codes.name.as_str()));
        let module = self.options.doctest_crate.as_ref().map(|root| {
            let service = naming::module_name(&file.name);
            if self.is_default {
                format!("{root}::{service}")
            } else {
                format!("{root}::{service}::{}", self.service.version_module())
            }
        });
        let module = module.filter(|_| !self.options.has_extern_types(&file.name));
        Call {
            has_function: self.options.calls,
            function: naming::function_name(action),
            docs: lines,
            examples: examples::examples(self.service, action, module.as_deref()),
            deprecated: action.deprecated.as_ref().map(|reason| docs::inline(reason)),
            request: naming::request_type(&action.name),
            response: naming::response_type(&action.name),
            action: action.name.value.clone(),
            host: action.host.as_ref().map(|host| host.value.clone()),
            region_required: action.region_required,
            read_only: action.is_read_only(),
            streaming: action.streaming.value,
            rate_limit: action.rate_limit.as_ref().map(|limit| limit.value),
            content: action.content(),
            signed: action.is_signed(),
        }
    }

    /// Where there is no function, its docs are on the request.
    fn request(&self, action: &ActionFile, call: &Call) -> Struct {
        let lines = if call.has_function {
            vec![format!("Request of {}.", self.mention(action))]
        } else {
            call.docs.clone()
        };
        let mut request = self.structure(&naming::request_type(&action.name), lines, &action.parameters, true);
        if !call.has_function {
            request.examples.clone_from(&call.examples);
        }
        request
    }

    /// The request ID is part of the envelope of every response, not of its type.
    fn response(&self, action: &ActionFile) -> Struct {
        let lines = vec![format!("Response of {}.", self.mention(action))];
        let members: Vec<Member> = action
            .output
            .iter()
            .filter(|member| member.name.value != "RequestId")
            .cloned()
            .collect();
        let name = naming::response_type(&action.name);
        let response = self.structure(&name, self.with_request_id(action, lines), &members, false);
        Struct {
            // A quarter of all actions: a type each would be a quarter of the responses that rustc reads.
            is_empty_response: response.fields.is_empty() && response.attributes.is_empty(),
            ..response
        }
    }

    /// A link to the action: to its function, or else to its request.
    fn mention(&self, action: &ActionFile) -> String {
        if self.options.calls {
            format!("[`{}`]", naming::function_name(action).trim_start_matches("r#"))
        } else {
            format!("[`{}`]", naming::request_type(&action.name))
        }
    }

    fn with_request_id(&self, action: &ActionFile, mut lines: Vec<String>) -> Vec<String> {
        if let Some(request_id) = action.output.iter().find(|member| member.name.value == "RequestId") {
            lines.push(String::new());
            lines.push("In addition, `Response::request_id()` returns:".to_owned());
            lines.extend(docs::member(request_id, false, None));
        }
        lines
    }

    /// The codes that the documentation lists for the service and not for each action.
    pub(super) fn service_error_codes(&self) -> Option<ErrorCodes> {
        let file = &self.service.file;
        let name = naming::service_error_code_type(&file.name);
        let lines = vec![format!(
            "Error codes that the documentation lists for {}.",
            docs::inline(&file.title)
        )];
        self.codes(name, lines, &file.errors)
    }

    fn error_codes(&self, action: &ActionFile) -> Option<ErrorCodes> {
        let lines = vec![format!(
            "Error codes that the documentation lists for {}.",
            self.mention(action)
        )];
        self.codes(naming::error_code_type(&action.name), lines, &action.errors)
    }

    fn codes(&self, name: String, docs: Vec<String>, errors: &[ErrorCode]) -> Option<ErrorCodes> {
        let variant = |error: &ErrorCode| Variant {
            name: self.code_variants.of(error),
            wire: error.code.value.clone(),
            docs: match &error.description {
                Some(description) => with_wire_text(docs::prose(description), &error.code),
                None => vec![docs::code(&error.code)],
            },
        };
        (!errors.is_empty()).then(|| ErrorCodes {
            name,
            docs,
            variants: errors.iter().map(variant).collect(),
        })
    }
}
