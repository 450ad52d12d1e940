//! Creates a connection group, waits until it runs, and lists all groups, page by page.
//!
//! ```text
//! cargo run --example list_and_wait
//! ```
//!
//! Nothing leaves this machine: a mock plays the cloud, in which a group needs a while to come up.

use std::error::Error;
use std::time::Duration;

use tc3::gaap::{
    self, CreateProxyGroupRequest, CreateProxyGroupResponse, DescribeProxyGroupDetailsRequest,
    DescribeProxyGroupDetailsResponse, DescribeProxyGroupListRequest, DescribeProxyGroupListResponse, ProxyGroupInfo,
    ProxyGroupStatus,
};
use tc3::mock::{MockTransport, Reply};
use tc3::{Client, Response, Waiting};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let cloud = cloud();
    let client = cloud.client().build()?;

    let request = CreateProxyGroupRequest::new(0, "test", "EastChina");
    let group = gaap::create_proxy_group(&client, &request).await?;
    println!("created     {}", group.group_id);

    wait_until_it_runs(&client, &group.group_id).await?;
    list(&client).await?;

    println!("calls       {}", cloud.recorded().len());
    Ok(())
}

async fn wait_until_it_runs(client: &Client, group_id: &str) -> Result<(), tc3::Error> {
    let check = |group: &Response<DescribeProxyGroupDetailsResponse>| {
        let status = group.proxy_group_detail.status;
        println!("status      {status}");
        match status {
            0 => Waiting::Ready,
            4 => Waiting::Failed("the group is being destroyed".to_owned()),
            _ => Waiting::NotYet,
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

/// Three groups, the last of which is created, and runs when it has been asked for twice.
fn cloud() -> MockTransport {
    let cloud = MockTransport::new();
    let mut created = CreateProxyGroupResponse::default();
    created.group_id = "lg-3".to_owned();
    cloud.on::<CreateProxyGroupRequest>().respond(created);

    let with_status = |status| {
        let mut details = DescribeProxyGroupDetailsResponse::default();
        details.proxy_group_detail.group_id = "lg-3".to_owned();
        details.proxy_group_detail.status = status;
        details
    };
    let (creating, running) = (1, 0);
    cloud
        .on::<DescribeProxyGroupDetailsRequest>()
        .respond(with_status(creating))
        .respond_error("RequestLimitExceeded", "too many requests")
        .respond(with_status(creating))
        .respond(with_status(running));

    cloud.on::<DescribeProxyGroupListRequest>().respond_with(|request| {
        let (offset, limit) = (request.offset as usize, request.limit as usize);
        let mut page = DescribeProxyGroupListResponse::default();
        page.total_count = 3;
        page.proxy_group_list = ["lg-1", "lg-2", "lg-3"]
            .into_iter()
            .skip(offset)
            .take(limit)
            .map(info)
            .collect();
        Reply::value(&page)
    });
    cloud
}

fn info(group_id: &str) -> ProxyGroupInfo {
    let mut info = ProxyGroupInfo::default();
    info.group_id = group_id.to_owned();
    info.status = ProxyGroupStatus::Running;
    info
}
