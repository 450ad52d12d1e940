//! When pages are asked for, and what is left after an error.

use std::future::{Future, poll_fn};
use std::pin::pin;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};

use futures_core::Stream;
use tc3_runtime::credentials::{CredentialsFuture, ProvideCredentials};
use tc3_runtime::mock::{Failure, MockTransport, Reply};
use tc3_runtime::{Client, Credentials};
use tokio::sync::Semaphore;

use crate::lists::{ByOffset, FIRST, service, slice, things};

fn seven() -> (MockTransport, Client) {
    service(|request: &ByOffset| slice(7, request.at(), request.limit()))
}

#[tokio::test]
async fn no_page_is_asked_for_before_it_is_wanted() {
    let (mock, client) = seven();
    let mut items = client.items(&FIRST);
    assert_eq!(mock.recorded().len(), 0);
    for (taken, calls) in [(1, 1), (2, 1), (3, 1), (4, 2)] {
        items.next().await.unwrap().unwrap();
        assert_eq!(mock.recorded().len(), calls, "after {taken} items");
    }
    let mut pages = client.pages(&FIRST);
    pages.next().await.unwrap().unwrap();
    assert_eq!(mock.recorded().len(), 3);
    drop((items, pages));
    tokio::task::yield_now().await;
    assert_eq!(mock.recorded().len(), 3);
}

#[tokio::test]
async fn pages_are_responses() {
    let (_, client) = seven();
    let mut pages = client.pages(&FIRST);
    let page = pages.next().await.unwrap().unwrap();
    assert_eq!((page.items.clone(), page.total), (things(0, 3), Some(7)));
    assert_eq!(page.request_id(), tc3_runtime::mock::REQUEST_ID);
    assert_eq!(pages.request().offset, Some(3));
}

#[tokio::test]
async fn pages_go_on_where_an_error_was() {
    let mock = MockTransport::new();
    let answer = |request: &ByOffset| Reply::value(&slice(7, request.at(), request.limit()));
    mock.on::<ByOffset>()
        .respond_with(answer)
        .respond_error("AuthFailure.TokenFailure", "the token has run out")
        .respond_with(answer);
    let client = mock.client().build().unwrap();
    let mut items = client.items(&FIRST);
    let mut came = Vec::new();
    let error = loop {
        match items.next().await.unwrap() {
            Ok(item) => came.push(item),
            Err(error) => break error,
        }
    };
    assert!(error.is_auth());
    assert!(items.next().await.is_none());
    assert_eq!(items.request().offset, Some(3));
    came.extend(client.items(items.request()).all().await.unwrap());
    assert_eq!(came, things(0, 7));
}

#[tokio::test]
async fn each_page_is_retried_like_any_call() {
    let mock = MockTransport::new();
    let answer = |request: &ByOffset| Reply::value(&slice(4, request.at(), request.limit()));
    mock.on::<ByOffset>()
        .fail(Failure::BrokenAfterSending)
        .respond_with(answer)
        .respond_error("RequestLimitExceeded", "slow down")
        .respond_with(answer);
    let client = mock.client().build().unwrap();
    assert_eq!(client.items(&FIRST).all().await.unwrap(), things(0, 4));
    assert_eq!(mock.recorded().len(), 4);
}

/// Returns credentials one by one, so that calls block until there are some.
#[derive(Debug)]
struct Gate(Semaphore);

impl ProvideCredentials for Gate {
    fn provide(&self) -> CredentialsFuture<'_> {
        Box::pin(async {
            self.0.acquire().await.unwrap().forget();
            Ok(Credentials::new("AKIDMock", "key-of-the-mock"))
        })
    }
}

fn seven_behind_a_gate() -> (MockTransport, Client, Arc<Gate>) {
    let (mock, _) = seven();
    let gate = Arc::new(Gate(Semaphore::new(0)));
    let client = mock.client().credentials_from(Arc::clone(&gate)).build().unwrap();
    (mock, client, gate)
}

fn poll_once<F: Future>(future: F) -> Poll<F::Output> {
    pin!(future).poll(&mut Context::from_waker(Waker::noop()))
}

#[tokio::test]
async fn a_next_that_is_dropped_loses_nothing() {
    let (mock, client, gate) = seven_behind_a_gate();
    let mut items = client.items(&FIRST);
    for _ in 0..3 {
        assert!(poll_once(items.next()).is_pending());
    }
    gate.0.add_permits(1);
    assert_eq!(items.next().await.unwrap().unwrap(), "0");
    assert_eq!(mock.recorded().len(), 1);
    assert_eq!(gate.0.available_permits(), 0);
}

#[tokio::test]
async fn dropping_ends_the_call_under_way() {
    let (mock, client, gate) = seven_behind_a_gate();
    let mut pages = client.pages(&FIRST);
    assert!(poll_once(pages.next()).is_pending());
    drop(pages);
    gate.0.add_permits(1);
    // Keys are fetched by a task of their own, which stays.
    while gate.0.available_permits() > 0 {
        tokio::task::yield_now().await;
    }
    for _ in 0..10 {
        tokio::task::yield_now().await;
    }
    assert!(mock.recorded().is_empty());
}

#[tokio::test]
async fn they_are_streams_that_another_task_can_have() {
    async fn count(stream: impl Stream<Item: Send> + Send + 'static) -> usize {
        tokio::spawn(async move {
            let (mut stream, mut count) = (pin!(stream), 0);
            while poll_fn(|context| stream.as_mut().poll_next(context)).await.is_some() {
                count += 1;
            }
            count
        })
        .await
        .unwrap()
    }
    let (_, client) = seven();
    assert_eq!(count(client.pages(&FIRST)).await, 3);
    assert_eq!(count(client.items(&FIRST)).await, 7);
}

#[test]
fn outside_of_tokio_the_error_explains_it() {
    let (_, client) = seven();
    let Poll::Ready(Some(Err(error))) = poll_once(client.pages(&FIRST).next()) else {
        unreachable!("a call is refused at once without a runtime");
    };
    assert!(error.to_string().contains("tokio runtime"));
}
