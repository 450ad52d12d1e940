//! Pagination as iterators.

use std::iter::FusedIterator;

use super::Client;
use crate::{Error, Paged, Response};

/// The pages of a list, from [`Client::pages`]. The iterator ends with the first error.
pub struct Pages<A: Paged> {
    client: Client,
    /// `None` after an error.
    pages: Option<crate::Pages<A>>,
}

/// The items of a list, from [`Client::items`]. The iterator ends with the first error.
pub struct Items<A: Paged> {
    client: Client,
    /// `None` after an error.
    items: Option<crate::Items<A>>,
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
            pages: Some(self.client.pages(request)),
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
            items: Some(self.client.items(request)),
        }
    }
}

impl<A: Paged> Iterator for Pages<A> {
    type Item = Result<Response<A::Output>, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        let pages = self.pages.as_mut()?;
        let next = self.client.run(async { pages.next().await.transpose() });
        if next.is_err() {
            self.pages = None;
        }
        next.transpose()
    }
}

impl<A: Paged> Iterator for Items<A> {
    type Item = Result<A::Item, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        let items = self.items.as_mut()?;
        let next = self.client.run(async { items.next().await.transpose() });
        if next.is_err() {
            self.items = None;
        }
        next.transpose()
    }
}

impl<A: Paged> FusedIterator for Pages<A> {}

impl<A: Paged> FusedIterator for Items<A> {}
