//! Requests, responses and the types nested in them.

use proc_macro2::TokenStream;
use quote::quote;

use super::constructor::constructors;
use super::field::field_type;
use super::{Result, attributes, docs, identifier};
use crate::lower::{Field, Struct};

pub(super) fn structure(structure: &Struct) -> Result<TokenStream> {
    let name = identifier(&structure.name)?;
    let lines = docs(&structure.docs);
    let attributes = attributes(&structure.attributes)?;
    let must_use = structure.is_input.then(|| quote!(#[must_use]));
    let fields = structure.fields.iter().map(field).collect::<Result<Vec<_>>>()?;
    let constructors = constructors(structure)?;
    Ok(quote! {
        #lines
        #(#attributes)*
        #[derive(Clone)]
        #[non_exhaustive]
        #must_use
        pub struct #name {
            #(#fields,)*
        }

        #constructors
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
