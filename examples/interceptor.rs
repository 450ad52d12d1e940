//! An interceptor: code around each attempt of a call, to add a header and to see how it went.
//!
//! ```text
//! cargo run -p tc3-examples --example interceptor              # against an emulator in this process, with a fault
//! cargo run -p tc3-examples --example interceptor -- --live
//! ```
//!
//! It prints a line for each attempt, of which the first finds a gateway without a service behind it. For logs and traces
//! there is `tracing`, which needs none of this.

use std::error::Error;

use tc3::Header;
use tc3::gaap::{self, DescribeDestRegionsRequest};
use tc3::interceptor::{Interceptor, Received, UnsignedRequest};
use tc3_emulator::Fault;
use tc3_examples::Cloud;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let cloud = Cloud::from_args().await?;
    let client = cloud.client()?.interceptor(Attempts).build()?;
    cloud.inject(Fault::on("DescribeDestRegions").bad_gateway().times(1));
    let regions = gaap::describe_dest_regions(&client, &DescribeDestRegionsRequest::new()).await?;
    println!("regions     {}", regions.total_count);
    Ok(())
}

struct Attempts;

impl Interceptor for Attempts {
    fn before_signing(&self, request: &mut UnsignedRequest<'_>) -> Result<(), Box<dyn Error + Send + Sync>> {
        let id = format!("cookbook-{}", request.attempt().number);
        request.header(Header::new("X-Trace-Id", id)?);
        Ok(())
    }

    fn after_receiving(&self, received: &Received<'_>) {
        let attempt = received.attempt();
        // The answer is read after this: a throttled attempt, like most errors of services, has status 200 here.
        let outcome = received
            .error()
            .map_or_else(|| format!("{:?}", received.status()), |error| error.to_string());
        println!(
            "attempt {}   {} {}: {outcome}",
            attempt.number, attempt.service, attempt.action
        );
    }
}
