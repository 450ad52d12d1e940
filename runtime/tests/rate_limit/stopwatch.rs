//! A mock that notes when attempts go out.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use tc3_runtime::mock::{MockTransport, Reply};
use tc3_runtime::record::{Action, ActionInfo, Field, Record, ServiceInfo};
use tc3_runtime::{ClientBuilder, RateLimits, Value};
use tokio::time::Instant;

use crate::support::record;

/// 20 a second.
pub(crate) struct Create {
    pub(crate) number: Option<i64>,
}
/// One a second.
pub(crate) struct Rare {}
/// Nobody knows how many.
pub(crate) struct Unknown {}
pub(crate) struct Output {}

record!(Create {
    0: number = Field::optional("Number"),
});
record!(Rare {});
record!(Unknown {});
record!(Output {});

pub(crate) const GAAP: ServiceInfo = ServiceInfo::new("gaap", "2018-05-29", "gaap.tencentcloudapi.com");

macro_rules! action {
    ($request:ident, $info:expr) => {
        impl Action for $request {
            type Output = Output;
            const INFO: &'static ActionInfo = &$info;
        }
    };
}

action!(Create, GAAP.action("Create").rate_limit(20));
action!(Rare, GAAP.action("Rare").rate_limit(1));
action!(Unknown, GAAP.action("Unknown"));

#[derive(Clone)]
pub(crate) struct Stopwatch {
    pub(crate) mock: MockTransport,
    start: Instant,
    sent: Arc<Mutex<Vec<Duration>>>,
}

impl Stopwatch {
    /// Starts now; all three actions are answered.
    pub(crate) fn start() -> Self {
        let watch = Self {
            mock: MockTransport::new(),
            start: Instant::now(),
            sent: Arc::default(),
        };
        watch.answer::<Create>(&[]);
        watch.answer::<Rare>(&[]);
        watch.answer::<Unknown>(&[]);
        watch
    }

    /// Answers an action with these service errors and then with success.
    pub(crate) fn answer<A: Action<Output = Output> + 'static>(&self, codes: &[&'static str]) {
        let codes = codes.iter().map(|code| Some(*code)).chain([None]);
        codes.fold(self.mock.on::<A>(), |stub, code| {
            let watch = self.clone();
            stub.respond_with(move |_| {
                watch.sent.lock().unwrap().push(watch.start.elapsed());
                match code {
                    Some(code) => Reply::error(code, ""),
                    None => Reply::value(&Output::empty()),
                }
            })
        });
    }

    pub(crate) fn builder(&self, limits: RateLimits) -> ClientBuilder {
        self.mock.client().rate_limit(limits)
    }

    /// When each attempt was sent, in whole milliseconds, which are the steps of tokio's timer.
    pub(crate) fn sent(&self) -> Vec<u128> {
        self.sent.lock().unwrap().iter().map(Duration::as_millis).collect()
    }

    /// The numbers in the requests, in the order in which they were sent.
    pub(crate) fn numbers(&self) -> Vec<i64> {
        let body = |call: &tc3_runtime::mock::RecordedCall| -> Value { serde_json::from_slice(&call.body).unwrap() };
        self.mock
            .recorded()
            .iter()
            .filter_map(|call| body(call)["Number"].as_i64())
            .collect()
    }
}
