//! Lists that come page by page.

mod items;
mod members;
mod page;
mod progress;
mod stream;

pub use items::Items;
pub use stream::Pages;

use crate::record::Paged;
use crate::{Client, Error, Response};

/// Lists that come page by page.
impl Client {
    /// The pages of a list, from the request's own offset, page number or token on.
    ///
    /// A page holds as many items as the request says, or, where it sets no size or 0, the most that the service
    /// takes according to its spec; what the spec does not limit is left to the service. A page is asked for when it
    /// is wanted and not before; each one is a whole call, with the repetitions of [`send`](Client::send).
    ///
    /// # The end
    /// Pages end
    /// - where the output says so by a flag;
    /// - by offset or page number: when as many items have come as the output's total says there are, or after an
    ///   empty page. A short page before that is not the end. A total that is less than what has come already cannot
    ///   be one, and is not heeded;
    /// - by token: when the next one is absent or empty. Empty pages on the way do not matter.
    ///
    /// The next offset is the last one plus the number of items that came, not plus the number asked for. So nothing
    /// is passed over where a service gives less than it was asked for; where one takes items out of pages that it has
    /// cut already, some come twice.
    ///
    /// # Errors
    /// The stream gives an error as its last element. [`Pages::request`] is then the request that failed, and
    /// `client.pages(pages.request())` goes on from there. Beside those of `send`, errors are: a request whose
    /// position is no number from 0 ([`Error::is_validation`]), and a service that would keep the stream going for
    /// ever ([`Error::is_pagination_loop`]), since it gave a page or a token a second time, or 1000 empty pages in a row.
    ///
    /// ```no_run
    /// # use tc3_runtime::{Client, Error, Paged};
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

    /// The items of a list, from the request's own offset, page number or token on. How it is asked for page by page,
    /// and what ends it, is said at [`pages`](Client::pages).
    ///
    /// ```no_run
    /// # use tc3_runtime::{Client, Error, Paged, Record};
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

/// What a stream of pages gives.
type PageResult<A> = Result<Response<<A as crate::Action>::Output>, Error>;
