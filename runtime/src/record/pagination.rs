//! How an action paginates: by offset, by page number or by token.
//!
//! Pagination is data too. A paginated action costs one impl: a table of wire names, and a function that returns the list.
//! The paginator of the client (`pagination::cursor`) reads and sets the members over the record tables, so it does not
//! matter whether an offset is an `i64`, a `u64` or a string.

use super::action::Action;
use super::slot::Slot;

/// A request of a paginated action, for [`Client::pages`](crate::Client::pages) and
/// [`Client::items`](crate::Client::items).
///
/// Generated code implements it for the actions whose spec has a `paging`. Use it in the bounds of generic code:
///
#[cfg_attr(feature = "client", doc = "```no_run")]
#[cfg_attr(not(feature = "client"), doc = "```text")]
/// # use tc3_runtime as tc3;
/// use tc3::{Client, Error, Paged};
///
/// async fn count<A: Paged>(client: &Client, request: &A) -> Result<usize, Error> {
///     let mut pages = client.pages(request);
///     let mut count = 0;
///     while let Some(page) = pages.next().await {
///         count += A::items(&mut page?.into_inner()).len();
///     }
///     Ok(count)
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "the action of `{Self}` does not page",
    label = "has no `Paged`",
    note = "its spec says nothing of pages, or its shape leaves several readings: use `Client::send` and set the members that choose a page",
    note = "if it does page, say how in the file of the action: `\"paging\": {{\"kind\": \"offset\", \"position\": \"Offset\", \"size\": \"Limit\", \"items\": \"ProxyGroupList\", \"total\": \"TotalCount\"}}`, and generate the code again"
)]
pub trait Paged: Action + Clone + 'static {
    /// The type of the items on a page.
    type Item: Slot + 'static;

    /// How the action paginates.
    const PAGING: &'static Paging;

    /// Returns the items of a page.
    fn items(output: &mut Self::Output) -> &mut Vec<Self::Item>;
}

/// How an action paginates. Members are identified by their wire names.
///
/// ```
/// # use tc3_runtime as tc3;
/// use tc3::{Paging, PagingKind};
///
/// const PAGING: Paging = Paging::offset("Offset").size("Limit", Some(100)).total("TotalCount");
/// assert_eq!(PAGING.kind, PagingKind::Offset);
/// assert_eq!(PAGING.max_size, Some(100));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Paging {
    /// How a request identifies the page that it asks for.
    pub kind: PagingKind,
    /// Parameter that carries the offset, page number or token.
    pub position: &'static str,
    /// Parameter that limits the number of items on a page.
    pub size: Option<&'static str>,
    /// Largest page size that the service accepts, if it is documented.
    pub max_size: Option<u64>,
    /// Member of the output with the total number of items.
    pub total: Option<&'static str>,
    /// Member of the output that marks the last page or the pages before it.
    pub flag: Option<PagingFlag>,
}

/// How a request identifies the page that it asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum PagingKind {
    /// By the number of items before it.
    Offset,
    /// By its page number.
    Page {
        /// Number of the first page: usually 0 or 1.
        first: u64,
    },
    /// By the token that the previous page returned.
    Token {
        /// Member of the output that holds the token of the next page.
        next: &'static str,
    },
}

/// A boolean of the output that marks the last page or the pages before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum PagingFlag {
    /// This member is true while there are more pages.
    More(&'static str),
    /// This member is true on the last page.
    Last(&'static str),
}

impl Paging {
    /// Paginates by the number of items before the page.
    #[must_use]
    pub const fn offset(position: &'static str) -> Self {
        Self::by(PagingKind::Offset, position)
    }

    /// Paginates by page number, starting at `first`.
    #[must_use]
    pub const fn page(position: &'static str, first: u64) -> Self {
        Self::by(PagingKind::Page { first }, position)
    }

    /// Paginates by the token that the previous page has in `next`.
    #[must_use]
    pub const fn token(position: &'static str, next: &'static str) -> Self {
        Self::by(PagingKind::Token { next }, position)
    }

    const fn by(kind: PagingKind, position: &'static str) -> Self {
        Self {
            kind,
            position,
            size: None,
            max_size: None,
            total: None,
            flag: None,
        }
    }

    /// Names the parameter for the page size, and its largest value if it is known.
    #[must_use]
    pub const fn size(mut self, name: &'static str, max: Option<u64>) -> Self {
        self.size = Some(name);
        self.max_size = max;
        self
    }

    /// Names the member with the total number of items.
    #[must_use]
    pub const fn total(mut self, name: &'static str) -> Self {
        self.total = Some(name);
        self
    }

    /// Names the boolean that is true while there are more pages.
    #[must_use]
    pub const fn more(mut self, name: &'static str) -> Self {
        self.flag = Some(PagingFlag::More(name));
        self
    }

    /// Names the boolean that is true on the last page.
    #[must_use]
    pub const fn last(mut self, name: &'static str) -> Self {
        self.flag = Some(PagingFlag::Last(name));
        self
    }
}
