//! Requests, responses and the types nested in them: the struct, `new` and setters, and the table of its members.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::layout::{Names, Place, Template, block, block_of_fields, block_of_functions};
use super::lines::{Lines, string, write_line};
use super::{Layouts, Result, examples, identifier, name, path};
use crate::lower::{Default, Field, ItemShape, Presence, Setter, Shape, Struct};

/// The struct and its impl.
pub(super) fn structure(structure: &Struct, layouts: &mut Layouts) -> Result<Vec<String>> {
    let mut lines = Lines::new(layouts.pretty, 0);
    lines.docs(&structure.docs);
    lines.docs(&examples::lines(&structure.examples));
    lines.attributes(&structure.attributes)?;
    let mut fields = String::new();
    for field in &structure.fields {
        self::field(field, layouts, &mut fields)?;
    }
    let template = StructItem {
        is_input: structure.is_input,
        has_fields: !structure.fields.is_empty(),
    };
    let mut text = String::new();
    let names = [name(&structure.name)?];
    layouts
        .structure
        .write(&mut text, template, &names, &[lines.text(), &fields])?;
    Ok([Some(text), constructors(structure, layouts)?]
        .into_iter()
        .flatten()
        .collect())
}

/// The name is that of the type.
#[derive(PartialEq, Eq, Hash)]
pub(super) struct StructItem {
    is_input: bool,
    has_fields: bool,
}

impl Template for StructItem {
    const PLACE: Place = Place::File;

    fn tokens(&self, names: &Names<'_>) -> TokenStream {
        let name = names.identifier(0);
        let lines = block(0);
        let must_use = self.is_input.then(|| quote!(#[must_use]));
        let fields = self.has_fields.then(|| block_of_fields(1));
        quote! {
            #lines
            #[non_exhaustive]
            #must_use
            pub struct #name {
                #fields
            }
        }
    }
}

/// The name of a response without members.
pub(super) fn empty_response(structure: &Struct, layouts: &mut Layouts) -> Result<String> {
    let mut lines = Lines::new(layouts.pretty, 0);
    lines.docs(&structure.docs);
    let mut text = String::new();
    let names = [name(&structure.name)?];
    layouts
        .empty_response
        .write(&mut text, EmptyResponse, &names, &[lines.text()])?;
    Ok(text)
}

/// The name is that of the type.
#[derive(PartialEq, Eq, Hash)]
pub(super) struct EmptyResponse;

impl Template for EmptyResponse {
    const PLACE: Place = Place::File;

    fn tokens(&self, names: &Names<'_>) -> TokenStream {
        let lines = block(0);
        let name = names.identifier(0);
        quote! {
            #lines
            pub type #name = rt::EmptyResponse;
        }
    }
}

fn field(field: &Field, layouts: &mut Layouts, text: &mut String) -> Result<()> {
    let mut lines = Lines::new(layouts.pretty, 1);
    lines.docs(&field.docs);
    lines.attributes(&field.attributes)?;
    lines.deprecated(field.deprecated.as_deref())?;
    let (kind, item) = kind_of(&field.item);
    let template = FieldOf {
        shape: field.shape,
        kind,
    };
    let names = [name(&field.name)?, &path(item)?];
    layouts.field.write(text, template, &names, &[lines.text()])
}

/// The names are those of the field and of the type of its item.
#[derive(PartialEq, Eq, Hash)]
pub(super) struct FieldOf {
    shape: Shape,
    kind: Kind,
}

impl Template for FieldOf {
    const PLACE: Place = Place::Struct;

    fn tokens(&self, names: &Names<'_>) -> TokenStream {
        let lines = block(0);
        let name = names.identifier(0);
        let item = self.kind.tokens(names, 1);
        let type_ = match self.shape {
            Shape::Plain => item,
            Shape::Optional => quote!(rt::Option<#item>),
            Shape::List => quote!(rt::Vec<#item>),
            Shape::OptionalList => quote!(rt::Option<rt::Vec<#item>>),
        };
        quote!(#lines pub #name: #type_,)
    }
}

/// What an item is, apart from the name of its type.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Kind {
    Text,
    Int64,
    Uint64,
    Float,
    Boolean,
    Json,
    Binary,
    Values,
    Type,
    BoxedType,
}

/// The kind of an item, and the path of its type, which is empty if the kind is all there is.
pub(super) fn kind_of(item: &ItemShape) -> (Kind, &str) {
    match item {
        ItemShape::Text => (Kind::Text, ""),
        ItemShape::Int64 => (Kind::Int64, ""),
        ItemShape::Uint64 => (Kind::Uint64, ""),
        ItemShape::Float => (Kind::Float, ""),
        ItemShape::Boolean => (Kind::Boolean, ""),
        ItemShape::Json => (Kind::Json, ""),
        ItemShape::Binary => (Kind::Binary, ""),
        ItemShape::Values(path) => (Kind::Values, path),
        ItemShape::Type(path) => (Kind::Type, path),
        ItemShape::BoxedType(path) => (Kind::BoxedType, path),
    }
}

impl Kind {
    /// The type of one item, whose path is the name at `index`.
    pub(super) fn tokens(self, names: &Names<'_>, index: usize) -> TokenStream {
        match self {
            Self::Text => quote!(rt::String),
            Self::Int64 => quote!(i64),
            Self::Uint64 => quote!(u64),
            Self::Float => quote!(f64),
            Self::Boolean => quote!(bool),
            Self::Json => quote!(rt::Value),
            Self::Binary => quote!(rt::Bytes),
            Self::Values | Self::Type => names.path(index),
            Self::BoxedType => {
                let path = names.path(index);
                quote!(rt::Box<#path>)
            }
        }
    }

    /// Whether an argument may be anything that converts: text, a value set, bytes.
    fn converts(self) -> bool {
        matches!(self, Self::Text | Self::Values | Self::Binary)
    }
}

/// An argument that fills a field.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct Argument {
    shape: Shape,
    kind: Kind,
}

impl Argument {
    /// Its type. The name at `index` is the path of the type of an item.
    fn type_(self, names: &Names<'_>, index: usize) -> TokenStream {
        let item = match self.kind {
            Kind::BoxedType => names.path(index),
            kind => kind.tokens(names, index),
        };
        let item = if self.kind.converts() {
            quote!(impl rt::Into<#item>)
        } else {
            item
        };
        match self.shape {
            Shape::Plain | Shape::Optional => item,
            Shape::List | Shape::OptionalList => quote!(impl rt::IntoIterator<Item = #item>),
        }
    }

    /// What the field becomes, given the argument; `None` if that is the argument itself.
    fn filled(self, argument: &Ident) -> Option<TokenStream> {
        let value = match (self.shape, self.kind.converts(), self.kind) {
            (Shape::List | Shape::OptionalList, true, _) => {
                quote!(#argument.into_iter().map(rt::Into::into).collect())
            }
            (Shape::List | Shape::OptionalList, false, _) => quote!(#argument.into_iter().collect()),
            (_, _, Kind::BoxedType) => quote!(rt::Box::new(#argument)),
            (_, true, _) => quote!(#argument.into()),
            (Shape::Plain, false, _) => return None,
            (Shape::Optional, false, _) => quote!(#argument),
        };
        Some(match self.shape {
            Shape::Plain | Shape::List => value,
            Shape::Optional | Shape::OptionalList => quote!(rt::Some(#value)),
        })
    }
}

fn constructors(structure: &Struct, layouts: &mut Layouts) -> Result<Option<String>> {
    let mut functions = String::new();
    new(structure, layouts, &mut functions)?;
    for field in &structure.fields {
        if let Some(setter) = &field.setter {
            self::setter(field, setter, layouts, &mut functions)?;
        }
    }
    if functions.is_empty() {
        return Ok(None);
    }
    let template = StructImpl {
        touches_deprecated: structure.fields.iter().any(|field| field.deprecated.is_some()),
    };
    let mut text = String::new();
    let names = [name(&structure.name)?];
    layouts.constructors.write(&mut text, template, &names, &[&functions])?;
    Ok(Some(text))
}

/// The name is that of the type.
#[derive(PartialEq, Eq, Hash)]
pub(super) struct StructImpl {
    /// Whether it has to touch members which callers should no longer use.
    touches_deprecated: bool,
}

impl Template for StructImpl {
    const PLACE: Place = Place::File;

    fn tokens(&self, names: &Names<'_>) -> TokenStream {
        let name = names.identifier(0);
        let allow = self.touches_deprecated.then(|| quote!(#[allow(deprecated)]));
        let functions = block_of_functions(0);
        quote! {
            #allow
            impl #name {
                #functions
            }
        }
    }
}

/// `new` with what is required; one without arguments is part of what the runtime's macro adds.
fn new(structure: &Struct, layouts: &mut Layouts, text: &mut String) -> Result<()> {
    let mut template = New {
        arguments: Vec::new(),
        fills_all: structure.arguments().count() == structure.fields.len(),
    };
    let mut names = Vec::new();
    for field in structure.arguments() {
        let (kind, item) = kind_of(&field.item);
        let shape = field.shape;
        template.arguments.push(Argument { shape, kind });
        names.push(name(&field.name)?.to_owned());
        names.push(path(item)?.into_owned());
    }
    if names.is_empty() {
        return Ok(());
    }
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    layouts.new.write(text, template, &names, &[])
}

/// The names are those of each argument's field and of the type of its item.
#[derive(PartialEq, Eq, Hash)]
pub(super) struct New {
    arguments: Vec<Argument>,
    fills_all: bool,
}

impl Template for New {
    const PLACE: Place = Place::Impl;

    fn tokens(&self, names: &Names<'_>) -> TokenStream {
        let mut parameters = Vec::new();
        let mut members = Vec::new();
        for (index, argument) in self.arguments.iter().enumerate() {
            let name = names.identifier(2 * index);
            let type_ = argument.type_(names, 2 * index + 1);
            parameters.push(quote!(#name: #type_));
            members.push(match argument.filled(&name) {
                None => quote!(#name),
                Some(value) => quote!(#name: #value),
            });
        }
        let rest = (!self.fills_all).then(|| quote!(..rt::Record::empty()));
        quote! {
            /// Creates it with the required members; the optional ones are not set.
            pub fn new(#(#parameters),*) -> Self {
                Self { #(#members,)* #rest }
            }
        }
    }
}

fn setter(field: &Field, setter: &Setter, layouts: &mut Layouts, text: &mut String) -> Result<()> {
    let mut lines = Lines::new(layouts.pretty, 1);
    lines.docs(&setter.docs);
    lines.deprecated(field.deprecated.as_deref())?;
    let (kind, item) = kind_of(&field.item);
    let shape = field.shape;
    let template = SetterOf {
        value: Argument { shape, kind },
    };
    let names = [name(&setter.name)?, name(&field.name)?, &path(item)?];
    layouts.setter.write(text, template, &names, &[lines.text()])
}

/// The names are its own, that of the field and that of the type of its item.
#[derive(PartialEq, Eq, Hash)]
pub(super) struct SetterOf {
    value: Argument,
}

impl Template for SetterOf {
    const PLACE: Place = Place::Impl;

    fn tokens(&self, names: &Names<'_>) -> TokenStream {
        let lines = block(0);
        let (setter, name) = (names.identifier(0), names.identifier(1));
        let argument = self.value.type_(names, 2);
        let value = quote::format_ident!("value");
        let filled = self.value.filled(&value).unwrap_or(quote!(#value));
        quote! {
            #lines
            pub fn #setter(mut self, value: #argument) -> Self {
                self.#name = #filled;
                self
            }
        }
    }
}

/// The table of a type: the wire names of its members and access to each by its index.
pub(super) fn record(structure: &Struct) -> Result<String> {
    let name = identifier(&structure.name)?;
    let default = match structure.default {
        Default::None => "",
        Default::Trait => ", Default",
        Default::TraitAndNew => ", new",
    };
    let mut text = String::new();
    if structure.fields.is_empty() {
        write_line(&mut text, &format!("rt::record!({name}{default} {{}});"), 0);
        return Ok(text);
    }
    write_line(&mut text, &format!("rt::record!({name}{default} {{"), 0);
    for (index, field) in structure.fields.iter().enumerate() {
        let member = identifier(&field.name)?;
        write_line(&mut text, &format!("{index}: {member} = {},", entry(field)), 1);
    }
    write_line(&mut text, "});", 0);
    Ok(text)
}

fn entry(field: &Field) -> String {
    let presence = match field.presence {
        Presence::Required => "required",
        Presence::Always => "always",
        Presence::Optional => "optional",
    };
    let nullable = if field.nullable { ".nullable()" } else { "" };
    let secret = if field.secret { ".secret()" } else { "" };
    format!("{presence}({}){nullable}{secret}", string(&field.wire_name))
}
