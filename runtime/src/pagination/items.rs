//! [`Items`]: a paginated list as a stream of its items.

use std::fmt;
use std::future::poll_fn;
use std::mem;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::vec;

use futures_core::Stream;

use super::Pages;
use crate::Error;
use crate::record::Paged;

/// The items of a list; see [`Client::items`](crate::Client::items).
///
/// It is a [`Stream`] that is [`Unpin`], and has a [`next`](Self::next) of its own, so that callers need no crate for
/// streams. Dropping it cancels the call in progress.
///
/// ```no_run
/// # use tc3_runtime as tc3;
/// # async fn example<ListRequest: tc3::Paged>(client: tc3::Client, request: ListRequest) -> Result<(), tc3::Error> {
/// let mut items = client.items(&request);
/// let first = items.next().await.transpose()?;
/// let others = items.all().await?;
/// # Ok(()) }
/// ```
#[must_use = "pages are requested only when `next` or `all` is called"]
pub struct Items<A: Paged> {
    pages: Pages<A>,
    /// The rest of the last page.
    page: vec::IntoIter<A::Item>,
}

impl<A: Paged> Items<A> {
    pub(super) fn new(pages: Pages<A>) -> Self {
        Self {
            pages,
            page: Vec::new().into_iter(),
        }
    }

    /// Returns the next item, or `None` after the last one and after an error. It is cancel safe.
    pub async fn next(&mut self) -> Option<Result<A::Item, Error>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    /// Collects the remaining items, however many the service has. Use [`next`](Self::next) for lists that may not fit in
    /// memory, or to keep the items before an error.
    ///
    /// # Errors
    /// Returns the first error of a page; see [`Client::pages`](crate::Client::pages).
    pub async fn all(mut self) -> Result<Vec<A::Item>, Error> {
        let mut all = Vec::new();
        while let Some(item) = self.next().await {
            all.push(item?);
            all.extend(self.page.by_ref());
        }
        Ok(all)
    }

    /// Returns the request of the next page; see [`Pages::request`]. After an error, every item of the pages before it has
    /// been returned.
    #[must_use]
    pub fn request(&self) -> &A {
        self.pages.request()
    }
}

impl<A: Paged> Stream for Items<A> {
    type Item = Result<A::Item, Error>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        loop {
            if let Some(item) = this.page.next() {
                return Poll::Ready(Some(Ok(item)));
            }
            let Poll::Ready(page) = Pin::new(&mut this.pages).poll_next(context) else {
                return Poll::Pending;
            };
            match page {
                Some(Ok(page)) => this.page = mem::take(A::items(&mut page.into_inner())).into_iter(),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
        }
    }
}

/// Items are moved, never pinned.
impl<A: Paged> Unpin for Items<A> {}

impl<A: Paged> fmt::Debug for Items<A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Items")
            .field("pages", &self.pages)
            .finish_non_exhaustive()
    }
}
