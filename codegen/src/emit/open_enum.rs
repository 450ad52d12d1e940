//! Enums over a table of strings: allowed values, which keep one that is not listed, and error codes.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::{Result, attributes, docs, identifier};
use crate::lower::{ErrorCodes, OpenEnum, UNKNOWN_VARIANT, Variant};

pub(super) fn open_enum(values: &OpenEnum) -> Result<TokenStream> {
    let name = identifier(&values.name)?;
    let lines = docs(&values.docs);
    let attributes = attributes(&values.attributes)?;
    let variants = variants(&values.variants)?;
    let table = table(&values.variants)?;
    let unknown: Ident = identifier(UNKNOWN_VARIANT)?;
    Ok(quote! {
        #lines
        #(#attributes)*
        #[derive(Clone, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants,)*
            /// A value that the service has and the spec does not list.
            #unknown(rt::UnknownValue),
        }

        impl rt::OpenEnum for #name {
            const VALUES: &'static [(Self, &'static str)] = &[#(#table),*];

            fn unknown(value: rt::UnknownValue) -> Self {
                Self::#unknown(value)
            }

            fn as_unknown(&self) -> rt::Option<&rt::UnknownValue> {
                match self {
                    Self::#unknown(value) => rt::Some(value),
                    _ => rt::None,
                }
            }
        }

        rt::open_enum!(#name);
    })
}

pub(super) fn error_codes(codes: &ErrorCodes) -> Result<TokenStream> {
    let name = identifier(&codes.name)?;
    let lines = docs(&codes.docs);
    let variants = variants(&codes.variants)?;
    let table = table(&codes.variants)?;
    Ok(quote! {
        #lines
        #[derive(Clone, Copy, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants,)*
        }

        impl rt::ErrorCode for #name {
            const CODES: &'static [(Self, &'static str)] = &[#(#table),*];
        }

        rt::error_codes!(#name);
    })
}

fn variants(variants: &[Variant]) -> Result<Vec<TokenStream>> {
    let variant = |variant: &Variant| {
        let name = identifier(&variant.name)?;
        let lines = docs(&variant.docs);
        Ok(quote!(#lines #name))
    };
    variants.iter().map(variant).collect()
}

fn table(variants: &[Variant]) -> Result<Vec<TokenStream>> {
    let entry = |variant: &Variant| {
        let name = identifier(&variant.name)?;
        let wire = &variant.wire;
        Ok(quote!((Self::#name, #wire)))
    };
    variants.iter().map(entry).collect()
}
