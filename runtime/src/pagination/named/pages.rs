//! [`NamedPages`]: a list of an action known by name, as a stream of its pages.

use std::fmt;
use std::future::poll_fn;
use std::mem;
use std::ops::{Deref, Range};
use std::pin::Pin;
use std::task::{Context, Poll};

use futures_core::Stream;
use serde_json::value::RawValue;

use super::NamedPaging;
use super::json_members::{JsonOutput, JsonRequest};
use crate::error::CallName;
use crate::json::raw_member;
use crate::pagination::cursor::{Cursor, Next, Page};
use crate::{Client, Error, NamedCall, RawJson, Response};

/// The pages of a list of an action known by name; see [`Client::named_pages`].
///
/// It is a [`Stream`] that is [`Unpin`], and has a [`next`](Self::next) of its own, so that callers need no crate for
/// streams. Dropping it cancels the call in progress.
#[must_use = "pages are requested only when `next` is called"]
pub struct NamedPages {
    client: Client,
    call: NamedCall,
    items: String,
    request: JsonRequest,
    state: State,
}

enum State {
    /// The next page is not requested yet.
    Idle(Cursor),
    Requesting(PageFuture, Cursor),
    /// The next element is an error.
    Failed(Error),
    Ended,
}

type PageFuture = Pin<Box<dyn Future<Output = Result<Response<RawJson>, Error>> + Send>>;

/// A page of a list: the whole response, to which it dereferences, and the items.
pub struct NamedPage {
    response: Response<RawJson>,
    /// Where the items are in the output.
    items: Vec<Range<usize>>,
}

impl NamedPages {
    pub(super) fn new(client: Client, call: NamedCall, paging: NamedPaging, json: &[u8]) -> Self {
        let refused = |reason: String| State::Failed(Error::refused(reason).of_call(name(&call)));
        let (request, state) = match JsonRequest::read(json, &paging) {
            Some(mut request) => {
                let state = Cursor::start(paging.rules, &mut request).map_or_else(refused, State::Idle);
                (request, state)
            }
            None => (
                JsonRequest::default(),
                refused("the parameters need to be a JSON object, and they are not".to_owned()),
            ),
        };
        Self {
            client,
            call,
            items: paging.items,
            request,
            state,
        }
    }

    /// Returns the next page, or `None` after the last one and after an error.
    ///
    /// It is cancel safe: if the future is dropped early, the next one waits for the same page.
    pub async fn next(&mut self) -> Option<Result<NamedPage, Error>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    /// Returns the parameters of the next page in JSON, from which [`Client::named_pages`] continues; after an error, those
    /// of the request that failed.
    ///
    /// ```no_run
    /// # use tc3_runtime as tc3;
    /// # async fn example(mut pages: tc3::NamedPages) -> Result<(), tc3::Error> {
    /// while let Some(page) = pages.next().await {
    ///     println!("{} items, then {}", page?.items().len(), pages.request());
    /// }
    /// # Ok(()) }
    /// ```
    #[must_use]
    pub fn request(&self) -> String {
        self.request.to_json()
    }

    fn send(&self) -> PageFuture {
        let (client, call, json) = (self.client.clone(), self.call.clone(), self.request.to_json());
        Box::pin(async move { client.send_named(&call, json).await })
    }

    fn receive(&mut self, result: Result<Response<RawJson>, Error>, mut cursor: Cursor) -> Result<NamedPage, Error> {
        let response = result?;
        let items = items(&response, &self.items);
        let page = Page::of_texts(items.iter().map(|item| text(&response, item)));
        let pagination_loop = |reason| Error::pagination_loop(reason, response.request_id()).of_call(name(&self.call));
        match cursor.advance(&mut self.request, &JsonOutput(&response), &page) {
            Ok(Next::Page) => self.state = State::Idle(cursor),
            Ok(Next::End) => {}
            Ok(Next::Error(reason)) => self.state = State::Failed(pagination_loop(reason)),
            Err(reason) => return Err(pagination_loop(reason)),
        }
        Ok(NamedPage { response, items })
    }
}

impl Stream for NamedPages {
    type Item = Result<NamedPage, Error>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        loop {
            match mem::replace(&mut this.state, State::Ended) {
                State::Idle(cursor) => this.state = State::Requesting(this.send(), cursor),
                State::Requesting(mut page, cursor) => {
                    let Poll::Ready(result) = page.as_mut().poll(context) else {
                        this.state = State::Requesting(page, cursor);
                        return Poll::Pending;
                    };
                    return Poll::Ready(Some(this.receive(result, cursor)));
                }
                State::Failed(error) => return Poll::Ready(Some(Err(error))),
                State::Ended => return Poll::Ready(None),
            }
        }
    }
}

impl fmt::Debug for NamedPages {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NamedPages")
            .field("call", &self.call)
            .finish_non_exhaustive()
    }
}

impl NamedPage {
    /// Returns the items of the page in JSON, in their order.
    ///
    /// ```no_run
    /// # use tc3_runtime as tc3;
    /// fn print(page: &tc3::NamedPage) {
    ///     for item in page.items() {
    ///         println!("{item}");
    ///     }
    /// }
    /// ```
    pub fn items(&self) -> impl ExactSizeIterator<Item = &str> {
        self.items.iter().map(|item| text(&self.response, item))
    }

    /// Returns the whole response.
    #[must_use]
    pub fn into_response(self) -> Response<RawJson> {
        self.response
    }
}

impl Deref for NamedPage {
    type Target = Response<RawJson>;

    fn deref(&self) -> &Response<RawJson> {
        &self.response
    }
}

impl fmt::Debug for NamedPage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NamedPage")
            .field("items", &self.items.len())
            .field("response", &self.response)
            .finish()
    }
}

fn name(call: &NamedCall) -> CallName {
    CallName {
        service: call.service().to_owned().into(),
        action: call.action().to_owned().into(),
    }
}

fn text<'a>(output: &'a str, item: &Range<usize>) -> &'a str {
    output.get(item.clone()).unwrap_or_default()
}

/// Where the items of the list at `path` are in the output. A list that is absent or null has none.
fn items(output: &str, path: &str) -> Vec<Range<usize>> {
    let list = raw_member(output, path).unwrap_or("[]");
    let items: Vec<&RawValue> = serde_json::from_str(list).unwrap_or_default();
    let place = |item: &RawValue| {
        let start = item.get().as_ptr().addr() - output.as_ptr().addr();
        start..start + item.get().len()
    };
    items.into_iter().map(place).collect()
}
