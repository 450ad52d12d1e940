//! Pagination as iterators.

use std::fmt;
use std::iter::FusedIterator;

use super::Client;
use crate::{Error, Paged, Response};

/// The pages of a list, from [`Client::pages`]. The iterator ends with the first error.
#[must_use = "pages are requested only as the iterator advances"]
pub struct Pages<A: Paged> {
    client: Client,
    pages: crate::Pages<A>,
    /// Whether a page was refused because it would block an async task.
    refused: bool,
}

/// The items of a list, from [`Client::items`]. The iterator ends with the first error.
#[must_use = "pages are requested only as the iterator advances"]
pub struct Items<A: Paged> {
    client: Client,
    items: crate::Items<A>,
    /// As in [`Pages`].
    refused: bool,
}

impl Client {
    /// Returns an iterator over the pages of a list, as [`crate::Client::pages`]. Pages are requested as the iterator
    /// advances.
    ///
    /// ```no_run
    /// # use tc3_runtime as tc3;
    /// # fn example<ListRequest: tc3::Paged>(client: &tc3::blocking::Client, request: &ListRequest) -> Result<(), tc3::Error> {
    /// for page in client.pages(request) {
    ///     println!("{:?}", page?);
    /// }
    /// # Ok(()) }
    /// ```
    pub fn pages<A: Paged>(&self, request: &A) -> Pages<A> {
        Pages {
            client: self.clone(),
            pages: self.client.pages(request),
            refused: false,
        }
    }

    /// Returns an iterator over the items of a list, as [`crate::Client::items`].
    ///
    /// ```no_run
    /// # use tc3_runtime as tc3;
    /// # fn example<ListRequest: tc3::Paged>(client: &tc3::blocking::Client, request: &ListRequest) -> Result<(), tc3::Error> {
    /// let all = client.items(request).collect::<Result<Vec<_>, _>>()?;
    /// println!("{} items", all.len());
    /// # Ok(()) }
    /// ```
    pub fn items<A: Paged>(&self, request: &A) -> Items<A> {
        Items {
            client: self.clone(),
            items: self.client.items(request),
            refused: false,
        }
    }
}

impl<A: Paged> Pages<A> {
    /// Returns the request of the next page, and after an error the one that failed, as [`crate::Pages::request`]:
    /// [`Client::pages`] continues from it.
    ///
    /// ```no_run
    /// # use tc3_runtime as tc3;
    /// # fn example<ListRequest: tc3::Paged>(client: &tc3::blocking::Client, request: &ListRequest) {
    /// let mut pages = client.pages(request);
    /// let first = pages.next();
    /// let rest = client.pages(pages.request());
    /// # }
    /// ```
    #[must_use]
    pub fn request(&self) -> &A {
        self.pages.request()
    }
}

impl<A: Paged> Items<A> {
    /// Returns the request of the next page, and after an error the one that failed, as [`crate::Items::request`].
    #[must_use]
    pub fn request(&self) -> &A {
        self.items.request()
    }
}

impl<A: Paged> Iterator for Pages<A> {
    type Item = Result<Response<A::Output>, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        next(&self.client, &mut self.refused, self.pages.next())
    }
}

impl<A: Paged> Iterator for Items<A> {
    type Item = Result<A::Item, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        next(&self.client, &mut self.refused, self.items.next())
    }
}

/// Blocks on the next element of a stream. After an error, the stream ends by itself; a refusal ends the iterator.
pub(super) fn next<T>(
    client: &Client,
    refused: &mut bool,
    next: impl Future<Output = Option<Result<T, Error>>>,
) -> Option<Result<T, Error>> {
    if *refused {
        return None;
    }
    match client.run(async { Ok(next.await) }) {
        Ok(next) => next,
        Err(error) => {
            *refused = true;
            Some(Err(error))
        }
    }
}

impl<A: Paged> FusedIterator for Pages<A> {}

impl<A: Paged> FusedIterator for Items<A> {}

impl<A: Paged> fmt::Debug for Pages<A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("blocking::Pages").field(&self.pages).finish()
    }
}

impl<A: Paged> fmt::Debug for Items<A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("blocking::Items").field(&self.items).finish()
    }
}
