//! Pages, items, waits and streams, without a runtime in sight.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::thread;
use std::time::Duration;

use tc3_runtime::blocking::{Client, EventStream, Streamed};
use tc3_runtime::mock::{Failure, Interruption, MockTransport, REQUEST_ID, Reply};
use tc3_runtime::record::{Action, ActionInfo, Field, Paged, Paging, ServiceInfo};
use tc3_runtime::{CallOptions, PollStatus, Streams};

use crate::support::{builder, record};
use crate::{current_thread, multi_thread};

struct List {
    token: Option<String>,
}
struct Listed {
    items: Vec<String>,
    next: Option<String>,
}

record!(List {
    0: token = Field::optional("Token"),
});
record!(Listed {
    0: items = Field::always("Items"),
    1: next = Field::optional("Next"),
});

const DEMO: ServiceInfo = ServiceInfo::new("demo", "2020-01-02", "demo.tencentcloudapi.com");

impl Action for List {
    type Output = Listed;
    const INFO: &'static ActionInfo = &DEMO.action("List").read_only().streaming();
}

impl Streams for List {}

impl Paged for List {
    type Item = String;
    const PAGING: &'static Paging = &Paging::token("Token", "Next");

    fn items(output: &mut Listed) -> &mut Vec<String> {
        &mut output.items
    }
}

const ALL: List = List { token: None };

fn page(items: &[&str], next: Option<&str>) -> Listed {
    Listed {
        items: items.iter().map(|&item| item.to_owned()).collect(),
        next: next.map(str::to_owned),
    }
}

fn mocked(set: impl FnOnce(&MockTransport)) -> Client {
    let mock = MockTransport::new();
    set(&mock);
    mock.client().build_blocking().unwrap()
}

fn listing() -> Client {
    mocked(|mock| {
        mock.on::<List>()
            .respond(page(&["a", "b"], Some("1")))
            .respond(page(&["c"], None));
    })
}

#[test]
fn pages_and_items_are_iterators() {
    let pages: Vec<_> = listing().pages(&ALL).map(Result::unwrap).collect();
    assert_eq!(pages.len(), 2);
    assert_eq!((pages[1].items.len(), pages[1].request_id()), (1, REQUEST_ID));
    let items: Result<Vec<_>, _> = listing().items(&ALL).collect();
    assert_eq!(items.unwrap(), ["a", "b", "c"]);
}

#[test]
fn a_list_continues_from_the_request_of_the_iterator() {
    let client = mocked(|mock| {
        mock.on::<List>()
            .respond(page(&["a"], Some("1")))
            .respond_error("ResourceUnavailable", "later")
            .respond(page(&["b"], None));
    });
    let mut items = client.items(&ALL);
    assert_eq!(items.next().unwrap().unwrap(), "a");
    assert!(items.next().unwrap().unwrap_err().is("ResourceUnavailable"));
    assert!(items.next().is_none(), "an error is the last item");
    assert_eq!(items.request().token.as_deref(), Some("1"));
    let mut pages = client.pages(items.request());
    assert_eq!(pages.next().unwrap().unwrap().items, ["b"]);
    assert!(pages.next().is_none());
    assert_eq!(pages.request().token.as_deref(), Some("1"));
}

#[test]
fn an_iterator_in_an_async_task_ends_with_the_refusal() {
    for runtime in [current_thread(), multi_thread()] {
        let client = listing();
        runtime.block_on(async {
            let results: Vec<_> = client.items(&ALL).collect();
            assert!(matches!(&results[..], [Err(error)] if error.is_validation()));
            let results: Vec<_> = client.pages(&ALL).collect();
            assert!(matches!(&results[..], [Err(error)] if error.is_validation()));
            assert!(client.stream(&ALL).unwrap_err().is_validation());
        });
    }
}

#[test]
fn a_wait_blocks_until_the_check_is_satisfied() {
    let every = Duration::from_millis(1);
    let deadline = Duration::from_secs(60);
    let ready = |page: &tc3_runtime::Response<Listed>| page.next.is_none();
    let response = listing().wait_until(&ALL, ready, every, deadline).unwrap();
    assert_eq!(response.items, ["c"]);
    let gone = |_: &tc3_runtime::Response<Listed>| PollStatus::Failed("gone".to_owned());
    assert!(
        listing()
            .wait_until(&ALL, gone, every, deadline)
            .unwrap_err()
            .is_wait_failed()
    );
}

fn events(client: &Client) -> EventStream<Listed> {
    match client.stream(&ALL).unwrap() {
        Streamed::Events(events) => events,
        Streamed::Response(response) => panic!("an answer in one piece: {response:?}"),
    }
}

#[test]
fn the_events_of_a_stream_are_an_iterator() {
    let client = mocked(|mock| {
        mock.on::<List>()
            .fail(Failure::ConnectionRefused)
            .respond_events([r#"{"Items":["a"]}"#, r#"{"Items":"#, "[DONE]"])
            .reply(Reply::events_then(["[DONE]"], Interruption::Broken))
            .respond(page(&["whole"], None));
    });
    let stream = events(&client);
    assert_eq!(stream.request_id(), REQUEST_ID);
    let received: Vec<_> = stream.collect();
    assert_eq!(received[0].as_ref().unwrap().output.as_ref().unwrap().items, ["a"]);
    assert!(
        received[1].is_err(),
        "an event that cannot be decoded is an error in its place"
    );
    assert_eq!(received[2].as_ref().unwrap().raw_data(), "[DONE]");
    assert_eq!(received.len(), 3);

    let broken: Vec<_> = events(&client).collect();
    assert!(matches!(&broken[..], [Ok(_), Err(error)] if error.is_ambiguous()));
    match client.stream(&ALL).unwrap() {
        Streamed::Response(response) => assert_eq!(response.items, ["whole"]),
        Streamed::Events(_) => panic!("a stream"),
    }
}

#[test]
fn a_stream_in_an_async_task_ends_with_the_refusal() {
    let client = mocked(|mock| {
        mock.on::<List>().respond_events(["[DONE]"]);
    });
    let stream = events(&client);
    current_thread().block_on(async {
        let results: Vec<_> = stream.collect();
        assert!(matches!(&results[..], [Err(error)] if error.is_validation()));
    });
}

/// Reads a request and begins a response in chunks with one event.
fn begin(listener: &TcpListener) -> TcpStream {
    let (mut stream, _) = listener.accept().unwrap();
    let mut received = Vec::new();
    let mut bytes = [0; 1024];
    while !received.ends_with(b"{}") {
        let read = stream.read(&mut bytes).unwrap();
        assert!(read > 0, "the request ends early");
        received.extend_from_slice(&bytes[..read]);
    }
    let event = "data: [DONE]\n\n";
    // Said, since each call opens a connection here: the next one could meet this one while it closes.
    let head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\
                Transfer-Encoding: chunked\r\n\r\n";
    write!(stream, "{head}{:x}\r\n{event}\r\n", event.len()).unwrap();
    stream
}

#[test]
fn a_stream_over_the_network_ends_is_idle_and_is_dropped() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let endpoint = format!("http://{}", listener.local_addr().unwrap()).parse().unwrap();
    let client = builder().endpoint(endpoint).build_blocking().unwrap();
    let server = thread::spawn(move || {
        begin(&listener).write_all(b"0\r\n\r\n").unwrap();
        let idle = begin(&listener);
        let mut dropped = begin(&listener);
        // Until the client closes it.
        let rest = dropped.read_to_end(&mut Vec::new());
        drop(idle);
        rest
    });
    assert_eq!(events(&client).map(Result::unwrap).count(), 1);
    let impatient = client.with(CallOptions::new().idle_timeout(Duration::from_millis(50)));
    let results: Vec<_> = events(&impatient).collect();
    assert!(
        matches!(&results[..], [Ok(_), Err(error)] if error.is_timeout()),
        "{results:?}"
    );
    let mut stream = events(&client);
    stream.next().unwrap().unwrap();
    drop(stream);
    let _ = server.join().unwrap();
}
