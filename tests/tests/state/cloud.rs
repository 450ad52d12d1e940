//! An emulator and a client of it.

use std::time::Duration;

use tc3::gaap::{
    self, CreateHTTPListenerRequest, CreateProxyGroupRequest, CreateProxyRequest, DescribeProxyDetailRequest,
    DescribeProxyGroupDetailsRequest,
};
use tc3::{Client, Credentials, Endpoint, Error};
use tc3_emulator::{Builder, Emulator, SAMPLE_SECRET_ID, SAMPLE_SECRET_KEY};

pub(crate) struct Cloud {
    pub(crate) emulator: Emulator,
    pub(crate) client: Client,
}

pub(crate) fn builder() -> Builder {
    Emulator::builder().spec_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/../spec"))
}

impl Cloud {
    pub(crate) async fn start() -> Self {
        Self::with(builder()).await
    }

    pub(crate) async fn with(builder: Builder) -> Self {
        let emulator = builder.start().await.unwrap();
        let client = Client::builder()
            .credentials(Credentials::new(SAMPLE_SECRET_ID, SAMPLE_SECRET_KEY))
            .endpoint(emulator.url().parse::<Endpoint>().unwrap())
            .strict(true)
            .build()
            .unwrap();
        Self { emulator, client }
    }

    /// The ID of a new group that is still being created.
    pub(crate) async fn group(&self, name: &str) -> String {
        self.created_group(&CreateProxyGroupRequest::new(0, name, "EastChina"))
            .await
    }

    /// The ID of a group that is created by `request`.
    pub(crate) async fn created_group(&self, request: &CreateProxyGroupRequest) -> String {
        let group = gaap::create_proxy_group(&self.client, request).await.unwrap();
        group.into_inner().group_id
    }

    pub(crate) async fn running_group(&self, name: &str) -> String {
        let id = self.group(name).await;
        self.wait_for_group(&id).await.unwrap();
        id
    }

    /// Asks until the group runs; how often that was.
    pub(crate) async fn wait_for_group(&self, id: &str) -> Result<usize, Error> {
        let mut asked = 0;
        let request = DescribeProxyGroupDetailsRequest::new(id);
        let check = |group: &tc3::Response<gaap::DescribeProxyGroupDetailsResponse>| {
            asked += 1;
            group.proxy_group_detail.status == gaap::ProxyGroupState::RUNNING
        };
        let (interval, deadline) = (Duration::from_millis(1), Duration::from_secs(60));
        self.client.wait_until(&request, check, interval, deadline).await?;
        Ok(asked)
    }

    /// The ID of a new HTTP listener of a connection.
    pub(crate) async fn http_listener(&self, proxy: &str) -> String {
        let request = CreateHTTPListenerRequest::new("site", 80).proxy_id(proxy);
        let listener = gaap::create_http_listener(&self.client, &request).await.unwrap();
        listener.into_inner().listener_id
    }

    /// The ID of a running connection, in a group if there is one.
    pub(crate) async fn running_proxy(&self, group_id: Option<&str>) -> String {
        let mut request = CreateProxyRequest::new(0, "link", "Guangzhou", 10, 2);
        request = match group_id {
            Some(group_id) => request.group_id(group_id),
            None => request.real_server_region("EastChina"),
        };
        let proxy = gaap::create_proxy(&self.client, &request).await.unwrap();
        let id = proxy.into_inner().instance_id;
        let request = DescribeProxyDetailRequest::new(&id);
        let runs = |proxy: &tc3::Response<gaap::DescribeProxyDetailResponse>| {
            proxy.proxy_detail.status == gaap::ProxyStatusValue::Running
        };
        let (interval, deadline) = (Duration::from_millis(1), Duration::from_secs(60));
        self.client
            .wait_until(&request, runs, interval, deadline)
            .await
            .unwrap();
        id
    }
}

/// The error code of an action.
#[track_caller]
pub(crate) fn code<T: std::fmt::Debug>(refused: Result<T, Error>) -> String {
    refused.unwrap_err().code().unwrap_or("no code").to_owned()
}
