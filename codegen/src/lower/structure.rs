//! Requests, responses and the types that they share.

use super::optionality::{self, presence, shape};
use super::{Field, Integers, Item, ItemShape, Lowering, OpenEnum, Setter, Struct, Variant, docs};
use crate::naming;
use crate::request_code::takes_in_new;
use crate::spec::{ItemType, Member, TypeFile};

impl Lowering<'_> {
    pub(super) fn shared(&self, shared: &TypeFile) -> Item {
        let mut lines = docs::prose(&shared.description);
        if lines.is_empty() {
            // An imported type has no description until a person writes one.
            lines.push(format!("The type {}.", docs::code(&shared.name)));
        }
        match (&shared.values, &shared.integers) {
            (Some(values), _) => Item::OpenEnum(OpenEnum {
                name: shared.name.value.clone(),
                docs: lines,
                attributes: self.type_attributes(&shared.name),
                variants: values
                    .iter()
                    .map(|value| Variant {
                        name: naming::value_variant(value),
                        wire: value.value.value.clone(),
                        docs: with_wire_text(docs::prose(&value.description), &value.value),
                    })
                    .collect(),
            }),
            (None, Some(integers)) => Item::Integers(Integers {
                name: shared.name.value.clone(),
                docs: lines,
                attributes: self.type_attributes(&shared.name),
                unsigned: shared.is_unsigned(),
                constants: integers
                    .iter()
                    .map(|integer| {
                        let wire = integer.value.value.to_string();
                        Variant {
                            name: integer.rust_name.value.clone(),
                            docs: with_wire_text(docs::prose(&integer.description), &wire),
                            wire,
                        }
                    })
                    .collect(),
            }),
            (None, None) => {
                let members = shared.members.as_deref().unwrap_or_default();
                let is_input = self.reach.input.contains(shared.name.as_str());
                Item::Struct(self.structure(&shared.name, lines, members, is_input))
            }
        }
    }

    pub(super) fn structure(&self, name: &str, lines: Vec<String>, members: &[Member], is_input: bool) -> Struct {
        let by_new = takes_in_new(members);
        Struct {
            name: name.to_owned(),
            docs: lines,
            examples: Vec::new(),
            attributes: self.type_attributes(name),
            is_input,
            is_empty_response: false,
            default: optionality::default(members, is_input),
            fields: members
                .iter()
                .map(|member| self.field(name, member, is_input, by_new))
                .collect(),
        }
    }

    fn field(&self, owner: &str, member: &Member, is_input: bool, by_new: bool) -> Field {
        let name = naming::field_name(member);
        let item = self.item_shape(owner, member);
        let set = member.values.as_ref();
        let set = set.and_then(|name| Some((self.service.type_named(name)?, self.type_path(name))));
        let is_argument = is_input && member.required && by_new;
        Field {
            wire_name: member.name.value.clone(),
            docs: docs::member(member, is_input, set.as_ref().map(|(set, path)| (*set, path.as_str()))),
            attributes: self.field_attributes(owner, &member.name),
            deprecated: member.deprecated.as_ref().map(|reason| docs::inline(reason)),
            shape: shape(member, &item, is_input, by_new),
            presence: presence(member, &item, is_input),
            nullable: is_input && member.required && member.nullable,
            secret: member.is_secret(),
            is_argument,
            setter: (is_input && !is_argument).then(|| Setter {
                name: naming::setter_name(&name),
                docs: vec![docs::setter(member, &name)],
            }),
            item,
            name,
        }
    }

    fn item_shape(&self, owner: &str, member: &Member) -> ItemShape {
        if let Some(values) = member.value_enum() {
            return ItemShape::Values(self.type_path(values));
        }
        let type_ref = self.service.type_of(member);
        match type_ref.item {
            ItemType::String | ItemType::Date | ItemType::Timestamp | ItemType::TimestampIso8601 => ItemShape::Text,
            ItemType::Int64 => ItemShape::Int64,
            ItemType::Uint64 => ItemShape::Uint64,
            ItemType::Float => ItemShape::Float,
            ItemType::Boolean => ItemShape::Boolean,
            ItemType::Object => ItemShape::Json,
            ItemType::Binary => ItemShape::Binary,
            ItemType::Named(name) if !type_ref.list && self.cycles.closes(owner, name) => {
                ItemShape::BoxedType(self.type_path(name))
            }
            ItemType::Named(name) => ItemShape::Type(self.type_path(name)),
        }
    }

    fn type_path(&self, name: &str) -> String {
        self.extern_path(name).unwrap_or_else(|| name.to_owned())
    }

    /// The path of a type that another crate has.
    pub(super) fn extern_path(&self, type_name: &str) -> Option<String> {
        self.options.extern_path(&self.service.file.name, type_name)
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
pub(super) fn with_wire_text(mut lines: Vec<String>, wire: &str) -> Vec<String> {
    match lines.last_mut() {
        Some(last) => last.push_str(&format!(" ({})", docs::code(wire))),
        None => lines.push(docs::code(wire)),
    }
    lines
}
