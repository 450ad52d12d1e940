//! The table of a type: the wire names of its members and access to each by its index.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;

use super::constructor::allow_deprecated;
use super::{Result, identifier};
use crate::lower::{Default, Field, Presence, Struct};

pub(super) fn record(structure: &Struct) -> Result<TokenStream> {
    let name = identifier(&structure.name)?;
    let type_name = &structure.name;
    let members = structure
        .fields
        .iter()
        .map(|field| identifier(&field.name))
        .collect::<Result<Vec<_>>>()?;
    let table = structure.fields.iter().map(entry);
    let get = access(&members, &quote!(&self));
    let slot = access(&members, &quote!(&mut self));
    let index = match members.is_empty() {
        true => quote!(_),
        false => quote!(index),
    };
    let allow = allow_deprecated(structure);
    let extras = match structure.default {
        Default::None => None,
        Default::Trait => Some(quote!(, Default)),
        Default::TraitAndNew => Some(quote!(, new)),
    };
    Ok(quote! {
        #allow
        impl rt::Record for #name {
            fn shape(&self) -> &'static rt::Shape {
                const { &rt::Shape { name: #type_name, fields: &[#(#table),*] } }
            }

            fn get(&self, #index: usize) -> rt::Get<'_> {
                #get
            }

            fn slot(&mut self, #index: usize) -> rt::Fill<'_> {
                #slot
            }

            fn blank() -> Self {
                Self { #(#members: rt::Slot::empty(),)* }
            }
        }

        rt::record!(#name #extras);
    })
}

fn entry(field: &Field) -> TokenStream {
    let wire_name = &field.wire_name;
    let entry = match field.presence {
        Presence::Required => quote!(rt::Field::required(#wire_name)),
        Presence::Always => quote!(rt::Field::always(#wire_name)),
        Presence::Optional => quote!(rt::Field::optional(#wire_name)),
    };
    let nullable = field.nullable.then(|| quote!(.nullable()));
    let secret = field.secret.then(|| quote!(.secret()));
    quote!(#entry #nullable #secret)
}

/// A match from an index to the member there; `receiver` is `&self` or `&mut self`.
fn access(members: &[Ident], receiver: &TokenStream) -> TokenStream {
    if members.is_empty() {
        return quote!(rt::None);
    }
    let arms = members.iter().enumerate().map(|(index, member)| {
        let index = Literal::usize_unsuffixed(index);
        quote!(#index => #receiver.#member,)
    });
    quote! {
        rt::Some(match index {
            #(#arms)*
            _ => return rt::None,
        })
    }
}
