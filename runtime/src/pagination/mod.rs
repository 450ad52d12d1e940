//! The paginator: lists that a service returns page by page.
//!
//! `cursor` decides which page follows; [`Pages`] and [`Items`] make the calls. The position in a list is a request
//! ([`Pages::request`]), which is serde data, so there is no second notion of a position.

mod cursor;
mod items;
mod members;
#[cfg(feature = "named")]
mod named;
mod pages;
mod rules;

pub use items::Items;
#[cfg(feature = "named")]
pub use named::{NamedPage, NamedPages, NamedPaging};
pub use pages::Pages;

use crate::record::Paged;
use crate::{Client, Error, Response};

/// Pagination.
impl Client {
    /// Paginates through a list, from the request's own offset, page number or token on.
    ///
    /// The request sets the page size. If it does not, or sets 0, it is the maximum that the service accepts according to
    /// the spec; without a maximum in the spec, the service decides. A page is requested only when it is needed. Each is a
    /// whole call, with the retries of [`send`](Client::send).
    ///
    /// # The last page
    /// Pagination ends
    /// - when a flag of the output says so;
    /// - by offset or page number: when the number of items received equals the total in the output, or after an empty
    ///   page. A short page is not the end. A total that is less than the number of items received is ignored;
    /// - by token: when the next token is absent or empty. Empty pages do not matter.
    ///
    /// The next offset is the last one plus the number of items received, not plus the number requested. So no item is
    /// skipped if a service returns fewer items than requested; if it filters a page after cutting it, some items are
    /// returned twice.
    ///
    /// # Errors
    /// An error is the last element of the stream. [`Pages::request`] is then the request that failed, and
    /// `client.pages(pages.request())` continues from there. In addition to the errors of `send`, there is one for a
    /// request whose position is not a number of 0 or more ([`Error::is_validation`]), and one for a service that would
    /// never end the list ([`Error::is_pagination_loop`]): by offset or page number, it returned a page a second time; by
    /// token, it returned a token a second time, or 1000 pages in a row that were empty or equal to the one before. Pages
    /// by token may be equal otherwise.
    ///
    /// ```no_run
    /// # use tc3_runtime as tc3;
    /// # use tc3::{Client, Error, Paged};
    /// # async fn example<ListRequest: Paged>(client: Client, request: ListRequest) -> Result<(), Error> {
    /// let mut pages = client.pages(&request);
    /// while let Some(page) = pages.next().await {
    ///     println!("{:?}", page?);
    /// }
    /// # Ok(()) }
    /// ```
    pub fn pages<A: Paged>(&self, request: &A) -> Pages<A> {
        Pages::new(self.clone(), request.clone())
    }

    /// Paginates through the items of a list, from the request's own offset, page number or token on.
    ///
    /// [`pages`](Client::pages) describes how pages are requested and when the list ends.
    ///
    /// ```no_run
    /// # use tc3_runtime as tc3;
    /// # use tc3::{Client, Error, Paged};
    /// # async fn example<ListRequest: Paged>(client: Client, request: ListRequest) -> Result<(), Error>
    /// # where ListRequest::Item: std::fmt::Debug {
    /// let mut items = client.items(&request);
    /// while let Some(item) = items.next().await {
    ///     println!("{:?}", item?);
    /// }
    ///
    /// let all = client.items(&request).all().await?;
    /// println!("{} in all", all.len());
    /// # Ok(()) }
    /// ```
    pub fn items<A: Paged>(&self, request: &A) -> Items<A> {
        Items::new(self.pages(request))
    }
}

/// An element of the stream of pages.
type PageResult<A> = Result<Response<<A as crate::Action>::Output>, Error>;
