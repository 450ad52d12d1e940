//! A mock, and the hosts that calls to it were meant for.

use std::time::Duration;

use tc3_runtime::mock::{Failure, MockTransport, Reply};
use tc3_runtime::record::Record;
use tc3_runtime::{Client, ClientBuilder, Error, Failover, RetryPolicy};
use tokio::time::advance;

use crate::support::actions::{Create, Output};

pub(crate) const PRIMARY: &str = "gaap.tencentcloudapi.com";
pub(crate) const BACKUP: &str = "gaap.ap-guangzhou.tencentcloudapi.com";

pub(crate) struct Hosts {
    pub(crate) mock: MockTransport,
    pub(crate) client: Client,
}

impl Hosts {
    /// With a client whose calls are made once and fail over to Guangzhou.
    pub(crate) fn new() -> Self {
        Self::with(Failover::to_region("ap-guangzhou"), |builder| builder)
    }

    pub(crate) fn with(failover: Failover, settings: impl FnOnce(ClientBuilder) -> ClientBuilder) -> Self {
        let mock = MockTransport::new();
        let builder = mock.client().retry(RetryPolicy::never()).failover(failover);
        let client = settings(builder).build().unwrap();
        Self { mock, client }
    }

    /// A creation that is answered so.
    pub(crate) async fn create(&self, reply: Reply<Output>) -> Result<(), Error> {
        let _stub = self.mock.on::<Create>().reply(reply);
        let number = self.mock.recorded().len();
        let request = Create {
            name: Some(number.to_string()),
        };
        self.client.send(&request).await.map(drop)
    }

    pub(crate) async fn works(&self, times: usize) {
        for _ in 0..times {
            self.create(ok()).await.unwrap();
        }
    }

    pub(crate) async fn fails(&self, times: usize) {
        for _ in 0..times {
            self.create(refused()).await.unwrap_err();
        }
    }

    /// The host of the last request.
    pub(crate) fn last(&self) -> String {
        self.sent().pop().unwrap()
    }

    /// The host that a call goes to which is made now and works.
    pub(crate) async fn next(&self) -> String {
        self.works(1).await;
        self.last()
    }

    /// The hosts of all requests.
    pub(crate) fn sent(&self) -> Vec<String> {
        let recorded = self.mock.recorded();
        let host = |headers: &http::HeaderMap| headers["host"].to_str().unwrap().to_owned();
        recorded.iter().map(|call| host(&call.headers)).collect()
    }
}

pub(crate) fn ok() -> Reply<Output> {
    Reply::value(&Output::empty())
}

pub(crate) fn refused() -> Reply<Output> {
    Reply::failure(Failure::ConnectionRefused)
}

/// An answer that is not the API's.
pub(crate) fn page(status: u16) -> Reply<Output> {
    Reply::http(http::Response::builder().status(status).body("<html>").unwrap())
}

pub(crate) async fn seconds(seconds: u64) {
    advance(Duration::from_secs(seconds)).await;
}
