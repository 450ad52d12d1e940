//! Where pagination ends.

use crate::lists::{
    ByOffset, ByToken, FIRST, Output, UntilLast, WhileMore, drain, output, script, service, slice, things,
};

#[tokio::test]
async fn pages_go_on_to_the_total_and_not_beyond() {
    for (total, calls) in [(0, 1), (1, 1), (3, 1), (4, 2), (6, 2), (7, 3), (100, 34)] {
        let (mock, client) = service(move |request: &ByOffset| slice(total, request.at(), request.limit()));
        let (items, error) = drain(&client, &FIRST).await;
        assert_eq!((items, error.map(|error| error.to_string())), (things(0, total), None));
        assert_eq!(mock.calls::<ByOffset>().len(), calls, "for {total} things");
    }
}

#[tokio::test]
async fn a_short_page_is_not_the_end() {
    // At most 2 a page, although 3 are asked for.
    let (mock, client) = service(|request: &ByOffset| slice(7, request.at(), request.limit().min(2)));
    assert_eq!(client.items(&FIRST).all().await.unwrap(), things(0, 7));
    let offsets: Vec<u64> = mock.calls::<ByOffset>().iter().map(ByOffset::at).collect();
    assert_eq!(offsets, [0, 2, 4, 6]);
}

#[tokio::test]
async fn without_a_total_an_empty_page_is_the_end() {
    for total in [0, 3, 4] {
        let (mock, client) = service(move |request: &ByOffset| Output {
            total: None,
            ..slice(total, request.at(), request.limit())
        });
        assert_eq!(client.items(&FIRST).all().await.unwrap(), things(0, total));
        assert_eq!(mock.calls::<ByOffset>().len() as u64, total.div_ceil(3) + 1);
    }
}

#[tokio::test]
async fn a_total_that_is_too_large_ends_at_an_empty_page() {
    let (mock, client) = service(|request: &ByOffset| Output {
        total: Some(1000 + request.at() as i64), // and it grows
        ..slice(5, request.at(), request.limit())
    });
    assert_eq!(client.items(&FIRST).all().await.unwrap(), things(0, 5));
    assert_eq!(mock.calls::<ByOffset>().len(), 3);
}

/// 0 for a total that is absent, or -1 for one that is not known: what came shows that it is wrong.
#[tokio::test]
async fn a_total_that_is_less_than_what_came_is_not_heeded() {
    for lie in [0, 2, -1] {
        let (_, client) = service(move |request: &ByOffset| Output {
            total: Some(lie),
            ..slice(7, request.at(), request.limit())
        });
        assert_eq!(client.items(&FIRST).all().await.unwrap(), things(0, 7));
    }
}

#[tokio::test]
async fn a_list_that_shrinks_on_the_way_ends() {
    let (_, client) = script::<ByOffset>([slice(7, 0, 3), slice(4, 3, 3), slice(0, 0, 3)]);
    assert_eq!(client.items(&FIRST).all().await.unwrap(), things(0, 4));
}

#[tokio::test]
async fn tokens_end_when_there_is_none() {
    for no_token in [None, Some(String::new())] {
        let (mock, client) = service(move |request: &ByToken| match request.token.as_deref() {
            None => Output {
                next: Some("a".into()),
                ..output(things(0, 2))
            },
            Some("a") => Output {
                next: Some("b".into()),
                ..output(Vec::new()) // which is not the end
            },
            _ => Output {
                next: no_token.clone(),
                ..output(things(2, 3))
            },
        });
        assert_eq!(
            client.items(&ByToken { token: None }).all().await.unwrap(),
            things(0, 3)
        );
        assert_eq!(mock.calls::<ByToken>().len(), 3);
    }
}

#[tokio::test]
async fn flags_end_pages_whatever_the_token() {
    let page = |token: &Option<String>, flag| Output {
        next: Some("a".into()),
        flag: Some(flag),
        ..output(things(0, 1 + u64::from(token.is_some())))
    };
    let (mock, client) = service(move |request: &WhileMore| page(&request.token, request.token.is_none()));
    client.items(&WhileMore { token: None }).all().await.unwrap();
    assert_eq!(mock.calls::<WhileMore>().len(), 2);
    let (mock, client) = service(move |request: &UntilLast| page(&request.token, request.token.is_some()));
    client.items(&UntilLast { token: None }).all().await.unwrap();
    assert_eq!(mock.calls::<UntilLast>().len(), 2);
}
