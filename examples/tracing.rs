//! Logs: the lines that a subscriber of the crate `tracing` prints of calls.
//!
//! ```text
//! cargo run -p tc3-examples --example tracing              # against an emulator in this process, with a fault
//! cargo run -p tc3-examples --example tracing -- --live
//! ```
//!
//! On standard error it prints a warning for the retry and a line for each call, with service, action, outcome, attempts,
//! milliseconds and request ID; no key, signature, header, body or parameter. docs/observability.md has every field.

use std::error::Error;

use tc3::gaap::{self, DescribeDestRegionsRequest, DescribeProxyGroupDetailsRequest};
use tc3_emulator::Fault;
use tc3_examples::Cloud;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    // Calls have the target `tc3`. With the feature `env-filter`: RUST_LOG=warn,tc3=info
    tracing_subscriber::fmt()
        .with_writer(std::io::stderr)
        .with_ansi(false)
        .init();

    let cloud = Cloud::from_args().await?;
    let client = cloud.client()?.build()?;

    cloud.inject(Fault::on("DescribeDestRegions").throttle().times(1));
    let regions = gaap::describe_dest_regions(&client, &DescribeDestRegionsRequest::new()).await?;
    println!("regions     {}", regions.total_count);

    // A failed call ends at info like any other: whether it is a problem, its caller knows. The error is JSON for a log.
    let missing = DescribeProxyGroupDetailsRequest::new("lg-00000000");
    if let Err(error) = gaap::describe_proxy_group_details(&client, &missing).await {
        println!("error       {}", serde_json::to_string(&error)?);
    }
    Ok(())
}
