//! A service whose state is defined by rules alone: `tests/data/state-spec`.

use std::path::Path;

use serde_json::{Value, json};
use tc3_codegen::spec::{Source, SourceSet};
use tc3_emulator::{Emulator, StartError};
use tokio::runtime::Runtime;

use crate::support::http::{Reply, Running, at};
use crate::support::signer::{NOW, Signer, unsigned};

const LIBRARY: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/state-spec");

fn library() -> Running {
    Running::start(Emulator::builder().spec_dir(LIBRARY).clock(at(NOW)))
}

fn call(running: &Running, action: &str, body: &Value) -> Reply {
    let mut request = unsigned("library", "2024-01-31", action, body.to_string());
    Signer::for_service("library").sign(&mut request);
    running.send(&request)
}

fn titles(reply: &Reply) -> Vec<&str> {
    let books = reply.response["Books"].as_array().expect("a list").iter();
    books.map(|book| book["Title"].as_str().expect("a title")).collect()
}

#[test]
fn created_records_are_shown_as_declared_types() {
    let running = library();
    let added = call(&running, "AddBook", &json!({ "Title": "One", "Pages": "7" })).response;
    let id = added["Book"]["BookId"].as_str().expect("an ID");
    assert!(id.starts_with("book-") && id.len() == "book-".len() + 5, "{id}");
    let expected = json!({
        "BookId": id, "Title": "One", "Lent": false, "Added": "2023-11-14 22:13:20", "Note": null, "Pages": 7,
    });
    assert_eq!(added["Book"], expected);

    assert_eq!(call(&running, "LendBook", &json!({ "BookId": id })).code(), "");
    let again = call(&running, "LendBook", &json!({ "BookId": id }));
    again.assert_refused("ResourceInUse", &["Loan", id]);
    let shown = call(&running, "DescribeBook", &json!({ "BookId": id })).response;
    let request_id = &shown["RequestId"];
    let expected = json!({ "Title": "One", "Lent": true, "Added": "2023-11-14 22:13:20", "RequestId": request_id });
    assert_eq!(shown, expected);
    let other = call(&running, "DescribeBook", &json!({ "BookId": "book-none" }));
    other.assert_refused("ResourceNotFound", &["Book", "book-none"]);
}

#[test]
fn lists_are_paginated_by_token_and_by_page_number() {
    let running = library();
    for title in ["One", "Two", "Three", "Four", "Five"] {
        assert_eq!(call(&running, "AddBook", &json!({ "Title": title })).code(), "");
    }
    let sixth = call(&running, "AddBook", &json!({ "Title": "Six" }));
    sixth.assert_refused("LimitExceeded.Books", &["5"]);

    let first = call(&running, "ListBooks", &json!({}));
    assert_eq!(
        (titles(&first), &first.response["HasMore"]),
        (vec!["One", "Two"], &json!(true))
    );
    let second = call(
        &running,
        "ListBooks",
        &json!({ "NextToken": first.response["NextToken"], "MaxResults": 3 }),
    );
    assert_eq!(titles(&second), ["Three", "Four", "Five"]);
    assert_eq!(
        (&second.response["HasMore"], &second.response["NextToken"]),
        (&json!(false), &json!(""))
    );
    let wrong = call(&running, "ListBooks", &json!({ "NextToken": "one" }));
    wrong.assert_refused("InvalidParameterValue", &["NextToken"]);

    let page = call(&running, "BrowseBooks", &json!({ "Page": 2, "PageSize": 2 }));
    assert_eq!(titles(&page), ["Three", "Four"]);
    assert_eq!(
        (&page.response["Total"], &page.response["Last"]),
        (&json!(5), &json!(false))
    );
    let last = call(&running, "BrowseBooks", &json!({ "Page": 3, "PageSize": 2 }));
    assert_eq!((titles(&last), &last.response["Last"]), (vec!["Five"], &json!(true)));
    let huge = call(
        &running,
        "BrowseBooks",
        &json!({ "Page": i64::MAX, "PageSize": i64::MAX }),
    );
    assert_eq!(titles(&huge), [""; 0]);
}

#[test]
fn rules_with_unknown_names_are_rejected_with_their_line() {
    let read = SourceSet::read_dir(Path::new(LIBRARY)).expect("a spec");
    let sources = read.iter().map(|(_, source)| Source {
        path: source.path.clone(),
        text: source.text.replace(r#""resource": "Loan""#, r#""resource": "Lone""#),
    });
    let sources = SourceSet::new("spec", sources);
    let runtime = Runtime::new().expect("a runtime");
    let error = runtime.block_on(Emulator::builder().sources(sources).start());
    let error = error.expect_err("no start");
    assert!(matches!(error, StartError::Spec(_)), "{error}");
    let text = error.to_string();
    for said in ["spec/library/v20240131/emulator.json:", "`Lone`", "write `Loan`"] {
        assert!(text.contains(said), "{text}");
    }
}
