//! Pagination: the table of an action that lists page by page.

use super::{Call, Paging, PagingFlag, PagingKind, Struct};
use crate::spec::{self, ActionFile, Spanned};

/// Returns `None` if the action has no pagination.
pub(super) fn paging(action: &ActionFile, call: &Call, response: &Struct) -> Option<Paging> {
    let paging = action.pages()?;
    let items = response
        .fields
        .iter()
        .find(|field| field.wire_name == paging.items.value)?;
    Some(Paging {
        request: call.request.clone(),
        response: call.response.clone(),
        kind: kind(paging)?,
        position: paging.position.value.clone(),
        size: paging
            .size
            .as_ref()
            .map(|size| (size.value.clone(), most(action, size))),
        flag: flag(paging),
        total: paging.total.as_ref().map(|total| total.value.clone()),
        items: items.name.clone(),
        item: items.item.clone(),
        items_are_deprecated: items.deprecated.is_some(),
    })
}

fn kind(paging: &spec::Paging) -> Option<PagingKind> {
    Some(match paging.kind.as_str() {
        "page" => PagingKind::Page(paging.first_page.as_ref().map_or(1, |first| first.value)),
        "token" => PagingKind::Token(paging.next.as_ref()?.value.clone()),
        _ => PagingKind::Offset,
    })
}

fn flag(paging: &spec::Paging) -> Option<(String, PagingFlag)> {
    let named = |name: &Option<Spanned<String>>, flag| name.as_ref().map(|name| (name.value.clone(), flag));
    named(&paging.more, PagingFlag::More).or_else(|| named(&paging.last, PagingFlag::Last))
}

/// The largest page size that can be requested.
fn most(action: &ActionFile, size: &str) -> Option<u64> {
    let parameter = action.parameters.iter().find(|member| member.name.value == size)?;
    let most = parameter.maximum.as_ref()?.value;
    (most >= 1.0).then_some(most as u64)
}
