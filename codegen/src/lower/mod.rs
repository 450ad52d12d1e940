//! From the spec to what is printed: every decision about names, types, order and docs is taken here.

mod docs;
mod examples;
mod ir;
mod json_text;
mod names;
mod optionality;
mod reach;
mod words;

pub(crate) use ir::{
    Call, Default, ErrorCodes, Field, Item, ItemShape, Module, OpenEnum, Presence, Shape, Struct, Variant,
};
pub(crate) use names::{UNKNOWN_VARIANT, check_names};

use crate::options::Options;
use crate::spec::{ActionFile, ErrorCode, ItemType, Member, Service, Spec, TypeFile};
use optionality::{presence, shape, takes_in_new};
use reach::{Cycles, Reach};

/// Lowers the services that `options` take in, in the order of the spec.
pub(crate) fn lower(spec: &Spec, options: &Options) -> Vec<Module> {
    let chosen = |service: &&Service| {
        let mut actions = service.actions.iter();
        actions.any(|action| options.includes(&service.file.name, &action.name))
    };
    spec.services
        .iter()
        .filter(chosen)
        .map(|service| Lowering::new(service, spec, options).module())
        .collect()
}

/// One service version on its way.
struct Lowering<'a> {
    service: &'a Service,
    options: &'a Options,
    is_default: bool,
    reach: Reach,
    cycles: Cycles<'a>,
}

impl<'a> Lowering<'a> {
    fn new(service: &'a Service, spec: &Spec, options: &'a Options) -> Self {
        let name = &service.file.name;
        let versions = spec.services.iter().filter(|other| other.file.name == *name).count();
        Self {
            service,
            options,
            is_default: versions == 1 || service.file.default_version,
            reach: Reach::of(service, |action| options.includes(name, action)),
            cycles: Cycles::of(service),
        }
    }

    fn module(&self) -> Module {
        let file = &self.service.file;
        Module {
            service: names::module_name(&file.name),
            version: self.service.version_module(),
            docs: docs::version(self.service),
            service_docs: docs::service(file),
            is_default: self.is_default,
            items: self.items(),
        }
    }

    /// Actions by name, each with what it brings; then the types that they share, by name.
    fn items(&self) -> Vec<Item> {
        let mut items = Vec::new();
        let is_chosen = |action: &&ActionFile| self.options.includes(&self.service.file.name, &action.name);
        for action in self.service.actions.iter().filter(is_chosen) {
            self.push_action(action, &mut items);
        }
        if self.extern_path().is_some() {
            return items;
        }
        for shared in &self.service.types {
            if self.reach.chosen.contains(shared.name.as_str()) {
                items.push(self.shared(shared));
            }
        }
        items
    }

    fn push_action(&self, action: &ActionFile, items: &mut Vec<Item>) {
        let error_codes = self.error_codes(action);
        items.push(Item::Call(self.call(action, error_codes.as_ref())));
        items.push(Item::Struct(self.request(action)));
        items.push(Item::Struct(self.response(action)));
        items.extend(error_codes.map(Item::ErrorCodes));
    }

    fn call(&self, action: &ActionFile, error_codes: Option<&ErrorCodes>) -> Call {
        let file = &self.service.file;
        let mut lines = docs::action(action, error_codes.map(|codes| codes.name.as_str()));
        let module = self.options.doctest_crate.as_ref().map(|root| {
            let service = names::module_name(&file.name);
            match self.is_default {
                true => format!("{root}::{service}"),
                false => format!("{root}::{service}::{}", self.service.version_module()),
            }
        });
        let module = module.filter(|_| self.extern_path().is_none());
        lines.extend(examples::lines(self.service, action, module.as_deref()));
        Call {
            function: names::function_name(action),
            docs: lines,
            deprecated: action.deprecated.as_ref().map(|reason| docs::inline(reason)),
            request: names::request_type(&action.name),
            response: names::response_type(&action.name),
            service: file.name.value.clone(),
            version: file.version.value.clone(),
            action: action.name.value.clone(),
            host: file.host.value.clone(),
            region_required: action.region_required,
            read_only: action.read_only,
            rate_limit: action.rate_limit.as_ref().map(|limit| limit.value),
        }
    }

    fn request(&self, action: &ActionFile) -> Struct {
        let lines = vec![format!(
            "Request of [`{}`].",
            names::function_name(action).trim_start_matches("r#")
        )];
        self.structure(&names::request_type(&action.name), lines, &action.parameters, true)
    }

    /// The request ID stands in the envelope of every response, not in the type of one.
    fn response(&self, action: &ActionFile) -> Struct {
        let lines = vec![format!(
            "Response of [`{}`].",
            names::function_name(action).trim_start_matches("r#")
        )];
        let members: Vec<Member> = action
            .output
            .iter()
            .filter(|member| member.name.value != "RequestId")
            .cloned()
            .collect();
        let name = names::response_type(&action.name);
        self.structure(&name, self.with_request_id(action, lines), &members, false)
    }

    fn with_request_id(&self, action: &ActionFile, mut lines: Vec<String>) -> Vec<String> {
        if let Some(request_id) = action.output.iter().find(|member| member.name.value == "RequestId") {
            lines.push(String::new());
            lines.push("`RequestId` is read by `Response::request_id()`:".to_owned());
            lines.extend(docs::member(request_id, false, None));
        }
        lines
    }

    fn shared(&self, shared: &TypeFile) -> Item {
        let mut lines = docs::prose(&shared.description);
        if let Some(source) = &shared.imported_from {
            docs::paragraph(
                &mut lines,
                [format!("Imported from {}.", docs::prose(source).join(" "))],
            );
        }
        match &shared.values {
            Some(values) => Item::OpenEnum(OpenEnum {
                name: shared.name.value.clone(),
                docs: lines,
                attributes: self.type_attributes(&shared.name),
                variants: values
                    .iter()
                    .map(|value| Variant {
                        name: names::value_variant(value),
                        wire: value.value.value.clone(),
                        docs: with_wire_text(docs::prose(&value.description), &value.value),
                    })
                    .collect(),
            }),
            None => {
                let members = shared.members.as_deref().unwrap_or_default();
                let is_input = self.reach.input.contains(shared.name.as_str());
                Item::Struct(self.structure(&shared.name, lines, members, is_input))
            }
        }
    }

    fn structure(&self, name: &str, lines: Vec<String>, members: &[Member], is_input: bool) -> Struct {
        let by_new = takes_in_new(members);
        Struct {
            name: name.to_owned(),
            docs: lines,
            attributes: self.type_attributes(name),
            is_input,
            default: optionality::default(members, is_input),
            fields: members
                .iter()
                .map(|member| self.field(name, member, is_input, by_new))
                .collect(),
        }
    }

    fn field(&self, owner: &str, member: &Member, is_input: bool, by_new: bool) -> Field {
        let name = names::field_name(member);
        let item = self.item_shape(owner, member);
        let values = member
            .values
            .as_ref()
            .and_then(|values| self.service.type_named(values));
        let is_argument = is_input && member.required && by_new;
        Field {
            wire_name: member.name.value.clone(),
            docs: docs::member(member, is_input, values),
            attributes: self.field_attributes(owner, &member.name),
            deprecated: member.deprecated.as_ref().map(|reason| docs::inline(reason)),
            shape: shape(member, &item, is_input, by_new),
            presence: presence(member, &item, is_input),
            secret: member.secret,
            is_argument,
            setter: (is_input && !is_argument).then(|| names::setter_name(&name)),
            item,
            name,
        }
    }

    fn item_shape(&self, owner: &str, member: &Member) -> ItemShape {
        if let Some(values) = &member.values {
            return ItemShape::Values(self.type_path(values));
        }
        let type_ref = member.type_ref();
        match type_ref.item {
            ItemType::String | ItemType::Date | ItemType::Timestamp | ItemType::TimestampIso8601 => ItemShape::Text,
            ItemType::Int64 => ItemShape::Int64,
            ItemType::Uint64 => ItemShape::Uint64,
            ItemType::Float => ItemShape::Float,
            ItemType::Boolean => ItemShape::Boolean,
            ItemType::Object => ItemShape::Json,
            ItemType::Named(name) if !type_ref.list && self.cycles.closes(owner, name) => {
                ItemShape::BoxedType(self.type_path(name))
            }
            ItemType::Named(name) => ItemShape::Type(self.type_path(name)),
        }
    }

    fn type_path(&self, name: &str) -> String {
        match self.extern_path() {
            Some(path) => format!("{path}::{name}"),
            None => name.to_owned(),
        }
    }

    fn extern_path(&self) -> Option<&str> {
        self.options
            .extern_types
            .get(self.service.file.name.as_str())
            .map(String::as_str)
    }

    fn error_codes(&self, action: &ActionFile) -> Option<ErrorCodes> {
        let variant = |error: &ErrorCode| Variant {
            name: names::code_variant(error),
            wire: error.code.value.clone(),
            docs: match &error.description {
                Some(description) => with_wire_text(docs::prose(description), &error.code),
                None => vec![docs::code(&error.code)],
            },
        };
        let function = names::function_name(action);
        (!action.errors.is_empty()).then(|| ErrorCodes {
            name: names::error_code_type(&action.name),
            docs: vec![format!(
                "Error codes that the documentation lists for [`{}`].",
                function.trim_start_matches("r#")
            )],
            variants: action.errors.iter().map(variant).collect(),
        })
    }

    fn type_attributes(&self, name: &str) -> Vec<String> {
        let path = format!("{}.{name}", self.service.file.name.value);
        attributes(&self.options.type_attributes, &path)
    }

    fn field_attributes(&self, owner: &str, member: &str) -> Vec<String> {
        let path = format!("{}.{owner}.{member}", self.service.file.name.value);
        attributes(&self.options.field_attributes, &path)
    }
}

fn attributes(given: &[(String, String)], path: &str) -> Vec<String> {
    let here = given.iter().filter(|(wanted, _)| wanted == path);
    here.map(|(_, attribute)| attribute.clone()).collect()
}

/// Docs of a variant: what it means, then what is sent for it.
fn with_wire_text(mut lines: Vec<String>, wire: &str) -> Vec<String> {
    match lines.last_mut() {
        Some(last) => last.push_str(&format!(" ({})", docs::code(wire))),
        None => lines.push(docs::code(wire)),
    }
    lines
}
