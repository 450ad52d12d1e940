//! Creates a connection group, waits until it runs, and lists all groups, page by page.
//!
//! ```text
//! cargo run --example list_and_wait
//! ```
//!
//! Nothing leaves this machine: the emulator plays the service. It remembers groups, and one needs a while to come up.

use std::error::Error;
use std::time::Duration;

use tc3::gaap::{
    self, CreateProxyGroupRequest, DescribeProxyGroupDetailsRequest, DescribeProxyGroupDetailsResponse,
    DescribeProxyGroupListRequest,
};
use tc3::{Client, Credentials, Endpoint, PollStatus, Response};
use tc3_emulator::{Emulator, SAMPLE_SECRET_ID, SAMPLE_SECRET_KEY};

const SPEC: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../spec");

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let emulator = Emulator::builder().spec_dir(SPEC).start().await?;
    for name in ["first", "second"] {
        let running = format!(r#"{{"GroupName": "{name}", "ProjectId": 0, "Status": "RUNNING"}}"#);
        emulator.state().add("gaap", "ProxyGroup", &running)?;
    }
    let client = Client::builder()
        .credentials(Credentials::new(SAMPLE_SECRET_ID, SAMPLE_SECRET_KEY))
        .endpoint(emulator.url().parse::<Endpoint>()?)
        .build()?;

    let request = CreateProxyGroupRequest::new(0, "third", "EastChina");
    let group = gaap::create_proxy_group(&client, &request).await?;
    println!("created     {}", group.group_id);

    wait_until_it_runs(&client, &group.group_id).await?;
    list(&client).await?;

    println!("calls       {}", emulator.requests().len());
    emulator.shutdown().await;
    Ok(())
}

async fn wait_until_it_runs(client: &Client, group_id: &str) -> Result<(), tc3::Error> {
    let check = |group: &Response<DescribeProxyGroupDetailsResponse>| {
        let status = group.proxy_group_detail.status;
        println!("status      {status}");
        match status {
            0 => PollStatus::Ready,
            4 => PollStatus::Failed("the group is being destroyed".to_owned()),
            _ => PollStatus::Pending,
        }
    };
    // A real group takes minutes: some seconds would do for the interval.
    let (interval, deadline) = (Duration::from_millis(50), Duration::from_secs(600));
    let details = DescribeProxyGroupDetailsRequest::new(group_id);
    let group = client.wait_until(&details, check, interval, deadline).await?;
    println!("running     {}", group.proxy_group_detail.group_id);
    Ok(())
}

async fn list(client: &Client) -> Result<(), tc3::Error> {
    let all_projects = DescribeProxyGroupListRequest::new(0, 2, -1);
    let mut groups = client.items(&all_projects);
    while let Some(group) = groups.next().await {
        let group = group?;
        println!("listed      {} {}", group.group_id, group.status);
    }
    Ok(())
}
