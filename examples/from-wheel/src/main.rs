//! A client for a service of the vendor's wheel: `build.rs` imports cvm from it and generates a typed client.
//!
//! ```text
//! pip download --no-deps tccli
//! export TCCLI_WHEEL=$(ls "$PWD"/tccli-*.whl)       # unset, it is a stand-in with one action
//! cargo run -p tc3-examples-from-wheel              # every action of cvm, against an emulator in this process
//! cargo run -p tc3-examples-from-wheel -- --live    # against Tencent Cloud
//! ```
//!
//! It prints the zones of a region. The emulator answers with the documented examples of the wheel, and without one makes
//! values up from the types. To copy: `Cargo.toml`, `build.rs` and `src/`.

use std::error::Error;

use tc3_emulator::{Emulator, SAMPLE_SECRET_ID, SAMPLE_SECRET_KEY};
use tc3_runtime::{Client, Credentials};

include!(concat!(env!("OUT_DIR"), "/services.rs"));

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    if std::env::args().any(|argument| argument == "--live") {
        return list_zones(&Client::builder().env()?.region("ap-guangzhou").build()?).await;
    }
    let emulator = Emulator::builder().spec_dir(env!("SPEC")).start().await?;
    let client = Client::builder()
        .credentials(Credentials::new(SAMPLE_SECRET_ID, SAMPLE_SECRET_KEY))
        .endpoint(emulator.url().parse()?)
        .region("ap-guangzhou")
        .build()?;
    list_zones(&client).await?;
    emulator.shutdown().await;
    Ok(())
}

async fn list_zones(client: &Client) -> Result<(), Box<dyn Error>> {
    let answer = cvm::describe_zones(client, &cvm::DescribeZonesRequest::new()).await?;
    println!(
        "zones       {} (request id {})",
        answer.total_count,
        answer.request_id()
    );
    for zone in &answer.zone_set {
        println!("zone        {} ({})", zone.zone, zone.zone_state);
    }
    Ok(())
}
