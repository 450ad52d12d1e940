//! Requests, responses and the types nested in them: the struct, `new` and setters, and the table of its members.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::lines::{string, write_line};
use super::{Result, attributes, docs, examples, identifier, path};
use crate::format::Fragment;
use crate::lower::{Default, Field, ItemShape, Presence, Setter, Shape, Struct};

pub(super) fn structure(structure: &Struct) -> Result<TokenStream> {
    let name = identifier(&structure.name)?;
    let lines = docs(&[structure.docs.as_slice(), &examples::lines(&structure.examples)].concat());
    let attributes = attributes(&structure.attributes)?;
    let must_use = structure.is_input.then(|| quote!(#[must_use]));
    let fields = structure.fields.iter().map(field).collect::<Result<Vec<_>>>()?;
    let constructors = constructors(structure)?;
    Ok(quote! {
        #lines
        #(#attributes)*
        #[non_exhaustive]
        #must_use
        pub struct #name {
            #(#fields,)*
        }

        #constructors
    })
}

/// The name of a response without members.
pub(super) fn empty_response(structure: &Struct) -> Result<TokenStream> {
    let name = identifier(&structure.name)?;
    let lines = docs(&structure.docs);
    Ok(quote! {
        #lines
        pub type #name = rt::EmptyResponse;
    })
}

fn field(field: &Field) -> Result<TokenStream> {
    let name = identifier(&field.name)?;
    let type_ = field_type(field)?;
    let lines = docs(&field.docs);
    let attributes = attributes(&field.attributes)?;
    let deprecated = field.deprecated.iter();
    Ok(quote! {
        #lines
        #(#attributes)*
        #(#[deprecated = #deprecated])*
        pub #name: #type_
    })
}

/// The type of the field.
fn field_type(field: &Field) -> Result<TokenStream> {
    let item = item_type(&field.item)?;
    Ok(match field.shape {
        Shape::Plain => item,
        Shape::Optional => quote!(rt::Option<#item>),
        Shape::List => quote!(rt::Vec<#item>),
        Shape::OptionalList => quote!(rt::Option<rt::Vec<#item>>),
    })
}

/// The type of one item of the field.
pub(super) fn item_type(item: &ItemShape) -> Result<TokenStream> {
    Ok(match item {
        ItemShape::Text => quote!(rt::String),
        ItemShape::Int64 => quote!(i64),
        ItemShape::Uint64 => quote!(u64),
        ItemShape::Float => quote!(f64),
        ItemShape::Boolean => quote!(bool),
        ItemShape::Json => quote!(rt::Value),
        ItemShape::Binary => quote!(rt::Bytes),
        ItemShape::Values(name) | ItemShape::Type(name) => {
            let name = path(name)?;
            quote!(#name)
        }
        ItemShape::BoxedType(name) => {
            let name = path(name)?;
            quote!(rt::Box<#name>)
        }
    })
}

/// The type of the argument that fills the field.
fn argument_type(field: &Field) -> Result<TokenStream> {
    let item = match &field.item {
        ItemShape::BoxedType(name) => {
            let name = path(name)?;
            quote!(#name)
        }
        item => item_type(item)?,
    };
    let item = if converts(&field.item) {
        quote!(impl rt::Into<#item>)
    } else {
        item
    };
    Ok(match field.shape {
        Shape::Plain | Shape::Optional => item,
        Shape::List | Shape::OptionalList => quote!(impl rt::IntoIterator<Item = #item>),
    })
}

/// What the field becomes, given its argument.
fn filled(field: &Field, argument: &Ident) -> TokenStream {
    let value = match (field.shape, converts(&field.item), &field.item) {
        (Shape::List | Shape::OptionalList, true, _) => {
            quote!(#argument.into_iter().map(rt::Into::into).collect())
        }
        (Shape::List | Shape::OptionalList, false, _) => quote!(#argument.into_iter().collect()),
        (_, _, ItemShape::BoxedType(_)) => quote!(rt::Box::new(#argument)),
        (_, true, _) => quote!(#argument.into()),
        (_, false, _) => quote!(#argument),
    };
    match field.shape {
        Shape::Plain | Shape::List => value,
        Shape::Optional | Shape::OptionalList => quote!(rt::Some(#value)),
    }
}

/// Whether the argument may be anything that converts: text, a value set, bytes.
fn converts(item: &ItemShape) -> bool {
    matches!(item, ItemShape::Text | ItemShape::Values(_) | ItemShape::Binary)
}

fn constructors(structure: &Struct) -> Result<TokenStream> {
    let arguments: Vec<&Field> = structure.arguments().collect();
    let setters = structure
        .fields
        .iter()
        .filter_map(|field| Some((field, field.setter.as_ref()?)));
    let setters = setters
        .map(|(field, setter)| self::setter(field, setter))
        .collect::<Result<Vec<_>>>()?;
    if arguments.is_empty() && setters.is_empty() {
        return Ok(TokenStream::new());
    }
    let name = identifier(&structure.name)?;
    let new = new(structure, &arguments)?;
    let allow = allow_deprecated(structure);
    Ok(quote! {
        #allow
        impl #name {
            #new
            #(#setters)*
        }
    })
}

/// For impls that have to touch members which callers should no longer use.
pub(super) fn allow_deprecated(structure: &Struct) -> Option<TokenStream> {
    let any = structure.fields.iter().any(|field| field.deprecated.is_some());
    any.then(|| quote!(#[allow(deprecated)]))
}

/// `new` with what is required; one without arguments is part of what the runtime's macro adds.
fn new(structure: &Struct, arguments: &[&Field]) -> Result<TokenStream> {
    if arguments.is_empty() {
        return Ok(TokenStream::new());
    }
    let mut parameters = Vec::new();
    let mut members = Vec::new();
    for field in arguments {
        let name = identifier(&field.name)?;
        let argument = argument_type(field)?;
        parameters.push(quote!(#name: #argument));
        members.push(match filled(field, &name) {
            value if name == value.to_string() => value,
            value => quote!(#name: #value),
        });
    }
    let rest = (arguments.len() < structure.fields.len()).then(|| quote!(..rt::Record::empty()));
    Ok(quote! {
        /// Creates it with the required members; the optional ones are not set.
        pub fn new(#(#parameters),*) -> Self {
            Self { #(#members,)* #rest }
        }
    })
}

fn setter(field: &Field, setter: &Setter) -> Result<TokenStream> {
    let lines = docs(&setter.docs);
    let (setter, name) = (identifier(&setter.name)?, identifier(&field.name)?);
    let argument = argument_type(field)?;
    let filled = filled(field, &quote::format_ident!("value"));
    let deprecated = field.deprecated.iter();
    Ok(quote! {
        #lines
        #(#[deprecated = #deprecated])*
        pub fn #setter(mut self, value: #argument) -> Self {
            self.#name = #filled;
            self
        }
    })
}

/// The table of a type: the wire names of its members and access to each by its index.
pub(super) fn record(structure: &Struct) -> Result<Fragment> {
    let name = identifier(&structure.name)?;
    let default = match structure.default {
        Default::None => "",
        Default::Trait => ", Default",
        Default::TraitAndNew => ", new",
    };
    let mut text = String::new();
    if structure.fields.is_empty() {
        write_line(&mut text, &format!("rt::record!({name}{default} {{}});"), 0);
        return Ok(Fragment::Table(text));
    }
    write_line(&mut text, &format!("rt::record!({name}{default} {{"), 0);
    for (index, field) in structure.fields.iter().enumerate() {
        let member = identifier(&field.name)?;
        write_line(&mut text, &format!("{index}: {member} = {},", entry(field)), 1);
    }
    write_line(&mut text, "});", 0);
    Ok(Fragment::Table(text))
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
