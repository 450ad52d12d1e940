//! Builds the expression of a typed request from its JSON, by what the action declares.

use std::collections::BTreeSet;

use super::RequestCodeError;
use super::expression::{Expression, ItemShape};
use super::values::{is_absent, present_items, scalar, text_of};
use crate::naming::{field_name, setter_name, value_variant};
use crate::spec::{ItemType, Json, Member, Service};

/// Most required members that `new` takes; a type with more is filled by setters and checked when it is sent.
const MOST_ARGUMENTS: usize = 7;

/// Whether `new` takes the required ones of `members`.
pub(crate) fn takes_in_new(members: &[Member]) -> bool {
    members.iter().filter(|member| member.required).count() <= MOST_ARGUMENTS
}

/// Builds requests of one service.
pub(crate) struct RequestBuilder<'a> {
    service: &'a Service,
    bytes: &'a [(String, Vec<u8>)],
    /// The generated types that are named.
    imports: BTreeSet<String>,
}

type Built = Result<Expression, RequestCodeError>;

impl<'a> RequestBuilder<'a> {
    pub(crate) fn new(service: &'a Service, bytes: &'a [(String, Vec<u8>)]) -> Self {
        let imports = BTreeSet::new();
        Self {
            service,
            bytes,
            imports,
        }
    }

    /// The types that were named, in order.
    pub(crate) fn into_imports(self) -> Vec<String> {
        self.imports.into_iter().collect()
    }

    /// The expression that builds a `name` out of `json`, which is at the path `at`.
    pub(crate) fn structure(&mut self, name: &str, members: &[Member], json: &Json, at: &str) -> Built {
        let Some(entries) = json.as_object() else {
            return Err(RequestCodeError(format!(
                "{at} is {}, and {name} is a structure",
                json.kind()
            )));
        };
        let is_known = |name: &str| members.iter().any(|member| member.name.value == name);
        if let Some(unknown) = entries.iter().find(|entry| !is_known(&entry.name)) {
            let path = below(at, &unknown.name);
            return Err(RequestCodeError(format!("{path} is no member of {name}")));
        }
        self.imports.insert(name.to_owned());
        let by_new = takes_in_new(members);
        let mut arguments = Vec::new();
        let mut setters = Vec::new();
        for member in members {
            let path = below(at, &member.name);
            if let Some(bytes) = self.bytes_of(member, at) {
                let bytes = Expression::Bytes(bytes.to_vec());
                if member.required && by_new {
                    arguments.push(bytes);
                } else {
                    setters.push((setter_name(&field_name(member)), bytes));
                }
                continue;
            }
            let value = json.get(&member.name).filter(|value| !is_absent(value, member));
            match value {
                Some(value) if member.required && by_new => arguments.push(self.value(value, member, &path)?),
                Some(value) => setters.push((setter_name(&field_name(member)), self.value(value, member, &path)?)),
                None if member.required && by_new => {
                    return Err(RequestCodeError(format!("{path} is required, and has no value")));
                }
                None => {}
            }
        }
        Ok(Expression::New {
            type_name: name.to_owned(),
            arguments,
            setters,
        })
    }

    /// The bytes of a parameter; only parameters themselves can be bytes.
    fn bytes_of(&self, member: &Member, at: &str) -> Option<&'a [u8]> {
        let mut of_request = self.bytes.iter().filter(|_| at.is_empty());
        let found = of_request.find(|(name, _)| *name == member.name.value);
        found.map(|(_, bytes)| bytes.as_slice())
    }

    fn value(&mut self, json: &Json, member: &Member, at: &str) -> Built {
        if !member.type_ref().list {
            return self.item(json, member, at);
        }
        let items = present_items(json).enumerate();
        let items = items
            .map(|(index, item)| self.item(item, member, &below(at, &index.to_string())))
            .collect::<Result<Vec<Expression>, RequestCodeError>>()?;
        if items.is_empty() {
            return Ok(Expression::EmptyList(self.item_type(member)));
        }
        Ok(Expression::List(items))
    }

    fn item(&mut self, json: &Json, member: &Member, at: &str) -> Built {
        let unfit = || {
            let shown: String = json.to_string().chars().take(60).collect();
            RequestCodeError(format!(
                "{at} is a {}, which cannot hold {shown}",
                member.type_name.value
            ))
        };
        let parsed = match self.service.type_of(member).item {
            ItemType::Named(name) => {
                let named = self.service.type_named(name);
                let members = named.and_then(|named| named.members.as_deref()).ok_or_else(unfit)?;
                return self.structure(name, members, json, at);
            }
            ItemType::Object => Some(Expression::Json(json.to_string())),
            ItemType::Binary => None, // JSON has no bytes
            item if item.is_text() => text_of(json).map(|text| self.text(text, member)),
            ItemType::Int64 => scalar(json)
                .and_then(|digits| digits.parse().ok())
                .map(|value| self.constant(value, member).unwrap_or(Expression::Int64(value))),
            ItemType::Uint64 => scalar(json).and_then(|digits| digits.parse().ok()).map(|value: u64| {
                let named = i64::try_from(value).ok().and_then(|value| self.constant(value, member));
                named.unwrap_or(Expression::Uint64(value))
            }),
            ItemType::Float => {
                let value = scalar(json).and_then(|digits| digits.parse().ok());
                value.filter(|value: &f64| value.is_finite()).map(Expression::Float)
            }
            _ => scalar(json).and_then(|word| word.parse().ok()).map(Expression::Boolean),
        };
        parsed.ok_or_else(unfit)
    }

    fn text(&mut self, text: &str, member: &Member) -> Expression {
        let set = member.value_enum().and_then(|name| self.service.type_named(name));
        let listed = set.and_then(|set| set.values.iter().flatten().find(|value| value.value.value == text));
        match (set, listed) {
            (Some(set), Some(value)) => {
                self.imports.insert(set.name.value.clone());
                Expression::Variant {
                    set: set.name.value.clone(),
                    variant: value_variant(value),
                }
            }
            _ => Expression::Text(text.to_owned()),
        }
    }

    /// The constant of an integer, if it has a name.
    fn constant(&mut self, value: i64, member: &Member) -> Option<Expression> {
        let set = self.service.type_named(member.values.as_ref()?)?;
        let mut integers = set.integers.iter().flatten();
        let named = integers.find(|integer| integer.value.value == value)?;
        self.imports.insert(set.name.value.clone());
        Some(Expression::Variant {
            set: set.name.value.clone(),
            variant: named.rust_name.value.clone(),
        })
    }

    /// The type of the items of an empty list.
    fn item_type(&mut self, member: &Member) -> ItemShape {
        if let (ItemType::Named(name), _) | (_, Some(name)) = (
            self.service.type_of(member).item,
            member.value_enum().map(|name| name.as_str()),
        ) {
            self.imports.insert(name.to_owned());
        }
        match (self.service.type_of(member).item, member.value_enum()) {
            (_, Some(values)) => ItemShape::Values(values.value.clone()),
            (ItemType::Named(name), _) => ItemShape::Type(name.to_owned()),
            (ItemType::Int64, _) => ItemShape::Int64,
            (ItemType::Uint64, _) => ItemShape::Uint64,
            (ItemType::Float, _) => ItemShape::Float,
            (ItemType::Boolean, _) => ItemShape::Boolean,
            (ItemType::Object, _) => ItemShape::Json,
            _ => ItemShape::Text,
        }
    }
}

fn below(at: &str, name: &str) -> String {
    if at.is_empty() {
        return name.to_owned();
    }
    format!("{at}.{name}")
}
