//! Calls that block, for code without async.
//!
//! ```text
//! cargo run -p tc3-examples --example blocking              # against an emulator in this process
//! cargo run -p tc3-examples --example blocking -- --live    # lists the groups of the account; creates nothing
//! ```
//!
//! It prints the groups, from an iterator, and the state that it has waited for. Needs the feature `blocking`.

use std::error::Error;
use std::time::Duration;

use tc3::blocking::Client;
use tc3::gaap::{CreateProxyGroupRequest, DescribeProxyGroupDetailsRequest};
use tc3::gaap::{DescribeProxyGroupListRequest, ProxyGroupState};
use tc3_examples::Cloud;

fn main() -> Result<(), Box<dyn Error>> {
    // The emulator is async; a program that calls Tencent Cloud needs no runtime, and `Client::from_env()?` is its client.
    let runtime = tokio::runtime::Runtime::new()?;
    let cloud = runtime.block_on(Cloud::from_args())?;
    let client: Client = cloud.client()?.build_blocking()?;

    if cloud.emulator().is_some() {
        for name in ["first", "second"] {
            client.send(&CreateProxyGroupRequest::new(0, name, "EastChina"))?;
        }
    }
    let mut last = None;
    for group in client.items(&DescribeProxyGroupListRequest::new(0, 1, -1)) {
        let group = group?;
        println!("listed      {} {}", group.group_id, group.group_name);
        last = Some(group.group_id);
    }
    let Some(last) = last else { return Ok(()) };

    let details = DescribeProxyGroupDetailsRequest::new(last);
    let (interval, deadline) = (Duration::from_millis(50), Duration::from_secs(600));
    let group = client.wait_until(
        &details,
        |group| group.proxy_group_detail.status == ProxyGroupState::RUNNING,
        interval,
        deadline,
    )?;
    println!(
        "running     {} (request id {})",
        group.proxy_group_detail.group_id,
        group.request_id()
    );
    Ok(())
}
