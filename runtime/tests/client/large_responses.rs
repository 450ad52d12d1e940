//! Large responses are decoded off the thread of the runtime.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tc3_runtime::{Client, Response, RetryPolicy};
use tokio::runtime::{Builder, Runtime};

use crate::support::{Reply, Server, builder, record};
use tc3_runtime::record::{Action, ActionInfo, Field, ServiceInfo};

struct Describe {}

struct Groups {
    names: Vec<String>,
}

record!(Describe {});
record!(Groups {
    0: names = Field::always("Names"),
});

impl Action for Describe {
    type Output = Groups;
    const INFO: &'static ActionInfo = &ServiceInfo::new("gaap", "2018-05-29", "gaap.tencentcloudapi.com")
        .action("DescribeGroups")
        .read_only();
}

/// A runtime of one thread, and how many threads it has started.
fn runtime() -> (Runtime, Arc<AtomicUsize>) {
    let started = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&started);
    let runtime = Builder::new_current_thread()
        .enable_all()
        .on_thread_start(move || {
            counter.fetch_add(1, Ordering::Relaxed);
        })
        .build()
        .unwrap();
    (runtime, started)
}

fn body(names: usize) -> String {
    let names = vec![r#""a name of some length""#; names].join(",");
    format!(r#"{{"Response":{{"Names":[{names}],"RequestId":"r"}}}}"#)
}

async fn client(body: &str) -> Client {
    let server = Server::start(Reply::json(body)).await;
    builder()
        .endpoint(server.endpoint.clone())
        .retry(RetryPolicy::never())
        .build()
        .unwrap()
}

#[test]
fn only_a_large_response_takes_another_thread() {
    for (names, is_large) in [(100, false), (20_000, true)] {
        let (runtime, started) = runtime();
        let (typed, raw) = runtime.block_on(async {
            let client = client(&body(names)).await;
            let typed = client.send(&Describe {}).await.unwrap();
            let raw = client
                .call_raw("gaap", "2018-05-29", "DescribeGroups", "{}")
                .await
                .unwrap();
            (typed, raw)
        });
        assert_eq!((typed.names.len(), typed.request_id()), (names, "r"));
        assert_eq!(raw["Names"].as_array().unwrap().len(), names);
        assert_eq!(started.load(Ordering::Relaxed) > 0, is_large);
    }
}

#[test]
fn a_large_response_fails_as_a_small_one_does() {
    let (runtime, _) = runtime();
    runtime.block_on(async {
        let whole = body(20_000);
        let cut = client(&whole[..whole.len() - 40])
            .await
            .send(&Describe {})
            .await
            .map(drop)
            .unwrap_err();
        assert!(
            cut.to_string().contains("at `Names[19999]`: EOF while parsing"),
            "{cut}"
        );
        assert!(cut.is_ambiguous() && cut.raw_body().is_some());
    });
}

#[tokio::test]
async fn values_that_need_too_much_memory_are_an_error_with_the_body() {
    let body = body(1_000);
    let server = Server::start(Reply::json(&body)).await;
    let limited = |bytes| {
        let builder = builder().endpoint(server.endpoint.clone()).retry(RetryPolicy::never());
        builder.max_decoded_bytes(bytes).build().unwrap()
    };
    let error = limited(10_000).send(&Describe {}).await.map(drop).unwrap_err();
    let length = body.len();
    assert_eq!(
        error.to_string(),
        format!(
            "gaap DescribeGroups: HTTP 200 with application/json ({length} bytes) needs more than 10000 bytes of memory, \
             the limit for its values; the request may have been carried out"
        )
    );
    assert_eq!(error.raw_body().unwrap(), &body);
    let raw = limited(10_000)
        .call_raw("gaap", "2018-05-29", "DescribeGroups", "{}")
        .await;
    assert!(
        raw.unwrap_err()
            .to_string()
            .contains("needs more than 10000 bytes of memory")
    );
    let response: Response<Groups> = limited(1_000_000).send(&Describe {}).await.unwrap();
    assert_eq!(response.names.len(), 1_000);
}
