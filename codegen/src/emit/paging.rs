//! How a request is sent for page after page.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::layout::{Names, Place, Template};
use super::lines::inside;
use super::structure::{Kind, kind_of};
use super::{Layouts, Result, name, path};
use crate::lower::{Paging, PagingFlag, PagingKind};

pub(super) fn paging(paging: &Paging, layouts: &mut Layouts) -> Result<String> {
    let (kind, item) = kind_of(&paging.item);
    let template = PagingImpl {
        item: kind,
        position: match paging.kind {
            PagingKind::Offset => Position::Offset,
            PagingKind::Page(first) => Position::Page(first),
            PagingKind::Token(_) => Position::Token,
        },
        size: paging.size.as_ref().map(|(_, most)| *most),
        has_total: paging.total.is_some(),
        flag: paging.flag.as_ref().map(|(_, flag)| *flag),
        items_are_deprecated: paging.items_are_deprecated,
    };
    let next = match &paging.kind {
        PagingKind::Token(next) => next,
        PagingKind::Offset | PagingKind::Page(_) => "",
    };
    let size = paging.size.as_ref().map_or("", |(name, _)| name);
    let flag = paging.flag.as_ref().map_or("", |(name, _)| name);
    let names = [
        name(&paging.request)?,
        name(&paging.response)?,
        name(&paging.items)?,
        &path(item)?,
        &inside(&paging.position),
        &inside(next),
        &inside(size),
        &inside(paging.total.as_deref().unwrap_or_default()),
        &inside(flag),
    ];
    let mut text = String::new();
    layouts.paging.write(&mut text, template, &names, &[])?;
    Ok(text)
}

/// The names are those of the request, the response, the field with the items and the type of an item, then the wire
/// names of the position, the next token, the size, the total and the flag.
#[derive(PartialEq, Eq, Hash)]
pub(super) struct PagingImpl {
    item: Kind,
    position: Position,
    size: Option<Option<u64>>,
    has_total: bool,
    flag: Option<PagingFlag>,
    items_are_deprecated: bool,
}

#[derive(PartialEq, Eq, Hash)]
enum Position {
    Offset,
    Page(u64),
    Token,
}

impl Template for PagingImpl {
    const PLACE: Place = Place::File;

    fn tokens(&self, names: &Names<'_>) -> TokenStream {
        let (request, response, items) = (names.identifier(0), names.identifier(1), names.identifier(2));
        let item = self.item.tokens(names, 3);
        let table = self.table(names);
        let allow = self.items_are_deprecated.then(|| quote!(#[allow(deprecated)]));
        quote! {
            #allow
            impl rt::Paged for #request {
                type Item = #item;
                const PAGING: &'static rt::Paging = &#table;

                fn items(output: &mut #response) -> &mut rt::Vec<#item> {
                    &mut output.#items
                }
            }
        }
    }
}

impl PagingImpl {
    fn table(&self, names: &Names<'_>) -> TokenStream {
        let (position, next, size) = (names.literal(4), names.literal(5), names.literal(6));
        let (total, flag) = (names.literal(7), names.literal(8));
        let kind = match self.position {
            Position::Offset => quote!(rt::Paging::offset(#position)),
            Position::Page(first) => {
                let first = Literal::u64_unsuffixed(first);
                quote!(rt::Paging::page(#position, #first))
            }
            Position::Token => quote!(rt::Paging::token(#position, #next)),
        };
        let size = self.size.map(|most| match most {
            Some(most) => {
                let most = Literal::u64_unsuffixed(most);
                quote!(.size(#size, rt::Some(#most)))
            }
            None => quote!(.size(#size, rt::None)),
        });
        let total = self.has_total.then(|| quote!(.total(#total)));
        let flag = self.flag.map(|kind| match kind {
            PagingFlag::More => quote!(.more(#flag)),
            PagingFlag::Last => quote!(.last(#flag)),
        });
        quote!(#kind #size #total #flag)
    }
}
