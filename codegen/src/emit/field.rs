//! The types of members: as fields, as arguments, and from the one to the other.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::{Result, path};
use crate::lower::{Field, ItemShape, Shape};

/// The type of the field.
pub(super) fn field_type(field: &Field) -> Result<TokenStream> {
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
pub(super) fn argument_type(field: &Field) -> Result<TokenStream> {
    let item = match &field.item {
        ItemShape::BoxedType(name) => {
            let name = path(name)?;
            quote!(#name)
        }
        item => item_type(item)?,
    };
    let item = match converts(&field.item) {
        true => quote!(impl rt::Into<#item>),
        false => item,
    };
    Ok(match field.shape {
        Shape::Plain | Shape::Optional => item,
        Shape::List | Shape::OptionalList => quote!(impl rt::IntoIterator<Item = #item>),
    })
}

/// What the field becomes, given its argument.
pub(super) fn filled(field: &Field, argument: &Ident) -> TokenStream {
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

/// Whether the argument may be anything that converts: text, what text stands for, bytes.
fn converts(item: &ItemShape) -> bool {
    matches!(item, ItemShape::Text | ItemShape::Values(_) | ItemShape::Binary)
}
