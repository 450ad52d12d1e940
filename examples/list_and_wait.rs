//! Lists and waits: all items of a list, page by page with a position to go on from, and waiting for a state.
//!
//! ```text
//! cargo run -p tc3-examples --example list_and_wait              # against an emulator in this process
//! cargo run -p tc3-examples --example list_and_wait -- --live    # lists the groups of the account; creates nothing
//! ```
//!
//! It prints each state of a new group until it runs, the errors of waits that do not get there, all groups, and the
//! first page alone with the position from which the rest of the list is read.

use std::error::Error;
use std::time::Duration;

use tc3::gaap::{self, DescribeProxyGroupDetailsRequest, DescribeProxyGroupDetailsResponse, ProxyGroupState};
use tc3::gaap::{CreateProxyGroupRequest, DescribeProxyGroupListRequest};
use tc3::{Client, PollStatus, Response};
use tc3_examples::Cloud;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let cloud = Cloud::from_args().await?;
    let client = cloud.client()?.build()?;
    if let Some(emulator) = cloud.emulator() {
        for name in ["first", "second"] {
            let running = format!(r#"{{"GroupName": "{name}", "ProjectId": 0, "Status": "RUNNING"}}"#);
            emulator.state().add("gaap", "ProxyGroup", &running)?;
        }
        let request = CreateProxyGroupRequest::new(0, "third", "EastChina");
        let third = gaap::create_proxy_group(&client, &request).await?;
        wait_until_it_runs(&client, &third.group_id).await?;
    }
    list(&client).await?;
    by_pages(&client).await
}

/// All items. Pages are requested as they are needed: who stops early requests no further page.
async fn list(client: &Client) -> Result<(), tc3::Error> {
    let (offset, page_size, all_projects) = (0, 2, -1); // a page of this action has at most 100 items
    let mut groups = client.items(&DescribeProxyGroupListRequest::new(offset, page_size, all_projects));
    while let Some(group) = groups.next().await {
        let group = group?;
        println!("listed      {} {} {}", group.group_id, group.group_name, group.status);
    }
    Ok(())
}

/// The responses themselves. Where a list is to go on is a request: data that can be stored.
async fn by_pages(client: &Client) -> Result<(), Box<dyn Error>> {
    let mut pages = client.pages(&DescribeProxyGroupListRequest::new(0, 2, -1));
    if let Some(page) = pages.next().await {
        let page = page?;
        println!(
            "page        {} of {} groups",
            page.proxy_group_list.len(),
            page.total_count
        );
    }
    let position = tc3::to_json(pages.request());
    println!("position    {position}");
    let rest = client
        .items(&tc3::from_json::<DescribeProxyGroupListRequest>(&position)?)
        .all()
        .await?;
    println!("rest        {} groups", rest.len());
    Ok(())
}

async fn wait_until_it_runs(client: &Client, group_id: &str) -> Result<(), tc3::Error> {
    let check = |group: &Response<DescribeProxyGroupDetailsResponse>| {
        let status = group.proxy_group_detail.status;
        println!("status      {status}");
        match status {
            ProxyGroupState::RUNNING => PollStatus::Ready,
            4 => PollStatus::Failed("the group is being destroyed".to_owned()),
            _ => PollStatus::Pending,
        }
    };
    // A real group takes minutes: some seconds would do for the interval.
    let (interval, deadline) = (Duration::from_millis(50), Duration::from_secs(600));
    let details = DescribeProxyGroupDetailsRequest::new(group_id);
    let group = client.wait_until(&details, check, interval, deadline).await?;
    println!("running     {}", group.proxy_group_detail.group_id);

    let never = client
        .wait_until(&details, |_| false, interval, Duration::from_millis(200))
        .await;
    if let Err(error) = never {
        println!("too late    {error} (timeout: {})", error.is_timeout());
    }
    let hopeless = |_: &Response<_>| PollStatus::Failed("nobody needs it".to_owned());
    if let Err(error) = client.wait_until(&details, hopeless, interval, deadline).await {
        println!("in vain     {error} (failed: {})", error.is_wait_failed());
    }
    Ok(())
}
