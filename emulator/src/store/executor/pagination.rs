//! Paginates lists, by offset, page number or token.

use tc3_codegen::spec::emulator::{Listing, PageFact};
use tc3_codegen::spec::{Json, Paging, Spanned};

use super::RuleExecutor;
use crate::store::json_eq;
use crate::store::session::number;
use crate::wire::error::{ApiError, INVALID_PARAMETER_VALUE};
use crate::wire::json::string;

/// The page size if neither the request nor the spec has one.
const DEFAULT_SIZE: usize = 20;

/// A range of a list.
#[derive(Clone, Copy)]
pub(super) struct Page {
    pub(super) start: usize,
    pub(super) size: usize,
    /// The number of the first page of the list.
    first: usize,
}

impl Page {
    const WHOLE: Self = Self {
        start: 0,
        size: usize::MAX,
        first: 1,
    };

    /// The number of items on this page and the pages before it, if they are full.
    fn end(self) -> usize {
        self.start.saturating_add(self.size)
    }

    /// What is known about the page of a list.
    fn fact(self, fact: PageFact, counts: Counts) -> Json {
        let Counts { total, all, items } = counts;
        let has_more = self.end() < total;
        match fact {
            PageFact::Total => number(total),
            PageFact::All => number(all),
            PageFact::Items => number(items),
            PageFact::Pages => number(total.div_ceil(self.size.max(1))),
            PageFact::Page => number((self.start / self.size.max(1)).saturating_add(self.first)),
            // A list without pages is one page.
            PageFact::Size => number(if self.size == usize::MAX { total } else { self.size }),
            PageFact::Offset => number(self.start),
            PageFact::Next => next_token(self, total),
            PageFact::More => number(u8::from(has_more)),
            PageFact::Last => number(u8::from(!has_more)),
        }
    }
}

/// The numbers of records of a list.
#[derive(Clone, Copy)]
pub(super) struct Counts {
    /// On all pages.
    pub(super) total: usize,
    /// Without the conditions.
    pub(super) all: usize,
    /// On the page.
    pub(super) items: usize,
}

impl Counts {
    fn plus(self, before: usize) -> Self {
        Self {
            total: before + self.total,
            all: before + self.all,
            items: before + self.items,
        }
    }
}

/// The parameters that select a page.
struct Position<'s> {
    /// The parameter with the number of the page, or with the number of items before it.
    position: Option<&'s str>,
    size: Option<&'s str>,
    /// The number of the first page, where pages are numbered.
    first_page: Option<u64>,
}

impl<'s> Position<'s> {
    /// The parameters of a listing that names them itself.
    fn of_listing(listing: &'s Listing) -> Option<Self> {
        let offset = listing.offset.as_ref().or(listing.token.as_ref());
        let position = listing.page.as_ref().or(offset);
        (position.is_some() || listing.limit.is_some()).then(|| Self {
            position: position.map(|name| name.as_str()),
            size: listing.limit.as_ref().map(|name| name.as_str()),
            first_page: listing.page.as_ref().map(|_| first_page(listing.first_page.as_ref())),
        })
    }

    fn of_paging(paging: &'s Paging) -> Self {
        let is_numbered = paging.kind.value == "page";
        Self {
            position: Some(&paging.position),
            size: paging.size.as_ref().map(|name| name.as_str()),
            first_page: is_numbered.then(|| first_page(paging.first_page.as_ref())),
        }
    }
}

fn first_page(written: Option<&Spanned<u64>>) -> u64 {
    written.map_or(1, |first| first.value)
}

impl<'s> RuleExecutor<'_, 's> {
    /// The page of a listing that is requested.
    pub(super) fn page(&self, listing: &'s Listing) -> Result<Page, ApiError> {
        let of_paging = || self.paging_of(listing).map(Position::of_paging);
        let Some(wanted) = Position::of_listing(listing).or_else(of_paging) else {
            return Ok(Page::WHOLE);
        };
        let position = self.whole_number(wanted.position)?;
        let size = self.whole_number(wanted.size)?.unwrap_or(DEFAULT_SIZE);
        Ok(match wanted.first_page {
            Some(first) => {
                let first = usize::try_from(first).unwrap_or(usize::MAX);
                let before = position.unwrap_or(first).saturating_sub(first);
                let start = before.saturating_mul(size);
                Page { start, size, first }
            }
            // A token is the number of items before the page.
            None => Page {
                start: position.unwrap_or(0),
                size,
                first: 1,
            },
        })
    }

    /// Writes the total and the position of the next page to the output.
    pub(super) fn write_page_info(&mut self, listing: &'s Listing, page: Page, counts: Counts) {
        let paging = self.paging_of(listing);
        let total_member = listing
            .total
            .as_ref()
            .or(paging.and_then(|paging| paging.total.as_ref()));
        let of_paging = paging.into_iter().flat_map(|paging| {
            [
                (&paging.next, PageFact::Next),
                (&paging.more, PageFact::More),
                (&paging.last, PageFact::Last),
            ]
        });
        let of_paging = of_paging.filter_map(|(name, fact)| Some((name.as_ref()?, fact)));
        let answers = listing.answers.iter();
        let answers = answers.filter_map(|answer| Some((&answer.member, answer.fact()?)));
        for (name, fact) in total_member
            .map(|name| (name, PageFact::Total))
            .into_iter()
            .chain(of_paging)
            .chain(answers)
        {
            // Several listings of one list are one list.
            let before = match fact {
                PageFact::Total | PageFact::All | PageFact::Items => self.count_so_far(name),
                _ => 0,
            };
            let value = page.fact(fact, counts.plus(before));
            self.set_output(name, &value);
        }
    }

    /// The parameters that only say which page is requested.
    pub(super) fn page_parameters(&self, listing: &'s Listing) -> Vec<&'s str> {
        let of_paging = || self.paging_of(listing).map(Position::of_paging);
        let wanted = Position::of_listing(listing).or_else(of_paging);
        let wanted = wanted.into_iter().flat_map(|wanted| [wanted.position, wanted.size]);
        wanted.flatten().collect()
    }

    fn count_so_far(&self, name: &str) -> usize {
        let value = self.output_so_far(name);
        value
            .and_then(|value| json_eq::scalar(value)?.parse().ok())
            .unwrap_or(0)
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

/// The number of items before the next page; empty if there is none.
fn next_token(page: Page, total: usize) -> Json {
    if page.end() < total {
        string(page.end().to_string())
    } else {
        string("")
    }
}
