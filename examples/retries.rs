//! Retries: which calls are sent again by themselves, and how to say how often.
//!
//! ```text
//! cargo run -p tc3-examples --example retries              # against an emulator in this process, with faults
//! cargo run -p tc3-examples --example retries -- --live    # reads only
//! ```
//!
//! It prints a throttled call that was sent twice, and one that was not to be. `ambiguity` is about calls that create.

use std::error::Error;
use std::time::Duration;

use tc3::gaap::{self, DescribeDestRegionsRequest};
use tc3::{CallOptions, RetryPolicy};
use tc3_emulator::Fault;
use tc3_examples::Cloud;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let cloud = Cloud::from_args().await?;
    // Three attempts are the default. The timeout is that of the whole call, waits included.
    let policy = RetryPolicy::new()
        .max_attempts(4)
        .attempt_timeout(Duration::from_secs(10));
    let client = cloud.client()?.retry(policy).timeout(Duration::from_secs(60)).build()?;
    let request = DescribeDestRegionsRequest::new();

    // Throttled, so not carried out: sent again, whatever the action.
    cloud.inject(Fault::on("DescribeDestRegions").throttle().times(1));
    let regions = gaap::describe_dest_regions(&client, &request).await?;
    println!("retried     {} regions", regions.total_count);
    if let Some(emulator) = cloud.emulator() {
        println!("requests    {}", emulator.requests().len());
    }

    // A read whose answer is lost is sent again too: it cannot be carried out twice.
    cloud.inject(Fault::on("DescribeDestRegions").drop_after_processing().times(1));
    let regions = gaap::describe_dest_regions(&client, &request).await?;
    println!("read again  {} regions", regions.total_count);

    // One attempt for one call, where the caller has a better idea than to wait.
    cloud.inject(Fault::on("DescribeDestRegions").throttle().times(1));
    let once = client.with(CallOptions::new().retry(RetryPolicy::never()));
    match gaap::describe_dest_regions(&once, &request).await {
        Ok(regions) => println!("at once     {} regions", regions.total_count),
        Err(error) => {
            println!("not retried {error}");
            println!(
                "            attempts: {}, throttled: {}, safe to repeat: {}",
                error.attempts(),
                error.is_throttled(),
                error.is_retryable()
            );
        }
    }
    Ok(())
}
