//! How a request is sent for page after page.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::structure::item_type;
use super::{Result, identifier};
use crate::lower::{Paging, PagingFlag, PagingKind};

pub(super) fn paging(paging: &Paging) -> Result<TokenStream> {
    let (request, response) = (identifier(&paging.request)?, identifier(&paging.response)?);
    let items = identifier(&paging.items)?;
    let item = item_type(&paging.item)?;
    let table = table(paging);
    let allow = paging.items_are_deprecated.then(|| quote!(#[allow(deprecated)]));
    Ok(quote! {
        #allow
        impl rt::Paged for #request {
            type Item = #item;
            const PAGING: &'static rt::Paging = &#table;

            fn items(output: &mut #response) -> &mut rt::Vec<#item> {
                &mut output.#items
            }
        }
    })
}

fn table(paging: &Paging) -> TokenStream {
    let position = &paging.position;
    let kind = match &paging.kind {
        PagingKind::Offset => quote!(rt::Paging::offset(#position)),
        PagingKind::Page(first) => {
            let first = Literal::u64_unsuffixed(*first);
            quote!(rt::Paging::page(#position, #first))
        }
        PagingKind::Token(next) => quote!(rt::Paging::token(#position, #next)),
    };
    let size = paging.size.as_ref().map(|(size, most)| match most {
        Some(most) => {
            let most = Literal::u64_unsuffixed(*most);
            quote!(.size(#size, rt::Some(#most)))
        }
        None => quote!(.size(#size, rt::None)),
    });
    let total = paging.total.as_ref().map(|total| quote!(.total(#total)));
    let flag = paging.flag.as_ref().map(|(name, flag)| match flag {
        PagingFlag::More => quote!(.more(#name)),
        PagingFlag::Last => quote!(.last(#name)),
    });
    quote!(#kind #size #total #flag)
}
