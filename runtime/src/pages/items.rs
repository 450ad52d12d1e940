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

/// The items of a list; see [`Client::items`](crate::Client::items). A stream that needs no pinning, with a
/// [`next`](Self::next) of its own for those who have no use for streams.
///
/// Dropping it ends it, and the call that may be under way.
#[must_use = "no page is asked for until an item of it is wanted"]
pub struct Items<A: Paged> {
    pages: Pages<A>,
    /// What is left of the page that came last.
    page: vec::IntoIter<A::Item>,
}

impl<A: Paged> Items<A> {
    pub(super) fn new(pages: Pages<A>) -> Self {
        Self {
            pages,
            page: Vec::new().into_iter(),
        }
    }

    /// The next item; `None` after the last one and after an error. A future that is dropped before it is done loses
    /// nothing.
    pub async fn next(&mut self) -> Option<Result<A::Item, Error>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    /// The items that are left, in memory all together: as many as the service has. For lists that may be too long
    /// for that, and to keep what came before an error, there is [`next`](Self::next).
    ///
    /// # Errors
    /// The first one of a page, as [`Client::pages`](crate::Client::pages) says.
    pub async fn all(mut self) -> Result<Vec<A::Item>, Error> {
        let mut all = Vec::new();
        while let Some(item) = self.next().await {
            all.push(item?);
            all.extend(self.page.by_ref());
        }
        Ok(all)
    }

    /// The request of the next page: [`Pages::request`]. After an error, every item of the pages before it was given.
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
