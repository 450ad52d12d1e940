//! Parsing of server-sent events, by the HTML standard.

use std::time::Duration;

use tc3_runtime::mock::http::{Response, header::CONTENT_TYPE};
use tc3_runtime::mock::{MockTransport, Reply};
use tc3_runtime::stream::Event;

use crate::actions::{Chat, Part, all, open};

/// The events of a body, which have to be without errors.
pub(crate) async fn events(body: impl Into<Vec<u8>>) -> Vec<Event<Part>> {
    let response = Response::builder().header(CONTENT_TYPE, "text/event-stream");
    let mock = MockTransport::new();
    mock.on::<Chat>()
        .reply(Reply::http(response.body(body.into()).unwrap()));
    let events = all(open(&mock.client().build().unwrap()).await).await;
    events.into_iter().map(Result::unwrap).collect()
}

#[tokio::test]
async fn lines_of_data_are_events() {
    let cases: [(&str, &[&str]); 22] = [
        ("", &[]),
        ("\n\n\n", &[]),
        ("data: a\n\n", &["a"]),
        ("data: a\r\n\r\n", &["a"]),
        ("data: a\r\r", &["a"]),
        ("data: a\r\n\ndata: b\r\r\ndata: c\n\r\n", &["a", "b", "c"]),
        ("data: a\n\n\n\ndata: b\n\n", &["a", "b"]),
        ("data: a\ndata: b\n\n", &["a\nb"]),
        ("data:a\n\n", &["a"]),
        ("data:  a \n\n", &[" a "]),
        ("data\n\n", &[""]),
        ("data:\n\n", &[""]),
        ("data\ndata\n\n", &["\n"]),
        ("data: a:b\n\n", &["a:b"]),
        (": a comment\ndata: a\n: another\n\n", &["a"]),
        (": keep-alive\n\n: keep-alive\n\n", &[]),
        ("event: ping\nid: 1\n\n", &[]),
        ("other: a\nDATA: a\n data: a\n\n", &[]),
        ("\u{feff}data: a\n\n\u{feff}data: b\n\n", &["a"]),
        ("\u{feff}\ndata: a\n\n", &["a"]),
        ("data: a\n\ndata: left over\n", &["a"]),
        ("data: a\n\ndata: left over", &["a"]),
    ];
    for (body, expected) in cases {
        let events = events(body).await;
        let data: Vec<_> = events.iter().map(Event::raw_data).collect();
        assert_eq!(data, expected, "{body:?}");
        assert!(events.iter().all(|event| event.output.is_none()), "{body:?}");
    }
}

#[tokio::test]
async fn an_event_has_its_own_fields_and_no_others() {
    let body = "event: delta\nid: 1\nretry: 250\ndata: a\n\n\
                data: b\n\n\
                event:\nid:\nretry: soon\ndata: c\n\n\
                event: x\nevent: y\nid: 2\nid: 3\0\nretry: 1\nretry: 99999999999999999999\nretry: +5\nretry:\ndata: d\n\n";
    let events = events(body).await;
    let fields: Vec<_> = events
        .iter()
        .map(|event| (event.event.as_deref(), event.id.as_deref(), event.retry))
        .collect();
    let milliseconds = |number| Some(Duration::from_millis(number));
    assert_eq!(
        fields,
        [
            (Some("delta"), Some("1"), milliseconds(250)),
            (None, None, None),
            (None, Some(""), None),
            (Some("y"), Some("2"), milliseconds(1)),
        ]
    );
}
