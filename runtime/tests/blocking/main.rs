//! Calls that block, inside and outside of runtimes.
#![cfg(feature = "blocking")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

#[cfg(all(feature = "mock", feature = "stream"))]
mod iterators;
#[path = "../support/mod.rs"]
mod support;

use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use tc3_runtime::credentials::{CredentialsFuture, ProvideCredentials};
use tc3_runtime::{CallOptions, Credentials, Error, Language, Proxy, RetryPolicy, blocking};
use tokio::runtime::{Builder, Runtime};
use tokio::task::{LocalSet, coop};

use support::{Reply, Server, builder};

const DONE: &str = r#"{"Response":{"RequestId":"r-1"}}"#;

/// A server in a runtime of its own, which goes on whatever a test does to the other.
struct Apart {
    server: Server,
    _runtime: Runtime,
}

impl Apart {
    fn answering(reply: Reply) -> Self {
        let runtime = Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()
            .unwrap();
        let server = runtime.block_on(Server::start(reply));
        Self {
            server,
            _runtime: runtime,
        }
    }

    fn client(&self) -> blocking::Client {
        let builder = builder().endpoint(self.server.endpoint.clone());
        builder.build_blocking().unwrap()
    }
}

#[test]
fn a_builder_of_a_blocking_client_has_every_setting_and_builds_it() {
    let mut apart = Apart::answering(Reply::json(DONE));
    let settings: blocking::ClientBuilder = blocking::Client::builder()
        .credentials_from(Credentials::new("AKIDBLOCKING", "hush"))
        .region("ap-guangzhou")
        .endpoint(apart.server.endpoint.clone())
        .timeout(Duration::from_secs(20))
        .connect_timeout(Duration::from_secs(2))
        .retry(RetryPolicy::never())
        .language(Language::English)
        .strict(true)
        .proxy(Proxy::none())
        .user_agent_tag("my-app/1.2");
    let client: blocking::Client = settings.clone().build().unwrap();
    assert_eq!(call(&client).unwrap(), "r-1");
    let request = current_thread().block_on(apart.server.next());
    assert_eq!(request.headers["x-tc-region"], "ap-guangzhou");
    assert_eq!(request.headers["x-tc-language"], "en-US");
    assert!(request.headers["user-agent"].contains("my-app/1.2"));
    assert!(request.headers["authorization"].contains("AKIDBLOCKING"));

    let variables = |name: &str| match name {
        "TENCENTCLOUD_SECRET_ID" => Some("AKID".into()),
        "TENCENTCLOUD_SECRET_KEY" => Some("hush".into()),
        "TENCENTCLOUD_REGION" => Some("ap-shanghai".into()),
        _ => None,
    };
    let client = blocking::Client::builder()
        .env_with(variables)
        .unwrap()
        .build()
        .unwrap();
    assert_eq!(client.region(), Some("ap-shanghai"));
    let error = settings.user_agent_tag("").build().unwrap_err();
    assert!(error.is_validation(), "{error}");
}

fn call(client: &blocking::Client) -> Result<String, Error> {
    let response = client.call_raw("gaap", "2018-05-29", "DescribeDestRegions", "{}")?;
    Ok(response.request_id().to_owned())
}

fn current_thread() -> Runtime {
    Builder::new_current_thread().enable_all().build().unwrap()
}

fn multi_thread() -> Runtime {
    Builder::new_multi_thread().enable_all().build().unwrap()
}

fn assert_rejected(result: Result<String, Error>) {
    let error = result.unwrap_err();
    assert!(error.is_validation(), "{error}");
    assert_eq!(
        error.to_string(),
        "a blocking call in an async task would block its runtime; use the async client there, or \
         tokio::task::spawn_blocking"
    );
}

#[test]
fn a_call_works_without_a_runtime() {
    let mut apart = Apart::answering(Reply::json(DONE));
    let client = apart.client().with(CallOptions::new().region("ap-guangzhou"));
    assert_eq!(client.region(), Some("ap-guangzhou"));
    assert_eq!(client.endpoint(), Some(&apart.server.endpoint));
    for _ in 0..2 {
        assert_eq!(call(&client).unwrap(), "r-1");
        let request = current_thread().block_on(apart.server.next());
        assert_eq!(request.headers["x-tc-region"], "ap-guangzhou");
        assert_eq!(request.connection, 0, "the connection is kept");
    }
}

#[test]
fn a_call_works_on_threads_that_may_block() {
    let apart = Apart::answering(Reply::json(DONE));
    for runtime in [current_thread(), multi_thread()] {
        let client = apart.client();
        let result = runtime.block_on(runtime.spawn_blocking(move || call(&client)));
        assert_eq!(result.unwrap().unwrap(), "r-1");
        let _entered = runtime.enter();
        assert_eq!(call(&apart.client()).unwrap(), "r-1");
    }
    let client = apart.client();
    let task = async move { tokio::task::block_in_place(|| call(&client)) };
    assert_eq!(multi_thread().block_on(task).unwrap(), "r-1");
}

#[test]
fn a_call_in_an_async_task_is_rejected_and_nothing_is_sent() {
    let mut apart = Apart::answering(Reply::json(DONE));
    for runtime in [current_thread(), multi_thread()] {
        let client = apart.client();
        runtime.block_on(async { assert_rejected(call(&client)) });
        runtime
            .block_on(runtime.spawn(async move { assert_rejected(call(&client)) }))
            .unwrap();
        let client = apart.client();
        runtime.block_on(LocalSet::new().run_until(async move {
            tokio::task::spawn_local(async move { assert_rejected(call(&client)) })
                .await
                .unwrap();
        }));
    }
    assert!(apart.server.is_idle());
}

#[test]
fn a_rejection_costs_the_task_nothing() {
    let apart = Apart::answering(Reply::json(DONE));
    let client = apart.client();
    current_thread().block_on(async {
        let mut left = [0, 0];
        for left in &mut left {
            assert_rejected(call(&client));
            // Begins with a full budget, of which the second time round nothing may be missing.
            tokio::task::yield_now().await;
            assert_rejected(call(&client));
            while coop::has_budget_remaining() {
                coop::consume_budget().await;
                *left += 1;
            }
        }
        assert!(left[0] > 1 && left[0] == left[1], "{left:?}");
        assert_rejected(call(&client));
    });
}

#[test]
fn a_task_that_is_indistinguishable_from_a_thread_blocks_and_gets_its_response() {
    let apart = Apart::answering(Reply::json(DONE));
    let client = apart.client();
    let result = current_thread().block_on(coop::unconstrained(async { call(&client) }));
    assert_eq!(result.unwrap(), "r-1");
}

#[test]
fn a_client_can_be_made_and_dropped_in_async_tasks() {
    let apart = Apart::answering(Reply::json(DONE));
    for runtime in [current_thread(), multi_thread()] {
        runtime.block_on(async {
            let client = apart.client();
            let used = client.clone();
            let result = tokio::task::spawn_blocking(move || call(&used)).await;
            assert_eq!(result.unwrap().unwrap(), "r-1");
            drop(client);
        });
    }
}

/// Sends when it is dropped.
struct NotifyOnDrop(mpsc::Sender<()>);

impl Drop for NotifyOnDrop {
    fn drop(&mut self) {
        let _ = self.0.send(());
    }
}

#[test]
fn clones_share_one_thread_that_ends_with_the_last_of_them() {
    let apart = Apart::answering(Reply::json(DONE));
    let first = apart.client();
    let second = first.with(CallOptions::new());
    let thread_of = |client: &blocking::Client| {
        let task = async { Ok(tokio::spawn(async { thread::current().id() }).await.unwrap()) };
        client.run(task).unwrap()
    };
    assert_eq!(thread_of(&first), thread_of(&second));
    assert_ne!(thread_of(&first), thread_of(&apart.client()));
    assert_ne!(thread_of(&first), thread::current().id());

    let (sender, ended) = mpsc::channel();
    let notify = NotifyOnDrop(sender);
    let background = async {
        tokio::spawn(async move {
            let _notify = notify;
            std::future::pending::<()>().await;
        });
        Ok(())
    };
    first.run(background).unwrap();
    drop(first);
    assert_eq!(call(&second).unwrap(), "r-1");
    assert_eq!(ended.try_recv(), Err(mpsc::TryRecvError::Empty));
    drop(second);
    ended.recv().unwrap();
}

#[test]
fn threads_call_at_the_same_time() {
    let apart = Apart::answering(Reply::json(DONE));
    let client = apart.client();
    thread::scope(|scope| {
        let calls: Vec<_> = (0..16).map(|_| scope.spawn(|| call(&client))).collect();
        for call in calls {
            assert_eq!(call.join().unwrap().unwrap(), "r-1");
        }
    });
}

#[test]
fn silence_is_a_timeout() {
    let apart = Apart::answering(Reply::Silence);
    let options = CallOptions::new().timeout(Duration::from_millis(300));
    let error = call(&apart.client().with(options)).unwrap_err();
    assert!(error.is_timeout() && error.is_ambiguous(), "{error}");
}

/// Asks somebody else, by a blocking call where none belongs.
#[derive(Debug)]
struct Careless(blocking::Client);

impl ProvideCredentials for Careless {
    fn provide(&self) -> CredentialsFuture<'_> {
        Box::pin(async {
            let id = call(&self.0)?;
            Ok(Credentials::new(id, "hush"))
        })
    }
}

#[test]
fn a_provider_that_blocks_gets_an_error_and_one_that_waits_works() {
    let mut apart = Apart::answering(Reply::json(DONE));
    let with = |careless| {
        let builder = builder().endpoint(apart.server.endpoint.clone());
        builder.credentials_from(careless).build_blocking().unwrap()
    };
    let error = call(&with(Careless(apart.client()))).unwrap_err();
    assert!(error.is_credentials() && error.is_validation(), "{error}");
    assert!(
        error.to_string().contains("a blocking call in an async task"),
        "{error}"
    );
    assert!(apart.server.is_idle());

    let given = builder().credentials_from(Credentials::new("AKIDGIVEN", "hush"));
    let client = given.endpoint(apart.server.endpoint.clone()).build_blocking().unwrap();
    call(&client).unwrap();
    let request = current_thread().block_on(apart.server.next());
    assert!(request.headers["authorization"].contains("AKIDGIVEN"));
}

#[test]
fn a_client_without_credentials_is_not_made() {
    let builder = blocking::Client::builder();
    for result in [builder.clone().build(), builder.build_blocking()] {
        let error = result.unwrap_err();
        assert!(
            error.to_string().starts_with("the client has no credentials"),
            "{error}"
        );
    }
}
