//! Where pagination starts, and the page size.

use crate::lists::{ByOffset, ByPage, ByText, ByToken, FIRST, FromZero, Output, drain, output, service, slice, things};

#[tokio::test]
async fn pages_begin_at_the_requests_own_offset_and_keep_its_size() {
    let (mock, client) = service(|request: &ByOffset| slice(9, request.at(), request.limit()));
    let request = ByOffset {
        offset: Some(4),
        limit: Some(2),
    };
    assert_eq!(client.items(&request).all().await.unwrap(), things(4, 9));
    let places: Vec<_> = mock
        .calls::<ByOffset>()
        .iter()
        .map(|call| (call.at(), call.limit))
        .collect();
    assert_eq!(places, [(4, Some(2)), (6, Some(2)), (8, Some(2))]);
}

#[tokio::test]
async fn a_size_that_is_not_set_is_the_largest() {
    for unset in [None, Some(0)] {
        let (mock, client) = service(|request: &ByOffset| slice(1, request.at(), request.limit()));
        let request = ByOffset { limit: unset, ..FIRST };
        client.items(&request).all().await.unwrap();
        assert_eq!(
            mock.calls::<ByOffset>(),
            [ByOffset {
                limit: Some(3),
                ..FIRST
            }]
        );
    }
}

#[tokio::test]
async fn numbers_in_quotes_are_numbers() {
    let (mock, client) = service(|request: &ByText| {
        let offset = request.offset.parse().unwrap_or(0);
        slice(5, offset, request.limit.parse().unwrap())
    });
    for start in ["", "1"] {
        let request = ByText {
            offset: start.to_owned(),
            limit: "2".to_owned(),
        };
        let all = client.items(&request).all().await.unwrap();
        assert_eq!(all, things(start.parse().unwrap_or(0), 5));
    }
    let offsets: Vec<String> = mock.calls::<ByText>().into_iter().map(|call| call.offset).collect();
    assert_eq!(offsets, ["", "2", "4", "1", "3"]);
}

#[tokio::test]
async fn an_invalid_start_is_rejected_before_anything_is_sent() {
    let (mock, client) = service(|_: &ByText| slice(0, 0, 0));
    for place in ["-1", "two", "1.5", " "] {
        let request = ByText {
            offset: place.to_owned(),
            limit: "2".to_owned(),
        };
        let (items, error) = drain(&client, &request).await;
        assert!(items.is_empty());
        let error = error.unwrap();
        assert!(error.is_validation());
        // It shows nothing of the request.
        let expected = "gaap ByText: not sent: cannot paginate from `Offset`: it is not a number from 0";
        assert_eq!(error.to_string(), expected);
    }
    let negative = ByOffset {
        offset: Some(-1),
        ..FIRST
    };
    assert!(
        client
            .pages(&negative)
            .next()
            .await
            .unwrap()
            .unwrap_err()
            .is_validation()
    );
    assert!(mock.recorded().is_empty());
}

#[tokio::test]
async fn page_numbers_count_from_the_first_that_the_spec_names() {
    let (mock, client) = service(|request: &ByPage| {
        let page = request.page.unwrap_or(1);
        Output {
            total: None,
            ..slice(5, (page - 1) * 3, 3)
        }
    });
    assert_eq!(
        client.items(&ByPage { page: None, size: 0 }).all().await.unwrap(),
        things(0, 5)
    );
    let pages: Vec<_> = mock
        .calls::<ByPage>()
        .iter()
        .map(|call| (call.page, call.size))
        .collect();
    assert_eq!(pages, [(None, 3), (Some(2), 3), (Some(3), 3)]);
}

fn from_zero(total: u64, most: u64) -> impl Fn(&FromZero) -> Output {
    move |request| {
        let size = (request.size as u64).min(most);
        slice(total, request.page.unwrap_or(0) * size, size)
    }
}

#[tokio::test]
async fn a_total_is_reached_from_any_page() {
    for (start, calls) in [(None, 3), (Some(1), 2), (Some(2), 1), (Some(3), 1)] {
        let (mock, client) = service(from_zero(9, 100));
        let request = FromZero { page: start, size: 3 };
        let all = client.items(&request).all().await.unwrap();
        assert_eq!(all, things(start.unwrap_or(0) * 3, 9));
        assert_eq!(mock.calls::<FromZero>().len(), calls, "from {start:?}");
    }
}

/// A service that gives less than it is asked for must not look as if it had come to its total.
#[tokio::test]
async fn pages_smaller_than_asked_for_pass_nothing_over() {
    for start in [0, 1, 2] {
        let (_, client) = service(from_zero(9, 2));
        let request = FromZero {
            page: Some(start),
            size: 3,
        };
        assert_eq!(client.items(&request).all().await.unwrap(), things(start * 2, 9));
    }
}

#[tokio::test]
async fn tokens_begin_at_the_requests_own() {
    let (mock, client) = service(|_: &ByToken| output(things(0, 1)));
    let request = ByToken {
        token: Some("here".into()),
    };
    client.items(&request).all().await.unwrap();
    assert_eq!(mock.calls::<ByToken>(), [request]);
}
