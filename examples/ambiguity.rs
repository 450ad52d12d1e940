//! Ambiguity: a call that creates, and whose answer is lost. Was it carried out, and what to do then?
//!
//! ```text
//! cargo run -p tc3-examples --example ambiguity              # against an emulator in this process, with faults
//! cargo run -p tc3-examples --example ambiguity -- --live    # creates the group `web` and a connection, which cost money
//! ```
//!
//! It prints the error, the group that was found in place of a second one, and a connection that three requests have
//! created once.

use std::error::Error;

use tc3::Client;
use tc3::gaap::{self, CreateProxyGroupRequest, CreateProxyRequest};
use tc3::gaap::{DescribeProxiesRequest, DescribeProxyGroupListRequest};
use tc3_emulator::Fault;
use tc3_examples::Cloud;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let cloud = Cloud::from_args().await?;
    let client = cloud.client()?.build()?;

    // CreateProxyGroup has no ClientToken, so the client sends it once. It is carried out, and the answer is lost.
    cloud.inject(Fault::on("CreateProxyGroup").drop_after_processing().times(1));
    let request = CreateProxyGroupRequest::new(0, "web", "EastChina");
    let group_id = match gaap::create_proxy_group(&client, &request).await {
        Ok(group) => group.group_id.clone(),
        Err(error) if error.is_ambiguous() => {
            println!("ambiguous   {error}");
            // Look, before it is created again. What is found by its name must have a name that nothing else has.
            find_group(&client, "web")
                .await?
                .ok_or("not created, so the call may be made again")?
        }
        Err(error) => return Err(error.into()), // not carried out
    };
    println!("group       {group_id}");

    // With a ClientToken the service recognizes a repetition, and the client repeats the call by itself. Without one it makes
    // one up; one of your own, stored with the order, also serves after a crash of this program.
    cloud.inject(Fault::on("CreateProxy").drop_after_processing().times(1));
    let request = CreateProxyRequest::new(0, "edge", "Guangzhou", 10, 2)
        .group_id(group_id)
        .client_token("order-4711");
    let created = gaap::create_proxy(&client, &request).await?;
    let again = gaap::create_proxy(&client, &request).await?;
    println!("created     {}, again {}", created.instance_id, again.instance_id);

    if let Some(emulator) = cloud.emulator() {
        let actions: Vec<_> = emulator
            .requests()
            .into_iter()
            .filter_map(|request| request.action)
            .collect();
        println!("requests    {}", actions.join(" "));
    }
    let connections = client.items(&DescribeProxiesRequest::new()).all().await?;
    println!("connections {}", connections.len());
    Ok(())
}

async fn find_group(client: &Client, name: &str) -> Result<Option<String>, tc3::Error> {
    let mut groups = client.items(&DescribeProxyGroupListRequest::new(0, 100, -1));
    while let Some(group) = groups.next().await {
        let group = group?;
        if group.group_name == name {
            return Ok(Some(group.group_id));
        }
    }
    Ok(None)
}
