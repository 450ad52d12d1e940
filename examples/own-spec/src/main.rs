//! build.rs with a service of one's own spec: `spec/lkeap` has two actions of lkeap, written by hand from their
//! documentation, and `build.rs` makes a typed client of them.
//!
//! ```text
//! cargo run -p tc3-examples-own-spec              # against an emulator of the same spec, in this process
//! cargo run -p tc3-examples-own-spec -- --live    # against Tencent Cloud, with the key in the environment; it bills tokens
//! ```
//!
//! It prints the rewritten question. To copy: `Cargo.toml`, `build.rs`, `spec/` and `src/`.

use std::error::Error;

use tc3_emulator::{Emulator, SAMPLE_SECRET_ID, SAMPLE_SECRET_KEY};
use tc3_examples_own_spec::lkeap::{self, Message, QueryRewriteRequest};
use tc3_runtime::{Client, Credentials};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    if std::env::args().any(|argument| argument == "--live") {
        return ask(&Client::builder().env()?.region("ap-guangzhou").build()?).await;
    }
    let spec = concat!(env!("CARGO_MANIFEST_DIR"), "/spec");
    let emulator = Emulator::builder().spec_dir(spec).start().await?;
    let client = Client::builder()
        .credentials(Credentials::new(SAMPLE_SECRET_ID, SAMPLE_SECRET_KEY))
        .endpoint(emulator.url().parse()?)
        .region("ap-guangzhou")
        .build()?;
    ask(&client).await?;
    emulator.shutdown().await;
    Ok(())
}

async fn ask(client: &Client) -> Result<(), Box<dyn Error>> {
    let request = QueryRewriteRequest::new([
        Message::new().role("user").content("Which regions have GPUs?"),
        Message::new().role("assistant").content("Guangzhou and Shanghai."),
        Message::new().role("user").content("And which of them is cheaper?"),
    ]);
    println!("request     {}", tc3_runtime::to_json(&request));
    let rewritten = lkeap::query_rewrite(client, &request).await?;
    println!("rewritten   {}", rewritten.content);
    println!("request id  {}", rewritten.request_id());
    Ok(())
}
