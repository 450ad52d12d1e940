use std::fmt;
use std::future::poll_fn;
use std::mem;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use futures_core::Stream;

use super::PageResult;
use super::page::Page;
use super::progress::{Next, Progress};
use crate::error::CallName;
use crate::record::Paged;
use crate::{Client, Error};

/// The pages of a list; see [`Client::pages`]. A stream that needs no pinning, with a [`next`](Self::next) of its own
/// for those who have no use for streams.
///
/// Dropping it ends it, and the call that may be under way.
#[must_use = "no page is asked for until it is wanted"]
pub struct Pages<A: Paged> {
    client: Client,
    request: Arc<A>,
    state: State<A>,
}

enum State<A: Paged> {
    /// The next page is not asked for yet.
    Idle(Progress),
    Asking(PageFuture<A>, Progress),
    /// There is an error to give.
    Failed(Error),
    Ended,
}

type PageFuture<A> = Pin<Box<dyn Future<Output = PageResult<A>> + Send>>;

impl<A: Paged> Pages<A> {
    pub(super) fn new(client: Client, mut request: A) -> Self {
        let state = match Progress::begin(A::PAGING, &mut request) {
            Ok(progress) => State::Idle(progress),
            Err(reason) => State::Failed(Error::refused(reason).of_call(CallName::from(A::INFO))),
        };
        Self {
            client,
            request: Arc::new(request),
            state,
        }
    }

    /// The next page; `None` after the last one and after an error. A future that is dropped before it is done loses
    /// nothing: the next one waits for the same page.
    pub async fn next(&mut self) -> Option<PageResult<A>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    /// The request of the page that is to come or is on its way; after an error, the one that failed, or whose page
    /// named a token that came before; after the last page, that of the last page. Pages go on from it by
    /// [`Client::pages`], with this client or another.
    #[must_use]
    pub fn request(&self) -> &A {
        &self.request
    }

    fn ask(&self) -> PageFuture<A> {
        let (client, request) = (self.client.clone(), Arc::clone(&self.request));
        Box::pin(async move { client.send(&*request).await })
    }

    fn receive(&mut self, result: PageResult<A>, mut progress: Progress) -> PageResult<A> {
        let mut response = result?;
        let page = Page::of(A::items(response.output_mut()));
        let request = Arc::make_mut(&mut self.request);
        let endless = |reason| Error::pagination_loop(reason, response.request_id()).of_call(CallName::from(A::INFO));
        match progress.after(request, &*response, &page) {
            Ok(Next::Page) => self.state = State::Idle(progress),
            Ok(Next::Nothing) => {}
            Ok(Next::Fault(reason)) => self.state = State::Failed(endless(reason)),
            Err(reason) => return Err(endless(reason)),
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
                State::Idle(progress) => this.state = State::Asking(this.ask(), progress),
                State::Asking(mut page, progress) => {
                    let Poll::Ready(result) = page.as_mut().poll(context) else {
                        this.state = State::Asking(page, progress);
                        return Poll::Pending;
                    };
                    drop(page); // and with it the other hold on the request
                    return Poll::Ready(Some(this.receive(result, progress)));
                }
                State::Failed(error) => return Poll::Ready(Some(Err(error))),
                State::Ended => return Poll::Ready(None),
            }
        }
    }
}

/// Nothing in it is pinned but what stands in a box.
impl<A: Paged> Unpin for Pages<A> {}

impl<A: Paged> fmt::Debug for Pages<A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages")
            .field("request", &self.request)
            .finish_non_exhaustive()
    }
}
