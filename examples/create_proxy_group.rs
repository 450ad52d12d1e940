//! The whole way of CreateProxyGroup: from the spec to a signed call and its answer.
//!
//! ```text
//! cargo run --example create_proxy_group              # against the emulator, on this machine alone
//! cargo run --example create_proxy_group -- --live    # against the service, with credentials in the environment
//! ```
//!
//! It prints what was sent, the group that came back, and what an error looks like.
//!
//! `--live` creates a connection group in the account of the credentials (TENCENTCLOUD_SECRET_ID,
//! TENCENTCLOUD_SECRET_KEY, for temporary credentials TENCENTCLOUD_TOKEN too).

use std::error::Error;
use std::path::Path;

use tc3::gaap::{self, AccessConfiguration, CreateProxyGroupErrorCode, CreateProxyGroupRequest, PackageType};
use tc3::{Client, Credentials, Endpoint};
use tc3_codegen::spec::SourceSet;
use tc3_emulator::{Emulator, SAMPLE_SECRET_ID, SAMPLE_SECRET_KEY};

const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/..");

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        [] => against_the_emulator().await,
        ["--live"] => against_the_cloud().await,
        other => Err(format!("no such arguments: {other:?}; there is --live, and nothing else").into()),
    }
}

async fn against_the_emulator() -> Result<(), Box<dyn Error>> {
    check_that_the_code_fits_the_spec()?;

    let emulator = Emulator::builder().spec_dir(format!("{ROOT}/spec")).start().await?;
    println!("emulator    {} answers for gaap.tencentcloudapi.com", emulator.url());

    let client = Client::builder()
        .credentials(Credentials::new(SAMPLE_SECRET_ID, SAMPLE_SECRET_KEY))
        .endpoint(emulator.url().parse::<Endpoint>()?)
        .build()?;
    create(&client).await?;
    show_an_error(&client).await?;

    emulator.shutdown().await;
    Ok(())
}

async fn against_the_cloud() -> Result<(), Box<dyn Error>> {
    let client = Client::from_env()?;
    println!("cloud       a connection group is being created in your account");
    create(&client).await
}

async fn create(client: &Client) -> Result<(), Box<dyn Error>> {
    let request = CreateProxyGroupRequest::new(0, "test", "EastChina")
        .package_type(PackageType::Thunder)
        .access_region_set([AccessConfiguration::new("Guangzhou", 10, 2)]);
    println!("request     {}", tc3::to_json(&request));

    let group = gaap::create_proxy_group(client, &request).await?;
    println!("group       {} (request id {})", group.group_id, group.request_id());
    Ok(())
}

/// Sends a value that is not among the allowed ones: the service rejects it, the client lets it through, since
/// the service may know more values than the spec.
async fn show_an_error(client: &Client) -> Result<(), Box<dyn Error>> {
    let request = CreateProxyGroupRequest::new(0, "test", "EastChina").package_type("Lightning");
    let Err(error) = gaap::create_proxy_group(client, &request).await else {
        return Err("the emulator took a package that there is not".into());
    };
    println!("error       {error}");
    println!(
        "            documented for this action: {}; may have been carried out: {}",
        error.code_as::<CreateProxyGroupErrorCode>().is_some(),
        error.is_ambiguous(),
    );
    Ok(())
}

fn check_that_the_code_fits_the_spec() -> Result<(), Box<dyn Error>> {
    let root = Path::new(ROOT);
    let checked = tc3_codegen::load(&SourceSet::read_dir(&root.join("spec"))?)?;
    let files = tc3_codegen::generate(&checked, tc3_codegen::Builder::checked_in().options())?;
    let drifts = files.outdated(&root.join("generated/src/services"))?;
    if let Some(drift) = drifts.first() {
        return Err(format!("{} does not fit the spec: run `cargo tc3-codegen generate`", drift.path).into());
    }
    println!("spec        fits the checked-in code ({} files)", files.iter().count());
    Ok(())
}
