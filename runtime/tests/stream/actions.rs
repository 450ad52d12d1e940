//! Actions whose answers may be streams.

use tc3_runtime::record::{Action, ActionInfo, Field, ServiceInfo};
use tc3_runtime::stream::{Event, EventStream, Streamed};
use tc3_runtime::{Client, Error, Streams};

use crate::support::record;

pub(crate) struct Chat {
    pub(crate) question: String,
}
/// Only reads.
pub(crate) struct Watch {}
pub(crate) struct Part {
    pub(crate) text: String,
    pub(crate) usage: Option<i64>,
    pub(crate) error_msg: Option<ErrorMsg>,
}
/// An error that the description has as a member like any other.
pub(crate) struct ErrorMsg {
    pub(crate) code: Option<i64>,
}

record!(Chat {
    0: question = Field::required("Question"),
});
record!(Watch {});
record!(Part {
    0: text = Field::always("Text"),
    1: usage = Field::optional("Usage"),
    2: error_msg = Field::optional("ErrorMsg"),
});
record!(ErrorMsg {
    0: code = Field::optional("Code"),
});

const DEMO: ServiceInfo = ServiceInfo::new("demo", "2020-01-02", "demo.tencentcloudapi.com");

impl Action for Chat {
    type Output = Part;
    const INFO: &'static ActionInfo = &DEMO.action("Chat").streaming();
}

impl Action for Watch {
    type Output = Part;
    const INFO: &'static ActionInfo = &DEMO.action("Watch").read_only().streaming();
}

impl Streams for Chat {}
impl Streams for Watch {}

pub(crate) fn chat() -> Chat {
    Chat { question: "?".into() }
}

/// Opens a stream that has to be one.
pub(crate) async fn open(client: &Client) -> EventStream<Part> {
    match client.stream(&chat()).await.unwrap() {
        Streamed::Events(events) => events,
        Streamed::Response(response) => panic!("an answer in one piece: {response:?}"),
    }
}

pub(crate) async fn all(mut events: EventStream<Part>) -> Vec<Result<Event<Part>, Error>> {
    let mut all = Vec::new();
    while let Some(event) = events.next().await {
        all.push(event);
    }
    assert!(events.next().await.is_none(), "the end is the end");
    all
}
