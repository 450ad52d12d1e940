//! Paginates lists, by offset, page number or token.

use tc3_codegen::spec::emulator::Listing;
use tc3_codegen::spec::{Json, JsonValue, Paging};

use super::RuleExecutor;
use crate::store::json_eq;
use crate::store::session::number;
use crate::wire::error::{ApiError, INVALID_PARAMETER_VALUE};
use crate::wire::json::{json, string};

/// The page size if neither the request nor the spec has one.
const DEFAULT_SIZE: usize = 20;

/// A range of a list.
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

impl<'s> RuleExecutor<'_, 's> {
    /// The page of a listing that is requested.
    pub(super) fn page(&self, listing: &'s Listing) -> Result<Page, ApiError> {
        if listing.offset.is_some() || listing.limit.is_some() {
            let start = self.whole_number(listing.offset.as_ref().map(|name| name.as_str()))?;
            let size = self.whole_number(listing.limit.as_ref().map(|name| name.as_str()))?;
            return Ok(Page {
                start: start.unwrap_or(0),
                size: size.unwrap_or(DEFAULT_SIZE),
            });
        }
        let Some(paging) = self.paging_of(listing) else {
            return Ok(Page::WHOLE);
        };
        let position = self.whole_number(Some(&paging.position))?;
        let size = self.whole_number(paging.size.as_ref().map(|name| name.as_str()))?;
        let size = size.unwrap_or(DEFAULT_SIZE);
        let start = match paging.kind.as_str() {
            "page" => {
                let first = paging.first_page.as_ref().map_or(1, |first| first.value);
                let first = usize::try_from(first).unwrap_or(usize::MAX);
                position.unwrap_or(first).saturating_sub(first).saturating_mul(size)
            }
            // A token is the number of items before the page.
            _ => position.unwrap_or(0),
        };
        Ok(Page { start, size })
    }

    /// Writes the total and the position of the next page to the output.
    pub(super) fn write_page_info(&mut self, listing: &'s Listing, page: Page, total: usize) {
        let paging = self.paging_of(listing);
        let total_member = listing
            .total
            .as_ref()
            .or(paging.and_then(|paging| paging.total.as_ref()));
        if let Some(name) = total_member {
            let so_far = self.output.iter().find(|(known, _)| *known == name.value);
            let so_far = so_far.and_then(|(_, value)| json_eq::scalar(value)?.parse::<usize>().ok());
            let total = so_far.unwrap_or(0) + total;
            self.output.retain(|(known, _)| *known != name.value);
            self.set_output(name, &number(total));
        }
        let Some(paging) = paging else {
            return;
        };
        let end = page.start.saturating_add(page.size);
        let has_more = end < total;
        let flag = |value| json(JsonValue::Bool(value));
        if let Some(next) = &paging.next {
            let token = if has_more { string(end.to_string()) } else { string("") };
            self.set_output(next, &token);
        }
        if let Some(name) = &paging.more {
            self.set_output(name, &flag(has_more));
        }
        if let Some(name) = &paging.last {
            self.set_output(name, &flag(!has_more));
        }
    }

    fn paging_of(&self, listing: &Listing) -> Option<&'s Paging> {
        let paging = self.action.pages()?;
        listing.items.contains(&paging.items).then_some(paging)
    }

    /// The value of a parameter, or its default, as a number.
    fn whole_number(&self, parameter: Option<&str>) -> Result<Option<usize>, ApiError> {
        let found = parameter.and_then(|name| Some((name, self.parameter_or_default(name)?)));
        let Some((name, value)) = found.filter(|(_, value): &(&str, Json)| value.as_str() != Some("")) else {
            return Ok(None);
        };
        let text = json_eq::scalar(&value).unwrap_or_default();
        let read = text.parse().map_err(|_| {
            ApiError::new(
                INVALID_PARAMETER_VALUE,
                format!("`{name}` does not name a page; expected a whole number, 0 or above"),
            )
        });
        read.map(Some)
    }
}
