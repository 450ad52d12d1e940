//! [`Pages`]: a paginated list as a stream of responses.

use std::fmt;
use std::future::poll_fn;
use std::mem;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use futures_core::Stream;

use super::PageResult;
use super::cursor::{Cursor, Next, Page};
use crate::error::CallName;
use crate::record::Paged;
use crate::{Client, Error};

/// The pages of a list; see [`Client::pages`].
///
/// It is a [`Stream`] that is [`Unpin`], and has a [`next`](Self::next) of its own, so that callers need no crate for
/// streams. Dropping it cancels the call in progress.
///
/// ```no_run
/// # use tc3_runtime as tc3;
/// # async fn example<ListRequest: tc3::Paged>(client: tc3::Client, request: ListRequest) -> Result<(), tc3::Error> {
/// let mut pages = client.pages(&request);
/// while let Some(page) = pages.next().await {
///     println!("request {}", page?.request_id());
/// }
/// # Ok(()) }
/// ```
#[must_use = "pages are requested only when `next` is called"]
pub struct Pages<A: Paged> {
    client: Client,
    request: Arc<A>,
    state: State<A>,
}

enum State<A: Paged> {
    /// The next page is not requested yet.
    Idle(Cursor),
    Requesting(PageFuture<A>, Cursor),
    /// The next item is an error.
    Failed(Error),
    Ended,
}

type PageFuture<A> = Pin<Box<dyn Future<Output = PageResult<A>> + Send>>;

impl<A: Paged> Pages<A> {
    pub(super) fn new(client: Client, mut request: A) -> Self {
        let state = match Cursor::start_record(A::PAGING.into(), &mut request) {
            Ok(cursor) => State::Idle(cursor),
            Err(reason) => State::Failed(Error::refused(reason).of_call(CallName::from(A::INFO))),
        };
        Self {
            client,
            request: Arc::new(request),
            state,
        }
    }

    /// Returns the next page, or `None` after the last one and after an error.
    ///
    /// It is cancel safe: if the future is dropped early, the next one waits for the same page.
    pub async fn next(&mut self) -> Option<PageResult<A>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    /// Returns the request of the next page; after an error, the request that failed or whose page returned a token for
    /// the second time; after the last page, the request of the last page.
    ///
    /// It is the position in the list, as serializable data: [`Client::pages`] continues from it, with any client and in
    /// another process too.
    ///
    /// ```no_run
    /// # use tc3_runtime as tc3;
    /// # async fn example<ListRequest: tc3::Paged>(client: tc3::Client, request: ListRequest) -> Result<(), tc3::Error> {
    /// let mut pages = client.pages(&request);
    /// let first = pages.next().await;
    /// let position = tc3::to_json(pages.request()); // store it
    /// let rest = client.pages(&tc3::from_json::<ListRequest>(&position).unwrap());
    /// # Ok(()) }
    /// ```
    #[must_use]
    pub fn request(&self) -> &A {
        &self.request
    }

    fn send(&self) -> PageFuture<A> {
        let (client, request) = (self.client.clone(), Arc::clone(&self.request));
        Box::pin(async move { client.send(&*request).await })
    }

    fn receive(&mut self, result: PageResult<A>, mut cursor: Cursor) -> PageResult<A> {
        let mut response = result?;
        let page = Page::new(A::items(response.output_mut()));
        let request = Arc::make_mut(&mut self.request);
        let pagination_loop =
            |reason| Error::pagination_loop(reason, response.request_id()).of_call(CallName::from(A::INFO));
        match cursor.advance_record(request, &*response, &page) {
            Ok(Next::Page) => self.state = State::Idle(cursor),
            Ok(Next::End) => {}
            Ok(Next::Error(reason)) => self.state = State::Failed(pagination_loop(reason)),
            Err(reason) => return Err(pagination_loop(reason)),
        }
        Ok(response)
    }
}

impl<A: Paged> Stream for Pages<A> {
    type Item = PageResult<A>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<PageResult<A>>> {
        let this = self.get_mut();
        loop {
            match mem::replace(&mut this.state, State::Ended) {
                State::Idle(cursor) => this.state = State::Requesting(this.send(), cursor),
                State::Requesting(mut page, cursor) => {
                    let Poll::Ready(result) = page.as_mut().poll(context) else {
                        this.state = State::Requesting(page, cursor);
                        return Poll::Pending;
                    };
                    drop(page); // and its reference to the request
                    return Poll::Ready(Some(this.receive(result, cursor)));
                }
                State::Failed(error) => return Poll::Ready(Some(Err(error))),
                State::Ended => return Poll::Ready(None),
            }
        }
    }
}

/// Only the boxed future is pinned.
impl<A: Paged> Unpin for Pages<A> {}

impl<A: Paged> fmt::Debug for Pages<A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages")
            .field("request", &self.request)
            .finish_non_exhaustive()
    }
}
