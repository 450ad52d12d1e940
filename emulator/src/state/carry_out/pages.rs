//! Which part of a list an answer holds.

use tc3_codegen::spec::Json;
use tc3_codegen::spec::emulator::Listing;

use super::Work;
use crate::code::INVALID_PARAMETER_VALUE;
use crate::json::{json, string};
use crate::refusal::Refusal;
use crate::state::same;
use crate::state::values::number;

/// Most items of a page where neither the request nor the spec says.
const USUAL_SIZE: usize = 20;

/// A stretch of a list.
#[derive(Clone, Copy)]
pub(super) struct Page {
    pub(super) start: usize,
    pub(super) size: usize,
}

impl Page {
    const WHOLE: Self = Self {
        start: 0,
        size: usize::MAX,
    };
}

impl<'s> Work<'_, 's> {
    /// The page that the request asks of a listing.
    pub(super) fn page(&self, listing: &'s Listing) -> Result<Page, Refusal> {
        if listing.offset.is_some() || listing.limit.is_some() {
            let start = self.whole_number(listing.offset.as_ref().map(|name| name.as_str()))?;
            let size = self.whole_number(listing.limit.as_ref().map(|name| name.as_str()))?;
            return Ok(Page {
                start: start.unwrap_or(0),
                size: size.unwrap_or(USUAL_SIZE),
            });
        }
        let Some(paging) = self.paging_of(listing) else {
            return Ok(Page::WHOLE);
        };
        let position = self.whole_number(Some(&paging.position))?;
        let size = self.whole_number(paging.size.as_ref().map(|name| name.as_str()))?;
        let size = size.unwrap_or(USUAL_SIZE);
        let start = match paging.kind.as_str() {
            "page" => {
                let first = paging.first_page.as_ref().map_or(1, |first| first.value);
                let first = usize::try_from(first).unwrap_or(usize::MAX);
                position.unwrap_or(first).saturating_sub(first).saturating_mul(size)
            }
            // A token says how many items stand before the page.
            _ => position.unwrap_or(0),
        };
        Ok(Page { start, size })
    }

    /// Tells what the page leaves over.
    pub(super) fn tell_page(&mut self, listing: &'s Listing, page: Page, total: usize) {
        let paging = self.paging_of(listing);
        let total_member = listing
            .total
            .as_ref()
            .or(paging.and_then(|paging| paging.total.as_ref()));
        if let Some(name) = total_member {
            let so_far = self.output.iter().find(|(known, _)| *known == name.value);
            let so_far = so_far.and_then(|(_, value)| same::scalar(value)?.parse::<usize>().ok());
            let total = so_far.unwrap_or(0) + total;
            self.output.retain(|(known, _)| *known != name.value);
            self.answer(name, &number(total));
        }
        let Some(paging) = paging else {
            return;
        };
        let end = page.start.saturating_add(page.size);
        let more = end < total;
        let flag = |value| json(tc3_codegen::spec::JsonValue::Bool(value));
        if let Some(next) = &paging.next {
            let token = if more { string(end.to_string()) } else { string("") };
            self.answer(next, &token);
        }
        if let Some(name) = &paging.more {
            self.answer(name, &flag(more));
        }
        if let Some(name) = &paging.last {
            self.answer(name, &flag(!more));
        }
    }

    fn paging_of(&self, listing: &Listing) -> Option<&'s tc3_codegen::spec::Paging> {
        let paging = self.action.paging.as_ref()?;
        listing.items.contains(&paging.items).then_some(paging)
    }

    /// The number that a parameter, or its default, says.
    fn whole_number(&self, parameter: Option<&str>) -> Result<Option<usize>, Refusal> {
        let found = parameter.and_then(|name| Some((name, self.parameter_or_default(name)?)));
        let Some((name, value)) = found.filter(|(_, value): &(&str, Json)| value.as_str() != Some("")) else {
            return Ok(None);
        };
        let text = same::scalar(&value).unwrap_or_default();
        let read = text.parse().map_err(|_| {
            Refusal::new(
                INVALID_PARAMETER_VALUE,
                format!("`{name}` does not name a page; expected a whole number, 0 or above"),
            )
        });
        read.map(Some)
    }
}
