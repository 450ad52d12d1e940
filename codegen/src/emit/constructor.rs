//! How a request, or a type nested in one, is made: `new` and setters.

use proc_macro2::TokenStream;
use quote::quote;

use super::field::{argument_type, filled};
use super::{Result, docs, identifier};
use crate::lower::{Field, Setter, Struct};

pub(super) fn constructors(structure: &Struct) -> Result<TokenStream> {
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
        /// With its required members; the others are not set.
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
