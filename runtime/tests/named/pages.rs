//! Pages over JSON, by the cursor of typed lists.

use std::collections::HashSet;

use serde_json::{Value, json};
use tc3_runtime::{NamedPaging, RawJson, Response};

use crate::describe;
use crate::support::{Received, Reply, Server};

fn number(request: &Value, name: &str) -> u64 {
    let value = &request[name];
    value
        .as_u64()
        .or_else(|| value.as_str()?.parse().ok())
        .unwrap_or_default()
}

/// A list of 25 items, by offset, at most 10 on a page.
fn by_offset(request: &Received) -> Reply {
    let request = request.json();
    let offset = number(&request, "Offset");
    let limit = number(&request, "Limit").min(10);
    let items: Vec<Value> = (offset..25.min(offset + limit)).map(|id| json!({"Id": id})).collect();
    Reply::json(&json!({"Response": {"Result": {"List": items}, "Total": 25, "RequestId": "r"}}).to_string())
}

fn paging() -> NamedPaging {
    NamedPaging::offset("Offset", "Result.List")
        .size("Limit", Some(10))
        .total("Total")
}

#[tokio::test]
async fn all_items_come_in_order_and_the_request_is_kept() {
    let server = Server::answering(by_offset).await;
    let mut pages = server
        .client()
        .named_pages(&describe(), paging(), r#"{"Z":1.0,"A":18446744073709551616}"#);
    let mut items = Vec::new();
    let mut next = Vec::new();
    while let Some(page) = pages.next().await {
        let page = page.unwrap();
        assert_eq!(page.request_id(), "r");
        items.extend(page.items().map(str::to_owned));
        next.push(pages.request());
        let response: Response<RawJson> = page.into_response();
        assert!(response.contains(r#""Total":25"#));
    }
    let expected: Vec<String> = (0..25).map(|id| format!(r#"{{"Id":{id}}}"#)).collect();
    assert_eq!(items, expected);
    assert_eq!(next[0], r#"{"Z":1.0,"A":18446744073709551616,"Limit":10,"Offset":10}"#);
    let offsets: Vec<u64> = server
        .received()
        .iter()
        .map(|request| number(&request.json(), "Offset"))
        .collect();
    assert_eq!(offsets, [0, 10, 20]);
}

#[tokio::test]
async fn it_continues_from_a_request() {
    let server = Server::answering(by_offset).await;
    let mut pages = server
        .client()
        .named_pages(&describe(), paging(), r#"{"Offset":20,"Limit":3}"#);
    let mut ids = Vec::new();
    while let Some(page) = pages.next().await {
        ids.extend(page.unwrap().items().map(str::to_owned));
    }
    assert_eq!(ids.len(), 5);
}

#[tokio::test]
async fn numbers_are_sent_as_strings_where_they_are_strings() {
    let mut server = Server::answering(by_offset).await;
    let client = server.client();
    let quoted = paging().quoted_position().quoted_size();
    let mut pages = client.named_pages(&describe(), quoted, "{}");
    while let Some(page) = pages.next().await {
        page.unwrap();
    }
    assert_eq!(server.next().await.body, br#"{"Limit":"10"}"#);
    assert_eq!(server.next().await.body, br#"{"Limit":"10","Offset":"10"}"#);

    let mut pages = client.named_pages(&describe(), paging(), r#"{"Offset":"15","Limit":5}"#);
    while let Some(page) = pages.next().await {
        page.unwrap();
    }
    assert_eq!(server.received().last().unwrap().body, br#"{"Offset":"20","Limit":5}"#);
}

#[tokio::test]
async fn pages_by_number_and_by_token_are_followed_to_their_end() {
    let server = Server::answering(|request| {
        let request = request.json();
        let reply = match request["Token"].as_str() {
            None => json!({"Items": [1], "Next": "t1", "HasMore": true}),
            Some("t1") => json!({"Items": [], "Next": "t2", "HasMore": true}),
            Some(_) => json!({"Items": [2], "Next": "", "HasMore": false}),
        };
        Reply::json(&json!({"Response": reply}).to_string())
    })
    .await;
    let by_token = NamedPaging::token("Token", "Next", "Items").more("HasMore");
    let mut pages = server.client().named_pages(&describe(), by_token, "{}");
    let mut items = Vec::new();
    while let Some(page) = pages.next().await {
        items.extend(page.unwrap().items().map(str::to_owned));
    }
    assert_eq!(items, ["1", "2"]);

    let server = Server::answering(|request| {
        let page = number(&request.json(), "Page");
        Reply::json(&json!({"Response": {"Items": [page], "IsLast": page == 3}}).to_string())
    })
    .await;
    let by_page = NamedPaging::page("Page", 1, "Items").last("IsLast");
    let mut pages = server.client().named_pages(&describe(), by_page, r#"{"Page":1}"#);
    let mut items = HashSet::new();
    while let Some(page) = pages.next().await {
        items.extend(page.unwrap().items().map(str::to_owned));
    }
    assert_eq!(items.len(), 3);
}

#[tokio::test]
async fn a_page_that_comes_again_ends_the_list_with_an_error() {
    let server = Server::start(Reply::json(r#"{"Response":{"Result":{"List":[1,2]},"RequestId":"r"}}"#)).await;
    let mut pages = server.client().named_pages(&describe(), paging(), "{}");
    assert!(pages.next().await.unwrap().is_ok());
    let error = pages.next().await.unwrap().unwrap_err();
    assert!(error.is_pagination_loop(), "{error}");
    assert_eq!(error.action(), Some("DescribeProxyGroupList"));
    assert!(pages.next().await.is_none());

    let server = Server::start(Reply::json(r#"{"Response":{"Items":[1],"Next":"same"}}"#)).await;
    let by_token = NamedPaging::token("Token", "Next", "Items");
    let mut pages = server.client().named_pages(&describe(), by_token, "{}");
    let results = [pages.next().await.unwrap(), pages.next().await.unwrap()];
    assert!(results.iter().all(Result::is_ok));
    assert!(pages.next().await.unwrap().unwrap_err().is_pagination_loop());
}

#[tokio::test]
async fn tokens_without_new_items_are_not_followed_forever() {
    let server = Server::answering(|request| {
        let next = number(&request.json(), "Token") + 1;
        Reply::json(&format!(r#"{{"Response":{{"Items":[],"Next":"{next}"}}}}"#))
    })
    .await;
    let by_token = NamedPaging::token("Token", "Next", "Items");
    let mut pages = server.client().named_pages(&describe(), by_token, "{}");
    let mut count = 0;
    let error = loop {
        match pages.next().await.unwrap() {
            Ok(_) => count += 1,
            Err(error) => break error,
        }
    };
    assert_eq!(count, 1000);
    assert!(error.to_string().contains("1000 pages in a row"), "{error}");
}

#[tokio::test]
async fn a_position_that_is_no_number_and_no_object_are_refused() {
    let server = Server::answering(by_offset).await;
    for json in [
        r#"{"Offset":"first"}"#,
        r#"{"Offset":-1}"#,
        r#"{"Offset":[]}"#,
        "[]",
        "",
    ] {
        let mut pages = server.client().named_pages(&describe(), paging(), json);
        let error = pages.next().await.unwrap().unwrap_err();
        assert!(error.is_validation(), "{json}: {error}");
        assert!(pages.next().await.is_none());
    }
    assert!(server.received().is_empty());
}

#[tokio::test]
async fn a_list_that_is_not_there_has_no_items() {
    let server = Server::start(Reply::json(r#"{"Response":{"Result":null}}"#)).await;
    let mut pages = server.client().named_pages(&describe(), paging(), "{}");
    assert_eq!(pages.next().await.unwrap().unwrap().items().len(), 0);
    assert!(pages.next().await.is_none());
}
