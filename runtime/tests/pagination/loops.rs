//! Pagination loops: services that would keep a client going forever.

use std::sync::atomic::{AtomicU64, Ordering};

use crate::lists::{ByOffset, ByPage, ByToken, FIRST, Output, drain, output, service, slice, things};

#[tokio::test]
async fn a_service_that_ignores_the_offset_is_found_out() {
    let (mock, client) = service(|request: &ByOffset| slice(7, 0, request.limit()));
    let (items, error) = drain(&client, &FIRST).await;
    assert_eq!(items, things(0, 3));
    let error = error.unwrap();
    assert!(error.is_pagination_loop() && !error.is_retryable() && !error.is_ambiguous());
    assert_eq!(
        error.to_string(),
        "gaap ByOffset: pagination loop: the page at `Offset` 3 has the same items as an earlier one \
         (request id 00000000-0000-4000-8000-000000000000)"
    );
    assert_eq!(mock.calls::<ByOffset>().len(), 2);
}

#[tokio::test]
async fn alternating_pages_are_a_pagination_loop() {
    let (_, client) = service(|request: &ByPage| {
        let page = request.page.unwrap_or(1) % 2;
        output(things(page * 10, page * 10 + 3))
    });
    let (items, error) = drain(&client, &ByPage { page: None, size: 0 }).await;
    assert_eq!(items.len(), 6);
    assert!(error.unwrap().to_string().contains("the page at `Page` 3"));
}

#[tokio::test]
async fn a_token_that_comes_again_is_an_error_after_its_page() {
    for (start, items_before) in [(None, things(0, 2)), (Some("a".to_owned()), things(1, 2))] {
        let (mock, client) = service(|request: &ByToken| Output {
            next: Some("a".into()),
            ..output(match request.token {
                None => things(0, 1),
                Some(_) => things(1, 2),
            })
        });
        let (items, error) = drain(&client, &ByToken { token: start }).await;
        assert_eq!(items, items_before);
        let error = error.unwrap();
        assert!(error.is_pagination_loop());
        // A token may be worth keeping secret.
        assert!(
            error.to_string().contains("the token for `Token` was returned before"),
            "{error}"
        );
        assert_eq!(mock.calls::<ByToken>().len(), items_before.len());
    }
}

#[tokio::test]
async fn an_empty_page_that_names_its_own_token_is_the_last() {
    let (mock, client) = service(|request: &ByToken| Output {
        next: Some("end".into()),
        ..output(match request.token {
            None => things(0, 1),
            Some(_) => Vec::new(),
        })
    });
    let (items, error) = drain(&client, &ByToken { token: None }).await;
    assert_eq!(items, things(0, 1));
    assert!(error.is_none());
    assert_eq!(mock.calls::<ByToken>().len(), 2);
}

/// The list has the same items on every page, as a list of states or of counts may have.
#[tokio::test]
async fn equal_pages_with_new_tokens_are_no_loop() {
    for pages in [2, 3, 900] {
        let (mock, client) = service(move |request: &ByToken| {
            let page = request.token.as_ref().map_or(1, |token| token.parse().unwrap());
            Output {
                next: (page < pages).then(|| (page + 1).to_string()),
                ..output(things(0, 2))
            }
        });
        let (items, error) = drain(&client, &ByToken { token: None }).await;
        assert_eq!(items.len(), 2 * pages);
        assert!(error.is_none(), "{error:?}");
        assert_eq!(mock.calls::<ByToken>().len(), pages);
    }
}

#[tokio::test]
async fn pages_that_alternate_with_new_tokens_are_no_loop() {
    let (_, client) = service(|request: &ByToken| {
        let page: u64 = request.token.as_ref().map_or(0, |token| token.parse().unwrap());
        Output {
            next: (page < 2999).then(|| (page + 1).to_string()),
            ..output(things(page % 2, page % 2 + 1))
        }
    });
    let (items, error) = drain(&client, &ByToken { token: None }).await;
    assert_eq!(items.len(), 3000);
    assert!(error.is_none(), "{error:?}");
}

#[tokio::test]
async fn pages_without_new_items_are_not_followed_for_ever() {
    // A service that has no more items, and one that ignores the token.
    for page in [Vec::new(), things(0, 2)] {
        let fresh = AtomicU64::new(0);
        let items = page.clone();
        let (mock, client) = service(move |_: &ByToken| Output {
            next: Some(fresh.fetch_add(1, Ordering::Relaxed).to_string()),
            ..output(items.clone())
        });
        let (items, error) = drain(&client, &ByToken { token: None }).await;
        let error = error.unwrap();
        assert!(error.is_pagination_loop());
        assert!(
            error.to_string().contains("1000 pages in a row without new items"),
            "{error}"
        );
        // The first page of the second service is new.
        let calls = 1000 + usize::from(!page.is_empty());
        assert_eq!(mock.calls::<ByToken>().len(), calls);
        assert_eq!(items.len(), calls * page.len());
    }
}

#[tokio::test]
async fn a_position_that_the_request_cannot_express_is_an_error_after_the_page() {
    let request = ByOffset {
        offset: Some(i64::MAX),
        limit: Some(3),
    };
    let (_, client) = service(|_: &ByOffset| output(things(0, 3)));
    let (items, error) = drain(&client, &request).await;
    assert_eq!(items.len(), 3);
    assert!(
        error
            .unwrap()
            .to_string()
            .contains("cannot hold the position of the next page")
    );
}
